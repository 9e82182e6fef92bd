/** What dimensions look like, and what is read from text. */

import { describe, expect, test } from "vitest";
import {
  type Dim,
  evaluate,
  parseDim,
  print,
  printRelation,
  type Relation,
  reduceRelation,
  symbol,
} from "../../../src/analysis/dims";

const dim = (text: string) => parseDim(text) as Dim;

describe("print", () => {
  test.each([
    // order: higher degree first, then by name
    ["2*B_*N**2*dim + 4*B_*N*dim**2", "4*B_*N*dim**2 + 2*B_*N**2*dim"],
    ["1 + N + N**2", "N**2 + N + 1"],
    ["W**2 + H*W + H**2", "H**2 + H*W + W**2"],
    ["dim*N*B_", "B_*N*dim"],
    ["W + H//2", "W + H//2"],
    // signs
    ["M - N", "M - N"],
    ["-N + M", "M - N"],
    ["-N - M", "-M - N"],
    ["-N + 3", "3 - N"],
    ["N - 3", "N - 3"],
    ["-3*N*M + 2*N**2", "2*N**2 - 3*M*N"],
    ["-(H//2)", "-(H//2)"],
    ["-2*(H//2)", "-2*(H//2)"],
    ["N - H//2", "N - H//2"],
    ["-(N**2)", "-N**2"],
    ["-(B*N)", "-B*N"],
    // precedence
    ["H//2", "H//2"],
    ["(H + 1)//2", "(H + 1)//2"],
    ["2*H//3", "2*H//3"],
    ["2*(H//3)", "2*(H//3)"],
    ["H//(2*M)", "H//(2*M)"],
    ["H//(M + 1)", "H//(M + 1)"],
    ["num_heads*(dim//num_heads)", "num_heads*(dim//num_heads)"],
    ["(H//2)**2", "(H//2)**2"],
    ["H//2*(W//2)", "(H//2)*(W//2)"],
    ["2**n", "2**n"],
    ["2**(n + 1)", "2*2**n"],
    ["2**(n - 1)", "2**(n - 1)"],
    // remainders
    ["H % 7", "H % 7"],
    ["(H + 3) % 7", "(H + 3) % 7"],
    ["-H % 7", "-H % 7"],
    ["2*H % 7", "2*H % 7"],
    ["3*(H % 7)", "3*(H % 7)"],
    ["B + H % 7", "B + H % 7"],
    ["B - H % 7", "B - H % 7"],
    ["H//7 % 7", "H//7 % 7"],
    ["H % (2*M)", "H % (2*M)"],
    // min and max: arguments in one order
    ["min(b, a)", "min(a, b)"],
    ["max(W, H, 2*N)", "max(2*N, H, W)"],
    ["2*min(a, b + 1)", "2*min(a, b + 1)"],
  ])("%s prints as %s", (text, expected) => {
    expect(print(dim(text))).toBe(expected);
    expect(print(dim(expected))).toBe(expected);
  });

  test("names of any kind print as they are", () => {
    expect(print(symbol("window_size[0]"))).toBe("window_size[0]");
    expect(print(symbol("H'"))).toBe("H'");
  });
});

describe("parseDim reads what authors write", () => {
  test.each([
    ["64", "64"],
    ["2*B", "2*B"],
    ["2B", "2*B"],
    ["4C", "4*C"],
    ["B×N", "B*N"],
    ["H/2", "H//2"],
    ["4*C/2", "2*C"],
    ["C/num_heads", "C//num_heads"],
    ["H'", "H'"],
    ["H'*W'", "H'*W'"],
    ["B_", "B_"],
    ["Wh*Ww", "Wh*Ww"],
    ["num_windows*B", "B*num_windows"],
    ["window_size[0]*window_size[1]", "window_size[0]*window_size[1]"],
    ["self.dim//self.num_heads", "self.dim//self.num_heads"],
    [" N ", "N"],
    ["(N)", "N"],
    ["N**2", "N**2"],
  ])("%s is %s", (text, expected) => expect(print(dim(text))).toBe(expected));

  test.each([
    "",
    " ",
    "*",
    "N +",
    "N)",
    "(N",
    "N M",
    "2..3",
    "N//0",
    "N % 0",
    "2**-1",
    "N**99999",
    "a, b",
    "...",
    "N == M",
    "min()",
    "min(a,)",
    "99999999999999999999",
    "n".repeat(501),
    "'N'",
  ])("%j is no dimension", (text) => expect(parseDim(text)).toBeUndefined());

  test("names can be resolved by the caller", () => {
    expect(parseDim("2*B", () => 4)).toBe(8);
    expect(print(parseDim("2*B", () => symbol("batch"))!)).toBe("2*batch");
  });
});

describe("relations", () => {
  const relation = (kind: Relation["kind"], left: string, right: string): Relation => ({
    kind,
    left: dim(left),
    right: dim(right),
  });
  test.each([
    [relation("divisible", "dim", "num_heads"), "dim % num_heads == 0"],
    [relation("divisible", "3*dim", "num_heads"), "3*dim % num_heads == 0"],
    [relation("divisible", "H + 1", "7"), "(H + 1) % 7 == 0"],
    [relation("divisible", "H*W", "h*w"), "H*W % (h*w) == 0"],
    [relation("divisible", "H//2", "7"), "H//2 % 7 == 0"],
    [relation("divisible", "max(a, b)", "n"), "max(a, b) % n == 0"],
    [relation("eq", "N", "Wh*Ww"), "N == Wh*Ww"],
    [relation("ne", "N", "1"), "N != 1"],
    [relation("ge", "H", "W + 1"), "H >= W + 1"],
    [relation("gt", "H", "0"), "H > 0"],
  ])("%#: %s", (each, expected) => expect(printRelation(each)).toBe(expected));

  test.each([
    [relation("divisible", "B_*N*dim", "B_*N*num_heads"), "dim % num_heads == 0"],
    [relation("eq", "B*N*C", "B*N*dim"), "C == dim"],
    [relation("eq", "H + 3", "W + 3"), "H == W"],
    [relation("ge", "2*H", "2*W"), "H >= W"],
    [relation("eq", "N", "Wh*Ww"), "N == Wh*Ww"],
  ])("%#: what both sides share is dropped: %s", (each, expected) => {
    expect(printRelation(reduceRelation(each))).toBe(expected);
  });

  const equations: [ReturnType<typeof relation>, string][] = [
    [relation("eq", "2*(W//2)", "W"), "W % 2 == 0"],
    [relation("eq", "C//2", "C - C//2"), "C % 2 == 0"],
    [relation("eq", "(C + 1)//2", "C//2"), "C % 2 == 0"],
    [relation("eq", "C//2", "(C + 1)//2"), "C % 2 == 0"],
    [relation("eq", "4*((C + 2)//3)", "4*(C//3)"), "C % 3 == 0"],
    [relation("eq", "(C + 1)//3", "C//3"), "(C + 1)//3 == C//3"],
  ];
  test.each(equations)("%#: an equation that says that something divides: %s", (each, expected) => {
    const reduced = reduceRelation(each);
    expect(printRelation(reduced)).toBe(expected);
    const holds = ({ kind, left, right }: Relation, n: number) => {
      const [a, b] = [left, right].map((side) => evaluate(side, () => n));
      return kind === "eq" ? a === b : a % b === 0;
    };
    for (let n = 0; n < 30; n++) expect(holds(reduced, n), `${n}`).toBe(holds(each, n));
  });
});
