import { dtypes, isIntegral } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import type { OpContext } from "../context";

/** Checks of dtypes that many operators share. */

/** PyTorch has no kernel of this name for bool and integers. */
export function needsFloat(at: OpContext, tensor: Tensor, kernel: string): void {
  if (isIntegral(tensor.dtype)) at.fail(`"${kernel}" not implemented for '${dtypes[tensor.dtype].scalar}'`);
}
