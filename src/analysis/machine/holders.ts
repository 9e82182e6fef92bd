import { Tensor } from "../tensor/tensor";
import type { TrainingEvent } from "../trace/events";
import type { Lifetime, LifetimeObserver } from "../trace/lifetimes";
import type { TraceStep } from "../trace/trace";
import {
  BoundMethod,
  Either,
  Instance,
  Obj,
  PyDict,
  PyDictView,
  PyFunction,
  PyIterator,
  PyList,
  PySet,
  PySuper,
  PyTuple,
  type Value,
} from "../values";
import { type Log, unwatch, watch } from "../values/heap";
import { generators } from "./calls";
import { Frame } from "./machine";

/**
 * Which tensors a program holds while it runs, as CPython's references do: a local name until its frame ends or the name is bound anew, an operand
 * until the expression that takes it is evaluated, an item as long as its container. Told at every step of an operator, by a walk from the frames
 * under way and from what is being evaluated; objects from before the pass are looked into only where the pass has changed them.
 *
 * Code that is compiled for it (`Unit.held`) keeps `evaluating`; with no observer there is no such code.
 */
export class Holders implements LifetimeObserver<object> {
  /** Operands of the expressions under way, outermost first: CPython's value stacks. */
  private readonly evaluating: object[] = [];
  /** How long each tensor of the pass was held, by the index of the step in the trace. */
  readonly lifetimes = new Map<Tensor, Lifetime>();
  /** What an iterator of the machine's own goes over. */
  private readonly iterated = new WeakMap<PyIterator, readonly Value[]>();
  private readonly alive = new Set<Tensor>();
  private before: Log | undefined;
  /** The index of the pass's first step, once it has begun. */
  begin: number | undefined;
  readonly endsLoops: boolean = false;

  /** The arguments of the outermost module that the pass began with. */
  given: readonly Value[] = [];

  constructor(
    /** What the arguments of the pass shall be instead: another batch. */
    private readonly replace?: (args: readonly Value[]) => readonly Value[],
    /** Calls of outermost modules that come before the one that the pass begins with. */
    private calls = 0,
  ) {}

  /** The pass begins, with the call of an outermost module or the evaluation of an expression: what is there already is old. Gives the arguments. */
  start(step: number, args: readonly Value[]): readonly Value[] {
    if (this.begin !== undefined || this.calls-- > 0) return args;
    this.startAt(step);
    this.given = this.replace?.(args) ?? args;
    return this.given;
  }

  /** From that step on it is followed what is held. */
  startAt(step: number): void {
    this.begin = step;
    if (this.before !== undefined) unwatch(this.before);
    this.before = watch();
    this.lifetimes.clear();
    this.alive.clear();
  }

  get height(): number {
    return this.evaluating.length;
  }

  /** A value that was just evaluated, instead of the operands above `height`. */
  evaluated(height: number, value: Value): void {
    this.evaluating.length = height;
    if (typeof value === "object" && value !== null) this.evaluating.push(value);
  }

  /** A function of Python's takes over its arguments: they are its locals now. */
  handOver(height: number): void {
    this.evaluating.length = height;
  }

  /** An iterator that is no generator goes over these values. */
  iterates(iterator: Value, over: readonly Value[]): void {
    if (iterator instanceof PyIterator && !generators.has(iterator)) this.iterated.set(iterator, over);
  }

  /** An operator has run: its operands are still held, its results are not yet. */
  ran(step: TraceStep, index: number, top: object | undefined): void {
    if (this.begin === undefined) return;
    this.release(index, top instanceof Frame ? top : undefined);
    for (const tensor of step.outputs) {
      // What was there before is written in place: it is not made.
      if (tensor === step.writes && this.isOld(tensor)) continue;
      if (!this.lifetimes.has(tensor)) this.lifetimes.set(tensor, { made: index, released: Number.POSITIVE_INFINITY });
      this.alive.add(tensor);
    }
  }

  noted(_event: TrainingEvent, _top: object | undefined): void {}

  /** The pass has ended, and gave a value. */
  end(index: number, value: Value): void {
    this.evaluating.length = 0;
    if (typeof value === "object" && value !== null) this.evaluating.push(value);
    this.release(index, undefined);
    this.evaluating.length = 0;
  }

  /** What is no longer held at a step, or at a moment between two. */
  protected release(index: number, top: Frame | undefined): void {
    if (this.alive.size === 0) return;
    const held = this.held(top);
    for (const tensor of this.alive) {
      if (held.has(tensor)) continue;
      this.lifetimes.get(tensor)!.released = index;
      this.alive.delete(tensor);
    }
  }

  /** All tensors of the pass that are reached from what runs. */
  private held(top: Frame | undefined): Set<Tensor> {
    const { before } = this;
    const found = new Set<Tensor>();
    const seen = new Set<unknown>();
    const waiting: unknown[] = [...this.evaluating, ...(before?.saved.keys() ?? [])];
    for (let frame = top; frame !== undefined; frame = frame.caller) {
      waiting.push(...frame.slots, frame.returned, ...(frame.names?.values() ?? []));
    }
    while (waiting.length > 0) {
      const value = waiting.pop();
      if (typeof value !== "object" || value === null || seen.has(value)) continue;
      seen.add(value);
      if (value instanceof Tensor) found.add(value);
      if (value instanceof Obj || value instanceof Frame) {
        const old = this.isOld(value) && before?.saved.has(value) !== true;
        if (!old || value instanceof PyIterator) this.within(value, waiting);
      }
    }
    return found;
  }

  /** It is from before the pass. */
  private isOld(value: Obj | Frame): boolean {
    return this.before !== undefined && value.born < this.before.epoch;
  }

  /** What a value holds itself. */
  private within(value: Obj | Frame, into: unknown[]): void {
    if (value instanceof Frame) {
      into.push(...value.slots, value.parent, ...(value.names?.values() ?? []));
      return;
    }
    if (value.attrs !== undefined) into.push(...value.attrs.values());
    if (value instanceof PyList || value instanceof PyTuple) into.push(...value.items);
    else if (value instanceof PyDict) for (const pair of value.items()) into.push(...pair);
    else if (value instanceof PySet) into.push(...value.values());
    else if (value instanceof PyDictView) into.push(value.dict);
    else if (value instanceof BoundMethod) into.push(value.func, value.self);
    else if (value instanceof PySuper) into.push(value.self);
    else if (value instanceof PyFunction) into.push(value.closure, ...value.params.map((param) => param.default));
    else if (value instanceof Either) into.push(...value.options);
    else if (value instanceof Instance) into.push(value.payload);
    else if (value instanceof PyIterator) {
      const generator = generators.get(value);
      if (generator !== undefined) into.push(...generator.frame.slots);
      into.push(...(this.iterated.get(value) ?? []));
    }
  }
}
