/** What can be said about two dimensions. */

import { lower, upper } from "./bounds";
import { add, commonTerm, exactQuotient, neg, sub, summands } from "./polynomial";
import { print } from "./print";
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

/** Drops summands and factors that both sides share: `B_*N*dim % (B_*N*num_heads) == 0` → `dim % num_heads == 0`. */
export function reduceRelation(relation: Relation): Relation {
  let { left, right } = relation;
  const { kind } = relation;
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
