/** What can be said about two dimensions. */

import { lower, upper } from "./bounds";
import { add, commonTerm, exactQuotient, neg, sub, summands } from "./polynomial";
import { asRemainder, print } from "./print";
import type { Dim } from "./symint";

/** `divisible`: `left % right == 0`, which also says that `right` is not 0. */
export type RelationKind = "eq" | "ne" | "ge" | "gt" | "divisible";

export interface Relation {
  readonly kind: RelationKind;
  readonly left: Dim;
  readonly right: Dim;
}

const operator = { eq: "==", ne: "!=", ge: ">=", gt: ">" } as const;

/** The relation as a condition in Python: `dim % num_heads == 0`, `N == Wh*Ww`. */
export function printRelation({ kind, left, right }: Relation): string {
  if (kind !== "divisible") return `${print(left)} ${operator[kind]} ${print(right)}`;
  const side = (d: Dim, plain: RegExp) => (plain.test(print(d)) ? print(d) : `(${print(d)})`);
  const product = /^[^\s(]*$|^(min|max)\([^()]*\)$/;
  return `${side(left, product)} % ${side(right, /^[^\s(*/+-]*$/)} == 0`;
}

const leadingCoefficient = (d: Dim) => (typeof d === "number" ? d : d.terms[0].coefficient);

/** The numerator of `k*(n//d)`, and its divisor where that is a number. */
function quotientOf(d: Dim): { n: Dim; by: number } | undefined {
  if (typeof d === "number" || d.constant !== 0 || d.terms.length !== 1 || d.terms[0].monomial.degree !== 1)
    return undefined;
  const { atom } = d.terms[0].monomial.factors[0];
  if (atom.kind !== "floordiv") return undefined;
  const [n, by] = atom.args;
  return typeof by === "number" && by > 1 ? { n, by } : undefined;
}

/**
 * An equation that says that something divides: `2*(n//2) == n`, and `(n + 1)//2 == n//2`, where rounding up and rounding down are one.
 */
function divisibility(left: Dim, right: Dim): Relation | undefined {
  const difference = sub(left, right);
  const remainder = asRemainder(difference) ?? asRemainder(neg(difference));
  if (remainder !== undefined) return { kind: "divisible", left: remainder.a, right: remainder.b };
  const parts = summands(difference);
  if (parts.length !== 2 || add(leadingCoefficient(parts[0]), leadingCoefficient(parts[1])) !== 0) return undefined;
  const [a, b] = parts.map(quotientOf);
  if (a === undefined || b === undefined || a.by !== b.by) return undefined;
  const apart = sub(a.n, b.n);
  if (apart !== a.by - 1 && apart !== 1 - a.by) return undefined;
  return { kind: "divisible", left: apart === a.by - 1 ? b.n : a.n, right: a.by };
}

/** Drops summands and factors that both sides share: `B_*N*dim % (B_*N*num_heads) == 0` → `dim % num_heads == 0`. */
export function reduceRelation(relation: Relation): Relation {
  let { left, right } = relation;
  const { kind } = relation;
  if (kind === "eq") {
    const told = divisibility(left, right);
    if (told !== undefined) return reduceRelation(told);
  }
  if (kind !== "divisible") {
    const difference = summands(sub(left, right));
    if (difference.length < summands(left).length + summands(right).length) {
      left = difference.filter((part) => leadingCoefficient(part) > 0).reduce(add, 0);
      right = neg(difference.filter((part) => leadingCoefficient(part) < 0).reduce(add, 0));
    }
  }
  const factor = commonTerm(left, right);
  // a divisor is never 0, so nor are its factors
  const cancels = lower(factor) > 0 || kind === "divisible" || (upper(factor) < 0 && (kind === "eq" || kind === "ne"));
  if (factor === 1 || !cancels) return { kind, left, right };
  return { kind, left: exactQuotient(left, factor)!, right: exactQuotient(right, factor)! };
}
