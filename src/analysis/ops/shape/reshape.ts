import {
  type Dim,
  divideExactly,
  divides,
  equal,
  floordiv,
  bounds as limits,
  print,
  product,
  type Relation,
} from "../../dims";
import { commonTerm, exactQuotient } from "../../dims/polynomial";
import { refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";

/**
 * The shape that `view` and `reshape` make of `target`, where one size may be -1.
 * What is needed for the number of elements to fit is found by cancelling what both sides have in common:
 * `(B, N, C)` as `(B, N, num_heads, C//num_heads)` needs `C % num_heads == 0`.
 */
export function reshapeTo(at: OpContext, shape: readonly Dim[], target: readonly Dim[]): readonly Dim[] {
  const numel = product(shape);
  let hole = -1;
  for (const [n, size] of target.entries()) {
    if (size === -1) {
      if (hole >= 0) at.fail("reshape", "only one dimension can be inferred");
      hole = n;
    } else if (typeof size === "number" && size < 0) at.refuse(refusals.shapeDimension(size, n, target));
  }
  const known = product(target.filter((_, n) => n !== hole));
  const invalid = () =>
    `shape '${sizes(target)}' is invalid for input of size ${typeof numel === "number" ? numel : print(numel)}`;
  if (hole < 0) {
    sameNumel(at, numel, known, invalid);
    return target;
  }
  if (known === 0) {
    if (numel !== 0) at.check(equal(numel, 0, at.assumptions), "reshape", invalid);
    at.fail(
      "reshape",
      `cannot reshape tensor of 0 elements into shape ${sizes(target)} because the unspecified dimension size -1 can be any value and is ambiguous`,
    );
  }
  const inferred = quotient(at, numel, known, invalid);
  return target.map((size, n) => (n === hole ? inferred : size));
}

/** `numel / known`, which must be a whole number. */
export function quotient(at: OpContext, numel: Dim, known: Dim, message: () => string): Dim {
  const exact = divideExactly(numel, known, at.assumptions);
  if (exact !== undefined) return exact;
  if (divides(known, numel, at.assumptions) === false) at.fail("reshape", message());
  if (supposeDivisible(at, [numel, known], () => divideExactly(numel, known, at.assumptions) !== undefined)) {
    const found = divideExactly(numel, known, at.assumptions);
    if (found !== undefined) return found;
  }
  const [left, right] = cancel(at, numel, known);
  at.require({ kind: "divisible", left, right });
  return divideExactly(numel, known, at.assumptions) ?? floordiv(left, right);
}

/** Two numbers of elements that must be the same. */
function sameNumel(at: OpContext, numel: Dim, target: Dim, message: () => string): void {
  const same = equal(numel, target, at.assumptions);
  at.check(same, "reshape", message);
  if (same) return;
  if (supposeDivisible(at, [numel, target], () => equal(numel, target, at.assumptions) === true)) return;
  const [left, right] = cancel(at, numel, target);
  at.require({ kind: "eq", left, right });
}

/** Both sides without the factors that they have in common and that can't be 0. */
function cancel(at: OpContext, a: Dim, b: Dim): [Dim, Dim] {
  const [x, y] = [at.assumptions.simplify(a), at.assumptions.simplify(b)];
  const common = commonTerm(x, y);
  if (common === 1 || limits(common, at.assumptions).min < 1) return [x, y];
  return [exactQuotient(x, common) ?? x, exactQuotient(y, common) ?? y];
}

/** Requires those `n // b` inside the dimensions to be exact that make the question come true, if any do. */
function supposeDivisible(at: OpContext, dims: readonly Dim[], holds: () => boolean): boolean {
  const wanted = dims.flatMap(divisions);
  if (wanted.length === 0) return false;
  const start = at.assumptions.mark();
  for (const relation of wanted) at.assumptions.assume(relation);
  const enough = holds();
  at.assumptions.rollback(start);
  if (!enough) return false;
  for (const relation of wanted) if (!holds()) at.require(relation);
  return true;
}

function divisions(dim: Dim): Relation[] {
  if (typeof dim === "number") return [];
  const found = new Map<string, Relation>();
  for (const { monomial } of dim.terms) {
    for (const { atom } of monomial.factors) {
      if (atom.kind === "symbol") continue;
      if (atom.kind === "floordiv") found.set(atom.key, { kind: "divisible", left: atom.args[0], right: atom.args[1] });
      for (const inside of atom.args.flatMap(divisions)) found.set(`${inside.left}/${inside.right}`, inside);
    }
  }
  return [...found.values()];
}
