import { isIntegral } from "../../tensor/dtype";
import { stridesOf } from "../../tensor/layout";
import { Tensor } from "../../tensor/tensor";
import { savedFor } from "../../trace/autograd";
import { followedArguments } from "../../trace/gradients";
import type { Lifetime } from "../../trace/lifetimes";
import { operandsOf, type TraceStep } from "../../trace/trace";
import type { Call } from "./call";
import { Casts } from "./casts";
import { fusedAround, resultsOf } from "./fused";
import { backward, Entry, type Kept, Leaf, Tape } from "./graph";
import { Meter, Storage } from "./meter";
import { Primitives } from "./primitives";
import { ruleFor } from "./rules";
import { contiguous, numel, type Sizes } from "./strides";

/** One pass through a program: its steps, and how long Python holds their tensors. */
export interface Pass {
  readonly steps: readonly TraceStep[];
  /** The index of the first of the steps in the trace. */
  readonly begin: number;
  readonly lifetimes: ReadonlyMap<Tensor, Lifetime>;
}

/** A size of a tensor is not a number. */
export class Symbolic {
  constructor(readonly tensor: Tensor) {}
}

/** What happens between two steps. */
export interface Happening {
  /** After the step before, and before that of the next index. */
  readonly moment: number;
  readonly run: () => void;
}

/** What is otherwise than the program says. */
export interface AccountOptions {
  /** Weights, inputs and what is computed of them in bfloat16, where they are float32. */
  half?: boolean;
  /** Parts of the pass that keep nothing but what they are given, and are computed again for their gradients. */
  checkpoints?: readonly Segment[];
  /** The pass is in a region of autocast on this type of device, with a type of two bytes. */
  autocast?: "cuda" | "cpu";
  /** Layers that have a kernel for inference run by it. */
  fuses?: boolean;
}

/** Steps from `begin` to before `end`, by their indices. */
export interface Segment {
  readonly begin: number;
  readonly end: number;
  /** What nothing is kept of is not computed again (`use_reentrant=False`). */
  readonly stopsEarly: boolean;
}

/** Follows the memory of a pass, step by step. */
export class Account {
  readonly meter = new Meter();
  readonly tape = new Tape(this.meter);
  private readonly primitives = new Primitives(this.tape);
  private readonly casts = new Casts(this.tape);
  private entries = new Map<Tensor, Entry>();
  /** What a pass before this one has left, until this one makes it anew. */
  private former = new Map<Tensor, Entry>();
  /** Tensors that the program got as the gradients of others. */
  private readonly gradients = new Map<Tensor, Tensor>();
  /** Tensors of the pass, by when they are released: the first comes last. */
  private readonly dying: [released: number, tensor: Tensor][];
  private readonly lasting = new Map<Tensor, Storage>();
  /** What was there before: inputs, and whatever else is no result. */
  readonly given = new Map<Tensor, Entry>();

  constructor(
    private readonly pass: Pass,
    private readonly options: AccountOptions = {},
  ) {
    this.dying = [...pass.lifetimes].map(([tensor, { released }]) => [released, tensor]);
    this.dying.sort(([a], [b]) => b - a);
  }

  /** Bytes of an element. */
  private sizeOf({ dtype, itemsize }: Tensor): number {
    return this.options.half === true && dtype === "float32" ? 2 : itemsize;
  }

  /** The forward pass; `recording`: with a graph of gradients. `between`: what happens between its steps, in order. Throws `Symbolic`. */
  forward(recording: boolean, between: readonly Happening[] = []): void {
    const { steps, begin } = this.pass;
    let happened = 0;
    const happen = (until: number) => {
      for (; happened < between.length && between[happened].moment < until; happened++) {
        this.release(waiting, between[happened].moment);
        between[happened].run();
      }
    };
    const waiting = [...this.dying];
    const segments = recording ? [...(this.options.checkpoints ?? [])] : [];
    for (let n = 0; n < steps.length; ) {
      const { index } = steps[n];
      happen(index);
      while (segments.length > 0 && segments[0].end <= index) segments.shift();
      const [segment] = segments;
      if (segment === undefined || index < segment.begin) {
        this.step(steps[n++], waiting, recording);
        continue;
      }
      const inner = steps.slice(n).filter((step) => step.index < segment.end);
      n += inner.length;
      this.checkpointed(inner, waiting, segment);
    }
    happen(Number.POSITIVE_INFINITY);
    this.release(waiting, steps.length === 0 ? begin : steps[steps.length - 1].index + 1);
    this.endAutocast();
    this.tape.recording = true;
  }

  /** A region of autocast ends. */
  endAutocast(): void {
    this.casts.end();
  }

  /** The pass runs once more: what it has left is there until it is made again. */
  rewind(): void {
    for (const [tensor, entry] of this.entries) this.former.set(tensor, entry);
    this.entries = new Map();
  }

  /** The program got the first tensor as the gradient of the other. */
  isGradient(tensor: Tensor, of: Tensor): void {
    this.gradients.set(tensor, of);
  }

  private step(step: TraceStep, waiting: [number, Tensor][], recording: boolean): void {
    this.release(waiting, step.index);
    this.meter.step = step.index;
    this.tape.recording = recording && step.gradEnabled !== false;
    const fused = this.options.fuses === true ? fusedAround(step) : undefined;
    if (fused === undefined) this.tape.within(() => this.run(step));
    else this.tape.within(() => this.give(resultsOf(fused)));
  }

  /** Drops what Python no longer holds when a step begins. */
  private release(waiting: [released: number, tensor: Tensor][], index: number): void {
    for (let last = waiting.at(-1); last !== undefined && last[0] <= index; last = waiting.at(-1)) {
      waiting.pop();
      this.drop(last[1]);
    }
  }

  /**
   * Steps of which nothing is kept for the backward pass but what they are given. There they run again, with a graph of their own.
   * https://docs.pytorch.org/docs/stable/checkpoint.html
   */
  private checkpointed(steps: readonly TraceStep[], waiting: [number, Tensor][], segment: Segment): void {
    const { tape } = this;
    const made = new Set(steps.flatMap(({ outputs }) => outputs));
    const given = [...new Set(steps.flatMap(operandsOf))].filter((tensor) => !made.has(tensor));
    const inputs = given.map((tensor) => ({ tensor, entry: this.of(tensor).retain() }));
    for (const step of steps) this.step(step, waiting, false);
    this.release(waiting, steps[steps.length - 1].index + 1);
    const results = [...made].filter((tensor) => this.entries.has(tensor));
    const outputs = results.map((tensor) => this.of(tensor));
    tape.recording = true;
    const operands = inputs.map(({ entry }) => entry);
    tape.record(operands, outputs, operands, (gradients) => this.again(steps, inputs, results, gradients, segment));
    for (const { entry } of inputs) entry.release();
  }

  /** Runs steps once more for their gradients: of what they were given. */
  private again(
    steps: readonly TraceStep[],
    inputs: readonly { tensor: Tensor; entry: Entry }[],
    results: readonly Tensor[],
    gradients: readonly (Entry | undefined)[],
    { stopsEarly }: Segment,
  ): (Entry | undefined)[] {
    const { meter, tape } = this;
    const outer = this.entries;
    this.entries = new Map();
    // Parameters get their gradients themselves.
    const detached = inputs.map(({ tensor, entry }) => {
      if (entry.leaf !== undefined) return undefined;
      const { storage, shape, strides, size, floating } = entry;
      const leaf = entry.requiresGrad ? new Leaf(shape, strides, true) : undefined;
      this.entries.set(tensor, new Entry(storage.retain(), shape, strides, size, floating, leaf));
      return leaf;
    });
    const first = steps[0].index;
    const waiting = this.dying.filter(([released]) => released > first);
    let idle = 0;
    for (const step of steps) {
      const before = meter.flops.backward;
      tape.kept = "nothing";
      this.step(step, waiting, true);
      const work = meter.flops.backward - before;
      idle = idleAfter(tape.kept, work, idle);
    }
    // What is computed again enters the regions that it was in, and leaves them.
    this.casts.end();
    if (stopsEarly) meter.work(-idle);
    const roots = results.flatMap((tensor, n) => {
      const gradient = gradients[n];
      return gradient === undefined ? [] : [{ entry: this.of(tensor).retain(), gradient: gradient.retain() }];
    });
    this.dropAll();
    this.entries = outer;
    backward(tape, roots);
    tape.recording = false;
    return detached.map((leaf) => leaf?.gradient && this.tape.own(leaf.gradient));
  }

  /** Python's last reference to a tensor is gone. */
  drop(tensor: Tensor): void {
    this.entries.get(tensor)?.release();
    this.entries.delete(tensor);
  }

  dropAll(): void {
    for (const entry of this.entries.values()) entry.release();
    this.entries.clear();
  }

  /** The entry of a tensor, as it is now. */
  of(tensor: Tensor): Entry {
    const parameter = this.gradients.get(tensor);
    const gradient = parameter && this.of(parameter).leaf?.gradient;
    if (gradient !== undefined) return gradient;
    const found = this.entries.get(tensor) ?? this.given.get(tensor) ?? this.former.get(tensor);
    if (found !== undefined) return this.refresh(found);
    if (this.pass.lifetimes.has(tensor)) return this.found(tensor);
    const root = rootOf(tensor);
    let storage = this.lasting.get(root);
    if (storage === undefined) {
      storage = new Storage(this.meter, numel(sizes(root)) * this.sizeOf(root), true);
      this.lasting.set(root, storage);
    }
    const floating = !isIntegral(tensor.dtype);
    const leaf = floating && tensor.requiresGrad ? new Leaf(sizes(tensor), strides(tensor)) : undefined;
    const entry = new Entry(storage, sizes(tensor), strides(tensor), this.sizeOf(tensor), floating, leaf);
    this.given.set(tensor, entry);
    return entry;
  }

  /** A tensor of the pass of which it is not seen who holds it, or made it. */
  private found(tensor: Tensor): Entry {
    const floating = !isIntegral(tensor.dtype);
    const entry = this.tape.make(sizes(tensor), this.sizeOf(tensor), strides(tensor), floating);
    this.entries.set(tensor, entry.retain());
    return entry;
  }

  private run(step: TraceStep): void {
    const tensors = operandsOf(step);
    if (step.op === "setitem") {
      this.write(step, tensors);
      return;
    }
    const { writes } = step;
    const entries = new Map(tensors.map((tensor) => [tensor, this.of(tensor)]));
    const { autocast } = this.options;
    const region = autocast ?? step.autocast?.device;
    const cast = writes === undefined && region !== undefined ? this.casts.of(step, entries, region) : undefined;
    // Types of the program's own regions are those of its tensors.
    const floats = autocast && cast?.size;
    const results = step.outputs.map((tensor, n) => ({
      shape: numeric(step.outputShapes[n], tensor),
      strides: strides(tensor, step.outputShapes[n]),
      size: tensor.dtype === "float32" ? (floats ?? this.sizeOf(tensor)) : this.sizeOf(tensor),
      floating: !isIntegral(tensor.dtype),
    }));
    const given = cast?.entries ?? entries;
    const call: Call = {
      step,
      p: this.primitives,
      of: (name) => {
        const value = step.args[name];
        return value instanceof Tensor ? (given.get(value) ?? this.of(value)) : undefined;
      },
      operands: tensors.map((tensor) => given.get(tensor)!),
      results,
    };
    const target = writes && this.of(writes);
    const rule = ruleFor(step, this.saved(step, tensors));
    const base = target?.base?.leaf === undefined ? target?.base : undefined;
    const through =
      target !== undefined &&
      base !== undefined &&
      (target.requiresGrad || call.operands.some((one) => one.requiresGrad));
    // What the view was made of gets its gradient by the base.
    if (through) target.rebase(undefined);
    const found = this.tape.into(target, () => [rule(call)].flat());
    if (target !== undefined) {
      const [entry] = found;
      if (through) {
        if (entry !== undefined && entry !== target) target.rebase(entry.node, entry.place);
        this.writeThrough(target, base);
        return;
      }
      if (entry !== undefined && entry !== target && target.leaf === undefined) target.rebase(entry.node, entry.place);
      return;
    }
    for (const [n, tensor] of step.outputs.entries()) {
      const entry = found[n];
      if (entry === undefined || this.entries.has(tensor)) continue;
      this.entries.set(tensor, entry.retain());
      this.former.get(tensor)?.release();
      this.former.delete(tensor);
      const [viewed] = call.operands;
      const isView = step.view && step.schema.name !== "detach";
      if (isView && entry !== viewed && entry.storage === viewed?.storage) entry.viewOf(viewed);
    }
  }

  /**
   * A view was written in place: what it is a view of has another derivative from then on (PyTorch's `CopySlices`), which copies its gradient and takes
   * that of the view out of it; and the view is one of that.
   */
  private writeThrough(view: Entry, base: Entry): void {
    const { tape } = this;
    const whole = tape.share(base, base.shape, base.strides);
    tape.record([base, view], [whole], [], ([g]) =>
      g === undefined ? [] : [tape.make(base.shape, g.size), tape.make(view.shape, g.size)],
    );
    base.rebase(whole.node);
    base.writes++;
    this.refresh(view);
  }

  /** A view of what was written since has another function that made it. */
  private refresh(view: Entry): Entry {
    const { base } = view;
    if (base === undefined || base.writes === view.seen) return view;
    view.seen = base.writes;
    const { tape } = this;
    tape.within(() => {
      const again = tape.share(view, view.shape, view.strides);
      tape.record([base], [again], [], ([g]) => (g === undefined ? [] : [tape.make(base.shape, g.size)]));
      view.rebase(again.node);
    });
    return view;
  }

  /** Results of what is not looked into. */
  private give(tensors: readonly Tensor[]): void {
    for (const tensor of tensors) {
      if (this.entries.has(tensor) || this.given.has(tensor)) continue;
      const entry = this.tape.make(sizes(tensor), this.sizeOf(tensor), undefined, !isIntegral(tensor.dtype));
      this.entries.set(tensor, entry.retain());
    }
  }

  /** A write into a part: the whole has another derivative from then on, which copies its gradient. */
  private write({ args }: TraceStep, tensors: readonly Tensor[]): void {
    const [target, ...others] = tensors.map((tensor) => this.of(tensor));
    const value = args.value instanceof Tensor ? others.at(-1) : undefined;
    if (!target.floating || !(target.requiresGrad || value?.requiresGrad)) return;
    const { tape } = this;
    const whole = tape.share(target, target.shape, target.strides);
    const [left, right] = [target.requiresGrad, value?.requiresGrad === true];
    tape.record([target, value], [whole], [], ([g]) => {
      if (g === undefined) return [];
      const copy = tape.make(target.shape, g.size);
      return [left ? copy : undefined, right ? tape.make(value!.shape, g.size) : undefined];
    });
    if (target.leaf === undefined) target.rebase(whole.node);
  }

  /** Places of what an operator is recorded to keep, among its tensors. */
  private saved(step: TraceStep, tensors: readonly Tensor[]): (number | "result")[] {
    const kept = new Set<number | "result">();
    for (const [name, value] of followedArguments(step)) {
      const needs = [value].flat().some((one) => one instanceof Tensor && this.of(one).requiresGrad);
      if (!needs) continue;
      for (const place of savedFor(step, name)) {
        if (place.startsWith("result")) kept.add("result");
        else if (place !== "inner")
          for (const one of [step.args[step.schema.args[Number(place)].name]].flat())
            if (one instanceof Tensor) kept.add(tensors.indexOf(one));
      }
    }
    return [...kept];
  }
}

/** Work at the end of a part that nothing is kept of: an operator that keeps its operands alone is stopped when they are there. */
function idleAfter(kept: Kept, work: number, before: number): number {
  if (kept === "results") return 0;
  return kept === "operands" ? work : before + work;
}

/** The tensor whose storage another one is in. */
export function rootOf(tensor: Tensor): Tensor {
  let root = tensor;
  for (let next = root.base ?? root.storage; next !== undefined; next = root.base ?? root.storage) {
    // A parameter that was given another type (`model.half()`) has left the storage that it was made of.
    if (root.parameter && next.dtype !== root.dtype) break;
    root = next;
  }
  return root;
}

function sizes(tensor: Tensor): Sizes {
  return numeric(tensor.shape, tensor);
}

function numeric(shape: Tensor["shape"], tensor: Tensor): Sizes {
  if (!shape.every((size) => typeof size === "number")) throw new Symbolic(tensor);
  return shape as Sizes;
}

function strides(tensor: Tensor, shape = tensor.shape): Sizes {
  const plain = numeric(shape, tensor);
  const known = stridesOf(shape, tensor.layout);
  return known?.every((stride) => typeof stride === "number") ? (known as Sizes) : contiguous(plain);
}
