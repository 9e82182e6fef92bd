import { NotExecuted } from "../trace/executor";
import { Unknown, type Value } from "../values";
import type { Interpreter } from "./machine";

/**
 * A run on numbers goes one way: before anything is followed more than one way, or for a number of rounds that is not known. `value` is what
 * would have to be known.
 */
export function oneWayOnly(m: Interpreter, value: Value | undefined, what: string): void {
  if (m.executor === undefined) return;
  const why = value instanceof Unknown ? `: ${value.reason}` : "";
  throw new NotExecuted(`${what} is not known${why}`, m.place());
}
