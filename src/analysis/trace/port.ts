import type { DType } from "../tensor/dtype";
import type { Tensor } from "../tensor/tensor";
import type { Machine } from "../values/runtime";
import type { Unknown } from "../values/unknown";
import type { Value } from "../values/value";
import type { Schema } from "./schema";
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
  /** Adds a step to the trace. */
  record(step: TraceStep): void;
  /** `target` now holds what `source` was: an `out=` argument. */
  alias(target: Tensor, source: Tensor): void;
  readonly trace: Trace;
  /** Above zero where it is not certain that the program comes by. */
  forkDepth: number;
  readonly settings: Settings;
  /** The PyTorch whose rules and words hold. */
  readonly torch: Release;
}
