import type { Name } from "../../../syntax/ast";
import { orElse, PyDict, type Value } from "../../values";
import { touch } from "../../values/heap";
import { Lazy } from "../lazy";
import type { Eval, Frame } from "../machine";
import type { Unit } from "./unit";

export type Store = (frame: Frame, value: Value) => void;

export function loadName(unit: Unit, node: Name): Eval {
  const name = node.id;
  const where = unit.scope.resolve(name);
  if (name === "__class__" && where === "module" && unit.insideClass)
    return (frame) => frame.owner ?? loadModule(frame, node, name);
  if (name === "__annotations__" && where === "module")
    return (frame) => {
      const found = loadModule(frame, node, name);
      return found instanceof PyDict ? frame.machine.annotations(found) : found;
    };
  if (where === "module") return (frame) => loadModule(frame, node, name);
  if (where === "names") {
    const own = unit.mangle(name);
    const outside = unit.scope.resolveOutside(name);
    return (frame) => {
      const value = frame.names!.get(own);
      if (value !== undefined) return value instanceof Lazy ? value.force(frame.machine) : value;
      if (outside === "module") return loadModule(frame, node, name);
      return orElse(frame.up(outside.depth).slots[outside.slot], () => unbound(frame, node, name));
    };
  }
  const { depth, slot } = where;
  if (depth === 0) {
    return (frame) => {
      const value = frame.slots[slot];
      return value !== undefined ? value : unbound(frame, node, name);
    };
  }
  return (frame) => {
    const value = frame.up(depth).slots[slot];
    return value !== undefined ? value : unbound(frame, node, name);
  };
}

function loadModule(frame: Frame, node: Name, name: string): Value {
  const value = frame.module.globals.get(name);
  if (value !== undefined) {
    if (frame.module.mayLackAttr(name)) frame.machine.mayHaveRaised();
    if (!(value instanceof Lazy)) return value;
    frame.at = node;
    const forced = value.force(frame.machine);
    frame.module.globals.set(name, forced);
    return forced;
  }
  const builtin = frame.machine.builtins.get(name);
  if (builtin !== undefined) return builtin;
  frame.at = node;
  return frame.machine.undefinedName(frame, name);
}

function unbound(frame: Frame, node: Name, name: string): Value {
  frame.at = node;
  return frame.machine.unboundLocal(frame, name);
}

/** `up` counts frames between the one that runs and the unit's own (a comprehension inside it). */
export function storeName(unit: Unit, node: Name, up = 0): Store {
  const name = node.id;
  const where = unit.scope.resolve(name);
  if (where === "module") {
    return (frame, value) => frame.module.setAttr(name, value);
  }
  if (where === "names") {
    const own = unit.mangle(name);
    return (frame, value) => {
      const target = frame.up(up);
      touch(target);
      target.names!.set(own, value);
    };
  }
  const { depth, slot } = where;
  if (depth + up === 0) return (frame, value) => frame.set(slot, value);
  return (frame, value) => frame.up(depth + up).set(slot, value);
}

export function deleteName(unit: Unit, node: Name): (frame: Frame) => void {
  const name = node.id;
  const where = unit.scope.resolve(name);
  if (where === "module" || where === "names") {
    return (frame) => {
      if (where === "module") {
        frame.module.deleteAttr(name);
        return;
      }
      touch(frame);
      frame.names!.delete(name);
    };
  }
  return (frame) => {
    const target = frame.up(where.depth);
    touch(target);
    target.slots[where.slot] = undefined;
  };
}
