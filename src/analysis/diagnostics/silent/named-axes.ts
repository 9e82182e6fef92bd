import type * as ast from "../../../syntax/ast";
import { type Node, nodesIn } from "../../../syntax/walk";
import type { TraceStep } from "../../trace/trace";
import type { Program } from "./program";

/**
 * Which dimension of a view's tensor an expression is the size of, as the function around it says: `b, h, w, c = x.shape`, `c = x.size(3)`, or
 * `x.shape[3]` itself. Undefined where the tensor has no name, or is another one by then.
 */
export function axesOfNames(
  call: ast.Call,
  step: TraceStep,
  program: Program,
): ((node: Node) => number | undefined) | undefined {
  const { func } = call;
  const isMethod = func.kind === "Attribute" && step.name === func.attr && !MODULES.has(textOf(func.value) ?? "");
  const viewed = isMethod ? textOf(func.value) : call.args[0] && textOf(call.args[0]);
  if (viewed === undefined || step.place === undefined) return undefined;
  const { place } = step;
  const scope = program.places.around(place).findLast(({ kind }) => kind === "FunctionDef");
  const names = new Map<string, number>();
  for (const node of nodesIn(scope ?? program.places.tree(place.file)?.body)) {
    if (node.start >= call.start) continue;
    if (node.kind !== "Assign") {
      for (const name of writtenBy(node)) {
        names.delete(name);
        if (name === viewed) names.clear();
      }
      continue;
    }
    const { targets, value } = node as ast.Assign;
    if (node.end > call.start) continue;
    const whole = shapeOf(value, viewed);
    for (const target of targets) {
      const written = namesIn(target);
      for (const name of written) names.delete(name);
      if (written.includes(viewed)) names.clear();
      if (
        whole &&
        target.kind === "Tuple" &&
        target.elements.every(({ kind }) => kind === "Name" || kind === "Attribute")
      )
        for (const [at, element] of target.elements.entries()) {
          const name = textOf(element);
          if (name !== undefined && name !== "_") names.set(name, at);
        }
      const axis = axisOf(value, viewed);
      const name = textOf(target);
      if (axis !== undefined && name !== undefined) names.set(name, axis);
    }
  }
  return (node) => {
    const expression = node as ast.Expr;
    const name = textOf(expression);
    return (name === undefined ? undefined : names.get(name)) ?? axisOf(expression, viewed);
  };
}

const MODULES: ReadonlySet<string> = new Set(["torch"]);

/** `x`, `self.x` */
function textOf(expression: ast.Expr): string | undefined {
  if (expression.kind === "Name") return expression.id;
  if (expression.kind !== "Attribute") return undefined;
  const before = textOf(expression.value);
  return before === undefined ? undefined : `${before}.${expression.attr}`;
}

/** Whether an expression is the shape of what has a name: `x.shape`, `x.size()`. */
function shapeOf(value: ast.Expr, viewed: string): boolean {
  if (value.kind === "Attribute") return value.attr === "shape" && textOf(value.value) === viewed;
  if (value.kind !== "Call" || value.func.kind !== "Attribute") return false;
  return value.func.attr === "size" && value.args.length === 0 && textOf(value.func.value) === viewed;
}

/** `x.shape[2]`, `x.size(2)` */
function axisOf(node: ast.Expr, viewed: string): number | undefined {
  if (node.kind === "Subscript" && shapeOf(node.value, viewed)) return numberOf(node.slice);
  if (node.kind !== "Call" || node.func.kind !== "Attribute" || node.func.attr !== "size") return undefined;
  return node.args.length === 1 && textOf(node.func.value) === viewed ? numberOf(node.args[0]) : undefined;
}

function numberOf(node: ast.Expr): number | undefined {
  return node.kind === "Int" ? Number(node.value) : undefined;
}

function namesIn(target: ast.Expr): string[] {
  if (target.kind === "Tuple" || target.kind === "List") return target.elements.flatMap(namesIn);
  const name = textOf(target);
  return name === undefined ? [] : [name];
}

/** Names that a statement binds otherwise than by an assignment. */
function writtenBy(node: Node): string[] {
  const { target } = node as { target?: ast.Expr };
  return (node.kind === "For" || node.kind === "AugAssign" || node.kind === "AnnAssign") && target !== undefined
    ? namesIn(target)
    : [];
}
