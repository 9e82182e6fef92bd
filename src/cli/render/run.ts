import { formatDims } from "../../features/shapes";
import { gradientStatistics } from "../../runtime/gradient-statistics";
import type { RunResult, Statistics } from "../../runtime/result";
import { statisticsOf } from "../../runtime/statistics";
import type { Output } from "../context";
import { type Style, styleFor } from "./style";
import { type Row, table } from "./table";

export interface RunView {
  call: string;
  file: string;
  seed: number;
  result: RunResult;
}

/** What `run` prints for a person: each step with the numbers that came out, then the output. */
export function renderRun({ call, file, seed, result }: RunView, out: Output): string {
  const style = styleFor(out);
  const columns = [
    { title: "line", align: "right" as const, style: style.dim },
    { title: "operator" },
    { title: "module", least: 8, style: style.dim },
    { title: "shape", least: 12, style: style.cyan },
    ...["mean", "std", "min", "max"].map((title) => ({ title, align: "right" as const })),
    { title: "nan", align: "right" as const, style: style.red },
    { title: "ms", align: "right" as const, style: style.dim },
  ];
  const rows = result.steps.flatMap(({ op, line, module, outputs, ms }): Row[] => {
    return outputs.map(({ shape, expected, statistics }, index) => {
      const executed = formatDims(shape) + (expected ? ` (analysed: ${formatDims(expected)})` : "");
      const head = index === 0 ? [`${line ?? ""}`, op, result.modules[module]?.path ?? ""] : ["", "", ""];
      return {
        cells: [...head, executed, ...statisticsCells(statistics), index === 0 ? ms.toFixed(1) : ""],
        ...(expected && { style: style.red }),
      };
    });
  });
  const kept = Object.entries(result.kept ?? {}).map(([name, { shape, dtype, data }]) => ({
    cells: [
      name,
      formatDims(shape),
      dtype,
      ...statisticsCells(statisticsOf(Float64Array.from(data as ArrayLike<number>, Number), shape, false)),
    ],
  }));
  const outputs = result.outputs.map(({ shape, dtype, statistics }, index) => ({
    cells: [`output.${index}`, formatDims(shape), dtype, ...statisticsCells(statistics)],
  }));
  const outputColumns = [
    { title: "" },
    { title: "shape", style: style.cyan },
    { title: "dtype", style: style.dim },
    ...["mean", "std", "min", "max"].map((title) => ({ title, align: "right" as const })),
    { title: "nan", align: "right" as const, style: style.red },
  ];
  const { rows: byDepth, remarks } = result.flow ?? { rows: [], remarks: [] };
  const gradients = byDepth.map(({ name }) => {
    const { data, shape } = result.gradients![name];
    const { norm, mean, std, min, max, zeros } = gradientStatistics(data as ArrayLike<number>);
    return { cells: [`grad.${name}`, formatDims(shape), ...[norm, mean, std, min, max].map(shortNumber), `${zeros}`] };
  });
  const gradientColumns = [
    { title: "" },
    { title: "shape", style: style.cyan },
    ...["norm", "mean", "std", "min", "max", "zeros"].map((title) => ({ title, align: "right" as const })),
  ];
  const parts = [
    [`${style.bold(call)}  ${style.dim(file)}`],
    ...(result.printed === undefined ? [] : [[style.dim("printed"), result.printed.trimEnd()]]),
    table(columns, rows, out.columns, style.dim),
    table(outputColumns, [...outputs, ...kept], out.columns, style.dim),
    ...(gradients.length > 0 ? [table(gradientColumns, gradients, out.columns, style.dim)] : []),
    ...(remarks.length > 0 ? [remarks] : []),
    ...trialLines(result.trials, style),
    [
      `${style.dim("backend".padEnd(12))} ${result.backend}`,
      `${style.dim("seed".padEnd(12))} ${seed}`,
      `${style.dim("time".padEnd(12))} ${result.ms.toFixed(0)} ms, ${result.steps.length} steps`,
      ...result.notes.map((note) => `${style.dim("note".padEnd(12))} ${note}`),
    ],
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The loss curve, and gradients beside differences. */
function trialLines(trials: RunResult["trials"], { bold, red }: Style): string[][] {
  if (trials === undefined) return [];
  if ("failed" in trials) return [[`nothing was tried: ${trials.failed}`]];
  const { overfit, check = [] } = trials;
  const wrong = check.filter(({ agrees }) => !agrees);
  return [
    ...(overfit === undefined
      ? []
      : [
          [
            bold(`${overfit.losses.length} steps of ${overfit.optimizer} on one batch`),
            overfit.standIn ? STAND_IN : "the loss of each:",
            overfit.losses.map(shortNumber).join(" "),
          ],
        ]),
    ...(check.length === 0
      ? []
      : [
          [
            bold(`${check.length - wrong.length} of ${check.length} gradients are what differences say`),
            ...wrong.map(({ name, derived, difference }) =>
              red(`${name}: ${shortNumber(derived)} by its derivative, ${shortNumber(difference)} by differences`),
            ),
          ],
        ]),
  ];
}

/** What is said where a call has no loss of its own. */
const STAND_IN = "the call gives no loss: mean squared distance to random targets, which stay the same";

function statisticsCells(statistics: Statistics | undefined): string[] {
  if (statistics === undefined) return ["", "", "", "", ""];
  const { mean, std, min, max, nan } = statistics;
  return [...[mean, std, min, max].map(shortNumber), nan > 0 ? `${nan}` : ""];
}

/** Four significant digits. */
function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : `${value}`;
  return `${Number(value.toPrecision(4))}`;
}
