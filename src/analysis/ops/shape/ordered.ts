import type { Item } from "../../tensor/data";
import type { Tensor, TensorData } from "../../tensor/tensor";

/** The values of a vector in order, and where each stood. */
interface Ordered {
  values: TensorData;
  /** Absent where equal values may come in either order. */
  places: number[] | undefined;
}

/** The elements of a vector in order; undefined where one of them is not a plain number. */
export function ordered(self: Tensor, descending: boolean, stable: boolean): Ordered | undefined {
  const numbers = self.rank <= 1 ? plainNumbers(self) : undefined;
  if (numbers === undefined) return undefined;
  const places = numbers
    .map((_, n) => n)
    .sort((a, b) => (descending ? numbers[b] - numbers[a] : numbers[a] - numbers[b]));
  const certain = stable || new Set(numbers).size === numbers.length;
  return { values: places.map((place) => self.data![place]), places: certain ? places : undefined };
}

/** The distinct elements, for each element which of them it is, and how often each stands. */
interface Distinct {
  values: TensorData;
  inverse: number[];
  counts: number[];
}

/** The distinct elements of a whole tensor: in order, or as they stand with equal neighbours (`consecutive`) taken together. */
export function distinct(self: Tensor, consecutive: boolean): Distinct | undefined {
  const numbers = plainNumbers(self);
  if (numbers === undefined) return undefined;
  const order = numbers.map((_, n) => n);
  if (!consecutive) order.sort((a, b) => numbers[a] - numbers[b]);
  const [values, inverse, counts]: [Item[], number[], number[]] = [[], [], []];
  for (const [n, at] of order.entries()) {
    if (n === 0 || numbers[at] !== numbers[order[n - 1]]) {
      values.push(self.data![at]);
      counts.push(0);
    }
    inverse[at] = values.length - 1;
    counts[values.length - 1]++;
  }
  return { values, inverse, counts };
}

/** Undefined where an element is symbolic, or NaN, which has no place in an order. */
function plainNumbers({ data }: Tensor): number[] | undefined {
  if (data === undefined) return undefined;
  const numbers: number[] = [];
  for (const item of data) {
    const number = typeof item === "boolean" ? Number(item) : item;
    if (typeof number !== "number" || Number.isNaN(number)) return undefined;
    numbers.push(number);
  }
  return numbers;
}
