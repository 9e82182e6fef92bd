import type { DType } from "../analysis/tensor/dtype";
import type { Output } from "./output";

export type BackendName = "node" | "wasm" | "cpu";

/** A tensor's numbers; float64, float16 and bfloat16 are computed and held as float32, int64 and smaller as int32, or as 64 bits where one of them needs more than 32. Complex numbers are pairs. */
export interface TensorData {
  shape: number[];
  dtype: DType;
  data: Float32Array | Int32Array | Uint8Array | BigInt64Array;
}
export type Tensors = Record<string, TensorData>;

/** A map of the last two dimensions of a tensor's first element, at most 64×64: each cell is the mean of what falls into it. */
export interface Picture {
  width: number;
  height: number;
  /** Row by row, to four digits; null where not all is finite. */
  values: (number | null)[];
  /** Range of the values. */
  low: number;
  high: number;
}

export interface Statistics {
  /** Over finite elements; NaN where there is none. */
  mean: number;
  /** Population standard deviation. */
  std: number;
  min: number;
  max: number;
  nan: number;
  inf: number;
  /** Counts of 32 equal bins from `min` to `max`, of finite elements. */
  histogram: number[];
  picture?: Picture;
}

export interface StepOutput {
  tensor?: number;
  shape: number[];
  dtype: DType;
  /** The shape that the analysis foretold, where the executed one is another. */
  expected?: number[];
  statistics?: Statistics;
}

export interface StepResult {
  /** Its number among the steps of the call. */
  step: number;
  op: string;
  /** Path of the module in which it ran; "" of the outermost. */
  module?: string;
  file?: string;
  line?: number | undefined;
  /** Offsets of the expression in the file. */
  start?: number;
  end?: number;
  outputs: StepOutput[];
  ms: number;
}

/** Why a run ended early. */
export interface Failure {
  /** One line for the user, with operator and place. */
  message: string;
  /** The same without operator and place, where those are told in another way. */
  reason: string;
  op?: string;
  step?: number;
  file?: string | undefined;
  line?: number | undefined;
}

/** Value of the plan's output with tensors as indices into `outputs`; everything else as in the plan. */
export interface RunResult {
  status: "done" | "failed" | "cancelled";
  backend: BackendName;
  ms: number;
  /** Steps of the forward part that ran. */
  steps: StepResult[];
  /** The call's value, with tensors as indices into `outputs`. */
  output?: Output;
  /** Tensors in the call's value, in the order in which they are met. */
  outputs: (TensorData & { statistics?: Statistics })[];
  /** Tensors asked for by `keep`, by the plan's id. */
  kept?: Record<number, TensorData>;
  /** What was assumed: random inputs, state that was not given. */
  notes: string[];
  failure?: Failure;
}
