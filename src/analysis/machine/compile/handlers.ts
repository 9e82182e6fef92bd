import type * as ast from "../../../syntax/ast";
import type { PyRaise } from "../../trace/raise";
import type { Value } from "../../values";
import type { Log } from "../../values/heap";
import { chain } from "../exceptions";
import { forkWays } from "../forks";
import { followInterruption, mayBeEntered } from "../interruptions";
import type { Completion, Eval, Exec, Frame } from "../machine";
import { boundNames } from "../scope";
import { compileExpression } from "./expressions";
import { deleteName, storeName } from "./names";
import type { Unit } from "./unit";

/** A handler that was chosen for an exception. */
interface Handling {
  /** To be called when its block is left: the exception's name is gone. */
  leave(): void;
  /** To be called when its block raises: the new exception remembers the one that was being handled. */
  failed(error: unknown): void;
}

/** What follows the handlers that only an exception from outside enters; undefined where there is none. */
export function compileInterruptions(
  unit: Unit,
  node: ast.Try,
  bodies: readonly Exec[],
): ((frame: Frame, before: Log) => void) | undefined {
  const handlers = node.handlers.flatMap(({ type, name }, n) =>
    // What such an exception holds is not known.
    (type?.kind === "Name" || type?.kind === "Attribute") && name === null
      ? [{ type: compileExpression(unit, type), body: bodies[n] }]
      : [],
  );
  if (handlers.length === 0) return undefined;
  const bindBody = compileBinding(unit, node);
  return (frame, before) => {
    for (const { type, body } of handlers) {
      const bind = (value: Value) => bindBody(frame, value);
      followInterruption(frame.machine, frame, before, () => type(frame), bind, body);
    }
  };
}

/** Binds each name that a statement's block binds to one value. */
export function compileBinding(unit: Unit, node: ast.Try | ast.With): (frame: Frame, value: Value) => void {
  const stores = boundNames(node.body).map((id) => nameAt(unit, id, node));
  return (frame, value) => {
    for (const store of stores) store(frame, value);
  };
}

/**
 * The ways that a `try` block may go on where something in it may have raised: to its end, and into each of its handlers. Undefined where no
 * handler takes such a thing.
 */
export function compileEscapes(
  unit: Unit,
  node: ast.Try,
  bodies: readonly Exec[],
): (frame: Frame, before: Log, through: Exec) => Exec[] | undefined {
  const bindBody = compileBinding(unit, node);
  const handlers = node.handlers.map(({ type, name, start }, n) => ({
    type: type === null ? undefined : compileExpression(unit, type),
    store: name === null ? undefined : nameAt(unit, name, { start }),
    body: bodies[n],
  }));
  return (frame, before, through) => {
    const entered = handlers.flatMap(({ type, store, body }) => {
      const bind = (value: Value, exception: Value) => {
        bindBody(frame, value);
        store?.(frame, exception);
      };
      return mayBeEntered(frame.machine, type && (() => type(frame)), before, bind, body) ?? [];
    });
    return entered.length === 0 ? undefined : [through, ...entered];
  };
}

function nameAt(unit: Unit, id: string, { start }: { start: number }) {
  return storeName(unit, { kind: "Name", id, start, end: start });
}

/** The `except` clauses of a `try`. */
export interface Handlers {
  /** The first `except` clause from one on that takes an exception, or may. */
  find(frame: Frame, error: PyRaise, from?: number): { index: number; isCertain: boolean } | undefined;
  /** Binds the exception's name; its clause's block may begin. */
  enter(frame: Frame, error: PyRaise, index: number): Handling;
}

export function compileHandlers(unit: Unit, clauses: readonly ast.ExceptHandler[]): Handlers {
  const handlers = clauses.map((handler) => {
    const name: ast.Name | undefined =
      handler.name === null ? undefined : { kind: "Name", id: handler.name, start: handler.start, end: handler.end };
    return {
      type: handler.type === null ? undefined : compileExpression(unit, handler.type),
      store: name && storeName(unit, name),
      forget: name && deleteName(unit, name),
    };
  });
  const takes = (frame: Frame, error: PyRaise, type: Eval | undefined): boolean | undefined => {
    try {
      return type === undefined || frame.machine.catches(type(frame), error);
    } catch (raised) {
      chain(raised, error.exception);
      throw raised;
    }
  };
  const find = (frame: Frame, error: PyRaise, from = 0) => {
    for (let index = from; index < handlers.length; index++) {
      const taken = takes(frame, error, handlers[index].type);
      if (taken !== false) return { index, isCertain: taken === true };
    }
    return undefined;
  };
  const enter = (frame: Frame, error: PyRaise, index: number): Handling => {
    const { store, forget } = handlers[index];
    store?.(frame, error.exception);
    const outer = frame.handling;
    frame.handling = error.exception;
    return {
      leave: () => {
        frame.handling = outer;
        forget?.(frame);
      },
      failed: (inner) => chain(inner, error.exception),
    };
  };
  return { find, enter };
}

/** Runs the handler that takes an exception; throws it where none does. */
export function handling(
  { find, enter }: Handlers,
  bodies: readonly Exec[],
): (frame: Frame, error: PyRaise) => Completion {
  const run = (frame: Frame, error: PyRaise, index: number): Completion => {
    const handler = enter(frame, error, index);
    try {
      return bodies[index](frame);
    } catch (inner) {
      handler.failed(inner);
      throw inner;
    } finally {
      handler.leave();
    }
  };
  const handleFrom = (frame: Frame, error: PyRaise, from: number): Completion => {
    const found = find(frame, error, from);
    if (found === undefined) throw error;
    const { index, isCertain } = found;
    if (isCertain) return run(frame, error, index);
    // Whether the clause takes it is not known.
    const ways: Exec[] = [(inner) => run(inner, error, index), (inner) => handleFrom(inner, error, index + 1)];
    return forkWays(frame.machine, frame, ways);
  };
  return (frame, error) => handleFrom(frame, error, 0);
}
