import type { Source } from "../../syntax/source";
import type { Run } from "../analyzer";
import { type Dim, equal, isSymbol, keyOf, same, substitute } from "../dims";
import { Tensor } from "../tensor/tensor";
import type { ModuleCall, TraceStep } from "../trace/trace";
import type { Place } from "../values";
import { Constructors } from "./constructors";
import { connect, type End, type Link, Links, placeKey, say, WHOLE } from "./links";
import { Numbers } from "./numbers";
import { type Formula, type Ref, Relations } from "./relation";
import { argumentsByName, callAt, calledName, scopeAt } from "./syntax";
import { computation } from "./words";

/** A tensor's shape as one step made it. Results that keep a shape share its list of sizes, so the list tells where a size comes from. */
export type Shape = readonly Dim[];

interface Producer {
  step: TraceStep;
  output: number;
}

/** What belongs together: one call of a library's module, one call of a helper, or one step of its own. */
type Group = ModuleCall | TraceStep | string;

/** Follows sizes back through a finished run, from any tensor to the input. */
export class Chain {
  readonly links = new Links();
  readonly relations: Relations;
  readonly constructors: Constructors;
  readonly numbers: Numbers;
  private readonly producers = new Map<Shape, Producer>();
  private readonly inputs = new Map<Shape, { name: string; call: ModuleCall }>();
  private readonly written = new Map<Tensor, TraceStep[]>();
  private readonly followed = new Map<Shape, End[][]>();
  private readonly groups = new Map<TraceStep, Group>();

  constructor(
    readonly run: Run,
    readonly sourceOf: (file: string) => Source | undefined,
    /** A size as people read it. */
    readonly shown: (dim: Dim) => string,
    root: ModuleCall | undefined,
  ) {
    const { machine, state } = run;
    this.relations = new Relations(machine, state, (tensor, step) => this.shapeAt(tensor, step));
    this.constructors = new Constructors(machine, state);
    this.numbers = new Numbers(this);
    for (const [name, value] of root?.named ?? [])
      if (root !== undefined && value instanceof Tensor) this.inputs.set(value.shape, { name, call: root });
    for (const step of state.trace.steps) {
      step.outputShapes.forEach((shape, output) => {
        if (!this.producers.has(shape)) this.producers.set(shape, { step, output });
      });
      if (step.writes !== undefined) this.written.set(step.writes, [...(this.written.get(step.writes) ?? []), step]);
    }
  }

  /** What a size comes from directly; none where nothing is to be told. */
  follow(shape: Shape, axis: number, tensor?: Tensor): End[] {
    const path: Shape[] = [];
    let at: { shape: Shape; axis: number; tensor?: Tensor } = { shape, axis, tensor };
    let found: End[] | undefined;
    const axes: number[] = [];
    // A size that is only carried along is followed without a link.
    for (let rounds = 0; found === undefined && rounds < MAX_CARRIED; rounds++) {
      const known = this.followed.get(at.shape)?.[at.axis];
      if (known !== undefined) {
        found = known;
        break;
      }
      path.push(at.shape);
      axes.push(at.axis);
      const next = this.origin(at.shape, at.axis, at.tensor);
      if (Array.isArray(next)) found = next;
      else at = next;
    }
    found ??= [];
    path.forEach((passed, n) => {
      const byAxis = this.followed.get(passed) ?? [];
      byAxis[axes[n]] = found;
      this.followed.set(passed, byAxis);
    });
    return found;
  }

  /** Links, or the dimension that this one only carries on. */
  private origin(shape: Shape, axis: number, tensor?: Tensor): End[] | { shape: Shape; axis: number; tensor?: Tensor } {
    const input = this.inputs.get(shape);
    if (input !== undefined) return this.input(shape, axis, input);
    const producer = this.producerOf(shape, axis, tensor);
    const size = shape[axis];
    if (producer === undefined) return this.data(size, axis);
    const formula = this.formula(producer, axis);
    if (formula === undefined) return this.undeclared(shape, axis, producer);
    if (formula.refs.length === 0) return this.operator(shape, axis, producer, formula);
    const carried = this.carried(formula, size, axis, producer) ?? this.restored(formula, shape, axis);
    if (carried !== undefined) return carried;
    return this.operator(shape, axis, producer, formula);
  }

  private producerOf(shape: Shape, axis: number, tensor: Tensor | undefined): Producer | undefined {
    const known = this.producers.get(shape);
    if (known !== undefined) return known;
    const step = tensor?.step;
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
  private shapeAt(tensor: Tensor, step: TraceStep): Shape {
    const writes = this.written.get(tensor);
    if (writes === undefined) return tensor.shape;
    const before = writes.findLast(({ index }) => index < step.index);
    if (before !== undefined) return before.outputShapes[before.outputs.indexOf(tensor)] ?? tensor.shape;
    const made = this.run.state.trace.steps.find(({ outputs }) => outputs.includes(tensor));
    return made === undefined || made === writes[0] ? tensor.shape : made.outputShapes[made.outputs.indexOf(tensor)];
  }

  private formula(producer: Producer, axis: number): Formula | undefined {
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
  private carried(
    { formula, refs }: Formula,
    size: Dim,
    axis: number,
    { step }: Producer,
  ): { shape: Shape; axis: number; tensor: Tensor } | undefined {
    const [ref] = refs;
    if (ref === undefined || isSymbol(formula) !== ref.name) return undefined;
    const { of, argument } = ref;
    if (of === undefined) return this.handedOver(size, axis, step);
    if (of.tensor.parameter) return undefined;
    // `a + b` of unlike sizes takes the size from the one that has it: that is worth a word.
    const first = argument === step.schema.args[0]?.name || this.group(step) !== step;
    return first && of.axis === axis && same(of.shape[axis], size) ? of : undefined;
  }

  /** A size that a library's module took from its input as a number. */
  private handedOver(
    size: Dim,
    axis: number,
    step: TraceStep,
  ): { shape: Shape; axis: number; tensor: Tensor } | undefined {
    const group = this.group(step);
    if (group === step || typeof group === "string" || !("inputs" in group)) return undefined;
    const input = group.inputs.find(
      (value) => value instanceof Tensor && axis < value.rank && same(value.shape[axis], size),
    );
    return input instanceof Tensor ? { shape: input.shape, axis, tensor: input } : undefined;
  }

  /** The size before some steps that undo each other, as a padding and a convolution do: the chain passes over them. */
  private restored(
    formula: Formula,
    shape: Shape,
    axis: number,
  ): { shape: Shape; axis: number; tensor?: Tensor } | undefined {
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
      if (origin.axis === axis && origin.shape.length === shape.length && same(origin.shape[axis], shape[axis]))
        return origin;
    }
    return undefined;
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

  // ---- links ----

  private input(shape: Shape, axis: number, { name, call }: { name: string; call: ModuleCall }): End[] {
    const { place } = this.numbers.parameterPlace(call, name);
    if (place === undefined) return [];
    const link = this.links.get(`input ${name}`, () => ({ place, kind: "input", after: shape }));
    say(link, { kind: "said", text: `argument \`${name}\` of \`${call.module.cls.name}.forward\`` });
    const size = shape[axis];
    const sources = this.needed(size);
    const producer = this.producers.get(shape);
    if (producer?.step.place !== undefined) {
      const formula = this.formula(producer, axis);
      if (formula === undefined || this.carried(formula, size, axis, producer) === undefined)
        sources.push(...this.operator(shape, axis, producer, formula));
    }
    const end = { link, axis };
    connect(end, sources);
    return [end];
  }

  /** Where the program needs a size of the input to be what is shown for it: `C == dim`. */
  private needed(size: Dim): End[] {
    const { assumptions, requirements } = this.run.state;
    const name = isSymbol(size);
    if (name === undefined || same(assumptions.present(size), size)) return [];
    const need = requirements.find(
      ({ relation: { kind, left, right }, place }) =>
        kind === "eq" && place !== undefined && (isSymbol(left) === name || isSymbol(right) === name),
    );
    if (need?.place === undefined) return [];
    const { place } = need;
    const other = isSymbol(need.relation.left) === name ? need.relation.right : need.relation.left;
    const link = this.links.get(`need ${placeKey(place)}`, () => ({ place, kind: "requirement" }));
    say(link, { kind: "said", text: `needs \`${name}\` of the input to be \`${this.shown(other)}\`` });
    return [{ link, axis: WHOLE }];
  }

  /** A symbol that was made because nothing else is known of the size. */
  private symbolOf(size: Dim): { text: string; place: Place } | undefined {
    const name = isSymbol(size);
    const found = name === undefined ? undefined : this.run.state.recorder.symbols.get(name);
    return found?.place === undefined ? undefined : { text: `\`${name}\`: ${found.reason}`, place: found.place };
  }

  private data(size: Dim, axis: number): End[] {
    const found = this.symbolOf(size);
    if (found === undefined) return [];
    const { place, text } = found;
    const link = this.links.get(`data ${placeKey(place)}`, () => ({ place, kind: "data" }));
    say(link, { kind: "found", to: axis, text });
    return [{ link, axis }];
  }

  /** The rule tells of no size that went in. */
  private undeclared(
    shape: Shape,
    axis: number,
    producer: Producer,
  ): End[] | { shape: Shape; axis: number; tensor?: Tensor } {
    const size = shape[axis];
    const { step } = producer;
    const found = this.symbolOf(size);
    if (found !== undefined) {
      if (step.place === undefined || placeKey(found.place) !== placeKey(step.place)) return this.data(size, axis);
      const ends = this.operator(shape, axis, producer, undefined);
      for (const { link } of ends) {
        link.kind = "data";
        say(link, { kind: "found", to: axis, text: found.text });
      }
      return ends;
    }
    if (size !== 1)
      for (const operand of tensorsIn(step)) {
        const from = this.shapeAt(operand, step);
        const at = from.findIndex((other) => same(other, size));
        if (at >= 0) return { shape: from, axis: at, tensor: operand };
      }
    const ends = this.operator(shape, axis, producer, undefined);
    for (const { link } of ends)
      if (step.place !== undefined && tensorsIn(step).next().done !== true)
        say(link, { kind: "given", to: axis, text: this.shown(size) });
    return ends;
  }

  private operator(shape: Shape, axis: number, producer: Producer, formula: Formula | undefined): End[] {
    const { step } = producer;
    const { place } = step;
    if (place === undefined) return [];
    const group = this.group(step);
    const call = typeof group === "object" && "module" in group ? group : undefined;
    const key = `${placeKey(place)} ${call?.path ?? ""} ${shape.map(keyOf).join()}`;
    const link = this.links.get(key, () => ({
      place,
      kind: "operator",
      order: step.index,
      op: typeof group === "string" ? (this.helperName(step) ?? opName(step)) : opName(step),
      after: shape,
      ...(call && { module: { class: call.module.cls.name, path: call.path } }),
    }));
    if (link.before.length === 0) {
      if (typeof group === "string" && formula !== undefined) this.given(link, formula);
      else if (call === undefined) this.operands(step, link);
      else link.before.push(...call.inputs.flatMap((input) => (input instanceof Tensor ? [input.shape] : [])));
    }
    if (formula !== undefined) this.describe({ link, axis }, shape[axis], step, formula, call);
    return [{ link, axis }];
  }

  /** Of a helper's call, the tensors that went in as far as the size comes from them. */
  private given(link: Link, { refs }: Formula): void {
    for (const { of } of refs)
      if (of !== undefined && !of.tensor.parameter && !link.before.includes(of.shape)) link.before.push(of.shape);
  }

  private helperName({ place }: Pick<TraceStep, "place">): string | undefined {
    const tree = place && this.sourceOf(place.file)?.tree;
    const call = tree && callAt(tree, place);
    return call && calledName(call);
  }

  private operands(step: TraceStep, link: Link): void {
    const [first] = Object.values(step.args);
    for (const tensor of tensorsIn(step)) {
      if ((tensor.parameter && tensor !== first) || link.before.length >= MAX_OPERANDS) continue;
      link.before.push(this.shapeAt(tensor, step));
    }
  }

  private describe(end: End, size: Dim, step: TraceStep, formula: Formula, call: ModuleCall | undefined): void {
    const { link, axis } = end;
    const [ref] = formula.refs;
    if (ref === undefined) {
      // A size that is written in the call is plain to see.
      if (tensorsIn(step).next().done === true) return;
      say(link, { kind: "made", to: axis, text: `${this.shown(size)}, made by \`${opName(step)}\`` });
    } else if (isSymbol(formula.formula) !== ref.name)
      say(link, { kind: "computed", to: axis, text: computation(formula, size, this.shown) });
    else if (ref.of === undefined) {
      const text = this.numbers.argumentsOf.text(step, ref) ?? (call && `${ref.argument}=${this.shown(size)}`);
      if (text !== undefined) say(link, { kind: "given", to: axis, text });
    } else {
      const made =
        call && ref.of.tensor.parameter ? this.constructors.made(call.module, ref.of.tensor, ref.of.axis) : undefined;
      const first = ref.argument === step.schema.args[0]?.name || call !== undefined;
      const argument = first && !ref.of.tensor.parameter ? undefined : this.numbers.argumentsOf.operand(step, ref);
      if (made !== undefined) say(link, { kind: "given", to: axis, text: made.formula });
      else say(link, { kind: "moved", to: axis, from: ref.of.axis, argument });
    }
    for (const each of formula.refs)
      connect(end, each.of === undefined ? this.numbers.argument(step, each) : this.operand(each.of, call));
    const settings = formula.refs.some(({ of }) => of === undefined);
    if (settings && call !== undefined && formula.refs.every(({ of }) => of?.tensor.parameter !== true))
      connect(end, this.numbers.moduleMade(step, call));
  }

  private operand(of: NonNullable<Ref["of"]>, call: ModuleCall | undefined): End[] {
    const { tensor, shape, axis } = of;
    const made = call && tensor.parameter ? this.parameter(tensor, axis, call) : undefined;
    return made ?? this.follow(shape, axis, tensor);
  }

  /** A library module's own parameter: made where the module is. */
  private parameter(tensor: Tensor, axis: number, call: ModuleCall): End[] | undefined {
    const { place } = tensor;
    const source = place && this.sourceOf(place.file);
    const written = source && callAt(source.tree, place);
    if (place === undefined || source === undefined || written === undefined) return undefined;
    const link = this.links.get(`parameter ${placeKey(place)} ${call.path}`, () => ({
      place,
      kind: "parameter",
      module: { class: call.module.cls.name, path: call.path },
    }));
    const end = { link, axis };
    const size = tensor.shape[axis];
    const made = this.constructors.made(call.module, tensor, axis);
    if (made === undefined) {
      const name = this.constructors.nameOf(call.module, tensor);
      const what = name === undefined ? "a parameter" : `\`${name}\``;
      say(link, { kind: "said", text: `makes ${what}, of which a size is ${this.shown(size)}` });
      return [end];
    }
    say(link, { kind: "set", to: axis, text: `\`${made.formula}\` is ${this.shown(size)}` });
    const scope = scopeAt(source.tree, place);
    const args = argumentsByName(written, this.numbers.constructorParams(call.module));
    for (const param of made.params) {
      const [name, item] = param.split(/[[\]]/);
      const expr = args.get(name);
      if (expr === undefined) continue;
      const at = { place, source, scope, item: item === undefined ? undefined : Number(item) };
      connect(end, this.numbers.sources(expr, made.formula === param ? { ...at, size } : at));
    }
    return [end];
  }

  equal(a: Dim, b: Dim): boolean {
    return equal(a, b, this.run.state.assumptions) === true;
  }

  text({ file, start, end }: Place): string {
    return this.sourceOf(file)?.text.slice(start, end) ?? "";
  }
}

/** Steps that only pass a size on, in a row. */
const MAX_CARRIED = 100_000;
/** Steps that are looked at for what they undo. */
const MAX_UNDONE = 4;
/** Steps inside one call of a helper. */
const MAX_INNER = 200;
/** Operands whose shapes are shown. */
const MAX_OPERANDS = 4;

/** `matmul` of `__matmul__`: an operator sign is told by what it stands for. */
function opName({ name, schema }: TraceStep): string {
  return name.startsWith("__") ? schema.name : name;
}

function* tensorsIn(step: TraceStep): Generator<Tensor> {
  const open: unknown[] = Object.values(step.args);
  for (let value = open.shift(); value !== undefined || open.length > 0; value = open.shift()) {
    if (value instanceof Tensor) yield value;
    else if (Array.isArray(value)) open.unshift(...value);
    else if (value !== null && typeof value === "object" && "items" in value && Array.isArray(value.items))
      open.unshift(...value.items);
  }
}
