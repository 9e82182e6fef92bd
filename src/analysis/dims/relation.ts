/** What can be said about two dimensions. */

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
