import type { Expr, Pattern, Span } from "../ast";
import type { Context } from "./context";
import { dottedName, identifier } from "./names";

/** The pattern of a `case`; several, or one with a comma after it, are a sequence. */
export function casePattern(cx: Context, clause: number): Pattern {
  const { tree } = cx;
  const nodes = tree.children(clause).filter((c) => tree.type(c) === "case_pattern");
  const patterns = nodes.map((node) => pattern(cx, node));
  if (patterns.length === 0) return wildcard(cx.span(clause));
  if (patterns.length === 1 && tree.childOfType(clause, ",") < 0) return patterns[0];
  return { kind: "MatchSequence", start: patterns[0].start, end: patterns[patterns.length - 1].end, patterns };
}

function wildcard(span: Span): Pattern {
  return { kind: "MatchAs", ...span, pattern: null, name: null };
}

/** A `case_pattern`, or one of the simple patterns that stand bare in unions, keys and keywords. */
function pattern(cx: Context, i: number): Pattern {
  const { tree } = cx;
  if (tree.type(i) !== "case_pattern") return simple(cx, [i]);
  return simple(cx, tree.children(i));
}

/** A simple pattern is one node, or a minus sign and a number. */
function simple(cx: Context, nodes: number[]): Pattern {
  const read = cx.deeper(nodes[nodes.length - 1], () => readSimple(cx, nodes));
  return read.kind === "ErrorExpr" ? { kind: "MatchValue", start: read.start, end: read.end, value: read } : read;
}

function readSimple(cx: Context, nodes: number[]): Pattern {
  const { tree } = cx;
  const i = nodes[nodes.length - 1];
  const span = { start: cx.start(nodes[0]), end: cx.end(i) };
  switch (tree.type(i)) {
    case "as_pattern":
      return asPattern(cx, i);
    case "class_pattern":
      return classPattern(cx, i);
    case "splat_pattern":
      return { kind: "MatchStar", ...span, name: starName(cx, i) };
    case "union_pattern":
      return { kind: "MatchOr", ...span, patterns: split(cx, tree.children(i), "|").map((part) => simple(cx, part)) };
    case "list_pattern":
      return { kind: "MatchSequence", ...span, patterns: inside(cx, i) };
    case "tuple_pattern": {
      const patterns = inside(cx, i);
      if (patterns.length === 1 && tree.childOfType(i, ",") < 0) return patterns[0];
      return { kind: "MatchSequence", ...span, patterns };
    }
    case "dict_pattern":
      return mapping(cx, i);
    case "dotted_name": {
      const name = dottedName(cx, i);
      if (name === "_") return wildcard(span);
      if (!name.includes(".")) return { kind: "MatchAs", ...span, pattern: null, name };
      return { kind: "MatchValue", ...span, value: dotted(cx, i) };
    }
    case "_":
      return wildcard(span);
    case "complex_pattern":
      return { kind: "MatchValue", ...span, value: complex(cx, i) };
    default:
      return { kind: "MatchValue", ...span, value: signed(cx, nodes) };
  }
}

function inside(cx: Context, i: number): Pattern[] {
  const { tree } = cx;
  return tree
    .children(i)
    .filter((c) => tree.type(c) === "case_pattern")
    .map((c) => pattern(cx, c));
}

/** Nodes in groups, parted by a token. */
function split(cx: Context, nodes: number[], token: string): number[][] {
  const groups: number[][] = [[]];
  for (const node of nodes) {
    if (cx.tree.type(node) === token) groups.push([]);
    else groups[groups.length - 1].push(node);
  }
  return groups.filter((group) => group.length > 0);
}

function signed(cx: Context, nodes: number[]): Expr {
  const operand = cx.expr(nodes[nodes.length - 1]);
  if (nodes.length < 2) return operand;
  return { kind: "UnaryOp", start: cx.start(nodes[0]), end: operand.end, op: "-", operand };
}

/** `-2 + 3j` */
function complex(cx: Context, i: number): Expr {
  const { tree } = cx;
  const nodes = tree.children(i);
  const numbers = nodes.filter((node) => !["+", "-"].includes(tree.type(node)));
  const operator = nodes[nodes.length - 2] ?? -1;
  if (numbers.length !== 2) return cx.errorExpr(i);
  const left = signed(cx, nodes.slice(0, nodes.indexOf(numbers[0]) + 1));
  return {
    kind: "BinOp",
    ...cx.span(i),
    left,
    op: tree.type(operator) === "-" ? "-" : "+",
    right: cx.expr(numbers[1]),
  };
}

/** `a.b.c` as attributes of attributes. */
function dotted(cx: Context, i: number): Expr {
  const start = cx.start(i);
  let value: Expr | undefined;
  for (const part of cx.tree.slice(i).matchAll(/[^\s\\.]+/g)) {
    const at = start + part.index;
    const end = at + part[0].length;
    value = value
      ? { kind: "Attribute", start, end, value, attr: part[0], attrStart: at }
      : { kind: "Name", start, end, id: part[0] };
  }
  return value ?? cx.errorExpr(i);
}

function starName(cx: Context, i: number): string | null {
  const name = cx.tree.childOfType(i, "identifier");
  if (name < 0) return null;
  const text = identifier(cx, name);
  return text === "_" ? null : text;
}

function asPattern(cx: Context, i: number): Pattern {
  const { tree } = cx;
  const inner = tree.childOfType(i, "case_pattern");
  const name = tree.childOfType(i, "identifier");
  return {
    kind: "MatchAs",
    ...cx.span(i),
    pattern: inner >= 0 ? pattern(cx, inner) : null,
    name: name >= 0 ? identifier(cx, name) : null,
  };
}

function classPattern(cx: Context, i: number): Pattern {
  const { tree } = cx;
  const cls = tree.childOfType(i, "dotted_name");
  const patterns: Pattern[] = [];
  const keywords: { name: string; pattern: Pattern }[] = [];
  for (const child of tree.children(i)) {
    if (tree.type(child) !== "case_pattern") continue;
    const keyword = tree.childOfType(child, "keyword_pattern");
    if (keyword < 0) patterns.push(pattern(cx, child));
    else {
      const [name, ...value] = tree.children(keyword);
      if (value.length > 0) keywords.push({ name: identifier(cx, name), pattern: simple(cx, value) });
    }
  }
  return { kind: "MatchClass", ...cx.span(i), cls: cls >= 0 ? dotted(cx, cls) : cx.errorExpr(i), patterns, keywords };
}

function mapping(cx: Context, i: number): Pattern {
  const { tree } = cx;
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  let key: number[] = [];
  for (const child of tree.children(i)) {
    if (tree.inField(child, "key")) key.push(child);
    else if (tree.inField(child, "value")) {
      const read = key.length > 0 ? simple(cx, key) : undefined;
      keys.push(read?.kind === "MatchValue" ? read.value : cx.absent(child));
      patterns.push(pattern(cx, child));
      key = [];
    } else if (tree.type(child) === "splat_pattern") rest = starName(cx, child);
  }
  return { kind: "MatchMapping", ...cx.span(i), keys, patterns, rest };
}
