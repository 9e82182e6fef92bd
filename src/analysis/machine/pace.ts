import { PyList, PyRange, PyTuple, type Value } from "../values";
import { work } from "../work";
import { type Interpreter, MAX_STEPS } from "./machine";
import { rangeLength } from "./sequences";

/** From so many rounds on it shows what a round costs. The first ones may cost more, as what they use is loaded. */
const MEASURED = 8;

/** After so many it shows of a loop that costs many times its share. */
const FEW = 2;

/** After so many rounds each of which may have left the loop, how many there are is not known. */
const UNSURE = 3;

/** The part of what an analysis may still cost that one loop may take. */
const SHARE = 1 / 6;

/**
 * What the rounds of a loop cost: one that would not come to its end within a share of what is left, such as a training of five thousand
 * epochs, is not followed round by round: what stands behind it is worth more than what its last rounds repeat.
 */
export class Pace {
  private rounds = 0;
  private readonly spent = work.spent;
  private unsure = 0;
  private readonly steps: number;
  private readonly share = { units: work.left * SHARE, steps: 0 };

  constructor(
    private readonly m: Interpreter,
    /** How many rounds there are, where that is known. */
    private readonly all: number | undefined,
  ) {
    this.steps = m.trace.steps.length;
    this.share.steps = (MAX_STEPS - this.steps) * SHARE;
  }

  /** To be told after each round of a loop that only its body ends: whether it may have been the last one. */
  hasGone(mayHaveEnded: boolean): void {
    if (mayHaveEnded) this.unsure++;
  }

  /** To be asked before each round. */
  isTooSlow(): boolean {
    const { rounds, all, share } = this;
    this.rounds++;
    if (this.m.executor !== undefined || this.m.state.holders?.endsLoops === true) return false;
    if (this.unsure >= UNSURE) return true;
    if (rounds < FEW) return false;
    // Where a loop ends is not known beforehand: it may go on as long as it has taken.
    const times = all === undefined ? 2 : all / rounds;
    const excess = rounds < MEASURED ? ((all === undefined ? 1 : 2) * MEASURED) / rounds : 1;
    const steps = this.m.trace.steps.length - this.steps;
    return (work.spent - this.spent) * times > share.units * excess || steps * times > share.steps * excess;
  }
}

/** How many rounds a loop over something has. */
export function roundsOf(iterable: Value): number | undefined {
  if (iterable instanceof PyList || iterable instanceof PyTuple) return iterable.items.length;
  const length = iterable instanceof PyRange ? rangeLength(iterable) : undefined;
  return typeof length === "number" ? length : undefined;
}
