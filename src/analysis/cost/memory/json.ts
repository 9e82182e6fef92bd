import type { TrainingJson } from "../../report";
import type { Training } from "./training";

/** The figures of a training step as the command line prints them. */
export function trainingJson(training: Training): TrainingJson {
  const { parameterBytes, bufferBytes, gradientBytes, optimizerBytes, activationBytes, temporaryBytes } = training;
  const { peakBytes, forwardFlops, backwardFlops } = training;
  const bytes = { parameterBytes, bufferBytes, gradientBytes, optimizerBytes, activationBytes, temporaryBytes };
  return { ...bytes, peakBytes, forwardFlops, backwardFlops };
}
