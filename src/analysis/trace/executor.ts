import type { Tensor, TensorData } from "../tensor/tensor";
import type { Place } from "../values/unknown";
import type { Value } from "../values/value";
import type { CallHead, TraceStep } from "./trace";

/** An operator's call whose answer is a Python number or bool. */
export type Question = Pick<TraceStep, "op" | "schema" | "args" | "place">;

/** A generator of random numbers. */
export interface Chance {
  seed(seed: bigint): void;
  /** That many random bits. */
  bits(count: number): bigint;
  /** In [0, 1). */
  uniform(): number;
  /** Of mean 0 and deviation 1. */
  gauss(): number;
}

/**
 * Computes what the operators of a program give, where it runs on numbers: plugged into a run, each operator is bound, checked and shaped
 * by its row as ever, and then computed. What the program decides by data asks the tensors (`Tensor.held`), so nothing is left open.
 */
export interface Executor {
  /**
   * Computes a step: its results (or what it writes) hold numbers from then on, and have the shapes that came out. `literal` are the numbers
   * of a result that is made of Python's own.
   */
  compute(step: TraceStep, literal: TensorData | undefined): void;
  /** What an operator answers that makes no tensor (`torch.equal`); undefined where nothing computes it. */
  answer(question: Question): boolean | number | undefined;
  /** `target` now holds what `source` does: an `out=` argument, `target.data = source`. */
  alias(target: Tensor, source: Tensor): void;
  /** The file's own statements have run: the call that is asked for is evaluated next. */
  begin(): void;
  /** The call has been evaluated: what is computed next is not part of it. */
  evaluated(): void;
  /** How many operators were computed: what tells their random numbers. */
  readonly moment: number;
  /** Runs what draws the random numbers that were drawn at that moment. */
  repeat<T>(moment: number, run: () => T): T;
  /** An outermost module is about to be called. */
  enter(call: CallHead): void;
  /** A module's call has returned, the outermost one or one inside of it. */
  leave(call: CallHead, output: Value, isOutermost: boolean): void;
  /** The numbers of a generator of the program, seeded by the run until the program seeds it. */
  chance(generator: object): Chance;
  /** The program has printed. */
  printed(text: string): void;
}

/** A run has come to the call that was asked for, and past it. Leaves the machine. */
export class Reached {
  constructor(readonly output: Value) {}
}

/** Why a run on numbers can't go on: what the program needs is not known. Leaves the machine. */
export class NotExecuted {
  constructor(
    readonly reason: string,
    readonly at: Place | undefined,
    /** It could go on if gradients were recorded. */
    readonly wantsGradients = false,
  ) {}
}
