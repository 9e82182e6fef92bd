import { describe, expect, it } from "vitest";
import type { ShapeJson } from "../../src/analysis/report";
import { distinct, formatValue, formatValues, hasTensor, symbolsOf } from "../../src/features/shapes";
import { t } from "../fixtures/made-up";

describe("formatValue", () => {
  it.each<[string, ShapeJson]>([
    ["(64, 49, 96)", t([64, 49, 96])],
    ["(B_, num_heads, N, N)", t(["B_", "num_heads", "N", "N"])],
    ["(2401,) int64", t([2401], "int64")],
    ["()", t([])],
    ["[3 × (1, 64)]", [t([1, 64]), t([1, 64]), t([1, 64])]],
    ["[(1, 64), (1, 32), 2 × (1, 16)]", [t([1, 64]), t([1, 32]), t([1, 16]), t([1, 16])]],
    ["[(1,), (2,), (3,), (4,), (5,), (6,), …]", [1, 2, 3, 4, 5, 6, 7].map((n) => t([n]))],
    ["{out: (1, 21, 8, 8), aux: ?}", { out: t([1, 21, 8, 8]), aux: { unknown: "it is not known" } }],
    ["None", { py: "None" }],
  ])("%s", (text, value) => {
    expect(formatValue(value)).toBe(text);
  });
});

it("joins several values and cuts after the limit", () => {
  expect(formatValues([t([1]), t([2]), t([1])])).toBe("(1,) | (2,)");
  expect(formatValues([t([1]), t([2]), t([3])], 2)).toBe("(1,) | (2,) | …");
});

it("keeps the first of equal values", () => {
  expect(distinct([t([1]), t([2]), t([1])])).toEqual([t([1]), t([2])]);
});

it("finds a tensor at any depth", () => {
  expect(hasTensor([{ py: "1" }, { a: [t([1])] }])).toBe(true);
  expect(hasTensor([{ py: "1" }, { unknown: "no" }])).toBe(false);
});

it("names the symbols of a size, not its functions", () => {
  expect(symbolsOf("max(2*B_, H//2) + B_")).toEqual(["B_", "H"]);
  expect(symbolsOf(12)).toEqual([]);
});
