/**
 * Where the elements of a tensor lie in its storage. `"contiguous"` stands for row-major strides; `undefined` means not known.
 * https://pytorch.org/docs/stable/tensor_view.html
 */

import { type Assumptions, type Dim, equal, lessEqual, mul } from "../dims";
import type { TensorState } from "./tensor";

export type Layout = TensorState["layout"];

/** A tensor as a window on storage: shape, strides and offset in elements. */
export interface Strided {
  shape: readonly Dim[];
  strides: readonly Dim[];
  offset: Dim;
}

/** Row-major strides. A size of 0 counts as 1, as in PyTorch. */
export function contiguousStrides(shape: readonly Dim[]): Dim[] {
  const strides: Dim[] = new Array(shape.length);
  let step: Dim = 1;
  for (let n = shape.length - 1; n >= 0; n--) {
    strides[n] = step;
    step = mul(step, shape[n] === 0 ? 1 : shape[n]);
  }
  return strides;
}

/** Whether two layouts of one shape are written alike. */
export function sameLayout(one: Layout, other: Layout): boolean {
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  return one.every((stride, n) => equal(stride, other[n]) === true);
}

/** (N, C, *S) with the channels next to each other in memory. */
export function channelsLast(shape: readonly Dim[]): readonly Dim[] {
  const order = [0, ...shape.map((_, n) => n).slice(2), 1];
  const strides = contiguousStrides(order.map((n) => shape[n]));
  return shape.map((_, n) => strides[order.indexOf(n)]);
}

/** The strides as numbers or formulas; undefined where they are not known. */
export function stridesOf(shape: readonly Dim[], layout: Layout): readonly Dim[] | undefined {
  return layout === "contiguous" ? contiguousStrides(shape) : layout;
}

/** Strides as a layout: `"contiguous"` where they are row-major (the strides of sizes 1 do not matter). */
export function layoutOf(shape: readonly Dim[], strides: readonly Dim[] | undefined, facts: Assumptions): Layout {
  if (strides === undefined) return undefined;
  if (shape.includes(0)) return "contiguous";
  let step: Dim = 1;
  for (let n = shape.length - 1; n >= 0; n--) {
    if (shape[n] === 1) continue;
    if (strides[n] !== step && equal(strides[n], step, facts) !== true) return strides;
    step = mul(step, shape[n]);
  }
  return "contiguous";
}

/** Whether the elements are known to be in row-major order without gaps; undefined where that can't be told. */
export function isContiguous(shape: readonly Dim[], layout: Layout, facts: Assumptions): boolean | undefined {
  if (layout === "contiguous") return true;
  if (layout === undefined) return undefined;
  let step: Dim = 1;
  let answer: boolean | undefined = true;
  for (let n = shape.length - 1; n >= 0; n--) {
    const one = equal(shape[n], 1, facts);
    if (one === true) continue;
    const fits = equal(layout[n], step, facts);
    if (fits === false && one === false) return false;
    if (fits !== true) answer = undefined;
    step = mul(step, shape[n]);
  }
  return answer;
}

/**
 * The layout of what a convolution, pooling or normalization makes (`suggest_memory_format`): channels_last where an image or a weight has it.
 * Of volumes it depends on the operator: not known.
 */
export function imageLayout(
  operands: readonly { shape: readonly Dim[]; layout: Layout }[],
  shape: readonly Dim[],
  facts: Assumptions,
): Layout {
  if (operands.every(({ layout }) => layout === "contiguous")) return "contiguous";
  const last = operands.some((one) => one.shape.length === 4 && isOnlyChannelsLast(one.shape, one.layout, facts));
  return last && shape.length === 4 ? layoutOf(shape, channelsLast(shape), facts) : undefined;
}

/** Whether a tensor certainly lies in channels_last, and not row by row at the same time. */
function isOnlyChannelsLast(shape: readonly Dim[], layout: Layout, facts: Assumptions): boolean {
  if (layout === undefined || layout === "contiguous" || isContiguous(shape, layout, facts) !== false) return false;
  return channelsLast(shape).every((stride, n) => equal(stride, layout[n], facts) === true);
}

/**
 * The layout of an elementwise result: contiguous operands give a contiguous result, and a permuted operand
 * gives a result that is permuted likewise.
 */
export function elementwiseLayout(
  operands: readonly { shape: readonly Dim[]; layout: Layout }[],
  shape: readonly Dim[],
  facts: Assumptions,
): Layout {
  const many = operands.filter((operand) => operand.shape.length > 0);
  if (many.every((operand) => operand.layout === "contiguous")) return "contiguous";
  const strides: (readonly Dim[])[] = [];
  for (const operand of many) {
    const own = stridesOf(operand.shape, operand.layout);
    if (own === undefined) return undefined;
    const lead = shape.length - operand.shape.length;
    strides.push(
      shape.map((size, n) => (n < lead || (operand.shape[n - lead] === 1 && size !== 1) ? 0 : own[n - lead])),
    );
  }
  const order = fastestFirst(shape, strides, facts);
  return order === undefined ? undefined : layoutOf(shape, denseStrides(shape, order), facts);
}

/** Strides without gaps for a given order of the dimensions, fastest first. */
function denseStrides(shape: readonly Dim[], order: readonly number[]): Dim[] {
  const strides: Dim[] = new Array(shape.length);
  let step: Dim = 1;
  for (const n of order) {
    strides[n] = step;
    step = mul(step, shape[n]);
  }
  return strides;
}

/** Dimensions from the fastest to the slowest, by the first operand whose strides tell; undefined where they can't be compared. */
function fastestFirst(
  shape: readonly Dim[],
  operands: readonly (readonly Dim[])[],
  facts: Assumptions,
): number[] | undefined {
  const order = shape.map((_, n) => shape.length - 1 - n);
  for (let i = 1; i < order.length; i++) {
    let at = i;
    for (let before = i - 1; before >= 0; before--) {
      const slower = comesAfter(shape, operands, order[before], order[at], facts);
      if (slower === undefined) return undefined;
      if (slower > 0) {
        [order[before], order[at]] = [order[at], order[before]];
        at = before;
      } else if (slower < 0) break;
    }
  }
  return order;
}

/** 1 where dimension `a` is slower than `b`, -1 where it is faster, 0 where no operand tells. */
function comesAfter(
  shape: readonly Dim[],
  operands: readonly (readonly Dim[])[],
  a: number,
  b: number,
  facts: Assumptions,
): number | undefined {
  for (const strides of operands) {
    const [x, y] = [strides[a], strides[b]];
    if (x === 0 || y === 0) continue;
    if (equal(x, y, facts) === true) {
      if (lessEqual(shape[a], shape[b], facts) === false) return 1;
      continue;
    }
    if (lessEqual(x, y, facts) === true) return -1;
    if (lessEqual(y, x, facts) === true) return 1;
    return undefined;
  }
  return 0;
}

/**
 * The strides of a view of another shape, where there is one without copying. `null`: provably none; undefined: not known.
 * Both shapes have the same number of elements.
 */
export function viewStrides(
  shape: readonly Dim[],
  layout: Layout,
  target: readonly Dim[],
  facts: Assumptions,
): Layout | null {
  if (layout === "contiguous" || layout === undefined) return layout;
  if (shape.includes(0)) return "contiguous";
  const strides: Dim[] = new Array(target.length);
  let at = target.length - 1;
  let base: Dim = layout[layout.length - 1] ?? 1;
  let chunk: Dim = 1;
  let filled: Dim = 1;
  let sure = true;
  for (let n = shape.length - 1; n >= 0; n--) {
    chunk = mul(chunk, shape[n]);
    const ends =
      n === 0 ? true : shape[n - 1] === 1 ? false : notSame(layout[n - 1], mul(chunk, base), shape[n - 1], facts);
    if (ends === false) continue;
    // Where it can't be told, a view that keeps the two apart is right in either case.
    if (ends === undefined) sure = false;
    while (at >= 0) {
      const one = target[at] === 1;
      const full = equal(filled, chunk, facts);
      if (full === true && !one) break;
      if (full === undefined) {
        // The rest of the target's sizes may still be 1; what was filled is known to fit only if it can grow.
        if (lessEqual(mul(filled, target[at]), chunk, facts) !== true) return undefined;
      }
      strides[at] = mul(filled, base);
      filled = mul(filled, target[at]);
      at--;
    }
    const fits = equal(filled, chunk, facts);
    if (fits !== true) return fits === false && sure ? null : undefined;
    if (n > 0) {
      base = layout[n - 1];
      chunk = 1;
      filled = 1;
    }
  }
  if (at !== -1) return sure ? null : undefined;
  return layoutOf(target, strides, facts);
}

/** Whether a dimension starts a new run of memory; one of size 1 never does. */
function notSame(stride: Dim, run: Dim, size: Dim, facts: Assumptions): boolean | undefined {
  const same = equal(stride, run, facts);
  if (same === true) return false;
  const one = equal(size, 1, facts);
  return same === false && one === false ? true : one === true ? false : undefined;
}
