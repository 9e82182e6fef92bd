import type * as ast from "../../../syntax/ast";
import { Assumed, PyTuple, type Value } from "../../values";
import type { Frame } from "../machine";
import { boundNames } from "../scope";
import { compileExpression } from "./expressions";
import { storeName } from "./names";
import type { Unit } from "./unit";

/**
 * After a `try` that did without a package: what it sets to a constant or returns as one is only assumed, what it did not bind is not known.
 */
export function compileAssumed(unit: Unit, node: ast.Try): (frame: Frame, absent: string, returns: boolean) => void {
  const names = boundNames([...node.body, ...node.orelse, ...node.handlers.flatMap((handler) => handler.body)]);
  const places = names.map((id) => {
    const name: ast.Name = { kind: "Name", id, start: node.start, end: node.start };
    return { load: compileExpression(unit, name), store: storeName(unit, name) };
  });
  return (frame, absent, returns) => {
    const { machine } = frame;
    const reason = `it depends on whether \`${absent}\` is installed`;
    const assumed = (value: Value): Value => {
      if (value instanceof PyTuple) return new PyTuple(value.items.map(assumed));
      const isConstant = value === null || typeof value === "boolean" || typeof value === "number";
      return isConstant ? new Assumed(reason, machine.place(), value) : value;
    };
    if (returns) frame.returned = assumed(frame.returned);
    for (const { load, store } of places) {
      const value = machine.orUndefined("NameError", () => load(frame));
      if (value === undefined) store(frame, machine.unknown(reason));
      else if (value === null || typeof value === "boolean" || typeof value === "number") store(frame, assumed(value));
    }
  };
}
