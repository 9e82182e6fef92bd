import type { Dim } from "../dims";
import type { Tensor } from "../tensor/tensor";
import type { PyFunction } from "../values/functions";
import type { Place } from "../values/unknown";
import type { Obj, Value } from "../values/value";

/** A tensor that an operator was given, with its shape at that time. */
export interface Operand {
  /** The operator's own name for it: `input`, `weight`. */
  name: string;
  tensor: Tensor;
  shape: readonly Dim[];
}

/** A call of one of the user's functions that an exception left. */
export interface PassedCall {
  fn: PyFunction;
  /** In the parameters' order. */
  args: readonly Value[];
  /** Where the user's source calls it. */
  at: Place | undefined;
}

/** A Python exception on its way up. */
export class PyRaise {
  /** Calls that it has left, innermost first. */
  readonly passed: PassedCall[] = [];
  /** The package whose absence it tells: whether it is absent is not known. */
  absent: string | undefined;
  /** The operator that refused its arguments, and the tensors among them. */
  refused: { op: string; operands: readonly Operand[] } | undefined;

  constructor(
    readonly exception: Obj,
    /** Innermost first. */
    readonly stack: Place[],
  ) {}
}
