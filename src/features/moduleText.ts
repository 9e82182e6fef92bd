import type { DimJson, ShapeJson } from "../analysis/report";
import { type ModuleRow, total } from "./moduleTree";
import { formatBytes, formatCount, formatShare } from "./numbers";
import { formatValue, tensorsOf } from "./shapes";

export type ModuleFormat = "text" | "markdown" | "csv" | "torchinfo";

/** The title of a row: `layers.0 – layers.11`, `12 × Block`. */
export function rowClass({ class: name, count }: ModuleRow): string {
  const turn = name.includes(",") ? `(${name})` : name;
  return count > 1 ? `${count} × ${turn}` : name;
}

/** The last part of a row's path, and the range of those that are folded: `blocks.0–11`. */
export function rowName({ path, count }: ModuleRow, parent = ""): string {
  const inside = (one: string) => (parent !== "" && one.startsWith(`${parent}.`) ? one.slice(parent.length + 1) : one);
  const [first, last] = path.split(" – ").map(inside);
  if (count === 1 || last === undefined) return first;
  const common = first.slice(0, first.lastIndexOf(".") + 1);
  return last.startsWith(common) ? `${first}–${last.slice(common.length)}` : `${first} – ${last}`;
}

/** A module tree as text to be pasted. */
export function moduleText(root: ModuleRow, format: ModuleFormat): string {
  switch (format) {
    case "text":
      return aligned(table(root, (depth) => "  ".repeat(depth)));
    case "markdown":
      return markdown(table(root, (depth) => "&emsp;".repeat(depth)));
    case "csv":
      return csv(root);
    case "torchinfo":
      return torchinfo(root);
  }
}

interface Line {
  row: ModuleRow;
  depth: number;
  parent: ModuleRow | undefined;
}

function* linesOf(row: ModuleRow, depth = 0, parent?: ModuleRow): Generator<Line> {
  yield { row, depth, parent };
  for (const child of row.children) yield* linesOf(child, depth + 1, row);
}

const HEAD = ["Module", "Class", "Input", "Output", "Params", "MACs", "Memory", "Share"];

function table(root: ModuleRow, indent: (depth: number) => string): string[][] {
  const lines = [...linesOf(root)].map(({ row, depth, parent }) => [
    indent(depth) + (row.path === "" ? row.class : rowName(row, parent && firstPath(parent))),
    row.path === "" ? "" : rowClass(row),
    valueText(row.input),
    valueText(row.output),
    row.again ? "(again)" : formatCount(row.params),
    formatCount(row.macs),
    formatBytes(row.bytes),
    row.share === undefined ? "" : formatShare(row.share),
  ]);
  return [HEAD, ...lines];
}

/** Of rows that are folded, the first: what stands inside is its. */
export function firstPath({ path }: ModuleRow): string {
  return path.split(" – ")[0];
}

function valueText(value: ShapeJson | undefined): string {
  return value === undefined ? "" : formatValue(value);
}

function aligned(rows: readonly string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column < 4 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join("  ")
      .trimEnd();
  return `${rows.map(line).join("\n")}\n`;
}

function markdown([head, ...rows]: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = `| ${head.map((_, column) => (column < 4 ? "---" : "---:")).join(" | ")} |`;
  return `${[line(head), rule, ...rows.map(line)].join("\n")}\n`;
}

/** RFC 4180, with numbers as they are: a program reads it. */
function csv(root: ModuleRow): string {
  const head = ["path", "class", "count", "input", "output", "params", "macs", "flops", "bytes", "share"];
  const rows = [...linesOf(root)].map(({ row }) => [
    row.path,
    row.class,
    row.count,
    valueText(row.input),
    valueText(row.output),
    row.again ? 0 : row.params,
    row.macs,
    row.flops,
    row.bytes,
    row.share ?? "",
  ]);
  const cell = (value: string | number) =>
    /[",\n]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : value;
  return `${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** In the layout of `torchinfo.summary`: https://github.com/TylerYep/torchinfo */
function torchinfo(root: ModuleRow): string {
  const seen = new Map<number, number>();
  const lines = [...drawn(root, "", 0, seen)];
  const width = Math.max(40, ...lines.map(([name]) => name.length)) + 2;
  const shapes = Math.max(24, ...lines.map(([, shape]) => shape.length)) + 2;
  const rule = "=".repeat(width + shapes + 15);
  const row = ([name, shape, params]: readonly string[]) =>
    `${name.padEnd(width)}${shape.padEnd(shapes)}${params}`.trimEnd();
  const bytes = (values: readonly DimJson[]) => megabytes(total(values));
  const params = total([root.params]);
  const parameterBytes = typeof params === "number" ? 4 * params : `4*(${params})`;
  const inputBytes = total(root.input === undefined ? [] : tensorsOf(root.input).map(bytesOf));
  return `${[
    rule,
    row(["Layer (type:depth-idx)", "Output Shape", "Param #"]),
    rule,
    ...lines.map(row),
    rule,
    `Total params: ${grouped(params)}`,
    `Total mult-adds (M): ${typeof root.macs === "number" ? (root.macs / 1e6).toFixed(2) : root.macs}`,
    rule,
    `Input size (MB): ${bytes([inputBytes])}`,
    `Forward pass size (MB): ${bytes([root.bytes])}`,
    `Params size (MB): ${bytes([parameterBytes])}`,
    `Estimated Total Size (MB): ${bytes([inputBytes, root.bytes, parameterBytes])}`,
    rule,
  ].join("\n")}\n`;
}

function* drawn(row: ModuleRow, before: string, depth: number, seen: Map<number, number>): Generator<string[]> {
  const index = (seen.get(depth) ?? 0) + 1;
  seen.set(depth, index);
  const branch = depth === 0 ? "" : `${before}├─`;
  const name = `${branch}${rowClass(row)}${depth === 0 ? "" : `: ${depth}-${index}`}`;
  const own = row.children.length > 0 && depth > 0 ? "--" : grouped(row.params);
  const params = row.again ? "(recursive)" : row.children.length > 0 && depth === 0 ? "--" : own;
  yield [name, torchinfoShape(row.output), params === "0" ? "--" : params];
  for (const child of row.children) yield* drawn(child, depth === 0 ? "" : `${before}│    `, depth + 1, seen);
}

function torchinfoShape(value: ShapeJson | undefined): string {
  const [first] = value === undefined ? [] : tensorsOf(value);
  return first === undefined ? "--" : `[${first.shape.join(", ")}]`;
}

function grouped(count: DimJson): string {
  return typeof count === "number" ? count.toLocaleString("en-US") : count;
}

function megabytes(count: DimJson): string {
  return typeof count === "number" ? (count / 1e6).toFixed(2) : `(${count})/10**6`;
}

const ITEM_BYTES: Record<string, number> = {
  float64: 8,
  int64: 8,
  complex64: 8,
  complex128: 16,
  float16: 2,
  bfloat16: 2,
  int16: 2,
};

function bytesOf({ shape, dtype }: { shape: DimJson[]; dtype: string }): DimJson {
  const size = ITEM_BYTES[dtype] ?? (dtype === "bool" || dtype.endsWith("int8") ? 1 : 4);
  if (shape.every((dim) => typeof dim === "number")) return shape.reduce((product, dim) => product * dim, size);
  return [size, ...shape].map((dim) => (typeof dim === "number" ? dim : `(${dim})`)).join("*");
}
