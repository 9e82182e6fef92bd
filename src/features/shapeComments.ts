import { SHAPE_COMMENT } from "../analysis/diagnostics/shape-comments";
import { diagnostics } from "./diagnostics";
import { shownBindings } from "./inlayHints";
import { LineIndex } from "./places";
import { distinct, formatDims, isTensor } from "./shapes";
import { View } from "./view";

/** A replacement, in offsets of the analysed text. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** Lines do not become longer than this. */
const MAX_COLUMNS = 120;

/**
 * Shape comments for the function around an offset: one after each assignment whose shape changed, the wrong ones put right. Other comments,
 * and lines that something else follows on, stay as they are. Nothing is left to do a second time.
 */
export function shapeComments(view: View, text: string, offset: number): TextEdit[] {
  const around = functionAt(view, offset);
  return around === undefined ? [] : [...inserted(view, text, around), ...corrected(view, text, around)].sort(byPlace);
}

/** The name of the function whose header line an offset is on. */
export function functionHeader(view: View, text: string, offset: number): string | undefined {
  const lines = new LineIndex(text);
  const line = lines.position(offset).line;
  return view.analysis.functions.find(({ nameStart }) => lines.position(nameStart).line === line)?.name;
}

/** The innermost function around an offset, from the first character of its header's line. */
function functionAt(view: View, offset: number) {
  return view.analysis.functions
    .filter(({ lineStart, end }) => lineStart <= offset && offset <= end)
    .reduce<{ lineStart: number; end: number } | undefined>(
      (best, one) => (best === undefined || one.lineStart >= best.lineStart ? one : best),
      undefined,
    );
}

interface Range {
  lineStart: number;
  end: number;
}

function inserted(view: View, text: string, around: Range): TextEdit[] {
  const lines = new LineIndex(text);
  const edits = new Map<number, TextEdit | undefined>();
  for (const { binding } of shownBindings(inNames(view), "onChange")) {
    const { statementEnd, parameter } = binding;
    // A loop's or `with`'s target is a statement of its own here.
    if (parameter || statementEnd <= binding.end) continue;
    if (binding.start < around.lineStart || statementEnd > around.end) continue;
    const values = distinct(binding.values);
    const lineEnd = lines.endOfLine(lines.position(statementEnd).line);
    const shape = values.length === 1 && isTensor(values[0]) ? formatDims(values[0].shape) : undefined;
    const edit = shape === undefined ? undefined : insertion(text, statementEnd, lineEnd, shape);
    // Names of one statement that have different shapes: no one comment tells them.
    edits.set(statementEnd, edits.has(statementEnd) ? undefined : edit);
  }
  return [...edits.values()].filter(
    (edit) =>
      edit !== undefined && fits(edit.start - lines.startOfLine(lines.position(edit.start).line) + edit.text.length),
  ) as TextEdit[];
}

function insertion(text: string, statementEnd: number, lineEnd: number, shape: string): TextEdit | undefined {
  const rest = text.slice(statementEnd, lineEnd);
  return rest.trim() === "" ? { start: statementEnd, end: lineEnd, text: `  # ${shape}` } : undefined;
}

function corrected(view: View, text: string, around: Range): TextEdit[] {
  const lines = new LineIndex(text);
  return diagnostics(view.analysis).flatMap(({ code, fix }) => {
    if (code !== SHAPE_COMMENT || fix === undefined) return [];
    const start = lines.startOfLine(fix.line - 1) + fix.column - 1;
    const end = lines.startOfLine(fix.endLine - 1) + fix.endColumn - 1;
    if (start < around.lineStart || end > lines.endOfLine(lines.position(around.end).line)) return [];
    const length = lines.endOfLine(fix.line - 1) - lines.startOfLine(fix.line - 1) - (end - start) + fix.text.length;
    return fits(length) ? [{ start, end, text: fix.text }] : [];
  });
}

function fits(columns: number): boolean {
  return columns <= MAX_COLUMNS;
}

/** The view in which runs in symbols speak for their subjects: comments tell names where there are some. */
function inNames(view: View): View {
  const picks = new Map<string, string>();
  for (const subject of view.subjects) {
    const symbolic = view.entries(subject).find(({ kind, output }) => kind === "symbolic" && !("unknown" in output));
    if (symbolic) picks.set(subject.name, symbolic.id);
  }
  return new View(view.analysis, picks);
}

function byPlace(a: TextEdit, b: TextEdit): number {
  return a.start - b.start;
}
