import type { BytesConstant, Expr, FormattedValue, JoinedStr, StringConstant } from "../ast";
import type { Context } from "./context";

interface Prefix {
  raw: boolean;
  bytes: boolean;
  format: boolean;
  /** The quotes that end the literal. */
  quote: string;
}

function prefix(start: string): Prefix {
  const letters = start.toLowerCase();
  const quote = start.slice(start.search(/['"]/));
  return { raw: letters.includes("r"), bytes: letters.includes("b"), format: /[ft]/.test(letters), quote };
}

const SIMPLE: Record<string, string> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(N\{[^}]*\})|([\s\S]))/g;
const BYTES_ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|([\s\S]))/g;

/** Escapes resolved. `\N{name}` needs Unicode's names: it becomes U+FFFD, one character as well. */
function resolveEscapes(text: string, bytes: boolean): string {
  const plain = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  if (!plain.includes("\\")) return plain;
  if (bytes)
    return plain.replace(BYTES_ESCAPE, (whole, octal, hex, other) => {
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
      if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
      return SIMPLE[other] ?? whole;
    });
  return plain.replace(ESCAPE, (whole, octal, hex, short, long, named, other) => {
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
    const code = hex ?? short ?? long;
    if (code) {
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "\uFFFD";
    }
    if (named) return "\uFFFD";
    return SIMPLE[other] ?? whole;
  });
}

type Part = string | FormattedValue;

/** Adds `part`, joining text with text before it. */
function push(parts: Part[], part: Part): void {
  const last = parts.length - 1;
  if (typeof part !== "string") parts.push(part);
  else if (part === "") return;
  else if (typeof parts[last] === "string") parts[last] += part;
  else parts.push(part);
}

/** One `string` node: its parts, in order. */
function literal(cx: Context, i: number): { prefix: Prefix; parts: Part[] } {
  const { tree } = cx;
  const startNode = tree.childOfType(i, "string_start");
  const how = prefix(startNode >= 0 ? tree.slice(startNode) : '"');
  const parts: Part[] = [];
  const plain = (from: number, to: number) => {
    let text = tree.text.slice(from, to);
    if (how.format) text = text.replace(/\{\{|\}\}/g, (braces) => braces[0]);
    push(parts, how.raw ? text.replace(/\r\n?/g, "\n") : resolveEscapes(text, how.bytes));
  };
  let at = startNode >= 0 ? tree.end(startNode) : tree.start(i);
  const stop = Math.max(at, tree.end(i) - how.quote.length);
  for (const field of tree.children(i)) {
    if (tree.type(field) !== "interpolation") continue;
    plain(at, tree.start(field));
    for (const part of interpolation(cx, field, how)) push(parts, part);
    at = tree.end(field);
  }
  plain(at, stop);
  return { prefix: how, parts };
}

/** `{value = !r:>{width}}`: the field, and before it its own source text where `=` asks for that. */
function interpolation(cx: Context, i: number, how: Prefix): Part[] {
  const { tree } = cx;
  const valueNode = tree.child(i, "expression");
  const conversionNode = tree.child(i, "type_conversion");
  const formatNode = tree.child(i, "format_specifier");
  const value: FormattedValue = { value: valueNode >= 0 ? cx.expr(valueNode) : cx.absent(i) };
  const result: Part[] = [];
  const valueEnd = valueNode >= 0 ? tree.end(valueNode) : tree.start(i) + 1;
  const headEnd =
    conversionNode >= 0 ? tree.start(conversionNode) : formatNode >= 0 ? tree.start(formatNode) : tree.end(i) - 1;
  // The value's node may leave out closing white space and comments, never an `=`.
  const documented = /^\s*(?:#.*\s*)*=\s*$/.test(tree.text.slice(valueEnd, headEnd).replace(/^\)+/, ""));
  if (documented) {
    result.push(tree.text.slice(tree.start(i) + 1, headEnd));
    if (conversionNode < 0 && formatNode < 0) value.conversion = "r";
  }
  if (conversionNode >= 0) value.conversion = tree.slice(conversionNode).slice(1);
  if (formatNode >= 0) value.format = formatSpecifier(cx, formatNode, how);
  result.push(value);
  return result;
}

function formatSpecifier(cx: Context, i: number, how: Prefix): JoinedStr {
  const { tree } = cx;
  const values: Part[] = [];
  const plain = (from: number, to: number) => {
    const text = tree.text.slice(from, to);
    push(values, how.raw ? text : resolveEscapes(text, false));
  };
  let at = tree.start(i) + 1;
  for (const field of tree.children(i)) {
    plain(at, tree.start(field));
    for (const part of interpolation(cx, field, how)) push(values, part);
    at = tree.end(field);
  }
  plain(at, tree.end(i));
  return { kind: "JoinedStr", ...cx.span(i), values };
}

/** A string literal, or adjacent ones joined. */
export function string(cx: Context, i: number): StringConstant | BytesConstant | JoinedStr | Expr {
  const { tree } = cx;
  const nodes = tree.type(i) === "string" ? [i] : tree.children(i).filter((c) => tree.type(c) === "string");
  const values: Part[] = [];
  let bytes = 0;
  let format = false;
  for (const node of nodes) {
    const read = literal(cx, node);
    if (read.prefix.bytes) bytes++;
    if (read.prefix.format) format = true;
    for (const part of read.parts) push(values, part);
  }
  if (bytes > 0 && bytes < nodes.length) return cx.refuse(i, "Cannot mix bytes and nonbytes literals");
  const span = cx.span(i);
  if (format) return { kind: "JoinedStr", ...span, values };
  const value = values.length > 0 ? (values[0] as string) : "";
  return bytes > 0 ? { kind: "Bytes", ...span, value } : { kind: "Str", ...span, value };
}
