import type { Expr, Stmt } from "../../syntax/ast";
import type { Source } from "../../syntax/source";

/** `from ..module import name as bound`; `*` is a name like any other. */
export interface TypedImport {
  module: string;
  level: number;
  name: string;
  bound: string;
}

const known = new WeakMap<Source, readonly TypedImport[]>();

/**
 * What a file imports where `TYPE_CHECKING` is true. A package that puts an object of its own in its place when it runs says there what
 * that object has. What stands in a handler, as stand-ins for packages that are missing, comes last.
 * https://docs.python.org/3/library/typing.html#typing.TYPE_CHECKING
 */
export function typedImports(source: Source): readonly TypedImport[] {
  let found = known.get(source);
  if (found === undefined) {
    const branches = source.tree.body.flatMap((node) =>
      node.kind === "If" && names(node.test, "TYPE_CHECKING") ? node.body : [],
    );
    found = importsIn(branches);
    known.set(source, found);
  }
  return found;
}

/**
 * `if TYPE_CHECKING: from .model import Model` with `sys.modules[__name__] = …` in its `else`: what runs makes an object that imports, when it
 * is asked for a name, what the first branch imports.
 */
export function replacesModule(node: Stmt): boolean {
  return node.kind === "If" && names(node.test, "TYPE_CHECKING") && node.orelse.some(isReplacement);
}

function isReplacement(node: Stmt): boolean {
  if (node.kind !== "Assign") return false;
  return node.targets.some(
    (target) =>
      target.kind === "Subscript" &&
      target.value.kind === "Attribute" &&
      target.value.attr === "modules" &&
      target.slice.kind === "Name" &&
      target.slice.id === "__name__",
  );
}

function names(test: Expr, name: string): boolean {
  if (test.kind === "Name") return test.id === name;
  if (test.kind === "Attribute") return test.attr === name;
  return test.kind === "BoolOp" && test.op === "or" && test.values.some((value) => names(value, name));
}

function importsIn(body: readonly Stmt[]): TypedImport[] {
  const first: TypedImport[] = [];
  const last: TypedImport[] = [];
  for (const node of body) {
    if (node.kind === "ImportFrom")
      first.push(
        ...node.names.map(({ name, asname }) => ({
          module: node.module,
          level: node.level,
          name,
          bound: asname ?? name,
        })),
      );
    else if (node.kind === "If") first.push(...importsIn([...node.body, ...node.orelse]));
    else if (node.kind === "Try") {
      first.push(...importsIn([...node.body, ...node.orelse]));
      last.push(...importsIn(node.handlers.flatMap((handler) => handler.body)));
    }
  }
  return [...first, ...last];
}

/**
 * The modules in the order in which a name is looked for: those first whose own names the name begins with, the longest of them foremost
 * (`XLMRobertaModel` is in `xlm_roberta` rather than in `xlm`).
 */
export function likeliestFirst<T extends { module: string }>(stars: readonly T[], name: string): T[] {
  const plain = name.toLowerCase();
  const overlap = ({ module }: T) => {
    const last = module.slice(module.lastIndexOf(".") + 1).replaceAll("_", "");
    return plain.startsWith(last) ? last.length : 0;
  };
  return [...stars].sort((a, b) => overlap(b) - overlap(a));
}
