import type { DType } from "../tensor/dtype";
import type { Tensor } from "../tensor/tensor";

/** What a gradient has to be like. */
export interface Meta {
  shape: readonly number[];
  dtype: DType;
}

export function metaOf(tensor: Tensor): Meta {
  return { shape: [...(tensor.shape as readonly number[])], dtype: tensor.dtype };
}

/** Where the gradient of a tensor goes: to the node that made it, or into the leaf that it is. */
export type Edge = { node: GradientNode; output: number } | { leaf: Tensor };

/** An operand that needs a gradient. */
export interface Input {
  edge: Edge;
  meta: Meta;
}

/** How gradients are computed in a pass. */
export interface Applying {
  /** Gradients can be differentiated again. */
  creates: boolean;
}

/** What an operator's call has left: how the gradients of its operands follow from those of its results. */
export interface GradientNode {
  /** Later calls have greater ones. */
  readonly serial: number;
  /** As PyTorch names it in `grad_fn`. */
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Meta[];
  /** Gradients of the inputs, in their order. */
  apply(gradients: readonly (Tensor | undefined)[], how: Applying): (Tensor | undefined)[];
  /** Lets go of what was saved, where anything was. */
  release(): void;
  readonly released: boolean;
}

let made = 0;

/** A number for a node, greater than those before. */
export function nextSerial(): number {
  return ++made;
}
