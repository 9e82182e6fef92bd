import type { CallForm } from "../analysis/entries/filled-call";
import type { FootprintQuestion, Refusal } from "../analysis/entries/fit";
import type { Runnable } from "../analysis/entries/runnable";
import type { Explained, ExplainRequest } from "../analysis/explain/explanation";
import type { DiagnosticJson, FileAnalysis, FixJson, FootprintJson, ShapeJson } from "../analysis/report";
import type { CallerOptions, GivenCall } from "../analysis/session/session";

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
  /** What must be known to call a class or function with numbers. */
  | { kind: "form"; id: number; file: string; subject: string; options: AnalysisOptions }
  /** What comes of a call, on shapes. */
  | { kind: "try"; id: number; file: string; call: string; options: AnalysisOptions }
  /** Edits that take an error away; they take a while to find. */
  | { kind: "repair"; id: number; file: string; error: DiagnosticJson; options: AnalysisOptions };

export interface AnalysisOptions {
  roots?: string[];
  budgetMs: number;
  /** Where calls of the file's classes are looked for, and how long. */
  callers?: CallerOptions;
  given?: readonly GivenCall[];
}

/** What came of a call on shapes: its result, or PyTorch's or Python's exception, and the line of the file where that was raised. */
export interface Tried {
  output?: ShapeJson;
  failed?: string;
  line?: number;
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
  | { kind: "formed"; id: number; form: CallForm | undefined }
  | { kind: "tried"; id: number; tried: Tried }
  /** It could not be answered, in plain words. */
  | { kind: "failed"; id: number; message: string };
