import type { Parser } from "../syntax/parse";
import type { FileAnalysis, Report } from "./report";
import type { Plan } from "./trace/plan";

/** Where sources come from: a disk, an editor's open documents over a disk, a test's map. Paths are absolute. */
export interface SourceHost {
  read(file: string): string | undefined;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
}

/** The prelude as compiled at build time: module name → JSON of its syntax tree. */
export interface PreludeSources {
  /** `undefined` where there is no such module. `tree()` parses the JSON, once a call. */
  get(name: string): { isPackage: boolean; tree(): import("../syntax/ast").Module; text?: string } | undefined;
}

export interface AnalyzeOptions {
  /** Import roots, like entries of `PYTHONPATH`. Default: the file's own project. */
  roots?: readonly string[];
  /** Gives up with a partial answer after this many milliseconds. */
  budgetMs?: number;
  /** Asked now and then; true stops the analysis with what is known. */
  cancelled?: () => boolean;
}

export interface TraceResult {
  report: Report;
  /** What the runtime executes; absent where the trace can't be executed. */
  plan?: Plan;
  notRunnable?: string;
  /** The call could not be evaluated at all: it does not parse, or names a thing that is not there. Also a diagnostic. */
  failed?: string;
}

/** Analyses files. Holds caches between calls; safe to keep for days. Never throws. */
export declare class AnalyzerContract {
  constructor(parser: Parser, prelude: PreludeSources, host: SourceHost);
  /** All that the editor shows of a file, from every entry that can be found in it. */
  analyzeFile(file: string, options?: AnalyzeOptions): FileAnalysis;
  /** The file's analysis as one report: what `facts` prints. */
  facts(file: string, options?: AnalyzeOptions): Report;
  /** Evaluates `call` (plain Python) in the file's namespace. */
  trace(file: string, call: string, options?: AnalyzeOptions): TraceResult;
  /** The plan of one entry of `analyzeFile`, by its id. */
  plan(file: string, entryId: string, options?: AnalyzeOptions): TraceResult;
  /** Forgets what was read of a file (it changed on disk or in the editor). */
  invalidate(file: string): void;
}
