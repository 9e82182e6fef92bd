/** Rebuilding a dimension with other things in place of its symbols, and evaluating it. */

import { work } from "../work";
import { type Operators, plainOperators } from "./arithmetic";
import { fromTerm, mul, power, sum } from "./polynomial";
import { type Atom, type CallAtom, type Dim, fromAtom, keyOf, type SymbolAtom } from "./symint";

/** Applies the operator of a call to other arguments. */
function applyCall(kind: CallAtom["kind"], args: readonly Dim[], ops: Operators): Dim {
  switch (kind) {
    case "floordiv":
      return ops.floordiv(args[0], args[1]);
    case "min":
      return ops.min(args);
    case "max":
      return ops.max(args);
    case "pow":
      return ops.pow(args[0], args[1]);
    case "sum":
      return args[0];
  }
}

export interface RebuildOptions {
  readonly operators: Operators;
  /** Apply the operators to every call, even where no argument changed: they know more than those that built it. */
  readonly always?: boolean;
  /** What a division becomes whose divisor turned into the number 0. */
  readonly divisionByZero: (atom: CallAtom) => Dim;
}

/** A division that has no value any more stays as it was. */
export const keepDivisions: RebuildOptions = { operators: plainOperators, divisionByZero: fromAtom };

/** Rebuilds `d` bottom-up with `replace` for its symbols; undefined keeps one. */
export function rebuild(d: Dim, replace: (atom: SymbolAtom) => Dim | undefined, options: RebuildOptions): Dim {
  if (typeof d === "number") return d;
  const rebuildAtom = (atom: Atom): Dim => {
    const before = fromAtom(atom);
    if (atom.kind === "symbol") return replace(atom) ?? before;
    const args = atom.args.map((arg) => rebuild(arg, replace, options));
    if (!options.always && args.every((arg, i) => arg === atom.args[i])) return before;
    if (atom.kind === "floordiv" && args[1] === 0) return options.divisionByZero(atom);
    return applyCall(atom.kind, args, options.operators);
  };
  work.pay(d.terms.length);
  const atoms = new Map<string, Dim>();
  let changed = false;
  for (const { monomial } of d.terms) {
    for (const { atom } of monomial.factors) {
      if (atoms.has(atom.key)) continue;
      const after = rebuildAtom(atom);
      atoms.set(atom.key, after);
      if (keyOf(after) !== atom.key) changed = true;
    }
  }
  if (!changed) return d;
  const parts: Dim[] = [d.constant];
  for (const term of d.terms) {
    const { factors } = term.monomial;
    const after = factors.map(({ atom }) => atoms.get(atom.key)!);
    if (after.every((each, n) => keyOf(each) === factors[n].atom.key)) parts.push(fromTerm(term));
    else parts.push(factors.reduce<Dim>((all, f, n) => mul(all, power(after[n], f.power)), term.coefficient));
  }
  return sum(parts);
}

/** Puts dimensions in place of symbols, by name. Throws `RangeError` if a divisor becomes the number 0. */
export function substitute(d: Dim, values: ReadonlyMap<string, Dim>): Dim {
  return rebuild(d, (atom) => values.get(atom.name), {
    operators: plainOperators,
    divisionByZero: ({ args }) => plainOperators.floordiv(args[0], 0),
  });
}

type Divide = (a: number, b: number) => number;

const floored: Divide = (a, b) => Math.floor(a / b);

/** Divisions that are taken to leave no remainder: what is so of all sizes for which they do not is so of these numbers. */
export const exactly: Divide = (a, b) => a / b;

function evaluateAtom(atom: Atom, value: (name: string) => number, divide: Divide): number {
  if (atom.kind === "symbol") return value(atom.name);
  const args = atom.args.map((arg) => evaluate(arg, value, divide));
  switch (atom.kind) {
    case "floordiv":
      if (args[1] === 0) throw new RangeError("integer division or modulo by zero");
      return divide(args[0], args[1]);
    case "min":
      return Math.min(...args);
    case "max":
      return Math.max(...args);
    case "pow":
      return args[0] ** args[1];
    case "sum":
      return args[0];
  }
}

/** The value for given values of the symbols, by name. Throws `RangeError` on division by 0. */
export function evaluate(d: Dim, value: (name: string) => number, divide = floored): number {
  if (typeof d === "number") return d;
  let total = d.constant;
  for (const { coefficient, monomial } of d.terms) {
    let term = coefficient;
    for (const { atom, power: exponent } of monomial.factors) term *= evaluateAtom(atom, value, divide) ** exponent;
    total += term;
  }
  return total;
}

/** Like `evaluate`, to compare sizes at sample values: NaN where it divides by 0 there. */
export function sampled(d: Dim, value: (name: string) => number, divide = floored): number {
  try {
    return evaluate(d, value, divide);
  } catch (error) {
    if (error instanceof RangeError) return Number.NaN;
    throw error;
  }
}
