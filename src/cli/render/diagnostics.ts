import path from "node:path";
import { native } from "../../analysis/paths";
import type { DiagnosticJson, SpanJson } from "../../analysis/report";
import { cutTo, type Style, width } from "./style";

export interface DiagnosticsView {
  style: Style;
  columns: number;
  cwd: string;
  /** The text of a file, or of a notebook's cell, to quote from. */
  textOf(file: string, cell?: number): string | undefined;
}

const colors = { error: "red", warning: "yellow", information: "blue", hint: "dim" } as const;
const names = { error: "error", warning: "warning", information: "note", hint: "hint" } as const;

/** The file of what `--call` says. */
export const CALL = "<call>";

/** `models/vit.py`, below the current folder; an absolute path elsewhere. */
export function shortPath(
  file: string,
  cwd: string,
  system: Pick<typeof path, "relative" | "isAbsolute"> = path,
): string {
  if (file === CALL) return "--call";
  if (file === "" || file.startsWith("<")) return file;
  const short = system.relative(cwd, file);
  // Between two drives there is no way.
  return short === "" || short.startsWith("..") || system.isAbsolute(short) ? native(file) : short;
}

/** `models/vit.py:44:15`, `vit.ipynb:cell 3:4:15` */
export function placeText(
  { file, cell, line, column }: Pick<DiagnosticJson, "file" | "cell" | "line" | "column">,
  cwd: string,
): string {
  return `${shortPath(file, cwd)}:${cell === undefined ? "" : `cell ${cell}:`}${line}:${column}`;
}

/** The message, its place, and the line of the source with the place marked. */
export function diagnosticLines(diagnostic: DiagnosticJson, view: DiagnosticsView): string[] {
  const { style } = view;
  const { severity, code, message } = diagnostic;
  const color = style[colors[severity]];
  const [first, ...more] = message.split("\n");
  return [
    `${color(style.bold(`${names[severity]}[${code}]`))}: ${style.bold(first)}`,
    ...more.map((line) => `  ${line}`),
    ...excerpt(diagnostic, color, view),
    ...(diagnostic.related ?? [])
      // The call of the command line stands above all.
      .filter(({ file }) => file !== CALL)
      .flatMap((related) => [
        `  ${style.dim("=")} ${style.bold("note")}: ${related.message}`,
        ...excerpt(related, style.blue, view),
      ]),
  ];
}

function excerpt(place: SpanJson, color: (text: string) => string, view: DiagnosticsView): string[] {
  const { style, cwd } = view;
  if (place.file === "") return [];
  const gutter = " ".repeat(`${place.line}`.length);
  const bar = style.blue("|");
  const head = `${gutter}${style.blue("-->")} ${placeText(place, cwd)}`;
  const source = lineOf(view.textOf(place.file, place.cell), place.line);
  if (source === undefined || source.trim() === "") return [head];
  const end = place.endLine === place.line ? place.endColumn : source.length + 1;
  const quoted = quote(source, place.column - 1, Math.max(end - 1, place.column), view.columns - gutter.length - 4);
  return [
    head,
    `${style.blue(`${place.line}`)} ${bar} ${quoted.text}`,
    `${gutter} ${bar} ${" ".repeat(quoted.start)}${color("^".repeat(Math.max(1, quoted.end - quoted.start)))}`,
  ];
}

/** The texts that were shown last, in lines: many places are in one file. */
let shown: { text: string; lines: readonly string[] } = { text: "", lines: [] };

function lineOf(text: string | undefined, line: number): string | undefined {
  if (text === undefined) return undefined;
  if (shown.text !== text) shown = { text, lines: text.split(/\r?\n/) };
  return shown.lines[line - 1];
}

/** As much of a line as fits, with columns `start` to `end` of it in view. */
function quote(
  line: string,
  start: number,
  end: number,
  columns: number,
): { text: string; start: number; end: number } {
  const blank = line.length - line.trimStart().length;
  // Without its indentation a line says as much.
  let from = Math.min(blank, start);
  const most = Math.max(20, columns);
  if (width(line.slice(from, end)) > most) from = Math.max(from, Math.min(start, start - 10));
  const cut = from > blank ? "…" : "";
  const plain = (text: string) => text.replace(/\t/g, " ");
  const text = cutTo(cut + plain(line.slice(from)), most);
  const before = width(cut + plain(line.slice(from, start)));
  return { text, start: before, end: Math.min(before + width(plain(line.slice(start, end))), width(text)) };
}
