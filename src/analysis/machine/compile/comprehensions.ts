import type * as ast from "../../../syntax/ast";
import { PyDict, PyIterator, PyList, Unknown, type Value } from "../../values";
import { keyIn } from "../hashing";
import { type Eval, Frame } from "../machine";
import { declareTarget } from "../scope";
import { compileExpression } from "./expressions";
import { compileTarget } from "./targets";
import type { Unit } from "./unit";

interface Clause {
  iter: Eval;
  node: ast.Expr;
  assign: (frame: Frame, value: Value) => void;
  conditions: Eval[];
}

interface Compiled {
  first: Eval;
  clauses: Clause[];
  inner: Unit;
}

/** The first iterable is evaluated outside, all else in a frame of the comprehension's own. */
function compileClauses(unit: Unit, generators: readonly ast.Comprehension[]): Compiled {
  const inner = unit.comprehension();
  for (const clause of generators) declareTarget(inner.scope, clause.target);
  const first = compileExpression(unit, generators[0].iter);
  const clauses = generators.map((clause, n) => ({
    iter: n === 0 ? first : compileExpression(inner, clause.iter),
    node: clause.iter,
    assign: compileTarget(inner, clause.target, clause.target),
    conditions: clause.ifs.map((condition) => compileExpression(inner, condition)),
  }));
  return { first, clauses, inner };
}

/** Calls `emit` for every combination; returns an Unknown where one of the iterables or conditions can't be known. */
function run(frame: Frame, compiled: Compiled, first: Value, emit: (inner: Frame) => void): Unknown | undefined {
  const inner = enter(frame, compiled);
  const level = (depth: number, iterable: Value): Unknown | undefined => {
    const clause = compiled.clauses[depth];
    inner.at = clause.node;
    const next = frame.machine.iterate(iterable);
    if (next instanceof Unknown) return next;
    for (let item = next(); item !== undefined; item = next()) {
      frame.machine.step();
      clause.assign(inner, item);
      if (!passes(inner, clause)) continue;
      if (depth + 1 < compiled.clauses.length) {
        const unknown = level(depth + 1, compiled.clauses[depth + 1].iter(inner));
        if (unknown !== undefined) return unknown;
      } else emit(inner);
    }
    return undefined;
  };
  return frame.machine.within(inner, () => level(0, first));
}

/** An undecided condition lets the item in: what may be there is followed too. */
function passes(inner: Frame, clause: Clause): boolean {
  for (const condition of clause.conditions) {
    if (inner.machine.decide(condition(inner)) === false) return false;
  }
  return true;
}

function enter(frame: Frame, compiled: Compiled): Frame {
  const slots = new Array<Value | undefined>(compiled.inner.scope.slots.size).fill(undefined);
  const inner = new Frame(frame.machine, frame.source, frame.module, frame, slots, frame.fn);
  inner.owner = frame.owner;
  inner.comprehension = true;
  return inner;
}

export function compileComprehension(unit: Unit, node: ast.ListComp): Eval {
  const compiled = compileClauses(unit, node.generators);
  const element = compileExpression(compiled.inner, node.element);
  if (node.kind === "GeneratorExp") {
    return (frame) => {
      const first = compiled.first(frame);
      return lazily(frame, compiled, first, element);
    };
  }
  const asSet = node.kind === "SetComp";
  return (frame) => {
    const first = compiled.first(frame);
    frame.at = node;
    const items: Value[] = [];
    const unknown = run(frame, compiled, first, (inner) => items.push(element(inner)));
    if (unknown !== undefined) return unknown;
    return asSet ? frame.machine.setOf(items) : new PyList(items);
  };
}

function lazily(frame: Frame, compiled: Compiled, first: Value, element: Eval): Value {
  const inner = enter(frame, compiled);
  const opened = frame.machine.iterate(first);
  if (opened instanceof Unknown) return opened;
  function* level(depth: number, next: () => Value | undefined): Generator<Value> {
    const clause = compiled.clauses[depth];
    for (let item = next(); item !== undefined; item = next()) {
      clause.assign(inner, item);
      if (!passes(inner, clause)) continue;
      if (depth + 1 < compiled.clauses.length) {
        const deeper = frame.machine.iterate(compiled.clauses[depth + 1].iter(inner));
        if (deeper instanceof Unknown) yield deeper;
        else yield* level(depth + 1, deeper);
      } else yield element(inner);
    }
  }
  const steps = level(0, opened);
  return new PyIterator(() => {
    const result = frame.machine.within(inner, () => steps.next());
    return result.done === true ? undefined : result.value;
  }, frame.machine.generatorClass);
}

export function compileDictComprehension(unit: Unit, node: ast.DictComp): Eval {
  const compiled = compileClauses(unit, node.generators);
  const key = compileExpression(compiled.inner, node.key);
  const value = compileExpression(compiled.inner, node.value);
  return (frame) => {
    const first = compiled.first(frame);
    frame.at = node;
    const dict = new PyDict();
    const unknown = run(frame, compiled, first, (inner) => {
      const k = key(inner);
      dict.set(keyIn(frame.machine, dict, k), value(inner));
    });
    return unknown ?? dict;
  };
}
