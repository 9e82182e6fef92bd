import { BoundMethod, type PyFunction, type Value } from "../values";

/** A function of the program that something not known, or a pass backward, may call at any later time. */
export interface Callback {
  readonly fn: PyFunction;
  /** The function itself, or the method bound to its object. */
  readonly value: Value;
}

/** What was given to what is not known, and what calling it again and again has cost. */
export class Callbacks {
  readonly kept: Callback[] = [];
  /** Units that calls of them may cost; undefined until the first one. */
  left: number | undefined;

  keep(callback: Callback): void {
    if (!this.kept.some((one) => isSame(one, callback))) this.kept.push(callback);
  }
}

function isSame(a: Callback, b: Callback): boolean {
  if (a.fn !== b.fn) return false;
  return a.value === b.value || receiverOf(a.value) === receiverOf(b.value);
}

function receiverOf(value: Value): Value | undefined {
  return value instanceof BoundMethod ? value.self : undefined;
}
