import type { AnalyzeOptions, Analyzer } from "../analyzer";
import type { FileAnalysis } from "../report";

export function analyzeEntries(_analyzer: Analyzer, file: string, _options: AnalyzeOptions): FileAnalysis {
  return { file, entries: [], subjects: [], diagnostics: [], ms: 0 };
}
