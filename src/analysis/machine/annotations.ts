import type * as ast from "../../syntax/ast";
import { parameterNodes } from "../facts/functions";
import { PyRaise } from "../trace/raise";
import { type PyClass, PyDict, type PyFunction, Unknown, type Value } from "../values";
import type { Code } from "./compile/code";
import { compileExpression } from "./compile/expressions";
import type { Unit } from "./compile/unit";
import type { Frame, Interpreter } from "./machine";

/** An annotation as it was met: evaluated when somebody asks, since most are never asked for. */
interface Pending {
  unit: Unit;
  frame: Frame;
  node: ast.Expr;
}

/** By `__annotations__` dict, what has not been evaluated yet. */
const pending = new WeakMap<PyDict, Map<string, Pending>>();

/** Notes `name: annotation` of a class body or a module. The dict holds the annotation's text until it is evaluated. */
export function annotate(frame: Frame, unit: Unit, name: string, node: ast.Expr): void {
  const names = frame.names ?? frame.module.globals;
  const found = names.get("__annotations__");
  const annotations = found instanceof PyDict ? found : new PyDict();
  if (annotations !== found) names.set("__annotations__", annotations);
  annotations.set(name, textOf(unit, node));
  const waiting = pending.get(annotations) ?? new Map<string, Pending>();
  waiting.set(name, { unit, frame, node });
  pending.set(annotations, waiting);
}

/** The annotated names of the class's own body, evaluated. */
export function annotationsOfClass(m: Interpreter, cls: PyClass): PyDict {
  const found = cls.own.get("__annotations__");
  return found instanceof PyDict ? evaluateAll(m, found) : new PyDict();
}

export function evaluateAll(m: Interpreter, annotations: PyDict): PyDict {
  const waiting = pending.get(annotations);
  if (waiting === undefined) return annotations;
  pending.delete(annotations);
  for (const [name, one] of waiting) annotations.set(name, evaluate(m, one));
  return annotations;
}

/** `fn.__annotations__`: parameters by name, and `return`. */
export function annotationsOfFunction(m: Interpreter, fn: PyFunction): PyDict {
  const stored = fn.attrs?.get("__annotations__");
  if (stored instanceof PyDict) return stored;
  const annotations = new PyDict();
  if (fn.node.kind !== "FunctionDef") return annotations;
  const { unit } = fn.code as Code;
  const frame = fn.closure as Frame;
  for (const { name, annotation } of parameterNodes(fn.node.params))
    if (annotation !== null) annotations.set(name, evaluate(m, { unit, frame, node: annotation }));
  if (fn.node.returns !== null) annotations.set("return", evaluate(m, { unit, frame, node: fn.node.returns }));
  return annotations;
}

/** The annotation's value, or its text where that can't be told: annotations may name what exists for type checkers alone. */
function evaluate(m: Interpreter, { unit, frame, node }: Pending): Value {
  const { top } = m;
  try {
    const twin = frame.twin();
    const value = m.within(twin, () => compileExpression(unit, node)(twin));
    return value instanceof Unknown ? textOf(unit, node) : value;
  } catch (error) {
    if (!(error instanceof PyRaise)) throw error;
    m.top = top;
    return textOf(unit, node);
  }
}

function textOf(unit: Unit, node: ast.Expr): string {
  return unit.source.text.slice(node.start, node.end);
}
