import type { Source } from "../../syntax/source";
import { type Dim, isSymbol, keyOf, same } from "../dims";
import type { Run } from "../machine/run";
import type { Tensor } from "../tensor/tensor";
import type { ModuleCall, TraceStep } from "../trace/trace";
import type { Place } from "../values";
import { type Dimension, type History, historyOf, opName, type Producer, type Shape, tensorsIn } from "./history";
import { connect, type End, type Link, Links, placeKey, say, WHOLE } from "./links";
import { Numbers } from "./numbers";
import type { Formula, Ref } from "./relation";
import { argumentsByName, callAt, scopeAt } from "./syntax";
import { computation } from "./words";

/** Follows sizes back through a finished run, from any tensor to the input. */
export class Chain {
  readonly links = new Links();
  readonly history: History;
  readonly numbers: Numbers;
  private readonly followed = new Map<Shape, End[][]>();
  private depth = 0;

  constructor(
    readonly run: Run,
    readonly sourceOf: (file: string) => Source | undefined,
    /** A size as people read it. */
    readonly shown: (dim: Dim) => string,
    root: ModuleCall | undefined,
  ) {
    this.history = historyOf(run, sourceOf, root);
    this.numbers = new Numbers(this);
  }

  /** What a size comes from directly; none where nothing is to be told. */
  follow(shape: Shape, axis: number, tensor?: Tensor): End[] {
    const path: Shape[] = [];
    let at: Dimension = { shape, axis, tensor };
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
  private origin(shape: Shape, axis: number, tensor?: Tensor): End[] | Dimension {
    const input = this.history.inputs.get(shape);
    if (input !== undefined) return this.input(shape, axis, input);
    const producer = this.history.producerOf(shape, axis, tensor);
    const size = shape[axis];
    if (producer === undefined) return this.data(size, axis);
    const formula = this.history.formula(producer, axis);
    if (formula === undefined) return this.undeclared(shape, axis, producer);
    if (formula.refs.length === 0) return this.operator(shape, axis, producer, formula);
    const carried = this.history.carried(formula, size, axis, producer) ?? this.history.restored(formula, shape, axis);
    if (carried !== undefined) return carried;
    return this.operator(shape, axis, producer, formula);
  }

  private input(shape: Shape, axis: number, { name, call }: { name: string; call: ModuleCall }): End[] {
    const { place } = this.numbers.parameterPlace(call, name);
    if (place === undefined) return [];
    const link = this.links.get(`input ${name}`, () => ({ place, kind: "input", after: shape }));
    say(link, { kind: "said", text: `argument \`${name}\` of \`${call.module.cls.name}.forward\`` });
    const size = shape[axis];
    const sources = this.needed(size);
    const producer = this.history.producers.get(shape);
    if (producer?.step.place !== undefined) {
      const formula = this.history.formula(producer, axis);
      if (formula === undefined || this.history.carried(formula, size, axis, producer) === undefined)
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
  private undeclared(shape: Shape, axis: number, producer: Producer): End[] | Dimension {
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
        const from = this.history.shapeAt(operand, step);
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
    const group = this.history.group(step);
    const call = typeof group === "object" && "module" in group ? group : undefined;
    const key = `${placeKey(place)} ${call?.path ?? ""} ${shape.map(keyOf).join()}`;
    const link = this.links.get(key, () => ({
      place,
      kind: "operator",
      order: step.index,
      op: typeof group === "string" ? (this.history.helperName(step) ?? opName(step)) : opName(step),
      after: shape,
      ...(call && { module: { class: call.module.cls.name, path: call.path } }),
    }));
    if (link.before.length === 0) {
      if (typeof group === "string" && formula !== undefined) this.given(link, formula);
      else if (call === undefined) this.operands(step, link);
      else
        link.before.push(
          ...this.history
            .given(call)
            .slice(0, MAX_OPERANDS)
            .map(({ shape }) => shape),
        );
    }
    if (formula !== undefined) this.describe({ link, axis }, shape[axis], step, formula, call);
    return [{ link, axis }];
  }

  /** Of a helper's call, the tensors that went in as far as the size comes from them. */
  private given(link: Link, { refs }: Formula): void {
    for (const { of } of refs)
      if (of !== undefined && !of.tensor.parameter && !link.before.includes(of.shape)) link.before.push(of.shape);
  }

  private operands(step: TraceStep, link: Link): void {
    const [first] = Object.values(step.args);
    for (const tensor of tensorsIn(step)) {
      if ((tensor.parameter && tensor !== first) || link.before.length >= MAX_OPERANDS) continue;
      link.before.push(this.history.shapeAt(tensor, step));
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
        call && ref.of.tensor.parameter
          ? this.history.constructors.made(call.module, ref.of.tensor, ref.of.axis)
          : undefined;
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
    if (made !== undefined) return made;
    if (this.depth >= MAX_CHANGES) return [];
    this.depth++;
    const found = this.follow(shape, axis, tensor);
    this.depth--;
    return found;
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
    const made = this.history.constructors.made(call.module, tensor, axis);
    if (made === undefined) {
      const name = this.history.constructors.nameOf(call.module, tensor);
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

  text({ file, start, end }: Place): string {
    return this.sourceOf(file)?.text.slice(start, end) ?? "";
  }
}

/** Steps that only pass a size on, in a row. */
const MAX_CARRIED = 100_000;
/** Steps that change a size, in a row. */
const MAX_CHANGES = 400;
/** Operands whose shapes are shown. */
const MAX_OPERANDS = 4;
