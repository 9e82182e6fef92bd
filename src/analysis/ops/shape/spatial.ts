import { add, ceildiv, type Dim, floordiv, lessEqual, min, mul, print, sub } from "../../dims";
import { refusals } from "../../trace/refusals";
import type { OpContext } from "../context";

/** Arithmetic of sliding windows, shared by convolutions and pooling. Lists have one entry a spatial dimension. */
export interface Windows {
  kernel: readonly Dim[];
  stride: readonly Dim[];
  padding: readonly Dim[];
  dilation: readonly Dim[];
}

export const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : print(dim));

/** What a window covers: `dilation*(kernel - 1) + 1`. */
export function extent(kernel: Dim, dilation: Dim): Dim {
  return dilation === 1 ? kernel : add(mul(dilation, sub(kernel, 1)), 1);
}

/** How many windows fit: `(size + before + after - extent)//stride + 1`. */
export function windowCount(size: Dim, before: Dim, after: Dim, covers: Dim, stride: Dim): Dim {
  return add(floordiv(sub(add(size, add(before, after)), covers), stride), 1);
}

/** Whether it is known that some of the dimensions break a bound. */
export function some(dims: readonly Dim[], breaks: (dim: Dim) => boolean | undefined): boolean {
  return dims.some((dim) => breaks(dim) === true);
}

/**
 * The size of a pooled dimension. With `ceilMode` a last window may reach over the end, but must start inside the input or the
 * padding on the left.
 */
export function pooledSize(
  at: OpContext,
  size: Dim,
  kernel: Dim,
  stride: Dim,
  padding: Dim,
  dilation: Dim,
  ceilMode: boolean,
): Dim {
  if (stride === 0) at.fail("argument", "stride should not be zero");
  const covers = extent(kernel, dilation);
  if (lessEqual(0, padding, at.assumptions) === false)
    at.fail("argument", `pad must be non-negative, but got pad: ${text(padding)}`);
  at.refuseUnless(
    lessEqual(mul(2, padding), covers, at.assumptions),
    () => refusals.poolPadding(padding, kernel, dilation),
    { kind: "ge", left: covers, right: mul(2, padding) },
  );
  const room = sub(add(size, mul(2, padding)), covers);
  if (!ceilMode) return add(floordiv(room, stride), 1);
  return min(add(ceildiv(room, stride), 1), ceildiv(add(size, padding), stride));
}

/** Every spatial size of the result must be at least 1; a size that can't be told becomes a requirement on the input. */
export function checkOutput(
  at: OpContext,
  input: readonly Dim[],
  output: readonly Dim[],
  need: (n: number) => { left: Dim; right: Dim },
): void {
  output.forEach((size, n) => {
    const fits = lessEqual(1, size, at.assumptions);
    if (fits === true) return;
    at.check(
      fits,
      "window",
      () =>
        `Given input size: (${input.map(text).join("x")}). Calculated output size: (${[input[0], ...output].map(text).join("x")}). Output size is too small`,
      { kind: "ge", ...need(n) },
    );
  });
}

/** `floor(size * factor)` for a factor that is a fraction of small numbers, as `0.5` and `1.5` are. */
export function scaledSize(at: OpContext, size: Dim, factor: number): Dim {
  if (Number.isNaN(factor)) at.unknown("the scale factor is not known");
  if (typeof size === "number") return Math.floor(size * factor);
  for (let denominator = 1; denominator <= 1024; denominator++) {
    const numerator = Math.round(factor * denominator);
    if (numerator / denominator === factor) return floordiv(mul(size, numerator), denominator);
  }
  return at.unknown(`${print(size)} times ${factor} is not a whole number`);
}
