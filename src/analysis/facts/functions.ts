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
