/** Random expressions against their value by plain arithmetic. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bounds,
  type Dim,
  divideExactly,
  divides,
  equal,
  evaluate,
  less,
  lessEqual,
  parseDim,
  print,
  same,
  sub,
  substitute,
} from "../../../src/analysis/dims";
import { assignments, build, naive, ranges, symbols, type Tree, trees } from "./trees";

const runs = { numRuns: Number(process.env.RUNS ?? 1500) };
const names = Object.keys(ranges);

function namesIn(tree: Tree, found = new Set<string>()): Set<string> {
  if (tree.op === "symbol") found.add(tree.name);
  if ("args" in tree) for (const arg of tree.args) namesIn(arg, found);
  return found;
}

/** The values of trees that Python can compute, at every small assignment of the symbols that they mention. */
function* samples(...expressions: Tree[]): Generator<{ at: Record<string, number>; values: number[] }> {
  const mentioned = new Set(expressions.flatMap((tree) => [...namesIn(tree)]));
  const count = mentioned.size <= 2 ? 9 : mentioned.size === 3 ? 5 : 3;
  for (const at of assignments([...mentioned], count)) {
    const values = expressions.map((tree) => naive(tree, (name) => at[name]));
    // beyond 2**40 the check itself would round
    if (values.every((v) => Number.isFinite(v) && Math.abs(v) < 2 ** 40)) yield { at, values };
  }
}

const show = (at: Record<string, number>) => JSON.stringify(at);

describe("random expressions", () => {
  test("the normal form has the value of the expression, within its bounds", () => {
    fc.assert(
      fc.property(trees(names), (tree) => {
        const d = build(tree);
        if (d === undefined) return;
        const range = bounds(d);
        for (const { at, values } of samples(tree)) {
          const [value] = values;
          const found = evaluate(d, (name) => at[name]);
          if (found !== value) expect.fail(`${print(d)} is ${found} and not ${value} at ${show(at)}`);
          if (value < range.min || value > range.max)
            expect.fail(`${print(d)} = ${value} outside [${range.min}, ${range.max}]`);
        }
      }),
      runs,
    );
  });

  test("what is printed is read back as the same dimension", () => {
    fc.assert(
      fc.property(trees(names), (tree) => {
        const d = build(tree);
        if (d === undefined) return;
        const text = print(d);
        const back = parseDim(text, (name) => symbols[name]);
        if (text.length > 500) return;
        expect(back !== undefined && same(back, d), `${text} read as ${back === undefined ? back : print(back)}`).toBe(
          true,
        );
      }),
      runs,
    );
  });

  test("equal, less, lessEqual, divides and divideExactly are right wherever they answer", () => {
    fc.assert(
      fc.property(trees(names, 3), trees(names, 2), (left, right) => {
        const a = build(left);
        const b = build(right);
        if (a === undefined || b === undefined) return;
        const claims: [string, boolean | undefined, (x: number, y: number) => boolean][] = [
          ["==", equal(a, b), (x, y) => x === y],
          ["<", less(a, b), (x, y) => x < y],
          ["<=", lessEqual(a, b), (x, y) => x <= y],
          ["is divided by", divides(b, a), (x, y) => y === 0 || x % y === 0],
        ];
        const quotient = divideExactly(a, b);
        for (const { at, values } of samples(left, right)) {
          const [x, y] = values;
          for (const [relation, answer, holds] of claims) {
            if (answer === undefined || (relation === "is divided by" && y === 0)) continue;
            expect(holds(x, y), `${print(a)} ${relation} ${print(b)} is said to be ${answer}, at ${show(at)}`).toBe(
              answer,
            );
          }
          if (quotient !== undefined && y !== 0) expect(evaluate(quotient, (name) => at[name]) * y + 0).toBe(x);
        }
      }),
      runs,
    );
  });

  test("two ways to write one thing are proved equal or left open, never proved different", () => {
    fc.assert(
      fc.property(trees(names, 3), trees(names, 2), (left, right) => {
        const a = build({ op: "sub", args: [{ op: "add", args: [left, right] }, right] });
        const b = build(left);
        if (a === undefined || b === undefined) return;
        expect(equal(a, b)).toBe(true);
        expect(sub(a, b)).toBe(0);
      }),
      runs,
    );
  });

  test("substituting numbers evaluates", () => {
    fc.assert(
      fc.property(trees(["N", "M", "H"], 3), (tree) => {
        const d = build(tree);
        if (d === undefined) return;
        for (const { at, values } of samples(tree)) {
          const numbers = new Map<string, Dim>(Object.entries(at));
          expect(substitute(d, numbers), `${print(d)} at ${show(at)}`).toBe(values[0]);
        }
      }),
      runs,
    );
  });
});
