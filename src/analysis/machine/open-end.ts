import { Unknown, type Value } from "../values";
import type { Frame } from "./machine";

/** What a generator gives that has come to an open condition: its frame says why. The rest of it is run at once, as it may be, and gives no more. */
export const OPEN = new Unknown("whether a generator goes on depends on an open condition");

/** So many items are noted of what a generator passes on when its end is open. */
export const MANY = 8;

/**
 * The generator has come to what is not decided. A generator can't be forked in its middle: from here on it is followed to its end at once
 * (`PyIterator.openEnd`), as a function whose `yield`s note what they give.
 */
export function* openEnd(frame: Frame, reason: Unknown): Generator<Value, void, Value> {
  frame.openEnd ??= reason;
  if (frame.given === undefined) yield OPEN;
}
