import type { PyRaise } from "../trace/raise";
import { Assumed, orElse, PyList, type Unknown, type Value } from "../values";
import { work } from "../work";
import { type Branch, keepNeeds, mergeStates, mergeWithBefore, type Outcome, restoreTo, runBranches } from "./branches";
import { oneWayOnly } from "./decided";
import { heldOf } from "./escapes";
import { differInContents, either, joinAll, joinTwo, sameValue, typeName } from "./joins";
import type { Completion, Exec, Frame, Interpreter } from "./machine";
import { Undecided } from "./numbers";
import { drain, leavePending, leaveRaised } from "./pending";

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

const TOO_MANY = "too many conditions around it are open";

/** Follows one branch for what it does; what it wrote is not known after it. Undefined where it raised. */
function firstOnly<T>(m: Interpreter, frame: Frame | undefined, run: () => T): Outcome<T> | undefined {
  const [outcome] = runBranches(m, frame, [{ run }]);
  if (outcome === undefined) return undefined;
  leaveRaised(m, [outcome]);
  if (outcome.raised !== undefined) return undefined;
  keepNeeds(m, [outcome]);
  mergeWithBefore(m, outcome, (a, b) =>
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
  mergeWithBefore(m, outcome);
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
  return joinEnds(m, frame, survivors(m, outcomes, condition));
}

/** The ways that a statement may go, each from here. Like `forkStatements`. */
export function forkWays(m: Interpreter, frame: Frame, ways: readonly Exec[]): Completion {
  oneWayOnly(m, undefined, "which way it goes");
  if (isTooDeep(m)) {
    firstOnly(m, frame, () => ways[0](frame));
    return undefined;
  }
  const branches = ways.map((way) => ({ run: () => way(frame) }));
  return joinEnds(m, frame, survivors(m, runBranches(m, frame, branches), undefined));
}

function joinEnds(m: Interpreter, frame: Frame, alive: readonly Outcome<Completion>[]): Completion {
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

/** The part of what is left that a round of a loop of unknown length may cost, for what it changes to be followed through further ones. */
const ROUND_SHARE = 1 / 12;

function unknownRounds(
  m: Interpreter,
  frame: Frame,
  body: Exec,
  begin: () => void,
  bind?: (value: Unknown) => void,
): void {
  const [ROUNDS, MORE] = [3, 2];
  for (let round = 0; round < ROUNDS + MORE; round++) {
    const before = work.spent;
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
    const isDear = work.spent - before > work.left * ROUND_SHARE;
    const last = round >= ROUNDS - 1 || !ended || isDear;
    mergeWithBefore(m, outcome, (a, b) => {
      if (a !== undefined && b !== undefined && sameValue(m, a, b)) return either(a, b);
      if (a === undefined) return b!;
      if (b === undefined) return a;
      changed = true;
      if (differInContents(m, a, b)) return joinTwo(m, a, b);
      if (!last) return joinTwo(m, a, b);
      return m.unknown("it changes in a loop of unknown length", typeName(a)).holding(heldOf([a, b]));
    });
    for (const [object] of grown) (object as PyList).openEnd(m.unknown("it changes in a loop of unknown length"), true);
    if (outcome.result === "return") leavePending(m, frame, "return", outcome.returned, outcome.state);
    if (!ended) bind?.(m.unknown("a round of the loop could not be followed to its end"));
    if (!changed || !ended) break;
  }
  drain(m, frame, "continue", frame.loop);
  drain(m, frame, "break", frame.loop);
}
