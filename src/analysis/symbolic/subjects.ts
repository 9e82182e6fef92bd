import type { ClassDef, Comment, FunctionDef, Stmt } from "../../syntax/ast";
import { tokensOf } from "../../syntax/prose/tokens";
import type { Source } from "../../syntax/source";
import { type Example, exampleIn } from "../facts/directives";
import { PyClass, PyFunction, type Value } from "../values";

/** A class or function that can be analysed by itself. */
export interface Definition {
  name: string;
  node: ClassDef | FunctionDef;
  examples: Example[];
}

/** Classes and functions at the top of a file (also inside `if` and `try` there), with the example calls above them. */
export function definitions(source: Source): Definition[] {
  const found: Definition[] = [];
  const visit = (body: readonly Stmt[]) => {
    for (const statement of body) {
      if (statement.kind === "ClassDef" || statement.kind === "FunctionDef")
        found.push({ name: statement.name, node: statement, examples: [] });
      else if (statement.kind === "If") {
        visit(statement.body);
        visit(statement.orelse);
      } else if (statement.kind === "Try") visit(statement.body);
    }
  };
  visit(source.tree.body);
  for (const comment of source.tree.comments) {
    const example = exampleIn(comment);
    if (example === undefined) continue;
    const owner = below(source, comment, found) ?? byName(example.text, found);
    owner?.examples.push(example);
  }
  return found;
}

/** The definition right under a comment: only comments, decorators and blank space stand between. */
function below(source: Source, comment: Comment, all: readonly Definition[]): Definition | undefined {
  for (const definition of all) {
    const start = Math.min(
      definition.node.start,
      ...definition.node.decorators.map((decorator) => decorator.start - 1),
    );
    if (start < comment.end) continue;
    const lines = source.text.slice(comment.end, start).split("\n");
    return lines.every((line) => line.trim() === "" || line.trimStart().startsWith("#")) ? definition : undefined;
  }
  return undefined;
}

/** The definition that an example's text begins with. */
function byName(text: string, all: readonly Definition[]): Definition | undefined {
  const first = tokensOf(text).find((token) => token.text !== "(");
  return all.find(({ name }) => name === first?.text);
}

/** A class with a `forward` of its own (or of a base that is not PyTorch's own). */
export function isModuleClass(value: Value | undefined): value is PyClass {
  if (!(value instanceof PyClass)) return false;
  const forward = value.lookup("forward");
  return (
    forward instanceof PyFunction &&
    !forward.place.file.startsWith("<prelude>") &&
    value.mro.some((base) => base.name === "Module" && base.module.startsWith("torch.nn"))
  );
}

export function forwardOf(node: ClassDef): FunctionDef | undefined {
  return node.body.find(
    (statement): statement is FunctionDef => statement.kind === "FunctionDef" && statement.name === "forward",
  );
}
