import type * as ast from "../../../syntax/ast";
import { PyDict, PyDictView, PyIterator, PyList, PySet, Unknown, type Value } from "../../values";
import { generatorOf } from "../calls";
import { builtinSetitem } from "../items";
import { type Eval, Frame } from "../machine";
import { MANY, openEnd } from "../open-end";
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

/** Calls `emit` for every combination, and tells it whether it is certain; returns an Unknown where one of the iterables can't be known. */
function run(
  frame: Frame,
  compiled: Compiled,
  first: Value,
  emit: (inner: Frame, certain: boolean) => void,
): Unknown | undefined {
  const inner = enter(frame, compiled);
  const level = (depth: number, iterable: Value, certain: boolean): Unknown | undefined => {
    const clause = compiled.clauses[depth];
    inner.at = clause.node;
    const shown = frame.machine.shownItems(iterable)?.map(({ item }) => item);
    const next = shown === undefined ? frame.machine.iterate(iterable) : () => shown.shift();
    if (next instanceof Unknown) return next;
    for (let item = next(); item !== undefined; item = next()) {
      frame.machine.step();
      clause.assign(inner, item);
      const passed = passes(inner, clause);
      if (passed === false) continue;
      const sure = certain && passed === true;
      if (depth + 1 < compiled.clauses.length) {
        const unknown = level(depth + 1, compiled.clauses[depth + 1].iter(inner), sure);
        if (unknown !== undefined) return unknown;
      } else emit(inner, sure);
    }
    return iterable instanceof PyIterator ? iterable.openEnd : undefined;
  };
  return frame.machine.within(inner, () => level(0, first, isCertain(first)));
}

/** Whether it has the items that it shows, and no others. */
function isCertain(iterable: Value): boolean {
  const held = iterable instanceof PyDictView ? iterable.dict : iterable;
  return held instanceof PyList || held instanceof PyDict || held instanceof PySet ? held.isCertain : true;
}

/** An undecided condition lets the item in, though not for certain: what may be there is followed too. */
function passes(inner: Frame, clause: Clause): boolean | undefined {
  let sure: true | undefined = true;
  for (const condition of clause.conditions) {
    const truth = inner.machine.decide(condition(inner));
    if (truth === false) return false;
    if (truth === undefined) sure = undefined;
  }
  return sure;
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
    const doubtful: boolean[] = [];
    const unknown = run(frame, compiled, first, (inner, certain) => {
      items.push(element(inner));
      doubtful.push(!certain);
    });
    if (unknown !== undefined) return unknown;
    if (!asSet) return new PyList(items).mayLackItems((at) => doubtful[at]);
    const set = frame.machine.setOf(items);
    if (doubtful.includes(true)) set.doubtAll();
    return set;
  };
}

function lazily(frame: Frame, compiled: Compiled, first: Value, element: Eval): Value {
  const inner = enter(frame, compiled);
  const opened = frame.machine.iterate(first);
  if (opened instanceof Unknown) return opened;
  function* level(depth: number, next: () => Value | undefined): Generator<Value, Value, Value> {
    const clause = compiled.clauses[depth];
    for (let item = next(); item !== undefined; item = next()) {
      clause.assign(inner, item);
      const passed = passes(inner, clause);
      if (passed === false) continue;
      if (passed === undefined)
        yield* openEnd(inner, frame.machine.unknown("which items pass its condition is not known"));
      if (depth + 1 < compiled.clauses.length) {
        const deeper = frame.machine.iterate(compiled.clauses[depth + 1].iter(inner));
        if (deeper instanceof Unknown) yield* openEnd(inner, deeper);
        else yield* level(depth + 1, deeper);
      } else if (inner.given === undefined) yield element(inner);
      else if (inner.given.push(element(inner)) > MANY) break;
    }
    return null;
  }
  return generatorOf(frame.machine, inner, level(0, opened));
}

export function compileDictComprehension(unit: Unit, node: ast.DictComp): Eval {
  const compiled = compileClauses(unit, node.generators);
  const key = compileExpression(compiled.inner, node.key);
  const value = compileExpression(compiled.inner, node.value);
  return (frame) => {
    const first = compiled.first(frame);
    frame.at = node;
    const dict = new PyDict();
    let sure = true;
    const unknown = run(frame, compiled, first, (inner, certain) => {
      const k = key(inner);
      builtinSetitem(frame.machine, dict, k, value(inner));
      sure &&= certain;
    });
    if (!sure) dict.doubtAll();
    return unknown ?? dict;
  };
}
