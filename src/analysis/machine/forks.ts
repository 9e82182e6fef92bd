import { equal, printRelation, type Relation } from "../dims";
import { Tensor } from "../tensor/tensor";
import { withoutGradient } from "../trace/gradients";
import { PyRaise } from "../trace/raise";
import {
  Assumed,
  classes,
  classOf,
  Either,
  Instance,
  orElse,
  PyClass,
  PyFloat,
  PyList,
  PyTuple,
  Unknown,
  type UnknownType,
  type Value,
} from "../values";
import { changedInForks, openFork, type Snapshotted, touch, undoFork, unwatch, watch } from "../values/heap";
import { oneWayOnly } from "./decided";
import { heldOf } from "./escapes";
import { Lazy } from "./lazy";
import type { Completion, Exec, Frame, Interpreter, Pending } from "./machine";
import { Undecided } from "./numbers";
import type { RunState } from "./run-state";

/** How one branch of a fork ended, and the state in which it left what it wrote. */
interface Outcome<T> {
  result?: T;
  raised?: PyRaise;
  returned: Value;
  state: Map<Snapshotted, unknown>;
  /** What the branch needs to go through. */
  needs: RunState["requirements"];
}

interface Branch<T> {
  /** What holds in this branch. */
  assume?: Relation;
  run: () => T;
}

/** Units for a branch that may not be entered: its writes are saved and joined with the others'. */
const FORK_WORK = 24;

/**
 * Functions under way with open forks, each of which may double the work: past so many, only the first branch is followed, and what it changes
 * is not known. Of a function that calls itself fewer. Forks inside each other in one function's text add up, and do not multiply.
 */
const MAX_FORKED = 12;
const MAX_FORKED_RECURSIVE = 6;
/** Forks inside each other in all: conditions as long as a chain of `elif`. */
const MAX_DEPTH = 60;

function isTooDeep({ forkDepth, top }: Interpreter): boolean {
  if (top === undefined || (top.forks > 0 && forkDepth < MAX_DEPTH)) return false;
  let forked = 0;
  let isRecursive = false;
  for (let frame = top.caller; frame !== undefined; frame = frame.caller) {
    if (frame.forks === 0) continue;
    forked++;
    isRecursive ||= frame.fn !== undefined && frame.fn === top.fn;
  }
  return forked >= (isRecursive ? MAX_FORKED_RECURSIVE : MAX_FORKED) || forkDepth >= MAX_DEPTH;
}

/** Units for an object whose states at the ends of two branches are joined. */
const JOIN_WORK = 1 / 4;
/** So many cost no more than the statement: among them are those that a module of a library changes when it is loaded, which nobody pays for. */
const JOINED_FREELY = 256;

function payForJoin(m: Interpreter, objects: number): void {
  if (objects > JOINED_FREELY) m.pay((objects - JOINED_FREELY) * JOIN_WORK);
}

const TOO_MANY = "too many conditions around it are open";

/** Runs each branch from the same state; writes are undone in between. Branches that can't be entered are left out. */
function runBranches<T>(m: Interpreter, frame: Frame | undefined, branches: readonly Branch<T>[]): Outcome<T>[] {
  const outcomes: Outcome<T>[] = [];
  const { trace, top: within } = m;
  for (const { assume, run } of branches) {
    const mark = m.assumptions.mark();
    if (assume !== undefined && !m.assumptions.assume(assume)) {
      m.assumptions.rollback(mark);
      continue;
    }
    const call = trace.current;
    const steps = trace.steps.length;
    const before = frame?.returned ?? null;
    const needed = m.state.requirements.length;
    // The totals follow the first branch that goes through.
    const alternative = outcomes.some(({ raised }) => raised === undefined);
    m.pay(FORK_WORK);
    openFork();
    m.forkDepth++;
    if (within !== undefined) within.forks++;
    if (alternative) trace.alternative++;
    const outcome: Outcome<T> = { returned: null, state: new Map(), needs: [] };
    let escaped = true;
    try {
      outcome.result = run();
      escaped = false;
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      outcome.raised = error;
      escaped = false;
    } finally {
      m.forkDepth--;
      if (within !== undefined) within.forks--;
      if (alternative) trace.alternative--;
      trace.current = call;
      const state = undoFork();
      if (!escaped) outcome.state = state;
      m.assumptions.rollback(mark);
      outcome.needs = m.state.requirements.splice(needed);
    }
    if (frame !== undefined) {
      outcome.returned = frame.returned;
      frame.returned = before;
    }
    // What a branch that can't go on did is no work of the forward pass.
    if (outcome.raised !== undefined)
      for (let n = steps; n < trace.steps.length; n++) trace.steps[n].alternative = true;
    outcomes.push(outcome);
  }
  return outcomes;
}

/** What all branches need, the program needs; what one of them needs, it may not. */
function keepNeeds<T>(m: Interpreter, [first, ...others]: readonly Outcome<T>[]): void {
  const texts = others.map(({ needs }) => new Set(needs.map(({ relation }) => printRelation(relation))));
  for (const need of first?.needs ?? []) {
    if (!texts.every((needs) => needs.has(printRelation(need.relation)))) continue;
    m.state.requirements.push(need);
    m.assumptions.assume(need.relation);
  }
}

/** Puts back what the surviving branches wrote, joined object by object. */
function mergeStates<T>(
  m: Interpreter,
  outcomes: readonly Outcome<T>[],
  join = (a: Value | undefined, b: Value | undefined) => joinTwo(m, a, b),
): void {
  if (outcomes.length === 0) return;
  const objects = new Set<Snapshotted>();
  for (const outcome of outcomes) for (const object of outcome.state.keys()) objects.add(object);
  payForJoin(m, objects.size);
  for (const object of objects) {
    touch(object);
    const before = object.snapshot();
    let merged = outcomes[0].state.get(object) ?? before;
    for (const outcome of outcomes.slice(1)) {
      const other = outcome.state.get(object) ?? before;
      if (other !== merged) merged = object.merge(merged, other, join);
    }
    object.restore(merged);
  }
}

/** Follows one branch for what it does; what it wrote is not known after it. Undefined where it raised. */
function firstOnly<T>(m: Interpreter, frame: Frame | undefined, run: () => T): Outcome<T> | undefined {
  const [outcome] = runBranches(m, frame, [{ run }]);
  if (outcome === undefined) return undefined;
  leaveRaised(m, [outcome]);
  if (outcome.raised !== undefined) return undefined;
  keepNeeds(m, [outcome]);
  const none: Outcome<T> = { returned: null, state: new Map(), needs: [] };
  mergeStates(m, [none, outcome], (a, b) =>
    a !== undefined && b !== undefined && sameValue(m, a, b)
      ? either(a, b)
      : m.unknown(TOO_MANY, typeName(orElse(a, () => b!))),
  );
  return outcome;
}

/** Follows what the program may do or leave: what it writes joins what was. */
export function perhaps(m: Interpreter, frame: Frame, run: () => void): void {
  const [outcome] = runBranches(m, frame, [{ run }]);
  if (outcome.raised === undefined) keepNeeds(m, [outcome]);
  leaveRaised(m, [outcome]);
  mergeStates(m, [{ returned: null, state: new Map(), needs: [] }, outcome]);
}

/** Follows what the program may come to do beside its way, and undoes it; gives what it raised. */
export function alternative(m: Interpreter, frame: Frame, run: () => void): PyRaise | undefined {
  m.trace.alternative++;
  try {
    return runBranches(m, frame, [{ run }])[0]?.raised;
  } finally {
    m.trace.alternative--;
  }
}

/** So many branches that left the same block wait each for itself. */
const MAX_WAITING = 8;

/** A branch has left its block: its end waits until the others reach the end of that block. */
function leavePending(
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
function leaveRaised(m: Interpreter, outcomes: readonly Outcome<unknown>[]): boolean {
  const guard = m.top === undefined ? undefined : guardOf(m.top);
  if (guard === undefined) return false;
  for (const { raised, state } of outcomes)
    if (raised !== undefined) leavePending(m, guard, "raise", raised.exception, state, raised);
  return true;
}

/**
 * Branches that raised are left out, unless something may handle it; where all did, the first one's exception goes up: it is raised on every
 * path.
 */
function survivors<T>(m: Interpreter, outcomes: readonly Outcome<T>[], condition: Value | undefined): Outcome<T>[] {
  const alive = outcomes.filter((outcome) => outcome.raised === undefined);
  if (alive.length === 0) {
    const raised = outcomes[0]?.raised;
    if (raised === undefined) return [];
    leaveRaised(m, outcomes.slice(1));
    restoreTo(outcomes[0].state);
    throw raised;
  }
  keepNeeds(m, alive);
  const handled = leaveRaised(m, outcomes);
  if (!handled && alive.length < outcomes.length && outcomes.length === 2 && condition instanceof Undecided) {
    const needed = outcomes[0].raised === undefined ? condition.relation : condition.opposite;
    if (needed !== undefined) m.require(needed);
  }
  return alive;
}

/** Puts objects into the state in which a branch left them. */
function restoreTo(state: ReadonlyMap<Snapshotted, unknown>): void {
  for (const [object, then] of state) {
    touch(object);
    object.restore(then);
  }
}

function sides<T>(condition: Value, then: () => T, orelse: () => T): Branch<T>[] {
  if (!(condition instanceof Undecided)) return [{ run: then }, { run: orelse }];
  return [
    { assume: condition.relation, run: then },
    { assume: condition.opposite, run: orelse },
  ];
}

/** An undecided expression: both sides are evaluated, their values join. */
export function forkExpression(m: Interpreter, condition: Value, then: () => Value, orelse: () => Value): Value {
  oneWayOnly(m, condition, "what decides here");
  if (condition instanceof Assumed) return assumedExpression(m, condition, then, orelse);
  if (isTooDeep(m)) return firstOnly(m, undefined, then) === undefined ? orelse() : m.unknown(TOO_MANY);
  const alive = survivors(m, runBranches(m, undefined, sides(condition, then, orelse)), condition);
  if (alive.length === 0) return m.unknown("no branch can be entered");
  mergeStates(m, alive);
  return joinAll(
    m,
    alive.map((outcome) => outcome.result!),
  );
}

/** Follows the side that is assumed; where that fails, the other one is the program's way. */
function assumedSide<T>(
  m: Interpreter,
  frame: Frame | undefined,
  condition: Assumed,
  then: () => T,
  orelse: () => T,
): Outcome<T> {
  const order = m.truth(condition.assumed) === true ? [then, orelse] : [orelse, then];
  let failed: PyRaise | undefined;
  for (const run of order) {
    const [outcome] = runBranches(m, frame, [{ run }]);
    if (outcome.raised === undefined) {
      keepNeeds(m, [outcome]);
      mergeStates(m, [outcome]);
      return outcome;
    }
    failed ??= outcome.raised;
  }
  throw failed;
}

function assumedExpression(m: Interpreter, condition: Assumed, then: () => Value, orelse: () => Value): Value {
  const { result = null } = assumedSide(m, undefined, condition, then, orelse);
  return result === null || typeof result === "boolean" ? condition.giving(result) : result;
}

/** Alternatives without a condition: the options of an Either. */
export function joinAlternatives(m: Interpreter, alternatives: readonly (() => Value)[]): Value {
  if (alternatives.length === 1) return alternatives[0]();
  oneWayOnly(m, undefined, "which of several values it is");
  if (isTooDeep(m)) {
    firstOnly(m, undefined, alternatives[0]);
    return m.unknown(TOO_MANY);
  }
  const alive = survivors(
    m,
    runBranches(
      m,
      undefined,
      alternatives.map((run) => ({ run })),
    ),
    undefined,
  );
  if (alive.length === 0) return m.unknown("it has no possible value");
  mergeStates(m, alive);
  return joinAll(
    m,
    alive.map((outcome) => outcome.result!),
  );
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

/** An undecided statement. Branches that leave their block wait (`Frame.pending`) while the other one goes on. */
export function forkStatements(m: Interpreter, frame: Frame, condition: Value, body: Exec, orelse: Exec): Completion {
  oneWayOnly(m, condition, "what decides here");
  if (condition instanceof Assumed) {
    const outcome = assumedSide(
      m,
      frame,
      condition,
      () => body(frame),
      () => orelse(frame),
    );
    if (outcome.result === "return") frame.returned = outcome.returned;
    return outcome.result;
  }
  if (isTooDeep(m)) {
    const outcome = firstOnly(m, frame, () => body(frame));
    if (outcome === undefined) return orelse(frame);
    if (outcome.result !== undefined) leavePending(m, frame, outcome.result, m.unknown(TOO_MANY), new Map());
    return undefined;
  }
  const outcomes = runBranches(
    m,
    frame,
    sides(
      condition,
      () => body(frame),
      () => orelse(frame),
    ),
  );
  const alive = survivors(m, outcomes, condition);
  if (alive.length === 0) return undefined;
  const kinds = new Set(alive.map((outcome) => outcome.result));
  if (kinds.size === 1) {
    mergeStates(m, alive);
    const [kind] = kinds;
    if (kind === "return")
      frame.returned = joinAll(
        m,
        alive.map((outcome) => outcome.returned),
      );
    return kind;
  }
  // One branch goes on (or, where none does, returns): the others' ends are joined where their block ends.
  const main =
    alive.find((outcome) => outcome.result === undefined) ?? alive.find((outcome) => outcome.result !== "return")!;
  for (const outcome of alive) {
    if (outcome !== main) leavePending(m, frame, outcome.result!, outcome.returned, outcome.state);
  }
  mergeStates(m, [main]);
  if (main.result === "return") frame.returned = main.returned;
  return main.result;
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
      mergeStates(m, [{ returned: null, state: new Map(), needs: [] }, outcome]);
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

/**
 * A loop whose number of rounds is not known: run until nothing changes. What still changes after some rounds is not known from then on, and
 * the body runs with that again: later rounds may come where the first ones do not. `bind` binds all that the body would bind.
 */
export function loopUnknown(
  m: Interpreter,
  frame: Frame,
  body: Exec,
  begin: () => void,
  bind?: (value: Unknown) => void,
): void {
  oneWayOnly(m, undefined, "how many rounds the loop has");
  const outer = frame.beginLoop();
  try {
    unknownRounds(m, frame, body, begin, bind);
  } finally {
    frame.loop = outer;
  }
}

function unknownRounds(
  m: Interpreter,
  frame: Frame,
  body: Exec,
  begin: () => void,
  bind?: (value: Unknown) => void,
): void {
  const [ROUNDS, MORE] = [3, 2];
  for (let round = 0; round < ROUNDS + MORE; round++) {
    const [outcome] = runBranches<Completion>(m, frame, [
      {
        run: () => {
          begin();
          return body(frame);
        },
      },
    ]);
    if (outcome === undefined) break;
    // The body may never run: what it raises is not certain, nor is what it has written until then.
    const ended = outcome.raised === undefined;
    leaveRaised(m, [outcome]);
    if (ended) keepNeeds(m, [outcome]);
    const grown = [...outcome.state].filter(
      ([object, after]) => object instanceof PyList && object.lengthIn(after) !== object.items.length,
    );
    let changed = grown.length > 0;
    const none: Outcome<Completion> = { returned: null, state: new Map(), needs: [] };
    const last = round >= ROUNDS - 1 || !ended;
    mergeStates(m, [none, outcome], (a, b) => {
      if (a !== undefined && b !== undefined && sameValue(m, a, b)) return either(a, b);
      if (a === undefined) return b!;
      if (b === undefined) return a;
      changed = true;
      if (differInContents(m, a, b)) return joinTwo(m, a, b);
      return last ? m.unknown("it changes in a loop of unknown length", typeName(a)) : joinTwo(m, a, b);
    });
    for (const [object] of grown) (object as PyList).openEnd(m.unknown("it changes in a loop of unknown length"), true);
    if (outcome.result === "return") leavePending(m, frame, "return", outcome.returned, outcome.state);
    if (!ended) bind?.(m.unknown("a round of the loop could not be followed to its end"));
    if (!changed || !ended) break;
  }
  drain(m, frame, "continue", frame.loop);
  drain(m, frame, "break", frame.loop);
}

export function typeName(value: Value): "Tensor" | "any" {
  return value instanceof Tensor ? "Tensor" : "any";
}

function sameValue(m: Interpreter, a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Tensor && b instanceof Tensor) return isAlike(m, a, b) && sameContents(a, b);
  if (a instanceof PyFloat && b instanceof PyFloat) return a.value === b.value;
  if (a instanceof Unknown && b instanceof Unknown) return true;
  return false;
}

/** One value stands for another that is alike; of two tensors it is not known which one gradients go through, nor where it is that a branch moved. */
function either(a: Value, b: Value): Value {
  if (a instanceof Tensor && b instanceof Tensor && a.device !== b.device) a.update({ device: undefined });
  return a !== b && a instanceof Tensor ? withoutGradient(a) : a;
}

/** Whether tensors have one shape, dtype and part in the graph of gradients. */
function isAlike(m: Interpreter, a: Tensor, b: Tensor): boolean {
  return (
    a.dtype === b.dtype &&
    a.rank === b.rank &&
    a.requiresGrad === b.requiresGrad &&
    a.shape.every((dim, n) => equal(dim, b.shape[n], m.assumptions) === true)
  );
}

/** Whether nothing that is known of two tensors' elements differs. */
function sameContents({ data: one }: Tensor, { data: other }: Tensor): boolean {
  if (one === other) return true;
  return one !== undefined && one.length === other?.length && one.every((element, n) => Object.is(element, other[n]));
}

function differInContents(m: Interpreter, a: Value, b: Value): boolean {
  return a instanceof Tensor && b instanceof Tensor && isAlike(m, a, b) && !sameContents(a, b);
}

export function joinAll(m: Interpreter, values: readonly Value[]): Value {
  let joined = values[0];
  for (const value of values.slice(1)) joined = joinTwo(m, joined, value);
  return joined;
}

function forced(m: Interpreter, value: Value): Value {
  return value instanceof Lazy ? value.force(m) : value;
}

/** What is not known in one branch and known in the other one: what is done to it may be done to that. */
function standingFor(unknown: Unknown, other: Value): Unknown {
  const joined = isOfType(other, unknown.type) ? unknown : unknown.of("any");
  const held = heldOf([unknown, other]);
  return held === undefined || joined.constructor !== Unknown ? joined : joined.holding(held);
}

/** Whether what is said of the type of something unknown holds of this value too. */
function isOfType(value: Value, type: UnknownType): boolean {
  if (type === "any") return true;
  if (value instanceof Unknown) return value.type === type;
  const cls = classOf(value);
  return type === "module" ? cls === classes.module : cls.name === type;
}

/** Equal stays, unequal sizes of alike tensors become a new symbol, unlike things become either. */
function joinTwo(m: Interpreter, a: Value | undefined, b: Value | undefined): Value {
  if (a === undefined) return orElse(b, () => m.unknown("it may not be bound"));
  if (b === undefined || a === b) return a;
  // What is imported in both branches is loaded when one is used, as in one.
  if (a instanceof Lazy || b instanceof Lazy)
    return new Lazy((machine) => joinTwo(machine, forced(machine, a), forced(machine, b)));
  if (a instanceof Unknown && !(b instanceof Unknown)) return b instanceof Tensor ? a.of("Tensor") : standingFor(a, b);
  if (b instanceof Unknown) return standingFor(b, a);
  if (a instanceof Tensor && b instanceof Tensor && a.rank === b.rank && a.dtype === b.dtype) {
    if (sameValue(m, a, b)) return either(a, b);
    const joined = new Tensor(
      a.shape.map((dim, n) =>
        equal(dim, b.shape[n], m.assumptions) === true ? dim : m.freshDim("it differs between branches"),
      ),
      a.dtype,
    );
    joined.device = a.device === b.device ? a.device : undefined;
    joined.place = m.place();
    joined.step = a.step;
    joined.requiresGrad = a.requiresGrad || b.requiresGrad;
    return withoutGradient(joined);
  }
  if (a instanceof PyTuple && b instanceof PyTuple && a.items.length === b.items.length && a.cls === b.cls)
    return new PyTuple(
      a.items.map((item, n) => joinTwo(m, item, b.items[n])),
      a.cls,
    );
  if (a instanceof PyFloat && b instanceof PyFloat && a.value === b.value) return a;
  if (a instanceof Instance && b instanceof Instance && a.payload !== undefined && a.payload === b.payload) return a;
  if (a instanceof PyClass && b instanceof PyClass && a === b) return a;
  return Either.of([a, b]);
}
