import { relative } from "node:path";
import type { CallNode, DimJson, ShapeJson } from "../../analysis/report";
import { formatCount, formatShare } from "../../features/numbers";
import { formatValue, isUnknown } from "../../features/shapes";
import type { ForwardCall, ForwardItem, ForwardLine, ForwardRepeat } from "./forward";
import type { Style } from "./style";
import type { Column, Row } from "./table";

interface Whole {
  macs: DimJson;
  flops: DimJson;
  /** File that needs no name. */
  file: string;
  cwd: string;
  style: Style;
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
  return callRows({ kind: "call", call: root, lines: [...items] }, whole, 0);
}

function rowsOf(item: ForwardItem, whole: Whole, depth: number): Row[] {
  switch (item.kind) {
    case "line":
      return lineRows(item, whole, depth);
    case "call":
      return callRows(item, whole, depth);
    case "repeat":
      return repeatRows(item, whole, depth);
  }
}

function lineRows(line: ForwardLine, whole: Whole, depth: number): Row[] {
  const { statement, op, output, macs, flops, calls } = line;
  const place = statement ? `${statement.line}` : "";
  const text = INDENT.repeat(depth) + (statement?.text ?? op);
  const row = { cells: [place, text, shapeText(output), ...costs(macs, flops, whole, calls.length === 0)] };
  return [row, ...calls.flatMap((call) => rowsOf(call, whole, depth + 1))];
}

function callRows({ call, lines }: ForwardCall, whole: Whole, depth: number): Row[] {
  const name = call.path === "" ? call.class : `${call.path}: ${call.class}`;
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
  return [head, ...lines.flatMap((line) => rowsOf(line, inside, depth + 1))];
}

function repeatRows({ items, times, last }: ForwardRepeat, whole: Whole, depth: number): Row[] {
  const paths = last.filter((path) => path !== "");
  const through = paths.length > 0 ? `, up to ${paths.at(-1)}` : "";
  const head: Row = { cells: ["", `${INDENT.repeat(depth)}× ${times}${through}`], style: whole.style.magenta };
  return [head, ...items.flatMap((item) => rowsOf(item, whole, depth + 1))];
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
