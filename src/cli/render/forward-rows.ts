import { relative } from "node:path";
import type { CallNode, DimJson, ShapeJson } from "../../analysis/report";
import { formatCount, formatShare } from "../../features/numbers";
import { formatValue, isUnknown } from "../../features/shapes";
import type { ForwardCall, ForwardItem, ForwardLine, ForwardRepeat } from "./forward";
import type { Statement } from "./statements";
import type { Style } from "./style";
import type { Column, Row } from "./table";

interface Whole {
  macs: DimJson;
  flops: DimJson;
  /** File that needs no name. */
  file: string;
  cwd: string;
  style: Style;
  /** The one value of the name that a statement binds, where it is one. */
  bound(statement: Statement): ShapeJson | undefined;
}

const INDENT = "  ";

/** Below these widths of a page there is no place for bars, and for the second cost. */
const WIDE = 100;
const MIDDLE = 70;

export function forwardColumns(style: Style, columns: number): Column[] {
  return [
    { title: "line", align: "right", style: style.dim },
    { title: "forward", least: 24 },
    { title: "shape", least: 12, style: style.cyan },
    { title: "MACs", align: "right", least: 8, style: style.green },
    ...(columns >= MIDDLE ? [{ title: "FLOPs", align: "right" as const, least: 8, style: style.dim }] : []),
    ...(columns >= WIDE ? [{ title: "share", style: style.yellow }] : []),
  ];
}

/** The forward pass as rows of `forwardColumns`: the root call, and what is inside indented below it. */
export function forwardRows(root: CallNode, items: readonly ForwardItem[], whole: Whole): Row[] {
  return callRows({ kind: "call", call: root, lines: [...items] }, whole, { depth: 0, path: "" });
}

/** Where a row stands: how deep, and below which module. */
interface At {
  depth: number;
  path: string;
}

const deeper = ({ depth, path }: At): At => ({ depth: depth + 1, path });

function rowsOf(item: ForwardItem, whole: Whole, at: At): Row[] {
  switch (item.kind) {
    case "line":
      return lineRows(item, whole, at);
    case "call":
      return callRows(item, whole, at);
    case "repeat":
      return repeatRows(item, whole, at);
  }
}

/** Items of one call; lines of functions that its `forward` calls stand below their names. */
function bodyRows(items: readonly ForwardItem[], whole: Whole, at: At): Row[] {
  const functionOf = (item: ForwardItem | undefined) => (item?.kind === "line" ? item.statement?.function : undefined);
  const names = items.map(functionOf).filter((name) => name !== undefined);
  const own = names.includes("forward") ? "forward" : names.at(-1);
  let current = own;
  return items.flatMap((item) => {
    const name = functionOf(item) ?? own;
    const isNew = name !== current;
    current = name;
    if (name === own) return rowsOf(item, whole, at);
    const head: Row[] = isNew ? [{ cells: ["", `${INDENT.repeat(at.depth)}${name}()`], style: whole.style.dim }] : [];
    return [...head, ...rowsOf(item, whole, deeper(at))];
  });
}

function lineRows(line: ForwardLine, whole: Whole, at: At): Row[] {
  const { statement, op, macs, flops, calls } = line;
  const output = (statement && whole.bound(statement)) ?? line.output;
  const place = statement ? `${statement.line}` : "";
  const text = INDENT.repeat(at.depth) + (statement?.text ?? op);
  const row = { cells: [place, text, shapeText(output), ...costs(macs, flops, whole, calls.length === 0)] };
  return [row, ...calls.flatMap((call) => rowsOf(call, whole, deeper(at)))];
}

function callRows({ call, lines }: ForwardCall, whole: Whole, { depth, path }: At): Row[] {
  const name = call.path === "" ? call.class : `${below(call.path, path)}: ${call.class}`;
  const file = fileOf(lines);
  const elsewhere = file !== undefined && file !== whole.file ? ` (${relative(whole.cwd, file)})` : "";
  const head: Row = {
    cells: [
      "",
      INDENT.repeat(depth) + name + elsewhere,
      shapeText(call.output),
      ...costs(call.macs, call.flops, whole, false),
    ],
    style: whole.style.bold,
  };
  const inside = file === undefined ? whole : { ...whole, file };
  return [head, ...bodyRows(lines, inside, { depth: depth + 1, path: call.path })];
}

function repeatRows({ items, times, last }: ForwardRepeat, whole: Whole, at: At): Row[] {
  const end = last.findLast((path) => path !== "");
  const through = end === undefined ? "" : `, up to ${below(end, at.path)}`;
  const head: Row = { cells: ["", `${INDENT.repeat(at.depth)}× ${times}${through}`], style: whole.style.magenta };
  return [head, ...items.flatMap((item) => rowsOf(item, whole, deeper(at)))];
}

/** A module's path as the module above it says it: `paths.0` below `blocks.1`. */
function below(path: string, above: string): string {
  return above !== "" && path.startsWith(`${above}.`) ? path.slice(above.length + 1) : path;
}

function fileOf(items: readonly ForwardItem[]): string | undefined {
  for (const item of items) {
    const found = item.kind === "line" ? item.statement?.file : fileOf(item.kind === "call" ? item.lines : item.items);
    if (found !== undefined) return found;
  }
  return undefined;
}

function shapeText(output: ShapeJson | undefined): string {
  if (output === undefined) return "";
  return isUnknown(output) ? `? ${output.unknown}` : formatValue(output);
}

/** Cells of cost; `share` is shown of lines that do the work themselves. */
function costs(macs: DimJson, flops: DimJson, whole: Whole, share: boolean): string[] {
  return [blankZero(macs), blankZero(flops), share ? shareBar(flops, whole.flops) : ""];
}

function blankZero(count: DimJson): string {
  return count === 0 ? "" : formatCount(count);
}

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const BAR = 8;

/** `██▌ 31%` of the whole. */
function shareBar(part: DimJson, all: DimJson): string {
  if (typeof part !== "number" || typeof all !== "number" || part === 0 || all === 0) return "";
  const share = Math.min(1, part / all);
  const cells = Math.round(share * BAR * 8);
  const bar = "█".repeat(Math.floor(cells / 8)) + eighths[cells % 8];
  return `${bar.padEnd(BAR)} ${formatShare(share).padStart(5)}`;
}
