import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "vitest";
import { Parser } from "../../src/syntax/parse";
import type { Source } from "../../src/syntax/source";

const require = createRequire(import.meta.url);

/** The parser that the tests share, on the real WebAssembly. */
export const parser = await Parser.create({
  runtime: readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
  python: readFileSync(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
});

export function parse(text: string): Source {
  return parser.parse("/test.py", text);
}

/** Not part of what a tree means. */
const PLACES = new Set(["kind", "start", "end", "nameSpan", "attrStart"]);

/** A tree as `(Kind field field …)`: names bare, absent fields as `-`, flags only where true, empty lists as `[]`. */
export function show(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(show).join(" ")}]`;
  if (node === null) return "-";
  if (typeof node !== "object") return JSON.stringify(node);
  const { kind, id } = node as { kind?: string; id?: string };
  if (kind === "Name") return id as string;
  if (kind === "ErrorExpr" || kind === "ErrorStmt") return kind;
  const fields = Object.entries(node)
    .filter(([name, value]) => !PLACES.has(name) && (value !== false || kind === "Constant"))
    .map(([name, value]) => (value === true && kind !== "Constant" ? name : show(value)));
  return `(${[...(kind ? [kind] : []), ...fields].join(" ")})`;
}

/** The statements of `text`, one a line. */
export function tree(text: string): string {
  return parse(text).tree.body.map(show).join("\n");
}

/** Problems as `line:column text: message`. */
export function problems(text: string): string[] {
  const source = parse(text);
  return source.tree.problems.map(({ start, end, message }) => {
    const { line, column } = source.position(start);
    return `${line}:${column} ${JSON.stringify(text.slice(start, end))}: ${message}`;
  });
}

/** Whether two trees are the same: told by their text, of which the comparison of large ones is a hundred times faster, and shown by `toEqual`. */
export function expectSame(tree: unknown, other: unknown): void {
  if (JSON.stringify(tree) !== JSON.stringify(other)) expect(tree).toEqual(other);
}
