import type { OptimizerName } from "../analysis/cost/memory/optimizers";
import type { TrainingQuestion } from "../analysis/entries/footprint";

/** In the place of an optimizer: the training loop that the program has of its own. */
export const OWN = "program";

/** Options that say how a program is trained. */
export interface TrainOptions {
  /** An optimizer: a step of training is asked about. */
  train?: OptimizerName | typeof OWN;
  foreach?: boolean;
  /** The numbers of weights, inputs and all that follows. */
  dtype?: "float32" | "bf16" | "fp16";
  /** Autocast around the forward pass. */
  autocast?: boolean;
  /** Paths of modules that the step computes again on its backward pass. */
  checkpoint?: string;
  /** Over how many passes gradients are accumulated. */
  accumulate?: number;
  /** Gradients are filled with zeros rather than dropped (`zero_grad(set_to_none=False)`). */
  keepGradients?: boolean;
}

/** What is asked of a step of training; undefined where none is asked about. */
export function trainingQuestion(options: TrainOptions): TrainingQuestion | undefined {
  const { train, foreach = false, dtype = "float32", checkpoint, accumulate = 1, keepGradients = false } = options;
  if (train === undefined || train === OWN) return undefined;
  return {
    optimizer: train,
    foreach,
    half: dtype !== "float32",
    ...(options.autocast && { autocast: "cuda" as const }),
    accumulates: accumulate > 1 || keepGradients,
    ...(checkpoint !== undefined && { checkpoint }),
  };
}
