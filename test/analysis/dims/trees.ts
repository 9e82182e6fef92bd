/** Expressions as trees, evaluated without any simplification: the independent answer that the algebra is checked against. */

import fc from "fast-check";
import {
  add,
  ceildiv,
  type Dim,
  floordiv,
  max,
  min,
  mod,
  mul,
  neg,
  pow,
  sub,
  symbol,
} from "../../../src/analysis/dims";

export type Tree =
  | { op: "number"; value: number }
  | { op: "symbol"; name: string }
  | { op: "neg"; args: [Tree] }
  | { op: "add" | "sub" | "mul" | "floordiv" | "mod" | "ceildiv" | "min" | "max"; args: [Tree, Tree] }
  | { op: "pow"; args: [Tree]; exponent: number };

/** The symbols of random trees, with bounds of every kind. */
export const ranges: Record<string, { min: number; max: number }> = {
  N: { min: 1, max: Infinity },
  M: { min: 1, max: Infinity },
  H: { min: 0, max: Infinity },
  i: { min: -Infinity, max: Infinity },
  k: { min: 2, max: 5 },
  n: { min: -3, max: -1 },
};

export const symbols: Record<string, Dim> = Object.fromEntries(
  Object.entries(ranges).map(([name, range]) => [name, symbol(name, range)]),
);

/** Python's integers: floor division, remainders with the sign of the divisor. NaN where Python raises. */
export function naive(tree: Tree, value: (name: string) => number): number {
  if (tree.op === "number") return tree.value;
  if (tree.op === "symbol") return value(tree.name);
  const [a, b] = tree.args.map((arg) => naive(arg, value));
  switch (tree.op) {
    case "neg":
      return -a + 0;
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b + 0;
    case "floordiv":
      return b === 0 ? NaN : Math.floor(a / b) + 0;
    case "ceildiv":
      return b === 0 ? NaN : Math.ceil(a / b) + 0;
    case "mod":
      return b === 0 ? NaN : a - b * Math.floor(a / b);
    case "min":
      return Math.min(a, b);
    case "max":
      return Math.max(a, b);
    case "pow":
      return a ** tree.exponent;
  }
}

const binary = { add, sub, mul, floordiv, mod, ceildiv, min, max };

/** The tree through the algebra; undefined where a divisor is the number 0. */
export function build(tree: Tree, named: Record<string, Dim> = symbols): Dim | undefined {
  if (tree.op === "number") return tree.value;
  if (tree.op === "symbol") return named[tree.name];
  const args: Dim[] = [];
  for (const arg of tree.args) {
    const d = build(arg, named);
    if (d === undefined) return undefined;
    args.push(d);
  }
  if (tree.op === "neg") return neg(args[0]);
  if (tree.op === "pow") return pow(args[0], tree.exponent);
  if ((tree.op === "floordiv" || tree.op === "mod" || tree.op === "ceildiv") && args[1] === 0) return undefined;
  return binary[tree.op](args[0], args[1]);
}

const operators = ["add", "sub", "mul", "floordiv", "mod", "ceildiv", "min", "max", "add", "floordiv", "mul"] as const;

/** Random trees over these symbols, at most so many operators deep. */
export function trees(names: readonly string[], depth = 4): fc.Arbitrary<Tree> {
  const leaf = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...names).map((name): Tree => ({ op: "symbol", name })) },
    { weight: 1, arbitrary: fc.integer({ min: -4, max: 8 }).map((value): Tree => ({ op: "number", value })) },
  );
  if (depth === 0) return leaf;
  const below = trees(names, depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...operators), below, below)
        .map(([op, a, b]): Tree => ({ op, args: [a, b] })),
    },
    { weight: 1, arbitrary: below.map((a): Tree => ({ op: "neg", args: [a] })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(below, fc.integer({ min: 0, max: 2 }))
        .map(([a, exponent]): Tree => ({ op: "pow", args: [a], exponent })),
    },
  );
}

/** Values to try for a symbol: its smallest few, or a few around 0 if it has no least value. */
function valuesOf({ min, max }: { min: number; max: number }, count: number): number[] {
  const from = Number.isFinite(min) ? min : -Math.floor(count / 2);
  const all = Array.from({ length: count }, (_, i) => from + i);
  return all.filter((value) => value <= max);
}

/** Every combination of values of these symbols. */
export function* assignments(names: readonly string[], count: number, of = ranges): Generator<Record<string, number>> {
  if (names.length === 0) {
    yield {};
    return;
  }
  const [first, ...rest] = names;
  for (const tail of assignments(rest, count, of))
    for (const v of valuesOf(of[first], count)) yield { ...tail, [first]: v };
}
