import type { Comprehension, Expr, Parameters, Pattern, Stmt } from "../../syntax/ast";

/**
 * Which names a body binds, resolved once when it is compiled: a function's locals live in numbered slots,
 * the names of modules and class bodies in maps.
 */
export class Scope {
  readonly slots = new Map<string, number>();
  private readonly globals = new Set<string>();
  private readonly nonlocals = new Set<string>();

  constructor(
    readonly kind: "module" | "class" | "function",
    readonly parent: Scope | undefined,
  ) {}

  declare(name: string): void {
    if (this.kind !== "function" || this.globals.has(name) || this.nonlocals.has(name)) return;
    if (!this.slots.has(name)) this.slots.set(name, this.slots.size);
  }

  declareGlobal(name: string): void {
    this.globals.add(name);
  }

  declareNonlocal(name: string): void {
    this.nonlocals.add(name);
  }

  /** Where a name lives, seen from this scope: a slot some frames up, the class body's own names, or the module. */
  resolve(name: string): { depth: number; slot: number } | "names" | "module" {
    if (this.globals.has(name)) return "module";
    const own = this.slots.get(name);
    if (own !== undefined && !this.nonlocals.has(name)) return { depth: 0, slot: own };
    if (this.kind === "class") return "names";
    return this.resolveOutside(name);
  }

  /** Like `resolve`, past this scope: what a class body falls back on. Class scopes are not seen from inside functions. */
  resolveOutside(name: string): { depth: number; slot: number } | "module" {
    let depth = 1;
    for (let scope = this.parent; scope !== undefined; scope = scope.parent, depth++) {
      const slot = scope.kind === "function" ? scope.slots.get(name) : undefined;
      if (slot !== undefined) return { depth, slot };
      if (scope.kind === "function" && scope.globals.has(name)) return "module";
    }
    return "module";
  }
}

export function declareParameters(scope: Scope, params: Parameters): void {
  for (const param of [...params.positionalOnly, ...params.positional]) scope.declare(param.name);
  if (params.vararg !== null) scope.declare(params.vararg.name);
  for (const param of params.keywordOnly) scope.declare(param.name);
  if (params.kwarg !== null) scope.declare(params.kwarg.name);
}

/** Declares what the statements bind. `global` and `nonlocal` count for the whole body, so they come first. */
export function declareBody(scope: Scope, body: readonly Stmt[]): void {
  if (scope.kind === "module") return;
  for (const statement of body) declareOutward(scope, statement);
  for (const statement of body) declareStatement(scope, statement);
}

/** Names that statements bind where they stand. */
export function boundNames(body: readonly Stmt[]): string[] {
  // A function's scope collects what is bound; here only the names are wanted.
  const scope = new Scope("function", undefined);
  declareBody(scope, body);
  return [...scope.slots.keys()];
}

function declareOutward(scope: Scope, statement: Stmt): void {
  if (statement.kind === "Global") for (const name of statement.names) scope.declareGlobal(name);
  else if (statement.kind === "Nonlocal") for (const name of statement.names) scope.declareNonlocal(name);
  else for (const block of blocks(statement)) for (const inner of block) declareOutward(scope, inner);
}

/** Statement lists directly inside a statement, those of nested functions and classes left out. */
function blocks(statement: Stmt): Stmt[][] {
  switch (statement.kind) {
    case "If":
    case "For":
    case "While":
      return [statement.body, statement.orelse];
    case "With":
      return [statement.body];
    case "Try":
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.orelse,
        statement.finalbody,
      ];
    case "Match":
      return statement.cases.map((one) => one.body);
    default:
      return [];
  }
}

function declareStatement(scope: Scope, statement: Stmt): void {
  switch (statement.kind) {
    case "FunctionDef":
    case "ClassDef":
      scope.declare(statement.name);
      for (const decorator of statement.decorators) declareWalrus(scope, decorator);
      return;
    case "Assign":
      for (const target of statement.targets) declareTarget(scope, target);
      declareWalrus(scope, statement.value);
      return;
    case "AugAssign":
      declareTarget(scope, statement.target);
      declareWalrus(scope, statement.value);
      return;
    case "AnnAssign":
      declareTarget(scope, statement.target);
      if (statement.value !== null) declareWalrus(scope, statement.value);
      return;
    case "For":
      declareTarget(scope, statement.target);
      declareWalrus(scope, statement.iter);
      break;
    case "While":
    case "If":
      declareWalrus(scope, statement.test);
      break;
    case "With":
      for (const item of statement.items) {
        declareWalrus(scope, item.context);
        if (item.target !== null) declareTarget(scope, item.target);
      }
      break;
    case "Try":
      for (const handler of statement.handlers) if (handler.name !== null) scope.declare(handler.name);
      break;
    case "Match":
      declareWalrus(scope, statement.subject);
      for (const one of statement.cases) {
        declarePattern(scope, one.pattern);
        if (one.guard !== null) declareWalrus(scope, one.guard);
      }
      break;
    case "Import":
      for (const alias of statement.names) scope.declare(alias.asname ?? alias.name.split(".")[0]);
      return;
    case "ImportFrom":
      for (const alias of statement.names) if (alias.name !== "*") scope.declare(alias.asname ?? alias.name);
      return;
    case "Delete":
      for (const target of statement.targets) declareTarget(scope, target);
      return;
    case "Return":
    case "ExprStmt":
      if (statement.value !== null) declareWalrus(scope, statement.value);
      return;
    case "Assert":
      declareWalrus(scope, statement.test);
      return;
    case "Raise":
      if (statement.exc !== null) declareWalrus(scope, statement.exc);
      return;
    default:
      return;
  }
  for (const block of blocks(statement)) for (const inner of block) declareStatement(scope, inner);
}

export function declareTarget(scope: Scope, target: Expr): void {
  switch (target.kind) {
    case "Name":
      scope.declare(target.id);
      return;
    case "Tuple":
    case "List":
      for (const element of target.elements) declareTarget(scope, element);
      return;
    case "Starred":
      declareTarget(scope, target.value);
      return;
  }
}

function declarePattern(scope: Scope, pattern: Pattern): void {
  switch (pattern.kind) {
    case "MatchSequence":
    case "MatchOr":
      for (const inner of pattern.patterns) declarePattern(scope, inner);
      return;
    case "MatchStar":
      if (pattern.name !== null) scope.declare(pattern.name);
      return;
    case "MatchMapping":
      for (const inner of pattern.patterns) declarePattern(scope, inner);
      if (pattern.rest !== null) scope.declare(pattern.rest);
      return;
    case "MatchClass":
      for (const inner of pattern.patterns) declarePattern(scope, inner);
      for (const { pattern: inner } of pattern.keywords) declarePattern(scope, inner);
      return;
    case "MatchAs":
      if (pattern.pattern !== null) declarePattern(scope, pattern.pattern);
      if (pattern.name !== null) scope.declare(pattern.name);
      return;
  }
}

/** `:=` binds in the function around, also from inside a comprehension. */
export function declareWalrus(scope: Scope, expression: Expr): void {
  visit(expression, (inner) => {
    if (inner.kind === "NamedExpr") scope.declare(inner.target.id);
  });
}

/** Visits an expression and all inside it, but not the bodies of lambdas. */
function visit(expression: Expr, see: (inner: Expr) => void): void {
  see(expression);
  const each = (inner: Expr | null) => {
    if (inner !== null) visit(inner, see);
  };
  const clauses = (generators: Comprehension[]) => {
    for (const clause of generators) {
      each(clause.iter);
      clause.ifs.forEach(each);
    }
  };
  switch (expression.kind) {
    case "Tuple":
    case "List":
    case "Set":
      expression.elements.forEach(each);
      return;
    case "Dict":
      expression.keys.forEach(each);
      expression.values.forEach(each);
      return;
    case "BinOp":
      each(expression.left);
      each(expression.right);
      return;
    case "UnaryOp":
      each(expression.operand);
      return;
    case "BoolOp":
      expression.values.forEach(each);
      return;
    case "Compare":
      each(expression.left);
      expression.comparators.forEach(each);
      return;
    case "Call":
      each(expression.func);
      expression.args.forEach(each);
      for (const keyword of expression.keywords) each(keyword.value);
      return;
    case "Attribute":
    case "Starred":
    case "Await":
    case "YieldFrom":
    case "NamedExpr":
      each(expression.value);
      return;
    case "Yield":
      each(expression.value);
      return;
    case "Subscript":
      each(expression.value);
      each(expression.slice);
      return;
    case "Slice":
      each(expression.lower);
      each(expression.upper);
      each(expression.step);
      return;
    case "IfExp":
      each(expression.test);
      each(expression.body);
      each(expression.orelse);
      return;
    case "ListComp":
    case "SetComp":
    case "GeneratorExp":
      each(expression.element);
      clauses(expression.generators);
      return;
    case "DictComp":
      each(expression.key);
      each(expression.value);
      clauses(expression.generators);
      return;
  }
}
