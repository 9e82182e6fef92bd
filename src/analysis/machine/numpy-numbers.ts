import type { Module } from "../../syntax/ast";
import { nodesOfKind, visit } from "../../syntax/walk";
import { SymInt } from "../dims";
import { PyComplex, PyFloat, PyLong, SymFloat, type Unknown, type Value } from "../values";
import type { Frame, Interpreter } from "./machine";

/**
 * Whether a number may be one of NumPy's, which stand as Python's here: some file of those that are running speaks of NumPy.
 * They take a list for an array, and divide by zero with a warning.
 */
export function mayBeNumPys({ top }: Interpreter): boolean {
  for (let frame: Frame | undefined = top; frame !== undefined; frame = frame.caller)
    if (frame.source.text.includes("numpy")) return true;
  return false;
}

/** An attribute of a number that Python's have not, and NumPy's have: `np.prod(shape).item()`; undefined where it is none of those. */
export function attributeOfNumPys(m: Interpreter, number: Value, name: string): Unknown | undefined {
  if (!isPlainNumber(number) || m.importer.recorded.classHas("numpy", "generic", name) !== true) return undefined;
  for (let frame: Frame | undefined = m.top; frame !== undefined; frame = frame.caller)
    if (frame.source.text.includes("numpy") && takesNumbers(frame.source.tree))
      return m.unknown("what NumPy's own numbers have is not followed");
  return undefined;
}

const taking = new WeakMap<Module, boolean>();

/** Whether a file uses NumPy, or a tensor's array, for more than what `tolist()` makes of it: those are Python's own numbers. */
function takesNumbers(tree: Module): boolean {
  let takes = taking.get(tree);
  if (takes === undefined) {
    const imports = nodesOfKind(tree, "Import").flatMap(({ names }) => names);
    const numpys = imports.filter(({ name }) => name.split(".")[0] === "numpy");
    const names = new Set(numpys.map(({ name, asname }) => asname ?? name.split(".")[0]));
    const uses = nodesOfKind(tree, "Name").filter(({ id }) => names.has(id));
    const listed = new Set<unknown>();
    for (const { func } of nodesOfKind(tree, "Call"))
      if (func.kind === "Attribute" && func.attr === "tolist") visit(func.value, (node) => listed.add(node));
    takes =
      nodesOfKind(tree, "ImportFrom").some(({ module }) => module.split(".")[0] === "numpy") ||
      nodesOfKind(tree, "Attribute").some(({ attr }) => attr === "numpy") ||
      uses.some((use) => !listed.has(use));
    taking.set(tree, takes);
  }
  return takes;
}

function isPlainNumber(value: Value): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  return [SymInt, PyFloat, PyLong, SymFloat, PyComplex].some((kind) => value instanceof kind);
}
