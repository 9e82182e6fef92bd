import type {
  Attribute,
  Call,
  ClassDef,
  Comprehension,
  Expr,
  FunctionDef,
  Lambda,
  Module,
  Name,
  Parameters,
  Stmt,
  Try,
  With,
} from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Node, nodesOfKind, someNode } from "../../syntax/walk";
import { attributesWritten } from "../facts/assignments";
import { boundNames, declareParameters, declareTarget, declareWalrus, Scope } from "../machine/scope";
import { boundOnce } from "./one-definition";

/** What a file's text alone says of its names, by Python's rules of scopes: of all its code, whether anything runs it or not. */
export interface LexicalFacts {
  /** Names that are read and that no scope around them binds: the module's and Python's own ones are all that may have them. */
  unbound: Name[];
  /** Calls of what one statement at the top of the file binds, and nothing else does. */
  calls: (Call & { func: Name })[];
  /** Attributes that are read of what one statement at the top of the file binds, and that the file writes nowhere. */
  attributes: (Attribute & { value: Name })[];
  /** Whether some names come by `import *`. */
  importsAll: boolean;
}

/** Reads and writes a module's names by other means than statements. */
const REFLECTION = new Set(["globals", "locals", "vars", "exec", "execfile", "dir", "__builtins__"]);

/** Asks for an attribute before it is read, or writes it. */
const ASKING = new Set(["hasattr", "setattr", "delattr"]);

/** Contexts of exceptions that are meant to come. */
const EXPECTING = new Set(["raises", "assertRaises", "assertRaisesRegex", "suppress"]);

/** Exceptions of the world around a program: who catches these does not expect that a name or an argument is missing. */
const WORLDLY = new Set(
  "ImportError ModuleNotFoundError OSError IOError FileNotFoundError PermissionError ConnectionError TimeoutError EOFError KeyboardInterrupt StopIteration KeyError IndexError ZeroDivisionError".split(
    " ",
  ),
);

/** Undefined where names may come by other ways than by statements. */
export function lexicalFacts({ tree, text }: Source): LexicalFacts | undefined {
  if (tree.problems.length > 0 || usesReflection(tree)) return undefined;
  const walk = new Walk(tree, text);
  walk.block(tree.body, undefined);
  const { calls, importsAll } = walk;
  const unbound = walk.unbound.filter(({ id }) => !walk.quoted.has(id));
  const assignments = [...nodesOfKind(tree, "Assign"), ...nodesOfKind(tree, "AnnAssign")];
  const written = new Set(assignments.flatMap(attributesWritten).map(({ attr }) => attr));
  const attributes = walk.attributes.filter(({ value, attr }) => !written.has(attr) && !walk.asked.has(value.id));
  return { unbound, calls, attributes, importsAll };
}

/** Whether a file may write its names by other means than statements. */
export function usesReflection(tree: Module): boolean {
  return nodesOfKind(tree, "Name").some(({ id }) => REFLECTION.has(id));
}

/** The names of a function or a class body; those of a class are not seen from the functions in it. */
interface Names {
  names: ReadonlySet<string>;
  isClass: boolean;
  parent: Names | undefined;
}

class Walk {
  readonly unbound: Name[] = [];
  readonly calls: (Call & { func: Name })[] = [];
  readonly attributes: (Attribute & { value: Name })[] = [];
  /** Texts that are names alone: what a program puts there by its text (`source.replace("ROWS", …)`). */
  readonly quoted = new Set<string>();
  /** What is asked for attributes. */
  readonly asked = new Set<string>();
  importsAll = false;
  private readonly module: ReadonlySet<string>;
  /** Bound at the top of the file by one statement alone. */
  private readonly once: ReadonlySet<string>;

  constructor(
    tree: Module,
    private readonly text: string,
  ) {
    this.importsAll = nodesOfKind(tree, "ImportFrom").some(({ names }) => names.some(({ name }) => name === "*"));
    for (const { value } of nodesOfKind(tree, "Str")) this.quoted.add(value.trim());
    const globals: string[] = nodesOfKind(tree, "Global").flatMap(({ names }) => names);
    this.module = new Set([...boundNames(tree.body), ...globals]);
    this.once = boundOnce(tree);
  }

  /** What stands behind the end of a block is not reached. */
  block(statements: readonly Stmt[], scope: Names | undefined): void {
    for (const statement of statements) {
      this.see(statement, scope);
      if (isEnd(statement)) return;
    }
  }

  private isBound(name: string, from: Names | undefined): boolean {
    for (let scope = from; scope !== undefined; scope = scope.parent)
      if ((scope === from || !scope.isClass) && scope.names.has(name)) return true;
    return false;
  }

  private isOnce(expression: Expr, scope: Names | undefined): expression is Name {
    return expression.kind === "Name" && this.once.has(expression.id) && !this.isBound(expression.id, scope);
  }

  private see(part: unknown, scope: Names | undefined): void {
    if (Array.isArray(part)) {
      for (const item of part) this.see(item, scope);
      return;
    }
    if (part === null || typeof part !== "object") return;
    const node = part as Node;
    switch (node.kind) {
      case "Name": {
        const name = node as Name;
        if (!this.isBound(name.id, scope) && !this.module.has(name.id)) this.unbound.push(name);
        return;
      }
      case "Call": {
        const call = node as Call;
        const { func, args } = call;
        if (func.kind === "Name" && ASKING.has(func.id) && args[0]?.kind === "Name") this.asked.add(args[0].id);
        if (this.isOnce(func, scope)) this.calls.push(call as Call & { func: Name });
        break;
      }
      case "Attribute": {
        const attribute = node as Attribute;
        if (this.isOnce(attribute.value, scope)) this.attributes.push(attribute as Attribute & { value: Name });
        break;
      }
      case "FunctionDef":
        this.func(node as FunctionDef, scope);
        return;
      case "Lambda":
        this.lambda(node as Lambda, scope);
        return;
      case "ClassDef":
        this.cls(node as ClassDef, scope);
        return;
      case "ListComp":
      case "SetComp":
      case "GeneratorExp":
      case "DictComp":
        this.comprehension(node as Node & { generators: Comprehension[] }, scope);
        return;
      case "AnnAssign": {
        // Annotations of locals are not evaluated, and others may be texts.
        const { target, value } = node as Node & { target: Expr; value: Expr | null };
        this.see(target, scope);
        this.see(value, scope);
        return;
      }
      case "Try": {
        const { body, handlers, orelse, finalbody } = node as Try;
        if (handlers.every(({ type }) => isWorldly(type))) this.block(body, scope);
        for (const handler of handlers) {
          this.see(handler.type, scope);
          this.block(handler.body, scope);
        }
        this.block(orelse, scope);
        this.block(finalbody, scope);
        return;
      }
      case "With": {
        const { items, body } = node as With;
        this.see(items, scope);
        if (!items.some(({ context }) => expectsFailure(context))) this.block(body, scope);
        return;
      }
      case "If":
      case "While": {
        const { test, body, orelse } = node as Node & { test: Expr; body: Stmt[]; orelse: Stmt[] };
        this.see(test, scope);
        if (!isNever(test)) this.block(body, scope);
        this.block(orelse, scope);
        return;
      }
      case "For": {
        const { target, iter, body, orelse } = node as Node & {
          target: Expr;
          iter: Expr;
          body: Stmt[];
          orelse: Stmt[];
        };
        this.see([iter, target], scope);
        this.block(body, scope);
        this.block(orelse, scope);
        return;
      }
    }
    for (const key in node) {
      const inner = (node as unknown as Record<string, unknown>)[key];
      if (typeof inner === "object") this.see(inner, scope);
    }
  }

  private func({ decorators, params, body, nameSpan }: FunctionDef, scope: Names | undefined): void {
    this.see(decorators, scope);
    this.defaults(params, scope);
    if (this.hasTypeParameters(nameSpan)) return;
    const names = new Set([...parameterNames(params), ...boundNames(body)]);
    this.block(body, { names, isClass: false, parent: scope });
  }

  private lambda({ params, body }: Lambda, scope: Names | undefined): void {
    this.defaults(params, scope);
    const inner = new Scope("function", undefined);
    declareParameters(inner, params);
    declareWalrus(inner, body);
    this.see(body, { names: new Set(inner.slots.keys()), isClass: false, parent: scope });
  }

  private defaults(params: Parameters, scope: Names | undefined): void {
    for (const param of [...params.positionalOnly, ...params.positional, ...params.keywordOnly])
      this.see(param.default, scope);
  }

  private cls({ decorators, bases, keywords, body, nameSpan }: ClassDef, scope: Names | undefined): void {
    this.see(decorators, scope);
    if (this.hasTypeParameters(nameSpan)) return;
    this.see([bases, keywords], scope);
    this.block(body, { names: new Set(boundNames(body)), isClass: true, parent: scope });
  }

  private comprehension(node: Node & { generators: Comprehension[] }, scope: Names | undefined): void {
    const inner = new Scope("function", undefined);
    for (const { target } of node.generators) declareTarget(inner, target);
    // The first iterable is evaluated outside: a class's names are seen there, which is enough to call nothing unbound.
    const names = new Set([...inner.slots.keys(), ...(scope?.names ?? [])]);
    const { generators, ...values } = node;
    this.see([...generators.flatMap(({ iter, ifs }) => [iter, ...ifs]), ...Object.values(values)], {
      names,
      isClass: scope?.isClass ?? false,
      parent: scope?.parent,
    });
  }

  /** `def f[T](x: T)`: the tree has no names of these. */
  private hasTypeParameters({ end }: { end: number }): boolean {
    return this.text[end] === "[";
  }
}

/** Whether nothing goes on behind a statement. */
function isEnd(statement: Stmt): boolean {
  if (statement.kind !== "While") return ["Return", "Raise", "Break", "Continue"].includes(statement.kind);
  const { test, body } = statement;
  return test.kind === "Constant" && test.value === true && !someNode(body, ({ kind }) => kind === "Break");
}

function parameterNames(params: Parameters): Set<string> {
  const scope = new Scope("function", undefined);
  declareParameters(scope, params);
  return new Set(scope.slots.keys());
}

function isWorldly(type: Expr | null): boolean {
  if (type === null) return false;
  if (type.kind === "Tuple") return type.elements.every(isWorldly);
  const name = type.kind === "Name" ? type.id : type.kind === "Attribute" ? type.attr : "";
  return WORLDLY.has(name);
}

function expectsFailure(context: Expr): boolean {
  if (context.kind !== "Call") return false;
  const { func } = context;
  return EXPECTING.has(func.kind === "Name" ? func.id : func.kind === "Attribute" ? func.attr : "");
}

/** `if False:`, `if 0:`, `if TYPE_CHECKING:` */
function isNever(test: Expr): boolean {
  switch (test.kind) {
    case "Constant":
      return test.value === false || test.value === null;
    case "Int":
      return test.value === 0;
    case "Name":
      return test.id === "TYPE_CHECKING";
    case "Attribute":
      return test.attr === "TYPE_CHECKING";
    default:
      return false;
  }
}
