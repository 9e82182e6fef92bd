import type { DType } from "../analysis/tensor/dtype";
import { dtypes } from "../analysis/tensor/dtype";
import { allocate, kindOf, make, sizeOf } from "./kernels/host";
import type { Random } from "./random";
import type { Tensor } from "./tf";

/** Random numbers for an input: normal for floats, indices below `limit` for integers, coins for bools. */
export function randomTensor(shape: readonly number[], dtype: DType, limit: number, random: Random): Tensor {
  const { category } = dtypes[dtype];
  const stored = category === "complex" ? [...shape, 2] : shape;
  const data = allocate(kindOf(dtype), sizeOf(stored));
  for (let i = 0; i < data.length; i++) {
    data[i] =
      category === "bool" ? random.integer(0, 2) : category === "int" ? random.integer(0, limit) : random.normal();
  }
  return make(data, stored);
}
