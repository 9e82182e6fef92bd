import { type Dim, floordiv, lessEqual, min, mul, pow, product } from "../../dims";
import { type DType, dtypes, isIntegral } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import { sizesX } from "../../trace/sizes";
import type { OpContext } from "../context";
import type { Op } from "../registry";
import { broadcast } from "./broadcast";
import { text } from "./spatial";

/** Checks and pieces that the operators of linear algebra share: a tensor is a batch of matrices in its last two dimensions. */

/** Everything before the matrix. */
export const batchOf = (tensor: Tensor): readonly Dim[] => tensor.shape.slice(0, -2);

export function needsMatrix(at: OpContext, name: string, tensor: Tensor, label = "A"): void {
  if (tensor.rank < 2) at.fail("rank", `${name}: The input tensor ${label} must have at least 2 dimensions.`);
}

export function needsSquare(at: OpContext, name: string, tensor: Tensor): void {
  needsMatrix(at, name, tensor);
  at.same(
    tensor.dim(-1),
    tensor.dim(-2),
    "shape-mismatch",
    () =>
      `${name}: A must be batches of square matrices, but they are ${text(tensor.dim(-2))} by ${text(tensor.dim(-1))} matrices`,
  );
}

export function needsInexact(at: OpContext, name: string, tensor: Tensor): void {
  if (isIntegral(tensor.dtype)) at.refuse(refusals.inexact(name, tensor.dtype));
}

/** Of single or double precision, after `needsInexact`. */
export function needsFullPrecision(at: OpContext, name: string, tensor: Tensor): void {
  if (!["float32", "float64", "complex64", "complex128"].includes(tensor.dtype))
    at.fail(
      { kind: "dtype", wanted: "floating" },
      `${name}: Low precision dtypes not supported. Got ${dtypes[tensor.dtype].scalar}`,
      "NotImplementedError",
    );
}

export function smaller(at: OpContext, a: Dim, b: Dim): Dim {
  if (lessEqual(a, b, at.assumptions) === true) return a;
  return lessEqual(b, a, at.assumptions) === true ? b : min(a, b);
}

export const complexType = (dtype: DType): DType =>
  dtype === "float64" || dtype === "complex128"
    ? "complex128"
    : dtype === "float16" || dtype === "complex32"
      ? "complex32"
      : "complex64";

/** A and B of `AX = B` (or `XA = B`): the shape of X after their batches broadcast. */
export function solution(at: OpContext, name: string, a: Tensor, b: Tensor, left: boolean): readonly Dim[] {
  at.same(
    a.dim(left ? -2 : -1),
    b.dim(left ? -2 : -1),
    "shape-mismatch",
    () =>
      `${name}: Incompatible shapes of A and B for the equation ${left ? "AX = B" : "XA = B"} (${sizesX(a.shape.slice(-2))} and ${sizesX(b.shape.slice(-2))})`,
  );
  return [...broadcast(at, batchOf(a), batchOf(b)), ...b.shape.slice(-2)];
}

export function sameKind(at: OpContext, name: string, a: Tensor, b: Tensor): void {
  if (a.dtype !== b.dtype)
    at.fail(
      { kind: "dtype", wanted: "same" },
      `${name}: Expected A and B to have the same dtype, but found A of type ${dtypes[a.dtype].scalar} and B of type ${dtypes[b.dtype].scalar} instead`,
    );
}

/** LAPACK works column by column, and most results stay as it leaves them: their layout is not told. */
export function byColumns(rows: readonly Op[]): readonly Op[] {
  for (const { row } of rows) row.layout = "unknown";
  return rows;
}

/** FLOPs of `numerator/denominator` times the cube of the side, for each matrix of the batch. */
export function cubic(tensor: Tensor, numerator: number, denominator = 1): { flops: Dim } {
  const [rows, columns] = [tensor.dim(-2), tensor.dim(-1)];
  const each = floordiv(mul(numerator, mul(rows, pow(columns, 2))), denominator);
  return { flops: mul(product(batchOf(tensor)), each) };
}

/** FLOPs of solving with triangular factors: a product and a sum for each element of A and each column of B. */
export function substitutions(a: Tensor, solved: Tensor, times = 1): { flops: Dim } {
  return { flops: mul(times, mul(solved.numel(), a.dim(-1))) };
}
