import { PyRaise } from "../trace/raise";
import type { Value } from "../values";
import { changedInForks, type Snapshotted, touch, unwatch, watch } from "../values/heap";
import { mergeStates, mergeWithBefore, type Outcome, payForJoin, restoreTo, runBranches } from "./branches";
import { joinTwo } from "./joins";
import type { Completion, Exec, Frame, Interpreter, Pending } from "./machine";

/** So many branches that left the same block wait each for itself. */
const MAX_WAITING = 8;

/** A branch has left its block: its end waits until the others reach the end of that block. */
export function leavePending(
  m: Interpreter,
  frame: Frame,
  kind: Pending["kind"],
  value: Value,
  written: Map<Snapshotted, unknown>,
  raised?: PyRaise,
): void {
  const state = new Map(written);
  // What the branches around it have changed so far, they will undo when they end. Those around the frame end later than it.
  const changed = changedInForks(m.forkDepth, frame.born);
  payForJoin(m, written.size + changed.size);
  for (const object of changed) if (!state.has(object)) state.set(object, object.snapshot());
  frame.pending ??= [];
  const block = kind === "return" ? 0 : kind === "raise" ? frame.guards : frame.loop;
  const same = frame.pending.filter((pending) => waitsFor(pending, kind, block));
  if (kind !== "raise" && same.length >= MAX_WAITING) joinPending(m, same[same.length - 1], value, state);
  else frame.pending.push({ kind, block, value, raised, state, since: watch() });
}

/** Whether a branch has left in this way, and waits for the end of a block, or of one inside it. */
function waitsFor(pending: Pending, kind: Pending["kind"], block: number): boolean {
  return pending.kind === kind && pending.block >= block;
}

/** One end for two branches that left the same block: each that waits costs as much as all that is written until that block's end. */
function joinPending(m: Interpreter, pending: Pending, value: Value, state: Map<Snapshotted, unknown>): void {
  unwatch(pending.since);
  const before = endState(pending);
  const joined = new Map<Snapshotted, unknown>();
  const objects = new Set([...before.keys(), ...state.keys()]);
  payForJoin(m, objects.size);
  for (const object of objects) {
    const [a, b] = [before, state].map((ended) => (ended.has(object) ? ended.get(object) : object.snapshot()));
    joined.set(
      object,
      object.merge(a, b, (x, y) => joinTwo(m, x, y)),
    );
  }
  pending.value = joinTwo(m, pending.value, value);
  pending.state = joined;
  pending.since = watch();
}

/** What branches raised waits for the innermost open `try`, whose handlers may take it; false where there is none. */
export function leaveRaised(m: Interpreter, outcomes: readonly Outcome<unknown>[]): boolean {
  if (outcomes.every(({ raised }) => raised === undefined)) return false;
  const guard = m.top === undefined ? undefined : guardOf(m.top);
  if (guard === undefined) return false;
  for (const { raised, state } of outcomes)
    if (raised !== undefined) leavePending(m, guard, "raise", raised.exception, state, raised);
  return true;
}

/** Exceptions that wait for one `try` block at a time: each costs as much as all that is written until its end. */
const MAX_RAISED = 8;

/** The innermost frame with an open `try` block, whose handlers may take what is raised here. */
export function guardOf(frame: Frame): Frame | undefined {
  let guard: Frame | undefined = frame;
  while (guard !== undefined && guard.guards === 0) guard = guard.caller;
  const waiting = guard?.pending?.filter((pending) => waitsFor(pending, "raise", guard.guards)).length ?? 0;
  return guard === frame || waiting < MAX_RAISED ? guard : undefined;
}

/** Joins what earlier branches left waiting for the end of an iteration, a loop or the function. */
export function drain(m: Interpreter, frame: Frame, kind: Pending["kind"], block: number): Value[] {
  const due = frame.pending?.filter((pending) => waitsFor(pending, kind, block)) ?? [];
  if (due.length === 0) return [];
  keepPending(frame, (pending) => !waitsFor(pending, kind, block));
  for (const pending of due) {
    unwatch(pending.since);
    const ended = endState(pending);
    payForJoin(m, ended.size);
    for (const [object, then] of ended) {
      touch(object);
      object.restore(object.merge(object.snapshot(), then, (a, b) => joinTwo(m, a, b)));
    }
  }
  return due.map((pending) => pending.value);
}

/** The state in which a branch ended, of all objects that it or others changed. */
function endState(pending: Pending): Map<Snapshotted, unknown> {
  return new Map([...pending.since.saved, ...pending.state]);
}

function keepPending(frame: Frame, keep: (pending: Pending) => boolean): void {
  const rest = frame.pending?.filter(keep) ?? [];
  frame.pending = rest.length > 0 ? rest : undefined;
}

/**
 * The branch that went on raised, while an earlier one had left the block: that one is what remains.
 * Gives how it left, or undefined where there is none of these kinds.
 */
export function survive<K extends NonNullable<Completion>>(
  frame: Frame,
  kinds: readonly K[],
  block: number,
): K | undefined {
  const survivor = frame.pending?.find((one) => kinds.some((kind) => waitsFor(one, kind, block)));
  if (survivor === undefined || survivor.kind === "raise") return undefined;
  keepPending(frame, (pending) => pending !== survivor);
  unwatch(survivor.since);
  restoreTo(endState(survivor));
  frame.returned = survivor.value;
  return survivor.kind as K;
}

/**
 * One round of the innermost loop: undefined where the loop goes on. Where it raises, a branch of it that continued or broke is what remains.
 * Where it leaves the loop, so does one that stays in it, and what has left waits.
 */
export function round(m: Interpreter, frame: Frame, body: Exec): "return" | "break" | undefined {
  let completion: Completion;
  try {
    completion = body(frame);
  } catch (error) {
    completion = instead(frame, error);
  }
  return afterRound(m, frame, completion);
}

/** What remains of a round that raised: a branch of it that continued or broke. Throws where there is none. */
export function instead(frame: Frame, error: unknown): "continue" | "break" {
  const left = error instanceof PyRaise ? survive(frame, ["continue", "break"], frame.loop) : undefined;
  if (left === undefined) throw error;
  return left;
}

/** How the innermost loop goes on after a round that ended so. */
export function afterRound(m: Interpreter, frame: Frame, completion: Completion): "return" | "break" | undefined {
  const ended = completion === "continue" ? undefined : completion;
  if (frame.pending === undefined) return ended;
  const goesOn = stayed(m, frame, ended, ended === "return" ? ["continue", "break"] : ["continue"], frame.loop);
  drain(m, frame, "continue", frame.loop);
  return goesOn === "continue" ? undefined : (goesOn ?? ended);
}

/** How a loop whose `else` has run is left: where a branch left it by `break`, the program goes on behind it. */
export function afterLoop(m: Interpreter, frame: Frame, loop: number, otherwise: () => Completion): Completion {
  let completion: Completion;
  try {
    completion = otherwise();
  } catch (error) {
    if (!(error instanceof PyRaise) || survive(frame, ["break"], loop) === undefined) throw error;
  }
  if (stayed(m, frame, completion, ["break"], loop) !== undefined) completion = undefined;
  drain(m, frame, "break", loop);
  return completion;
}

/** Where the program has left a block, and an earlier branch left it in one of these ways, it is that one that is followed, and the other waits. */
function stayed<K extends "continue" | "break">(
  m: Interpreter,
  frame: Frame,
  left: Completion,
  kinds: readonly K[],
  block: number,
): K | undefined {
  if (left === undefined) return undefined;
  for (const kind of kinds) {
    if (!frame.pending?.some((one) => waitsFor(one, kind, block))) continue;
    leavePending(m, frame, left, frame.returned, new Map());
    return survive(frame, [kind], block);
  }
  return undefined;
}

/**
 * A `try` block has ended, or raised what its handlers did not take: branches of it that raised go through its handlers, and join what came of
 * the others. Throws where each of them raised. `before`: what waited when the block began.
 */
export function handlePending(
  m: Interpreter,
  frame: Frame,
  ended: Completion | PyRaise,
  handle: (error: PyRaise) => Completion,
  before: ReadonlySet<Pending> | undefined,
): Completion {
  const isDue = (pending: Pending) => pending.kind === "raise" && before?.has(pending) !== true;
  const due = frame.pending?.filter(isDue) ?? [];
  keepPending(frame, (pending) => !isDue(pending));
  let main = ended;
  for (const pending of due) {
    unwatch(pending.since);
    const { returned } = frame;
    m.trace.alternative++;
    const [outcome] = runBranches<Completion>(m, frame, [
      {
        run: () => {
          restoreTo(endState(pending));
          return handle(pending.raised!);
        },
      },
    ]);
    m.trace.alternative--;
    if (outcome.raised !== undefined) {
      leaveRaised(m, [outcome]);
      continue;
    }
    const now = () => new Map([...outcome.state.keys()].map((object) => [object, object.snapshot()]));
    if (main instanceof PyRaise) {
      leaveRaised(m, [{ raised: main, returned: null, state: now(), needs: [] }]);
      mergeStates(m, [outcome]);
      frame.returned = outcome.returned;
      main = outcome.result;
    } else if (outcome.result === main) {
      mergeWithBefore(m, outcome);
      if (main === "return") frame.returned = joinTwo(m, returned, outcome.returned);
    } else if (outcome.result !== undefined) leavePending(m, frame, outcome.result, outcome.returned, outcome.state);
    else {
      leavePending(m, frame, main!, returned, now());
      mergeStates(m, [outcome]);
      main = undefined;
    }
  }
  if (main instanceof PyRaise) throw main;
  return main;
}

/** A block with a `finally` or a context has ended: its end is run in each branch that left it meanwhile. `before`: what waited when it began. */
export function finishPending(
  m: Interpreter,
  frame: Frame,
  before: ReadonlySet<Pending> | undefined,
  finish: () => Completion,
  concerns: (kind: Pending["kind"]) => boolean = () => true,
): void {
  const due = frame.pending?.filter((pending) => before?.has(pending) !== true && concerns(pending.kind)) ?? [];
  keepPending(frame, (pending) => !due.includes(pending));
  for (const pending of due) {
    unwatch(pending.since);
    m.trace.alternative++;
    const [outcome] = runBranches<Completion>(m, frame, [
      {
        run: () => {
          restoreTo(endState(pending));
          return finish();
        },
      },
    ]);
    m.trace.alternative--;
    if (outcome.raised !== undefined) leaveRaised(m, [outcome]);
    else if (outcome.result !== undefined) leavePending(m, frame, outcome.result, outcome.returned, outcome.state);
    else if (pending.kind === "raise") leaveRaised(m, [{ ...outcome, raised: pending.raised }]);
    else leavePending(m, frame, pending.kind, pending.value, outcome.state);
  }
}

/** What waits in a frame now, to be told from what comes. */
export function waitingIn({ pending }: Frame): ReadonlySet<Pending> | undefined {
  return pending === undefined ? undefined : new Set(pending);
}

/** The frame is left for good: nothing waits in it any longer. */
export function forget(frame: Frame): void {
  for (const pending of frame.pending ?? []) unwatch(pending.since);
  frame.pending = undefined;
}
