import type { Analyzer } from "../analysis/analyzer";
import type { DiagnosticJson } from "../analysis/report";

/** A stream that is written to, with what its reader can show. */
export interface Output {
  write(text: string): void;
  /** A person reads it, rather than a file or another program. */
  isTerminal: boolean;
  /** Characters in a line. */
  columns: number;
  colors: boolean;
}

export type CliAnalyzer = Pick<
  Analyzer,
  | "analyzeFile"
  | "facts"
  | "trace"
  | "training"
  | "ownTraining"
  | "fit"
  | "ownFit"
  | "source"
  | "explain"
  | "explainCall"
>;

/** What the check of a file took. */
export interface FileCost {
  /** Milliseconds of CPU, of all threads of the process. */
  cpuMs: number;
  /** The most memory that the process had until then, for this file or for one before, in bytes. */
  peakBytes: number;
}

/** Where files are checked from. */
export type CheckSetup = Pick<Context, "cwd" | "env"> & {
  roots: readonly string[];
  /** The version of PyTorch that is asked for. */
  torch?: string;
};

/** All that a command sees of the world. */
export interface Context {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  out: Output;
  err: Output;
  /** Folder of the bundles and WebAssembly files. */
  dist: string;
  /** The analyzer of this process, made at the first call. */
  analyzer(): Promise<CliAnalyzer>;
  /** The diagnostics of each file, found in other processes, which a file may bring down; of one that is given up, that. */
  checkApart?(
    files: readonly string[],
    setup: CheckSetup,
    onDone: (file: string, cost?: FileCost) => void,
  ): Promise<Map<string, DiagnosticJson[]>>;
  /** Does the analysis of `file` where somebody watches that it ends. */
  watched?<T>(file: string, work: () => Promise<T>): Promise<T>;
}

/** What the process ends with. */
export const exit = { ok: 0, errors: 1, failed: 2 } as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

/** Units of work after which the analysis of a call or file that was asked for gives up with what it has learnt; one among many has the default. */
export const ASKED_WORK = 100_000_000;
