import type { FitJson, PeakJson, TrainingJson } from "../analysis/report";
import { formatBytes } from "./numbers";

/** How a step of training is made, as people say it. */
export interface TrainingNames {
  optimizer: string;
  precision: "float32" | "bf16" | "fp16";
  /** Name of a device; empty for none. */
  device: string;
}

/** During what most is alive: `the derivative of linear`. */
export function peakText({ phase, op }: PeakJson): string {
  if (phase === "optimizer") return "the optimizer's step";
  if (op === null) return `the ${phase} pass`;
  const name = op.split(".", 1)[0];
  return phase === "backward" ? `the derivative of ${name}` : name;
}

/** `1.2 ms`, `0.34 s`, `12 s`. */
export function secondsText(seconds: number): string {
  const [value, unit] = seconds < 1e-3 ? [seconds * 1e6, "µs"] : seconds < 1 ? [seconds * 1e3, "ms"] : [seconds, "s"];
  return `${Number(value.toPrecision(2))} ${unit}`;
}

/** What a step of training takes of memory, by what it is for. */
export function trainingParts(
  training: TrainingJson,
  optimizer: string,
): { name: string; about: string; bytes: number }[] {
  const { parameterBytes, bufferBytes, inputBytes, gradientBytes, optimizerBytes, activationBytes, temporaryBytes } =
    training;
  return [
    { name: "parameters", about: "Weights of all modules", bytes: parameterBytes },
    { name: "buffers and inputs", about: "What is there beside the weights", bytes: bufferBytes + inputBytes },
    { name: "gradients", about: "One for each parameter that is trained", bytes: gradientBytes },
    { name: `state of ${optimizer}`, about: "What the optimizer keeps from step to step", bytes: optimizerBytes },
    { name: "kept for backward", about: "What the forward pass leaves for the backward pass", bytes: activationBytes },
    { name: "temporaries", about: "Of the peak: what the backward pass or the optimizer makes", bytes: temporaryBytes },
  ];
}

/** What a training loop of the program's own takes, in one line. */
export function ownText({ optimizers = [], peakBytes, peak, optimizerBytes }: TrainingJson): string {
  const names = optimizers.length === 0 ? "" : ` with ${optimizers.join(", ")}`;
  const state = optimizerBytes === 0 ? "" : `, ${formatBytes(optimizerBytes)} of it state`;
  return `the file's own loop${names}: ${formatBytes(peakBytes)} at most, in ${peakText(peak)}${state}`;
}

/** Names that are written out. */
const MOST_NAMES = 4;

/** Parameters that get no gradient, in one line; undefined where all get one. */
export function noGradientText({ noGradient }: TrainingJson): string | undefined {
  if (noGradient.length === 0) return undefined;
  const more = noGradient.length - MOST_NAMES;
  const names = noGradient.slice(0, MOST_NAMES).join(", ");
  return `no gradient comes to ${more > 0 ? `${names} and ${more} more` : names}`;
}

/** `fits: 12.1 of 85.9 GB`, with the largest batch. */
export function fitText({ fits, peakBytes, deviceBytes, largestBatch }: FitJson, device: string): string {
  const room = `${formatBytes(peakBytes)} of ${formatBytes(deviceBytes)}`;
  return `${fits ? "fits" : "does not fit"} into ${device}: ${room}, largest batch ${batchText(largestBatch)}`;
}

/** A batch; JSON writes no infinity, which is any. */
export function batchText(batch: number | null): string {
  return batch !== null && Number.isFinite(batch) ? batch.toLocaleString("en-US") : "any";
}

/** What helps most of a question whether it fits: `bf16: 8.1 GB, largest batch 138`. */
export function helpTexts({ help }: FitJson, most = 3): string[] {
  return help
    .slice(0, most)
    .map(
      ({ change, peakBytes, largestBatch }) =>
        `${change}: ${formatBytes(peakBytes)}, largest batch ${batchText(largestBatch)}`,
    );
}
