import type { DiagnosticJson, FileAnalysis } from "../analysis/report";

/** Diagnostics of the analysed file itself, without repetition, in the order of the text. */
export function diagnostics(analysis: FileAnalysis): DiagnosticJson[] {
  const seen = new Set<string>();
  return analysis.diagnostics
    .filter((diagnostic) => {
      if (diagnostic.file !== analysis.file) return false;
      const key = JSON.stringify([diagnostic.line, diagnostic.column, diagnostic.code, diagnostic.message]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** True where the text does not parse somewhere: the analysis then saw less than the file. */
export function hasSyntaxError(analysis: FileAnalysis): boolean {
  return analysis.diagnostics.some(({ code, file }) => code === "SyntaxError" && file === analysis.file);
}
