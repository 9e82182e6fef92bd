import type { DType } from "../../analysis/tensor/dtype";
import { isComplex } from "../../analysis/tensor/dtype";
import { RunError } from "../errors";
import type { Random } from "../random";
import type { Tensor } from "../tf";
import { kernelOf } from "./index";
import { Args, type Expected, isTensor, type Resolved } from "./kernel";

/** Executes an operator: its results in the schema's order. Temporaries are the caller's to tidy. */
export function call(
  op: string,
  values: Record<string, Resolved>,
  expected: readonly Expected[],
  dtypes: readonly DType[],
  random: Random,
): Tensor[] {
  const kernel = kernelOf(op);
  if (!kernel) throw new RunError(`\`${op}\` is analysed but can't be executed yet`);
  const complex = { inputs: dtypes.some(isComplex), output: expected.some((e) => isComplex(e.dtype)) };
  const made = kernel(new Args(op, values, expected, random, complex));
  return isTensor(made) ? [made] : [...(made as readonly Tensor[])];
}
