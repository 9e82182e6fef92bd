import type { Source } from "../../syntax/source";
import { type Dim, equal, isSymbol, keyOf, same, substitute } from "../dims";
import type { Run } from "../machine/run";
import type { RunState } from "../machine/run-state";
import { Tensor } from "../tensor/tensor";
import { type ModuleCall, stepOf, type TraceStep } from "../trace/trace";
import { PyFunction, type Value } from "../values";
import { Constructors } from "./constructors";
import { placeKey } from "./links";
import { type Formula, Relations } from "./relation";
import { callAt, calledName } from "./syntax";

/** A tensor's shape as one step made it. Results that keep a shape share its list of sizes, so the list tells where a size comes from. */
export type Shape = readonly Dim[];

/** What made a shape. */
export interface Producer {
  step: TraceStep;
  output: number;
}

/** What belongs together: one call of a library's module, one call of a helper, or one step of its own. */
export type Group = ModuleCall | TraceStep | string;

/** One dimension of one shape. */
export interface Dimension {
  shape: Shape;
  axis: number;
  /** The tensor that has it, where that is known. */
  tensor?: Tensor;
}

/** Steps that are looked at for what they undo. */
const MAX_UNDONE = 4;
/** Steps inside one call of a helper. */
const MAX_INNER = 200;

const histories = new WeakMap<RunState, { root: ModuleCall | undefined; history: History }>();

/** The history of a run, kept with it: the next question is mostly about the same one. */
export function historyOf(
  run: Run,
  sourceOf: (file: string) => Source | undefined,
  root: ModuleCall | undefined,
): History {
  const known = histories.get(run.state);
  if (known !== undefined && known.root === root) return known.history;
  const history = new History(run, sourceOf, root);
  histories.set(run.state, { root, history });
  return history;
}

/** What made each shape of a finished run, from which sizes, and which steps belong together. */
export class History {
  /** Arguments of the outermost call. */
  readonly inputs = new Map<Shape, { name: string; call: ModuleCall }>();
  readonly producers = new Map<Shape, Producer>();
  readonly constructors: Constructors;
  private readonly relations: Relations;
  private readonly written = new Map<Tensor, TraceStep[]>();
  private readonly groups = new Map<TraceStep, Group>();

  constructor(
    private readonly run: Run,
    readonly sourceOf: (file: string) => Source | undefined,
    root: ModuleCall | undefined,
  ) {
    const { machine, state } = run;
    this.constructors = new Constructors(machine, state);
    this.relations = new Relations(machine, state, (tensor, step) => this.shapeAt(tensor, step));
    for (const [name, value] of root?.named ?? [])
      if (root !== undefined && value instanceof Tensor) this.inputs.set(value.shape, { name, call: root });
    for (const step of state.trace.steps) {
      step.outputShapes.forEach((shape, output) => {
        if (!this.producers.has(shape)) this.producers.set(shape, { step, output });
      });
      if (step.writes !== undefined) this.written.set(step.writes, [...(this.written.get(step.writes) ?? []), step]);
    }
  }

  /** The step that made a shape. */
  producerOf(shape: Shape, axis: number, tensor: Tensor | undefined): Producer | undefined {
    const known = this.producers.get(shape);
    if (known !== undefined) return known;
    const step = tensor && stepOf(tensor);
    const output = step?.outputShapes.findIndex((other) => axis < other.length && same(other[axis], shape[axis])) ?? -1;
    if (step !== undefined && output >= 0) return { step, output };
    // Branches that were joined, lists that were copied: the last tensor of just these names.
    if (shape.every((size) => typeof size === "number")) return undefined;
    const key = shape.map(keyOf).join();
    const alike = this.run.state.trace.steps.findLast(({ outputShapes }) =>
      outputShapes.some((other) => other.map(keyOf).join() === key),
    );
    return alike && { step: alike, output: alike.outputShapes.findIndex((other) => other.map(keyOf).join() === key) };
  }

  /** The shape that a tensor had when a step read it: an in-place operator may have changed it since. */
  shapeAt(tensor: Tensor, step: TraceStep): Shape {
    const writes = this.written.get(tensor);
    if (writes === undefined) return tensor.shape;
    const before = writes.findLast(({ index }) => index < step.index);
    if (before !== undefined) return before.outputShapes[before.outputs.indexOf(tensor)] ?? tensor.shape;
    const made = this.run.state.trace.steps.find(({ outputs }) => outputs.includes(tensor));
    return made === undefined || made === writes[0] ? tensor.shape : made.outputShapes[made.outputs.indexOf(tensor)];
  }

  /** A size in the sizes that went in; without what cancels out. */
  formula(producer: Producer, axis: number): Formula | undefined {
    const found = this.composed(producer, axis);
    return found && this.relations.reduced(found);
  }

  /** What a step tells of a size; of one that is what the number of elements leaves, or that a helper handed over, what their order tells. */
  private own({ step, output }: Producer, axis: number): Formula | undefined {
    const found = this.relations.of(step)[output]?.[axis];
    if (found === undefined || found.refs.length === 0) return found;
    const axes = found.refs.flatMap(({ of }) => (of === undefined ? [] : [of.axis]));
    const numbers = axes.length === 0 && this.group(step) !== step;
    const [{ of }] = found.refs;
    const left =
      of !== undefined && of.shape.length > 1 && of.shape.every((_, n) => of.shape[n] === 1 || axes.includes(n));
    return (numbers || left ? this.relations.aligned(step, output, axis) : undefined) ?? found;
  }

  /** A size in the sizes that went into the whole group, whatever it computed in between. */
  private composed({ step, output }: Producer, axis: number, depth = 0): Formula | undefined {
    const own = this.own({ step, output }, axis);
    if (own === undefined || depth > MAX_INNER) return own;
    const group = this.group(step);
    if (group === step) return own;
    const inner = new Map<string, Dim>();
    for (const { name, of } of own.refs) {
      const producer = of && this.producers.get(of.shape);
      if (of === undefined || producer === undefined || producer.step === step || this.inputs.has(of.shape)) continue;
      if (this.group(producer.step) !== group) continue;
      const formula = this.composed(producer, of.axis, depth + 1);
      if (formula !== undefined) inner.set(name, formula.formula);
    }
    if (inner.size === 0) return own;
    try {
      const formula = substitute(own.formula, inner);
      const refs = this.relations.refsIn(formula);
      return refs.length === 0 ? own : { formula, refs };
    } catch {
      return own;
    }
  }

  /** The dimension of an operand, at the same place, that has this very size. */
  carried({ formula, refs }: Formula, size: Dim, axis: number, { step }: Producer): Dimension | undefined {
    const [ref] = refs;
    if (ref === undefined) return undefined;
    if (isSymbol(formula) !== ref.name) {
      // Whatever a library's module did in between, it gives back the size that it was given.
      return refs.some((one) => one.of?.tensor.parameter === true) ? undefined : this.handedOver(size, axis, step);
    }
    const { of, argument } = ref;
    if (of === undefined) return this.handedOver(size, axis, step);
    if (of.tensor.parameter) return undefined;
    // `a + b` of unlike sizes takes the size from the one that has it: that is worth a word.
    const first = argument === step.schema.args[0]?.name || this.group(step) !== step;
    return first && of.axis === axis && this.equal(of.shape[axis], size) ? of : undefined;
  }

  /** A size that a library's module took from its input, by way of a number too. */
  private handedOver(size: Dim, axis: number, step: TraceStep): Dimension | undefined {
    const group = this.group(step);
    if (group === step || typeof group === "string" || !("inputs" in group)) return undefined;
    const input = this.given(group).find((value) => axis < value.rank && this.equal(value.shape[axis], size));
    return input && { shape: input.shape, axis, tensor: input };
  }

  /** The tensors that a module was called with; those given by name are known by what was read inside. */
  given({ inputs, begin, end }: ModuleCall): Tensor[] {
    const positional = inputs.filter((input) => input instanceof Tensor);
    if (positional.length > 0) return positional;
    const steps = this.run.state.trace.steps.slice(begin, end);
    const made = new Set(steps.flatMap(({ outputs }) => outputs));
    const read = steps.flatMap((step) => [...tensorsIn(step)]);
    return [...new Set(read)].filter((tensor) => !made.has(tensor) && !tensor.parameter);
  }

  /** What a parameter of a module's `forward` was given by position. */
  argument({ module, named, inputs }: ModuleCall, name: string): Value | undefined {
    const forward = module.cls.lookup("forward");
    const at = forward instanceof PyFunction ? forward.params.findIndex((param) => param.name === name) : -1;
    return named.get(name) ?? (at > 0 ? inputs[at - 1] : undefined);
  }

  /** The size before some steps that undo each other, as a padding and a convolution do: the chain passes over them. */
  restored(formula: Formula, shape: Shape, axis: number): Dimension | undefined {
    if (isSymbol(formula.formula) !== undefined) return undefined;
    let whole = formula;
    for (let steps = 0; steps < MAX_UNDONE; steps++) {
      const sizes = whole.refs.flatMap(({ name, of }) =>
        of === undefined || of.tensor.parameter ? [] : [{ name, of }],
      );
      if (sizes.length !== 1 || this.inputs.has(sizes[0].of.shape)) return undefined;
      const [{ name, of }] = sizes;
      const producer = this.producers.get(of.shape);
      const before = producer && this.formula(producer, of.axis);
      if (before === undefined) return undefined;
      const joined = substitute(whole.formula, new Map([[name, before.formula]]));
      whole = this.relations.reduced({ formula: joined, refs: this.relations.refsIn(joined) });
      const [ref] = whole.refs;
      if (ref?.of === undefined || isSymbol(whole.formula) !== ref.name || ref.of.tensor.parameter) continue;
      const { of: origin } = ref;
      if (origin.axis === axis && origin.shape.length === shape.length && this.equal(origin.shape[axis], shape[axis]))
        return origin;
    }
    return undefined;
  }

  private equal(a: Dim, b: Dim): boolean {
    return equal(a, b, this.run.state.assumptions) === true;
  }

  /** What the step belongs to in the eyes of the one who wrote the line. */
  group(step: TraceStep): Group {
    let found = this.groups.get(step);
    if (found === undefined) {
      found = this.findGroup(step);
      this.groups.set(step, found);
    }
    return found;
  }

  private findGroup(step: TraceStep): Group {
    const { place } = step;
    if (place === undefined) return step;
    let outermost: ModuleCall | undefined;
    for (let call = step.call; call !== undefined; call = call.parent)
      if (call.place !== undefined && placeKey(call.place) === placeKey(place)) outermost = call;
    // A container only passes on: its parts are told one by one.
    while (outermost !== undefined && this.isContainer(outermost)) {
      const inner = outermost.children.find(({ begin, end }) => begin <= step.index && step.index < end);
      if (inner === undefined) break;
      outermost = inner;
    }
    if (outermost !== undefined) return outermost;
    return this.isDirect(step) ? step : `${placeKey(place)} ${step.call?.begin ?? ""}`;
  }

  private isContainer({ begin, end, children }: ModuleCall): boolean {
    const inside = children.reduce((sum, child) => sum + child.end - child.begin, 0);
    return children.length > 0 && inside === end - begin;
  }

  /** Whether the line itself calls the operator, rather than a helper that does. */
  private isDirect({ place, name, schema }: TraceStep): boolean {
    const called = this.helperName({ place });
    return called === undefined || called === name || called === schema.name;
  }

  /** The name that the line of a step calls. */
  helperName({ place }: Pick<TraceStep, "place">): string | undefined {
    const tree = place && this.sourceOf(place.file)?.tree;
    const call = tree && callAt(tree, place);
    return call && calledName(call);
  }
}

/** `matmul` of `__matmul__`: an operator sign is told by what it stands for. */
export function opName({ name, schema }: TraceStep): string {
  return name.startsWith("__") ? schema.name : name;
}

/** The tensors among a step's arguments, in their order. */
export function* tensorsIn(step: TraceStep): Generator<Tensor> {
  const open: unknown[] = Object.values(step.args);
  for (let value = open.shift(); value !== undefined || open.length > 0; value = open.shift()) {
    if (value instanceof Tensor) yield value;
    else if (Array.isArray(value)) open.unshift(...value);
    else if (value !== null && typeof value === "object" && "items" in value && Array.isArray(value.items))
      open.unshift(...value.items);
  }
}
