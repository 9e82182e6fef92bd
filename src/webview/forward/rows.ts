import type { CallNode, DimJson, ShapeJson, StepNode } from "../../analysis/report";
import { formatValue } from "../../features/shapes";
import type { ForwardResult } from "../../server/protocol";
import { siblingIds, type TreeItem } from "../common/tree";
import type { Place } from "../protocol";

/** A line of the forward pass: a module call, or an operator's step inside one. */
export interface ForwardRow {
  kind: "module" | "step";
  /** The module's name in its parent, or the operator. */
  name: string;
  /** The module's class; empty for a step. */
  class: string;
  place: Place | undefined;
  inputs: ShapeJson[];
  output: ShapeJson;
  params: DimJson;
  macs: DimJson;
  flops: DimJson;
  /** Part of the pass's cost, 0 to 1, in the convention of the settings; absent where it depends on symbols. */
  share: number | undefined;
  /** A step's index in the trace and in what was executed. */
  step: number | undefined;
}

/** The forward pass as a tree of rows. */
export function forwardTree(result: Pick<ForwardResult, "calls" | "convention" | "entry">): TreeItem<ForwardRow>[] {
  const total = result.entry.totals[result.convention];
  const share = (node: CallNode | StepNode): number | undefined => {
    const cost = node[result.convention];
    return typeof cost === "number" && typeof total === "number" && total > 0 ? cost / total : undefined;
  };

  const moduleItem = (call: CallNode, parent: string, nextId: (key: string) => string): TreeItem<ForwardRow> => {
    const name = relativePath(call.path, parent) || call.class;
    const id = nextId(name);
    const inner = siblingIds(id);
    const row: ForwardRow = {
      kind: "module",
      name,
      class: name === call.class ? "" : call.class,
      place: placeOf(call),
      inputs: call.inputs,
      output: call.output,
      params: call.params,
      macs: call.macs,
      flops: call.flops,
      share: share(call),
      step: undefined,
    };
    const children = call.children.map((child) =>
      isCall(child) ? moduleItem(child, call.path, inner) : stepItem(child, inner),
    );
    return { id, label: name, search: searchText(row, call.path), value: row, children };
  };

  const stepItem = (step: StepNode, nextId: (key: string) => string): TreeItem<ForwardRow> => {
    const row: ForwardRow = {
      kind: "step",
      name: operatorName(step.op),
      class: "",
      place: placeOf(step),
      inputs: step.inputs,
      output: step.output,
      params: 0,
      macs: step.macs,
      flops: step.flops,
      share: share(step),
      step: step.index,
    };
    return { id: nextId(row.name), label: row.name, search: searchText(row, step.module), value: row, children: [] };
  };

  const roots = siblingIds("");
  return result.calls.map((call) => moduleItem(call, "", roots));
}

function isCall(node: CallNode | StepNode): node is CallNode {
  return "children" in node;
}

function placeOf(node: CallNode | StepNode): Place | undefined {
  if (node.file === null || node.line === null) return undefined;
  const place: Place = { file: node.file, line: node.line };
  if ("start" in node && node.start !== null && node.end !== null) {
    return { ...place, start: node.start, end: node.end };
  }
  return place;
}

/** `add.Tensor` is `add`: which overload it was, the shapes say. */
function operatorName(op: string): string {
  return op.replace(/(?<=.)\..*/, "");
}

/** `layer1.0.conv1` inside `layer1.0` is `conv1`. */
function relativePath(path: string, parent: string): string {
  return parent !== "" && path.startsWith(`${parent}.`) ? path.slice(parent.length + 1) : path;
}

function searchText(row: ForwardRow, path: string): string {
  const line = row.place ? `${fileName(row.place.file)}:${row.place.line}` : "";
  const shapes = [...row.inputs, row.output].map(formatValue).join(" ");
  return `${row.name} ${row.class} ${path} ${line} ${shapes}`.toLowerCase();
}

/** The last part of a path, with either kind of slash. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** `42` in the panel's own file, `blocks.py:42` elsewhere, nothing where the place is not known. */
export function lineText(place: Place | undefined, file: string | undefined): string {
  if (!place) return "";
  return place.file === file ? `${place.line}` : `${fileName(place.file)}:${place.line}`;
}
