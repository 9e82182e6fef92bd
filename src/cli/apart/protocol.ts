import type { DiagnosticJson } from "../../analysis/report";
import type { CheckSetup, Context, ExitCode, FileCost, Output } from "../context";

/** What a command sees of the world, as plain data. */
type Surroundings = Pick<Context, "cwd" | "env"> & { out: Display; err: Display };
export type Display = Omit<Output, "write">;

/** To the thread. */
export type ToThread =
  /** One file. */
  | { kind: "check"; file: string; setup: CheckSetup }
  /** A command line. */
  | { kind: "command"; args: readonly string[]; surroundings: Surroundings };

export type FromThread =
  /** It has started. */
  | { kind: "ready" }
  /** What was found in the file, or why it could not be looked into. */
  | { kind: "checked"; diagnostics: DiagnosticJson[]; cost: FileCost }
  /** What the command writes. */
  | { kind: "out" | "err"; text: string }
  | { kind: "done"; code: ExitCode }
  /** The thread's own fault, in plain words. */
  | { kind: "fault"; message: string };
