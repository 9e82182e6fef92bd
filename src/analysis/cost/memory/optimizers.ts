/** How an optimizer's step uses memory, by what its source in PyTorch does with one parameter. */
export interface OptimizerMemory {
  /** Tensors of a parameter's size that it keeps from step to step. */
  readonly states: number;
  /** Whether it counts its steps, in a scalar of four bytes a parameter. */
  readonly counts: boolean;
  /** Tensors of the parameter's size that it makes and needs at one time. */
  readonly temporaries: number;
  /** Of them, how many a name still holds when the next parameter's turn comes. */
  readonly left: number;
  /** With `foreach`, tensors of all parameters' sizes at one time. */
  readonly foreach: number;
}

/** https://github.com/pytorch/pytorch/tree/main/torch/optim: `_single_tensor_*` and `_multi_tensor_*` */
export const optimizers = {
  // denom = (exp_avg_sq.sqrt() / bias_correction2_sqrt).add_(eps)
  adamw: { states: 2, counts: true, temporaries: 2, left: 1, foreach: 1 },
  adam: { states: 2, counts: true, temporaries: 2, left: 1, foreach: 1 },
  sgd: { states: 0, counts: false, temporaries: 0, left: 0, foreach: 0 },
  "sgd-momentum": { states: 1, counts: false, temporaries: 0, left: 0, foreach: 0 },
  // avg = square_avg.sqrt(), then avg.add_(eps)
  rmsprop: { states: 1, counts: true, temporaries: 1, left: 1, foreach: 1 },
  // std = state_sum.sqrt().add_(eps)
  adagrad: { states: 1, counts: true, temporaries: 1, left: 1, foreach: 1 },
} as const satisfies Record<string, OptimizerMemory>;

export type OptimizerName = keyof typeof optimizers;

export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** Bytes of the state of some parameters. */
export function stateBytes(optimizer: OptimizerMemory, parameters: readonly number[]): number {
  const each = optimizer.counts ? 4 : 0;
  return parameters.reduce((all, bytes) => all + optimizer.states * bytes + each, 0);
}

/** Most bytes that a step makes at one time, beside state and gradients. */
export function stepBytes(optimizer: OptimizerMemory, parameters: readonly number[], foreach: boolean): number {
  if (foreach) return optimizer.foreach * parameters.reduce((all, bytes) => all + bytes, 0);
  let [most, left] = [0, 0];
  for (const bytes of parameters) {
    most = Math.max(most, left + optimizer.temporaries * bytes);
    left = optimizer.left * bytes;
  }
  return most;
}
