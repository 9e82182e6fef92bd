import type { DType } from "../../analysis/tensor/dtype";
import { isComplex } from "../../analysis/tensor/dtype";
import { RunError } from "../errors";
import type { Random } from "../random";
import type { Tensor } from "../tf";
import { byParts, complexKernels } from "./complex";
import { transforms } from "./fft";
import { find, namesOf } from "./index";
import { Args, type Expected, isKeyed, isTensor, type Resolved } from "./kernel";
import { spectra } from "./signal";

/** Tensors in a value, in order. */
function tensorsOf(value: Resolved, into: Tensor[]): void {
  if (isTensor(value)) into.push(value);
  else if (Array.isArray(value)) for (const part of value) tensorsOf(part, into);
  else if (isKeyed(value, "slice")) for (const part of value.slice) tensorsOf(part, into);
  else if (isKeyed(value, "dict")) for (const [, part] of value.dict) tensorsOf(part, into);
}

/** Executes an operator: its results in the schema's order. `dtypes` are those of its tensor arguments. Temporaries are the caller's to tidy. */
export function call(
  op: string,
  values: Record<string, Resolved>,
  expected: readonly Expected[],
  dtypes: readonly DType[],
  random: Random,
): Tensor[] {
  const found = find(op);
  const output = expected.some((e) => isComplex(e.dtype));
  if (!output && !dtypes.some(isComplex)) {
    if (!found) throw new RunError(`\`${op}\` is analysed but can't be executed yet`);
    return listOf(found.kernel(new Args(op, values, expected, random)));
  }
  const tensors: Tensor[] = [];
  for (const value of Object.values(values)) tensorsOf(value, tensors);
  const complex = {
    tensors: new Set(tensors.filter((_, i) => dtypes[i] !== undefined && isComplex(dtypes[i]!))),
    output,
  };
  const args = new Args(op, values, expected, random, complex);
  for (const name of namesOf(op)) {
    const own = complexKernels[name] ?? transforms[name] ?? spectra[name];
    if (own) return listOf(own(args));
  }
  if (!found) throw new RunError(`\`${op}\` is analysed but can't be executed yet`);
  return [...byParts(args, found.name, found.kernel)];
}

function listOf(made: Tensor | readonly Tensor[]): Tensor[] {
  return isTensor(made) ? [made] : [...(made as readonly Tensor[])];
}
