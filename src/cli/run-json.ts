import { gradientStatistics } from "../runtime/gradient-statistics";
import type { Output } from "../runtime/output";
import type { RunResult, Statistics, StepOutput } from "../runtime/result";
import { statisticsOf } from "../runtime/statistics";

/** The numbers of a tensor that are told: NaN of an empty tensor is `null` in JSON. */
interface TensorNumbers {
  shape: number[];
  dtype: string;
  /** The shape that the analysis foretold. */
  analysed?: (number | string)[];
  /** The shape that the operator's row gave, where another one came out. */
  expected?: number[];
  mean?: number;
  std?: number;
  min?: number;
  max?: number;
  nan?: number;
  inf?: number;
}

/** `run --json`. */
export function runJson(result: RunResult): object {
  const { backend, ms, modules, notes } = result;
  return {
    output: outputJson(result),
    ...(result.gradients && { gradients: gradientsJson(result.gradients) }),
    ...(result.flow && { gradientFlow: result.flow }),
    ...(result.trials && trialsJson(result.trials)),
    ...(result.kept && { kept: keptJson(result.kept) }),
    ...(result.printed !== undefined && { printed: result.printed }),
    backend,
    ms,
    steps: result.steps.map(({ op, file, line, module, outputs, ms }) => {
      const shown = outputs.map(numbers);
      return {
        op,
        file: file ?? null,
        line: line ?? null,
        module: modules[module]?.path ?? "",
        output: shown.length === 1 ? shown[0] : shown,
        ms,
      };
    }),
    notes,
  };
}

/** What is told of each gradient. */
function gradientsJson(gradients: NonNullable<RunResult["gradients"]>): object {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, { data }]) => [name, gradientStatistics(data as ArrayLike<number>)]),
  );
}

/** The loss curve, and gradients beside differences. */
function trialsJson(trials: NonNullable<RunResult["trials"]>): object {
  if ("failed" in trials) return { trials: trials };
  return trials;
}

/** What is told of each result that was kept. */
function keptJson(kept: NonNullable<RunResult["kept"]>): object {
  return Object.fromEntries(
    Object.entries(kept).map(([name, { shape, dtype, data }]) => [
      name,
      numbers({
        shape,
        dtype,
        statistics: statisticsOf(Float64Array.from(data as ArrayLike<number>, Number), shape, false),
      }),
    ]),
  );
}

/** The call's value with the numbers of its tensors. */
function outputJson({ output = null, outputs }: RunResult): unknown {
  const visit = (part: Output): unknown => {
    if (part === null || typeof part !== "object") return { py: pythonText(part) };
    if (Array.isArray(part)) return part.map(visit);
    if ("tensor" in part) return numbers(outputs[part.tensor]);
    return Object.fromEntries(part.dict.map(([key, item]) => [key, visit(item)]));
  };
  return visit(output);
}

function pythonText(value: null | boolean | number | string): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" ? JSON.stringify(value) : `${value}`;
}

function numbers({
  shape,
  dtype,
  analysed: foretold,
  expected,
  statistics,
}: Pick<StepOutput, "shape" | "dtype" | "analysed" | "expected"> & { statistics?: Statistics }): TensorNumbers {
  const analysed = { ...(foretold && { analysed: foretold }), ...(expected && { expected }) };
  if (statistics === undefined) return { shape, dtype, ...analysed };
  const { mean, std, min, max, nan, inf } = statistics;
  return { shape, dtype, ...analysed, mean, std, min, max, nan, inf };
}
