/** Every rewrite row: what it makes of an example, in print and in bounds, and the same by brute force. */

import { describe, expect, test } from "vitest";
import {
  Assumptions,
  bounds,
  ceildiv,
  type Dim,
  divides,
  evaluate,
  floordiv,
  max,
  min,
  mod,
  parseDim,
  pow,
  print,
  printRelation,
  type Relation,
  type SymInt,
  symbol,
} from "../../../src/analysis/dims";
import { type Operators, operators } from "../../../src/analysis/dims/arithmetic";
import { floordivRows, maxRows, minRows, powRows, type Row, termRows } from "../../../src/analysis/dims/rewrites";
import { assignments } from "./trees";

const ranges: Record<string, { min: number; max: number }> = {
  i: { min: -Infinity, max: Infinity },
  j: { min: -Infinity, max: Infinity },
  k: { min: 2, max: 5 },
  n: { min: -3, max: -1 },
  e: { min: 0, max: Infinity },
};
const positive = { min: 1, max: Infinity };
const rangeOf = (name: string) => ranges[name] ?? positive;

/** Names are sizes (1 or more), except those in `ranges`. */
function dim(text: string): Dim {
  const d = parseDim(text, (name) => symbol(name, rangeOf(name)));
  if (d === undefined) throw new Error(`not a dimension: ${text}`);
  return d;
}

interface Example {
  rule: string;
  /** The operator's operands. */
  of: string[];
  gives: string;
  /** [least, greatest] value of the result; default: 1 or more. */
  bounds?: [number, number];
  assuming?: Relation[];
}

const inf = Infinity;
const divisible = (left: string, right: string): Relation => ({
  kind: "divisible",
  left: dim(left),
  right: dim(right),
});

/** The operators under assumptions, as `Assumptions.simplify` has them. */
function operatorsFor(relations: readonly Relation[] = []): { ops: Operators; assumptions: Assumptions } {
  const assumptions = new Assumptions();
  for (const relation of relations) if (!assumptions.assume(relation)) throw new Error(printRelation(relation));
  const ops = operators({
    lower: (d) => bounds(d, assumptions).min,
    upper: (d) => bounds(d, assumptions).max,
    divides: (b, a) => divides(b, a, assumptions) === true,
  });
  return { ops, assumptions };
}

function* samples(dims: readonly Dim[], relations: readonly Relation[] = []): Generator<(name: string) => number> {
  const names = new Set<string>();
  for (const d of [...dims, ...relations.flatMap(({ left, right }) => [left, right])]) {
    for (const name of print(d).match(/[A-Za-z_]\w*/g) ?? []) if (name !== "min" && name !== "max") names.add(name);
  }
  const of = Object.fromEntries([...names].map((name) => [name, rangeOf(name)]));
  for (const at of assignments([...names], names.size > 2 ? 6 : 13, of)) {
    const value = (name: string) => at[name];
    const holds = relations.every(({ left, right }) => evaluate(left, value) % evaluate(right, value) === 0);
    if (holds) yield value;
  }
}

/** NaN where a divisor is 0. */
function numberOf(d: Dim, at: (name: string) => number): number {
  try {
    return evaluate(d, at);
  } catch {
    return NaN;
  }
}

function checkRows<Args extends unknown[]>(
  title: string,
  rows: readonly Row<Args>[],
  examples: readonly Example[],
  args: (dims: Dim[]) => Args,
  apply: (ops: Operators, dims: Dim[]) => Dim,
  value: (operands: number[]) => number,
): void {
  describe(title, () => {
    test("every rule has an example", () => {
      expect([...new Set(examples.map(({ rule }) => rule))].sort()).toEqual(rows.map(({ rule }) => rule).sort());
    });

    test.each(examples)(
      "$rule: $of gives $gives",
      ({ rule, of, gives, bounds: [least, most] = [1, inf], assuming }) => {
        const { ops, assumptions } = operatorsFor(assuming);
        const dims = of.map(dim);
        const row = rows.find((each) => each.rule === rule)!;
        const right = row.apply(ops, ...args(dims));
        expect(right, "the rule applies").toBeDefined();
        const result = apply(ops, dims);
        expect(print(result)).toBe(gives);
        expect(bounds(result, assumptions)).toEqual({ min: least, max: most });
        let tried = 0;
        for (const at of samples(dims, assuming)) {
          const operands = dims.map((d) => numberOf(d, at));
          const expected = value(operands);
          if (!Number.isFinite(expected)) continue;
          tried++;
          expect(evaluate(right!, at) + 0, `right side ${print(right!)} at ${operands}`).toBe(expected + 0);
          expect(evaluate(result, at) + 0, `${gives} at ${operands}`).toBe(expected + 0);
        }
        expect(tried).toBeGreaterThan(3);
      },
    );
  });
}

checkRows(
  "a//b",
  floordivRows,
  [
    { rule: "a//1 → a", of: ["N + M", "1"], gives: "M + N", bounds: [2, inf] },
    {
      rule: "a//(-b) → (-a)//b where b is known to be positive, or its sign is not known",
      of: ["N", "-2"],
      gives: "-((N + 1)//2)",
      bounds: [-inf, -1],
    },
    {
      rule: "a//(-b) → (-a)//b where b is known to be positive, or its sign is not known",
      of: ["i", "n"],
      gives: "-((i - 1)//(-n)) - 1",
      bounds: [-inf, inf],
    },
    {
      rule: "a//(-b) → (-a)//b where b is known to be positive, or its sign is not known",
      of: ["7", "-i"],
      gives: "-7//i",
      bounds: [-7, 7],
    },
    { rule: "(a*b)//b → a", of: ["3*B*N", "N"], gives: "3*B", bounds: [3, inf] },
    { rule: "(a*b)//b → a", of: ["i*j", "j"], gives: "i", bounds: [-inf, inf] },
    { rule: "(a*b)//b → a", of: ["(H + 1)*(W + 2)", "W + 2"], gives: "H + 1", bounds: [2, inf] },
    { rule: "(a*b + r)//b → a + r//b", of: ["2*N + i", "2"], gives: "N + i//2", bounds: [-inf, inf] },
    { rule: "(a*b + r)//b → a + r//b", of: ["B*N + M", "N"], gives: "B + M//N" },
    { rule: "(a*b + r)//b → a + r//b", of: ["H - 1", "2"], gives: "(H + 1)//2 - 1", bounds: [0, inf] },
    { rule: "(a*b + r)//b → a + r//b", of: ["4*N + 3", "4"], gives: "N" },
    { rule: "(a*c)//(b*c) → a//b", of: ["6*B*N", "4*N*M"], gives: "3*B//(2*M)", bounds: [0, inf] },
    { rule: "(a*c)//(b*c) → a//b", of: ["i*j", "2*j"], gives: "i//2", bounds: [-inf, inf] },
    {
      rule: "(a*k + r)//(b*k) → (a + r//k)//b where r is a number and b is known to be positive",
      of: ["2*H + 1", "4"],
      gives: "H//2",
      bounds: [0, inf],
    },
    {
      rule: "(a*k + r)//(b*k) → (a + r//k)//b where r is a number and b is known to be positive",
      of: ["6*i + 5", "4*M"],
      gives: "(3*i + 2)//(2*M)",
      bounds: [-inf, inf],
    },
    { rule: "a//b → q where b*q <= a < b*(q + 1) is known", of: ["k", "6"], gives: "0", bounds: [0, 0] },
    { rule: "a//b → q where b*q <= a < b*(q + 1) is known", of: ["k + 8", "5"], gives: "2", bounds: [2, 2] },
    { rule: "a//b → q where b*q <= a < b*(q + 1) is known", of: ["N", "N + M"], gives: "0", bounds: [0, 0] },
    { rule: "a//b → q where b*q <= a < b*(q + 1) is known", of: ["-N", "N + 1"], gives: "-1", bounds: [-1, -1] },
    {
      rule: "(a + r)//b → a//b + r//b where b is known to divide a",
      of: ["H + 2", "3"],
      gives: "H//3",
      assuming: [divisible("H", "3")],
    },
    {
      rule: "(a + r)//b → a//b + r//b where b is known to divide a",
      of: ["C + M", "h"],
      gives: "C//h + M//h",
      assuming: [divisible("C", "h")],
    },
    {
      rule: "(a*c)//b → (a//b)*c where b is known to divide a",
      of: ["3*C", "h"],
      gives: "3*(C//h)",
      assuming: [divisible("C", "h")],
      bounds: [3, inf],
    },
    {
      rule: "(a*c)//b → (a//b)*c where b is known to divide a",
      of: ["B*H", "7"],
      gives: "B*(H//7)",
      assuming: [divisible("H", "7")],
    },
    {
      rule: "(-a)//b → -((a + b - 1)//b) where b is known to be positive",
      of: ["-H", "2"],
      gives: "-((H + 1)//2)",
      bounds: [-inf, -1],
    },
    {
      rule: "(-a)//b → -((a + b - 1)//b) where b is known to be positive",
      of: ["-H", "M"],
      gives: "-((H - 1)//M) - 1",
      bounds: [-inf, -1],
    },
    {
      rule: "(a//b + k)//c → (a + k*b)//(b*c) where c is known to be positive",
      of: ["H//2", "3"],
      gives: "H//6",
      bounds: [0, inf],
    },
    {
      rule: "(a//b + k)//c → (a + k*b)//(b*c) where c is known to be positive",
      of: ["(H + 1)//2 + 1", "2"],
      gives: "(H + 3)//4",
    },
    {
      rule: "(a//b + k)//c → (a + k*b)//(b*c) where c is known to be positive",
      of: ["i//j", "M"],
      gives: "i//(M*j)",
      bounds: [-inf, inf],
    },
  ],
  ([n, b]): [Dim, Dim] => [n, b],
  (ops, [n, b]) => ops.floordiv(n, b),
  ([n, b]) => (b === 0 ? NaN : Math.floor(n / b)),
);

checkRows(
  "min",
  minRows,
  [
    { rule: "min(a) → a", of: ["N"], gives: "N" },
    { rule: "min(min(a, b), c) → min(a, b, c)", of: ["min(N, M)", "H"], gives: "min(H, M, N)" },
    { rule: "min(a, b) → a where a <= b is known", of: ["N", "N + 1"], gives: "N" },
    { rule: "min(a, b) → a where a <= b is known", of: ["N", "M", "N"], gives: "min(M, N)" },
    { rule: "min(a, b) → a where a <= b is known", of: ["k", "7"], gives: "k", bounds: [2, 5] },
    { rule: "min(a, b) → a where a <= b is known", of: ["N", "9", "4"], gives: "min(4, N)", bounds: [1, 4] },
  ],
  (dims): [Dim[]] => [dims],
  (ops, dims) => ops.min(dims),
  (operands) => Math.min(...operands),
);

checkRows(
  "max",
  maxRows,
  [
    { rule: "max(a) → a", of: ["N"], gives: "N" },
    { rule: "max(max(a, b), c) → max(a, b, c)", of: ["max(N, M)", "H"], gives: "max(H, M, N)" },
    { rule: "max(a, b) → a where a >= b is known", of: ["N", "0"], gives: "N" },
    { rule: "max(a, b) → a where a >= b is known", of: ["i", "9", "4"], gives: "max(9, i)", bounds: [9, inf] },
  ],
  (dims): [Dim[]] => [dims],
  (ops, dims) => ops.max(dims),
  (operands) => Math.max(...operands),
);

checkRows(
  "a**b",
  powRows,
  [
    { rule: "1**e → 1", of: ["1", "e"], gives: "1", bounds: [1, 1] },
    {
      rule: "a**(e + k) → a**e * a**k where k > 0 and e is known to be 0 or more",
      of: ["2", "e + 3"],
      gives: "8*2**e",
      bounds: [8, inf],
    },
  ],
  ([base, exponent]): [Dim, SymInt] => [base, exponent as SymInt],
  (ops, [base, exponent]) => ops.pow(base, exponent),
  ([base, exponent]) => base ** exponent,
);

describe("products under assumptions", () => {
  const rule = "c*(a//(b*c)) → a//b where b*c is known to divide a";
  const examples = [
    { term: "h*(C//h)", gives: "C", assuming: [divisible("C", "h")] },
    { term: "3*B*h*(C//h)", gives: "3*B*C", assuming: [divisible("C", "h")] },
    { term: "7*(H//7)", gives: "H", assuming: [divisible("H", "7")] },
    { term: "8*(H//32)", gives: "H//4", assuming: [divisible("H", "32")] },
    { term: "2*(C//(2*h))", gives: "C//h", assuming: [divisible("C", "h"), divisible("C//h", "2")] },
  ];
  test("the only rule has examples", () => expect(termRows.map((row) => row.rule)).toEqual([rule]));
  test.each(examples)("$term gives $gives", ({ term, gives, assuming }) => {
    const { ops, assumptions } = operatorsFor(assuming);
    const d = dim(term) as SymInt;
    const right = termRows[0].apply(ops, d);
    expect(right && print(right)).toBe(gives);
    expect(print(assumptions.simplify(d))).toBe(gives);
    for (const at of samples([d], assuming)) expect(evaluate(right!, at)).toBe(evaluate(d, at));
  });
});

describe("forms that follow from the rows", () => {
  test.each([
    // convolution: (H + 2*padding - dilation*(kernel - 1) - 1)//stride + 1
    ["(H + 2*1 - 1*(3 - 1) - 1)//2 + 1", "(H + 1)//2"],
    ["(H - 1)//2 + 1", "(H + 1)//2"],
    ["(H + 2*3 - 1*(7 - 1) - 1)//2 + 1", "(H + 1)//2"],
    ["(H - 4)//4 + 1", "H//4"],
    ["(H - 16)//16 + 1", "H//16"],
    ["((H - 1)//2 + 1 - 1)//2 + 1", "(H + 3)//4"],
    ["(((H - 1)//2 + 1 - 1)//2 + 1 - 1)//2 + 1", "(H + 7)//8"],
    ["(H + 2*p - d*(k - 1) - 1)//s + 1", "(d - d*k + H + 2*p - 1)//s + 1"],
    ["H//2//2//2//2//2", "H//32"],
    ["(H - 1)*2 - 2*0 + 1*(2 - 1) + 0 + 1", "2*H"],
    // ceilings
    ["-(-H//2)", "(H + 1)//2"],
    ["(H + 7 - 1)//7", "(H + 6)//7"],
    ["-(-H//M)", "(H - 1)//M + 1"],
    ["(H + M - 1)//M", "(H - 1)//M + 1"],
    // remainders
    ["H - 7*(H//7)", "H % 7"],
    ["7*(H//7) + H % 7", "H"],
    ["M*(H//M) + H % M", "H"],
    ["H % 7 % 7", "H % 7"],
    ["H % 49 % 7", "H % 7"],
    ["(H % 7)//7", "0"],
    ["H % 49 // 7", "H//7 % 7"],
    ["7*H % 7", "0"],
    ["(14*H + 3) % 7", "3"],
    ["(3*H) % 2", "H % 2"],
    ["(H + 9) % 7", "(H + 2) % 7"],
    ["(B*M + H) % M", "H % M"],
    ["B*(H % M)", "B*(H % M)"],
    ["H % (M + 1)", "H % (M + 1)"],
    ["H % -7", "-(-H % 7)"],
    // padding to a multiple
    ["(7 - H % 7) % 7", "-H % 7"],
    ["H + (7 - H % 7) % 7", "7*((H + 6)//7)"],
    ["(H + (7 - H % 7) % 7)//7", "(H + 6)//7"],
    // what must stay
    ["2*(H//2)", "2*(H//2)"],
    ["3*H//2", "3*H//2"],
    ["h*(C//h)", "h*(C//h)"],
  ])("%s is %s", (text, expected) => {
    expect(print(dim(text))).toBe(expected);
  });

  test("(H + 1)//2 and (H - 1)//2 + 1 have one key", () => {
    expect((dim("(H + 1)//2") as SymInt).key).toBe((dim("(H - 1)//2 + 1") as SymInt).key);
  });

  test("the bounds of remainders and quotients", () => {
    expect(bounds(dim("H % 7"))).toEqual({ min: 0, max: 6 });
    expect(bounds(dim("i % 7"))).toEqual({ min: 0, max: 6 });
    expect(bounds(dim("(i + 3) % 7"))).toEqual({ min: 0, max: 6 });
    expect(bounds(dim("-H % 7"))).toEqual({ min: 0, max: 6 });
    expect(bounds(dim("H - H//2"))).toEqual({ min: 1, max: inf });
    expect(bounds(dim("(H + 1)//2"))).toEqual({ min: 1, max: inf });
    expect(bounds(dim("k*n"))).toEqual({ min: -15, max: -2 });
    expect(bounds(dim("N*M - N"))).toEqual({ min: 0, max: inf });
    expect(bounds(dim("H - min(H, W)"))).toEqual({ min: 0, max: inf });
    expect(bounds(dim("i**2"))).toEqual({ min: 0, max: inf });
  });
});

describe("plain numbers", () => {
  test.each([
    [7, 2],
    [-7, 2],
    [7, -2],
    [-7, -2],
    [0, 3],
    [6, -3],
    [2 ** 40 + 1, 3],
  ])("%i and %i divide as in Python", (a, b) => {
    expect(floordiv(a, b)).toBe(Math.floor(a / b) + 0);
    expect(mod(a, b)).toBe(a - b * Math.floor(a / b) + 0);
    expect(ceildiv(a, b)).toBe(Math.ceil(a / b) + 0);
  });

  test("numbers stay numbers", () => {
    expect([min(3, 4), max(3, 4), pow(3, 4), mod(dim("2*N"), 2)]).toEqual([3, 4, 81, 0]);
  });

  test("division by the number 0 is a RangeError, as is a negative exponent", () => {
    for (const divide of [floordiv, mod, ceildiv]) {
      expect(() => divide(1, 0)).toThrow("integer division or modulo by zero");
      expect(() => divide(dim("N"), 0)).toThrow(RangeError);
    }
    expect(() => pow(2, -1)).toThrow("negative exponent: -1");
  });
});
