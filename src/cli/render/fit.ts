import type { FitJson, OwnFitJson, PeakJson, TimeJson } from "../../analysis/report";
import { peakText, secondsText } from "../../features/memoryTexts";
import type { Style } from "./style";

/** What `fit --json` prints; Infinity is null there. */
export type FitAnswer = Omit<FitJson, "largestBatch" | "help"> & {
  largestBatch: number | null;
  help: readonly { change: string; peakBytes: number; largestBatch: number | null }[];
};

/** Whether it fits, the largest batch, where most is alive, how long it takes, and what would help, a line each. */
export function fitLines(answer: FitAnswer, { bold }: Style): string[] {
  const { formulas, seconds, peak } = answer;
  const rows = [
    [answer.fits ? "fits" : "does not fit", `${gigabytes(answer.peakBytes)} of ${gigabytes(answer.deviceBytes)} GB`],
    ["largest batch", batchText(answer.largestBatch)],
    ...(formulas === undefined ? [] : [["peak", `${formulas.peakBytes} bytes for a batch of B`]]),
    ["most is alive", placeText(peak)],
    ...(seconds === undefined ? [] : [["takes", timeText(seconds)]]),
    ...answer.help.map(({ change, peakBytes, largestBatch }) => [
      `with ${change}`,
      `${gigabytes(peakBytes)} GB, largest batch ${batchText(largestBatch)}`,
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text], n) => `${n === 0 ? bold(name.padEnd(width)) : name.padEnd(width)}  ${text}`);
}

/** The same of a training loop of the program's own, whose batches are its own too. */
export function ownFitLines({ fits, peakBytes, deviceBytes, peak }: OwnFitJson, { bold }: Style): string[] {
  const answer = fits ? "fits" : "does not fit";
  return [
    `${bold(answer.padEnd("most is alive".length))}  ${gigabytes(peakBytes)} of ${gigabytes(deviceBytes)} GB`,
    `most is alive  ${placeText(peak)}`,
  ];
}

function placeText(peak: PeakJson): string {
  const { module, file, line } = peak;
  const where = file === null || line === null ? "" : `, ${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
  return `${peakText(peak)}${module === "" ? "" : ` of ${module}`}${where}`;
}

function timeText({ low, high }: TimeJson): string {
  return `${secondsText(low)} to ${secondsText(high)}, by the device's rates`;
}

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);

// JSON has no infinity: it writes null.
const batchText = (batch: number | null) => (batch !== null && Number.isFinite(batch) ? String(batch) : "any");
