import { type Assumptions, type Dim, equal, print, type Relation, SymInt } from "../dims";
import { type About, type FailureKind, failure } from "../failure";
import { makeRoom } from "../room";
import type { Device } from "../tensor/device";
import { type Category, type DType, type PromotionOperand, resultType } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import { passBackward, refusePass } from "../trace/autograd";
import type { EventKind } from "../trace/events";
import { NotExecuted } from "../trace/executor";
import { note } from "../trace/note";
import type { TensorMachine } from "../trace/port";
import { type Refusal, refusals, worded } from "../trace/refusals";
import type { Trace } from "../trace/trace";
import { certainly, lacks } from "../trace/version";
import { PyComplex, PyFloat, PyLong, SymFloat } from "../values/numbers";
import { Unknown, type UnknownType } from "../values/unknown";
import type { Instance, Value } from "../values/value";
import { broadcast } from "./shape/broadcast";

/** PyTorch refuses the call. Becomes a Python exception. */
export class OpFailure {
  constructor(
    readonly about: About,
    readonly type: string,
    readonly message: string,
  ) {}
}

/** What a pass backward is asked for. */
interface Backward {
  retained: boolean;
  creates: boolean;
  /** The gradient of the one result. */
  gradient: Tensor | undefined;
  /** The only tensors that get one. */
  inputs: readonly Tensor[] | undefined;
}

/** The result can't be known, and why. */
export class OpUnknown {
  constructor(readonly reason: string) {}
}

/** What a call says by itself. The sizes and ranks of inputs may be guesses, of which no refusal is worth telling. */
const ADVISED: ReadonlySet<FailureKind> = new Set(["argument", "dtype", "runtime"] as const);

/** By the tensor: of the trace that the symbol belongs to, and of the values that it had. */
const decided = new WeakMap<Tensor, { trace: Trace; version: number; size: Dim }>();

/** A tensor, and what a step keeps of it, in references. */
const TENSOR_SIZE = 64;

/** What a rule may ask and say while it works. */
export class OpContext {
  constructor(
    private readonly machine: TensorMachine,
    /** The operator's name as it was called, without modules: `conv2d`. */
    readonly name: string,
  ) {}

  /** Set by rules that change the shape of the tensor that they write (`resize_`, `squeeze_`). */
  resizes = false;

  get assumptions(): Assumptions {
    return this.machine.assumptions;
  }

  /** Whether the program runs on numbers. */
  get isOnNumbers(): boolean {
    return this.machine.executor !== undefined;
  }

  get defaultDType(): DType {
    return this.machine.settings.defaultDType;
  }

  /** Whether gradients are recorded here for certain. */
  get recordsGradients(): boolean {
    return this.machine.settings.gradEnabled === true;
  }

  /** Whether autocast may be at work here, which casts halves and floats to each other. */
  get mayCast(): boolean {
    const { modes } = this.machine.settings;
    return modes.assumesModule || modes.autocast.size > 0;
  }

  /** PyTorch would raise, and what that is about: leaves the rule. */
  fail(about: About, message: string, type = "RuntimeError"): never {
    throw new OpFailure(about, type, message);
  }

  /** As `fail`, in words that several operators share or that not all versions use. */
  refuse(refusal: Refusal): never {
    const { about, type, message } = worded(refusal, this.machine.torch.version);
    throw new OpFailure(about, type, message);
  }

  /** Leaves the rule with an unknown result. */
  unknown(reason: string): never {
    throw new OpUnknown(reason);
  }

  /**
   * A condition that PyTorch checks. False: PyTorch's error. Undecided (`undefined`): `requirement`, where given,
   * is noted as what the program needs, and is assumed from here on.
   */
  check(
    condition: boolean | undefined,
    about: About,
    message: string | (() => string),
    requirement?: Relation,
    type = "RuntimeError",
  ): void {
    const words = () => (typeof message === "string" ? message : message());
    this.refuseUnless(condition, () => ({ about, type, message: words() }), requirement);
  }

  /** As `check`, with such words. */
  refuseUnless(condition: boolean | undefined, refusal: () => Refusal, requirement?: Relation): void {
    if (condition === false) {
      const found = refusal();
      if (certainly(this.machine.torch, found)) this.refuse(found);
      this.adviseAgainst(found);
    }
    if (condition === undefined && requirement !== undefined) this.require(requirement);
  }

  /** What not all versions refuse is no error where none is known to be installed; that the newest does is told. */
  private adviseAgainst(found: Refusal): void {
    const { version, presumed } = this.machine.torch;
    const { kind } = failure(found.about);
    if (presumed !== true || lacks(version, found) || !ADVISED.has(kind)) return;
    const { type, message } = worded(found, version);
    this.note(
      kind === "dtype" ? "deprecated-type" : "deprecated",
      `${this.name}(…)`,
      `PyTorch ${version} raises a ${type}, "${message}"`,
    );
  }

  /** What only some versions of PyTorch refuse, whatever the arguments are. */
  refuseWhere(refusal: Refusal): void {
    this.refuseUnless(false, () => refusal);
  }

  /** A pass backward from some results: raises what PyTorch refuses. */
  backward(roots: readonly Tensor[], { retained, creates, gradient, inputs }: Backward): void {
    this.machine.trace.passes = true;
    const { tape, executor } = this.machine;
    if (tape !== undefined) {
      tape.accumulate(roots, [gradient], inputs, { retained, creates });
      return;
    }
    if (executor !== undefined) throw new NotExecuted("gradients are not recorded", this.machine.place(), true);
    if (this.machine.forkDepth === 0) this.machine.settings.asksGradients = true;
    const { machine } = this;
    const { refusal, functions } = passBackward(machine.trace, roots, { retained, isCertain: machine.forkDepth === 0 });
    if (refusal?.spoilt !== undefined) refusePass(machine, refusal);
    if (refusal !== undefined) this.fail("gradient", refusal.message);
    machine.callGradientHooks();
    for (const { value } of functions) this.standIn("torch.autograd.function", "_run_backward", [value, retained]);
  }

  /** A function that sees a tensor's gradient: its handle, where gradients are computed. */
  hookOn(tensor: Tensor, hook: Value): Value | undefined {
    const { machine } = this;
    machine.seesGradients(hook);
    if (machine.tape === undefined) return undefined;
    const into = machine.getattr(machine.import("torch.utils.hooks"), "_hook_into");
    return machine.call(into, [machine.tape.hooksOf(tensor, false), hook]);
  }

  /** The tensor keeps its gradient. */
  retainGradient(tensor: Tensor): void {
    this.machine.tape?.retain(tensor);
  }

  /** PyTorch goes on, and says that this is hardly what is meant. */
  warn(about: About, message: string): void {
    this.machine.warn("UserWarning", message, about);
  }

  /** The program does what trains a model. */
  note(kind: EventKind, subject: Value, detail?: Value): void {
    note(this.machine, kind, subject, detail);
  }

  /** Two sizes that PyTorch needs to be equal. */
  same(left: Dim, right: Dim, refusal: () => Refusal): void;
  same(left: Dim, right: Dim, about: About, message: string | (() => string), type?: string): void;
  same(left: Dim, right: Dim, about: About | (() => Refusal), message?: string | (() => string), type?: string): void {
    if (left === right) return;
    // `C == 3` reads better than `3 == C`.
    const [what, value] = typeof left === "number" ? [right, left] : [left, right];
    const equals = equal(left, right, this.assumptions);
    const requirement = { kind: "eq", left: what, right: value } as const;
    if (typeof about === "function") this.refuseUnless(equals, about, requirement);
    else this.check(equals, about, message!, requirement, type);
  }

  /** Notes a requirement that could be neither proved nor refuted, and assumes it. */
  require(relation: Relation): void {
    this.machine.require(relation);
  }

  /** A dimension number as an index from 0. `rank` 0 is treated as 1, as PyTorch does. */
  axis(dim: Dim, rank: number): number {
    if (typeof dim !== "number") this.unknown(`the dimension ${print(dim)} is not a plain number`);
    const bound = Math.max(rank, 1);
    if (dim < -bound || dim >= bound) this.refuse(refusals.dimension(dim, rank));
    return dim < 0 ? dim + bound : dim;
  }

  /** `tensor.size(dim)`: what a rule asks where nothing before says that the tensor has that dimension. */
  size(tensor: Tensor, dim: number): Dim {
    return tensor.shape[this.realAxis(dim, tensor.rank)];
  }

  /** As `axis`, where a tensor without dimensions is refused. */
  realAxis(dim: Dim, rank: number): number {
    if (rank === 0) this.refuse(refusals.noDimensions(dim));
    return this.axis(dim, rank);
  }

  /** How many tensors the operator makes, before it makes them. */
  tensors(count: number): number {
    makeRoom(count, "tensors", TENSOR_SIZE);
    return count;
  }

  /** Several dimension numbers, each once. */
  axes(dims: readonly Dim[], rank: number): number[] {
    const found: number[] = [];
    for (const dim of dims) {
      const at = this.axis(dim, rank);
      if (found.includes(at)) this.fail("permutation", `dim ${at} appears multiple times in the list of dims`);
      found.push(at);
    }
    return found;
  }

  /** A plain number, where a rule can't go on with a symbol. */
  number(dim: Dim, what: string): number {
    if (typeof dim !== "number") this.unknown(`${what} is ${print(dim)}, which is not a plain number`);
    return dim;
  }

  /** A Python number as a plain one; undefined where it is symbolic or not known. */
  numberOf(value: Value): number | undefined {
    const number = value instanceof PyFloat ? value.value : value;
    return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
  }

  /** A Python value as a size; undefined for what is none. */
  dim(value: Value): Dim | undefined {
    return typeof value === "boolean" ? undefined : this.machine.asDim(value);
  }

  /** A Python value that is not known, as a result. */
  unknownValue(reason: string, type: UnknownType): Unknown {
    return this.machine.unknown(reason, type);
  }

  /** The shape that these broadcast to. */
  broadcast(...shapes: readonly (readonly Dim[])[]): readonly Dim[] {
    return broadcast(this, ...shapes);
  }

  /** `torch.result_type` of tensors and Python numbers. */
  resultType(operands: readonly unknown[]): DType {
    return resultType(operands.flatMap(promotionOperand), this.defaultDType);
  }

  /** A Python value as its `str`. */
  text(value: Value): string {
    return this.machine.str(value);
  }

  /** All items of an iterable; leaves the rule where they are not known. */
  list(iterable: Value): Value[] {
    const items = this.machine.list(iterable);
    return items instanceof Unknown ? this.unknown(items.reason) : items;
  }

  /** A `device` argument; null where there is none. */
  device(value: unknown): Device | null {
    return this.machine.settings.modes.deviceArgument(value);
  }

  /** An attribute that an object's class defines: a protocol that the object speaks; undefined where it doesn't. */
  protocol(object: Instance, name: string): Value | undefined {
    return object.cls.lookup(name) && this.machine.findattr(object, name);
  }

  /** What a function of a stand-in for another library gives: `numpy._array`. */
  standIn(module: string, name: string, args: readonly Value[]): Value {
    const { machine } = this;
    return machine.call(machine.getattr(machine.import(module), name), args);
  }

  /** A new symbol for a size that depends on data. */
  fresh(reason: string, most?: Dim): Dim {
    return this.machine.freshDim(reason, undefined, typeof most === "number" ? most : undefined);
  }

  /** A symbol for a size that a tensor's values decide: the same one until they are written. */
  freshOf(tensor: Tensor, reason: string, most?: Dim): Dim {
    const { trace } = this.machine;
    const known = decided.get(tensor);
    if (known?.version === tensor.version && known.trace === trace) return known.size;
    const size = this.fresh(reason, most);
    decided.set(tensor, { trace, version: tensor.version, size });
    return size;
  }
}

/** The category of a Python number in type promotion. */
export function categoryOf(value: Value): Category {
  if (typeof value === "boolean") return "bool";
  if (value instanceof PyFloat || value instanceof SymFloat) return "float";
  return value instanceof PyComplex ? "complex" : "int";
}

export function isNumber(value: unknown): boolean {
  return (
    typeof value === "number" ||
    typeof value === "boolean" ||
    value instanceof SymInt ||
    value instanceof PyFloat ||
    value instanceof PyLong ||
    value instanceof SymFloat ||
    value instanceof PyComplex
  );
}

/** What takes part in type promotion: tensors and numbers; anything else gives nothing. */
function promotionOperand(value: unknown): PromotionOperand[] {
  if (Array.isArray(value)) return value.flatMap(promotionOperand);
  if (value instanceof Tensor) return [{ dtype: value.dtype, rank: value.rank }];
  return isNumber(value) ? [{ scalar: categoryOf(value as Value) }] : [];
}
