import type { ClassDef, FunctionDef, Stmt } from "../../syntax/ast";
import { tokensOf } from "../../syntax/prose/tokens";
import type { Source } from "../../syntax/source";
import { type Example, exampleIn } from "../facts/directives";
import { PyClass, PyFunction, unwrapped, type Value } from "../values";

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
  const heads = found.map((definition) => ({
    definition,
    start: headStart(source, definition),
    end: definition.node.start,
  }));
  /** What was said of a definition before is not said again. */
  const told = new Map<Definition, Set<string>>();
  for (const comment of source.tree.comments) {
    const example = exampleIn(comment);
    if (example === undefined) continue;
    const head = heads.find(({ start, end }) => start <= comment.start && comment.start < end);
    const owner = head?.definition ?? byName(example.text, found);
    if (owner === undefined || told.get(owner)?.has(example.text)) continue;
    told.set(owner, (told.get(owner) ?? new Set()).add(example.text));
    owner.examples.push(example);
  }
  return found;
}

/** Where the comments and blank lines begin that stand right above a definition and its decorators. */
function headStart({ text }: Source, { node }: Definition): number {
  let start = Math.min(node.start, ...node.decorators.map((decorator) => decorator.start - 1));
  for (let at = start; at > 0; ) {
    const newline = text.lastIndexOf("\n", at - 1);
    const line = text.slice(newline + 1, at).trim();
    if (line !== "" && !line.startsWith("#")) break;
    start = newline + 1;
    at = newline;
  }
  return start;
}

/** The definition that an example's text begins with. */
function byName(text: string, all: readonly Definition[]): Definition | undefined {
  const first = tokensOf(text).find((token) => token.text !== "(");
  return all.find(({ name }) => name === first?.text);
}

/** A class with a `forward` of its own (or of a base that is not PyTorch's own), or one that builds a layer of PyTorch's in its own way. */
export function isModuleClass(value: Value | undefined): value is PyClass {
  if (!(value instanceof PyClass)) return false;
  const forward = value.lookup("forward");
  if (!(forward instanceof PyFunction) || !value.mro.some(isModuleItself)) return false;
  const owner = value.mro.find(({ own }) => own.has("forward"));
  // A decorator of PyTorch's wraps it: `@torch.no_grad()`.
  if (owner !== undefined && isModuleItself(owner)) return false;
  return [forward, value.lookup("__init__")].some(
    (one) => one instanceof PyFunction && !unwrapped(one).place.file.startsWith("<prelude>"),
  );
}

/**
 * A module with a constructor and methods of its own that nobody can call, for it has no `forward`; not one that others derive from, which give
 * it one.
 */
export function lacksForward(value: Value | undefined, others: readonly (Value | undefined)[]): value is PyClass {
  if (!(value instanceof PyClass) || value.hasUnknownBase || !value.own.has("__init__")) return false;
  if (!value.mro.some(isModuleItself)) return false;
  if (![...value.own].some(([name, one]) => one instanceof PyFunction && !name.startsWith("__"))) return false;
  const owner = value.mro.find(({ own }) => own.has("forward"));
  if (owner === undefined || !isModuleItself(owner)) return false;
  return !others.some((other) => other instanceof PyClass && other !== value && other.mro.includes(value));
}

const isModuleItself = ({ name, module }: PyClass) => name === "Module" && module.startsWith("torch.nn");

export function forwardOf(node: ClassDef): FunctionDef | undefined {
  return node.body.find(
    (statement): statement is FunctionDef => statement.kind === "FunctionDef" && statement.name === "forward",
  );
}
