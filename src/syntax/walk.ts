import type { Expr, Module, Span, Stmt } from "./ast";

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

/** The nodes that `visit` comes to. */
export function nodesIn(part: unknown): Node[] {
  const found: Node[] = [];
  visit(part, (node) => found.push(node));
  return found;
}

/** Whether one of the nodes of a part is such a one; those behind it are not looked at. */
export function someNode(part: unknown, is: (node: Node) => boolean): boolean {
  if (Array.isArray(part)) return part.some((item) => someNode(item, is));
  if (part === null || typeof part !== "object") return false;
  const node = part as Node & Record<string, unknown>;
  if (typeof node.kind === "string" && typeof node.start === "number" && is(node)) return true;
  for (const key in node) if (typeof node[key] === "object" && someNode(node[key], is)) return true;
  return false;
}

type Kind = (Stmt | Expr)["kind"];
type OfKind<K extends Kind> = Extract<Stmt | Expr, { kind: K }>;

const lists = new WeakMap<Module, readonly Node[]>();

/** All nodes of a tree, as `visit` comes to them. Several questions to one tree are one walk. */
export function nodesOf(tree: Module): readonly Node[] {
  let nodes = lists.get(tree);
  if (nodes === undefined) {
    nodes = nodesIn(tree.body);
    lists.set(tree, nodes);
  }
  return nodes;
}

const indexes = new WeakMap<Module, ReadonlyMap<string | undefined, readonly Node[]>>();

/** The statements and expressions of a kind in a whole tree, in the order of the text. */
export function nodesOfKind<K extends Kind>(tree: Module, kind: K): readonly OfKind<K>[] {
  let index = indexes.get(tree);
  if (index === undefined) {
    const nodes = new Map<string | undefined, Node[]>();
    for (const node of nodesOf(tree)) {
      const known = nodes.get(node.kind);
      if (known === undefined) nodes.set(node.kind, [node]);
      else known.push(node);
    }
    index = nodes;
    indexes.set(tree, index);
  }
  return (index.get(kind) ?? []) as readonly OfKind<K>[];
}
