import type { PerDevice } from "../../analysis/cost/memory/parallel";
import type { TrainingJson } from "../../analysis/report";

/** The memory of a step of training, by what it is for. */
export function renderTraining(
  training: TrainingJson,
  /** Who keeps state: their classes, or the name that was asked for. */
  optimizer: string,
  shared: readonly PerDevice[] = [],
): string {
  const rows: [string, number][] = [
    ["parameters", training.parameterBytes],
    ["buffers", training.bufferBytes],
    ["inputs", training.inputBytes],
    ["gradients", training.gradientBytes],
    [`state of ${optimizer}`, training.optimizerBytes],
    ["kept for backward", training.activationBytes],
    [
      `peak, in ${training.peak.phase === "optimizer" ? "the optimizer's step" : `the ${training.peak.phase} pass`}`,
      training.peakBytes,
    ],
    ...shared.map(({ strategy, peakBytes }): [string, number] => [`each device, ${strategy}`, peakBytes]),
  ];
  const { noGradient } = training;
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, bytes]) => `  ${name.padEnd(width)}  ${(bytes / 1e6).toFixed(1).padStart(10)} MB`);
  const flops = `  ${"FLOPs".padEnd(width)}  ${training.forwardFlops} forward, ${training.backwardFlops} backward`;
  const without = noGradient.length === 0 ? "" : `  no gradient comes to ${noGradient.join(", ")}\n`;
  return `\nA step of training\n${lines.join("\n")}\n${flops}\n${without}`;
}
