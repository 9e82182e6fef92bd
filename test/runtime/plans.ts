import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Plan, PlanStep, PlanValue } from "../../src/analysis/plan/plan";
import type { DType } from "../../src/analysis/tensor/dtype";
import { provideBackends } from "../../src/runtime/backends";
import type { TensorData } from "../../src/runtime/result";

const wasmFolder = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json")),
  "wasm-out",
);
provideBackends({ wasm: (file) => readFile(path.join(wasmFolder, file)) });

export { wasmFolder };

export type Spec = [shape: number[], dtype?: DType];

interface StepSpec {
  op: string;
  args: Record<string, PlanValue>;
  /** Ids of the results. */
  out: number[];
  writes?: number;
  view?: boolean;
}

/** A plan in a few lines: tensors by id, steps in order. */
export function planOf(
  tensors: Record<number, Spec>,
  steps: StepSpec[],
  rest: Partial<Pick<Plan, "forward" | "state" | "inputs" | "output">> = {},
): Plan {
  return {
    steps: steps.map(({ op, args, out, writes, view }, i): PlanStep => {
      const step: PlanStep = { op, args, outputs: out, module: -1, file: "model.py", line: i + 1 };
      if (writes !== undefined) step.writes = writes;
      if (view) step.view = true;
      return step;
    }),
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([id, [shape, dtype]]) => [id, { shape, dtype: dtype ?? "float32" }]),
    ),
    forward: 0,
    state: [],
    inputs: [],
    output: null,
    modules: [],
    ...rest,
  };
}

export const t = (tensor: number): PlanValue => ({ tensor });

export function floats(shape: number[], data: number[]): TensorData {
  return { shape, dtype: "float32", data: Float32Array.from(data) };
}

export function integers(shape: number[], data: number[]): TensorData {
  return { shape, dtype: "int64", data: Int32Array.from(data) };
}
