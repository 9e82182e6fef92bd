import type { Attribute, ClassDef, Expr } from "../../syntax/ast";
import { type Node, visit } from "../../syntax/walk";

/** The attributes that assignments in a part of a tree write: `self.weight`, also among several targets. */
export function writtenAttributes(part: unknown): Attribute[] {
  const found: Attribute[] = [];
  const take = (target: Expr) => {
    if (target.kind === "Attribute") found.push(target);
    else if (target.kind === "Tuple" || target.kind === "List") target.elements.forEach(take);
    else if (target.kind === "Starred") take(target.value);
  };
  visit(part, (node) => {
    const statement = node as Node & { targets?: Expr[]; target?: Expr; value?: Expr | null };
    if (statement.kind === "Assign") statement.targets!.forEach(take);
    else if (statement.kind === "AnnAssign" && statement.value !== null) take(statement.target!);
  });
  return found;
}

export function isSelf(expression: Expr): boolean {
  return expression.kind === "Name" && expression.id === "self";
}

/** The classes of a tree, inner ones too. */
export function classDefs(tree: unknown): ClassDef[] {
  const found: ClassDef[] = [];
  visit(tree, (node) => {
    if (node.kind === "ClassDef") found.push(node as ClassDef);
  });
  return found;
}
