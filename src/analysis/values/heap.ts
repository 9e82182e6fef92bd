import { work } from "../work";

/**
 * The undo log of fork and join. While a fork is open, an object saves its state before its first change;
 * leaving the fork puts every saved state back (and tells what the branch had made of it).
 */
export interface Log {
  saved: Map<Snapshotted, unknown>;
  /** Objects made since then need no saving. */
  epoch: number;
}

export interface Snapshotted {
  /** The epoch in which it was made. */
  readonly born: number;
  /** How many values a snapshot of it copies, where these may be many. */
  readonly extent?: number;
  snapshot(): unknown;
  restore(state: unknown): void;
  /** One state of two, after a fork. Values are the business of those who have some. */
  // biome-ignore lint/suspicious/noExplicitAny: the log does not look into what it keeps
  merge(a: unknown, b: unknown, join: (x: any, y: any) => any): unknown;
}

let open: Log[] = [];
/** Which of them is the session: what a project's modules do when they are loaded is undone with it. */
let session = 0;
/** Where `unlogged` hides the forks that are open: what is made outside of any fork since then belongs to an older epoch. */
let ground: { forks: number; birth: number } | undefined;
let watches = new Set<Log>();
let current: Log | undefined;
let epochs = 0;

/** The epoch that an object made now belongs to. A fork begins a new one; what is loaded for good is as old as can be. */
export const clock = { birth: 0 };

/** To be called before any change of an object's state. Costs little while no fork is open, or on what the fork made itself. */
export function touch(object: Snapshotted): void {
  for (const one of watches) save(object, one);
  if (current !== undefined) save(object, current);
}

function save(object: Snapshotted, { epoch, saved }: Log): void {
  if (object.born >= epoch || saved.has(object)) return;
  const { extent = 0 } = object;
  if (extent > COPIED_FREELY) work.pay((extent - COPIED_FREELY) * COPY_WORK);
  saved.set(object, object.snapshot());
}

/** Units for a value that is copied to be put back later. */
const COPY_WORK = 1 / 128;
/** So many cost no more than the write. */
const COPIED_FREELY = 256;

export function openFork(): void {
  clock.birth = ++epochs;
  current = { saved: new Map(), epoch: clock.birth };
  open.push(current);
}

/** Begins to save the states that objects have now, each before its next change, until `unwatch`: forks may come and go meanwhile. */
export function watch(): Log {
  clock.birth = ++epochs;
  const log = { saved: new Map(), epoch: clock.birth };
  watches.add(log);
  return log;
}

export function unwatch(log: Log): void {
  watches.delete(log);
}

/** Objects that the innermost `count` forks have changed so far, as far as they were opened after an epoch. */
export function changedInForks(count: number, since: number): Set<Snapshotted> {
  const changed = new Set<Snapshotted>();
  for (const log of open.slice(Math.max(0, open.length - count)))
    if (log.epoch > since) for (const object of log.saved.keys()) changed.add(object);
  return changed;
}

/** Ends the innermost fork, undoing its writes; returns the state in which each changed object was left. */
export function undoFork(): Map<Snapshotted, unknown> {
  const log = closeLog();
  const after = new Map<Snapshotted, unknown>();
  for (const [object, before] of log.saved) {
    after.set(object, object.snapshot());
    object.restore(before);
  }
  return after;
}

/** Ends the innermost fork and lets its writes stand: the fork around it undoes them with its own. */
export function keepFork(): void {
  const log = closeLog();
  if (current === undefined) return;
  for (const [object, before] of log.saved)
    if (object.born < current.epoch && !current.saved.has(object)) current.saved.set(object, before);
}

/** Undoes what is open and begins the fork that one analysis of a file lives in: the next one finds libraries as they were loaded. */
export function beginSession(): void {
  watches.clear();
  while (open.length > 0) undoFork();
  session = 0;
  openFork();
}

/** Runs in a session of its own inside another one: what is loaded there is undone with it. */
export function innerSession<T>(run: () => T): T {
  const outer = session;
  openFork();
  session = open.length - 1;
  try {
    return run();
  } finally {
    session = outer;
    undoFork();
  }
}

/**
 * Runs with no branch watching, nor anybody else: what is loaded once is not undone with a branch. Installed libraries are loaded for good (`forever`),
 * a project's own modules for the session.
 */
export function unlogged<T>(forever: boolean, run: () => T): T {
  const outer = { open, session, current, ground, watches, birth: clock.birth };
  watches = new Set();
  current = forever ? undefined : open[session];
  open = current === undefined ? [] : [current];
  session = 0;
  clock.birth = current?.epoch ?? 0;
  ground = { forks: open.length, birth: clock.birth };
  try {
    return run();
  } finally {
    ({ open, session, current, ground, watches } = outer);
    clock.birth = outer.birth;
  }
}

function closeLog(): Log {
  const log = open.pop();
  if (log === undefined) throw new Error("no fork is open");
  current = open[open.length - 1];
  // What comes after a fork is younger than the fork around it, and older than the next one.
  clock.birth = open.length === ground?.forks ? ground.birth : ++epochs;
  return log;
}
