import type {
  BinaryOperator,
  BinOp,
  ComparisonOperator,
  Comprehension,
  Expr,
  Keyword,
  KeywordConstant,
  Span,
  UnaryOp,
} from "../ast";
import type { Context, ExpressionConverter } from "./context";
import { identifier } from "./names";
import { number } from "./numbers";
import { parameters } from "./parameters";
import { string } from "./strings";

/**
 * The grammar binds a leading star closer than what follows (`*f(x)` is a call of `*f` to it), Python last of all:
 * takes the star from the left operand and puts it around the whole.
 */
function starLast(left: Expr, make: (left: Expr) => Expr): Expr {
  if (left.kind !== "Starred") return make(left);
  const whole = make(left.value);
  const value = { ...whole, start: left.value.start };
  return { kind: "Starred", start: left.start, end: whole.end, value };
}

function name(cx: Context, i: number): Expr {
  return { kind: "Name", ...cx.span(i), id: identifier(cx, i) };
}

function constant(value: KeywordConstant["value"]): ExpressionConverter {
  return (cx, i) => ({ kind: "Constant", ...cx.span(i), value });
}

/** A node that only wraps: parentheses, `type`, `as_pattern_target`. */
export function inner(cx: Context, i: number): Expr {
  const child = cx.firstOperand(i);
  return child >= 0 ? cx.expr(child) : cx.refuse(i, "Invalid syntax");
}

/** On the left of an assignment, `(a)` is a tuple to the grammar. */
function tuplePattern(cx: Context, i: number): Expr {
  const nodes = cx.operands(i);
  return nodes.length === 1 && cx.tree.childOfType(i, ",") < 0 ? cx.expr(nodes[0]) : tuple(cx, i);
}

function tuple(cx: Context, i: number): Expr {
  return { kind: "Tuple", ...cx.span(i), elements: cx.exprs(cx.operands(i)) };
}
function list(cx: Context, i: number): Expr {
  return { kind: "List", ...cx.span(i), elements: cx.exprs(cx.operands(i)) };
}
function set(cx: Context, i: number): Expr {
  return { kind: "Set", ...cx.span(i), elements: cx.exprs(cx.operands(i)) };
}

/** The nodes as one expression: as it is when it stands alone, else a tuple without parentheses, to its last comma. */
export function oneOrTuple(cx: Context, parent: number, nodes: number[]): Expr {
  const { tree } = cx;
  const last = tree.children(parent).findLast((c) => tree.type(c) === ",") ?? -1;
  if (nodes.length === 0) return cx.absent(parent);
  if (nodes.length === 1 && last < 0) return cx.expr(nodes[0]);
  const elements = cx.exprs(nodes);
  const end = Math.max(elements[elements.length - 1].end, last >= 0 ? cx.end(last) : 0);
  return { kind: "Tuple", start: cx.start(nodes[0]), end, elements };
}

function dictionary(cx: Context, i: number): Expr {
  const { tree } = cx;
  const keys: (Expr | null)[] = [];
  const values: Expr[] = [];
  for (const child of tree.children(i)) {
    const type = tree.type(child);
    if (type === "pair") {
      keys.push(cx.exprIn(child, "key"));
      values.push(cx.exprIn(child, "value"));
    } else if (type === "dictionary_splat") {
      keys.push(null);
      values.push(inner(cx, child));
    }
  }
  return { kind: "Dict", ...cx.span(i), keys, values };
}

function binary(cx: Context, i: number): Expr {
  const op = operatorOf(cx, i);
  if (op === "&" && ["left", "right"].some((side) => isXor(cx, cx.tree.child(i, side)))) return andWithXor(cx, i);
  const right = cx.exprIn(i, "right");
  const span = cx.span(i);
  return starLast(cx.exprIn(i, "left"), (left): BinOp => ({ kind: "BinOp", ...span, left, op, right }));
}

function operatorOf(cx: Context, i: number): BinaryOperator {
  const operator = cx.tree.child(i, "operator");
  return (operator >= 0 ? cx.tree.type(operator) : "+") as BinaryOperator;
}
function isXor(cx: Context, i: number): boolean {
  return i >= 0 && cx.tree.type(i) === "binary_operator" && operatorOf(cx, i) === "^";
}

/** An operand and the span of its parentheses. */
interface Part extends Span {
  expr: Expr;
}

/** The grammar has `^` bind closer than `&`, Python the other way: `a & b ^ c` is put together anew. */
function andWithXor(cx: Context, i: number): Expr {
  const { tree } = cx;
  const groups: Part[][] = [[]];
  const collect = (node: number): void => {
    const op = node >= 0 && tree.type(node) === "binary_operator" ? operatorOf(cx, node) : undefined;
    if (op !== "&" && op !== "^") {
      const at = node >= 0 ? node : i;
      groups[groups.length - 1].push({ expr: node >= 0 ? cx.expr(node) : cx.absent(i), ...cx.span(at) });
      return;
    }
    collect(tree.child(node, "left"));
    if (op === "^") groups.push([]);
    collect(tree.child(node, "right"));
  };
  collect(i);
  const fold =
    (op: "&" | "^") =>
    (left: Part, right: Part): Part => {
      const span = { start: left.start, end: right.end };
      const make = (expr: Expr): BinOp => ({ kind: "BinOp", ...span, left: expr, op, right: right.expr });
      return { expr: starLast(left.expr, make), ...span };
    };
  return groups.map((group) => group.reduce(fold("&"))).reduce(fold("^")).expr;
}

/** A type hint's `a | b`, which the grammar has as a node of its own. */
function union(cx: Context, i: number): Expr {
  const [left, right] = cx.exprs(cx.operands(i));
  return { kind: "BinOp", ...cx.span(i), left: left ?? cx.absent(i), op: "|", right: right ?? cx.absent(i) };
}

function unary(cx: Context, i: number): Expr {
  const operator = cx.tree.child(i, "operator");
  const op = (operator >= 0 ? cx.tree.type(operator) : "-") as UnaryOp["op"];
  return { kind: "UnaryOp", ...cx.span(i), op, operand: cx.exprIn(i, "argument") };
}

function not(cx: Context, i: number): Expr {
  return { kind: "UnaryOp", ...cx.span(i), op: "not", operand: cx.exprIn(i, "argument") };
}

/** `a or b or c`, which the grammar nests to the left, is one node with three values. */
function boolean(cx: Context, i: number): Expr {
  const { tree } = cx;
  const operator = (node: number) => {
    const child = tree.child(node, "operator");
    return child >= 0 && tree.type(child) === "or" ? "or" : "and";
  };
  const op = operator(i);
  const right: Expr[] = [];
  let left = i;
  do {
    right.push(cx.exprIn(left, "right"));
    const next = tree.child(left, "left");
    if (next < 0) break;
    left = next;
  } while (tree.type(left) === "boolean_operator" && operator(left) === op);
  right.reverse();
  const span = cx.span(i);
  return starLast(cx.expr(left), (first) => ({ kind: "BoolOp", ...span, op, values: [first, ...right] }));
}

function comparison(cx: Context, i: number): Expr {
  const { tree } = cx;
  const ops: ComparisonOperator[] = [];
  const operands: Expr[] = [];
  for (const child of tree.children(i)) {
    if (cx.isExpression(child)) operands.push(cx.expr(child));
    else ops.push(tree.type(child) as ComparisonOperator);
  }
  const [first, ...comparators] = operands;
  if ((ops as string[]).includes("<>")) return cx.refuse(i, "Invalid syntax: '<>' is '!=' in Python 3");
  if (first === undefined || ops.length !== comparators.length) return cx.errorExpr(i);
  const span = cx.span(i);
  return starLast(first, (left) => ({ kind: "Compare", ...span, left, ops, comparators }));
}

/** The arguments of a call or the bases of a class. */
export function callArguments(cx: Context, i: number): { args: Expr[]; keywords: Keyword[] } {
  const { tree } = cx;
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  if (i < 0) return { args, keywords };
  if (tree.type(i) === "generator_expression") return { args: [cx.expr(i)], keywords };
  for (const child of tree.children(i)) {
    const type = tree.type(child);
    if (type === "keyword_argument") {
      const nameNode = tree.child(child, "name");
      const keyword = nameNode >= 0 ? identifier(cx, nameNode) : "";
      keywords.push({ ...cx.span(child), name: keyword, value: cx.exprIn(child, "value") });
    } else if (type === "dictionary_splat") {
      keywords.push({ ...cx.span(child), name: null, value: inner(cx, child) });
    } else args.push(cx.expr(child));
  }
  return { args, keywords };
}

function call(cx: Context, i: number): Expr {
  const func = cx.exprIn(i, "function");
  const { args, keywords } = callArguments(cx, cx.tree.child(i, "arguments"));
  const span = cx.span(i);
  return starLast(func, (func) => ({ kind: "Call", ...span, func, args, keywords }));
}

function attribute(cx: Context, i: number): Expr {
  const { tree } = cx;
  const object = tree.child(i, "object");
  return member(cx, i, object, tree.child(i, "attribute"));
}
/** A type hint's `a[b].c`. */
function memberType(cx: Context, i: number): Expr {
  const [object, attr] = cx.operands(i);
  return member(cx, i, object ?? -1, attr ?? -1);
}
function member(cx: Context, i: number, object: number, attr: number): Expr {
  if (object < 0 || attr < 0) return cx.errorExpr(i);
  const span = cx.span(i);
  const named = { attr: identifier(cx, attr), attrStart: cx.start(attr) };
  return starLast(cx.expr(object), (value) => ({ kind: "Attribute", ...span, value, ...named }));
}

/** What stands between `[` and `]`: one index, or a tuple of them where there is a comma or a star. */
function index(cx: Context, parent: number, nodes: number[]): Expr {
  const one = oneOrTuple(cx, parent, nodes);
  if (one.kind !== "Starred") return one;
  return { kind: "Tuple", start: one.start, end: one.end, elements: [one] };
}

function subscript(cx: Context, i: number): Expr {
  const { tree } = cx;
  const nodes = tree.children(i, "subscript");
  if (nodes.length === 0) return cx.errorExpr(i);
  const slice = index(cx, i, nodes);
  const span = cx.span(i);
  return starLast(cx.exprIn(i, "value"), (value) => ({ kind: "Subscript", ...span, value, slice }));
}

/** A type hint's `List[int]`. */
function genericType(cx: Context, i: number): Expr {
  const { tree } = cx;
  const base = cx.firstOperand(i);
  const params = tree.childOfType(i, "type_parameter");
  const nodes = params >= 0 ? cx.operands(params) : [];
  if (base < 0 || nodes.length === 0) return cx.errorExpr(i);
  const slice = index(cx, params, nodes);
  return { kind: "Subscript", ...cx.span(i), value: cx.expr(base), slice };
}

function slice(cx: Context, i: number): Expr {
  const { tree } = cx;
  const parts: (Expr | null)[] = [null, null, null];
  let at = 0;
  for (const child of tree.children(i)) {
    if (tree.type(child) === ":") at++;
    else if (at < 3) parts[at] = cx.expr(child);
  }
  return { kind: "Slice", ...cx.span(i), lower: parts[0], upper: parts[1], step: parts[2] };
}

/** A type hint's `a[1:2]` and `a[1:2:3]`, nested to the right. */
function constrainedType(cx: Context, i: number): Expr {
  const [lower, rest] = cx.exprs(cx.operands(i));
  const tail = rest?.kind === "Slice" ? { upper: rest.lower, step: rest.upper } : { upper: rest ?? null, step: null };
  return { kind: "Slice", ...cx.span(i), lower: lower ?? null, ...tail };
}

function starred(cx: Context, i: number): Expr {
  return { kind: "Starred", ...cx.span(i), value: inner(cx, i) };
}

function lambda(cx: Context, i: number): Expr {
  const outer = cx.sawYield;
  const params = parameters(cx, cx.tree.child(i, "parameters"));
  const body = cx.exprIn(i, "body");
  cx.sawYield = outer;
  return { kind: "Lambda", ...cx.span(i), params, body };
}

function conditional(cx: Context, i: number): Expr {
  const [body, test, orelse] = cx.exprs(cx.operands(i));
  if (orelse === undefined) return cx.errorExpr(i);
  const span = cx.span(i);
  return starLast(body, (body) => ({ kind: "IfExp", ...span, test, body, orelse }));
}

function clauses(cx: Context, i: number): Comprehension[] {
  const { tree } = cx;
  const generators: Comprehension[] = [];
  for (const child of tree.children(i)) {
    const type = tree.type(child);
    if (type === "for_in_clause") {
      generators.push({
        target: cx.exprIn(child, "left"),
        iter: oneOrTuple(cx, child, tree.children(child, "right")),
        ifs: [],
        isAsync: tree.childOfType(child, "async") >= 0,
      });
    } else if (type === "if_clause") generators.at(-1)?.ifs.push(inner(cx, child));
  }
  return generators;
}

function comprehension(kind: "ListComp" | "SetComp" | "GeneratorExp"): ExpressionConverter {
  return (cx, i) => ({ kind, ...cx.span(i), element: cx.exprIn(i, "body"), generators: clauses(cx, i) });
}

function dictComprehension(cx: Context, i: number): Expr {
  const pair = cx.tree.child(i, "body");
  if (pair < 0) return cx.errorExpr(i);
  const [key, value] = [cx.exprIn(pair, "key"), cx.exprIn(pair, "value")];
  return { kind: "DictComp", ...cx.span(i), key, value, generators: clauses(cx, i) };
}

function namedExpression(cx: Context, i: number): Expr {
  const target = cx.exprIn(i, "name");
  const value = cx.exprIn(i, "value");
  if (target.kind !== "Name") return cx.errorExpr(i);
  return { kind: "NamedExpr", ...cx.span(i), target, value };
}

/** The grammar has `await x ** y` as `await (x ** y)`; Python awaits first. */
function awaited(cx: Context, i: number): Expr {
  const child = cx.firstOperand(i);
  if (child < 0) return cx.errorExpr(i);
  const value = cx.expr(child);
  const { start, end } = cx.span(i);
  const isPower = cx.tree.type(child) === "binary_operator" && value.kind === "BinOp" && value.op === "**";
  if (!isPower) return { kind: "Await", start, end, value };
  return { ...value, start, left: { kind: "Await", start, end: value.left.end, value: value.left } };
}

function yielded(cx: Context, i: number): Expr {
  cx.sawYield = true;
  const child = cx.firstOperand(i);
  if (cx.tree.childOfType(i, "from") >= 0)
    return { kind: "YieldFrom", ...cx.span(i), value: child >= 0 ? cx.expr(child) : cx.absent(i) };
  return { kind: "Yield", ...cx.span(i), value: child >= 0 ? cx.expr(child) : null };
}

function misplacedAs(cx: Context, i: number): Expr {
  return cx.refuse(i, "Invalid syntax: 'as' does not belong here");
}

function errorNode(cx: Context, i: number): Expr {
  return cx.errorExpr(i);
}

/** By the grammar's node type. */
export const EXPRESSIONS: ReadonlyMap<string, ExpressionConverter> = new Map(
  Object.entries({
    ERROR: errorNode,
    as_pattern: misplacedAs,
    as_pattern_target: inner,
    attribute,
    await: awaited,
    binary_operator: binary,
    boolean_operator: boolean,
    call,
    comparison_operator: comparison,
    concatenated_string: string,
    conditional_expression: conditional,
    constrained_type: constrainedType,
    dictionary,
    dictionary_comprehension: dictComprehension,
    ellipsis: constant("..."),
    expression_list: tuple,
    false: constant(false),
    float: number,
    generator_expression: comprehension("GeneratorExp"),
    generic_type: genericType,
    identifier: name,
    integer: number,
    lambda,
    list,
    list_comprehension: comprehension("ListComp"),
    list_pattern: list,
    list_splat: starred,
    list_splat_pattern: starred,
    member_type: memberType,
    named_expression: namedExpression,
    none: constant(null),
    not_operator: not,
    parenthesized_expression: inner,
    parenthesized_list_splat: inner,
    pattern_list: tuple,
    set,
    set_comprehension: comprehension("SetComp"),
    slice,
    splat_type: starred,
    string,
    subscript,
    true: constant(true),
    tuple,
    tuple_pattern: tuplePattern,
    type: inner,
    unary_operator: unary,
    union_type: union,
    yield: yielded,
  } satisfies Record<string, ExpressionConverter>),
);
