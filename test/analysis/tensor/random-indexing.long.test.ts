import fc from "fast-check";
import { expect, test } from "vitest";
import { ELLIPSIS } from "../../../src/analysis/machine/constants";
import { Tensor } from "../../../src/analysis/tensor/tensor";
import { PySlice, PyTuple, type Value } from "../../../src/analysis/values";
import { call, t } from "../ops/machine";

/**
 * Indexing in the plainest way: a tensor as a function of its position. Ints pick, slices take every `step`-th, None adds a dimension,
 * lists of ints go together; their dimension stands where the first of them stood, or in front where a dimension lies between.
 */
type Item = number | { slice: [number | null, number | null, number] } | null | "..." | { list: number[] };

interface Grid {
  shape: number[];
  at: (position: readonly number[]) => number;
}

function whole(shape: number[]): Grid {
  return { shape, at: (position) => position.reduce((flat, place, n) => flat * shape[n] + place, 0) };
}

const clamp = (n: number, size: number) => Math.min(size, Math.max(0, n < 0 ? n + size : n));

/** Undefined where PyTorch refuses. */
function indexed(source: Grid, items: readonly Item[]): Grid | undefined {
  const used = items.filter((item) => item !== null && item !== "...").length;
  if (used > source.shape.length) return undefined;
  const fill: Item[] = new Array(source.shape.length - used).fill({ slice: [null, null, 1] });
  const dots = items.indexOf("...");
  const all = dots < 0 ? [...items, ...fill] : [...items.slice(0, dots), ...fill, ...items.slice(dots + 1)];
  /** For each dimension of the source, the place for a position of the result. */
  const places: ((position: readonly number[]) => number)[] = [];
  const shape: number[] = [];
  const lists = all.flatMap((item, n) => (typeof item === "object" && item !== null && "list" in item ? [n] : []));
  const length = Math.max(0, ...lists.map((n) => (all[n] as { list: number[] }).list.length));
  const between = lists.length > 0 ? all.slice(lists[0], lists[lists.length - 1]) : [];
  const apart = between.some((item) => item === null || (typeof item === "object" && "slice" in item));
  let listAxis = -1;
  if (apart) {
    listAxis = 0;
    shape.push(length);
  }
  let dim = 0;
  for (const [n, item] of all.entries()) {
    if (item === null) {
      shape.push(1);
      continue;
    }
    const size = source.shape[dim];
    if (lists.includes(n)) {
      const { list } = item as { list: number[] };
      if (list.some((place) => place < -size || place >= size)) return undefined;
      if (list.length !== length && list.length !== 1) return undefined;
      if (listAxis < 0) {
        listAxis = shape.length;
        shape.push(length);
      }
      const axis = listAxis;
      places.push((position) => {
        const place = list[list.length === 1 ? 0 : position[axis]];
        return place < 0 ? place + size : place;
      });
    } else if (typeof item === "number") {
      if (item < -size || item >= size) return undefined;
      places.push(() => (item < 0 ? item + size : item));
    } else {
      const [start, stop, step] = (item as { slice: [number | null, number | null, number] }).slice;
      const [from, to] = [clamp(start ?? 0, size), clamp(stop ?? size, size)];
      const axis = shape.length;
      shape.push(Math.max(0, Math.ceil((to - from) / step)));
      places.push((position) => from + position[axis] * step);
    }
    dim++;
  }
  return { shape, at: (position) => source.at(places.map((place) => place(position))) };
}

function elements({ shape, at }: Grid): number[] {
  const count = shape.reduce((a, b) => a * b, 1);
  return Array.from({ length: count }, (_, flat) => {
    const position: number[] = new Array(shape.length);
    for (let n = shape.length - 1, rest = flat; n >= 0; n--) {
      position[n] = rest % shape[n];
      rest = Math.floor(rest / shape[n]);
    }
    return at(position);
  });
}

function asValue(item: Item): Value {
  if (item === null || typeof item === "number") return item;
  if (item === "...") return ELLIPSIS;
  if ("slice" in item) return new PySlice(...item.slice);
  return t([item.list.length], "int64", item.list);
}

const bound = fc.option(fc.integer({ min: -5, max: 5 }), { nil: null });
const item: fc.Arbitrary<Item> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 3, arbitrary: fc.record({ slice: fc.tuple(bound, bound, fc.integer({ min: 1, max: 3 })) }) },
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.record({ list: fc.array(fc.integer({ min: -2, max: 1 }), { minLength: 1, maxLength: 3 }) }),
  },
);
const index = fc
  .tuple(fc.array(item, { maxLength: 4 }), fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }))
  .map(([items, dots]) => (dots === undefined ? items : items.toSpliced(dots, 0, "..." as const)));

test("shapes and elements are those of the plain way", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), index, (shape, items) => {
      const grid = whole(shape);
      const source = t(shape, "int64", elements(grid));
      const result = call("Tensor.__getitem__", [source, new PyTuple(items.map(asValue))]);
      const want = indexed(grid, items);
      if (want === undefined) return void expect(result).not.toBeInstanceOf(Tensor);
      expect(result).toBeInstanceOf(Tensor);
      expect((result as Tensor).shape).toEqual(want.shape);
      const { data } = result as Tensor;
      if (data !== undefined) expect(data).toEqual(elements(want));
    }),
    { numRuns: 3000 },
  );
});

test("assignment changes just what indexing picks", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }), index, (shape, items) => {
      const grid = whole(shape);
      const picked = indexed(grid, items);
      if (picked === undefined) return;
      const target = t(shape, "int64", elements(grid));
      call("Tensor.__setitem__", [target, new PyTuple(items.map(asValue)), -7]);
      const places = new Set(elements(picked));
      expect(target.shape).toEqual(shape);
      if (target.data !== undefined) expect(target.data).toEqual(elements(grid).map((n) => (places.has(n) ? -7 : n)));
    }),
    { numRuns: 1500 },
  );
});
