import type * as ast from "../../../syntax/ast";
import { Unknown, type Value } from "../../values";
import type { Frame } from "../frame";
import { PyRaise } from "../machine";
import { compileExpression } from "./expressions";
import { type Completion, compileStatement } from "./statements";
import { compileTarget } from "./targets";
import type { Unit } from "./unit";

/** A statement that can be left at a `yield` and entered again. What is sent in comes back from the JavaScript `yield`. */
type Steps = (frame: Frame) => Generator<Value, Completion, Value>;

/** The body of a generator function: statements without a `yield` in them run as everywhere else. */
export function generatorBody(unit: Unit, body: readonly ast.Stmt[]): (frame: Frame) => Generator<Value, Value, Value> {
  const block = compileBlock(unit, body);
  return function* (frame) {
    yield* block(frame);
    return frame.machine.leaveFunction(frame);
  };
}

function compileBlock(unit: Unit, body: readonly ast.Stmt[]): Steps {
  const parts = body.map((statement) => compile(unit, statement));
  return function* (frame) {
    for (const part of parts) {
      const completion = yield* part(frame);
      if (completion !== undefined) return completion;
    }
    return undefined;
  };
}

function plain(unit: Unit, statement: ast.Stmt): Steps {
  const exec = compileStatement(unit, statement);
  // biome-ignore lint/correctness/useYield: a statement without yield is one step
  return function* (frame) {
    return exec(frame);
  };
}

function compile(unit: Unit, statement: ast.Stmt): Steps {
  if (!yields(statement)) return plain(unit, statement);
  switch (statement.kind) {
    case "ExprStmt": {
      const steps = compileYield(unit, statement.value);
      return function* (frame) {
        yield* steps(frame);
        return undefined;
      };
    }
    case "Assign": {
      const steps = compileYield(unit, statement.value);
      const targets = statement.targets.map((target) => compileTarget(unit, target, statement));
      return function* (frame) {
        const value = yield* steps(frame);
        for (const target of targets) target(frame, value);
        return undefined;
      };
    }
    case "Return": {
      const steps = compileYield(unit, statement.value!);
      return function* (frame) {
        frame.returned = yield* steps(frame);
        return "return";
      };
    }
    case "If": {
      const test = compileExpression(unit, statement.test);
      const body = compileBlock(unit, statement.body);
      const orelse = compileBlock(unit, statement.orelse);
      return function* (frame) {
        // A generator can't be forked in its middle: an undecided condition takes its first branch.
        const truth = frame.machine.decide(test(frame));
        return yield* truth === false ? orelse(frame) : body(frame);
      };
    }
    case "For": {
      const iter = compileExpression(unit, statement.iter);
      const assign = compileTarget(unit, statement.target, statement.target);
      const body = compileBlock(unit, statement.body);
      const orelse = compileBlock(unit, statement.orelse);
      return function* (frame) {
        const iterable = iter(frame);
        frame.at = statement.iter;
        const next = frame.machine.iterate(iterable);
        if (next instanceof Unknown) {
          assign(frame, frame.machine.elementOf(iterable, next));
          return yield* body(frame);
        }
        for (let item = next(); item !== undefined; item = next()) {
          frame.machine.step();
          assign(frame, item);
          const completion = yield* body(frame);
          if (completion === "break") return undefined;
          if (completion === "return") return completion;
        }
        return yield* orelse(frame);
      };
    }
    case "While": {
      const test = compileExpression(unit, statement.test);
      const body = compileBlock(unit, statement.body);
      const orelse = compileBlock(unit, statement.orelse);
      return function* (frame) {
        for (;;) {
          frame.machine.step();
          const truth = frame.machine.decide(test(frame));
          if (truth === false) return yield* orelse(frame);
          const completion = yield* body(frame);
          if (completion === "break" || truth === undefined) return undefined;
          if (completion === "return") return completion;
        }
      };
    }
    case "With": {
      const items = statement.items.map((item) => ({
        context: compileExpression(unit, item.context),
        assign: item.target === null ? undefined : compileTarget(unit, item.target, item.target),
      }));
      const body = compileBlock(unit, statement.body);
      return function* (frame) {
        const managers: Value[] = [];
        for (const { context, assign } of items) {
          const manager = context(frame);
          managers.unshift(manager);
          assign?.(frame, frame.machine.enterContext(manager));
        }
        let completion: Completion;
        try {
          completion = yield* body(frame);
        } catch (error) {
          if (!(error instanceof PyRaise)) throw error;
          for (const manager of managers) if (frame.machine.exitContext(manager, error)) return undefined;
          throw error;
        }
        for (const manager of managers) frame.machine.exitContext(manager, undefined);
        return completion;
      };
    }
    case "Try": {
      const body = compileBlock(unit, statement.body);
      const orelse = compileBlock(unit, statement.orelse);
      const finalbody = compileBlock(unit, statement.finalbody);
      const handlers = statement.handlers.map((handler) => ({
        type: handler.type === null ? undefined : compileExpression(unit, handler.type),
        store:
          handler.name === null
            ? undefined
            : compileTarget(unit, { kind: "Name", id: handler.name, start: handler.start, end: handler.end }, handler),
        body: compileBlock(unit, handler.body),
      }));
      return function* (frame) {
        let completion: Completion;
        try {
          try {
            completion = yield* body(frame);
            completion ??= yield* orelse(frame);
          } catch (error) {
            if (!(error instanceof PyRaise)) throw error;
            const handler = handlers.find(
              ({ type }) => type === undefined || frame.machine.catches(type(frame), error) !== false,
            );
            if (handler === undefined) throw error;
            handler.store?.(frame, error.exception);
            completion = yield* handler.body(frame);
          }
        } catch (error) {
          if (!(error instanceof PyRaise)) throw error;
          yield* finalbody(frame);
          throw error;
        }
        const override = yield* finalbody(frame);
        return override ?? completion;
      };
    }
    default:
      return plain(unit, statement);
  }
}

/** An expression that is a `yield`; one that only contains it is evaluated as Unknown. */
function compileYield(unit: Unit, node: ast.Expr): (frame: Frame) => Generator<Value, Value, Value> {
  if (node.kind === "Yield") {
    const value = node.value === null ? undefined : compileExpression(unit, node.value);
    return function* (frame) {
      return yield value === undefined ? null : value(frame);
    };
  }
  if (node.kind === "YieldFrom") {
    const value = compileExpression(unit, node.value);
    return function* (frame) {
      const next = frame.machine.iterate(value(frame));
      if (next instanceof Unknown) {
        yield next;
        return next;
      }
      for (let item = next(); item !== undefined; item = next()) yield item;
      return null;
    };
  }
  const value = compileExpression(unit, node);
  // biome-ignore lint/correctness/useYield: the value is there at once
  return function* (frame) {
    return value(frame);
  };
}

function yields(statement: ast.Stmt): boolean {
  const isYield = (node: ast.Expr | null) => node !== null && (node.kind === "Yield" || node.kind === "YieldFrom");
  switch (statement.kind) {
    case "ExprStmt":
    case "Return":
    case "Assign":
      return isYield(statement.value);
    case "If":
    case "For":
    case "While":
      return statement.body.some(yields) || statement.orelse.some(yields);
    case "With":
      return statement.body.some(yields);
    case "Try":
      return [
        statement.body,
        statement.orelse,
        statement.finalbody,
        ...statement.handlers.map((handler) => handler.body),
      ].some((block) => block.some(yields));
    default:
      return false;
  }
}
