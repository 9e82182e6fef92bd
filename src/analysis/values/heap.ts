import type { Obj } from "./value";

/**
 * The undo log of fork and join. While a fork is open, an object saves its state before its first change;
 * leaving the fork puts every saved state back (and tells what the branch had made of it).
 */
type Log = Map<Snapshotted, unknown>;

export interface Snapshotted {
  snapshot(): unknown;
  restore(state: unknown): void;
  merge: Obj["merge"];
}

const open: Log[] = [];
let current: Log | undefined;

/** To be called before any change of an object's state. Costs nothing while no fork is open. */
export function touch(object: Snapshotted): void {
  if (current !== undefined && !current.has(object)) current.set(object, object.snapshot());
}

export function openFork(): void {
  current = new Map();
  open.push(current);
}

/** Ends the innermost fork, undoing its writes; returns the state in which each changed object was left. */
export function undoFork(): Map<Snapshotted, unknown> {
  const log = closeLog();
  const after = new Map<Snapshotted, unknown>();
  for (const [object, before] of log) {
    after.set(object, object.snapshot());
    object.restore(before);
  }
  return after;
}

/** Ends the innermost fork, keeping its writes; an enclosing fork can still undo them. */
export function keepFork(): void {
  const log = closeLog();
  if (current !== undefined) {
    for (const [object, before] of log) if (!current.has(object)) current.set(object, before);
  }
}

/** Runs with no fork watching: what is loaded once for the whole run is not undone with a branch. */
export function unlogged<T>(run: () => T): T {
  const outer = current;
  current = undefined;
  try {
    return run();
  } finally {
    current = outer;
  }
}

/** Drops all open forks, as after an escape by exception from the middle of an analysis. */
export function resetForks(): void {
  open.length = 0;
  current = undefined;
}

function closeLog(): Log {
  const log = open.pop();
  if (log === undefined) throw new Error("no fork is open");
  current = open[open.length - 1];
  return log;
}
