import type { CallNode, DimJson, ShapeJson, StepNode } from "../../analysis/report";
import { addDims } from "./dims";
import type { Statement, Statements } from "./statements";

/** A line of a forward pass: a statement with all that happened in it. */
export interface ForwardLine {
  kind: "line";
  statement: Statement | undefined;
  /** What a line without a statement of the user's does. */
  op: string;
  output: ShapeJson | undefined;
  macs: DimJson;
  flops: DimJson;
  /** Calls of the user's own modules in it. */
  calls: ForwardItem[];
}

/** A module call with lines of its own. */
export interface ForwardCall {
  kind: "call";
  call: CallNode;
  lines: ForwardItem[];
}

/** Items that are the same but for the names of modules. */
export interface ForwardRepeat {
  kind: "repeat";
  /** The first round is what is shown. */
  items: ForwardItem[];
  times: number;
  /** Paths of the calls of the last round, in the order of `items`. */
  last: string[];
}

export type ForwardItem = ForwardLine | ForwardCall | ForwardRepeat;

/** The forward pass by lines: a module whose source is not the user's is part of the line that calls it. */
export function forwardLines(root: CallNode, statements: Statements): ForwardItem[] {
  const lines: ForwardLine[] = [];
  const lineAt = (node: CallNode | StepNode): ForwardLine => {
    const statement = node.file !== null && node.line !== null ? statements.at(node.file, node.line) : undefined;
    const last = lines.at(-1);
    if (last && last.statement === statement && statement !== undefined) return last;
    const op = "op" in node ? node.op : node.class;
    const line: ForwardLine = { kind: "line", statement, op, output: undefined, macs: 0, flops: 0, calls: [] };
    lines.push(line);
    return line;
  };
  const visit = (node: CallNode | StepNode): void => {
    if ("op" in node) {
      const line = lineAt(node);
      line.output = node.output;
      line.macs = addDims(line.macs, node.macs);
      line.flops = addDims(line.flops, node.flops);
      return;
    }
    if (hasOwnLines(node, statements)) {
      const line = lineAt(node);
      line.calls.push({ kind: "call", call: node, lines: forwardLines(node, statements) });
      line.macs = addDims(line.macs, node.macs);
      line.flops = addDims(line.flops, node.flops);
      line.output = node.output;
      return;
    }
    if (node.children.length === 0) lineAt(node);
    for (const child of node.children) visit(child);
    if (node.file !== null) lineAt(node).output = node.output;
  };
  for (const child of root.children) visit(child);
  for (const line of lines) line.calls = foldRepeats(line.calls);
  return foldRepeats(lines);
}

/** True where something directly inside a call stands elsewhere than the call itself. */
function hasOwnLines(node: CallNode, statements: Statements): boolean {
  const place = placeOf(node, statements);
  return node.children.some((child) => {
    const inside = placeOf(child, statements);
    return inside !== undefined && inside !== place;
  });
}

function placeOf({ file, line }: CallNode | StepNode, statements: Statements): Statement | string | undefined {
  if (file === null || line === null) return undefined;
  return statements.at(file, line) ?? `${file}:${line}`;
}

/** The longest sequence that is looked at as a repetition. */
const LONGEST_PERIOD = 24;

/** Joins neighbours, or sequences of neighbours, that are the same. The first round stays. */
export function foldRepeats<T extends ForwardItem>(items: readonly T[]): (T | ForwardRepeat)[] {
  const keys = items.map(signature);
  const folded: (T | ForwardRepeat)[] = [];
  let at = 0;
  while (at < items.length) {
    const { period, times } = repetition(keys, at);
    if (times < 2) {
      folded.push(items[at]);
      at++;
      continue;
    }
    const round = items.slice(at, at + period);
    const last = items.slice(at + period * (times - 1), at + period * times);
    folded.push({
      kind: "repeat",
      items: round,
      times,
      last: last.map((item) => (item.kind === "call" ? item.call.path : "")),
    });
    at += period * times;
  }
  return folded;
}

/** The shortest sequence from `at` on that comes again at once, and how often it comes. */
function repetition(keys: readonly string[], at: number): { period: number; times: number } {
  const most = Math.min(LONGEST_PERIOD, Math.floor((keys.length - at) / 2));
  for (let period = 1; period <= most; period++) {
    let end = at + period;
    while (end < keys.length && keys[end] === keys[end - period]) end++;
    const times = Math.floor((end - at) / period);
    if (times >= 2) return { period, times };
  }
  return { period: 1, times: 1 };
}

/** What is seen of an item, but for the paths of modules. */
function signature(item: ForwardItem): string {
  switch (item.kind) {
    case "line":
      return JSON.stringify([
        item.statement?.file,
        item.statement?.line ?? item.op,
        item.output,
        item.macs,
        item.flops,
        item.calls.map(signature),
      ]);
    case "call":
      return JSON.stringify([item.call.class, item.call.params, item.lines.map(signature)]);
    case "repeat":
      return JSON.stringify([item.times, item.items.map(signature)]);
  }
}
