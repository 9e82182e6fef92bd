import type * as ast from "../../syntax/ast";
import type { Stmt } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { FunctionSpan } from "../report";

/** Every function of a file, inner ones too, in the order of the text. */
export function functionsOf(source: Source): FunctionSpan[] {
  const found: FunctionSpan[] = [];
  const visit = (body: readonly Stmt[]) => {
    for (const statement of body) {
      switch (statement.kind) {
        case "FunctionDef": {
          const { name, nameSpan, end } = statement;
          const lineStart = source.text.lastIndexOf("\n", nameSpan.start) + 1;
          found.push({ name, nameStart: nameSpan.start, lineStart, end });
          visit(statement.body);
          break;
        }
        case "ClassDef":
        case "With":
          visit(statement.body);
          break;
        case "If":
        case "For":
        case "While":
          visit(statement.body);
          visit(statement.orelse);
          break;
        case "Try":
          visit(statement.body);
          for (const handler of statement.handlers) visit(handler.body);
          visit(statement.orelse);
          visit(statement.finalbody);
          break;
      }
    }
  };
  visit(source.tree.body);
  return found;
}

/** All parameters of a function in the order in which Python lists them. */
export function parameterNodes(params: ast.Parameters): ast.Param[] {
  const all = [...params.positionalOnly, ...params.positional];
  if (params.vararg !== null) all.push(params.vararg);
  all.push(...params.keywordOnly);
  if (params.kwarg !== null) all.push(params.kwarg);
  return all;
}

/** The text that a body begins with. */
export function docstring(body: readonly Stmt[]): string | undefined {
  const first = body[0];
  return first?.kind === "ExprStmt" && first.value.kind === "Str" ? first.value.value : undefined;
}
