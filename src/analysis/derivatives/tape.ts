import { isIntegral } from "../tensor/dtype";
import { DTypeObject, Tensor } from "../tensor/tensor";
import type { Executor } from "../trace/executor";
import type { TensorMachine } from "../trace/port";
import type { OperatorCall, OwnOutput, OwnRule, Pass, Recording, Tape } from "../trace/tape";
import { PyDict, PyList, PyTuple, type Value } from "../values";
import { Engine, type Graph } from "./engine";
import { type Applying, type Edge, type GradientNode, type Input, type Meta, metaOf } from "./node";
import { type Differentiating, type Operand, OperatorNode } from "./operator-node";
import { OwnNode } from "./own-node";
import { Rules } from "./rules";
import { tensorsOf } from "./values";
import { WrittenThroughNode } from "./view-node";

/** A tensor as a view of another one, by the call that made it. */
interface View {
  parent: Tensor;
  base: Tensor;
  /** The same view of another parent. */
  of(parent: Tensor): Tensor;
  call: OperatorCall;
  /** Its place among the call's results, and what these are like. */
  output: number;
  metas: readonly Meta[];
  /** The writes into the base that its gradient knows of. */
  generation: number;
}

/** Remembers a run on numbers, and computes gradients from it. */
export class GradientTape implements Tape, Differentiating, Graph {
  private readonly rules: Rules;
  private readonly engine = new Engine(this);
  /** What made a tensor; a tensor that requires a gradient and has none is a leaf. */
  private readonly made = new WeakMap<Tensor, { node: GradientNode; output: number }>();
  private readonly views = new WeakMap<Tensor, View>();
  /** Recorded writes into a tensor's storage. */
  private readonly writes = new WeakMap<Tensor, number>();
  private readonly kept = new WeakMap<Tensor, Tensor>();
  private readonly hooks = new WeakMap<Tensor, PyDict>();
  private readonly laterHooks = new WeakMap<Tensor, PyDict>();
  private readonly nodeHooks = new WeakMap<GradientNode, Map<number, PyDict>>();
  private readonly retaining = new WeakMap<GradientNode, Map<number, Tensor>>();

  constructor(
    readonly machine: TensorMachine,
    private readonly executor: Executor,
  ) {
    this.rules = new Rules(machine);
    this.engine.accumulate = (tensor, gradient, pass) => this.keep(tensor, gradient, pass);
  }

  // ---- what is remembered ----

  begin(call: OperatorCall): Recording | undefined {
    if (this.machine.settings.gradEnabled !== true) return undefined;
    const { target } = call;
    const asking = this.operandsOf(call).filter(({ tensor }) => this.requires(tensor) && !isIntegral(tensor.dtype));
    const rule = asking.length === 0 ? undefined : this.rules.of(call.schema);
    const needing = asking.filter(({ argument }) => rule?.unfollowed.includes(argument) !== true);
    if (needing.length === 0)
      return target === undefined
        ? { done: (outputs, view) => this.computed(call, outputs, view, undefined) }
        : undefined;
    if (rule?.isConstant === true) return { done: (outputs, view) => this.computed(call, outputs, view, undefined) };
    const node = this.nodeOf(call, needing);
    node.saveArguments((tensor) => (tensor === target ? this.copyOf(tensor) : tensor));
    if (target === undefined) return { done: (outputs, view) => this.computed(call, outputs, view, node) };
    const own = needing.map(({ tensor }) => tensor === target);
    const base = this.views.get(target)?.base;
    const before = base !== undefined && this.requires(base) ? this.edgeOf(base) : undefined;
    return { done: () => this.written(call, target, node, own, before) };
  }

  private operandsOf({ schema, bound }: OperatorCall): Operand[] {
    return schema.args.flatMap(({ name: argument }) => {
      // What is assigned to an index is of any type.
      const value = bound[argument];
      return tensorsOf(value).flatMap((tensor, item) => (tensor === undefined ? [] : [{ argument, item, tensor }]));
    });
  }

  private nodeOf(call: OperatorCall, needing: readonly Operand[]): OperatorNode {
    const inputs = needing.map(({ tensor }): Input => ({ edge: this.edgeOf(tensor), meta: metaOf(tensor) }));
    const { machine } = this;
    return new OperatorNode(
      this,
      call,
      this.rules.of(call.schema),
      needing,
      inputs,
      this.executor.moment,
      machine.place(),
    );
  }

  /** What a tensor holds before it is written, with its gradient. */
  private copyOf(tensor: Tensor): Tensor {
    return this.machine.callMethod(tensor, "clone") as Tensor;
  }

  private computed(
    call: OperatorCall,
    outputs: readonly Tensor[],
    view: boolean,
    node: OperatorNode | undefined,
  ): void {
    const isAsked = call.bound.requires_grad === true;
    for (const [output, tensor] of outputs.entries()) {
      const isFollowed = node !== undefined && !isIntegral(tensor.dtype);
      tensor.requiresGrad = isFollowed || isAsked;
      if (isFollowed) this.made.set(tensor, { node, output });
    }
    node?.saveResults(outputs, outputs.map(metaOf));
    if (view && call.schema.name !== "detach") this.viewed(call, outputs);
  }

  private viewed(call: OperatorCall, outputs: readonly Tensor[]): void {
    const parent = Object.values(call.bound)
      .flatMap(tensorsOf)
      .find((tensor) => tensor !== undefined);
    if (parent === undefined) return;
    const [name] = Object.entries(call.bound).find(([, value]) => value === parent) ?? [];
    if (name === undefined) return;
    const base = this.views.get(parent)?.base ?? parent;
    const generation = this.writes.get(base) ?? 0;
    const metas = outputs.map(metaOf);
    for (const [n, tensor] of outputs.entries()) {
      const of = (instead: Tensor): Tensor => {
        const result = call.again({ [name]: instead });
        return (result instanceof PyTuple || result instanceof PyList ? result.items[n] : result) as Tensor;
      };
      this.views.set(tensor, { parent, base, of, call, generation, output: n, metas });
    }
  }

  private written(
    call: OperatorCall,
    target: Tensor,
    node: OperatorNode,
    own: readonly boolean[],
    before: Edge | undefined,
  ): void {
    node.saveResults([target], [metaOf(target)]);
    const view = this.views.get(target);
    if (view === undefined || call.reviews) {
      this.made.set(target, { node, output: 0 });
      target.requiresGrad = true;
      this.writes.set(target, (this.writes.get(target) ?? 0) + 1);
      return;
    }
    const { base } = view;
    const viewOf = (instead: Tensor): Tensor => this.chainOf(target).reduce((tensor, one) => one.of(tensor), instead);
    const through = new WrittenThroughNode(this, node, own, before, metaOf(base), viewOf);
    this.made.set(base, { node: through, output: 0 });
    base.requiresGrad = true;
    this.writes.set(base, (this.writes.get(base) ?? 0) + 1);
    // What it is from now on follows from the base.
    this.refresh(target);
  }

  /** The views from the base to a tensor. */
  private chainOf(tensor: Tensor): View[] {
    const chain: View[] = [];
    for (let view = this.views.get(tensor); view !== undefined; view = this.views.get(view.parent)) chain.unshift(view);
    return chain;
  }

  /** The gradient of a view whose base was written follows from what the base is now. */
  private refresh(tensor: Tensor): void {
    const view = this.views.get(tensor);
    if (view === undefined) return;
    const generation = this.writes.get(view.base) ?? 0;
    if (view.generation === generation) return;
    view.generation = generation;
    if (!this.requires(view.parent)) return;
    const { parent, call, output, metas } = view;
    const [argument] = Object.entries(call.bound).find(([, value]) => value === parent)!;
    const node = this.nodeOf(call, [{ argument, item: 0, tensor: parent }]);
    node.saveArguments((one) => one);
    const results = metas.map((_, n) => (n === output ? tensor : undefined));
    node.saveResults(results, metas);
    this.made.set(tensor, { node, output });
    tensor.requiresGrad = true;
  }

  requires(tensor: Tensor): boolean {
    this.refresh(tensor);
    return tensor.requiresGrad;
  }

  isLeaf(tensor: Tensor): boolean {
    return !this.requires(tensor) || !this.made.has(tensor);
  }

  private edgeOf(tensor: Tensor): Edge {
    this.refresh(tensor);
    return this.made.get(tensor) ?? { leaf: tensor };
  }

  own(rule: OwnRule, args: readonly Value[], outputs: readonly OwnOutput[]): Tensor[] {
    const places = [...args.keys()].filter((n) => {
      const arg = args[n];
      return arg instanceof Tensor && this.requires(arg);
    });
    const tensors = outputs.map(({ tensor }) => tensor);
    if (places.length === 0 || this.machine.settings.gradEnabled !== true) return tensors;
    const inputs = places.map((place): Input => {
      const tensor = args[place] as Tensor;
      return { edge: this.edgeOf(tensor), meta: metaOf(tensor) };
    });
    const node = new OwnNode(this, rule, places, args.length, inputs);
    node.outputs = tensors.map(metaOf);
    return outputs.map(({ tensor, isDifferentiable, isDirty }, output) => {
      // An argument that comes back is another tensor then.
      const result = args.includes(tensor) && !isDirty ? (this.machine.callMethod(tensor, "detach") as Tensor) : tensor;
      if (!isDifferentiable || isIntegral(tensor.dtype)) return result;
      result.requiresGrad = true;
      this.made.set(result, { node, output });
      if (isDirty) this.writes.set(result, (this.writes.get(result) ?? 0) + 1);
      return result;
    });
  }

  // ---- gradients ----

  gradientOf(tensor: Tensor): Tensor | undefined {
    return this.kept.get(tensor);
  }

  setGradient(tensor: Tensor, gradient: Tensor | undefined): void {
    if (gradient === undefined) this.kept.delete(tensor);
    else this.kept.set(tensor, gradient);
  }

  retain(tensor: Tensor): void {
    const edge = this.edgeOf(tensor);
    if ("node" in edge) entryOf(this.retaining, edge.node).set(edge.output, tensor);
  }

  retains(tensor: Tensor): boolean {
    const edge = this.edgeOf(tensor);
    return "node" in edge && this.retaining.get(edge.node)?.get(edge.output) === tensor;
  }

  hooksOf(tensor: Tensor, after: boolean): PyDict {
    const edge = this.edgeOf(tensor);
    if ("leaf" in edge) return listOf(after ? this.laterHooks : this.hooks, tensor);
    const byOutput = entryOf(this.nodeHooks, edge.node);
    const found = byOutput.get(edge.output) ?? new PyDict();
    byOutput.set(edge.output, found);
    return found;
  }

  hooksAt(edge: Edge): readonly Value[] {
    const found = "leaf" in edge ? this.hooks.get(edge.leaf) : this.nodeHooks.get(edge.node)?.get(edge.output);
    return found?.values() ?? [];
  }

  retainingAt(edge: Edge): Tensor | undefined {
    return "leaf" in edge ? undefined : this.retaining.get(edge.node)?.get(edge.output);
  }

  accumulate(
    roots: readonly Tensor[],
    gradients: readonly (Tensor | undefined)[],
    inputs: readonly Tensor[] | undefined,
    pass: Pass,
  ): void {
    const targets = inputs?.map((input) => this.edgeOf(input));
    const { leaves, found } = this.engine.run(this.rootsOf(roots, gradients), targets, pass);
    if (inputs === undefined) for (const [leaf, gradient] of leaves) this.keep(leaf, gradient, pass);
    else for (const [n, input] of inputs.entries()) if (found[n] !== undefined) this.keep(input, found[n], pass);
  }

  sumBackward(roots: readonly Tensor[]): void {
    const { machine } = this;
    const like = machine.getattr(machine.import("torch"), "ones_like");
    const ones = roots.map((root) => this.recording(false, () => machine.call(like, [root]) as Tensor));
    this.accumulate(roots, ones, undefined, { retained: false, creates: false });
  }

  gradients(
    roots: readonly Tensor[],
    gradients: readonly (Tensor | undefined)[],
    inputs: readonly Tensor[],
    pass: Pass,
  ): (Tensor | undefined)[] {
    const targets = inputs.map((input) => this.edgeOf(input));
    return this.engine.run(this.rootsOf(roots, gradients), targets, pass).found;
  }

  private rootsOf(roots: readonly Tensor[], gradients: readonly (Tensor | undefined)[]) {
    return roots.map((tensor, n) => {
      if (!this.requires(tensor))
        this.machine.raise(
          "RuntimeError",
          `element ${n} of tensors does not require grad and does not have a grad_fn`,
          "gradient",
        );
      return { edge: this.edgeOf(tensor), gradient: gradients[n] ?? this.ones(tensor) };
    });
  }

  private ones(tensor: Tensor): Tensor {
    if (tensor.numel() !== 1)
      this.machine.raise("RuntimeError", "grad can be implicitly created only for scalar outputs", "gradient");
    const ones = this.machine.getattr(this.machine.import("torch"), "ones_like");
    return this.recording(false, () => this.machine.call(ones, [tensor]) as Tensor);
  }

  private keep(tensor: Tensor, gradient: Tensor, pass: Pass): void {
    const { machine } = this;
    const before = this.kept.get(tensor);
    this.recording(pass.creates, () => {
      if (before === undefined) this.kept.set(tensor, machine.callMethod(gradient, "clone") as Tensor);
      else if (pass.creates) this.kept.set(tensor, machine.binary("+", before, gradient) as Tensor);
      else machine.callMethod(before, "add_", [gradient]);
      for (const hook of this.laterHooks.get(tensor)?.values() ?? []) machine.call(hook, [tensor]);
    });
  }

  through(
    run: (instead: (tensor: Tensor) => Tensor) => Value,
    tensors: readonly Tensor[],
    gradients: readonly (Tensor | undefined)[],
    { creates }: Applying,
  ): (Tensor | undefined)[] {
    const { machine } = this;
    const stands = new Map<Tensor, Tensor>();
    const results = this.recording(true, () => {
      for (const tensor of tensors) {
        if (stands.has(tensor)) continue;
        const stand = machine.callMethod(tensor, creates ? "view_as" : "detach", creates ? [tensor] : []) as Tensor;
        if (!creates) stand.requiresGrad = true;
        stands.set(tensor, stand);
      }
      return run((tensor) => stands.get(tensor) ?? tensor);
    });
    const outputs = results instanceof PyTuple || results instanceof PyList ? results.items : [results];
    const roots = outputs.flatMap((output, n) =>
      output instanceof Tensor && gradients[n] !== undefined && this.requires(output)
        ? [{ tensor: output, gradient: this.alike(gradients[n], output) }]
        : [],
    );
    const pass = { retained: creates, creates };
    return this.gradients(
      roots.map(({ tensor }) => tensor),
      roots.map(({ gradient }) => gradient),
      tensors.map((tensor) => stands.get(tensor)!),
      pass,
    );
  }

  private alike(gradient: Tensor, { dtype }: Tensor): Tensor {
    return gradient.dtype === dtype
      ? gradient
      : (this.machine.callMethod(gradient, "to", [DTypeObject.of(dtype)]) as Tensor);
  }

  recording<T>(isOn: boolean, run: () => T): T {
    const { settings } = this.machine;
    const before = settings.gradEnabled;
    settings.gradEnabled = isOn;
    try {
      return run();
    } finally {
      settings.gradEnabled = before;
    }
  }

  repeat<T>(moment: number, run: () => T): T {
    return this.executor.repeat(moment, run);
  }
}

function entryOf<T>(map: WeakMap<GradientNode, Map<number, T>>, node: GradientNode): Map<number, T> {
  const found = map.get(node) ?? new Map<number, T>();
  map.set(node, found);
  return found;
}

function listOf(map: WeakMap<Tensor, PyDict>, tensor: Tensor): PyDict {
  const found = map.get(tensor) ?? new PyDict();
  map.set(tensor, found);
  return found;
}
