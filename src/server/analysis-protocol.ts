import type { FootprintQuestion, Refusal } from "../analysis/entries/fit";
import type { Runnable } from "../analysis/entries/runnable";
import type { Explained, ExplainRequest } from "../analysis/explain/explanation";
import type { DiagnosticJson, FileAnalysis, FixJson, FootprintJson } from "../analysis/report";
import type { CallerOptions } from "../analysis/session/session";

/** Between the server and the thread that analyses: what is asked, by an id that the answer repeats. */
export type AnalysisRequest =
  | { kind: "analyze"; id: number; file: string; options: AnalysisOptions }
  | { kind: "runnable"; id: number; file: string; entryId: string; options: AnalysisOptions }
  | { kind: "explain"; id: number; file: string; at: ExplainRequest; options: AnalysisOptions }
  /** Memory of an entry, used and trained. */
  | {
      kind: "footprint";
      id: number;
      file: string;
      entryId: string;
      question: FootprintQuestion;
      options: AnalysisOptions;
    }
  /** Edits that take an error away; they take a while to find. */
  | { kind: "repair"; id: number; file: string; error: DiagnosticJson; options: AnalysisOptions };

export interface AnalysisOptions {
  roots?: string[];
  budgetMs: number;
  /** Where calls of the file's classes are looked for, and how long. */
  callers?: CallerOptions;
}

/** State that the analysing thread mirrors. Sent in order with the requests. */
export type AnalysisNotice =
  /** An open document's text; the disk counts again when `text` is null. */
  | { kind: "document"; file: string; text: string | null }
  /** The file changed on the disk. */
  | { kind: "changed"; file: string };

export type ToAnalysis = AnalysisRequest | AnalysisNotice;

export type FromAnalysis =
  /** It is set up. */
  | { kind: "ready" }
  | { kind: "analyzed"; id: number; analysis: FileAnalysis }
  | { kind: "cancelled"; id: number }
  | { kind: "repaired"; id: number; fixes: FixJson[] }
  | { kind: "runnable"; id: number; runnable: Runnable }
  | { kind: "explained"; id: number; explained: Explained }
  | { kind: "footprint"; id: number; footprint: FootprintJson | Refusal }
  /** It could not be answered, in plain words. */
  | { kind: "failed"; id: number; message: string };
