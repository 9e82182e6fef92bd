import type { DiagnosticJson } from "../../analysis/report";

/** Handed to a worker at its start. */
export interface CheckSetup {
  dist: string;
  roots: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** To the worker: a file. */
export interface CheckRequest {
  file: string;
}

/** From the worker: what it found in that file, or why it could not look. */
export interface CheckAnswer {
  file: string;
  diagnostics: DiagnosticJson[];
}
