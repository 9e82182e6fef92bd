import {
  type Assumptions,
  type Dim,
  divideExactly,
  divides,
  equal,
  floordiv,
  print,
  product,
  type Relation,
} from "../../dims";
import { type Anonymous, type Axis, ELLIPSIS, PatternError, parseSide, type Side, splitPattern } from "./pattern";

/** What a pattern does to a tensor of a given shape, as steps that every tensor library has. */
export interface Transform {
  /** Elementary axes apart; absent where they already are. */
  split: readonly Dim[] | undefined;
  /** The order of the elementary axes afterwards, those that are reduced last. */
  order: readonly number[];
  /** How many of the last axes are reduced. */
  reduced: number;
  /** Sizes after new axes are put in, and where they go: each position with its length. */
  added: readonly { position: number; length: Dim }[];
  /** Axes joined; the shape of the result. */
  join: readonly Dim[];
}

export interface Question {
  /** `rearrange`, `repeat`, or the name of a reduction. */
  operation: string;
  pattern: string;
  /** Lengths of axes by name, as the caller gave them. */
  lengths: ReadonlyMap<string, Dim>;
  facts: Assumptions;
  require: (relation: Relation) => void;
}

const REDUCTIONS = ["min", "max", "sum", "mean", "prod", "any", "all"];

/** Works out a pattern on a shape. Throws `PatternError` where einops refuses. */
export function transform(question: Question, shape: readonly Dim[]): Transform {
  const [left, right] = sides(question);
  checkSides(question, left, right);
  const sizes = new Map<string, Dim>();
  const dimensions = align(left, shape.length);
  const elementary = dimensions.flat();
  for (const [name, length] of question.lengths) {
    if (!left.names.has(name) && !(question.operation === "repeat" && right.names.has(name)))
      throw new PatternError(`Axis ${name} is not used in transform`);
    sizes.set(name, length);
  }
  for (const [n, axes] of dimensions.entries()) infer(question, axes, shape[n], sizes);
  const sizeOf = (axis: Axis): Dim => (typeof axis === "string" ? (sizes.get(axis) as Dim) : axis.length);
  const output = expand(right, ellipsisAxes(left, shape.length));
  const kept = output.flat().filter((axis) => elementary.includes(axis));
  const reduced = elementary.filter((axis) => !kept.includes(axis));
  const added = output
    .flat()
    .map((axis, position) => ({ axis, position }))
    .filter(({ axis }) => !elementary.includes(axis))
    .map(({ axis, position }) => ({ position, length: sizeOf(axis) }));
  const split = elementary.map(sizeOf);
  return {
    split: dimensions.every((axes) => axes.length === 1) ? undefined : split,
    order: [...kept, ...reduced].map((axis) => elementary.indexOf(axis)),
    reduced: reduced.length,
    added,
    join: output.map((axes) => product(axes.map(sizeOf))),
  };
}

function sides({ pattern }: Question): [Side, Side] {
  const texts = splitPattern(pattern);
  if (texts === undefined) throw new PatternError("not enough values to unpack (expected 2, got 1)");
  const [left, right] = [parseSide(texts[0]), parseSide(texts[1])];
  if (!left.ellipsis && right.ellipsis)
    throw new PatternError(`Ellipsis found in right side, but not left side of a pattern ${pattern}`);
  if (left.ellipsis && left.ellipsisInside)
    throw new PatternError(`Ellipsis inside parenthesis in the left side is not allowed: ${pattern}`);
  return [left, right];
}

const setText = (names: readonly string[]) => `{${names.map((name) => `'${name}'`).join(", ")}}`;

function checkSides({ operation, lengths }: Question, left: Side, right: Side): void {
  const onlyLeft = [...left.names].filter((name) => !right.names.has(name));
  const onlyRight = [...right.names].filter((name) => !left.names.has(name));
  if (operation === "rearrange") {
    if (left.anonymous || right.anonymous)
      throw new PatternError("Non-unitary anonymous axes are not supported in rearrange (exception is length 1)");
    const odd = [...onlyLeft, ...onlyRight];
    if (odd.length > 0)
      throw new PatternError(`Identifiers only on one side of expression (should be on both): ${setText(odd)}`);
  } else if (operation === "repeat") {
    if (onlyLeft.length > 0)
      throw new PatternError(`Unexpected identifiers on the left side of repeat: ${setText(onlyLeft)}`);
    const unsized = onlyRight.filter((name) => !lengths.has(name));
    if (unsized.length > 0) throw new PatternError(`Specify sizes for new axes in repeat: ${setText(unsized)}`);
  } else if (REDUCTIONS.includes(operation)) {
    if (onlyRight.length > 0)
      throw new PatternError(`Unexpected identifiers on the right side of reduce ${operation}: ${setText(onlyRight)}`);
  } else
    throw new PatternError(
      `Unknown reduction ${operation}. Expect one of (${REDUCTIONS.map((name) => `'${name}'`).join(", ")}).`,
    );
}

/** Names of the dimensions that the ellipsis stands for. */
function ellipsisAxes(left: Side, rank: number): string[] {
  const count = left.ellipsis ? rank - (left.dimensions.length - 1) : 0;
  return Array.from({ length: Math.max(0, count) }, (_, n) => `${ELLIPSIS}${n}`);
}

/** The axes of each dimension of the tensor. */
function align(left: Side, rank: number): Axis[][] {
  const named = left.dimensions.length - (left.ellipsis ? 1 : 0);
  if (left.ellipsis ? rank < named : rank !== named)
    throw new PatternError(
      left.ellipsis
        ? `Wrong shape: expected >=${named} dims. Received ${rank}-dim tensor.`
        : `Wrong shape: expected ${named} dims. Received ${rank}-dim tensor.`,
    );
  return expand(left, ellipsisAxes(left, rank));
}

function expand(side: Side, ellipsis: readonly string[]): Axis[][] {
  return side.dimensions.flatMap((axes): Axis[][] =>
    axes === ELLIPSIS
      ? ellipsis.map((axis) => [axis])
      : [axes.flatMap((axis): readonly Axis[] => (axis === ELLIPSIS ? ellipsis : [axis]))],
  );
}

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : print(dim));

/** Finds the one length of a dimension that is not given, or checks that the given ones fit. */
function infer({ facts, require }: Question, axes: readonly Axis[], size: Dim, sizes: Map<string, Dim>): void {
  const unknown = axes.filter((axis): axis is string => typeof axis === "string" && !sizes.has(axis));
  const known = product(
    axes
      .filter((axis): axis is string | Anonymous => !unknown.includes(axis as string))
      .map((axis) => (typeof axis === "string" ? (sizes.get(axis) as Dim) : axis.length)),
  );
  if (unknown.length > 1) throw new PatternError(`Could not infer sizes for ${setText(unknown)}`);
  if (unknown.length === 0) {
    const same = equal(size, known, facts);
    if (same === false) throw new PatternError(`Shape mismatch, ${text(size)} != ${text(known)}`);
    if (same === undefined) require({ kind: "eq", left: size, right: known });
    return;
  }
  const fits = divides(known, size, facts);
  if (fits === false || known === 0)
    throw new PatternError(`Shape mismatch, can't divide axis of length ${text(size)} in chunks of ${text(known)}`);
  if (fits === undefined) require({ kind: "divisible", left: size, right: known });
  sizes.set(unknown[0], divideExactly(size, known, facts) ?? floordiv(size, known));
}
