import type { ExceptHandler, Expr, Match, Stmt, Try, With, WithItem } from "../ast";
import type { Context } from "./context";
import { oneOrTuple } from "./expressions";
import { casePattern } from "./patterns";

type Suite = (cx: Context, i: number, field?: string) => Stmt[];

export function withStatement(cx: Context, i: number, suite: Suite): With {
  const { tree } = cx;
  const clause = tree.childOfType(i, "with_clause");
  const items = clause >= 0 ? tree.children(clause).flatMap((item) => withItems(cx, tree.child(item, "value"))) : [];
  return { kind: "With", ...cx.span(i), items, body: suite(cx, i, "body"), isAsync: tree.childOfType(i, "async") >= 0 };
}

/** `a as b`; also in parentheses, which the grammar takes for those of an expression when there is one item only. */
function withItems(cx: Context, i: number): WithItem[] {
  const { tree } = cx;
  if (i < 0) return [];
  const type = tree.type(i);
  if (type === "as_pattern") return [asItem(cx, i)];
  const wraps = (type === "parenthesized_expression" || type === "tuple") && tree.childOfType(i, "as_pattern") >= 0;
  if (wraps) return cx.operands(i).flatMap((item) => withItems(cx, item));
  return [{ context: cx.expr(i), target: null }];
}

function asItem(cx: Context, i: number): WithItem {
  const operand = cx.firstOperand(i);
  return { context: operand >= 0 ? cx.expr(operand) : cx.absent(i), target: cx.exprIn(i, "alias") };
}

export function tryStatement(cx: Context, i: number, suite: Suite): Try {
  const { tree } = cx;
  const body = suite(cx, i, "body");
  const handlers: ExceptHandler[] = [];
  let orelse: Stmt[] = [];
  let finalbody: Stmt[] = [];
  for (const child of tree.children(i)) {
    const type = tree.type(child);
    if (type === "except_clause") handlers.push(handler(cx, child, suite));
    else if (type === "else_clause") orelse = suite(cx, child, "body");
    else if (type === "finally_clause") finalbody = suite(cx, child);
  }
  return { kind: "Try", ...cx.span(i), body, handlers, orelse, finalbody };
}

function handler(cx: Context, i: number, suite: Suite): ExceptHandler {
  const { tree } = cx;
  const values = tree.children(i, "value");
  let type: Expr | null = null;
  let alias = tree.child(i, "alias");
  if (values.length > 0 && tree.type(values[0]) === "as_pattern") {
    alias = tree.child(values[0], "alias");
    const operand = cx.firstOperand(values[0]);
    type = operand >= 0 ? cx.expr(operand) : null;
  } else if (values.length === 2 && isVariable(cx, values[1])) {
    alias = values[1];
    type = cx.expr(values[0]);
  } else if (values.length > 0) type = oneOrTuple(cx, i, values);
  const name = alias >= 0 ? cx.expr(alias) : null;
  return { ...cx.span(i), type, name: name?.kind === "Name" ? name.id : null, body: suite(cx, i) };
}

/** `except OSError, error:` is how Python 2 names the exception; Python 3.14 takes two classes there, whose names begin with a capital. */
function isVariable({ tree }: Context, i: number): boolean {
  return tree.type(i) === "identifier" && /^[a-z_]/.test(tree.slice(i));
}

export function matchStatement(cx: Context, i: number, suite: Suite): Match {
  const { tree } = cx;
  const subject = oneOrTuple(cx, i, tree.children(i, "subject"));
  const block = tree.child(i, "body");
  const clauses = block >= 0 ? tree.children(block).filter((c) => tree.type(c) === "case_clause") : [];
  const cases = clauses.map((clause) => {
    const guardNode = tree.child(clause, "guard");
    const guard = guardNode >= 0 ? cx.firstOperand(guardNode) : -1;
    return {
      ...cx.span(clause),
      pattern: casePattern(cx, clause),
      guard: guard >= 0 ? cx.expr(guard) : null,
      body: suite(cx, clause, "consequence"),
    };
  });
  return { kind: "Match", ...cx.span(i), subject, cases };
}
