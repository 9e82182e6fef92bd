import { dtypes, isIntegral } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import type { Place } from "../values/unknown";
import { Unknown } from "../values/unknown";
import { callOf, type FunctionCall, functionBehind } from "./functions";
import { followedArguments, isAmbiguous, RECURRENT } from "./gradients";
import type { TensorMachine } from "./port";
import { PyRaise, type Spoilt } from "./raise";
import { SAVED } from "./saved";
import { operandsOf, stepOf, type Trace, type TraceStep } from "./trace";

/**
 * The graph of gradients as far as it is certain, made from the steps of a run when `backward` asks for it, and what PyTorch refuses of it:
 * https://docs.pytorch.org/docs/stable/notes/autograd.html
 */

/** More steps behind a result are not followed. */
const MAX_STEPS = 5000;

/** Tensors that a pass certainly has given a gradient, and that have kept it. */
const accumulated = new WeakSet<Tensor>();

/** Tensors that keep their gradient although they were computed. */
const retaining = new WeakSet<Tensor>();

/** `tensor.retain_grad()` */
export function retainGradient(tensor: Tensor): void {
  retaining.add(tensor);
}

/** Whether a tensor certainly has a gradient. */
export function accumulatesIn(tensor: Tensor): boolean {
  return accumulated.has(tensor);
}

/** `tensor.grad` was set, or may have been. */
export function forgetGradient(tensor: Tensor): void {
  accumulated.delete(tensor);
}

/** What `tensor.grad` is: a tensor alike, None, or undefined where that is not known. `none`: no pass has been yet. */
export function gradientOf(tensor: Tensor, none: boolean): Tensor | null | undefined {
  if (!tensor.requiresGrad) return null;
  if (accumulated.has(tensor)) return new Tensor(tensor.shape, tensor.dtype);
  // PyTorch warns of it, and gives None: only leaves keep their gradients.
  if (isComputed(tensor) && !retaining.has(tensor)) return null;
  return none && isLeaf(tensor) ? null : undefined;
}

/** Steps through which a pass has gone that kept nothing for another one. */
const freed = new WeakSet<TraceStep>();

export const SECOND_TIME =
  "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate " +
  "values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the " +
  "graph a second time or if you need to access saved tensors after calling backward.";

/** A tensor as an argument of a step: under the name in its schema. */
interface Operand {
  name: string;
  tensor: Tensor;
}

/** The steps behind some results of which their gradients are certain, the last first. */
class Graph {
  readonly steps: readonly TraceStep[];
  private readonly certain = new Map<TraceStep, readonly Operand[]>();

  constructor(roots: readonly Tensor[]) {
    const seen = new Map<TraceStep, readonly Operand[]>();
    const waiting = roots.flatMap((root) => producer(root, undefined) ?? []);
    for (let step = waiting.pop(); step !== undefined && seen.size < MAX_STEPS; step = waiting.pop()) {
      if (seen.has(step)) continue;
      // Behind one of which nothing is certain may stand the whole program: a weight whose `data` is written in each round.
      const operands = namedOperands(step).filter(({ tensor }) => !isAmbiguous(tensor));
      seen.set(step, operands);
      for (const { tensor } of operands) {
        const before = producer(tensor, step);
        if (before !== undefined) waiting.push(before);
      }
    }
    for (const [step, named] of [...seen].sort(([a], [b]) => a.index - b.index)) {
      const operands = named.filter(({ tensor }) => this.isCertain(tensor, step));
      if (operands.length > 0 && step.gradEnabled === true) this.certain.set(step, operands);
    }
    this.keepReached(roots);
    this.steps = [...this.certain.keys()].reverse();
  }

  /** Forgets the steps that a gradient does not come to: what is between was computed without one. */
  private keepReached(roots: readonly Tensor[]): void {
    const reached = new Set<TraceStep>();
    const waiting = roots.map((tensor): [Tensor, TraceStep | undefined] => [tensor, undefined]);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const step = producer(...next);
      if (step === undefined || reached.has(step) || !this.isCertain(...next)) continue;
      reached.add(step);
      for (const { tensor } of this.certain.get(step) ?? []) waiting.push([tensor, step]);
    }
    for (const step of [...this.certain.keys()]) if (!reached.has(step)) this.certain.delete(step);
  }

  /** Whether a tensor requires a gradient for certain, as a step has read it. */
  isCertain(tensor: Tensor, reader: TraceStep | undefined): boolean {
    if (!tensor.requiresGrad || isAmbiguous(tensor)) return false;
    const made = producer(tensor, reader);
    return made === undefined || operandsOf(made).length === 0 || this.certain.has(made);
  }

  /** Tensors that the gradient of a step's certain operands reads, and whether it reads anything that a pass frees. */
  saved(step: TraceStep): { tensors: Tensor[]; some: boolean } {
    const kept = new Set((this.certain.get(step) ?? []).flatMap(({ name }) => savedFor(step, name)));
    const tensors = [...kept].flatMap((place) => savedTensors(step, place));
    return { tensors, some: kept.size > 0 };
  }

  /** The tensors without a step of the graph behind them: those that get a gradient. */
  leaves(): Tensor[] {
    const operands = [...this.certain.values()].flat().map(({ tensor }) => tensor);
    return operands.filter(isLeaf);
  }
}

/** The step that had made a tensor when another one read it; writes of which no gradient is recorded leave the graph as it was. */
function producer(tensor: Tensor, reader: TraceStep | undefined): TraceStep | undefined {
  let step = stepOf(tensor);
  while (step !== undefined && reader !== undefined && (step === reader || step.index >= reader.index))
    step = step.before;
  for (;;) {
    const node = functionBehind(tensor, step);
    if (node !== undefined || step?.writes === undefined || step.gradEnabled !== false) return node ?? step;
    step = step.before;
  }
}

function namedOperands(step: TraceStep): Operand[] {
  return followedArguments(step).flatMap(([name, value]) =>
    [value].flat().flatMap((tensor) => (tensor instanceof Tensor ? [{ name, tensor }] : [])),
  );
}

/** What is kept for the gradient of an argument: places of arguments, `result`, `result 1`, `inner`. */
export function savedFor(step: TraceStep, name: string): readonly string[] {
  const operator = step.op.split(".")[0];
  const rows = SAVED[operator];
  if (rows === undefined) return RECURRENT.has(operator) ? ["inner"] : [];
  const given = step.schema.args.flatMap((argument, at) => {
    const tensors = [step.args[argument.name]].flat().filter((value) => value instanceof Tensor);
    return tensors.map((tensor) => ({ at, rank: tensor.rank }));
  });
  const exact = given.map(({ at, rank }) => `${at}:${rank}`).join(" ");
  const row = rows[given.map(({ at }) => at).join(" ")] ?? rows[exact];
  return row?.[step.schema.args.findIndex((argument) => argument.name === name)] ?? [];
}

function savedTensors(step: TraceStep, place: string): Tensor[] {
  if (place === "inner") return [];
  const [word, n = "0"] = place.split(" ");
  if (word === "result") return step.outputs.slice(Number(n), Number(n) + 1);
  const value = step.args[step.schema.args[Number(place)].name];
  // What is written in place is kept as it was before.
  return [value].flat().filter((tensor): tensor is Tensor => tensor instanceof Tensor && tensor !== step.writes);
}

/** What becomes of a pass backward. */
interface Pass {
  /** What PyTorch refuses of it, and for which write where it is one. */
  refusal?: { message: string; spoilt?: Spoilt | undefined };
  /** The autograd functions that it certainly comes to, in its order. */
  functions: readonly FunctionCall[];
}

/**
 * A pass backward from some results. Where it is certain, its steps are freed unless they are `retained`.
 */
export function passBackward(
  trace: Trace,
  roots: readonly Tensor[],
  { retained, isCertain }: { retained: boolean; isCertain: boolean },
): Pass {
  const refused = (message: string, spoilt?: Spoilt) => ({ refusal: { message, spoilt }, functions: [] });
  const lacking = roots.findIndex(lacksGradient);
  if (lacking >= 0) return refused(`element ${lacking} of tensors does not require grad and does not have a grad_fn`);
  const graph = new Graph(roots);
  for (const step of graph.steps) {
    const { tensors, some } = graph.saved(step);
    if (some && freed.has(step)) return refused(SECOND_TIME);
    for (const tensor of tensors) {
      const refusal = refusalOfSaved(tensor, step.written);
      if (refusal !== undefined) return refused(refusal, spoiltBy(trace, tensor, step));
    }
  }
  if (isCertain) for (const leaf of graph.leaves()) accumulated.add(leaf);
  if (isCertain && !retained) for (const step of graph.steps) freed.add(step);
  return { functions: graph.steps.flatMap((step) => callOf(step) ?? []) };
}

/** Raises what PyTorch refuses of a pass backward. */
export function refusePass(machine: TensorMachine, { message, spoilt }: NonNullable<Pass["refusal"]>): never {
  try {
    return machine.raise("RuntimeError", message, "gradient");
  } catch (error) {
    if (error instanceof PyRaise) error.spoilt = spoilt;
    throw error;
  }
}

/** The first write to a tensor since an operator has kept it, where the program says where that is. */
function spoiltBy({ steps, events }: Trace, tensor: Tensor, keeper: TraceStep): Spoilt | undefined {
  const storage = (one: Tensor) => one.base ?? one;
  const place = (): Place | undefined => {
    for (let n = keeper.index + 1; n < steps.length; n++) {
      const { writes } = steps[n];
      if (writes !== undefined && storage(writes) === storage(tensor)) return steps[n].place;
    }
    return tensor.parameter
      ? events.find(({ kind, at, certain }) => kind === "step" && certain && at > keeper.index)?.place
      : undefined;
  };
  const write = place();
  return write && { write, keeper: { name: keeper.name, place: keeper.place } };
}

/** What PyTorch says where a tensor that was kept at a time (`writesSoFar`) is asked for, and was written since; undefined where it was not. */
export function refusalOfSaved(tensor: Tensor, kept: number): string | undefined {
  // What is written through `tensor.data` is not counted.
  if (isAmbiguous(tensor) || (tensor.base !== undefined && isAmbiguous(tensor.base))) return undefined;
  const { after, all } = tensor.writesSince(kept);
  return after > 0 ? spoiled(tensor, all - after, all) : undefined;
}

/** PyTorch says that of a tensor which was written after it was saved. */
export function spoiled(tensor: Tensor, expected: number, version: number): string {
  const scalar = dtypes[tensor.dtype].scalar;
  return (
    "one of the variables needed for gradient computation has been modified by an inplace operation: " +
    `[torch.${scalar}Tensor [${tensor.shape.join(", ")}]] is at version ${version}; expected version ${expected} instead. Hint: enable anomaly ` +
    "detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False)."
  );
}

/** Which of some tensors certainly has no part in some results; undefined where each may have. */
export function unusedIn(roots: readonly Tensor[], inputs: readonly Tensor[]): number | undefined {
  const seen = new Set<unknown>();
  const waiting = [...roots];
  for (let tensor = waiting.pop(); tensor !== undefined; tensor = waiting.pop()) {
    if (seen.has(tensor) || seen.size > MAX_STEPS) continue;
    seen.add(tensor);
    if (isAmbiguous(tensor)) return undefined;
    for (let step = stepOf(tensor); step !== undefined; step = step.before) {
      if (Object.values(step.args).flat().some(isOpaque)) return undefined;
      waiting.push(...operandsOf(step));
    }
    waiting.push(...[tensor.base, tensor.storage].filter((other) => other !== undefined));
  }
  if (seen.size > MAX_STEPS) return undefined;
  const unused = inputs.findIndex((input) => !seen.has(input) && !seen.has(input.storage));
  return unused < 0 ? undefined : unused;
}

/** Whether something among a step's arguments may hold a tensor that is not seen. */
function isOpaque(value: unknown): boolean {
  return value instanceof Unknown;
}

/** Steps whose results have no gradient whatever they are made of. */
const CUT = new Set(["detach", "tensor", "one_hot"]);

/** Whether a tensor requires no gradient for certain. */
export function lacksGradient(tensor: Tensor): boolean {
  const seen = new Set<Tensor>();
  const waiting: { tensor: Tensor; reader: TraceStep | undefined }[] = [{ tensor, reader: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { tensor: one, reader } = next;
    if (seen.has(one)) continue;
    seen.add(one);
    if (one.requiresGrad || isAmbiguous(one) || seen.size > MAX_STEPS) return false;
    if (isIntegral(one.dtype)) continue;
    const step = producer(one, reader);
    if (step === undefined) {
      if (!one.parameter) return false;
      continue;
    }
    if (CUT.has(step.op.split(".")[0]) || step.gradEnabled === false) continue;
    if (step.gradEnabled === undefined || Object.values(step.args).flat().some(isOpaque)) return false;
    waiting.push(...operandsOf(step).map((inner) => ({ tensor: inner, reader: step })));
  }
  return true;
}

/** Whether a tensor was certainly computed from one that requires a gradient: it is no leaf of the graph. */
export function isComputed(tensor: Tensor): boolean {
  // A parameter is a leaf, whatever its values were computed from.
  if (tensor.parameter) return false;
  const step = producer(tensor, undefined);
  return step !== undefined && new Graph([tensor]).steps[0] === step;
}

/** Whether a tensor is certainly a leaf of the graph that requires a gradient. */
export function isLeaf(tensor: Tensor): boolean {
  if (!tensor.requiresGrad || isAmbiguous(tensor)) return false;
  const step = producer(tensor, undefined);
  return tensor.parameter || (step !== undefined && operandsOf(step).length === 0);
}

/** Why a tensor can't be written in place while gradients are recorded, by its index (`inPart`) or whole; undefined where it can. */
export function refusalOfWrite(tensor: Tensor, inPart: boolean): string | undefined {
  if (!tensor.requiresGrad || isAmbiguous(tensor)) return undefined;
  if (isLeaf(tensor) && !inPart) return "a leaf Variable that requires grad is being used in an in-place operation.";
  if (isLeaf(tensor.base ?? tensor))
    return "a view of a leaf Variable that requires grad is being used in an in-place operation.";
  const step = stepOf(tensor);
  if (step?.view !== true || step.outputs.length < 2 || !isComputed(tensor)) return undefined;
  const name = step.name.replace(/^\w/, (letter) => letter.toUpperCase());
  return (
    `Output ${step.outputs.indexOf(tensor)} of ${name}Backward0 is a view and is being modified inplace. This view is the output of a function ` +
    "that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by " +
    "an out-of-place one."
  );
}
