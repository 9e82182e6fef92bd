/** What is provable without assumptions. */

import { describe, expect, test } from "vitest";
import {
  add,
  bounds,
  type Dim,
  divideExactly,
  divides,
  equal,
  floordiv,
  freeSymbols,
  isSymbol,
  less,
  lessEqual,
  mul,
  parseDim,
  print,
  substitute,
  symbol,
} from "../../../src/analysis/dims";

const ranges: Record<string, { min: number; max?: number }> = { z: { min: 0 }, k: { min: 2, max: 5 } };
const dim = (text: string) => parseDim(text, (name) => symbol(name, ranges[name])) as Dim;

test.each<[string, string, boolean | undefined]>([
  ["N", "N", true],
  ["N", "N + 1", false],
  ["N", "M", undefined],
  ["N", "4", undefined],
  ["N", "0", false],
  ["z", "0", undefined],
  ["k", "6", false],
  ["2*N", "2*M + 1", false],
  ["3*N", "4", false],
  ["3*N", "6", undefined],
  ["N + 3", "3", false],
  ["N + M", "1", false],
  ["B*N", "B*(N + 1)", false],
  ["B*(2*N)", "B*(2*M + 1)", false],
  ["N*(N + 1) % 2", "0", true],
  ["H//2 + (H + 1)//2", "H", true],
  ["H//2 + H//2", "H + 1", false],
  ["2*(H//2)", "H", undefined],
  ["H % 7", "7", false],
  ["H % 7", "6", undefined],
  ["H//2", "H", false],
  ["3*H//2", "H + H//2", true],
  ["min(H, W)", "H + 1", false],
  ["(H + 1)//2", "H//2", undefined],
  ["(H + 2)//2", "H//2", false],
])("equal(%s, %s) is %s", (a, b, expected) => {
  expect(equal(dim(a), dim(b))).toBe(expected);
  expect(equal(dim(b), dim(a))).toBe(expected);
});

test.each<[string, string, boolean | undefined, boolean | undefined]>([
  ["N", "N + 1", true, true],
  ["N", "N", false, true],
  ["N", "M", undefined, undefined],
  ["0", "N", true, true],
  ["N", "0", false, false],
  ["N", "1", false, undefined],
  ["H//2", "H", true, true],
  ["H % 7", "7", true, true],
  ["N", "N*M", undefined, true],
  ["N + M", "N*M + 1", undefined, true],
  ["H", "7*((H + 6)//7)", undefined, true],
  ["min(H, W)", "H", undefined, true],
  ["max(H, W) + 1", "H", false, false],
  ["M*(N//M)", "N", undefined, true],
  ["N % M", "M", true, true],
])("%s < %s is %s, <= is %s", (a, b, strict, weak) => {
  expect(less(dim(a), dim(b))).toBe(strict);
  expect(lessEqual(dim(a), dim(b))).toBe(weak);
});

test.each<[string, string, boolean | undefined, string | undefined]>([
  ["2", "4*N", true, "2*N"],
  ["2", "4*N + 1", false, undefined],
  ["2", "N", undefined, undefined],
  ["N", "B*N*dim", true, "B*dim"],
  ["N", "dim", undefined, undefined],
  ["N + 1", "N", false, undefined],
  ["H + 1", "H**2 + 2*H + 1", true, "H + 1"],
  ["2", "N*(N + 1)", true, "(N**2 + N)//2"],
  ["4", "2*N*(N + 1)", true, "(N**2 + N)//2"],
  ["7", "H + -H % 7", true, "(H + 6)//7"],
  ["0", "N", undefined, undefined],
  ["6", "12", true, "2"],
  ["5", "12", false, undefined],
])("divides(%s, %s) is %s, and divideExactly gives %s", (divisor, dividend, expected, quotient) => {
  expect(divides(dim(divisor), dim(dividend))).toBe(expected);
  const found = divideExactly(dim(dividend), dim(divisor));
  expect(found === undefined ? undefined : print(found)).toBe(quotient);
});

describe("symbols", () => {
  test("are the same if and only if name and bounds are; the rank does not matter", () => {
    expect(equal(symbol("N"), symbol("N", { rank: 3 }))).toBe(true);
    expect(equal(symbol("N"), symbol("N", { min: 0 }))).toBeUndefined();
    expect(equal(symbol("N"), symbol("M"))).toBeUndefined();
  });
  test("without a value are refused", () => expect(() => symbol("N", { min: 2, max: 1 })).toThrow(RangeError));
  test("are found, also inside calls", () => {
    expect(freeSymbols(dim("B*(H//M) + min(a, B)")).map(isSymbol).sort()).toEqual(["B", "H", "M", "a"]);
    expect(freeSymbols(4)).toEqual([]);
    expect([isSymbol(dim("N")), isSymbol(dim("N + 1")), isSymbol(dim("2*N")), isSymbol(3)]).toEqual([
      "N",
      undefined,
      undefined,
      undefined,
    ]);
  });
  test("are replaced by name, and what follows is simplified", () => {
    const d = dim("B*(H//2) + H % 7");
    expect(print(substitute(d, new Map<string, Dim>([["H", dim("14*n")]])))).toBe("7*B*n");
    expect(
      substitute(
        d,
        new Map<string, Dim>([
          ["H", 15],
          ["B", 2],
        ]),
      ),
    ).toBe(15);
    expect(() => substitute(dim("H//M"), new Map([["M", 0]]))).toThrow(RangeError);
  });
});

test("bounds are those of all values", () => {
  const of = (text: string) => bounds(dim(text));
  expect(of("4")).toEqual({ min: 4, max: 4 });
  expect(of("k + 1")).toEqual({ min: 3, max: 6 });
  expect(of("6 - k")).toEqual({ min: 1, max: 4 });
  expect(of("k*k - k")).toEqual({ min: 2, max: 20 });
  expect(of("2**z")).toEqual({ min: 1, max: Infinity });
  expect(of("N - M")).toEqual({ min: -Infinity, max: Infinity });
});

test("products of many long sums stay small and keep their value", () => {
  let d: Dim = 1;
  for (let i = 0; i < 12; i++) d = parseDim(`a${i} + b${i} + c${i}`)!;
  for (let i = 0; i < 12; i++)
    d = substitute(
      dim("x*y"),
      new Map<string, Dim>([
        ["x", d],
        ["y", dim(`a${i} + b${i} + c${i} + 1`)],
      ]),
    );
  const ones = new Map<string, Dim>(freeSymbols(d).map((s) => [isSymbol(s)!, 1]));
  expect(substitute(d, ones)).toBe(3 * 4 ** 12);
  expect(print(d).length).toBeLessThan(20000);
});

test("expressions that double at every step stay small", () => {
  let [a, b] = [dim("N"), dim("M")];
  for (let i = 0; i < 60; i++) [a, b] = [b, floordiv(add(mul(a, b), a), dim("K + 1"))];
  expect(print(b).length).toBeLessThan(20000);
  let [c, d] = [dim("N"), dim("M")];
  for (let i = 0; i < 60; i++) [c, d] = [d, floordiv(add(mul(c, d), c), dim("K + 1"))];
  expect(equal(b, d)).toBe(true);
});
