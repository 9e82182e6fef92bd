import { work } from "./work";

/** Lists, tuples, dicts, sets and texts longer than this are not built, and structures are not walked through further. */
export const MAX_ITEMS = 1_000_000;

/** Items that all that one analysis makes may have together, whatever becomes of them: their memory is bounded, too. */
const MAX_TOGETHER = 40_000_000;

/** Items that are copied, compared or written in a unit of work. */
const ITEMS_PER_UNIT = 100;

/**
 * A value would be too long to follow. Leaves the native function or the operator that would make it, whose result is then not known;
 * the program goes on.
 */
export class TooLong {
  readonly reason: string;

  constructor(count: number, what: string) {
    const told = Number.isSafeInteger(count) ? `: ${count.toLocaleString("en")} ${what}` : "";
    this.reason = `too long to follow${told}`;
  }
}

/**
 * Before a value of so many items is made: pays for it. `what` names them in the reason, where they are too many; `size` is how large one
 * is, in references.
 */
export function makeRoom(count: number, what = "elements", size = 1): void {
  const all = count * size;
  if (!(all <= MAX_ITEMS)) throw new TooLong(count, what);
  if (!(all > 0)) return;
  work.pay(all / ITEMS_PER_UNIT);
  work.held += all;
  if (work.held > MAX_TOGETHER && all > ITEMS_PER_UNIT) throw new TooLong(Number.NaN, what);
}
