import { add, type Dim, mul, product, sampled, sum } from "../dims";
import { dtypes } from "../tensor/dtype";
import type { Tensor } from "../tensor/tensor";
import { tensorsBelow } from "../torch/nnmodule";
import { type ModuleCall, operandsOf, type Trace, type TraceStep } from "../trace/trace";
import type { Obj } from "../values";

/** Sums over a part of a trace. Sizes may be symbolic. */
export interface Sums {
  params: Dim;
  buffers: Dim;
  macs: Dim;
  flops: Dim;
  /** Bytes of all results together. */
  activationBytes: Dim;
  /** Most bytes alive at one time: parameters, buffers, inputs, and results until their last use. */
  peakBytes: Dim;
}

/** The steps of the totals: those of one call (or all), without the second branches of forks. */
export function countedSteps(trace: Trace, call: ModuleCall | undefined): TraceStep[] {
  const steps = call === undefined ? trace.steps : trace.steps.slice(call.begin, call.end);
  return steps.filter((step) => !step.alternative);
}

export function totals(
  trace: Trace,
  call: ModuleCall | undefined,
  { params, buffers, bytes }: Weights = weights(call?.module),
): Sums {
  const steps = countedSteps(trace, call);
  return {
    params,
    buffers,
    macs: sum(steps.map((step) => step.cost.macs)),
    flops: sum(steps.map((step) => step.cost.flops)),
    activationBytes: sum(steps.filter((step) => !step.view && step.writes === undefined).map(outputBytes)),
    peakBytes: peak(steps, bytes),
  };
}

/** Numbers in the parameters and buffers of a module, each tensor once, and their bytes. */
export interface Weights {
  params: Dim;
  buffers: Dim;
  bytes: Dim;
}

export function weights(module: Obj | undefined): Weights {
  let [params, buffers, bytes]: Dim[] = [0, 0, 0];
  if (module !== undefined) {
    const { parameters, buffers: others } = tensorsBelow(module);
    for (const tensor of parameters) params = add(params, tensor.numel());
    for (const tensor of others) buffers = add(buffers, tensor.numel());
    for (const tensor of [...parameters, ...others]) bytes = add(bytes, mul(tensor.numel(), tensor.itemsize));
  }
  return { params, buffers, bytes };
}

function outputBytes(step: TraceStep): Dim {
  return sum(step.outputs.map((tensor, n) => mul(outputNumel(step, n), dtypes[tensor.dtype].size)));
}

/** Elements of one result as it was made: a later write in place may have given the tensor another shape. */
export function outputNumel({ outputs, outputShapes }: TraceStep, n: number): Dim {
  return outputShapes[n] === outputs[n].shape ? outputs[n].numel() : product(outputShapes[n]);
}

/** Memory is followed by storage: a view keeps its base alive. */
function storageOf(tensor: Tensor): Tensor {
  return tensor.base ?? tensor;
}

function peak(steps: readonly TraceStep[], base: Dim): Dim {
  const lastUse = new Map<Tensor, number>();
  const made = new Set<Tensor>();
  steps.forEach((step, n) => {
    for (const tensor of operandsOf(step)) lastUse.set(storageOf(tensor), n);
    for (const tensor of step.outputs) made.add(storageOf(tensor));
  });
  const born = new Map<Tensor, number>();
  steps.forEach((step, n) => {
    for (const tensor of step.outputs) if (storageOf(tensor) === tensor && !born.has(tensor)) born.set(tensor, n);
  });
  const dying = new Map<number, Tensor[]>();
  for (const [tensor, n] of lastUse) if (made.has(tensor)) dying.set(n, [...(dying.get(n) ?? []), tensor]);
  const size = (tensor: Tensor) => mul(tensor.numel(), tensor.itemsize);
  const fullest = fullestMoment(steps.length, born, dying, (tensor) => at(size(tensor)));
  const alive = [...born].filter(([tensor, n]) => n <= fullest && !((lastUse.get(tensor) ?? fullest) < fullest));
  return sum([base, ...[...inputs(steps, made)].map(size), ...alive.map(([tensor]) => size(tensor))]);
}

/** The first step at which the most is alive of what the steps make; -1 where nothing makes it more than it was before. */
function fullestMoment(
  count: number,
  born: ReadonlyMap<Tensor, number>,
  dying: ReadonlyMap<number, readonly Tensor[]>,
  bytes: (tensor: Tensor) => number,
): number {
  const coming = new Map<number, Tensor[]>();
  for (const [tensor, n] of born) coming.set(n, [...(coming.get(n) ?? []), tensor]);
  let [fullest, most, alive] = [-1, 0, 0];
  for (let n = 0; n < count; n++) {
    for (const tensor of coming.get(n) ?? []) alive += bytes(tensor);
    if (alive > most) [fullest, most] = [n, alive];
    for (const tensor of dying.get(n) ?? []) if (born.has(tensor)) alive -= bytes(tensor);
  }
  return fullest;
}

/** Formulas are compared at one size of every symbol, which moment is the fullest hardly depends on it; 0 where it has no value there. */
function at(dim: Dim): number {
  return typeof dim === "number" ? dim : sampled(dim, () => 16) || 0;
}

/** Tensors that come from outside the steps and are no weights. */
function inputs(steps: readonly TraceStep[], made: ReadonlySet<Tensor>): Set<Tensor> {
  const found = new Set<Tensor>();
  for (const step of steps) {
    for (const tensor of operandsOf(step)) {
      const storage = storageOf(tensor);
      if (!made.has(storage) && !storage.parameter) found.add(storage);
    }
  }
  return found;
}

/** Operators without a cost rule among the steps, with how often they ran. */
export function uncounted(steps: readonly TraceStep[]): { op: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const step of steps) if (!step.counted) counts.set(step.op, (counts.get(step.op) ?? 0) + 1);
  return [...counts].map(([op, count]) => ({ op, count }));
}
