import type { Style } from "./style";

/** What `fit --json` prints. */
export interface FitAnswer {
  fits: boolean;
  peakBytes: number;
  deviceBytes: number;
  /** Infinity where no batch is too large. */
  largestBatch: number;
  help: readonly { change: string; peakBytes: number; largestBatch: number }[];
}

/** Whether it fits, the largest batch, and what would help, a line each. */
export function fitLines(answer: FitAnswer, { bold }: Style): string[] {
  const rows = [
    [answer.fits ? "fits" : "does not fit", `${gigabytes(answer.peakBytes)} of ${gigabytes(answer.deviceBytes)} GB`],
    ["largest batch", batchText(answer.largestBatch)],
    ...answer.help.map(({ change, peakBytes, largestBatch }) => [
      `with ${change}`,
      `${gigabytes(peakBytes)} GB, largest batch ${batchText(largestBatch)}`,
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text], n) => `${n === 0 ? bold(name.padEnd(width)) : name.padEnd(width)}  ${text}`);
}

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);

// JSON has no infinity: it writes null.
const batchText = (batch: number | null) => (batch !== null && Number.isFinite(batch) ? String(batch) : "any");
