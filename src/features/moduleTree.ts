import { add, type Dim, mul, parseDim, print, sampled } from "../analysis/dims";
import type { CallNode, DimJson, ShapeJson, StepNode } from "../analysis/report";
import { numberFor } from "../analysis/symbolic/usual-sizes";

/** A module of a forward pass, or several alike: what `torchinfo` has a line for. */
export interface ModuleRow {
  /** `blocks.0`; of several the first and the last: `blocks.0 – blocks.11`. "" is the outermost. */
  path: string;
  /** Of several that take turns: `Attention, FeedForward`. */
  class: string;
  /** How many are alike, one after the other. */
  count: number;
  input: ShapeJson | undefined;
  output: ShapeJson | undefined;
  /** Of all that are alike together, as the rest. */
  params: DimJson;
  /** It was called before: its parameters are counted there. */
  again?: true;
  macs: DimJson;
  flops: DimJson;
  /** Bytes that its operators write; views write none. */
  bytes: DimJson;
  /** Of the outermost module's cost, where that is the same for every size. */
  share?: number;
  /** Where it is called; the line counts from 1. */
  place?: { file: string; line: number };
  children: ModuleRow[];
}

/** More calls in turn are not looked for. */
const LONGEST_TURN = 8;

/** The modules of a forward pass in the order of their calls, repeated ones folded. */
export function moduleTree(root: CallNode, by: "macs" | "flops"): ModuleRow {
  const row = rowOf(root, new Set());
  const whole = row[by];
  const share = (one: ModuleRow): ModuleRow => {
    const part = shareOf(one[by], whole);
    return { ...one, ...(part !== undefined && { share: part }), children: one.children.map(share) };
  };
  return share(row);
}

function rowOf(call: CallNode, seen: Set<string>): ModuleRow {
  const again = seen.has(call.path);
  seen.add(call.path);
  const inner = modulesIn(call.children);
  const [input] = call.inputs;
  return {
    path: call.path,
    class: call.class,
    count: 1,
    input,
    output: call.output,
    params: call.params,
    ...(again && { again }),
    macs: call.macs,
    flops: call.flops,
    bytes: total(stepsIn(call).map(({ bytesWritten = 0 }) => bytesWritten)),
    ...(call.file !== null && call.line !== null && { place: { file: call.file, line: call.line } }),
    children: folded(inner.map((child) => rowOf(child, seen))),
  };
}

/** Module calls; what is called outside of any module of its own stands for what it calls. */
function modulesIn(children: CallNode["children"]): CallNode[] {
  return children.flatMap((child) => ("children" in child ? [child] : []));
}

function stepsIn(call: CallNode): StepNode[] {
  return call.children.flatMap((child) => ("children" in child ? stepsIn(child) : [child]));
}

/** Rows with those that repeat put together: `12 × Block`, also of several that take turns. */
function folded(rows: readonly ModuleRow[]): ModuleRow[] {
  const marks = rows.map(likeness);
  const found: ModuleRow[] = [];
  for (let at = 0; at < rows.length; ) {
    const { turn, count } = repetition(marks, at);
    if (count > 1) found.push(together(rows.slice(at, at + turn * count), turn));
    else found.push(rows[at]);
    at += turn * count;
  }
  return found;
}

/** How often what begins at a place is repeated there, and how many rows one turn has: the turns that cover most. */
function repetition(marks: readonly string[], at: number): { turn: number; count: number } {
  let best = { turn: 1, count: 1 };
  for (let turn = 1; turn <= LONGEST_TURN && at + 2 * turn <= marks.length; turn++) {
    let end = at + turn;
    while (end < marks.length && marks[end] === marks[end - turn]) end++;
    const count = Math.floor((end - at) / turn);
    if (count > 1 && count * turn > best.count * best.turn) best = { turn, count };
  }
  return best;
}

/** Rows of one likeness differ by their paths alone. */
function likeness({ class: name, count, input, output, params, again, macs, bytes, children }: ModuleRow): string {
  return JSON.stringify([name, count, input, output, params, again, macs, bytes, children.map(likeness)]);
}

function together(rows: readonly ModuleRow[], turn: number): ModuleRow {
  const count = rows.length / turn;
  const one = rows.slice(0, turn);
  const sum = (of: (row: ModuleRow) => DimJson) => total(rows.map(of));
  const [first, last] = [rows[0], rows[rows.length - 1]];
  return {
    path: `${first.path} – ${last.path}`,
    class: one.map((row) => row.class).join(", "),
    count,
    input: first.input,
    output: one[one.length - 1].output,
    params: sum((row) => (row.again ? 0 : row.params)),
    macs: sum((row) => row.macs),
    flops: sum((row) => row.flops),
    bytes: sum((row) => row.bytes),
    ...(first.place && { place: first.place }),
    // Inside stands one of those that are alike.
    children: turn === 1 ? first.children : one,
  };
}

/** A sum; of many equal formulas a product. */
export function total(counts: readonly DimJson[]): DimJson {
  let number = 0;
  const formulas = new Map<string, number>();
  for (const count of counts) {
    if (typeof count === "number") number += count;
    else formulas.set(count, (formulas.get(count) ?? 0) + 1);
  }
  if (formulas.size === 0) return number;
  let sum: Dim = number;
  for (const [text, times] of formulas) {
    const formula = parseDim(text);
    // What is too long to be read is not added up.
    if (formula === undefined) return [...formulas.keys()].join(" + ");
    sum = add(sum, mul(times, formula));
  }
  return typeof sum === "number" ? sum : print(sum);
}

/** What a formula is compared by: its value at usual sizes. */
function magnitude(count: DimJson): number {
  return valueAt(count, numberFor);
}

function valueAt(count: DimJson, size: (name: string) => number): number {
  if (typeof count === "number") return count;
  const formula = parseDim(count);
  return formula === undefined ? Number.NaN : sampled(formula, size);
}

/** Sizes at which two formulas have the same ratio only if they always have. */
const SAMPLES: readonly ((name: string) => number)[] = [
  numberFor,
  (name) => 2 * numberFor(name) + name.length,
  (name) => 1 + [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 97, 7),
];

/** A part of a whole, 0 to 1; undefined where that depends on sizes. */
export function shareOf(part: DimJson, whole: DimJson): number | undefined {
  const shares = SAMPLES.map((size) => valueAt(part, size) / valueAt(whole, size));
  const [first] = shares;
  const same = shares.every((share) => Math.abs(share - first) < 1e-9);
  return Number.isFinite(first) && same ? first : undefined;
}

export type RowOrder = "calls" | "params" | "macs" | "bytes";

/** The rows of each module in an order, the largest first; formulas as they are at usual sizes. */
export function sortedRows(row: ModuleRow, order: RowOrder): ModuleRow {
  if (order === "calls") return row;
  const size = new Map(row.children.map((child) => [child, magnitude(child[order])]));
  const children = [...row.children].sort((a, b) => (size.get(b) || 0) - (size.get(a) || 0));
  return { ...row, children: children.map((child) => sortedRows(child, order)) };
}

/** The rows whose path or class has a text in it, with those around them and inside; undefined where there are none. */
export function filteredRows(row: ModuleRow, text: string): ModuleRow | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === "" || `${row.path} ${row.class}`.toLowerCase().includes(wanted)) return row;
  const children = row.children.flatMap((child) => filteredRows(child, text) ?? []);
  return children.length === 0 ? undefined : { ...row, children };
}
