import { Tensor } from "../../tensor/tensor";
import { namedTensors } from "../../torch/nnmodule";
import type { ModuleCall } from "../../trace/trace";
import { Obj, PyDict, PyList, PyTuple, type Value } from "../../values";
import { backward, type Entry, type Leaf, type Tape } from "./graph";
import type { Held, Meter, Moment, Phase } from "./meter";
import { type OptimizerName, optimizers, stateBytes, stepBytes } from "./optimizers";
import { Account, type AccountOptions, type Pass, rootOf, type Segment } from "./pass";
import { Primitives } from "./primitives";

/** A pass with what is there before it and what it gives. */
export interface Program extends Pass {
  readonly inputs: readonly Value[];
  readonly output: Value;
  /** The outermost calls of modules. */
  readonly roots: readonly ModuleCall[];
  /** What the program itself gives to `torch.utils.checkpoint`. */
  readonly checkpoints: readonly Segment[];
}

/** What is alive throughout. */
export interface Lasting {
  parameters: readonly Tensor[];
  parameterBytes: number;
  bufferBytes: number;
  inputBytes: number;
}

/** Bytes of an inference pass. */
export interface Inference extends Lasting {
  peakBytes: number;
  /** The moment at which most is alive; undefined where nothing is computed. */
  peak: Moment | undefined;
  /** Bytes that are alive beside what lasts, moment by moment. */
  moments: readonly Moment[];
  /** What is alive at the peak, and what was computed, by step; told when it is asked for. */
  spent: () => Spent;
}

/** Bytes and operations of the second of two training steps. */
export interface Training extends Lasting {
  gradientBytes: number;
  optimizerBytes: number;
  activationBytes: number;
  temporaryBytes: number;
  peakBytes: number;
  peak: Moment;
  forwardFlops: number;
  backwardFlops: number;
  moments: readonly Moment[];
  spent: () => Spent;
  /** Bytes of a parameter or buffer. */
  bytesOf: (tensor: Tensor) => number;
  /** Bytes that optimizers keep of a parameter. */
  stateOf: (tensor: Tensor) => number;
  /** Gradients are there before the forward pass. */
  accumulates: boolean;
}

/** Where memory and operations go, step by step. */
export interface Spent {
  /** What the forward pass leaves for the backward pass. */
  readonly kept: readonly Held[];
  readonly atPeak: readonly Held[];
  /** Of them, gradients that parameters have got. */
  readonly gradientsAtPeak: readonly Pick<Held, "step" | "bytes">[];
  readonly flops: Readonly<Record<Phase, ReadonlyMap<number, number>>>;
  /** Parameters that are trained, with the bytes of each. */
  readonly trained: readonly { tensor: Tensor; bytes: number }[];
}

export interface TrainingOptions {
  optimizer: OptimizerName;
  /** All parameters in one go, as PyTorch does on GPUs. */
  foreach?: boolean;
  /** Gradients from before are there: they are accumulated over several passes, or `zero_grad(set_to_none=False)` has only filled them with zeros. */
  accumulates?: boolean;
}

/** An inference pass, without a graph of gradients. */
export function inference(program: Program, options?: AccountOptions): Inference {
  const account = new Account(program, { ...options, fuses: true });
  account.forward(false);
  const lasting = lastingOf(program, account);
  const { moments } = account.meter;
  const peak = account.meter.peak();
  return {
    ...lasting,
    peakBytes: base(lasting) + (peak?.live ?? 0),
    peak,
    moments,
    spent: () => spent(account.meter, peak, [], []),
  };
}

export function spent(
  meter: Meter,
  peak: Moment | undefined,
  kept: readonly Held[],
  trained: readonly { tensor: Tensor; bytes: number }[],
): Spent {
  return {
    kept,
    atPeak: peak === undefined ? [] : meter.held(meter.markOf(peak)),
    gradientsAtPeak: peak === undefined ? [] : meter.gradientsAt(peak),
    flops: meter.flopsOf,
    trained,
  };
}

/**
 * A step of training: forward, backward from the loss (`lossOf`), and the optimizer. Outputs that stand beside a loss of the program's own
 * (`logits, loss = model(x, y)`) keep their names until the step is over.
 */
export function training(
  program: Program,
  { optimizer, foreach = false, accumulates = false }: TrainingOptions,
  options?: AccountOptions,
): Training {
  const account = new Account(program, { checkpoints: program.checkpoints, ...options });
  const { meter, tape } = account;
  tape.accumulates = accumulates;
  account.forward(true);
  const lasting = lastingOf(program, account);
  // The sum of the outputs is no line of the program's.
  meter.step = -1;
  const outputs = [...new Set(tensorsIn(program.output))].map((tensor) => account.of(tensor));
  const { loss, named } = lossOf(outputs, tape);
  for (const output of named) output.retain();
  account.dropAll();
  const activationBytes = meter.live;
  const kept = meter.mark();
  if (loss !== undefined) backward(tape, [{ entry: loss }]);
  const leaves = [...tape.leaves];
  const parameters = parametersOf(lasting, account, leaves);
  const trained = parameters.map(({ bytes }) => bytes);
  const gradientBytes = accumulates
    ? trained.reduce((all, bytes) => all + bytes, 0)
    : leaves.reduce((all, leaf) => all + (leaf.gradient?.storage.bytes ?? 0), 0);
  meter.phase = "optimizer";
  meter.step = -1;
  meter.allocated(stepBytes(optimizers[optimizer], trained, foreach));
  const optimizerBytes = stateBytes(optimizers[optimizer], trained);
  const peak = meter.peak()!;
  return {
    ...lasting,
    gradientBytes,
    optimizerBytes,
    activationBytes,
    temporaryBytes: peak.live - peak.gradients - peak.activations,
    peakBytes: base(lasting) + optimizerBytes + (accumulates ? gradientBytes : 0) + peak.live,
    peak,
    forwardFlops: meter.flops.forward,
    backwardFlops: meter.flops.backward,
    moments: meter.moments,
    spent: () => spent(meter, peak, meter.held(kept), parameters),
    bytesOf: (tensor) => account.of(tensor).storage.bytes,
    stateOf: (tensor) => stateBytes(optimizers[optimizer], [account.of(tensor).storage.bytes]),
    accumulates,
  };
}

/** What a step takes its gradients of: the one number among the outputs that has a gradient, else their sum. `named`: outputs that the program's own loop holds. */
function lossOf(outputs: readonly Entry[], tape: Tape): { loss: Entry | undefined; named: readonly Entry[] } {
  const differentiable = outputs.filter((output) => output.requiresGrad);
  const numbers = differentiable.filter(({ shape }) => shape.length === 0);
  if (numbers.length === 1) return { loss: tape.keep(numbers[0]), named: outputs };
  const primitives = new Primitives(tape);
  const loss = tape.within(() => {
    const [first, ...sums] = differentiable.map((output) =>
      output.shape.length === 0 ? output : primitives.reduce(output, [], false),
    );
    return tape.keep(first && sums.reduce((all, one) => primitives.add(all, one), first));
  });
  return { loss, named: [] };
}

export function base({ parameterBytes, bufferBytes, inputBytes }: Lasting): number {
  return parameterBytes + bufferBytes + inputBytes;
}

/** Bytes of each parameter that a gradient came to, in the order of the modules. */
export function parametersOf(
  { parameters }: Lasting,
  account: Account,
  leaves: readonly Leaf[],
): { tensor: Tensor; bytes: number }[] {
  const found = new Set(leaves);
  return parameters
    .filter((parameter) => {
      const { leaf } = account.of(parameter);
      return leaf !== undefined && found.has(leaf);
    })
    .map((tensor) => ({ tensor, bytes: account.of(tensor).storage.bytes }));
}

/** Parameters, buffers and inputs: each storage once. */
export function lastingOf({ roots, inputs }: Program, account: Account): Lasting {
  const modules = new Set(roots.map(({ module }) => module));
  const seen = new Set<Tensor>();
  const parameters: Tensor[] = [];
  let [parameterBytes, bufferBytes, inputBytes] = [0, 0, 0];
  const bytes = (tensor: Tensor) => {
    const root = rootOf(tensor);
    if (seen.has(root)) return 0;
    seen.add(root);
    return account.of(tensor).storage.bytes;
  };
  for (const module of modules) {
    for (const { tensor, parameter } of namedTensors(module)) {
      const size = bytes(tensor);
      if (parameter) parameterBytes += size;
      else bufferBytes += size;
      if (parameter && size > 0) parameters.push(tensor);
    }
  }
  for (const tensor of inputs.flatMap((input) => tensorsIn(input))) inputBytes += bytes(tensor);
  for (const tensor of account.given.keys()) {
    const size = bytes(tensor);
    if (tensor.parameter) parameterBytes += size;
    else inputBytes += size;
    if (tensor.parameter && size > 0) parameters.push(tensor);
  }
  return { parameters, parameterBytes, bufferBytes, inputBytes };
}

/** The tensors of a value, those of objects with attributes too. */
function tensorsIn(value: Value, seen = new Set<unknown>()): Tensor[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Tensor) return [value];
  if (value instanceof PyList || value instanceof PyTuple) return value.items.flatMap((item) => tensorsIn(item, seen));
  if (value instanceof PyDict) return value.values().flatMap((item) => tensorsIn(item, seen));
  return value instanceof Obj ? [...(value.attrs?.values() ?? [])].flatMap((item) => tensorsIn(item, seen)) : [];
}
