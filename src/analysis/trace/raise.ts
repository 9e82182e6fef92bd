import type { Dim } from "../dims";
import { type About, type Failure, failure, type PlainKind } from "../failure";
import type { Tensor } from "../tensor/tensor";
import type { PyFunction } from "../values/functions";
import type { Place } from "../values/unknown";
import type { Obj, PyClass, Value } from "../values/value";

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

/** What exceptions are about, however often they are raised again. */
const failures = new WeakMap<Obj, Failure>();

/** Says what an exception is about, unless that is known. */
export function explain(exception: Obj, about: Failure): void {
  if (!failures.has(exception)) failures.set(exception, about);
}

/** What an exception of one of Python's own classes is about, where whoever raised it said no more. */
const kindOfClass: Record<string, PlainKind> = {
  KeyError: "key",
  IndexError: "index",
  ValueError: "value",
  TypeError: "argument",
  ZeroDivisionError: "zero-division",
  OverflowError: "overflow",
  NotImplementedError: "not-implemented",
  EinopsError: "pattern",
};

/** What a class of exceptions says by itself. */
export function failureOfClass(cls: PyClass): Failure {
  const base = cls.mro.find(({ name }) => name in kindOfClass);
  return failure(base === undefined ? "runtime" : kindOfClass[base.name]);
}

/** Tensors of floats that an operator would take if they held numbers of another kind. */
export interface OtherNumbers {
  dtype: "int64" | "complex64";
  tensors: readonly Tensor[];
}

/** Why a pass backward fails on a tensor that was kept for it. */
export interface Spoilt {
  /** Where it was written since. */
  write: Place;
  /** The operator that keeps it, and where that is called. */
  keeper: { name: string; place: Place | undefined };
}

/** A Python exception on its way up. */
export class PyRaise {
  /** Calls that it has left, innermost first. */
  readonly passed: PassedCall[] = [];
  /** The package whose absence it tells: whether it is absent is not known. */
  absent: string | undefined;
  /** The operator that refused its arguments, and the tensors among them; `taken`: those that would do if they held other numbers. */
  refused: { op: string; operands: readonly Operand[]; taken: OtherNumbers | undefined } | undefined;
  /** Of a pass backward: the write that it fails for. */
  spoilt: Spoilt | undefined;

  constructor(
    readonly exception: Obj,
    /** Innermost first. */
    readonly stack: Place[],
    about?: About,
  ) {
    if (about !== undefined) explain(exception, failure(about));
  }

  get failure(): Failure {
    return failures.get(this.exception) ?? failureOfClass(this.exception.cls);
  }
}
