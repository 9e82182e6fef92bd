import { equal, type Relation } from "../dims";
import { Tensor } from "../tensor/tensor";
import { Either, Instance, orElse, PyClass, PyFloat, PyTuple, Unknown, type Value } from "../values";
import { openFork, type Snapshotted, touch, undoFork } from "../values/heap";
import type { Completion, Exec } from "./compile/statements";
import type { Frame } from "./frame";
import type { Interpreter } from "./interpreter";
import { PyRaise } from "./machine";
import { Undecided } from "./numbers";

/** How one branch of a fork ended, and the state in which it left what it wrote. */
interface Outcome<T> {
  result?: T;
  raised?: PyRaise;
  returned: Value;
  state: Map<Snapshotted, unknown>;
}

interface Branch<T> {
  /** What holds in this branch. */
  assume?: Relation;
  run: () => T;
}

/** Forks may nest, each doubling the work: past this depth only the first branch is followed. */
const MAX_DEPTH = 6;

/** Runs each branch from the same state; writes are undone in between. Branches that can't be entered are left out. */
function runBranches<T>(m: Interpreter, frame: Frame | undefined, branches: readonly Branch<T>[]): Outcome<T>[] {
  const outcomes: Outcome<T>[] = [];
  const { trace } = m;
  for (const { assume, run } of branches) {
    const mark = m.assumptions.mark();
    if (assume !== undefined && !m.assumptions.assume(assume)) {
      m.assumptions.rollback(mark);
      continue;
    }
    const call = trace.current;
    const steps = trace.steps.length;
    const before = frame?.returned ?? null;
    openFork();
    m.forkDepth++;
    if (outcomes.length > 0) trace.alternative++;
    const outcome: Outcome<T> = { returned: null, state: new Map() };
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
      if (outcomes.length > 0) trace.alternative--;
      trace.current = call;
      const state = undoFork();
      if (!escaped) outcome.state = state;
      m.assumptions.rollback(mark);
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

/** Puts back what the surviving branches wrote, joined object by object. */
function mergeStates<T>(
  m: Interpreter,
  outcomes: readonly Outcome<T>[],
  join = (a: Value | undefined, b: Value | undefined) => joinTwo(m, a, b),
): void {
  if (outcomes.length === 0) return;
  const objects = new Set<Snapshotted>();
  for (const outcome of outcomes) for (const object of outcome.state.keys()) objects.add(object);
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

/** Branches that raised are left out; where all did, the first one's exception goes up: it is raised on every path. */
function survivors<T>(m: Interpreter, outcomes: readonly Outcome<T>[], condition: Value | undefined): Outcome<T>[] {
  const alive = outcomes.filter((outcome) => outcome.raised === undefined);
  if (alive.length === 0) {
    const raised = outcomes[0]?.raised;
    if (raised !== undefined) throw raised;
    return [];
  }
  if (alive.length < outcomes.length && outcomes.length === 2 && condition instanceof Undecided) {
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
  if (m.forkDepth >= MAX_DEPTH) return then();
  const alive = survivors(m, runBranches(m, undefined, sides(condition, then, orelse)), condition);
  if (alive.length === 0) return m.unknown("no branch can be entered");
  mergeStates(m, alive);
  return joinAll(
    m,
    alive.map((outcome) => outcome.result!),
  );
}

/** Alternatives without a condition: the options of an Either. */
export function joinAlternatives(m: Interpreter, alternatives: readonly (() => Value)[]): Value {
  if (alternatives.length === 1) return alternatives[0]();
  if (m.forkDepth >= MAX_DEPTH && alternatives.length > 0) return alternatives[0]();
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
  if (m.forkDepth >= MAX_DEPTH) return body(frame);
  const alive = survivors(
    m,
    runBranches(
      m,
      frame,
      sides(
        condition,
        () => body(frame),
        () => orelse(frame),
      ),
    ),
    condition,
  );
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
    if (outcome === main) continue;
    frame.pending ??= [];
    frame.pending.push({ kind: outcome.result!, value: outcome.returned, state: outcome.state });
  }
  mergeStates(m, [main]);
  return main.result;
}

/** Joins what earlier branches left waiting for the end of an iteration, a loop or the function. */
export function drain(m: Interpreter, frame: Frame, kind: "return" | "break" | "continue"): Value[] {
  if (frame.pending === undefined) return [];
  const values: Value[] = [];
  const rest = frame.pending.filter((pending) => {
    if (pending.kind !== kind) return true;
    values.push(pending.value);
    for (const [object, state] of pending.state) {
      touch(object);
      const now = object.snapshot();
      object.restore(object.merge(now, state, (a, b) => joinTwo(m, a, b)));
    }
    return false;
  });
  frame.pending = rest.length > 0 ? rest : undefined;
  return values;
}

/** A loop whose number of rounds is not known: run until nothing changes, then what still changes is not known. */
export function loopUnknown(m: Interpreter, frame: Frame, body: Exec, begin: () => void): Completion {
  const ROUNDS = 3;
  for (let round = 0; round < ROUNDS; round++) {
    const outcomes = runBranches<Completion>(m, frame, [
      {
        run: () => {
          begin();
          return body(frame);
        },
      },
    ]);
    const [outcome] = outcomes;
    if (outcome?.raised !== undefined) {
      // The body may never run: what it raises is not certain.
      return undefined;
    }
    let changed = false;
    const none: Outcome<Completion> = { returned: null, state: new Map() };
    const last = round === ROUNDS - 1;
    mergeStates(m, [none, outcome], (a, b) => {
      if (a !== undefined && b !== undefined && sameValue(m, a, b)) return a;
      if (a === undefined) return b!;
      if (b === undefined) return a;
      changed = true;
      return last ? m.unknown("it changes in a loop of unknown length", typeName(a)) : joinTwo(m, a, b);
    });
    if (outcome?.result === "return") {
      frame.pending ??= [];
      frame.pending.push({ kind: "return", value: outcome.returned, state: new Map() });
    }
    if (!changed) break;
  }
  drain(m, frame, "continue");
  drain(m, frame, "break");
  return undefined;
}

function typeName(value: Value): "Tensor" | "any" {
  return value instanceof Tensor ? "Tensor" : "any";
}

function sameValue(m: Interpreter, a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Tensor && b instanceof Tensor)
    return (
      a.dtype === b.dtype &&
      a.rank === b.rank &&
      a.shape.every((dim, n) => equal(dim, b.shape[n], m.assumptions) === true)
    );
  if (a instanceof PyFloat && b instanceof PyFloat) return a.value === b.value;
  if (a instanceof Unknown && b instanceof Unknown) return true;
  return false;
}

export function joinAll(m: Interpreter, values: readonly Value[]): Value {
  let joined = values[0];
  for (const value of values.slice(1)) joined = joinTwo(m, joined, value);
  return joined;
}

/** Equal stays, unequal sizes of alike tensors become a new symbol, unlike things become either. */
export function joinTwo(m: Interpreter, a: Value | undefined, b: Value | undefined): Value {
  if (a === undefined) return orElse(b, () => m.unknown("it may not be bound"));
  if (b === undefined || a === b) return a;
  if (a instanceof Unknown && !(b instanceof Unknown)) return b instanceof Tensor ? a.of("Tensor") : a;
  if (b instanceof Unknown) return b;
  if (a instanceof Tensor && b instanceof Tensor && a.rank === b.rank && a.dtype === b.dtype) {
    if (a.shape.every((dim, n) => equal(dim, b.shape[n], m.assumptions) === true)) return a;
    const joined = new Tensor(
      a.shape.map((dim, n) =>
        equal(dim, b.shape[n], m.assumptions) === true ? dim : m.freshDim("it differs between branches"),
      ),
      a.dtype,
    );
    joined.place = m.place();
    joined.step = a.step;
    return joined;
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
