import type { Expr, Span } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { Dim } from "../dims";
import { type Snapshot, shapeJson } from "../facts/snapshot";
import type { Run } from "../machine/run";
import type { DimJson } from "../report";
import { Reporter } from "../reports/reporter";
import type { ModuleCall } from "../trace/trace";
import type { Unknown } from "../values";
import { Chain } from "./chain";
import type { Explanation, ExplanationStep } from "./explanation";
import { inOrder, type Link, mark } from "./links";
import { assignedTo, expressionAt } from "./syntax";
import { unknownChain } from "./unknowns";
import { notes } from "./words";

type Frozen = Snapshot["value"];

/** Why what stands at a place has its shape, in one finished run; undefined where the run saw no tensor and nothing unknown there. */
export function explain(
  run: Run,
  root: ModuleCall | undefined,
  entry: string,
  source: Source,
  at: Span,
  sourceOf: (file: string) => Source | undefined,
): Explanation | undefined {
  const found = seenAt(run, source, at);
  if (found === undefined) return undefined;
  const { span, value } = found;
  const reporter = new Reporter(run.machine, run.state, run.places);
  const shown = (dim: Dim) => String(reporter.dim(dim));
  const chain = new Chain(run, sourceOf, shown, root);
  const tensor = tensorIn(value);
  const unknown = unknownIn(value);
  let links: Link[] = [];
  if (tensor !== undefined) {
    const ends = tensor.map((_, axis) => chain.follow(tensor, axis));
    for (const [axis, each] of ends.entries()) mark(each, axis);
    links = inOrder(ends.flat());
  } else if (unknown !== undefined) {
    const asked = expressionAt(source.tree, span) ?? assignedTo(source.tree, span);
    links = unknownChain(unknown, asked ?? (span as Expr), source, run.state.recorder);
  }
  const { start, end } = span;
  const json = (shape: readonly Dim[]) => shape.map(reporter.text);
  return {
    ...run.places.range({ file: source.file, start, end }),
    text: source.text.slice(start, end),
    entry,
    value: shapeJson(value, reporter.text),
    surprising: (tensor ?? []).flatMap((_, axis) => (links.some((link) => surprises(link, axis)) ? [axis] : [])),
    steps: links.map((link) => step(link, chain, json)),
  };
}

function step(link: Link, chain: Chain, json: (shape: readonly Dim[]) => DimJson[]): ExplanationStep {
  const { kind, place, op, module, before, after, dims, did } = link;
  return {
    kind,
    ...chain.run.places.range(place),
    text: chain.text(place),
    ...(op !== undefined && { op }),
    ...(module !== undefined && { module }),
    before: before.map(json),
    ...(after !== undefined && { after: json(after) }),
    dims: [...new Set([...dims.values()].flatMap((some) => [...some]))].sort((a, b) => a - b),
    notes: notes(did),
  };
}

/** A size that is found in values, or computed from others. */
function surprises({ dims, did }: Link, axis: number): boolean {
  return did.some((one) => (one.kind === "computed" || one.kind === "found") && dims.get(one.to)?.has(axis) === true);
}

interface Seen {
  span: Span;
  value: Frozen;
}

/**
 * What was seen at a range: what is bound at it or just is it, else the innermost expression around it, else the first
 * name bound inside it, else the largest expression inside it.
 */
function seenAt(run: Run, source: Source, at: Span): Seen | undefined {
  const { recorder } = run.state;
  const bound: Seen[] = [];
  for (const { source: own, name, target, parameter, values } of recorder.bindings.values())
    if (own.file === source.file)
      bound.push({
        span: parameter ? { start: target.start, end: target.start + name.length } : target,
        value: first(values),
      });
  const seen: Seen[] = [];
  for (const { node, values } of recorder.expressions.get(source.file)?.values() ?? [])
    seen.push({ span: node, value: first(values) });
  const around = (one: Seen) => one.span.start <= at.start && at.end <= one.span.end;
  const inside = (one: Seen) => at.start <= one.span.start && one.span.end <= at.end;
  const size = ({ span }: Seen) => span.end - span.start;
  const smallest = (list: Seen[]) => list.sort((a, b) => size(a) - size(b))[0];
  const value = assignedTo(source.tree, at);
  return (
    smallest(bound.filter(around)) ??
    (value && seen.find(({ span }) => span.start === value.start && span.end === value.end)) ??
    smallest(seen.filter(around)) ??
    bound.filter(inside).sort((a, b) => a.span.start - b.span.start)[0] ??
    seen.filter(inside).sort((a, b) => size(b) - size(a))[0]
  );
}

function first(values: ReadonlyMap<string, Snapshot>): Frozen {
  for (const { value } of values.values()) if (tensorIn(value) !== undefined) return value;
  for (const { value } of values.values()) return value;
  return { py: "nothing" };
}

/** The first tensor in a value. */
function tensorIn(value: Frozen): readonly Dim[] | undefined {
  if ("tensor" in value) return value.tensor;
  const inner =
    "list" in value
      ? value.list
      : "dict" in value
        ? value.dict.map(([, item]) => item)
        : "either" in value
          ? value.either
          : [];
  for (const item of inner) {
    const found = tensorIn(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unknownIn(value: Frozen): Unknown | undefined {
  if ("unknown" in value) return value.unknown;
  if ("list" in value) return value.list.map(unknownIn).find((one) => one !== undefined);
  return undefined;
}
