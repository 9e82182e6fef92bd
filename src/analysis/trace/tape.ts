import type { Tensor } from "../tensor/tensor";
import type { PyDict } from "../values/containers";
import type { Value } from "../values/value";
import type { Schema } from "./schema";

/** An operator's call, as the tape sees it. */
export interface OperatorCall {
  schema: Schema;
  /** Arguments by the schema's names, as they are bound. */
  bound: Readonly<Record<string, unknown>>;
  /** The tensor that is written, for an in-place operator. */
  target: Tensor | undefined;
  /** It makes its target another view of its storage (`unsqueeze_`). */
  reviews: boolean;
  /** The same call with some arguments replaced, not in place. */
  again(changes: Readonly<Record<string, unknown>>): Value;
}

/** An operator's call that is under way. */
export interface Recording {
  /** It has been computed. `view`: the outputs share the first tensor's storage. */
  done(outputs: readonly Tensor[], view: boolean): void;
}

/** What a pass backward does. */
export interface Pass {
  /** The graph is kept for another pass. */
  retained: boolean;
  /** Gradients can be differentiated again. */
  creates: boolean;
}

/** What a function of the program's own gives for the gradients of its results. */
export interface OwnRule {
  name: string;
  /** Gradients of its arguments, in their order; a result without one has none, or zeros where it is `materialized`. */
  backward(gradients: readonly Value[]): Value;
  materialized: boolean;
}

/**
 * What is remembered of a run on numbers so that gradients can be computed: plugged into a run that asks for them, and no other
 * (https://docs.pytorch.org/docs/stable/notes/autograd.html).
 */
export interface Tape {
  /** An operator is about to be computed; undefined where nothing of it is remembered. */
  begin(call: OperatorCall): Recording | undefined;
  /** Whether a tensor requires a gradient: what is written through other views of its storage decides too. */
  requires(tensor: Tensor): boolean;
  isLeaf(tensor: Tensor): boolean;
  /** `tensor.grad` */
  gradientOf(tensor: Tensor): Tensor | undefined;
  setGradient(tensor: Tensor, gradient: Tensor | undefined): void;
  /** `tensor.retain_grad()` */
  retain(tensor: Tensor): void;
  retains(tensor: Tensor): boolean;
  /** Functions that see the gradient of a tensor, and may replace it; with `after`, that see a leaf whose gradient was accumulated. */
  hooksOf(tensor: Tensor, after: boolean): PyDict;
  /** Gradients of all leaves behind `roots`, or of `inputs` alone, added to what is in `tensor.grad`. */
  accumulate(
    roots: readonly Tensor[],
    gradients: readonly (Tensor | undefined)[],
    inputs: readonly Tensor[] | undefined,
    pass: Pass,
  ): void;
  /** Gradients of all leaves behind the sum of all elements of some tensors. */
  sumBackward(roots: readonly Tensor[]): void;
  /** Gradients of `inputs`; undefined where one has no part in `roots`. */
  gradients(
    roots: readonly Tensor[],
    gradients: readonly (Tensor | undefined)[],
    inputs: readonly Tensor[],
    pass: Pass,
  ): (Tensor | undefined)[];
  /** The results of a function of the program's own (`torch.autograd.Function`), as what is remembered of them: some of `outputs` get another object. */
  own(rule: OwnRule, args: readonly Value[], outputs: readonly OwnOutput[]): Tensor[];
}

/** A result of a function of the program's own. */
export interface OwnOutput {
  tensor: Tensor;
  isDifferentiable: boolean;
  /** It is an argument that the function has written. */
  isDirty: boolean;
}
