/**
 * What an analysis may cost, counted in work and not in time: the same on every machine, however busy it is.
 *
 * Whatever does work pays for it, before or while it does it. A unit is about a microsecond on a machine of 2024: a statement is one,
 * a hundred list items that are copied are one. Whether a thing is told hangs on what was paid and on nothing else, so a price
 * must follow from what is done alone: not from the clock, and not from what an earlier analysis left in a cache (`remembered`).
 */

/** What a millisecond of a quiet machine is worth, for those who think in time. */
export const UNITS_PER_MS = 1000;

/** Why an analysis ended early. Only `work` and `seen`, that all is known that was asked for, are the same every time. */
export type StopReason = "work" | "seen" | "time" | "cancelled";

/** The analysis ran out of what it may cost, or was interrupted. Leaves the machine; what was learnt so far stands. */
export class Stopped {
  constructor(
    readonly reason: StopReason,
    /** Where the program was. */
    readonly at?: unknown,
  ) {}
}

export interface WorkLimits {
  /** Units that all may cost together. */
  work?: number;
  /** Asked now and then: a reason to end, or undefined. */
  interrupted?: () => "time" | "cancelled" | undefined;
  /** Units between two questions. */
  every?: number;
  /** Where the program is, for whoever is told that it did not come to its end. */
  where?: () => unknown;
}

/** Units between two looks at what may interrupt. */
const ASK_EVERY = 2048;

const none: WorkLimits = {};

export class Work {
  /** Units paid on the account that is open. */
  spent = 0;
  /** Items of values that the account has made room for. */
  held = 0;
  private limit = Number.POSITIVE_INFINITY;
  /** At how many units something is to be looked at: the limit, or who may interrupt. */
  private next = Number.POSITIVE_INFINITY;
  private limits = none;
  /** At how many units it is asked whether to end. */
  private askAt = Number.POSITIVE_INFINITY;
  /** Why the analysis under way was interrupted: what it found is not kept for another. */
  interrupted: StopReason | undefined;

  /** Begins the account of one analysis. */
  begin(limits: WorkLimits): void {
    this.limits = limits;
    this.spent = 0;
    this.held = 0;
    this.limit = limits.work ?? Number.POSITIVE_INFINITY;
    this.interrupted = undefined;
    this.askLater();
  }

  /** Pays for what is done: in proportion, and before it is done where it may be much. Ends what has used up its limit. */
  pay(units: number): void {
    this.spent += units;
    if (this.spent >= this.next) this.due();
  }

  /** What is left of the nearest limit. */
  get left(): number {
    return this.limit - this.spent;
  }

  /** Runs under a nearer limit. What it pays counts outside, too. */
  within<T>(units: number, run: () => T): T {
    const outer = this.limit;
    this.limit = Math.min(outer, this.spent + units);
    this.look();
    try {
      return run();
    } finally {
      this.limit = outer;
      this.look();
    }
  }

  /**
   * Runs on an account of its own, which nobody else pays for: what is done once and kept, as the loading of a library,
   * must cost nothing more to who happens to come first.
   */
  apart<T>(units: number, run: () => T): T {
    const { spent, limit } = this;
    this.open(0, units);
    try {
      return run();
    } finally {
      this.open(spent, limit);
    }
  }

  /** Runs without pay, for what has one price however it is found. It can be interrupted. */
  free<T>(run: () => T): T {
    return this.apart(Number.POSITIVE_INFINITY, run);
  }

  /** Runs to its end, whatever it costs: what puts an answer together from what a finished run has found. */
  unlimited<T>(run: () => T): T {
    const { limits, limit, spent } = this;
    this.limits = none;
    this.limit = Number.POSITIVE_INFINITY;
    this.askLater();
    try {
      return run();
    } finally {
      this.limits = limits;
      this.limit = limit;
      this.spent = spent;
      this.askLater();
    }
  }

  private open(spent: number, limit: number): void {
    this.askAt += spent - this.spent;
    this.spent = spent;
    this.limit = limit;
    this.look();
  }

  private look(): void {
    this.next = Math.min(this.limit, this.askAt);
  }

  private askLater(): void {
    const { interrupted, every = ASK_EVERY } = this.limits;
    this.askAt = interrupted === undefined ? Number.POSITIVE_INFINITY : this.spent + every;
    this.look();
  }

  private due(): void {
    if (this.spent >= this.askAt) {
      // Once interrupted it stays so.
      this.interrupted ??= this.limits.interrupted?.();
      if (this.interrupted !== undefined) this.stop(this.interrupted);
      this.askLater();
    }
    if (this.spent >= this.limit) this.stop("work");
  }

  private stop(reason: StopReason): never {
    throw new Stopped(reason, this.limits.where?.());
  }
}

/** The account that is open in this thread: one analysis runs at a time. */
export const work = new Work();

/** A value that was found once, with what it cost. */
export interface Paid<T> {
  value: T;
  units: number;
}

/**
 * What is in a table, or else found and put there. Whoever finds it in the table pays what it cost to find: what an analysis may do does not
 * hang on what was asked before it.
 */
export function remembered<K, T>(table: Map<K, Paid<T>>, key: K, most: number, find: () => T): T {
  const known = table.get(key);
  if (known !== undefined) {
    work.pay(known.units);
    return known.value;
  }
  const before = work.spent;
  const value = find();
  if (table.size >= most) table.clear();
  table.set(key, { value, units: work.spent - before });
  return value;
}
