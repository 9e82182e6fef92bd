import type { Span } from "./ast";

/** A tree's node, whichever it is. */
export interface Node extends Span {
  kind?: string;
}

/** All nodes of a part of a tree that have a kind, from outside in, in the order of the text. */
export function visit(part: unknown, see: (node: Node) => void): void {
  if (Array.isArray(part)) {
    for (const item of part) visit(item, see);
    return;
  }
  if (part === null || typeof part !== "object") return;
  const node = part as Node & Record<string, unknown>;
  if (typeof node.kind === "string" && typeof node.start === "number") see(node);
  for (const key in node) if (typeof node[key] === "object") visit(node[key], see);
}
