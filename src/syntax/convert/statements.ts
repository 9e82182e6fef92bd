import type { Assign, BinaryOperator, ClassDef, ErrorStmt, Expr, FunctionDef, If, Stmt } from "../ast";
import { matchStatement, tryStatement, withStatement } from "./blocks";
import { type Context, MAX_DEPTH } from "./context";
import { callArguments, inner, oneOrTuple } from "./expressions";
import { importFrom, importFuture, importNames } from "./imports";
import { identifier } from "./names";
import { parameters } from "./parameters";

type StatementConverter = (cx: Context, i: number) => Stmt;

/** The statements among the children of `i`: a module, a block, or an error with whole statements in it. */
export function statements(cx: Context, i: number): Stmt[] {
  const { tree } = cx;
  const body: Stmt[] = [];
  for (let c = i + 1, end = tree.next(i); c < end; c = tree.next(c)) statement(cx, c, body);
  return body;
}

function statement(cx: Context, i: number, body: Stmt[]): void {
  const { tree } = cx;
  const type = tree.type(i);
  if (type === "ERROR") {
    body.push(errorStmt(cx, i), ...statements(cx, i));
    return;
  }
  const convert = STATEMENTS.get(type);
  if (convert === undefined) return;
  const converted = cx.deeper(i, () => convert(cx, i));
  body.push(converted.kind === "ErrorExpr" ? errorStmt(cx, i) : converted);
}

function errorStmt(cx: Context, i: number): ErrorStmt {
  return { kind: "ErrorStmt", ...cx.span(i) };
}

/** The block in a field of `i` (or its only block), after what could be read of errors in the header. */
function suite(cx: Context, i: number, field?: string): Stmt[] {
  const { tree } = cx;
  const block = field === undefined ? tree.childOfType(i, "block") : tree.child(i, field);
  const body: Stmt[] = [];
  if (tree.hasError) for (const child of tree.children(i)) if (tree.type(child) === "ERROR") statement(cx, child, body);
  if (block >= 0) body.push(...statements(cx, block));
  if (body.length === 0) {
    const end = block >= 0 ? cx.start(block) : cx.end(i);
    cx.problem("Expected an indented block", { start: Math.max(cx.start(i), end - 1), end });
  }
  return body;
}

function hasError(cx: Context, i: number): boolean {
  return cx.tree.hasError && cx.tree.childOfType(i, "ERROR") >= 0;
}

function expressionStatement(cx: Context, i: number): Stmt {
  const { tree } = cx;
  if (hasError(cx, i)) return errorStmt(cx, i);
  const first = i + 1;
  if (first < tree.next(i)) {
    const type = tree.type(first);
    if (type === "assignment") return assignment(cx, first);
    if (type === "augmented_assignment") return augmented(cx, first);
  }
  const value = oneOrTuple(cx, i, cx.operands(i));
  return { kind: "ExprStmt", ...cx.span(i), value };
}

/** `a = b = value` is an assignment in an assignment to the grammar, one statement to Python. */
function assignment(cx: Context, i: number): Stmt {
  const { tree } = cx;
  const annotation = tree.child(i, "type");
  if (annotation >= 0) {
    return {
      kind: "AnnAssign",
      ...cx.span(i),
      target: cx.exprIn(i, "left"),
      annotation: cx.expr(annotation),
      value: hasError(cx, i) ? cx.errorExpr(i) : cx.optionalIn(i, "right"),
    };
  }
  const targets: Expr[] = [];
  let at = i;
  for (;;) {
    targets.push(cx.exprIn(at, "left"));
    const right = tree.child(at, "right");
    const broken = hasError(cx, at);
    if (right >= 0 && !broken && tree.type(right) === "assignment") at = right;
    else
      return { kind: "Assign", ...cx.span(i), targets, value: broken || right < 0 ? cx.errorExpr(at) : cx.expr(right) };
  }
}

function augmented(cx: Context, i: number): Stmt {
  const { tree } = cx;
  const operator = tree.child(i, "operator");
  const op = (operator >= 0 ? tree.type(operator).slice(0, -1) : "+") as BinaryOperator;
  const value = hasError(cx, i) ? cx.errorExpr(i) : cx.exprIn(i, "right");
  return { kind: "AugAssign", ...cx.span(i), target: cx.exprIn(i, "left"), op, value };
}

/** `type X = int` binds a name, as far as we care. The grammar takes `type(x).y = z` for one too. */
function typeAlias(cx: Context, i: number): Stmt {
  const { tree } = cx;
  const leftType = tree.child(i, "left");
  const left = leftType >= 0 ? cx.firstOperand(leftType) : -1;
  const target = left < 0 ? cx.absent(i) : tree.type(left) === "generic_type" ? inner(cx, left) : cx.expr(left);
  const isAlias = left >= 0 && ["identifier", "generic_type"].includes(tree.type(left));
  // Python evaluates an alias when somebody asks: it may name what comes later, and its own parameters.
  const value = isAlias ? cx.absent(i) : cx.exprIn(i, "right");
  const targets = [isAlias ? target : calledOnType(cx, left, target, cx.start(i))];
  return { kind: "Assign", ...cx.span(i), targets, value } satisfies Assign;
}

/** Where the innermost object of an attribute or subscript stands. */
const OBJECT: Record<string, string> = { attribute: "object", subscript: "value", call: "function" };

/** `(x).y` read as `type(x).y`: the parentheses are those of a call of `type`, which begins at `start`. */
function calledOnType(cx: Context, node: number, target: Expr, start: number): Expr {
  if (node < 0) return target;
  const type: Expr = { kind: "Name", start, end: start + 4, id: "type" };
  const object = OBJECT[cx.tree.type(node)];
  const below = object === undefined ? -1 : cx.tree.child(node, object);
  if (below >= 0 && (target.kind === "Attribute" || target.kind === "Subscript"))
    return { ...target, start, value: calledOnType(cx, below, target.value, start) };
  if (below >= 0 && target.kind === "Call")
    return { ...target, start, func: calledOnType(cx, below, target.func, start) };
  const end = cx.end(node);
  if (target.kind === "List") {
    const slice: Expr = target.elements.length === 1 ? target.elements[0] : { ...target, kind: "Tuple" };
    return { kind: "Subscript", start, end, value: type, slice };
  }
  const isTuple = cx.tree.type(node) === "tuple" && target.kind === "Tuple";
  return { kind: "Call", start, end, func: type, args: isTuple ? target.elements : [target], keywords: [] };
}

function functionDefinition(cx: Context, i: number, decorators: Expr[] = []): FunctionDef {
  const { tree } = cx;
  const outer = cx.sawYield;
  const nameNode = tree.child(i, "name");
  const params = parameters(cx, tree.child(i, "parameters"));
  const returns = cx.optionalIn(i, "return_type");
  cx.sawYield = false;
  const body = suite(cx, i, "body");
  const isGenerator = cx.sawYield;
  cx.sawYield = outer;
  return {
    kind: "FunctionDef",
    ...cx.span(i),
    name: nameNode >= 0 ? identifier(cx, nameNode) : "",
    nameSpan: nameNode >= 0 ? cx.span(nameNode) : cx.span(i),
    params,
    returns,
    body,
    decorators,
    isAsync: tree.childOfType(i, "async") >= 0,
    isGenerator,
  };
}

function classDefinition(cx: Context, i: number, decorators: Expr[] = []): ClassDef {
  const { tree } = cx;
  const nameNode = tree.child(i, "name");
  const { args, keywords } = callArguments(cx, tree.child(i, "superclasses"));
  return {
    kind: "ClassDef",
    ...cx.span(i),
    name: nameNode >= 0 ? identifier(cx, nameNode) : "",
    nameSpan: nameNode >= 0 ? cx.span(nameNode) : cx.span(i),
    // `class A[T](Base[T])`: the parameters are names in its bases only, where they say nothing of what runs.
    bases:
      tree.child(i, "type_parameters") < 0 ? args : args.map((base) => (base.kind === "Subscript" ? base.value : base)),
    keywords,
    body: suite(cx, i, "body"),
    decorators,
  };
}

function decorated(cx: Context, i: number): Stmt {
  const { tree } = cx;
  const decorators = tree
    .children(i)
    .filter((c) => tree.type(c) === "decorator")
    .map((c) => {
      const operand = cx.firstOperand(c);
      return operand >= 0 ? cx.expr(operand) : cx.absent(c);
    });
  const definition = tree.child(i, "definition");
  if (definition < 0) return errorStmt(cx, i);
  return tree.type(definition) === "class_definition"
    ? classDefinition(cx, definition, decorators)
    : functionDefinition(cx, definition, decorators);
}

/** `elif` is an `If` alone in the `orelse` before it; built from the last, since chains can be long. */
function ifStatement(cx: Context, i: number): Stmt {
  const { tree } = cx;
  const clauses = tree.children(i, "alternative");
  const end = cx.end(i);
  // Each is inside the one before it.
  const beyond = clauses.splice(MAX_DEPTH);
  const read = clauses.map((clause) => ({
    clause,
    isElse: tree.type(clause) === "else_clause",
    test: tree.type(clause) === "else_clause" ? cx.absent(clause) : cx.exprIn(clause, "condition"),
    body: suite(cx, clause, tree.type(clause) === "else_clause" ? "body" : "consequence"),
  }));
  let orelse: Stmt[] = [];
  if (beyond.length > 0) {
    const span = { start: cx.start(beyond[0]), end };
    cx.tooDeep(span);
    orelse = [{ kind: "ErrorStmt", ...span }];
  }
  for (const { clause, isElse, test, body } of read.reverse())
    orelse = isElse ? body : [{ kind: "If", start: cx.start(clause), end, test, body, orelse } satisfies If];
  const test = cx.exprIn(i, "condition");
  return { kind: "If", ...cx.span(i), test, body: suite(cx, i, "consequence"), orelse };
}

function elseBody(cx: Context, i: number): Stmt[] {
  const clause = cx.tree.child(i, "alternative");
  return clause >= 0 ? suite(cx, clause, "body") : [];
}

function forStatement(cx: Context, i: number): Stmt {
  return {
    kind: "For",
    ...cx.span(i),
    target: cx.exprIn(i, "left"),
    iter: cx.exprIn(i, "right"),
    body: suite(cx, i, "body"),
    orelse: elseBody(cx, i),
    isAsync: cx.tree.childOfType(i, "async") >= 0,
  };
}

function whileStatement(cx: Context, i: number): Stmt {
  const test = cx.exprIn(i, "condition");
  return { kind: "While", ...cx.span(i), test, body: suite(cx, i, "body"), orelse: elseBody(cx, i) };
}

function returnStatement(cx: Context, i: number): Stmt {
  const operand = cx.firstOperand(i);
  const value = hasError(cx, i) ? cx.errorExpr(i) : operand >= 0 ? cx.expr(operand) : null;
  return { kind: "Return", ...cx.span(i), value };
}

function deleteStatement(cx: Context, i: number): Stmt {
  const operand = cx.firstOperand(i);
  if (operand < 0) return errorStmt(cx, i);
  const isList = cx.tree.type(operand) === "expression_list";
  return { kind: "Delete", ...cx.span(i), targets: isList ? cx.exprs(cx.operands(operand)) : [cx.expr(operand)] };
}

function raiseStatement(cx: Context, i: number): Stmt {
  const { tree } = cx;
  const exc = cx.operands(i).find((c) => !tree.inField(c, "cause"));
  return {
    kind: "Raise",
    ...cx.span(i),
    exc: exc === undefined ? null : cx.expr(exc),
    cause: cx.optionalIn(i, "cause"),
  };
}

function assertStatement(cx: Context, i: number): Stmt {
  const [test, msg] = cx.exprs(cx.operands(i));
  return { kind: "Assert", ...cx.span(i), test: test ?? cx.absent(i), msg: msg ?? null };
}

function names(kind: "Global" | "Nonlocal"): StatementConverter {
  return (cx, i) => ({ kind, ...cx.span(i), names: cx.operands(i).map((c) => identifier(cx, c)) });
}

function simple(kind: "Pass" | "Break" | "Continue"): StatementConverter {
  return (cx, i) => {
    if (cx.repair?.replaced(cx.tree.start(i))) return errorStmt(cx, i);
    return { kind, ...cx.span(i) };
  };
}

/** `print >> f, x` is an expression in Python 3; `print x` is nothing. */
function printStatement(cx: Context, i: number): Stmt {
  const { tree } = cx;
  const span = cx.span(i);
  const chevron = tree.childOfType(i, "chevron");
  if (chevron < 0) {
    cx.problem("Missing parentheses in call to 'print'. Did you mean print(...)?", span);
    return errorStmt(cx, i);
  }
  const operand = cx.firstOperand(chevron);
  const right = operand >= 0 ? cx.expr(operand) : cx.absent(chevron);
  const print: Expr = { kind: "Name", start: span.start, end: span.start + 5, id: "print" };
  const first: Expr = { kind: "BinOp", start: span.start, end: right.end, left: print, op: ">>", right };
  const rest = cx.exprs(tree.children(i, "argument"));
  const isTuple = tree.childOfType(i, ",") >= 0;
  return { kind: "ExprStmt", ...span, value: isTuple ? { kind: "Tuple", ...span, elements: [first, ...rest] } : first };
}

function execStatement(cx: Context, i: number): Stmt {
  cx.problem("Missing parentheses in call to 'exec'. Did you mean exec(...)?", cx.span(i));
  return errorStmt(cx, i);
}

/** By the grammar's node type. */
const STATEMENTS: ReadonlyMap<string, StatementConverter> = new Map(
  Object.entries({
    assert_statement: assertStatement,
    break_statement: simple("Break"),
    class_definition: classDefinition,
    continue_statement: simple("Continue"),
    decorated_definition: decorated,
    delete_statement: deleteStatement,
    exec_statement: execStatement,
    expression_statement: expressionStatement,
    for_statement: forStatement,
    function_definition: functionDefinition,
    future_import_statement: importFuture,
    global_statement: names("Global"),
    if_statement: ifStatement,
    import_from_statement: importFrom,
    import_statement: importNames,
    match_statement: (cx, i) => matchStatement(cx, i, suite),
    nonlocal_statement: names("Nonlocal"),
    pass_statement: simple("Pass"),
    print_statement: printStatement,
    raise_statement: raiseStatement,
    return_statement: returnStatement,
    try_statement: (cx, i) => tryStatement(cx, i, suite),
    type_alias_statement: typeAlias,
    while_statement: whileStatement,
    with_statement: (cx, i) => withStatement(cx, i, suite),
  } satisfies Record<string, StatementConverter>),
);
