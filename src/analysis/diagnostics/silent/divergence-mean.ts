import { Tensor } from "../../tensor/tensor";
import type { Program, Remark } from "./program";

/** `kl_div` with the reduction "mean" divides by the classes too. */
export function* divergenceMean(program: Program): Iterable<Remark> {
  for (const { place, args } of program.steps("kl_div")) {
    const { input, reduction, size_average, reduce } = args;
    if (place === undefined || reduction !== "mean" || size_average === false || reduce === false) continue;
    if (!(input instanceof Tensor) || input.rank < 2) continue;
    yield {
      code: "divergence-mean",
      place,
      message:
        '`kl_div` with the reduction "mean" divides by the number of classes as well as by the batch: "batchmean" gives the divergence',
    };
  }
}
