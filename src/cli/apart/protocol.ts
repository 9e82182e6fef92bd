import type { DiagnosticJson } from "../../analysis/report";
import type { Context, ExitCode, FileCost, Output } from "../context";

/** Where files are checked from. */
export type CheckSetup = Pick<Context, "cwd" | "env"> & { roots: readonly string[] };

/** What a command sees of the world, as plain data. */
type Surroundings = Pick<Context, "cwd" | "env"> & { out: Display; err: Display };
export type Display = Omit<Output, "write">;

/** To the thread. */
export type ToThread =
  /** One file. */
  | { kind: "check"; file: string; setup: CheckSetup }
  /** A command line; `file` is what it is about. */
  | { kind: "command"; file: string; args: readonly string[]; surroundings: Surroundings };

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
