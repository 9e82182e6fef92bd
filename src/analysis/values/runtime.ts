import type { BinaryOperator, ComparisonOperator } from "../../syntax/ast";
import type { Assumptions, Dim, Relation } from "../dims";
import type { About } from "../failure";
import type { Place, Unknown, UnknownType } from "./unknown";
import type { Obj, Value } from "./value";

/**
 * What a value may ask of the machine that runs it: the protocols of Python.
 * All of it follows Python's protocols (`__call__`, `__getattr__`, `__iter__`, `__eq__` …), and none throws a JavaScript
 * error: a Python exception leaves as `PyRaise`, and what can't be decided is `undefined` or an `Unknown`.
 */
export interface Machine {
  /** Pays for work that is done, in units of `work.ts`: in proportion, and before it is done where it may be much. */
  pay(units: number): void;
  call(callee: Value, args?: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value;
  callMethod(object: Value, name: string, args?: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value;
  /** Raises AttributeError where there is none. */
  getattr(object: Value, name: string): Value;
  /** Undefined where there is none. */
  findattr(object: Value, name: string): Value | undefined;
  setattr(object: Value, name: string, value: Value): void;
  binary(op: BinaryOperator, left: Value, right: Value): Value;
  compare(op: ComparisonOperator, left: Value, right: Value): Value;
  /** Python's truth value; undefined where it can't be known. */
  truth(value: Value): boolean | undefined;
  /** `left == right` as a decision; undefined where it can't be known. */
  equal(left: Value, right: Value): boolean | undefined;
  /** All items of an iterable, or an Unknown where their number is not known. */
  list(iterable: Value): Value[] | Unknown;
  /** Python's `iter()`, as a function that gives the next item or undefined; an Unknown where it can't be iterated. */
  iterate(iterable: Value): (() => Value | undefined) | Unknown;
  len(value: Value): Value;
  getitem(object: Value, index: Value): Value;
  setitem(object: Value, index: Value, value: Value): void;
  /** For people to read: what has no text that is known gets one. */
  str(value: Value): string;
  repr(value: Value): string;
  /** For the program: unknown where Python's text is not known, as that of a tensor with its numbers. */
  textOf(value: Value, how: "str" | "repr"): Value;
  /** `int(...)`-like reading of an index: a size, or undefined for anything else. */
  asDim(value: Value): Dim | undefined;
  /** Raises a Python exception of a builtin class, with one message. `about`: where the class alone does not tell what went wrong. */
  raise(className: string, message: string, about?: About): never;
  raiseValue(exception: Obj): never;
  unknown(reason: string, type?: UnknownType): Unknown;
  /** A new symbol for a size that depends on data (`u0`, `u1` …). */
  freshDim(reason: string, hint?: string, most?: number): Dim;
  /** An unknown where a size is wanted. */
  sizeOf(unknown: Unknown): Dim;
  /** Notes what the program needs (it could be neither proved nor refuted) and assumes it from here on. */
  require(relation: Relation): void;
  import(name: string): Value;
  /** A name of the builtins scope, of Python's or of the machine's own. */
  builtin(name: string): Value;
  /** A warning of one of Python's classes. */
  warn(className: string, message: string, about: About): void;
  /** Runs each alternative as a branch of a fork and joins their results (and what they wrote). */
  join(alternatives: readonly (() => Value)[]): Value;
  readonly assumptions: Assumptions;
  /** Where the program is: the innermost place in the user's own source. */
  place(): Place | undefined;
}
