import type * as ast from "../../syntax/ast";
import type { Node } from "../../syntax/walk";
import { builtinClass, Instance, type PyFunction, PyTuple, type Value } from "../values";
import type { Code } from "./compile/code";
import type { Frame, Interpreter } from "./machine";
import { declareBody, declareParameters, declareTarget, declareWalrus, Scope } from "./scope";

const cellClass = builtinClass("cell");

/** Where a name lives that a function closes over: so many frames out, in this slot. */
type Outside = { depth: number; slot: number };

/** `function.__code__.co_freevars`: the names that a function closes over, sorted. Not known of a method that may use `super()`. */
export function freeNames(m: Interpreter, fn: PyFunction): Value {
  const found = freeVariables(fn);
  return found === undefined ? m.unknown("cells of `super()` are not followed") : new PyTuple([...found.keys()]);
}

/** `function.__closure__`: a cell for each of those names, with what it is bound to now. */
export function closureOf(m: Interpreter, fn: PyFunction): Value {
  const found = freeVariables(fn);
  if (found === undefined) return m.unknown("cells of `super()` are not followed");
  if (found.size === 0) return null;
  const around = fn.closure as Frame;
  return new PyTuple(
    [...found.values()].map(({ depth, slot }) => {
      const cell = new Instance(cellClass);
      const value = around.up(depth - 1).slots[slot];
      if (value !== undefined) cell.setAttr("cell_contents", value);
      return cell;
    }),
  );
}

function freeVariables(fn: PyFunction): ReadonlyMap<string, Outside> | undefined {
  const { unit, node } = fn.code as Code;
  const found = new Map<string, Outside>();
  const own = functionScope(unit.scope, node);
  let usesClass = false;
  readFunction(node, own, (name, scope) => {
    usesClass ||= name === "super" || name === "__class__";
    // Only what lies outside the function itself is free in it.
    for (let one: Scope | undefined = scope; one !== own; one = one?.parent)
      if (one === undefined || (one.kind === "function" && one.slots.has(name))) return;
    const where = own.resolve(name);
    if (typeof where === "object" && where.depth > 0) found.set(name, where);
  });
  if (usesClass && unit.insideClass) return undefined;
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function functionScope(around: Scope, node: ast.FunctionDef | ast.Lambda): Scope {
  const scope = new Scope("function", around);
  declareParameters(scope, node.params);
  if (node.kind === "Lambda") declareWalrus(scope, node.body);
  else declareBody(scope, node.body);
  return scope;
}

type See = (name: string, scope: Scope) => void;

function readFunction(node: ast.FunctionDef | ast.Lambda, scope: Scope, see: See): void {
  read(node.body, scope, see);
}

/** Tells each name that is used, with the scope that it is used in. */
function read(part: unknown, scope: Scope, see: See): void {
  if (Array.isArray(part)) {
    for (const item of part) read(item, scope, see);
    return;
  }
  if (part === null || typeof part !== "object") return;
  const node = part as ast.Stmt | ast.Expr;
  let inside = scope;
  switch (node.kind) {
    case "Name":
      see(node.id, scope);
      return;
    case "FunctionDef":
      read(node.decorators, scope, see);
      read(node.params, scope, see);
      readFunction(node, functionScope(scope, node), see);
      return;
    case "Lambda":
      read(node.params, scope, see);
      readFunction(node, functionScope(scope, node), see);
      return;
    case "ClassDef":
      inside = new Scope("class", scope);
      break;
    case "ListComp":
    case "SetComp":
    case "DictComp":
    case "GeneratorExp":
      inside = new Scope("function", scope);
      for (const { target } of node.generators) declareTarget(inside, target);
      break;
  }
  for (const value of Object.values(node as unknown as Node & Record<string, unknown>))
    if (typeof value === "object") read(value, inside, see);
}
