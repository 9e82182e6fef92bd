import { add, type Dim, mul, product, sampled, sum } from "../dims";
import { dtypes } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import { namedTensors } from "../torch/nnmodule";
import type { ModuleCall, Trace, TraceStep } from "../trace/trace";
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
    for (const { tensor, parameter } of namedTensors(module)) {
      const count = tensor.numel();
      if (parameter) params = add(params, count);
      else buffers = add(buffers, count);
      bytes = add(bytes, mul(count, tensor.itemsize));
    }
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
  steps.forEach((step, at) => {
    for (const tensor of tensorsOf(step)) lastUse.set(storageOf(tensor), at);
    for (const tensor of step.outputs) made.add(storageOf(tensor));
  });
  const dying = new Map<number, Tensor[]>();
  for (const [tensor, at] of lastUse) if (made.has(tensor)) dying.set(at, [...(dying.get(at) ?? []), tensor]);
  const size = (tensor: Tensor) => mul(tensor.numel(), tensor.itemsize);
  let alive: Dim = base;
  for (const tensor of inputs(steps, made)) alive = add(alive, size(tensor));
  let most: Dim = alive;
  let score = at(most);
  const counted = new Set<Tensor>();
  steps.forEach((step, n) => {
    for (const tensor of step.outputs) {
      const storage = storageOf(tensor);
      if (counted.has(storage) || storage !== tensor) continue;
      counted.add(storage);
      alive = add(alive, size(storage));
    }
    const now = at(alive);
    if (now > score) [most, score] = [alive, now];
    for (const tensor of dying.get(n) ?? []) if (counted.has(tensor)) alive = add(alive, mul(-1, size(tensor)));
  });
  return most;
}

/** Formulas are compared at one size of every symbol: which moment is the fullest hardly depends on it. */
function at(dim: Dim): number {
  return typeof dim === "number" ? dim : sampled(dim, () => 16);
}

/** Tensors that come from outside the steps and are no weights. */
function inputs(steps: readonly TraceStep[], made: ReadonlySet<Tensor>): Set<Tensor> {
  const found = new Set<Tensor>();
  for (const step of steps) {
    for (const tensor of tensorsOf(step)) {
      const storage = storageOf(tensor);
      if (!made.has(storage) && !storage.parameter) found.add(storage);
    }
  }
  return found;
}

export function* tensorsOf(step: TraceStep): Generator<Tensor> {
  for (const value of Object.values(step.args)) {
    if (value instanceof Tensor) yield value;
    else if (Array.isArray(value)) for (const item of value) if (item instanceof Tensor) yield item;
  }
}

/** Operators without a cost rule among the steps, with how often they ran. */
export function uncounted(steps: readonly TraceStep[]): { op: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const step of steps) if (!step.counted) counts.set(step.op, (counts.get(step.op) ?? 0) + 1);
  return [...counts].map(([op, count]) => ({ op, count }));
}
