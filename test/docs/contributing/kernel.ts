import { overLines, reshape, zip } from "../../../src/runtime/kernels/host";
import type { Kernel, Kernels } from "../../../src/runtime/kernels/kernel";

/** Sums of the products along a dimension. */
const pairSum: Kernel = (a) => {
  const products = zip(a.operand("self", "float32"), a.operand("other", "float32"), (x, y) => x * y);
  const dim = a.dim(products.rank, "dim", -1);
  const [sums] = overLines(products, dim, [{ length: 1 }], (line, [out]) => {
    out![0] = line.reduce((sum, x) => sum + x, 0);
  });
  return reshape(sums!, products.shape.toSpliced(dim, 1));
};

export const family: Kernels = {
  pair_sum: pairSum,
};
