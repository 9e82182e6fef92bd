import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatQuantity,
  formatShare,
  formatShort,
  shorten,
} from "../../src/features/numbers";

describe("formatCount", () => {
  it.each([
    [0, "0"],
    [7, "7"],
    [999, "999"],
    [1000, "1 k"],
    [37248, "37.2 k"],
    [999_499, "999 k"],
    [999_500, "1 M"],
    [145_108_992, "145 M"],
    [4_089_184_256, "4.09 G"],
    [-1500, "-1.5 k"],
    [0.5, "0.5"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    ["4*B_*N*dim**2", "4*B_*N*dim**2"],
  ])("%s is %s", (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});

it("puts a sum in brackets before its unit", () => {
  expect(formatQuantity("4*N*dim**2 + N**2", "MACs")).toBe("(4*N*dim**2 + N**2) MACs");
  expect(formatQuantity("4*N*dim**2", "MACs")).toBe("4*N*dim**2 MACs");
  expect(formatQuantity(145_108_992, "MACs")).toBe("145 M MACs");
});

it("writes bytes with a decimal prefix", () => {
  expect(formatBytes(999)).toBe("999 B");
  expect(formatBytes(1_843_968)).toBe("1.84 MB");
  expect(formatBytes("4*N")).toBe("4*N bytes");
});

it.each([
  [0.7, "70%"],
  [0.0996, "10%"],
  [0.042, "4.2%"],
  [0.0004, "<0.1%"],
  [0, "0%"],
])("a share of %s is %s", (share, text) => {
  expect(formatShare(share)).toBe(text);
});

it("cuts long text and marks the cut", () => {
  expect(shorten("abcdef", 4)).toBe("abc…");
  expect(shorten("abcd", 4)).toBe("abcd");
  expect(formatShort("a + b + c", "MACs", 6)).toBe("a + b… MACs");
});
