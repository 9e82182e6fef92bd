import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Plan, PlanValue } from "../../src/analysis/plan/plan";
import type { DType } from "../../src/analysis/tensor/dtype";
import { execute } from "../../src/runtime/execute";
import { kindOf } from "../../src/runtime/kernels/host";
import type { Tensors } from "../../src/runtime/result";
import * as tf from "../../src/runtime/tf";
import "./plans";

/** PyTorch's recorded answers: `tools/record/kernels.py`. */
interface Case {
  op: string;
  args: Record<string, Recorded>;
  tensors: Stored[];
  outputs: Stored[];
  writes?: boolean;
}
interface Stored {
  shape: number[];
  dtype: DType;
  data: Recorded[];
}
type Recorded = null | boolean | number | string | Recorded[] | { [key: string]: Recorded };

const cases = JSON.parse(readFileSync(new URL("../oracle/kernels.json", import.meta.url), "utf8")) as Case[];

/** JSON has no word for inf and nan. */
function planValue(value: Recorded): PlanValue {
  if (Array.isArray(value)) return value.map(planValue);
  if (value !== null && typeof value === "object") {
    if ("float" in value) return numberOf(value);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, planValue(part)])) as PlanValue;
  }
  return value;
}

function numberOf(value: Recorded): number {
  if (typeof value === "number") return value;
  const { float } = value as { float: string };
  return float === "nan" ? Number.NaN : float === "inf" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** The one call as a plan, its tensors as inputs `0`, `1`, … */
function planOf({ op, args, tensors, outputs, writes }: Case): { plan: Plan; inputs: Tensors } {
  const first = tensors.length;
  const ids = writes ? [0] : outputs.map((_, k) => first + k);
  const all = [...tensors, ...outputs];
  const plan: Plan = {
    steps: [
      {
        op,
        args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, planValue(value)])),
        outputs: ids,
        module: -1,
        ...(writes ? { writes: 0 } : {}),
      },
    ],
    tensors: Object.fromEntries(all.map(({ shape, dtype }, id) => [id, { shape, dtype }])),
    forward: 0,
    state: [],
    inputs: tensors.map((_, id) => ({ name: String(id), tensor: id })),
    output: ids.map((tensor) => ({ tensor })),
    modules: [],
  };
  const inputs = Object.fromEntries(
    tensors.map(({ shape, dtype, data }, id) => {
      const numbers = data.map(numberOf);
      const kind = kindOf(dtype);
      const held =
        kind === "float32"
          ? Float32Array.from(numbers)
          : kind === "int32"
            ? Int32Array.from(numbers)
            : Uint8Array.from(numbers);
      return [String(id), { shape, dtype, data: held }];
    }),
  );
  return { plan, inputs };
}

/** Largest difference, relative for numbers above 1. */
function farthest(have: ArrayLike<number>, want: readonly number[]): number {
  let far = have.length === want.length ? 0 : Number.POSITIVE_INFINITY;
  want.forEach((w, i) => {
    const h = have[i]!;
    if (h === w || (Number.isNaN(h) && Number.isNaN(w))) return;
    const off = Math.abs(h - w) / Math.max(1, Math.abs(w));
    far = Math.max(far, Number.isNaN(off) ? Number.POSITIVE_INFINITY : off);
  });
  return far;
}

function label(c: Case): string {
  const text = JSON.stringify(c.args, (_, value) =>
    typeof value?.tensor === "number" ? c.tensors[value.tensor]!.shape.join("x") : value,
  );
  return `${c.op} ${text}`.slice(0, 140);
}

for (const backend of ["cpu", "wasm"] as const) {
  describe(`kernels agree with PyTorch on ${backend} and leave no tensors behind`, () => {
    let used = "";
    beforeAll(async () => {
      used = (
        await execute(
          { steps: [], tensors: {}, forward: 0, state: [], inputs: [], output: null, modules: [] },
          { seed: 0, backend },
        )
      ).backend;
    });
    it.each(cases.map((c) => [label(c), c] as const))("%s", async (_, c) => {
      expect(used).toBe(backend);
      const { plan, inputs } = planOf(c);
      const before = tf.memory().numTensors;
      const { outputs, failure } = await execute(plan, { seed: 0, backend, inputs });
      expect(failure?.message).toBeUndefined();
      expect(tf.memory().numTensors).toBe(before);
      expect(outputs.map((o) => o.shape)).toEqual(c.outputs.map((o) => o.shape));
      outputs.forEach((output, k) => {
        const want = c.outputs[k]!.data.map(numberOf);
        const far = farthest(output.data, want);
        expect(
          far <= 1e-4,
          `off by ${far}: [${[...output.data.slice(0, 12)]}], PyTorch has [${want.slice(0, 12)}]`,
        ).toBe(true);
      });
    });
  });
}
