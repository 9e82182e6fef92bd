import { isIntegral } from "../../tensor/dtype";
import { stridesOf } from "../../tensor/layout";
import { Tensor } from "../../tensor/tensor";
import { savedFor } from "../../trace/autograd";
import { followedArguments } from "../../trace/gradients";
import type { Lifetime } from "../../trace/lifetimes";
import type { TraceStep } from "../../trace/trace";
import type { Call } from "./call";
import { fusedAround, resultsOf } from "./fused";
import { Entry, Leaf, Tape } from "./graph";
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

/** What is otherwise than the program says. */
export interface AccountOptions {
  /** Weights, inputs and what is computed of them in bfloat16, where they are float32. */
  half?: boolean;
}

/** Follows the memory of a pass, step by step. */
export class Account {
  readonly meter = new Meter();
  readonly tape = new Tape(this.meter);
  private readonly primitives = new Primitives(this.tape);
  private readonly entries = new Map<Tensor, Entry>();
  private readonly lasting = new Map<Tensor, Storage>();
  /** What was there before: inputs, and whatever else is no result. */
  readonly given = new Map<Tensor, Entry>();

  constructor(
    private readonly pass: Pass,
    private readonly options: AccountOptions = {},
  ) {}

  /** Bytes of an element. */
  private sizeOf({ dtype, itemsize }: Tensor): number {
    return this.options.half === true && dtype === "float32" ? 2 : itemsize;
  }

  /** The forward pass; `recording`: with a graph of gradients. Throws `Symbolic`. */
  forward(recording: boolean): void {
    const { steps, begin, lifetimes } = this.pass;
    const dying = new Map<number, Tensor[]>();
    for (const [tensor, { released }] of lifetimes) dying.set(released, [...(dying.get(released) ?? []), tensor]);
    for (const step of steps) {
      const { index } = step;
      for (const tensor of dying.get(index) ?? []) this.drop(tensor);
      this.meter.step = index;
      this.tape.recording = recording && step.gradEnabled !== false;
      const fused = recording ? undefined : fusedAround(step);
      if (fused === undefined) this.tape.within(() => this.run(step));
      else this.tape.within(() => this.give(resultsOf(fused)));
    }
    const end = begin + steps.length;
    for (const [released, tensors] of dying)
      if (released >= end && released !== Number.POSITIVE_INFINITY) for (const tensor of tensors) this.drop(tensor);
    this.tape.recording = true;
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
    const found = this.entries.get(tensor) ?? this.given.get(tensor);
    if (found !== undefined) return found;
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

  private run(step: TraceStep): void {
    const tensors = Object.values(step.args).flatMap((value) =>
      [value].flat().filter((one): one is Tensor => one instanceof Tensor),
    );
    if (step.op === "setitem") {
      this.write(step, tensors);
      return;
    }
    const results = step.outputs.map((tensor, n) => ({
      shape: numeric(step.outputShapes[n], tensor),
      strides: strides(tensor, step.outputShapes[n]),
      size: this.sizeOf(tensor),
      floating: !isIntegral(tensor.dtype),
    }));
    const call: Call = {
      step,
      p: this.primitives,
      of: (name) => {
        const value = step.args[name];
        return value instanceof Tensor ? this.of(value) : undefined;
      },
      operands: tensors.map((tensor) => this.of(tensor)),
      results,
    };
    const { writes } = step;
    const target = writes && this.of(writes);
    const rule = ruleFor(step, this.saved(step, tensors));
    const found = this.tape.into(target, () => [rule(call)].flat());
    if (target !== undefined) {
      const [entry] = found;
      if (entry !== undefined && entry !== target && target.leaf === undefined) target.rebase(entry.node, entry.place);
      return;
    }
    for (const [n, tensor] of step.outputs.entries()) {
      const entry = found[n];
      if (entry === undefined || this.entries.has(tensor)) continue;
      this.entries.set(tensor, entry.retain());
    }
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

/** The tensor whose storage another one is in. */
export function rootOf(tensor: Tensor): Tensor {
  let root = tensor;
  for (let next = root.base ?? root.storage; next !== undefined; next = root.base ?? root.storage) root = next;
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
