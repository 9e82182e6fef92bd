import { type Choice, chosen } from "../analysis/diagnostics/selection";
import type { DiagnosticJson, FileAnalysis } from "../analysis/report";

const EVERYTHING: Choice = { select: [], ignore: [] };

/** Diagnostics of the analysed file itself that are chosen, without repetition, in the order of the text. */
export function diagnostics(analysis: FileAnalysis, choice = EVERYTHING): DiagnosticJson[] {
  const seen = new Set<string>();
  return chosen(analysis.diagnostics, choice)
    .map((diagnostic) => atCall(diagnostic, analysis.file))
    .filter((diagnostic) => {
      if (diagnostic.file !== analysis.file) return false;
      const key = JSON.stringify([diagnostic.line, diagnostic.column, diagnostic.code, diagnostic.message]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** What fails in another file is told at the call in this one that leads there. */
function atCall(diagnostic: DiagnosticJson, file: string): DiagnosticJson {
  const { severity, related = [] } = diagnostic;
  if (diagnostic.file === file || severity !== "error") return diagnostic;
  const call = related.find((one) => one.file === file && one.call === true);
  if (call === undefined) return diagnostic;
  const { file: other, line, column, endLine, endColumn } = diagnostic;
  const { message: _, call: __, ...place } = call;
  const raised = { file: other, line, column, endLine, endColumn, message: "raised here" };
  const { fix: ___, ...rest } = diagnostic;
  return { ...rest, ...place, related: [raised, ...related.filter((one) => one !== call)] };
}

/** True where the text does not parse somewhere: the analysis then saw less than the file. */
export function hasSyntaxError(analysis: FileAnalysis): boolean {
  return analysis.diagnostics.some(({ code, file }) => code === "syntax" && file === analysis.file);
}
