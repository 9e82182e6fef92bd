import { add, ceildiv, type Dim, less, lessEqual, max, min, mul, sub } from "../../dims";
import { contiguousStrides, layoutOf, type Strided, viewStrides } from "../../tensor/layout";
import { DATA_LIMIT, type Tensor, type TensorData } from "../../tensor/tensor";
import type { OpContext } from "../context";
import type { TensorSpec } from "../registry";

/**
 * A view as the window that `map` makes of the tensor's own: layout and small constants follow from it.
 * `map` must not check anything, as it may be asked twice.
 */
export function windowOf(at: OpContext, self: Tensor, map: (of: Strided) => Strided): TensorSpec {
  const rows = { shape: self.shape, strides: contiguousStrides(self.shape), offset: 0 };
  const logical = map(rows);
  const strides =
    self.layout === "contiguous" ? logical.strides : self.layout && map({ ...rows, strides: self.layout }).strides;
  return {
    shape: logical.shape,
    layout: layoutOf(logical.shape, strides, at.assumptions),
    data: self.data && readWindow(self.data, logical),
    view: true,
  };
}

/** A start or end of a slice, negative numbers counted from the end; it may lie outside the dimension. */
function fromEnd(at: OpContext, index: Dim, size: Dim): Dim {
  return less(index, 0, at.assumptions) === true ? add(index, size) : index;
}

/** Within 0 and `size`. */
function clamped(at: OpContext, index: Dim, size: Dim): Dim {
  const from = lessEqual(0, index, at.assumptions) === true ? index : max(index, 0);
  return lessEqual(from, size, at.assumptions) === true ? from : min(from, size);
}

/** Where `start:end:step` begins in a dimension, and how many elements it takes. */
export function sliceRange(
  at: OpContext,
  size: Dim,
  start: Dim | null,
  end: Dim | null,
  step: Dim,
): { from: Dim; length: Dim } {
  const [first, last] = [start === null ? 0 : fromEnd(at, start, size), end === null ? size : fromEnd(at, end, size)];
  const [from, to] = [clamped(at, first, size), clamped(at, last, size)];
  const inOrder = [
    [first, last],
    [from, to],
  ].some(([low, high]) => lessEqual(low, high, at.assumptions) === true);
  const length = inOrder ? sub(to, from) : max(sub(to, from), 0);
  return { from, length: step === 1 ? length : ceildiv(length, step) };
}

/** The values in a window on row-major data, where all is plain numbers. */
export function readWindow(data: TensorData, window: Strided): TensorData | undefined {
  const { shape, strides, offset } = window;
  let count = 1;
  for (const size of shape) {
    if (typeof size !== "number") return undefined;
    count *= size;
  }
  if (count > DATA_LIMIT || typeof offset !== "number") return undefined;
  let places = [offset];
  for (const [n, size] of shape.entries()) {
    const stride = strides[n];
    if (typeof stride !== "number") return undefined;
    const next: number[] = [];
    for (const place of places) for (let i = 0; i < (size as number); i++) next.push(place + i * stride);
    places = next;
  }
  return places.map((place) => data[place]);
}

/** The tensor with its dimensions in another order. */
export function permuted(at: OpContext, self: Tensor, order: readonly number[]): TensorSpec {
  return windowOf(at, self, ({ shape, strides, offset }) => ({
    shape: order.map((n) => shape[n]),
    strides: order.map((n) => strides[n]),
    offset,
  }));
}

/** `length` elements of a dimension, `step` apart. */
export function sliced(at: OpContext, self: Tensor, dim: number, start: Dim, length: Dim, step: Dim = 1): TensorSpec {
  return windowOf(at, self, ({ shape, strides, offset }) => ({
    shape: shape.with(dim, length),
    strides: strides.with(dim, mul(strides[dim], step)),
    offset: add(offset, mul(strides[dim], start)),
  }));
}

/** One index of a dimension, which goes. */
export function selected(at: OpContext, self: Tensor, dim: number, index: Dim): TensorSpec {
  return windowOf(at, self, ({ shape, strides, offset }) => ({
    shape: shape.toSpliced(dim, 1),
    strides: strides.toSpliced(dim, 1),
    offset: add(offset, mul(strides[dim], index)),
  }));
}

/** The same elements in another shape: a view where the strides allow one, else a copy. */
export function reshaped(at: OpContext, self: Tensor, shape: readonly Dim[]): TensorSpec {
  const layout = viewStrides(self.shape, self.layout, shape, at.assumptions);
  return { shape, layout: layout === null ? "contiguous" : layout, data: self.data, view: layout !== null };
}
