import { type DType, isIntegral } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { type Refusal, refusals } from "../../trace/refusals";
import type { OpContext } from "../context";

/** Checks of dtypes that many operators share. */

/** PyTorch has no kernel of this name for bool and integers. */
export function needsFloat(at: OpContext, tensor: Tensor, kernel: string): void {
  if (isIntegral(tensor.dtype)) at.refuse(refusals.noKernel(kernel, tensor.dtype));
}

/** Types that no autocast makes equal: float16, bfloat16 and float32 may be mixed under one. */
export function clash(at: OpContext, a: DType, b: DType): boolean {
  const mixes = (dtype: DType) => dtype === "float16" || dtype === "bfloat16" || dtype === "float32";
  return a !== b && !(at.mayCast && mixes(a) && mixes(b));
}

/** Matrix products take operands of one type. */
export function sameType(
  at: OpContext,
  a: Tensor,
  b: Tensor,
  refusal: (first: DType, found: DType) => Refusal = refusals.otherType,
): void {
  if (clash(at, a.dtype, b.dtype)) at.refuse(refusal(a.dtype, b.dtype));
}
