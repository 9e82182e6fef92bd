/** Python's integer operators on dimensions. Every result is in normal form. */

import { bounds, lower, upper } from "./bounds";
import { add, fromTerm, mul, neg, power, sub, sum } from "./polynomial";
import { floordivRows, type Knowledge, maxRows, minRows, powRows, type Rewriting, rewrite } from "./rewrites";
import { type CallKind, call, type Dim, keyOf, maxLength, type SymInt, standIn } from "./symint";

export { add, mul, neg, sub, sum };

/** The operators that use rewrites, under some knowledge about the symbols. */
export interface Operators extends Rewriting {
  mod(a: Dim, b: Dim): Dim;
  ceildiv(a: Dim, b: Dim): Dim;
}

/** A sum is raised to at most this power by expanding it. */
const maxExpandedPower = 8;

/** Divisions rewritten within each other; no formula that people write comes near. */
const maxDepth = 100;

const divisionByZero = () => new RangeError("integer division or modulo by zero");

/** `a` with the coefficients brought near 0, which does not change `a % k`. */
function reduceCoefficients(a: SymInt, k: number): Dim {
  let result: Dim = a;
  for (const { coefficient, monomial } of a.terms) {
    const excess = Math.ceil(coefficient / k - 0.5) * k;
    if (excess !== 0) result = sub(result, fromTerm({ coefficient: excess, monomial }));
  }
  return result;
}

/**
 * A call that no rule simplifies. One too long to be of use becomes a symbol with its bounds: in a loop such as
 * `a, b = b, (a + b)//c` expressions double at every step.
 */
function unexpanded(kind: CallKind, args: readonly Dim[]): Dim {
  const d = call(kind, args);
  return d.key.length <= maxLength ? d : standIn(d, bounds(d));
}

/** The operators under what is known. */
export function operators(know: Knowledge): Operators {
  let depth = 0;
  const self: Operators = {
    know,
    floordiv(n, b) {
      if (b === 0) throw divisionByZero();
      if (typeof n === "number" && typeof b === "number") return Math.floor(n / b) + 0;
      if (n === 0) return 0;
      if (depth >= maxDepth) return unexpanded("floordiv", [n, b]);
      depth++;
      try {
        return rewrite(floordivRows, self, n, b) ?? unexpanded("floordiv", [n, b]);
      } finally {
        depth--;
      }
    },
    mod(a, b) {
      if (b === 0) throw divisionByZero();
      if (typeof a === "number" && typeof b === "number") return a - b * Math.floor(a / b) + 0;
      if (typeof b === "number" && b < 0) return neg(self.mod(neg(a), -b));
      const n = typeof a !== "number" && typeof b === "number" ? reduceCoefficients(a, b) : a;
      return sub(n, mul(b, self.floordiv(n, b)));
    },
    ceildiv(a, b) {
      return neg(self.floordiv(neg(a), b));
    },
    min(args) {
      return rewrite(minRows, self, args) ?? unexpanded("min", sorted(args));
    },
    max(args) {
      return rewrite(maxRows, self, args) ?? unexpanded("max", sorted(args));
    },
    pow(base, exponent) {
      if (typeof exponent !== "number")
        return rewrite(powRows, self, base, exponent) ?? unexpanded("pow", [base, exponent]);
      if (exponent < 0) throw new RangeError(`negative exponent: ${exponent}`);
      if (typeof base === "number") return base ** exponent;
      const single = base.terms.length === 1 && base.constant === 0;
      const expands = single
        ? Number.isSafeInteger(base.terms[0].coefficient ** exponent)
        : exponent <= maxExpandedPower;
      return expands ? power(base, exponent) : unexpanded("pow", [base, exponent]);
    },
  };
  return self;
}

const sorted = (args: readonly Dim[]) =>
  [...args].sort((a, b) => {
    const x = keyOf(a);
    const y = keyOf(b);
    return x < y ? -1 : x > y ? 1 : 0;
  });

/** Nothing is assumed: symbols have the bounds they were made with. */
export const plainOperators = operators({ lower, upper, divides: () => false });

/** `a // b`, rounding down as Python does. Throws `RangeError` if `b` is the number 0, which callers check first. */
export function floordiv(a: Dim, b: Dim): Dim {
  return plainOperators.floordiv(a, b);
}

/** `a % b`, with the sign of `b` as in Python. Throws `RangeError` if `b` is the number 0. */
export function mod(a: Dim, b: Dim): Dim {
  return plainOperators.mod(a, b);
}

/** `a / b` rounded up, as `-(-a//b)`. Throws `RangeError` if `b` is the number 0. */
export function ceildiv(a: Dim, b: Dim): Dim {
  return plainOperators.ceildiv(a, b);
}

/** `base ** exponent`. The exponent must be 0 or more; a negative number throws `RangeError`, a symbol is taken to be so. */
export function pow(base: Dim, exponent: Dim): Dim {
  return plainOperators.pow(base, exponent);
}

/** The least of one or more dimensions. */
export function min(...args: [Dim, ...Dim[]]): Dim {
  return args.every((arg) => typeof arg === "number") ? Math.min(...(args as number[])) + 0 : plainOperators.min(args);
}

/** The greatest of one or more dimensions. */
export function max(...args: [Dim, ...Dim[]]): Dim {
  return args.every((arg) => typeof arg === "number") ? Math.max(...(args as number[])) + 0 : plainOperators.max(args);
}

/** The product; 1 for none. */
export function product(dims: Iterable<Dim>): Dim {
  let result: Dim = 1;
  for (const d of dims) result = mul(result, d);
  return result;
}
