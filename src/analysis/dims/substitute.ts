/** Rebuilding a dimension with other things in place of its symbols, and evaluating it. */

import { type Operators, plainOperators } from "./arithmetic";
import { add, mul, power } from "./polynomial";
import { type Atom, type CallAtom, type Dim, fromAtom, type SymbolAtom, same } from "./symint";

/** Applies the operator of a call to other arguments. */
export function applyCall(kind: CallAtom["kind"], args: readonly Dim[], ops: Operators): Dim {
  switch (kind) {
    case "floordiv":
      return ops.floordiv(args[0], args[1]);
    case "min":
      return ops.min(args);
    case "max":
      return ops.max(args);
    case "pow":
      return ops.pow(args[0], args[1]);
    case "times":
      return mul(args[0], args[1]);
  }
}

/** Rebuilds `d` bottom-up with `replace` for its symbols (undefined keeps one), through these operators. */
export function rebuild(d: Dim, replace: (atom: SymbolAtom) => Dim | undefined, ops: Operators, always = false): Dim {
  if (typeof d === "number") return d;
  const atoms = new Map<string, Dim>();
  let changed = always;
  const visit = (atom: Atom): void => {
    if (atoms.has(atom.key)) return;
    const before = fromAtom(atom);
    let after: Dim;
    if (atom.kind === "symbol") after = replace(atom) ?? before;
    else {
      const args = atom.args.map((arg) => rebuild(arg, replace, ops, always));
      after = always || args.some((arg, i) => arg !== atom.args[i]) ? applyCall(atom.kind, args, ops) : before;
    }
    atoms.set(atom.key, after);
    if (!same(before, after)) changed = true;
  };
  for (const { monomial } of d.terms) for (const { atom } of monomial.factors) visit(atom);
  if (!changed) return d;
  let result: Dim = d.constant;
  for (const { coefficient, monomial } of d.terms) {
    let term: Dim = coefficient;
    for (const f of monomial.factors) term = mul(term, power(atoms.get(f.atom.key)!, f.power));
    result = add(result, term);
  }
  return result;
}

/** Puts dimensions in place of symbols, by name. Throws `RangeError` if a divisor becomes the number 0. */
export function substitute(d: Dim, values: ReadonlyMap<string, Dim>): Dim {
  return rebuild(d, (atom) => values.get(atom.name), plainOperators);
}

function evaluateAtom(atom: Atom, value: (name: string) => number): number {
  if (atom.kind === "symbol") return value(atom.name);
  const args = atom.args.map((arg) => evaluate(arg, value));
  switch (atom.kind) {
    case "floordiv":
      if (args[1] === 0) throw new RangeError("integer division or modulo by zero");
      return Math.floor(args[0] / args[1]);
    case "min":
      return Math.min(...args);
    case "max":
      return Math.max(...args);
    case "pow":
      return args[0] ** args[1];
    case "times":
      return args[0] * args[1];
  }
}

/** The value for given values of the symbols, by name. Throws `RangeError` on division by 0. */
export function evaluate(d: Dim, value: (name: string) => number): number {
  if (typeof d === "number") return d;
  let total = d.constant;
  for (const { coefficient, monomial } of d.terms) {
    let term = coefficient;
    for (const { atom, power: exponent } of monomial.factors) term *= evaluateAtom(atom, value) ** exponent;
    total += term;
  }
  return total;
}
