import type { DType } from "../tensor/dtype";
import type { Tensor } from "../tensor/tensor";
import type { Machine } from "../values/runtime";
import type { Unknown } from "../values/unknown";
import type { Value } from "../values/value";
import type { TrainingEvent } from "./events";
import type { Executor } from "./executor";
import type { Modes } from "./modes";
import type { Schema } from "./schema";
import type { Tape } from "./tape";
import type { Trace, TraceStep } from "./trace";
import type { Release } from "./version";

/** PyTorch's global modes, as the program has set them. */
export interface Settings {
  /** False inside `torch.no_grad()`; undefined where the program leaves it open. */
  gradEnabled: boolean | undefined;
  /** `torch.get_default_dtype()` */
  defaultDType: DType;
  /** The mode of modules that are made: PyTorch's own is training. */
  training: boolean;
  readonly modes: Modes;
  /** How many GPUs the run assumes; undefined: it is left open whether there is one. */
  gpus: number | undefined;
  /** What the program asks of GPUs: whether there is one, or how many. */
  asked: "presence" | "count" | undefined;
  /** Whether the program asks for gradients: a run on numbers has to remember what they are computed from. */
  asksGradients: boolean;
}

/** What an operator may ask of whoever runs it, beside Python's protocols. */
export interface TensorMachine extends Machine {
  /**
   * An operator wants a tensor and has an Unknown. Where that is an entry's input of unknown shape, the analysis begins anew with the
   * rank that the operator's letters tell; else nothing is known of the result.
   */
  demand(
    unknown: Unknown,
    letters: string | undefined,
    schema: Schema,
    bound: Record<string, unknown>,
  ): Value | undefined;
  /** A tensor on the CPU meets those of a module that may lie elsewhere, in an operator that takes no others. */
  leftBehind(tensor: Tensor): void;
  /** A function that sees gradients: a pass backward may call it. */
  seesGradients(hook: Value): void;
  /** What sees gradients may be called now. */
  callGradientHooks(): void;
  /** Adds a step to the trace. */
  record(step: TraceStep): void;
  /** Adds an event to the trace. */
  noted(event: TrainingEvent): void;
  /** `target` now holds what `source` was: an `out=` argument. */
  alias(target: Tensor, source: Tensor): void;
  /** Who computes the operators, where the program runs on numbers. */
  readonly executor: Executor | undefined;
  /** What gradients are computed from, where a run on numbers asks for them. */
  readonly tape: Tape | undefined;
  readonly trace: Trace;
  /** Above zero where it is not certain that the program comes by. */
  forkDepth: number;
  readonly settings: Settings;
  /** The PyTorch whose rules and words hold. */
  readonly torch: Release;
}
