import { unfold as columnsOf } from "./conv";
import type { Kernels } from "./kernel";
import { unfoldDimension } from "./views";

/** Two operators of one name: `Tensor.unfold(dimension, size, step)` and `F.unfold(input, kernel_size, …)`. */
export const unfolding: Kernels = {
  unfold: (a) => (a.has("dimension") ? unfoldDimension(a) : columnsOf(a)),
};
