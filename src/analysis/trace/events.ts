import type { Place } from "../values/unknown";
import type { Value } from "../values/value";

/** What a program does to train a model, beside computing tensors. The stand-ins note it (`_note` in the prelude). */
export type EventKind =
  /** An optimizer was made; `subject` is the optimizer. */
  | "optimizer"
  /** `optimizer.step()`, when it is done. */
  | "step"
  /** `zero_grad()` of an optimizer or a module; `detail` is `set_to_none`. */
  | "zero"
  /** A scheduler's `step()`; `subject` is the scheduler, `detail` its optimizer. */
  | "schedule"
  /**
   * `loss.backward()`; `subject` is the tensor. `detail`: what becomes of the graph ("frees", "retains", or "creates" one of the gradients), or "gives"
   * for `torch.autograd.grad`, which leaves `grad` as it is.
   */
  | "backward"
  /** The `grad` of a tensor was asked for or written; `detail` is the tensor that was given, False where it was set to None. */
  | "grad"
  /** A data loader gives fewer batches than there are. */
  | "abridged"
  /** `train(mode)` of a module, also of those inside; `detail` is the mode. */
  | "mode"
  /** Weights were read into a module. */
  | "loaded"
  /** A call that is not followed got it, and may do with it what it likes. */
  | "given"
  /** A list was repeated: `[layer] * n`; `subject` is the new list. */
  | "repeated"
  /** A module's child or parameter was replaced by another; `subject` is the module, `detail` the old one and the new one. */
  | "replaced"
  /** A tensor got an attribute that PyTorch does not know, or a module one that is true or false; `detail` is its name. */
  | "attribute"
  /** The numbers of a tensor were read into Python, which ends its gradient: `item()`, `tolist()`, `numpy()`; `detail` is the method. */
  | "read"
  /** `torch.load` was called; `detail` is what `weights_only` was given. */
  | "load"
  /** What is computed again on the backward pass begins (`detail`: whether to its end), or ends (None). */
  | "checkpoint"
  /** The outermost region of autocast ended. */
  | "autocast"
  /** A function that PyTorch advises against was called; `detail` says which, and what it is now. */
  | "deprecated"
  /** As `deprecated`, with arguments of this type: the next step's. */
  | "deprecated-type";

export interface TrainingEvent {
  kind: EventKind;
  subject: Value;
  detail: Value;
  /** How many steps the trace had. */
  at: number;
  place: Place | undefined;
  /** False in a branch that may not be entered. */
  certain: boolean;
}
