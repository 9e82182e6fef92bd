import type { DType } from "../tensor/dtype";

/**
 * A trace as plain data: what the runtime executes. It can be cloned to a worker and written to JSON.
 * Sizes are plain numbers: only a trace without symbols has a plan.
 */
export interface Plan {
  /** In order, the constructor's steps first: parameters are made and initialised by steps as any tensor is. */
  steps: PlanStep[];
  /** Every tensor by its id. */
  tensors: Record<number, PlanTensor>;
  /** Index of the first step inside the root module's call (0 where there is none): state and inputs are put in place before it. */
  forward: number;
  /** Parameters and buffers of the root module by their `state_dict` names. */
  state: { name: string; tensor: number; parameter: boolean }[];
  /** Tensor arguments of the root module's forward by parameter name (`x`, or `inputs.0` for `*inputs`). */
  inputs: { name: string; tensor: number }[];
  output: PlanValue;
  /** Module calls, outermost first, each before those inside it. */
  modules: PlanModule[];
}

export interface PlanTensor {
  shape: number[];
  dtype: DType;
}

export interface PlanModule {
  path: string;
  class: string;
  /** Index into `modules`, or -1. */
  parent: number;
  /** Steps `begin` up to (not with) `end` run inside. */
  begin: number;
  end: number;
  output: PlanValue;
}

export interface PlanStep {
  /** The operator's schema name, overload included where it has one: `conv2d`, `max.dim`, `add.Tensor`. */
  op: string;
  /** By the schema's argument names, defaults filled in. */
  args: Record<string, PlanValue>;
  /** Ids of the result tensors in order. An in-place step has its target here. */
  outputs: number[];
  /** Id of the tensor that is written in place, or absent. */
  writes?: number;
  /** True where the first output shares the storage of the first tensor argument. */
  view?: boolean;
  /** Index into `modules`, or -1. */
  module: number;
  file?: string;
  line?: number;
  /** Offsets of the expression in the file. */
  start?: number;
  end?: number;
}

/** Numbers, including inf and nan, are plain; Python's distinction of int and float is in the tensors' dtypes. */
export type PlanValue =
  | null
  | boolean
  | number
  | string
  | { tensor: number }
  | { dtype: DType }
  | { slice: [PlanValue, PlanValue, PlanValue] }
  | { ellipsis: true }
  | { complex: [number, number] }
  | { dict: [string, PlanValue][] }
  | PlanValue[];
