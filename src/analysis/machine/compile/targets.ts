import type * as ast from "../../../syntax/ast";
import { PyTuple, Unknown, type Value } from "../../values";
import type { Frame } from "../machine";
import { compileExpression } from "./expressions";
import { deleteName, storeName } from "./names";
import type { Unit } from "./unit";

export type Assign = (frame: Frame, value: Value) => void;

/** What stands left of `=`: stores a value there, and tells the recorder of every name that is bound. */
export function compileTarget(unit: Unit, target: ast.Expr, statement: ast.Span): Assign {
  switch (target.kind) {
    case "Name": {
      const store = storeName(unit, target);
      return (frame, value) => {
        store(frame, value);
        frame.machine.sawBinding(frame.source, target, statement, value);
      };
    }
    case "Attribute": {
      const object = compileExpression(unit, target.value);
      const attr = unit.mangle(target.attr);
      return (frame, value) => {
        const owner = object(frame);
        frame.at = target;
        frame.machine.setattr(owner, attr, value);
      };
    }
    case "Subscript": {
      const object = compileExpression(unit, target.value);
      const index = compileExpression(unit, target.slice);
      return (frame, value) => {
        const owner = object(frame);
        const at = index(frame);
        frame.at = target;
        frame.machine.setitem(owner, at, value);
      };
    }
    case "Tuple":
    case "List":
      return compileUnpacking(unit, target, statement);
    case "Starred":
      return compileTarget(unit, target.value, statement);
    default:
      return () => {};
  }
}

function compileUnpacking(unit: Unit, target: ast.Tuple | ast.List, statement: ast.Span): Assign {
  const stores = target.elements.map((element) => compileTarget(unit, element, statement));
  const star = target.elements.findIndex((element) => element.kind === "Starred");
  const names = target.elements.map((element) => nameOf(element));
  return (frame, value) => {
    frame.at = statement;
    const parts = frame.machine.unpack(value, stores.length, star, names);
    for (let n = 0; n < stores.length; n++) stores[n](frame, parts[n]);
  };
}

/**
 * `b, n, heads = *x.shape, self.heads`: the one value that is spread must have as many items as there are names for it,
 * which are the author's names for its sizes. Undefined for any other assignment.
 */
export function compileSpread(unit: Unit, node: ast.Assign): ((frame: Frame) => void) | undefined {
  const [target] = node.targets;
  const { value } = node;
  if (node.targets.length !== 1 || value.kind !== "Tuple" || (target.kind !== "Tuple" && target.kind !== "List"))
    return undefined;
  const at = value.elements.findIndex((element) => element.kind === "Starred");
  const others = value.elements.length - 1;
  if (at < 0 || target.elements.length < others) return undefined;
  if ([...value.elements.slice(at + 1), ...target.elements].some((element) => element.kind === "Starred"))
    return undefined;
  const parts = value.elements.map((element) => compileExpression(unit, element));
  const store = compileUnpacking(unit, target, node);
  const count = target.elements.length - others;
  const names = target.elements.map((element) => nameOf(element)).slice(at, at + count);
  return (frame) => {
    const values = parts.map((part) => part(frame));
    frame.at = node;
    frame.machine.nameSizes(values[at], names, -1);
    let items = frame.machine.list(values[at]);
    if (items instanceof Unknown) items = frame.machine.unpackUnknown(items, count, -1, names);
    store(frame, new PyTuple([...values.slice(0, at), ...items, ...values.slice(at + 1)]));
  };
}

/** The name that a target gives to a size: `B` of `B, N, C = x.shape`, `self.height` gives `height`. */
function nameOf(target: ast.Expr): string | undefined {
  switch (target.kind) {
    case "Name":
      return target.id;
    case "Attribute":
      return target.attr;
    case "Starred":
      return nameOf(target.value);
    default:
      return undefined;
  }
}

export function compileDelete(unit: Unit, target: ast.Expr): (frame: Frame) => void {
  switch (target.kind) {
    case "Name":
      return deleteName(unit, target);
    case "Attribute": {
      const object = compileExpression(unit, target.value);
      const attr = unit.mangle(target.attr);
      return (frame) => {
        const owner = object(frame);
        frame.at = target;
        frame.machine.delattr(owner, attr);
      };
    }
    case "Subscript": {
      const object = compileExpression(unit, target.value);
      const index = compileExpression(unit, target.slice);
      return (frame) => {
        const owner = object(frame);
        const at = index(frame);
        frame.at = target;
        frame.machine.delitem(owner, at);
      };
    }
    case "Tuple":
    case "List": {
      const parts = target.elements.map((element) => compileDelete(unit, element));
      return (frame) => {
        for (const part of parts) part(frame);
      };
    }
    default:
      return () => {};
  }
}
