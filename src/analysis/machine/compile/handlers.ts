import type * as ast from "../../../syntax/ast";
import type { PyRaise } from "../../trace/raise";
import type { Value } from "../../values";
import type { Log } from "../../values/heap";
import { chain } from "../exceptions";
import { followInterruption, mayBeEntered } from "../interruptions";
import type { Completion, Exec, Frame } from "../machine";
import { boundNames } from "../scope";
import { compileExpression } from "./expressions";
import { deleteName, storeName } from "./names";
import type { Unit } from "./unit";

/** A handler that was chosen for an exception. */
export interface Handling {
  index: number;
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
  const stores = boundNames(node.body).map((id) => nameAt(unit, id, node));
  return (frame, before) => {
    const bind = (value: Value) => {
      for (const store of stores) store(frame, value);
    };
    for (const { type, body } of handlers)
      followInterruption(frame.machine, frame, before, () => type(frame), bind, body);
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
  const stores = boundNames(node.body).map((id) => nameAt(unit, id, node));
  const handlers = node.handlers.map(({ type, name, start }, n) => ({
    type: type === null ? undefined : compileExpression(unit, type),
    store: name === null ? undefined : nameAt(unit, name, { start }),
    body: bodies[n],
  }));
  return (frame, before, through) => {
    const entered = handlers.flatMap(({ type, store, body }) => {
      const bind = (value: Value, exception: Value) => {
        for (const one of stores) one(frame, value);
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

/** Finds the `except` clause that takes an exception, and binds the exception's name. */
export function compileHandlers(
  unit: Unit,
  clauses: readonly ast.ExceptHandler[],
): (frame: Frame, error: PyRaise) => Handling | undefined {
  const handlers = clauses.map((handler) => {
    const name: ast.Name | undefined =
      handler.name === null ? undefined : { kind: "Name", id: handler.name, start: handler.start, end: handler.end };
    return {
      type: handler.type === null ? undefined : compileExpression(unit, handler.type),
      store: name && storeName(unit, name),
      forget: name && deleteName(unit, name),
    };
  });
  return (frame, error) => {
    const index = handlers.findIndex(({ type }) => {
      try {
        return type === undefined || frame.machine.catches(type(frame), error) !== false;
      } catch (raised) {
        chain(raised, error.exception);
        throw raised;
      }
    });
    if (index < 0) return undefined;
    const { store, forget } = handlers[index];
    store?.(frame, error.exception);
    const outer = frame.handling;
    frame.handling = error.exception;
    return {
      index,
      leave: () => {
        frame.handling = outer;
        forget?.(frame);
      },
      failed: (inner) => chain(inner, error.exception),
    };
  };
}

/** Runs the handler that takes an exception; throws it where none does. */
export function handling(
  choose: ReturnType<typeof compileHandlers>,
  bodies: readonly Exec[],
): (frame: Frame, error: PyRaise) => Completion {
  return (frame, error) => {
    const handler = choose(frame, error);
    if (handler === undefined) throw error;
    try {
      return bodies[handler.index](frame);
    } catch (inner) {
      handler.failed(inner);
      throw inner;
    } finally {
      handler.leave();
    }
  };
}
