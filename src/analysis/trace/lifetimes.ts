import type { Tensor } from "../tensor/tensor";
import type { Value } from "../values/value";
import type { TrainingEvent } from "./events";
import type { TraceStep } from "./trace";

/** While Python holds a tensor, by steps of the trace. */
export interface Lifetime {
  /** The step that made it. */
  readonly made: number;
  /** The first step, or moment between steps, before which nothing of Python's holds it any more; `Infinity` where something still does at the end. */
  released: number;
}

/** Whoever follows how long a program holds its tensors. Compiled code tells it what is being evaluated; `Call` is a frame of the call stack. */
export interface LifetimeObserver<Call> {
  /** How long each tensor of the pass was held. */
  readonly lifetimes: ReadonlyMap<Tensor, Lifetime>;
  /** The index of the pass's first step, once it has begun. */
  readonly begin: number | undefined;
  /** The arguments of the outermost module that the pass began with. */
  readonly given: readonly Value[];
  /** Its loops are followed round by round, until it has seen enough of them. */
  readonly endsLoops: boolean;
  /** How many operands of expressions under way are held. */
  readonly height: number;
  /** The pass begins, with the call of an outermost module or the evaluation of an expression. Gives the arguments that hold instead of these. */
  start(step: number, args: readonly Value[]): readonly Value[];
  /** A value was evaluated, in place of the operands above that height. */
  evaluated(height: number, value: Value): void;
  /** Operands above that height are no longer held by the expression: it has ended, or a called function has taken them over. */
  handOver(height: number): void;
  /** An iterator of the machine's own goes over these values. */
  iterates(iterator: Value, over: readonly Value[]): void;
  /** An operator has run: its operands are still held, its results are not yet. */
  ran(step: TraceStep, index: number, top: Call | undefined): void;
  /** The program has done something beside its operators. */
  noted(event: TrainingEvent, top: Call | undefined): void;
  /** The pass has ended before the step of that index, and gave a value. */
  end(index: number, value: Value): void;
}
