import type { Tensor } from "../tensor/tensor";
import type { Applying, Edge, GradientNode, Input, Meta } from "./node";
import { nextSerial } from "./node";
import type { Differentiating } from "./operator-node";

/**
 * A write through a view, as a node of the tensor whose storage it shares: what was written comes from the operator, the rest from what the
 * base was before (PyTorch's `CopySlices`).
 */
export class WrittenThroughNode implements GradientNode {
  readonly serial = nextSerial();
  readonly name = "CopySlices";
  readonly inputs: readonly Input[];
  readonly outputs: readonly Meta[];

  constructor(
    private readonly how: Differentiating,
    /** What was written, as if the view were a tensor of its own. */
    private readonly inner: GradientNode,
    /** The inputs of `inner` that are the view itself. */
    private readonly own: readonly boolean[],
    before: Edge | undefined,
    base: Meta,
    /** The view, of another base. */
    private readonly viewOf: (base: Tensor) => Tensor,
  ) {
    const others = inner.inputs.filter((_, n) => !own[n]);
    this.inputs = before === undefined ? others : [{ edge: before, meta: base }, ...others];
    this.hasBefore = before !== undefined;
    this.outputs = [base];
  }

  private readonly hasBefore: boolean;

  get released(): boolean {
    return this.inner.released;
  }

  release(): void {
    this.inner.release();
  }

  apply([gradient]: readonly (Tensor | undefined)[], applying: Applying): (Tensor | undefined)[] {
    if (gradient === undefined) return this.inputs.map(() => undefined);
    const { how, inner, own } = this;
    const { machine } = how;
    const whole = how.recording(applying.creates, () => machine.callMethod(gradient, "clone") as Tensor);
    const part = how.recording(applying.creates, () => this.viewOf(whole));
    const given = how.recording(applying.creates, () => machine.callMethod(part, "clone") as Tensor);
    const found = inner.apply([given], applying);
    const others = found.filter((_, n) => !own[n]);
    if (!this.hasBefore) return others;
    const before = found.find((_, n) => own[n]);
    how.recording(applying.creates, () => {
      if (before === undefined) machine.callMethod(part, "zero_");
      else machine.callMethod(part, "copy_", [before]);
    });
    return [whole, ...others];
  }
}
