/** How an optimizer's step uses memory, by what its source in PyTorch does with one parameter. */
export interface OptimizerMemory {
  /** Tensors of a parameter's size that it keeps from step to step. */
  readonly states: number;
  /** Scalars of four bytes a parameter: it counts its steps. */
  readonly counters: number;
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
  adamw: { states: 2, counters: 1, temporaries: 2, left: 1, foreach: 1 },
  adam: { states: 2, counters: 1, temporaries: 2, left: 1, foreach: 1 },
  sgd: { states: 0, counters: 0, temporaries: 0, left: 0, foreach: 0 },
  "sgd-momentum": { states: 1, counters: 0, temporaries: 0, left: 0, foreach: 0 },
  // avg = square_avg.sqrt(), then avg.add_(eps)
  rmsprop: { states: 1, counters: 1, temporaries: 1, left: 1, foreach: 1 },
  // std = state_sum.sqrt().add_(eps)
  adagrad: { states: 1, counters: 1, temporaries: 1, left: 1, foreach: 1 },
} as const satisfies Record<string, OptimizerMemory>;

/** The settings of one of an optimizer's groups of parameters. */
export type Settings = (name: string) => unknown;

/** What each of PyTorch's optimizers does with its settings. Others, such as those that keep a part of the gradients' history, have no row. */
const byClass: Readonly<Record<string, (settings: Settings) => OptimizerMemory>> = {
  SGD: (settings) => {
    const buffers = settings("momentum") !== 0 ? 1 : 0;
    // grad = grad.add(param, alpha=weight_decay), then grad = grad.add(buf, alpha=momentum)
    const temporaries = Number(decays(settings)) + Number(settings("nesterov") === true);
    return { ...optimizers.sgd, states: buffers, temporaries };
  },
  Adam: (settings) => moments(settings, decays(settings) && settings("decoupled_weight_decay") !== true),
  AdamW: (settings) => moments(settings, false),
  // denom = exp_avg_sq.div(bias_correction2).sqrt(): two at one time, and mu_product beside the number of steps
  NAdam: (settings) => ({ ...moments(settings, decaysInto(settings)), counters: 2 }),
  // bias_corrected_exp_avg * lr * (1 / exp_avg_sq_sqrt) * rect
  RAdam: (settings) => ({ ...moments(settings, decaysInto(settings)), temporaries: 4, left: 1 }),
  // grad.abs().add_(eps)
  Adamax: (settings) => ({ states: 2, counters: 1, temporaries: 1 + Number(decays(settings)), left: 0, foreach: 1 }),
  RMSprop: (settings) => ({
    ...optimizers.rmsprop,
    states: 1 + Number(Number(settings("momentum")) > 0) + Number(settings("centered") === true),
    temporaries: 1 + Number(decays(settings)),
  }),
  Adagrad: (settings) => ({ ...optimizers.adagrad, temporaries: 1 + Number(decays(settings)) }),
  // std = square_avg.add(eps).sqrt_() and delta = acc_delta.add(eps).sqrt_()
  Adadelta: (settings) => ({ states: 2, counters: 1, temporaries: 2 + Number(decays(settings)), left: 2, foreach: 2 }),
};

function decays(settings: Settings): boolean {
  return settings("weight_decay") !== 0;
}

function decaysInto(settings: Settings): boolean {
  return decays(settings) && settings("decoupled_weight_decay") !== true;
}

/** Optimizers with two moments; `decayed`: the gradient is added to a part of the parameter. */
function moments(settings: Settings, decayed: boolean): OptimizerMemory {
  const states = optimizers.adam.states + Number(settings("amsgrad") === true);
  return { ...optimizers.adam, states, temporaries: optimizers.adam.temporaries + Number(decayed) };
}

/** What an optimizer of that class does; undefined where that is not known. `fused`: in one kernel, which makes nothing. */
export function optimizerMemory(name: string, settings: Settings): OptimizerMemory | undefined {
  const rule = Object.hasOwn(byClass, name) ? byClass[name](settings) : undefined;
  return rule && settings("fused") === true ? { ...rule, temporaries: 0, left: 0, foreach: 0 } : rule;
}

export type OptimizerName = keyof typeof optimizers;

export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** Bytes of the state of some parameters. */
export function stateBytes(optimizer: OptimizerMemory, parameters: readonly number[]): number {
  const each = 4 * optimizer.counters;
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
