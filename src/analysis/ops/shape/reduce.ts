import { type Dim, equal, product } from "../../dims";
import { type Item, positions, strides } from "../../tensor/data";
import type { TensorData } from "../../tensor/tensor";
import type { OpContext } from "../context";

/** The dimensions that a reduction takes away: all of them where none are named. */
export function reducedAxes(dim: readonly Dim[] | null, rank: number, at: OpContext): number[] {
  if (rank > 64) at.fail("argument", "only tensors with up to 64 dims are supported");
  if (dim === null || dim.length === 0) return Array.from({ length: rank }, (_, n) => n);
  const axes = at.axes(dim, rank);
  return rank === 0 ? [] : axes;
}

/** The shape without the reduced dimensions, or with 1 in their places. */
export function reducedShape(shape: readonly Dim[], axes: readonly number[], keepdim: boolean): readonly Dim[] {
  return keepdim ? shape.map((size, n) => (axes.includes(n) ? 1 : size)) : shape.filter((_, n) => !axes.includes(n));
}

/** Reductions without an identity need something to choose from. */
export function nonEmpty(shape: readonly Dim[], axes: readonly number[], named: boolean, at: OpContext): void {
  if (!named) {
    at.check(
      equal(product(shape), 0, at.assumptions) !== true,
      "empty",
      `${at.name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
    );
    return;
  }
  for (const axis of axes)
    if (equal(shape[axis], 0, at.assumptions) === true)
      at.fail("empty", `${at.name}(): Expected reduction dim ${axis} to have non-zero size.`, "IndexError");
}

/** Reduces the values of a small tensor over some dimensions: `combine` gets each group in row-major order. */
export function reduceData(
  data: TensorData | undefined,
  shape: readonly Dim[],
  axes: readonly number[],
  combine: (group: readonly Item[]) => Item | undefined,
): TensorData | undefined {
  if (data === undefined) return undefined;
  const kept = shape.map((_, n) => n).filter((n) => !axes.includes(n));
  const steps = strides(kept.map((n) => shape[n]));
  const groups: Item[][] = Array.from({ length: product(kept.map((n) => shape[n])) as number }, () => []);
  positions(shape, (position, flat) => {
    let group = 0;
    kept.forEach((n, m) => {
      group += position[n] * steps[m];
    });
    groups[group].push(data[flat]);
  });
  const results = groups.map(combine);
  return results.includes(undefined) ? undefined : (results as Item[]);
}
