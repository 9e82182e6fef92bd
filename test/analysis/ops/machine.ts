import { Assumptions, type Dim, type Relation, SymInt, symbol } from "../../../src/analysis/dims";
import { callOp } from "../../../src/analysis/ops/dispatch";
import { operatorsOf } from "../../../src/analysis/ops/families";
import type { DType } from "../../../src/analysis/tensor/dtype";
import { Tensor, type TensorData } from "../../../src/analysis/tensor/tensor";
import type { TrainingEvent } from "../../../src/analysis/trace/events";
import { Modes } from "../../../src/analysis/trace/modes";
import type { TensorMachine } from "../../../src/analysis/trace/port";
import { PyRaise } from "../../../src/analysis/trace/raise";
import { Trace, type TraceStep } from "../../../src/analysis/trace/trace";
import { REFERENCE, type Release, release, type Version } from "../../../src/analysis/trace/version";
import { builtinClass, classes, PyList, PyRange, PyTuple, Unknown, type Value } from "../../../src/analysis/values";
import { Obj } from "../../../src/analysis/values/value";

const raised = builtinClass("Raised", [classes.BaseException]);

/** What an operator refused, as text: `RuntimeError: message`. */
export class Refusal extends Obj {
  constructor(
    readonly type: string,
    readonly message: string,
  ) {
    super(raised);
  }
  override toString(): string {
    return `${this.type}: ${this.message}`;
  }
}

/** As much of a machine as operators need, without an interpreter behind it. */
export class StubMachine implements TensorMachine {
  pay(): void {}
  seesGradients(): void {}
  callGradientHooks(): void {}
  leftBehind(): void {}
  readonly assumptions = new Assumptions();
  readonly tape = undefined;
  readonly executor = undefined;
  readonly trace = new Trace();
  readonly settings = {
    gradEnabled: true,
    defaultDType: "float32" as const,
    training: false,
    modes: new Modes(),
    gpus: undefined,
    asked: undefined,
    asksGradients: false,
  };
  readonly torch: Release;
  forkDepth = 0;
  readonly requirements: Relation[] = [];
  readonly warnings: string[] = [];
  private symbols = 0;

  constructor(version?: Version) {
    this.torch = version === undefined ? REFERENCE : release(version)!;
  }

  call(): Value {
    return this.unknown("nothing is called here");
  }
  callMethod(object: Value, name: string, args: readonly Value[] = [], kwargs?: ReadonlyMap<string, Value>): Value {
    const overloads = operatorsOf(this.torch).get(`Tensor.${name}`);
    if (!(object instanceof Tensor) || overloads === undefined) return this.unknown(`there is no method ${name}`);
    return callOp(this, name, overloads, [object, ...args], kwargs);
  }
  getattr(_object: Value, name: string): Value {
    return this.raise("AttributeError", `no attribute '${name}'`);
  }
  findattr(): Value | undefined {
    return undefined;
  }
  setattr(object: Value, name: string, value: Value): void {
    (object as Obj).setAttr(name, value);
  }
  binary(): Value {
    return this.unknown("no arithmetic here");
  }
  compare(): Value {
    return this.unknown("no comparison here");
  }
  truth(value: Value): boolean | undefined {
    if (typeof value === "boolean" || value === null) return value === true;
    return typeof value === "number" ? value !== 0 : undefined;
  }
  equal(left: Value, right: Value): boolean | undefined {
    return left === right;
  }
  list(iterable: Value): Value[] | Unknown {
    if (iterable instanceof PyList || iterable instanceof PyTuple) return [...iterable.items];
    if (iterable instanceof PyRange) {
      const items: Value[] = [];
      for (let at = Number(iterable.start); at < Number(iterable.stop); at += Number(iterable.step)) items.push(at);
      return items;
    }
    return this.unknown("it can't be listed");
  }
  iterate(iterable: Value): (() => Value | undefined) | Unknown {
    const items = this.list(iterable);
    if (items instanceof Unknown) return items;
    let at = 0;
    return () => items[at++];
  }
  len(value: Value): Value {
    const items = this.list(value);
    return items instanceof Unknown ? items : items.length;
  }
  getitem(): Value {
    return this.unknown("no subscripts here");
  }
  setitem(): void {}
  str(value: Value): string {
    return String(value);
  }
  textOf(): Value {
    return this.unknown("no texts here", "str");
  }
  repr(value: Value): string {
    return String(value);
  }
  asDim(value: Value): Dim | undefined {
    return typeof value === "number" || value instanceof SymInt ? value : undefined;
  }
  raise(className: string, message: string): never {
    throw new PyRaise(new Refusal(className, message), []);
  }
  raiseValue(exception: Obj): never {
    throw new PyRaise(exception, []);
  }
  unknown(reason: string, type: ConstructorParameters<typeof Unknown>[2] = "any"): Unknown {
    return new Unknown(reason, undefined, type);
  }
  sizeOf(): Dim {
    return this.freshDim();
  }
  freshDim(): Dim {
    return symbol(`u${this.symbols++}`, { min: 0 });
  }
  require(relation: Relation): void {
    this.requirements.push(relation);
    this.assumptions.assume(relation);
  }
  import(): Value {
    return this.unknown("nothing is imported here");
  }
  /** `NotImplemented` is all that operators ask for: nothing is tried after it. */
  builtin(name: string): Value {
    return this.raise("TypeError", `unsupported operand types (${name})`);
  }
  warn(_code: string, message: string): void {
    this.warnings.push(message);
  }
  join(alternatives: readonly (() => Value)[]): Value {
    return alternatives[0]();
  }
  demand(): Value | undefined {
    return undefined;
  }
  record(step: TraceStep): void {
    step.index = this.trace.steps.length;
    this.trace.steps.push(step);
  }
  noted(event: TrainingEvent): void {
    this.trace.events.push(event);
  }
  alias(): void {}
  place(): undefined {
    return undefined;
  }
}

/** A tensor argument: `t([2, "N"])`, sizes given as text becoming symbols. */
export function t(shape: readonly (Dim | string)[], dtype: DType = "float32", data?: TensorData): Tensor {
  const tensor = new Tensor(
    shape.map((dim) => (typeof dim === "string" ? symbol(dim) : dim)),
    dtype,
  );
  tensor.data = data;
  return tensor;
}

/** Calls an operator by a public name (`torch.add`, `Tensor.view`); a refusal comes back as `Refusal`. */
export function call(
  name: string,
  args: readonly Value[] = [],
  kwargs: Record<string, Value> = {},
  machine: StubMachine = new StubMachine(),
): Value {
  const overloads = operatorsOf(machine.torch).get(name);
  if (overloads === undefined) throw new Error(`there is no operator ${name}`);
  try {
    return callOp(machine, name.slice(name.lastIndexOf(".") + 1), overloads, args, new Map(Object.entries(kwargs)));
  } catch (error) {
    if (error instanceof PyRaise) return error.exception;
    throw error;
  }
}
