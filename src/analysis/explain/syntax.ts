import type { Call, ClassDef, Expr, FunctionDef, Module, Param, Span, Stmt } from "../../syntax/ast";
import { parameterNodes } from "../facts/functions";

/** Questions about source text: what stands where, and where a name gets its value. */

type Node = Span & { kind?: string };

function* children(node: object): Generator<Node> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield item;
    } else if (isNode(value)) yield value;
  }
}

function isNode(value: unknown): value is Node {
  return value !== null && typeof value === "object" && "start" in value;
}

/** The nodes around a range, outermost first, down to those that are just the range. */
function around(tree: Module, { start, end }: Span): Node[] {
  const found: Node[] = [];
  let inside: Node | undefined;
  const within = (node: Node) => node.start <= start && end <= node.end;
  const pick = (parent: object) => {
    for (const child of children(parent)) {
      // Comprehensions and the fields of f-strings have no place of their own.
      if (within(child)) return child;
    }
    return undefined;
  };
  for (inside = pick({ body: tree.body }); inside !== undefined; inside = pick(inside)) found.push(inside);
  return found;
}

/** The expression that is just this range; the outermost of several. */
export function expressionAt(tree: Module, span: Span): Expr | undefined {
  return around(tree, span).find(
    ({ start, end, kind }) => start === span.start && end === span.end && kind !== undefined && kind !== "ExprStmt",
  ) as Expr | undefined;
}

/** The call that is just this range. */
export function callAt(tree: Module, span: Span): Call | undefined {
  const found = expressionAt(tree, span);
  return found?.kind === "Call" ? found : undefined;
}

/** The last name of a callee: `view` of `x.view`. */
export function calledName({ func }: Call): string | undefined {
  if (func.kind === "Name") return func.id;
  return func.kind === "Attribute" ? func.attr : undefined;
}

export interface Scope {
  fn: FunctionDef | undefined;
  cls: ClassDef | undefined;
}

/** The function and the class that a place is in. */
export function scopeAt(tree: Module, span: Span): Scope {
  const outer = around(tree, span);
  const fn = outer.findLast((node) => node.kind === "FunctionDef" && insideBody(node as FunctionDef, span));
  const cls = outer.findLast((node) => node.kind === "ClassDef");
  return { fn: fn as FunctionDef | undefined, cls: cls as ClassDef | undefined };
}

function insideBody({ body }: FunctionDef, { start }: Span): boolean {
  return body.length > 0 && start >= body[0].start;
}

/** Whether an expression is the first parameter of the method that it stands in. */
export function isSelf(expr: Expr, { fn, cls }: Scope): boolean {
  return (
    expr.kind === "Name" && cls !== undefined && fn !== undefined && parameterNodes(fn.params)[0]?.name === expr.id
  );
}

/** The value of the assignment whose target a range is in. */
export function assignedTo(tree: Module, span: Span): Expr | undefined {
  const statement = around(tree, span).findLast(({ kind }) => kind === "Assign" || kind === "AnnAssign") as
    | (Stmt & { kind: "Assign" | "AnnAssign" })
    | undefined;
  if (statement === undefined || statement.value === null || span.start >= statement.value.start) return undefined;
  return statement.value;
}

/** The expressions directly inside one. */
export function parts(expr: Expr): Expr[] {
  return [...children(expr)].flatMap((child) =>
    child.kind === undefined ? ("value" in child ? [child.value as Expr] : []) : [child as Expr],
  );
}

/** Where a name or an attribute of `self` gets its value. */
export type Definition =
  | { kind: "parameter"; param: Param; fn: FunctionDef }
  | { kind: "assigned"; statement: Stmt; value: Expr; item: number | undefined; scope: Scope };

/** Definitions of a name that a use may see, the likeliest first: the last one above it, then those before that, then the parameter. */
export function definitions(tree: Module, name: string, use: Span, scope: Scope): Definition[] {
  const body = scope.fn?.body ?? tree.body;
  const named = (target: Expr) => target.kind === "Name" && target.id === name;
  const all = assignments(body, named, scope);
  const before = all.filter(({ statement }) => statement.end <= use.start).reverse();
  const found: Definition[] = [...before];
  const param = scope.fn && parameterNodes(scope.fn.params).find((each) => each.name === name);
  if (param !== undefined && scope.fn !== undefined) found.push({ kind: "parameter", param, fn: scope.fn });
  if (found.length > 0) return found;
  return scope.fn === undefined ? all : definitions(tree, name, { start: tree.body.at(-1)?.end ?? 0, end: 0 }, MODULE);
}

const MODULE: Scope = { fn: undefined, cls: undefined };

/** Assignments to `self.NAME` in a class: those of the constructor first. */
export function attributeDefinitions(cls: ClassDef, name: string): (Definition & { kind: "assigned" })[] {
  const methods = cls.body.filter((statement) => statement.kind === "FunctionDef");
  const ordered = [
    ...methods.filter((method) => method.name === "__init__"),
    ...methods.filter((method) => method.name !== "__init__"),
  ];
  return ordered.flatMap((fn) => {
    const self = parameterNodes(fn.params)[0]?.name;
    const named = (target: Expr) =>
      target.kind === "Attribute" && target.attr === name && target.value.kind === "Name" && target.value.id === self;
    return assignments(fn.body, named, { fn, cls }).reverse();
  });
}

function assignments(
  body: readonly Stmt[],
  matches: (target: Expr) => boolean,
  scope: Scope,
): (Definition & { kind: "assigned" })[] {
  const found: (Definition & { kind: "assigned" })[] = [];
  const visit = (statement: Stmt): void => {
    if (statement.kind === "FunctionDef" || statement.kind === "ClassDef") return;
    const targets =
      statement.kind === "Assign"
        ? statement.targets
        : statement.kind === "AnnAssign" && statement.value !== null
          ? [statement.target]
          : [];
    const value = "value" in statement ? (statement.value as Expr | null) : null;
    for (const target of targets) {
      if (value === null) continue;
      if (matches(target)) found.push({ kind: "assigned", statement, value, item: undefined, scope });
      if (target.kind !== "Tuple" && target.kind !== "List") continue;
      const item = target.elements.findIndex(matches);
      if (item < 0 || target.elements.some(({ kind }) => kind === "Starred")) continue;
      // `a, b = 1, 2` gives each name its own value.
      const own = value.kind === "Tuple" && value.elements.length === target.elements.length;
      found.push({
        kind: "assigned",
        statement,
        value: own ? value.elements[item] : value,
        item: own ? undefined : item,
        scope,
      });
    }
    for (const child of children(statement)) if (isStatement(child)) visit(child);
    if (statement.kind === "Try")
      for (const handler of statement.handlers) for (const child of handler.body) visit(child);
    if (statement.kind === "Match") for (const one of statement.cases) for (const child of one.body) visit(child);
  };
  for (const statement of body) visit(statement);
  return found;
}

const STATEMENTS = new Set(["Assign", "AnnAssign", "AugAssign", "For", "While", "If", "With", "Try", "Match"]);

function isStatement(node: Node): node is Stmt {
  return node.kind !== undefined && STATEMENTS.has(node.kind);
}

/** The expressions that a call passes, by the names of the parameters that take them; `undefined` after a `*`. */
export function argumentsByName(call: Call, params: readonly string[]): Map<string, Expr> {
  const found = new Map<string, Expr>();
  const starred = call.args.findIndex(({ kind }) => kind === "Starred");
  const positional = starred < 0 ? call.args : call.args.slice(0, starred);
  positional.forEach((arg, n) => {
    if (n < params.length) found.set(params[n], arg);
  });
  for (const { name, value } of call.keywords) if (name !== null) found.set(name, value);
  return found;
}
