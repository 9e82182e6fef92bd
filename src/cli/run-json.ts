import type { Plan, PlanValue } from "../analysis/plan/plan";
import type { RunResult, Statistics, StepOutput } from "../runtime/result";

/** The numbers of a tensor that are told: NaN of an empty tensor is `null` in JSON. */
interface TensorNumbers {
  shape: number[];
  dtype: string;
  mean?: number;
  std?: number;
  min?: number;
  max?: number;
  nan?: number;
  inf?: number;
}

/** `run --json`. */
export function runJson(plan: Plan, result: RunResult): object {
  const { backend, ms, notes } = result;
  return {
    output: outputJson(plan.output, result),
    backend,
    ms,
    steps: result.steps.map(({ step, op, outputs, ms }) => {
      const { file, line, module } = plan.steps[step];
      const places = plan.modules[module];
      const shown = outputs.map(numbers);
      return {
        op,
        file: file ?? null,
        line: line ?? null,
        module: places?.path ?? "",
        output: shown.length === 1 ? shown[0] : shown,
        ms,
      };
    }),
    notes,
  };
}

/** The call's value with the numbers of its tensors, which `result.outputs` holds in the order in which they are met. */
function outputJson(value: PlanValue, { outputs }: RunResult): unknown {
  let next = 0;
  const visit = (part: PlanValue): unknown => {
    if (part === null || typeof part !== "object") return { py: pythonText(part) };
    if (Array.isArray(part)) return part.map(visit);
    if ("tensor" in part) return numbers(outputs[next++]);
    if ("dict" in part) return Object.fromEntries(part.dict.map(([key, item]) => [key, visit(item)]));
    return { py: JSON.stringify(part) };
  };
  return visit(value);
}

function pythonText(value: null | boolean | number | string): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" ? JSON.stringify(value) : `${value}`;
}

function numbers({
  shape,
  dtype,
  statistics,
}: Pick<StepOutput, "shape" | "dtype"> & { statistics?: Statistics }): TensorNumbers {
  if (statistics === undefined) return { shape, dtype };
  const { mean, std, min, max, nan, inf } = statistics;
  return { shape, dtype, mean, std, min, max, nan, inf };
}
