/** What assumptions make of dimensions. */

import { describe, expect, test } from "vitest";
import {
  Assumptions,
  bounds,
  type Dim,
  divideExactly,
  divides,
  equal,
  less,
  parseDim,
  print,
  printRelation,
  type Relation,
  symbol,
} from "../../../src/analysis/dims";
import { work } from "../../../src/analysis/work";

const zero = new Set(["z"]);
const parameters = ["num_heads", "dim"];
const dim = (text: string) => parseDim(text, (name) => symbol(name, zero.has(name) ? { min: 0 } : {})) as Dim;

/** Reads `dim % num_heads == 0`, `N == Wh*Ww`, `H >= 2`. */
function relation(text: string): Relation {
  const divisible = /^(.*)%([^%]*)== *0$/.exec(text);
  if (divisible) return { kind: "divisible", left: dim(divisible[1]), right: dim(divisible[2]) };
  const [, left, operator, right] = /^(.*?)(==|!=|>=|>)(.*)$/.exec(text)!;
  const kind = ({ "==": "eq", "!=": "ne", ">=": "ge", ">": "gt" } as const)[operator as "=="];
  return { kind, left: dim(left), right: dim(right) };
}

function assuming(...texts: string[]): Assumptions {
  const assumptions = new Assumptions({ rank: (name) => parameters.indexOf(name) });
  for (const text of texts) expect(assumptions.assume(relation(text)), text).toBe(true);
  return assumptions;
}

describe("simplify", () => {
  test.each<[string[], string, string]>([
    [["dim % num_heads == 0"], "num_heads*(dim//num_heads)", "dim"],
    [["dim % num_heads == 0"], "(dim//num_heads)*num_heads*3", "3*dim"],
    [["dim % num_heads == 0"], "dim % num_heads", "0"],
    [["dim % num_heads == 0"], "3*dim//num_heads", "3*(dim//num_heads)"],
    [["dim % num_heads == 0"], "B*N*dim//(B*N*num_heads)", "dim//num_heads"],
    [["dim % num_heads == 0"], "dim//(dim//num_heads)", "dim//(dim//num_heads)"],
    [["H % 2 == 0"], "2*(H//2)", "H"],
    [["H % 2 == 0"], "(H + 1)//2", "H//2"],
    [["H % 32 == 0"], "((H - 1)//2 + 1 - 1)//2 + 1", "H//4"],
    [["H % 32 == 0"], "4*(H//4)", "H"],
    [["H % 32 == 0"], "H % 8", "0"],
    [["H % 7 == 0", "W % 7 == 0"], "(H//7)*(W//7)*49", "H*W"],
    [["H % 4 == 0", "H % 6 == 0"], "12*(H//12)", "H"],
    [["C == dim"], "B*N*C", "B*N*dim"],
    [["N == Wh*Ww"], "N**2", "Wh**2*Ww**2"],
    [["B_ == B*nW"], "B_//nW", "B"],
    [["B*N*C == B*N*dim"], "C + dim", "2*dim"],
    [["a*b == c*d"], "a*b*x - c*d*x", "0"],
    [["H//2 == 5"], "3*(H//2)", "15"],
    [["N == 4"], "2*N + M", "M + 8"],
    [["N >= 4", "4 >= N"], "N*M", "4*M"],
    [["H >= W"], "N", "N"],
    [["L == H*W", "H == 7", "W == H"], "L", "49"],
  ])("%s: %s → %s", (texts, before, after) => {
    expect(print(assuming(...texts).simplify(dim(before)))).toBe(after);
  });

  test("an equation of two symbols keeps the older, or the one of higher rank", () => {
    const parameter = symbol("dim");
    const axis = symbol("C");
    const byAge = new Assumptions();
    byAge.assume({ kind: "eq", left: axis, right: parameter });
    expect([print(byAge.simplify(axis)), print(byAge.simplify(parameter))]).toEqual(["dim", "dim"]);

    const ranked = new Assumptions();
    ranked.assume({ kind: "eq", left: symbol("C", { rank: 1 }), right: parameter });
    expect(print(ranked.simplify(parameter))).toBe("C");

    const option = new Assumptions({ rank: (name) => (name === "C" ? 1 : 0) });
    option.assume({ kind: "eq", left: axis, right: parameter });
    expect(print(option.simplify(parameter))).toBe("C");
  });

  test.each([
    [0, 1, "A"],
    [1, 0, "B"],
    [0, 1, "A"],
  ])("what another analysis found, where the symbols had other ages (%d, %d), changes nothing", (a, b, kept) => {
    const [left, right] = [symbol("A", { serial: a }), symbol("B", { serial: b })];
    const assumptions = new Assumptions();
    assumptions.assume({ kind: "eq", left, right });
    expect([print(assumptions.simplify(left)), print(assumptions.simplify(right))]).toEqual([kept, kept]);
  });

  test("bounds go over to what replaces a symbol", () => {
    const assumptions = assuming("N == M - 3");
    expect(bounds(dim("M"), assumptions).min).toBe(4);
    expect(assumptions.assume(relation("M == 3"))).toBe(false);
  });

  test("a division whose divisor turns out 0 stays", () => {
    expect(print(assuming("N == 1").simplify(dim("M//(N - 1)")))).toBe("M//(N - 1)");
  });
});

describe("holds", () => {
  test.each<[string[], string, boolean | undefined]>([
    [[], "N == M", undefined],
    [["N == M"], "M == N", true],
    [["N == M"], "N != M", false],
    [["N == M"], "N == M + 1", false],
    [["dim % num_heads == 0"], "dim % num_heads == 0", true],
    [["dim % num_heads == 0"], "B*dim % num_heads == 0", true],
    [["dim % num_heads == 0"], "num_heads > dim", false],
    [["H % 4 == 0"], "H % 2 == 0", true],
    [["H % 4 == 0"], "H == 6", false],
    [["H % 4 == 0"], "H == 8", undefined],
    [["H % 2 == 0"], "H + 1 % 2 == 0", false],
    [["H % 8 == 0"], "H >= 8", true],
    [["H >= W", "W >= L"], "H >= L", true],
    [["H >= W"], "B*H >= B*W", true],
    [["H > W"], "H == W", false],
    [["N != 1"], "N >= 2", true],
    [["N != 4"], "N == 4", false],
    [["N != M"], "2*N == 2*M", false],
    [["z >= 1"], "z > 0", true],
    [["2*N == 3*M"], "4*N == 6*M", true],
    [["N >= 4", "N != 4"], "N >= 5", true],
    [["H % 7 == 0", "W % 7 == 0"], "W*(H//7) == H*(W//7)", true],
    [["12 % k == 0"], "k > 12", false],
  ])("given %s, %s is %s", (texts, question, expected) => {
    expect(assuming(...texts).holds(relation(question))).toBe(expected);
  });
});

describe("assume", () => {
  test.each<[string[], string]>([
    [[], "N == 0"],
    [[], "N == N + 1"],
    [["N == 4"], "N == 5"],
    [["H % 4 == 0"], "H == 6"],
    [["N >= 4"], "N == 3"],
    [["N == M"], "N > M"],
    [["N > M"], "N == M"],
    [["N != M"], "M == N"],
    [["H % 2 == 0"], "H == 2*W + 1"],
    [["N == 2*M", "M == K"], "N == K"],
    [["dim % num_heads == 0", "dim == 96"], "num_heads == 5"],
  ])("given %s, %s contradicts and changes nothing", (texts, contradiction) => {
    const assumptions = assuming(...texts);
    const before = assumptions.mark();
    expect(assumptions.assume(relation(contradiction))).toBe(false);
    expect(assumptions.mark()).toEqual(before);
  });

  test("lists what was learnt, reduced, and not what was known", () => {
    const assumptions = assuming("B*dim % (B*num_heads) == 0", "N == Wh*Ww", "3*dim % num_heads == 0", "N >= 1");
    expect(assumptions.relations().map(printRelation)).toEqual(["dim % num_heads == 0", "N == Wh*Ww"]);
  });

  test("equations of remainders are divisibilities", () => {
    const assumptions = new Assumptions();
    assumptions.assume({ kind: "eq", left: dim("dim % num_heads"), right: 0 });
    expect(divides(dim("num_heads"), dim("dim"), assumptions)).toBe(true);
    assumptions.assume({ kind: "eq", left: dim("num_heads*(C//num_heads)"), right: dim("C") });
    expect(divides(dim("num_heads"), dim("C"), assumptions)).toBe(true);
  });
});

test("view(-1): the rest is what provably divides", () => {
  const assumptions = assuming("dim % num_heads == 0", "C == dim");
  const quotient = (a: string, b: string) => {
    const d = divideExactly(dim(a), dim(b), assumptions);
    return d === undefined ? undefined : print(d);
  };
  expect(quotient("3*B_*N*C", "3*B_*N*num_heads")).toBe("dim//num_heads");
  expect(quotient("3*B_*N*C", "B_*N*num_heads*(dim//num_heads)")).toBe("3");
  expect(quotient("B_*N*C", "B_*M")).toBeUndefined();
});

test("mark and rollback nest as forks do", () => {
  const assumptions = assuming("dim % num_heads == 0");
  const outer = assumptions.mark();
  assumptions.assume(relation("N == 4"));
  const inner = assumptions.mark();
  assumptions.assume(relation("H % 2 == 0"));
  expect(print(assumptions.simplify(dim("2*(H//2)*N")))).toBe("4*H");
  assumptions.rollback(inner);
  expect(print(assumptions.simplify(dim("2*(H//2)*N")))).toBe("8*(H//2)");
  assumptions.rollback(outer);
  expect(print(assumptions.simplify(dim("2*(H//2)*N")))).toBe("2*N*(H//2)");
  expect(assumptions.relations().map(printRelation)).toEqual(["dim % num_heads == 0"]);
});

test("the shapes of window attention, in the author's names", () => {
  const [width, heads] = [symbol("dim"), symbol("num_heads")];
  const assumptions = new Assumptions();
  const [B, N, C] = [symbol("B_"), symbol("N"), symbol("C")];
  assumptions.assume({ kind: "eq", left: C, right: width });
  // qkv(x).reshape(B_, N, 3, num_heads, C // num_heads)
  expect(equal(dim("B_*N*3*dim"), dim("B_*N*3*num_heads*(C//num_heads)"), assumptions)).toBeUndefined();
  assumptions.assume({ kind: "eq", left: dim("B_*N*3*dim"), right: dim("B_*N*3*num_heads*(C//num_heads)") });
  expect(assumptions.holds({ kind: "divisible", left: width, right: heads })).toBe(true);
  expect(print(assumptions.simplify(dim("B_*num_heads*N*N*(C//num_heads)")))).toBe("B_*N**2*dim");
  // attn + relative_position_bias: N == Wh*Ww
  assumptions.assume({ kind: "eq", left: N, right: dim("Wh*Ww") });
  expect(print(assumptions.simplify(N))).toBe("Wh*Ww");
  expect(less(0, B, assumptions)).toBe(true);
});

test("what is assumed in each round of a loop is paid by how much was assumed before", () => {
  const assumptions = new Assumptions();
  const cost = (from: number) => {
    const before = work.spent;
    for (let n = from; n < from + 20; n++) assumptions.assume(relation(`rounds!=${n}`));
    return work.spent - before;
  };
  const first = cost(1);
  expect(cost(21) - first).toBeGreaterThanOrEqual(20 * 4 * 20);
});
