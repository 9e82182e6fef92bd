import { Tensor } from "../../tensor/tensor";
import { isModule, namedTensors } from "../../torch/nnmodule";
import type { TrainingEvent } from "../../trace/events";
import { isInFunction } from "../../trace/functions";
import { operandsOf, type TraceStep } from "../../trace/trace";
import { Obj, PyDict, PyList, PySet, PyTuple, Unknown, type Value } from "../../values";
import { type Program, perProgram } from "./program";

/** Operators that end a gradient's way whatever they are given. */
const CUTS: ReadonlySet<string> = new Set(["detach", "detach_copy"]);

/** More steps between a loss and its parameters are not followed. */
const MAX_STEPS = 20_000;

/** An optimizer, and what it was given to train. */
export interface Optimizer {
  made: TrainingEvent;
  object: Obj;
  params: ReadonlySet<Tensor>;
}

/** What a loss was computed of. */
export interface Ancestry {
  /** Tensors without a step that trains them: parameters and inputs. */
  leaves: ReadonlySet<Tensor>;
  steps: ReadonlySet<TraceStep>;
  /** Steps where gradients end, though what they were given asks for one. */
  cuts: ReadonlySet<TraceStep>;
}

/** How a program trains. */
export const trainingOf = perProgram((program) => new Training(program));

/** How a program trains: its optimizers, and what its losses are made of. */
export class Training {
  readonly optimizers: readonly Optimizer[];
  /** Whether some loss is not known: it may train anything. */
  get hasUnknownLoss(): boolean {
    return this.backwards.some(({ losses, event }) => losses.length === 0 || valuesIn(event.subject).some(isUnknown));
  }

  /** Some optimizer has parameters that are not known. */
  readonly hasUnknown: boolean;
  readonly backwards: readonly { event: TrainingEvent; losses: readonly Tensor[] }[];
  private readonly graphs = new Map<TrainingEvent, Ancestry>();
  private readonly wholes = new Map<TrainingEvent, Ancestry>();
  private escapes: ReadonlySet<Value> | undefined;
  /** What the optimizers have, parameters or not: gradients end there. */
  private readonly trained: ReadonlySet<Tensor>;

  constructor(private readonly program: Program) {
    const made = program.events("optimizer").flatMap((event) => {
      const { subject } = event;
      return subject instanceof Obj ? [{ made: event, object: subject, params: paramsOf(subject) }] : [];
    });
    this.hasUnknown = made.some(({ params }) => params === undefined);
    this.optimizers = made.flatMap(({ params, ...one }) => (params === undefined ? [] : [{ ...one, params }]));
    this.trained = new Set(this.optimizers.flatMap(({ params }) => [...params]));
    this.backwards = program
      .events("backward")
      .map((event) => ({ event, losses: valuesIn(event.subject).filter((value) => value instanceof Tensor) }));
  }

  /** What gets a gradient from a `backward()`: rather too much than too little. */
  graph(event: TrainingEvent): Ancestry {
    return this.remembered(this.graphs, event, true);
  }

  /** All that a loss was computed of, with a gradient or without. */
  whole(event: TrainingEvent): Ancestry {
    return this.remembered(this.wholes, event, false);
  }

  /** Whether a `backward()` gives one of these a gradient. */
  reaches(event: TrainingEvent, params: ReadonlySet<Tensor>): boolean {
    return [...this.graph(event).leaves].some((leaf) => params.has(leaf));
  }

  /** Whether something that is not followed was given a value: it may do with it what it likes. */
  isGiven(value: Value): boolean {
    this.escapes ??= new Set(this.program.events("given").flatMap(({ subject }) => valuesIn(subject)));
    return this.escapes.has(value);
  }

  /** The modules of which a tensor is a parameter, and that were given away. */
  isModuleGiven(params: ReadonlySet<Tensor>): boolean {
    this.isGiven(null);
    return [...this.escapes!].some(
      (value) => isModule(value) && namedTensors(value).some(({ tensor }) => params.has(tensor)),
    );
  }

  /** Whether an event sets gradients of these to zero, or may: `zero_grad()` of an optimizer or a module, or the program's own hand on `grad`. */
  mayZero({ kind, subject }: TrainingEvent, { object, params }: Optimizer): boolean {
    if (kind === "grad") return params.has(subject as Tensor);
    if (kind !== "zero") return false;
    if (subject instanceof Unknown) return true;
    if (subject === object) return true;
    const others = this.optimizers.find((one) => one.object === subject)?.params;
    const covered = others ?? (isModule(subject) ? namedTensors(subject).map(({ tensor }) => tensor) : []);
    return [...covered].some((tensor) => params.has(tensor));
  }

  private remembered(known: Map<TrainingEvent, Ancestry>, event: TrainingEvent, stops: boolean): Ancestry {
    let found = known.get(event);
    if (found === undefined) {
      found = this.follow(valuesIn(event.subject), event.at, stops);
      known.set(event, found);
    }
    return found;
  }

  private follow(from: readonly Value[], before: number, stops: boolean): Ancestry {
    const leaves = new Set<Tensor>();
    const steps = new Set<TraceStep>();
    const cuts = new Set<TraceStep>();
    const waiting = from.flatMap((one): [Tensor, number][] => (one instanceof Tensor ? [[one, before]] : []));
    for (let next = waiting.pop(); next !== undefined && steps.size < MAX_STEPS; next = waiting.pop()) {
      const [tensor, at] = next;
      const step = tensor.parameter || this.trained.has(tensor) ? undefined : this.program.maker(tensor, at);
      if (step === undefined) {
        leaves.add(tensor);
        continue;
      }
      if (steps.has(step)) continue;
      steps.add(step);
      const ends = endsGradient(step) && !isInFunction(step, this.program.trace);
      if (ends) cuts.add(step);
      if (ends && stops) continue;
      const operands = operandsOf(step);
      if (operands.length === 0) leaves.add(tensor);
      for (const operand of operands) waiting.push([operand, step.index]);
    }
    return { leaves, steps, cuts };
  }
}

/** Whether no gradient goes through a step: by what it is, by its result's type, or because none was recorded. */
function endsGradient(step: TraceStep): boolean {
  if (CUTS.has(step.schema.name)) return true;
  const [output] = step.outputs;
  if (output === undefined || step.writes !== undefined) return false;
  return !output.requiresGrad && Object.values(step.args).some((one) => one instanceof Tensor && one.requiresGrad);
}

/** The tensors that an optimizer trains; undefined where that is not known. */
function paramsOf(optimizer: Obj): ReadonlySet<Tensor> | undefined {
  const groups = optimizer.attrs?.get("param_groups");
  if (!(groups instanceof PyList) || !groups.isCertain) return undefined;
  const params = new Set<Tensor>();
  for (const group of groups.items) {
    const list = group instanceof PyDict ? group.get("params") : undefined;
    if (!(list instanceof PyList)) return undefined;
    if (!list.isCertain) return undefined;
    for (const item of list.items) {
      if (!(item instanceof Tensor)) return undefined;
      params.add(item);
    }
  }
  return params;
}

const isUnknown = (value: Value): boolean => value instanceof Unknown;

/** A value, and what its tuples, lists, sets and dicts hold. */
export function valuesIn(value: Value, depth = 3): Value[] {
  if (depth === 0) return [];
  if (value instanceof PyTuple || value instanceof PyList)
    return [value, ...value.items.flatMap((item) => valuesIn(item, depth - 1))];
  if (value instanceof PyDict || value instanceof PySet)
    return [value, ...value.values().flatMap((item) => valuesIn(item, depth - 1))];
  return [value];
}
