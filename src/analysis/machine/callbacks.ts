import type { PyFunction, Value } from "../values";

/** A function of the program that something not known, or a pass backward, may call at any later time. */
export interface Callback {
  readonly fn: PyFunction;
  /** The function itself, or the method bound to its object. */
  readonly value: Value;
}
