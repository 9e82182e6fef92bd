import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type DType, isComplex } from "../../src/analysis/tensor/dtype";
import { useBackend } from "../../src/runtime/backends";
import { call } from "../../src/runtime/kernels/call";
import { kindOf, make, settle } from "../../src/runtime/kernels/host";
import type { Resolved } from "../../src/runtime/kernels/kernel";
import { Random } from "../../src/runtime/random";
import type { Tensor } from "../../src/runtime/tf";
import * as tf from "../../src/runtime/tf";
import "./programs";

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
function resolved(value: Recorded, tensors: readonly Tensor[]): Resolved {
  if (Array.isArray(value)) return value.map((part) => resolved(part, tensors));
  if (value !== null && typeof value === "object") {
    if ("float" in value) return numberOf(value);
    if (typeof value.tensor === "number") return tensors[value.tensor]!;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part, tensors)])) as Resolved;
  }
  return value;
}

function numberOf(value: Recorded): number {
  if (typeof value === "number") return value;
  const { float } = value as { float: string };
  return float === "nan" ? Number.NaN : float === "inf" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** The results of the call, as shapes without the parts of complex numbers and as plain numbers. */
function computed({ op, args, tensors, outputs }: Case): { shape: number[]; data: number[] }[] {
  return tf.tidy(() => {
    const given = tensors.map(({ shape, dtype, data }) => stored(shape, dtype, data.map(numberOf)));
    const values = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, resolved(value, given)]));
    const dtypes = inOrder(values, given).map((tensor) => tensors[given.indexOf(tensor)]!.dtype);
    return call(op, values, outputs, dtypes, new Random(0))
      .slice(0, outputs.length)
      .map((result, n) => {
        const { dtype } = outputs[n]!;
        const settled = settle(result, dtype);
        const shape = isComplex(dtype) ? settled.shape.slice(0, -1) : settled.shape;
        return { shape, data: [...settled.dataSync()] };
      }) as unknown as tf.Tensor[] & { shape: number[]; data: number[] }[];
  });
}

function stored(shape: readonly number[], dtype: DType, numbers: readonly number[]): Tensor {
  const kind = kindOf(dtype);
  const held =
    kind === "float32"
      ? Float32Array.from(numbers)
      : kind === "int32"
        ? Int32Array.from(numbers)
        : Uint8Array.from(numbers);
  return make(held, isComplex(dtype) ? [...shape, 2] : shape);
}

/** The tensors among arguments, in order. */
function inOrder(value: unknown, given: readonly Tensor[]): Tensor[] {
  if (given.includes(value as Tensor)) return [value as Tensor];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap((part) => inOrder(part, given));
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
      used = await useBackend(backend, () => undefined);
    });
    it.each(cases.map((c) => [label(c), c] as const))("%s", (_, c) => {
      expect(used).toBe(backend);
      const before = tf.memory().numTensors;
      const outputs = computed(c);
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
