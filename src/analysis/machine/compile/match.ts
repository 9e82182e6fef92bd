import type * as ast from "../../../syntax/ast";
import { classOf, Either, PyClass, PyDict, PyList, PyRange, PyTuple, Unknown, type Value } from "../../values";
import type { Exec, Frame } from "../machine";
import { compileExpression } from "./expressions";
import { storeName } from "./names";
import type { Unit } from "./unit";

/** Whether a pattern matches; undefined where that can't be known. Captures are stored on the way. */
type Matcher = (frame: Frame, value: Value) => boolean | undefined;

/** Finds the first case from `index` on that may match; `certain` is false where that can't be known. */
export function compileMatcher(
  unit: Unit,
  nodes: readonly ast.MatchCase[],
): (frame: Frame, value: Value, index: number) => { index: number; certain: boolean } | undefined {
  const cases = nodes.map((one) => ({
    matches: compilePattern(unit, one.pattern),
    guard: one.guard === null ? undefined : compileExpression(unit, one.guard),
  }));
  return (frame, value, from) => {
    for (let index = from; index < cases.length; index++) {
      const { matches, guard } = cases[index];
      const matched = matches(frame, value);
      if (matched === false) continue;
      const passes = guard === undefined ? true : frame.machine.decide(guard(frame));
      if (passes === false) continue;
      return { index, certain: matched === true && passes === true };
    }
    return undefined;
  };
}

export function compileMatch(unit: Unit, node: ast.Match): Exec {
  const subject = compileExpression(unit, node.subject);
  const match = compileMatcher(unit, node.cases);
  const bodies = node.cases.map((one) => unit.block(one.body));
  const from = (frame: Frame, value: Value, index: number): ReturnType<Exec> => {
    const found = match(frame, value, index);
    if (found === undefined) return undefined;
    if (found.certain) return bodies[found.index](frame);
    return frame.machine.forkStatements(
      frame,
      frame.machine.unknown("the pattern's match is not known", "bool"),
      bodies[found.index],
      (inner) => from(inner, value, found.index + 1),
    );
  };
  return (frame) => {
    const value = subject(frame);
    frame.at = node.subject;
    return from(frame, value, 0);
  };
}

function all(results: Iterable<boolean | undefined>): boolean | undefined {
  let known: boolean | undefined = true;
  for (const result of results) {
    if (result === false) return false;
    if (result === undefined) known = undefined;
  }
  return known;
}

function compilePattern(unit: Unit, pattern: ast.Pattern): Matcher {
  switch (pattern.kind) {
    case "MatchValue": {
      const expected = compileExpression(unit, pattern.value);
      return (frame, value) => frame.machine.equal(value, expected(frame));
    }
    case "MatchAs": {
      const inner = pattern.pattern === null ? undefined : compilePattern(unit, pattern.pattern);
      const store =
        pattern.name === null
          ? undefined
          : storeName(unit, { kind: "Name", id: pattern.name, start: pattern.start, end: pattern.end });
      return (frame, value) => {
        const matched = inner === undefined ? true : inner(frame, value);
        if (matched !== false) store?.(frame, value);
        return matched;
      };
    }
    case "MatchOr": {
      const options = pattern.patterns.map((option) => compilePattern(unit, option));
      return (frame, value) => {
        let result: boolean | undefined = false;
        for (const option of options) {
          const matched = option(frame, value);
          if (matched === true) return true;
          if (matched === undefined) result = undefined;
        }
        return result;
      };
    }
    case "MatchSequence": {
      const parts = pattern.patterns.map((part) => compilePattern(unit, part));
      const star = pattern.patterns.findIndex((part) => part.kind === "MatchStar");
      return (frame, value) => {
        if (value instanceof Unknown || value instanceof Either) return undefined;
        if (!(value instanceof PyList || value instanceof PyTuple || value instanceof PyRange)) return false;
        const items = value instanceof PyRange ? frame.machine.list(value) : value.items;
        if (items instanceof Unknown) return undefined;
        if (star < 0 ? items.length !== parts.length : items.length < parts.length - 1) return false;
        return all(
          parts.map((part, n) => {
            if (star < 0 || n < star) return part(frame, items[n]);
            const tail = parts.length - 1 - star;
            if (n === star) return part(frame, new PyList(items.slice(star, items.length - tail)));
            return part(frame, items[items.length - parts.length + n]);
          }),
        );
      };
    }
    case "MatchStar": {
      const store =
        pattern.name === null
          ? undefined
          : storeName(unit, { kind: "Name", id: pattern.name, start: pattern.start, end: pattern.end });
      return (frame, value) => {
        store?.(frame, value);
        return true;
      };
    }
    case "MatchMapping": {
      const keys = pattern.keys.map((key) => compileExpression(unit, key));
      const parts = pattern.patterns.map((part) => compilePattern(unit, part));
      const rest =
        pattern.rest === null
          ? undefined
          : storeName(unit, { kind: "Name", id: pattern.rest, start: pattern.start, end: pattern.end });
      return (frame, value) => {
        if (value instanceof Unknown || value instanceof Either) return undefined;
        if (!(value instanceof PyDict)) return false;
        const wanted = keys.map((key) => key(frame));
        const matched = all(
          wanted.map((key, n) => {
            const item = value.get(key);
            return item === undefined ? false : parts[n](frame, item);
          }),
        );
        if (matched !== false && rest !== undefined)
          rest(
            frame,
            PyDict.from(
              value.items().filter(([key]) => !wanted.some((other) => frame.machine.equal(key, other) === true)),
            ),
          );
        return matched;
      };
    }
    case "MatchClass": {
      const cls = compileExpression(unit, pattern.cls);
      const positional = pattern.patterns.map((part) => compilePattern(unit, part));
      const keywords = pattern.keywords.map(({ name, pattern: part }) => ({
        name,
        matches: compilePattern(unit, part),
      }));
      return (frame, value) => {
        const type = cls(frame);
        if (value instanceof Unknown || value instanceof Either || !(type instanceof PyClass)) return undefined;
        if (!classOf(value).isSubclassOf(type)) return false;
        const names = type.lookup("__match_args__");
        const attribute = (name: string, matches: Matcher) => {
          const item = frame.machine.findattr(value, name);
          return item === undefined ? false : matches(frame, item);
        };
        return all([
          ...positional.map((matches, n) => {
            const name = names instanceof PyTuple ? names.items[n] : undefined;
            return typeof name === "string" ? attribute(name, matches) : matches(frame, value);
          }),
          ...keywords.map(({ name, matches }) => attribute(name, matches)),
        ]);
      };
    }
  }
}
