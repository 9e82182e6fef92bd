import type { FootprintJson, PeakJson } from "../analysis/report";
import { codeSpan } from "./markdown";
import {
  fitText,
  helpTexts,
  noGradientText,
  ownText,
  peakText,
  type TrainingNames,
  trainingParts,
} from "./memoryTexts";
import { formatBytes } from "./numbers";

/** A hover's section about memory. */
export function memoryMarkdown({ inference, training, own, fit }: FootprintJson, names: TrainingNames): string {
  const { optimizer, precision, device } = names;
  const parts = trainingParts(training, optimizer)
    .filter(({ bytes }) => bytes > 0)
    .map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`);
  const without = noGradientText(training);
  const lines = [
    `- inference: **${formatBytes(inference.peakBytes)}** at most, in ${at(inference.peak)}`,
    `- a step of training: **${formatBytes(training.peakBytes)}** at most, in ${at(training.peak)}`,
    `  - ${parts.join(", ")}`,
    ...(without === undefined ? [] : [`  - ${without}`]),
    ...(own === undefined ? [] : [`- ${ownText(own)}`]),
    ...(fit === undefined
      ? []
      : [
          `- inference ${fitText(fit.inference, device)}`,
          `- training ${fitText(fit.training, device)}`,
          ...helpTexts(fit.training).map((text) => `  - with ${text}`),
        ]),
  ];
  return [`Memory (${optimizer}, ${precision}):`, ...lines].join("\n");
}

function at(peak: PeakJson): string {
  const { module, line } = peak;
  const where = [...(module === "" ? [] : [codeSpan(module)]), ...(line === null ? [] : [`line ${line}`])].join(", ");
  return `${peakText(peak)}${where === "" ? "" : ` (${where})`}`;
}
