import type { CallNode, DimJson, ShapeJson, StepNode } from "../../analysis/report";
import { shape } from "../common/format";
import { siblingIds, type TreeItem } from "../common/tree";
import type { Place } from "../protocol";

/** A line of the forward pass: a module call, or an operator's step inside one. */
export interface ForwardRow {
  kind: "module" | "step";
  /** The module's name in its parent, or the operator. */
  name: string;
  /** The module's class; empty for a step. */
  class: string;
  path: string;
  place: Place | undefined;
  inputs: ShapeJson[];
  output: ShapeJson;
  params: DimJson;
  macs: DimJson;
  flops: DimJson;
  /** Part of the forward pass's FLOPs, 0 to 1; absent where it depends on symbols. */
  share: number | undefined;
}

/** The forward pass as a tree of rows. Shares are of `total` FLOPs. */
export function forwardTree(calls: readonly CallNode[], total: DimJson): TreeItem<ForwardRow>[] {
  const id = siblingIds("");
  return calls.map((call) => moduleItem(call, "", id, total));
}

function moduleItem(
  call: CallNode,
  parentPath: string,
  nextId: (key: string) => string,
  total: DimJson,
): TreeItem<ForwardRow> {
  const name = relativePath(call.path, parentPath) || call.class;
  const id = nextId(name);
  const inner = siblingIds(id);
  const row: ForwardRow = {
    kind: "module",
    name,
    class: name === call.class ? "" : call.class,
    path: call.path,
    place: placeOf(call),
    inputs: call.inputs,
    output: call.output,
    params: call.params,
    macs: call.macs,
    flops: call.flops,
    share: shareOf(call.flops, total),
  };
  const children = call.children.map((child) =>
    isCall(child) ? moduleItem(child, call.path, inner, total) : stepItem(child, inner, total),
  );
  return { id, label: name, search: searchText(row), value: row, children };
}

function stepItem(step: StepNode, nextId: (key: string) => string, total: DimJson): TreeItem<ForwardRow> {
  const row: ForwardRow = {
    kind: "step",
    name: step.op,
    class: "",
    path: step.module,
    place: placeOf(step),
    inputs: step.inputs,
    output: step.output,
    params: 0,
    macs: step.macs,
    flops: step.flops,
    share: shareOf(step.flops, total),
  };
  return { id: nextId(step.op), label: step.op, search: searchText(row), value: row, children: [] };
}

function isCall(node: CallNode | StepNode): node is CallNode {
  return "children" in node;
}

function placeOf(node: CallNode | StepNode): Place | undefined {
  if (node.file === null || node.line === null) return undefined;
  const place: Place = { file: node.file, line: node.line };
  if ("start" in node && node.start !== null && node.end !== null) return { ...place, start: node.start, end: node.end };
  return place;
}

/** `layer1.0.conv1` inside `layer1.0` is `conv1`. */
export function relativePath(path: string, parent: string): string {
  return parent !== "" && path.startsWith(`${parent}.`) ? path.slice(parent.length + 1) : path;
}

function shareOf(flops: DimJson, total: DimJson): number | undefined {
  return typeof flops === "number" && typeof total === "number" && total > 0 ? flops / total : undefined;
}

function searchText(row: ForwardRow): string {
  const line = row.place ? `${fileName(row.place.file)}:${row.place.line}` : "";
  const shapes = [...row.inputs, row.output].map((it) => shape(it, true)).join(" ");
  return `${row.name} ${row.class} ${row.path} ${line} ${shapes}`.toLowerCase();
}

/** The last part of a path, with either kind of slash. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
