import type { Dim } from "../../dims";
import type { OpContext } from "../context";

/** How a loss sums up its elements. `size_average` and `reduce` are its old names. */
export interface Reduction {
  reduction: string;
  size_average: boolean | null;
  reduce: boolean | null;
}

/** Schema of the arguments that every loss has. */
export const REDUCTION = "bool? size_average=None, bool? reduce=None, str reduction='mean'" as const;

/** The shape of a loss whose elements have this one. `also` are reductions beside none, mean and sum. */
export function reducedLoss(
  at: OpContext,
  { reduction, size_average, reduce }: Reduction,
  elements: readonly Dim[],
  also: readonly string[] = [],
  message = `${reduction} is not a valid value for reduction`,
): readonly Dim[] {
  const named =
    size_average === null && reduce === null
      ? reduction
      : reduce === false
        ? "none"
        : size_average === false
          ? "sum"
          : "mean";
  if (named === "none") return elements;
  if (named !== "mean" && named !== "sum" && !also.includes(named)) at.fail("argument", message, "ValueError");
  return [];
}
