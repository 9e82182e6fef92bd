import type { Executed } from "../analysis/entries/execution";
import type { DiagnosticJson } from "../analysis/report";
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

/** A map of a tensor's last two dimensions, of its first element where nothing else is said: each cell is the mean of what falls into it. */
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
  zeros: number;
  /** Counts of 32 equal bins from `min` to `max`, of finite elements. */
  histogram: number[];
  picture?: Picture;
}

/** What of a step that ran is looked at: its last two dimensions. */
export interface LookAt {
  /** As `StepResult` has it. */
  step: number;
  /** Which element of each axis before the last two; the first where nothing is said. */
  lead?: number[] | undefined;
  /** Many planes beside each other, along the axis before the last two, from this one on. */
  grid?: number | undefined;
  /** Of an attention that gives no weights: those of one head, (queries, keys). */
  weights?: boolean | undefined;
}

export interface Looked {
  /** Sizes of the axes before the last two. */
  axes: number[];
  /** What of them is shown. */
  lead: number[];
  /** One, or those of a grid. */
  pictures: Picture[];
  /** Of a grid: the first that is shown, of how many. */
  first: number;
  count: number;
}

export interface StepOutput {
  shape: number[];
  dtype: DType;
  /** The shape that the analysis foretold: sizes that it could not know are symbols. Undefined where it did not foretell the step. */
  analysed?: (number | string)[];
  /** The shape that the operator's row gave, where another one came out: a fault of ours. */
  expected?: number[];
  statistics?: Statistics;
}

export interface StepResult {
  /** Its index among the steps that the analysis foretold; one that it did not foretell comes behind all of them. */
  step: number;
  op: string;
  /** The module in which it ran, by its place among the run's; -1 outside of all. */
  module: number;
  file?: string;
  line?: number | undefined;
  /** Offsets of the expression in the file. */
  start?: number;
  end?: number;
  outputs: StepOutput[];
  /** It is an attention, whose weights can be looked at. */
  attends?: boolean;
  ms: number;
}

/** Why a run ended early. */
export interface Failure {
  /** One line for the user, with operator and place. */
  message: string;
  file?: string | undefined;
  line?: number | undefined;
  /** The exception that the program raised. */
  diagnostic?: DiagnosticJson;
}

/** A call of a module. */
export interface RunModule {
  path: string;
  class: string;
  /** Index of the module around it, or -1. */
  parent: number;
  file?: string | undefined;
  line?: number | undefined;
}

/** The gradient of a parameter, by how deep its module lies. */
export interface GradientRow {
  name: string;
  /** Which call of a module it belongs to, from the input on; -1 where that is not known. */
  depth: number;
  norm: number;
  /** Root of the mean square of its elements, which layers of different sizes share. */
  rms: number;
  /** Nothing that the value is made of uses the parameter. */
  unused: boolean;
  zero: boolean;
}

export interface GradientFlow {
  /** From the input on. */
  rows: GradientRow[];
  /** What is conspicuous, in words. */
  remarks: string[];
}

/** What came out of a run. */
export interface RunResult {
  status: "done" | "failed" | "cancelled";
  backend: BackendName;
  ms: number;
  /** Steps that ran, from the outermost module's call on. */
  steps: StepResult[];
  /** The calls of modules in which they ran, each behind the one around it. */
  modules: RunModule[];
  /** The call's value, with tensors as indices into `outputs`. */
  output: Output;
  /** Tensors in the call's value, in the order in which they are met. */
  outputs: (TensorData & { statistics?: Statistics })[];
  /** Results of the modules that were to be kept, by path; of later calls as `path@2`, of several tensors as `path.0`. */
  kept?: Tensors;
  /** What the program has printed. */
  printed?: string;
  /** Gradients of the parameters that require one, by name: where they were asked for. */
  gradients?: Tensors;
  /** The same from the input to the result, with what is conspicuous. */
  flow?: GradientFlow;
  /** What was tried beside, where it was asked for; in its place, why it could not be. */
  trials?: Executed["trials"];
  /** What was assumed: random inputs, state that was not given. */
  notes: string[];
  failure?: Failure;
}
