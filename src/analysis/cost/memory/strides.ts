/** Sizes and strides, in numbers: whether PyTorch views a tensor under another shape, or copies it. */
export type Sizes = readonly number[];

export const numel = (shape: Sizes): number => shape.reduce((all, size) => all * size, 1);

export function contiguous(shape: Sizes): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let n = shape.length - 1; n >= 0; n--) {
    strides[n] = step;
    step *= Math.max(shape[n], 1);
  }
  return strides;
}

export function isContiguous(shape: Sizes, strides: Sizes): boolean {
  if (numel(shape) === 0) return true;
  const plain = contiguous(shape);
  return shape.every((size, n) => size === 1 || strides[n] === plain[n]);
}

/** Whether the elements fill their storage without gaps or repetition, in whatever order of dimensions. */
export function isDense(shape: Sizes, strides: Sizes): boolean {
  const order = shape.map((_, n) => n).filter((n) => shape[n] !== 1);
  order.sort((a, b) => strides[a] - strides[b]);
  let step = 1;
  for (const n of order) {
    if (strides[n] !== step) return false;
    step *= shape[n];
  }
  return true;
}

/** Strides of a new tensor like another one: the same order of dimensions (`torch.preserve_format`). */
export function likeStrides(shape: Sizes, strides: Sizes): Sizes {
  return isDense(shape, strides) ? strides : resultStrides(shape, [strides]);
}

/**
 * Strides of what an elementwise operator makes: without gaps, in the order of dimensions of the first operand that tells two of them apart.
 * `operands`: strides over the result's shape, 0 where an operand is broadcast.
 * https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/TensorIterator.cpp (`reorder_dimensions`)
 */
export function resultStrides(shape: Sizes, operands: readonly Sizes[]): number[] {
  const order = shape.map((_, n) => shape.length - 1 - n);
  const compared = (a: number, b: number): number => {
    for (const strides of operands) {
      if (strides[a] === 0 || strides[b] === 0) continue;
      if (strides[a] !== strides[b]) return strides[a] < strides[b] ? -1 : 1;
      if (shape[a] > shape[b]) return 1;
    }
    return 0;
  };
  for (let n = 1; n < order.length; n++) {
    let at = n;
    for (let before = n - 1; before >= 0; before--) {
      const found = compared(order[before], order[at]);
      if (found < 0) break;
      if (found === 0) continue;
      [order[before], order[at]] = [order[at], order[before]];
      at = before;
    }
  }
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (const n of order) {
    strides[n] = step;
    step *= Math.max(shape[n], 1);
  }
  return strides;
}

/** The strides of an operand over the shape that it is broadcast to. */
export function broadcastStrides(from: Sizes, strides: Sizes, shape: Sizes): number[] {
  const gap = shape.length - from.length;
  return shape.map((size, n) => (n < gap || (from[n - gap] === 1 && size !== 1) ? 0 : strides[n - gap]));
}

/**
 * The strides under which a tensor can be viewed as `to`; undefined where it has to be copied.
 * https://docs.pytorch.org/docs/stable/generated/torch.Tensor.view.html
 */
export function viewed(shape: Sizes, strides: Sizes, to: Sizes): number[] | undefined {
  if (numel(shape) === 0) return contiguous(to);
  const found = new Array<number>(to.length);
  let at = to.length - 1;
  let [elements, viewedElements] = [1, 1];
  let base = shape.length === 0 ? 1 : strides[shape.length - 1];
  for (let n = shape.length - 1; n >= 0; n--) {
    elements *= shape[n];
    if (n > 0 && (shape[n - 1] === 1 || strides[n - 1] === elements * base)) continue;
    while (at >= 0 && (viewedElements < elements || to[at] === 1)) {
      found[at] = viewedElements * base;
      viewedElements *= to[at--];
    }
    if (viewedElements !== elements) return undefined;
    if (n > 0) {
      base = strides[n - 1];
      [elements, viewedElements] = [1, 1];
    }
  }
  while (at >= 0) {
    found[at] = base;
    if (to[at--] !== 1) return undefined;
  }
  return found;
}

/** The shape of two that are broadcast. */
export function broadcast(a: Sizes, b: Sizes): number[] {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const gap = long.length - short.length;
  return long.map((size, n) => (n < gap ? size : size === 1 ? short[n - gap] : size));
}

export const same = (a: Sizes, b: Sizes): boolean => a.length === b.length && a.every((size, n) => size === b[n]);
