import { isComplex } from "../tensor/dtype";
import { DTypeObject, type Tensor, Tensor as TensorClass } from "../tensor/tensor";
import { SECOND_TIME } from "../trace/autograd";
import type { TensorMachine } from "../trace/port";
import type { Pass } from "../trace/tape";
import type { Value } from "../values";
import type { Edge, GradientNode, Meta } from "./node";
import { sizeValue } from "./values";

/** What the engine asks of the tape. */
export interface Graph {
  readonly machine: TensorMachine;
  /** Functions that see the gradient of a result of a node, or of a leaf. */
  hooksAt(edge: Edge): readonly Value[];
  /** A computed tensor that keeps its gradient. */
  retainingAt(edge: Edge): Tensor | undefined;
  recording<T>(isOn: boolean, run: () => T): T;
}

/** Gradients that have arrived, by where they go. */
class Arrived {
  private readonly nodes = new Map<GradientNode, (Tensor | undefined)[]>();
  readonly leaves = new Map<Tensor, Tensor>();

  constructor(private readonly add: (a: Tensor, b: Tensor) => Tensor) {}

  put(edge: Edge, gradient: Tensor): void {
    if ("leaf" in edge) {
      const before = this.leaves.get(edge.leaf);
      this.leaves.set(edge.leaf, before === undefined ? gradient : this.add(before, gradient));
      return;
    }
    const all = this.nodes.get(edge.node) ?? [];
    const before = all[edge.output];
    all[edge.output] = before === undefined ? gradient : this.add(before, gradient);
    this.nodes.set(edge.node, all);
  }

  take(node: GradientNode): (Tensor | undefined)[] | undefined {
    const found = this.nodes.get(node);
    this.nodes.delete(node);
    return found;
  }
}

/** A pass backward: each node after all that came later, as PyTorch's engine has it. */
export class Engine {
  constructor(private readonly graph: Graph) {}

  /**
   * Follows gradients from some edges. With `targets`, only as far as these need it, and gives their gradients; without, gives those of all leaves.
   */
  run(
    roots: readonly { edge: Edge; gradient: Tensor }[],
    targets: readonly Edge[] | undefined,
    pass: Pass,
  ): { leaves: ReadonlyMap<Tensor, Tensor>; found: (Tensor | undefined)[] } {
    const nodes = this.behind(roots.map(({ edge }) => edge));
    const needed = targets && this.needed(nodes, targets);
    const arrived = new Arrived((a, b) => this.sum(a, b, pass));
    const found: (Tensor | undefined)[] = [];
    for (const { edge, gradient } of roots) arrived.put(edge, gradient);
    for (const node of nodes) {
      const gradients = arrived.take(node);
      if (gradients === undefined) continue;
      this.see(node, gradients, pass);
      for (const [n, target] of (targets ?? []).entries())
        if ("node" in target && target.node === node) found[n] = gradients[target.output];
      if (needed?.has(node) === false) continue;
      if (node.released) this.graph.machine.raise("RuntimeError", SECOND_TIME, "gradient");
      const given = node.apply(gradients, { creates: pass.creates });
      if (!pass.retained) node.release();
      for (const [n, { edge, meta }] of node.inputs.entries()) {
        const gradient = given[n];
        if (gradient !== undefined) arrived.put(edge, this.fitted(gradient, meta, pass));
      }
    }
    for (const [leaf, gradient] of arrived.leaves) {
      const seen = [gradient];
      this.callHooks(this.graph.hooksAt({ leaf }), seen, 0, pass);
      arrived.leaves.set(leaf, seen[0]);
    }
    for (const [n, target] of (targets ?? []).entries())
      if ("leaf" in target) found[n] = arrived.leaves.get(target.leaf);
    return { leaves: arrived.leaves, found: (targets ?? []).map((_, n) => found[n]) };
  }

  /** Hooks on the results of a node, and those of them that keep their gradient. */
  private see(node: GradientNode, gradients: (Tensor | undefined)[], pass: Pass): void {
    for (let output = 0; output < node.outputs.length; output++) {
      const gradient = gradients[output];
      if (gradient === undefined) continue;
      this.callHooks(this.graph.hooksAt({ node, output }), gradients as Tensor[], output, pass);
      const retaining = this.graph.retainingAt({ node, output });
      if (retaining !== undefined) this.accumulate(retaining, gradients[output]!, pass);
    }
  }

  private callHooks(hooks: readonly Value[], gradients: Tensor[], at: number, pass: Pass): void {
    for (const hook of hooks) {
      const changed = this.graph.recording(pass.creates, () => this.graph.machine.call(hook, [gradients[at]]));
      if (changed instanceof TensorClass) gradients[at] = changed;
    }
  }

  /** How a gradient is kept: the tape says where. */
  accumulate: (tensor: Tensor, gradient: Tensor, pass: Pass) => void = () => {};

  private sum(a: Tensor, b: Tensor, pass: Pass): Tensor {
    return this.graph.recording(pass.creates, () => this.graph.machine.binary("+", a, b) as Tensor);
  }

  /** A gradient of the operand's shape and dtype: what was broadcast is summed. */
  private fitted(gradient: Tensor, { shape, dtype }: Meta, pass: Pass): Tensor {
    const isAlike = gradient.dtype === dtype && sameShape(gradient.shape as readonly number[], shape);
    if (isAlike) return gradient;
    const { machine } = this.graph;
    return this.graph.recording(pass.creates, () => {
      let fitted = gradient;
      if (!sameShape(fitted.shape as readonly number[], shape))
        fitted = machine.callMethod(fitted, "sum_to_size", [sizeValue(shape)]) as Tensor;
      if (isComplex(fitted.dtype) && !isComplex(dtype)) fitted = machine.getattr(fitted, "real") as Tensor;
      if (fitted.dtype !== dtype) fitted = machine.callMethod(fitted, "to", [DTypeObject.of(dtype)]) as Tensor;
      return fitted;
    });
  }

  /** All nodes behind some edges, the last first. */
  private behind(edges: readonly Edge[]): GradientNode[] {
    const seen = new Set<GradientNode>();
    const waiting = [...edges];
    for (let edge = waiting.pop(); edge !== undefined; edge = waiting.pop()) {
      if ("leaf" in edge || seen.has(edge.node)) continue;
      seen.add(edge.node);
      for (const input of edge.node.inputs) waiting.push(input.edge);
    }
    return [...seen].sort((a, b) => b.serial - a.serial);
  }

  /** Those of some nodes through which gradients get to the targets. */
  private needed(nodes: readonly GradientNode[], targets: readonly Edge[]): Set<GradientNode> {
    const leaves = new Set(targets.flatMap((target) => ("leaf" in target ? [target.leaf] : [])));
    const made = new Set(targets.flatMap((target) => ("node" in target ? [target.node] : [])));
    const needed = new Set<GradientNode>();
    for (const node of [...nodes].reverse()) {
      const leads = ({ edge }: { edge: Edge }): boolean =>
        "leaf" in edge ? leaves.has(edge.leaf) : made.has(edge.node) || needed.has(edge.node);
      if (node.inputs.some(leads)) needed.add(node);
    }
    return needed;
  }
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, n) => size === b[n]);
}
