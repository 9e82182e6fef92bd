import type { Program, RunOptions } from "./program";
import type { LookAt, Looked, RunResult, Statistics, StepResult } from "./result";

/** To the worker. Every run has an id of the client's choice. */
export interface RunRequest {
  type: "run";
  id: number;
  program: Program;
  options: RunOptions;
  /** Texts of open documents by path: what is not saved comes before what is on the disk. */
  documents: Readonly<Record<string, string>>;
  /** One cell that is 1 when the run shall end: the worker computes without a turn of its event loop. */
  cancel: Int32Array;
}

/** To the worker: a look at a step of a run that has ended. */
interface LookRequest {
  type: "look";
  id: number;
  /** Id of the run. */
  run: number;
  at: LookAt;
}

/** To the worker: nobody looks at that run any more. */
interface ForgetRequest {
  type: "forget";
  run: number;
}

export type Request = RunRequest | LookRequest | ForgetRequest;

/** From the worker. A run ends with `done`, or with `failed` where the worker itself broke. */
export type Response =
  | { type: "ready" }
  | { type: "progress"; id: number; done: number; total: number; what: string }
  | { type: "step"; id: number; step: StepResult }
  /** Of a run that has ended, taken when nothing else was to be done. */
  | { type: "statistics"; id: number; statistics: { step: number; statistics: Statistics }[] }
  | { type: "looked"; id: number; looked: Looked | undefined }
  | { type: "done"; id: number; result: RunResult }
  | { type: "failed"; id: number; message: string };

/** Handed to the worker at its start. */
export interface WorkerSetup {
  /** Folders or files under which TensorFlow.js's WebAssembly files are looked for, first match wins. */
  wasm: string[];
  /** Folder of the worker's bundle. */
  bundles: string;
  /** Folder in whose own `node_modules` `@tensorflow/tfjs-node` may be, and whether the user has named it. */
  native: { installation: string | undefined; named: boolean };
}
