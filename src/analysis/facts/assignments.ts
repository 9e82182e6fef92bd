import type { Attribute, Expr } from "../../syntax/ast";
import { type Node, visit } from "../../syntax/walk";

/** The attributes that an assignment writes: `self.weight`, also among several targets. None where a node is no assignment. */
export function attributesWritten(node: Node): Attribute[] {
  const found: Attribute[] = [];
  const take = (target: Expr) => {
    if (target.kind === "Attribute") found.push(target);
    else if (target.kind === "Tuple" || target.kind === "List") target.elements.forEach(take);
    else if (target.kind === "Starred") take(target.value);
  };
  const statement = node as Node & { targets?: Expr[]; target?: Expr; value?: Expr | null };
  if (statement.kind === "Assign") statement.targets!.forEach(take);
  else if (statement.kind === "AnnAssign" && statement.value !== null) take(statement.target!);
  return found;
}

/** Those of all assignments in a part of a tree. */
export function writtenAttributes(part: unknown): Attribute[] {
  const found: Attribute[] = [];
  visit(part, (node) => void found.push(...attributesWritten(node)));
  return found;
}

export function isSelf(expression: Expr): boolean {
  return expression.kind === "Name" && expression.id === "self";
}
