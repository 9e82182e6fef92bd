import type { Dim, SymInt } from "../dims";
import type { Schema } from "../trace/schema";
import type { PyRange, Unknown, Value } from "../values";

/**
 * How a run decides what the program leaves open. Without a policy nothing is decided: undecided conditions fork, unknowns flow on.
 * A symbolic entry gives inputs that learn their shape from how they are used: each answer may be a value, or `undefined` for "no opinion".
 */
export interface Policy {
  /** True where an exception that reaches the top proves an error for every size: false once sizes were chosen. */
  readonly certain: boolean;
  /** Whether what is read from a path may be taken for an instance with its defaults: no proof follows from that. */
  readonly presumes: boolean;
  /** Whether a size of the run's inputs has that name. */
  hasSize(name: string): boolean;
  /** Whether a size is of an input of which nothing but a guess tells how many dimensions it has. */
  isGuessed(size: SymInt): boolean;
  decide(condition: Value): boolean | undefined;
  attribute(unknown: Unknown, name: string): Value | undefined;
  call(unknown: Unknown, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value | undefined;
  item(unknown: Unknown, index: Value): Value | undefined;
  iterate(unknown: Unknown): Value[] | undefined;
  unpack(unknown: Unknown, count: number, star: number, names: readonly (string | undefined)[]): Value[] | undefined;
  length(unknown: Unknown): Value | undefined;
  number(unknown: Unknown, other: Value): Value | undefined;
  /** An unknown is used as a size. */
  size(unknown: Unknown): void;
  /** Whether an unknown is None. */
  isNone(unknown: Unknown): boolean | undefined;
  compare(unknown: Unknown, other: Value): Value | undefined;
  tensor(
    unknown: Unknown,
    letters: string | undefined,
    schema: Schema,
    bound: Record<string, unknown>,
  ): Value | undefined;
  /** Sizes are unpacked into names: the author's own names for them. */
  names(value: Value, names: readonly (string | undefined)[], star: number): void;
  /** A size gets a name: `nW = mask.shape[0]`. */
  named(size: SymInt, name: string): void;
  /** A loop runs a symbolic number of times. */
  count(range: PyRange, length: Dim | undefined): number | undefined;
  /** A symbol is used as if it were not a size (unpacked, indexed, called). */
  misused(
    symbol: SymInt,
    as: { unpack: number; names: readonly (string | undefined)[] } | { index: Value } | "call" | "iterate",
  ): void;
}
