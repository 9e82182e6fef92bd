import { type Dim, print, product, sub } from "../dims";
import type { About } from "../failure";
import { type DType, dtypes } from "../tensor/dtype";
import type { Machine } from "../values/runtime";
import { sizes, sizesX } from "./sizes";

/** What PyTorch refuses in several places: what it is about, the exception's class, and the words of PyTorch 2.15. */
export interface Refusal {
  about: About;
  type: string;
  message: string;
}

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : print(dim));

const refusal = (about: About, message: string, type = "RuntimeError"): Refusal => ({ about, type, message });

export const refusals = {
  // ---- element types
  /** There is no kernel of this name for the type. */
  noKernel: (kernel: string, dtype: DType, wanted: "floating" | "integral" = "floating", type = "RuntimeError") =>
    refusal({ kind: "dtype", wanted }, `"${kernel}" not implemented for '${dtypes[dtype].scalar}'`, type),
  /** Two operands whose types must be the same. */
  otherType: (first: DType, found: DType) =>
    refusal(
      { kind: "dtype", wanted: "same" },
      `expected scalar type ${dtypes[first].scalar} but found ${dtypes[found].scalar}`,
    ),
  /** Class numbers are int64. */
  notLong: (found: DType) =>
    refusal({ kind: "dtype", wanted: "integral" }, `expected scalar type Long but found ${dtypes[found].scalar}`),

  // ---- one element
  notOneElement: () => refusal("scalar", "only one element tensors can be converted to Python scalars", "ValueError"),
  ambiguousTruth: () => refusal("scalar", "Boolean value of Tensor with more than one value is ambiguous"),

  // ---- dimensions
  /** A dimension's number; a tensor without dimensions is taken for one with one. */
  dimension: (dim: number, rank: number) => {
    const bound = Math.max(rank, 1);
    return refusal({ kind: "dimension", dim, rank }, outOfRange(-bound, bound - 1, dim), "IndexError");
  },
  /** A dimension's number, asked of a tensor without dimensions by what doesn't take it for one with one. */
  noDimensions: (dim: Dim) =>
    refusal("dimension", `Dimension specified as ${text(dim)} but tensor has no dimensions`, "IndexError"),
  /** A position in a dimension of this size. */
  position: (at: Dim, size: Dim) =>
    refusal("dimension", outOfRange(`-${text(size)}`, text(sub(size, 1)), text(at)), "IndexError"),
  multipleTargets: () => refusal("target", "0D or 1D target tensor expected, multi-target not supported"),

  // ---- sizes
  broadcast: (a: Dim, b: Dim, position: number) =>
    refusal(
      "broadcast",
      `The size of tensor a (${text(a)}) must match the size of tensor b (${text(b)}) at non-singleton dimension ${position}`,
    ),
  /** Two matrices. */
  matrices: (a: readonly Dim[], b: readonly Dim[]) =>
    refusal("matmul-sizes", `mat1 and mat2 shapes cannot be multiplied (${sizesX(a)} and ${sizesX(b)})`),
  /** A matrix and a vector. */
  matrixVector: (rows: Dim, columns: Dim, found: Dim) =>
    refusal("matmul-sizes", `size mismatch, got ${text(rows)}, ${sizesX([rows, columns])},${text(found)}`),
  /** Two batches of matrices: what the second one should begin with, and does. */
  batches: (batch: readonly Dim[], contracted: Dim, found: readonly Dim[], inner: Dim) =>
    refusal(
      "matmul-sizes",
      `Expected size for first two dimensions of batch2 tensor to be: ${sizes([product(batch), contracted])} but got: ${sizes([product(found), inner])}.`,
    ),
  /** A parameter that has an element for each channel. */
  channelElements: (name: string, channels: Dim, found: Dim) =>
    refusal("channels", `${name} should contain ${text(channels)} elements not ${text(found)}`),
} as const satisfies Record<string, (...args: never[]) => Refusal>;

/** Outside of an operator's rule. */
export function refuse(machine: Machine, { about, type, message }: Refusal): never {
  return machine.raise(type, message, about);
}

function outOfRange(first: number | string, last: number | string, got: number | string): string {
  return `Dimension out of range (expected to be in range of [${first}, ${last}], but got ${got})`;
}
