import type { Plan } from "../analysis/plan/plan";
import type { BackendChoice } from "./backends";
import type { RunResult, StepResult, Tensors } from "./result";

/** What can be sent to a worker: `ExecuteOptions` without functions. */
export interface RunOptions {
  seed: number;
  backend: BackendChoice;
  state?: Tensors;
  inputs?: Tensors;
  statistics?: boolean;
  keep?: number[];
}

/** To the worker. Every run has an id of the client's choice. */
export type Request = { type: "run"; id: number; plan: Plan; options: RunOptions } | { type: "cancel"; id: number };

/** From the worker. A run ends with `done`, or with `failed` where the worker itself broke. */
export type Response =
  | { type: "ready" }
  | { type: "progress"; id: number; done: number; total: number; op: string }
  | { type: "step"; id: number; step: StepResult }
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
