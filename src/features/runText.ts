import { formatDims } from "./shapes";

/** An executed step as far as a line of text has room for it. */
export interface RunStep {
  op: string;
  line?: number;
  /** Absent where the step gave no tensor. */
  executed?: { shape: number[]; dtype: string };
  /** Over finite values; null where there is none. */
  mean: number | null;
  std: number | null;
  min: number | null;
  max: number | null;
  nan: number;
}

const HEAD = ["Line", "Operator", "Shape", "Mean", "Std", "Min", "Max"];

/** The steps of a run, one a line, with what their values are like. */
export function runText(steps: readonly RunStep[]): string {
  const rows = steps.map(({ op, line, executed, mean, std, min, max, nan }) => [
    line === undefined ? "" : `${line}`,
    op,
    executed === undefined ? "" : formatDims(executed.shape),
    ...[mean, std, min, max].map(numberText),
    ...(nan > 0 ? [`${nan} NaN`] : []),
  ]);
  const widths = HEAD.map((_, n) => Math.max(...[HEAD, ...rows].map((row) => row[n].length)));
  return [HEAD, ...rows]
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function numberText(value: number | null): string {
  return value === null ? "" : `${Number(value.toPrecision(4))}`;
}
