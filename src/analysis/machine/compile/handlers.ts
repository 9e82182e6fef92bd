import type * as ast from "../../../syntax/ast";
import type { PyRaise } from "../../trace/raise";
import { chain } from "../exceptions";
import type { Frame } from "../machine";
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
