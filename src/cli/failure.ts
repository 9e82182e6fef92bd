import type { DiagnosticJson } from "../analysis/report";
import { type Context, type ExitCode, exit } from "./context";
import { jsonLine } from "./render/json";

/** Why a command could not do its work: told in one line, and as a diagnostic under `--json`. */
export class Failure extends Error {
  override name = "Failure";
  readonly diagnostic: DiagnosticJson;

  constructor(message: string, at: Partial<DiagnosticJson> = {}) {
    super(message);
    this.diagnostic = {
      file: "",
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 1,
      severity: "error",
      code: "usage",
      message,
      ...at,
    };
  }
}

/** The message of anything that was thrown, on one line and without a stack. */
export function oneLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.split("\n", 1)[0].trim() || "unknown failure";
}

/** What is printed under `--json` where there is no report: the lists of one, empty, beside the diagnostics. */
export function failureJson(diagnostics: readonly DiagnosticJson[]): object {
  return { modules: [], steps: [], facts: [], requirements: [], uncounted: [], diagnostics };
}

/** Tells why a command line could not be done: one line on stderr, and under `--json` an object with the diagnostic. */
export function tellFailure(thrown: unknown, args: readonly string[], { out, err }: Context): ExitCode {
  const failure = thrown instanceof Failure ? thrown : undefined;
  const message = failure
    ? failure.message
    : `a fault of its own: ${oneLine(thrown)}. Please report it with the command and the file.`;
  const { diagnostic } = failure ?? new Failure(message, { code: "internal" });
  if (args.includes("--json")) out.write(jsonLine(failureJson([diagnostic])));
  err.write(`shapescope: ${message}\n`);
  return exit.failed;
}
