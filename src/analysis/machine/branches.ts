import { printRelation, type Relation } from "../dims";
import { PyRaise } from "../trace/raise";
import type { Value } from "../values";
import { openFork, type Snapshotted, touch, undoFork } from "../values/heap";
import { joinTwo } from "./joins";
import type { Frame, Interpreter } from "./machine";
import type { RunState } from "./run-state";

/** How one branch of a fork ended, and the state in which it left what it wrote. */
export interface Outcome<T> {
  result?: T;
  raised?: PyRaise;
  returned: Value;
  state: Map<Snapshotted, unknown>;
  /** What the branch needs to go through. */
  needs: RunState["requirements"];
}

export interface Branch<T> {
  /** What holds in this branch. */
  assume?: Relation;
  run: () => T;
}

/** Units for a branch that may not be entered: its writes are saved and joined with the others'. */
const FORK_WORK = 48;

/** Units for an object whose states at the ends of two branches are joined. */
const JOIN_WORK = 1 / 4;

/** So many cost no more than the statement: among them are those that a module of a library changes when it is loaded, which nobody pays for. */
const JOINED_FREELY = 256;

export function payForJoin(m: Interpreter, objects: number): void {
  if (objects > JOINED_FREELY) m.pay((objects - JOINED_FREELY) * JOIN_WORK);
}

/** Runs each branch from the same state; writes are undone in between. Branches that can't be entered are left out. */
export function runBranches<T>(m: Interpreter, frame: Frame | undefined, branches: readonly Branch<T>[]): Outcome<T>[] {
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
export function keepNeeds<T>(m: Interpreter, [first, ...others]: readonly Outcome<T>[]): void {
  const texts = others.map(({ needs }) => new Set(needs.map(({ relation }) => printRelation(relation))));
  for (const need of first?.needs ?? []) {
    if (!texts.every((needs) => needs.has(printRelation(need.relation)))) continue;
    m.state.requirements.push(need);
    m.assumptions.assume(need.relation);
  }
}

/** Puts back what the surviving branches wrote, joined object by object. */
export function mergeStates<T>(
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

/** Joins what a branch wrote with what was before it: it may not have been entered. */
export function mergeWithBefore<T>(
  m: Interpreter,
  outcome: Outcome<T>,
  join?: Parameters<typeof mergeStates>[2],
): void {
  mergeStates(m, [{ returned: null, state: new Map(), needs: [] }, outcome], join);
}

/** Puts objects into the state in which a branch left them. */
export function restoreTo(state: ReadonlyMap<Snapshotted, unknown>): void {
  for (const [object, then] of state) {
    touch(object);
    object.restore(then);
  }
}
