/**
 * The rewrite rules, as tables of rows in titled groups. The first row that applies wins, and its result is rewritten again by
 * the functions in `Rewriting`. Every rule holds for all integers wherever Python defines the left side (no divisor is 0).
 *
 * In the rules `k` is a plain integer, `q` and `r` are what is left over; "known" means provable from bounds or assumptions.
 */

import {
  add,
  coefficientGcd,
  commonTerm,
  constantOf,
  divideWithRemainder,
  exactQuotient,
  fromTerm,
  gcd,
  mul,
  neg,
  sub,
  summands,
} from "./polynomial";
import { asAtom, type CallAtom, type Dim, fromAtom, type SymInt, same } from "./symint";

/** What rules may ask. Answers are sound: a bound that holds, a divisibility that holds. */
export interface Knowledge {
  lower(d: Dim): number;
  upper(d: Dim): number;
  /** True only if `dividend % divisor == 0` for every value. */
  divides(divisor: Dim, dividend: Dim): boolean;
}

/** The operations that a rule builds its right side with. */
export interface Rewriting {
  readonly know: Knowledge;
  floordiv(n: Dim, b: Dim): Dim;
  min(args: readonly Dim[]): Dim;
  max(args: readonly Dim[]): Dim;
  pow(base: Dim, exponent: Dim): Dim;
}

/** Returns the right side, or undefined if the rule does not apply. */
export interface Row<Args extends unknown[]> {
  readonly rule: string;
  readonly apply: (rewriting: Rewriting, ...args: Args) => Dim | undefined;
}

const leadingCoefficient = (d: Dim) => (typeof d === "number" ? d : d.terms[0].coefficient);
/** Of `d` and `-d`, whether `d` is the one not to show: most of its terms are negative, or half of them and the first. */
function isNegative(d: Dim): boolean {
  if (typeof d === "number") return d < 0;
  const negative = d.terms.filter((term) => term.coefficient < 0).length;
  return negative * 2 === d.terms.length ? leadingCoefficient(d) < 0 : negative * 2 > d.terms.length;
}

const sizeOf = (d: Dim) => summands(d).length;

/** `n//b`, where not both are plain numbers and `b` is not 0. */
export const floordivRows: readonly Row<[n: Dim, b: Dim]>[] = [
  // --- signs and units ---
  {
    rule: "a//1 → a",
    apply: (_, n, b) => (b === 1 ? n : undefined),
  },
  {
    rule: "a//(-b) → (-a)//b where b is known to be positive, or its sign is not known",
    apply: ({ know, floordiv }, n, b) => {
      const unknownSign = () => know.lower(b) < 1 && leadingCoefficient(b) < 0;
      const negative = typeof b === "number" ? b < 0 : know.upper(b) < 0 || unknownSign();
      return negative ? floordiv(neg(n), neg(b)) : undefined;
    },
  },

  // --- whole multiples ---
  {
    rule: "(a*b)//b → a",
    apply: (_, n, b) => exactQuotient(n, b),
  },
  {
    rule: "(a*b + r)//b → a + r//b",
    apply: ({ floordiv }, n, b) => {
      const { quotient, remainder } = divideWithRemainder(n, b);
      // dividing by a sum can go on for ever: (a)//(a + b) → 1 + (-b)//(a + b); so what is left must be smaller
      if (quotient === 0 || (sizeOf(b) > 1 && sizeOf(remainder) >= sizeOf(n))) return undefined;
      return add(quotient, floordiv(remainder, b));
    },
  },
  {
    rule: "(a*c)//(b*c) → a//b",
    apply: ({ floordiv }, n, b) => {
      const c = commonTerm(n, b);
      return c === 1 ? undefined : floordiv(exactQuotient(n, c)!, exactQuotient(b, c)!);
    },
  },
  {
    rule: "(a*k + r)//(b*k) → (a + r//k)//b where r is a number and b is known to be positive",
    apply: ({ know, floordiv }, n, b) => {
      if (typeof n === "number") return undefined;
      const k = gcd(coefficientGcd(n), gcd(coefficientGcd(b), constantOf(b)));
      if (k <= 1 || know.lower(b) < 1) return undefined;
      return floordiv(divideWithRemainder(n, k).quotient, exactQuotient(b, k)!);
    },
  },

  // --- known quotients ---
  {
    rule: "a//b → q where b*q <= a < b*(q + 1) is known",
    apply: ({ know }, n, b) => {
      if (typeof b === "number") {
        const q = Math.floor(know.lower(n) / b);
        return Number.isFinite(q) && q === Math.floor(know.upper(n) / b) ? q : undefined;
      }
      if (know.lower(b) < 1) return undefined;
      if (know.lower(n) >= 0) return know.lower(sub(b, n)) >= 1 ? 0 : undefined;
      if (know.upper(n) <= -1) return know.lower(add(b, n)) >= 0 ? -1 : undefined;
      return undefined;
    },
  },
  {
    rule: "(a + r)//b → a//b + r//b where b is known to divide a",
    apply: ({ know, floordiv }, n, b) => {
      const parts = summands(n);
      if (parts.length < 2) return undefined;
      const whole = parts.filter((part) => know.divides(b, part));
      if (whole.length === 0) return undefined;
      const rest = parts.filter((part) => !whole.includes(part)).reduce(add, 0);
      return whole.map((part) => floordiv(part, b)).reduce(add, floordiv(rest, b));
    },
  },
  {
    rule: "(a*c)//b → (a//b)*c where b is known to divide a",
    apply: ({ know, floordiv }, n, b) => {
      if (typeof n === "number" || n.terms.length > 1 || n.constant !== 0) return undefined;
      const [{ coefficient, monomial }] = n.terms;
      for (const { atom } of monomial.factors) {
        const a = fromAtom(atom);
        if (!same(a, n) && know.divides(b, a)) return mul(exactQuotient(n, a)!, floordiv(a, b));
      }
      const a = fromTerm({ coefficient: 1, monomial });
      return coefficient !== 1 && know.divides(b, a) ? mul(coefficient, floordiv(a, b)) : undefined;
    },
  },

  // --- one form for ceilings ---
  {
    rule: "(-a)//b → -((a + b - 1)//b) where b is known to be positive",
    apply: ({ know, floordiv }, n, b) => {
      if (!isNegative(n) || know.lower(b) < 1) return undefined;
      const a = add(neg(n), sub(b, 1));
      // adding b can turn the sign back
      return isNegative(a) ? undefined : neg(floordiv(a, b));
    },
  },

  // --- divisions of divisions ---
  {
    rule: "(a//b + k)//c → (a + k*b)//(b*c) where c is known to be positive",
    apply: ({ know, floordiv }, n, b) => {
      if (typeof n === "number" || n.terms.length > 1 || know.lower(b) < 1) return undefined;
      const inner = asAtom(sub(n, n.constant));
      if (inner?.kind !== "floordiv") return undefined;
      return floordiv(add(inner.args[0], mul(n.constant, inner.args[1])), mul(inner.args[1], b));
    },
  },
];

type Fold = Row<[args: readonly Dim[]]>;

/** Replaces the arguments for which `absorb` gives one in place of two. */
function pairwise(args: readonly Dim[], absorb: (a: Dim, b: Dim) => Dim | undefined): Dim[] | undefined {
  for (let i = 0; i < args.length; i++) {
    for (let j = i + 1; j < args.length; j++) {
      const one = absorb(args[i], args[j]);
      if (one !== undefined) return [...args.filter((_, at) => at !== i && at !== j), one];
    }
  }
  return undefined;
}

function flattened(kind: CallAtom["kind"], args: readonly Dim[]): Dim[] | undefined {
  const at = args.findIndex((arg) => asAtom(arg)?.kind === kind);
  if (at < 0) return undefined;
  return [...args.slice(0, at), ...(asAtom(args[at]) as CallAtom).args, ...args.slice(at + 1)];
}

/** `min(…)` of one or more arguments. */
export const minRows: readonly Fold[] = [
  { rule: "min(a) → a", apply: (_, args) => (args.length === 1 ? args[0] : undefined) },
  {
    rule: "min(min(a, b), c) → min(a, b, c)",
    apply: ({ min }, args) => {
      const flat = flattened("min", args);
      return flat && min(flat);
    },
  },
  {
    rule: "min(a, b) → a where a <= b is known",
    apply: ({ min, know }, args) => {
      const kept = pairwise(args, (a, b) => {
        const d = sub(b, a);
        return know.lower(d) >= 0 ? a : know.upper(d) <= 0 ? b : undefined;
      });
      return kept && min(kept);
    },
  },
];

/** `max(…)` of one or more arguments. */
export const maxRows: readonly Fold[] = [
  { rule: "max(a) → a", apply: (_, args) => (args.length === 1 ? args[0] : undefined) },
  {
    rule: "max(max(a, b), c) → max(a, b, c)",
    apply: ({ max }, args) => {
      const flat = flattened("max", args);
      return flat && max(flat);
    },
  },
  {
    rule: "max(a, b) → a where a >= b is known",
    apply: ({ max, know }, args) => {
      const kept = pairwise(args, (a, b) => {
        const d = sub(a, b);
        return know.lower(d) >= 0 ? a : know.upper(d) <= 0 ? b : undefined;
      });
      return kept && max(kept);
    },
  },
];

/** `base**exponent` with a symbolic exponent, which is taken to be 0 or more. */
export const powRows: readonly Row<[base: Dim, exponent: SymInt]>[] = [
  { rule: "1**e → 1", apply: (_, base) => (base === 1 ? 1 : undefined) },
  {
    rule: "a**(e + k) → a**e * a**k where k > 0 and e is known to be 0 or more",
    apply: ({ pow, know }, base, exponent) => {
      const k = exponent.constant;
      const e = sub(exponent, k);
      return k > 0 && know.lower(e) >= 0 ? mul(pow(base, e), pow(base, k)) : undefined;
    },
  },
];

/** Rules for one term of a sum; they need assumptions, so only `Assumptions.simplify` applies them. */
export const termRows: readonly Row<[term: SymInt]>[] = [
  {
    rule: "c*(a//(b*c)) → a//b where b*c is known to divide a",
    apply: ({ know, floordiv }, term) => {
      for (const { atom } of term.terms[0].monomial.factors) {
        if (atom.kind !== "floordiv") continue;
        const [a, b] = atom.args;
        const beside = exactQuotient(term, fromAtom(atom))!;
        // a divisor that is a sum goes as a whole or not at all
        const c = exactQuotient(beside, b) === undefined ? commonTerm(beside, b) : b;
        if (c === 1 || !know.divides(b, a)) continue;
        return mul(exactQuotient(beside, c)!, floordiv(a, exactQuotient(b, c)!));
      }
      return undefined;
    },
  },
];

/** The result of the first row that applies. */
export function rewrite<Args extends unknown[]>(
  rows: readonly Row<Args>[],
  rewriting: Rewriting,
  ...args: Args
): Dim | undefined {
  for (const row of rows) {
    const result = row.apply(rewriting, ...args);
    if (result !== undefined) return result;
  }
  return undefined;
}
