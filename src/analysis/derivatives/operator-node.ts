import { isIntegral } from "../tensor/dtype";
import { DTypeObject, Tensor } from "../tensor/tensor";
import { NotExecuted } from "../trace/executor";
import type { TensorMachine } from "../trace/port";
import { PyRaise } from "../trace/raise";
import type { OperatorCall } from "../trace/tape";
import { nativeRaw, PyDict, type PyFunction, PyList, PyTuple, type Value } from "../values";
import type { Place } from "../values/unknown";
import type { Applying, GradientNode, Input, Meta } from "./node";
import { nextSerial } from "./node";
import type { Rule } from "./rules";
import { readIn, Saved, saveIn } from "./saved";
import { argumentValue, boundValue, sizeValue, tensorsOf } from "./values";

/** An operand that needs a gradient: an argument, or an item of one. */
export interface Operand {
  argument: string;
  /** Its place in a list of tensors. */
  item: number;
  tensor: Tensor;
}

/** What the node asks of who runs it. */
export interface Differentiating {
  readonly machine: TensorMachine;
  /** Runs with gradients recorded or not. */
  recording<T>(isOn: boolean, run: () => T): T;
  /** The gradients of what `run` gives, with respect to inputs that take the place of tensors. */
  through(
    run: (instead: (tensor: Tensor) => Tensor) => Value,
    tensors: readonly Tensor[],
    gradients: readonly (Tensor | undefined)[],
    how: Applying,
  ): (Tensor | undefined)[];
  /** Computes an operator with the random numbers that it had. */
  repeat<T>(moment: number, run: () => T): T;
}

/** What a formula may read beside an operator's arguments. */
const GRADIENT = "grad";
const GRADIENTS = "grads";
const RESULT = "result";
const AGAIN = "again";
const NOISE = "noise";
const NEEDS = "needs";
const SHAPE = "_shape";
const DTYPE = "_dtype";
const SHAPES = "_shapes";

/** An operator's call, differentiated by its rule. */
export class OperatorNode implements GradientNode {
  readonly serial = nextSerial();
  outputs: readonly Meta[] = [];
  private args: Record<string, unknown> = {};
  private results: readonly (Saved | undefined)[] = [];
  private readonly reads: ReadonlySet<string>;
  private readonly metas = new Map<string, Meta>();
  /** The shapes of arguments that are lists. */
  private readonly lists = new Map<string, number[][]>();
  private isReleased = false;

  constructor(
    private readonly how: Differentiating,
    private readonly call: OperatorCall,
    private readonly rule: Rule | undefined,
    private readonly operands: readonly Operand[],
    readonly inputs: readonly Input[],
    private readonly moment: number,
    private readonly place: Place | undefined,
  ) {
    this.reads = new Set(this.formulas().flatMap((formula) => formula.params.map(({ name }) => name)));
    for (const { name } of call.schema.args) {
      const value = call.bound[name];
      const [first] = tensorsOf(value);
      if (Array.isArray(value) && first !== undefined)
        this.lists.set(
          name,
          tensorsOf(value).map((tensor) => [...((tensor?.shape ?? []) as number[])]),
        );
      if (first !== undefined) this.metas.set(name, { shape: [...(first.shape as number[])], dtype: first.dtype });
    }
  }

  get name(): string {
    const { name } = this.call.schema;
    return `${name.replace(/^\w/, (letter) => letter.toUpperCase())}Backward0`;
  }

  get released(): boolean {
    return this.isReleased;
  }

  /** The formulas that the operands need. */
  private formulas(): PyFunction[] {
    const { rule } = this;
    if (rule === undefined) return [];
    if (rule.composed !== undefined) return [rule.composed];
    const single = [...new Set(this.operands.map(({ argument }) => argument))].map((name) => rule.formulas.get(name));
    const found = single.filter((formula) => formula !== undefined);
    return rule.together !== undefined && found.length < single.length ? [...found, rule.together] : found;
  }

  /** Before the operator is computed: keeps of its arguments what the formulas read. `original` stands for what is written. */
  saveArguments(original: (tensor: Tensor) => Tensor): void {
    const first = this.firstTensor;
    for (const { name } of this.call.schema.args) {
      const value = this.call.bound[name];
      const isRead = this.reads.has(name) || (this.reads.has(AGAIN) && name !== first);
      if (!isRead && tensorsOf(value).some((tensor) => tensor !== undefined)) continue;
      this.args[name] = saveIn(value, (tensor) => new Saved(original(tensor)));
    }
  }

  /** The argument that `again` replaces. */
  private get firstTensor(): string | undefined {
    const { schema, bound } = this.call;
    return schema.args.find(({ name }) => tensorsOf(bound[name]).some((tensor) => tensor !== undefined))?.name;
  }

  /** After it was computed: keeps of its results what the formulas read. */
  saveResults(outputs: readonly (Tensor | undefined)[], metas: readonly Meta[]): void {
    this.outputs = metas;
    const isRead = (n: number) => this.reads.has("results") || this.reads.has(n === 0 ? RESULT : `${RESULT}_${n}`);
    this.results = outputs.map((tensor, n) => (tensor !== undefined && isRead(n) ? new Saved(tensor) : undefined));
  }

  release(): void {
    this.args = {};
    this.results = [];
    const saves = [...this.reads].some((name) => name.startsWith(RESULT) || this.metas.has(name));
    this.isReleased = saves;
  }

  apply(gradients: readonly (Tensor | undefined)[], { creates }: Applying): (Tensor | undefined)[] {
    const { rule, how } = this;
    // Of nothing, and in nothing, every gradient is zeros.
    const isEmpty = ({ shape }: Meta) => shape.includes(0);
    const given = this.outputs.filter((_, n) => gradients[n] !== undefined);
    if (given.every(isEmpty) || this.inputs.every(({ meta }) => isEmpty(meta)))
      return this.inputs.map(({ meta }) => how.recording(false, () => this.zeros(meta)));
    if (rule === undefined) return this.lacking(`\`${this.call.schema.name}\` has no derivative here yet`);
    if (rule.composed !== undefined) return this.applyComposed(rule.composed, gradients, { creates });
    return how.recording(creates, () => this.applyFormulas(rule, gradients));
  }

  /** What a formula gives; a failure of it is none of the program's. */
  private called(formula: PyFunction, kwargs: ReadonlyMap<string, Value>): Value {
    const { machine } = this.how;
    try {
      return machine.call(formula, [], kwargs);
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      const { name } = this.call.schema;
      return this.lacking(`the derivative of \`${name}\` failed: ${machine.str(error.exception)}`);
    }
  }

  private lacking(why: string): never {
    throw new NotExecuted(why, this.place);
  }

  private applyFormulas(rule: Rule, gradients: readonly (Tensor | undefined)[]): (Tensor | undefined)[] {
    const found = new Map<string, Value>();
    const called = (formula: PyFunction) => this.called(formula, this.argumentsOf(formula, gradients));
    let isTogether = false;
    for (const { argument } of this.operands) {
      if (found.has(argument)) continue;
      const formula = rule.formulas.get(argument);
      if (formula !== undefined) found.set(argument, called(formula));
      else if (rule.together !== undefined && !isTogether) {
        isTogether = true;
        const all = called(rule.together);
        if (all instanceof PyDict) for (const [name, value] of all.items()) found.set(String(name), value);
      } else if (rule.together === undefined)
        this.lacking(`\`${this.call.schema.name}\` has no derivative for \`${argument}\` here yet`);
    }
    return this.operands.map(({ argument, item }) => {
      const value = found.get(argument);
      const one = value instanceof PyTuple || value instanceof PyList ? value.items[item] : value;
      if (one instanceof Tensor) return one;
      // What is not known is not taken as zero.
      if (one !== null && one !== undefined)
        this.lacking(`the derivative of \`${this.call.schema.name}\` for \`${argument}\` is not known`);
      return undefined;
    });
  }

  private applyComposed(
    composed: PyFunction,
    gradients: readonly (Tensor | undefined)[],
    how: Applying,
  ): (Tensor | undefined)[] {
    const { machine } = this.how;
    const tensors = this.operands.map(({ argument, item }) => {
      const value = readIn(this.args[argument], machine);
      return (Array.isArray(value) ? value[item] : value) as Tensor;
    });
    return this.how.through(
      (instead) => {
        const kwargs = this.argumentsOf(composed, gradients, instead);
        const made = this.called(composed, kwargs);
        const parts = made instanceof PyTuple || made instanceof PyList ? made.items : [made];
        if (parts.every((part) => !(part instanceof Tensor)))
          this.lacking(`the derivative of \`${this.call.schema.name}\` is not known`);
        return made;
      },
      tensors,
      gradients,
      how,
    );
  }

  /** What a formula reads, by its parameters' names. */
  private argumentsOf(
    formula: PyFunction,
    gradients: readonly (Tensor | undefined)[],
    instead: (tensor: Tensor) => Tensor = (tensor) => tensor,
  ): Map<string, Value> {
    return new Map(formula.params.map(({ name }) => [name, this.valueOf(name, gradients, instead)]));
  }

  private valueOf(
    name: string,
    gradients: readonly (Tensor | undefined)[],
    instead: (tensor: Tensor) => Tensor,
  ): Value {
    const { machine } = this.how;
    const { schema } = this.call;
    if (name in this.call.bound) {
      const replaced = (value: unknown): unknown =>
        value instanceof Tensor ? instead(value) : Array.isArray(value) ? value.map(replaced) : value;
      return argumentValue(schema, name, replaced(readIn(this.args[name], machine)));
    }
    if (name === GRADIENT) return this.materialized(gradients, 0);
    if (name === GRADIENTS) return new PyTuple(this.outputs.map((_, n) => this.materialized(gradients, n)));
    if (name === "results") return new PyTuple(this.results.map((saved) => saved?.read(machine) ?? null));
    if (name === AGAIN) return this.again();
    if (name === NOISE) return this.noise();
    if (name === NEEDS) return new PyTuple([...new Set(this.operands.map(({ argument }) => argument))]);
    if (name.startsWith(RESULT)) return this.results[Number(name.slice(RESULT.length + 1))]?.read(machine) ?? null;
    if (name.endsWith(SHAPES)) return new PyTuple((this.lists.get(name.slice(0, -SHAPES.length)) ?? []).map(sizeValue));
    const meta = this.metas.get(name.replace(/_(shape|dtype)$/, ""));
    if (name.endsWith(SHAPE)) return meta === undefined ? null : sizeValue(meta.shape);
    if (name.endsWith(DTYPE)) return meta === undefined ? null : DTypeObject.of(meta.dtype);
    return this.lacking(`the derivative of \`${schema.name}\` reads \`${name}\`, which is not there`);
  }

  /** The gradient of a result: zeros where none came. */
  private materialized(gradients: readonly (Tensor | undefined)[], n: number): Value {
    const given = gradients[n];
    if (given !== undefined) return given;
    const { shape, dtype } = this.outputs[n];
    if (isIntegral(dtype)) return null;
    return this.zeros({ shape, dtype });
  }

  private zeros({ shape, dtype }: Meta): Tensor {
    const { machine } = this.how;
    const zeros = machine.getattr(machine.import("torch"), "zeros");
    const kwargs = new Map<string, Value>([["dtype", DTypeObject.of(dtype)]]);
    return machine.call(zeros, [sizeValue(shape)], kwargs) as Tensor;
  }

  /** The numbers between 0 and 1 that the operator drew. */
  private noise(): Value {
    const { how, moment } = this;
    return nativeRaw("noise", (machine: TensorMachine, shape) => {
      const rand = machine.getattr(machine.import("torch"), "rand");
      return how.repeat(moment, () => machine.call(rand, shape));
    });
  }

  /** The same call with other tensors, and with the random numbers that it had. */
  private again(): Value {
    const { args, call, how, moment, firstTensor: first } = this;
    return nativeRaw("again", (machine: TensorMachine, given, named) => {
      const changes = Object.fromEntries(
        Object.entries(args).map(([name, value]) => [name, readIn(value, machine)]),
      ) as Record<string, unknown>;
      if (given.length > 0 && first !== undefined) changes[first] = given[0];
      for (const [name, value] of named ?? []) changes[name] = boundValue(call.schema, name, value);
      return how.repeat(moment, () => call.again(changes));
    });
  }
}
