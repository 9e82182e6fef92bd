import { expect, test } from "vitest";
import { Assumptions, type Dim, mul, print, symbol } from "../../../src/analysis/dims";
import {
  elementwiseLayout,
  isContiguous,
  type Layout,
  layoutOf,
  viewStrides,
} from "../../../src/analysis/tensor/layout";

const facts = new Assumptions();
const [B, C, H, W] = ["B", "C", "H", "W"].map((name) => symbol(name));
const shown = (layout: Layout | null) =>
  layout === undefined || layout === null || layout === "contiguous" ? layout : layout.map(print).join(", ");
/** (B, H, W, C) over the memory of (B, C, H, W). */
const channelsLast: { shape: readonly Dim[]; layout: Layout } = {
  shape: [B, H, W, C],
  layout: [mul(C, mul(H, W)), W, 1, mul(H, W)],
};

test("row-major strides are contiguous, whatever the strides of sizes 1", () => {
  expect(layoutOf([2, 3, 4], [12, 4, 1], facts)).toBe("contiguous");
  expect(layoutOf([2, 1, 4], [4, 99, 1], facts)).toBe("contiguous");
  expect(shown(layoutOf([3, 2], [1, 3], facts))).toBe("1, 3");
});

test("a permuted tensor is not contiguous, unless its sizes may be 1", () => {
  expect(isContiguous([3, 2], [1, 3], facts)).toBe(false);
  expect(isContiguous(channelsLast.shape, channelsLast.layout, facts)).toBeUndefined();
  expect(isContiguous([3, 2], undefined, facts)).toBeUndefined();
});

test("elementwise results keep the order of their first permuted operand", () => {
  expect(shown(elementwiseLayout([channelsLast], channelsLast.shape, facts))).toBe(shown(channelsLast.layout));
  const bias = { shape: [C], layout: "contiguous" as const };
  expect(shown(elementwiseLayout([channelsLast, bias], channelsLast.shape, facts))).toBe(shown(channelsLast.layout));
  const plain = { shape: [2, 3], layout: "contiguous" as const };
  expect(elementwiseLayout([plain, plain], [2, 3], facts)).toBe("contiguous");
  const column = { shape: [2, 3], layout: [1, 2] };
  expect(shown(elementwiseLayout([column, plain], [2, 3], facts))).toBe("1, 2");
  expect(elementwiseLayout([plain, column], [2, 3], facts)).toBe("contiguous");
  expect(elementwiseLayout([{ shape: [2], layout: undefined }], [2], facts)).toBeUndefined();
});

test("views join dimensions that lie next to each other", () => {
  expect(shown(viewStrides([2, 3, 4], [1, 8, 2], [2, 12], facts))).toBe("1, 2");
  expect(shown(viewStrides(channelsLast.shape, channelsLast.layout, [B, mul(H, W), C], facts))).toBe("C*H*W, 1, H*W");
  expect(shown(viewStrides([4, 6], [1, 4], [2, 2, 6], facts))).toBe("2, 1, 4");
});

test("views that would need a copy are refused where that is sure", () => {
  expect(viewStrides([3, 4], [1, 3], [12], facts)).toBeNull();
  expect(viewStrides([2, 4, 5, 3], [60, 5, 1, 20], [40, 3], facts)).toBeNull();
  expect(viewStrides([B, 4], [1, B], [mul(4, B)], facts)).toBeUndefined();
  expect(viewStrides([3, 4], undefined, [12], facts)).toBeUndefined();
});
