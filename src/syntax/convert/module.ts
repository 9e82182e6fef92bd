import type { Comment, Module, Span } from "../ast";
import { syntaxProblems } from "../problems";
import type { Repaired } from "../repair/repair";
import type { FlatTree } from "../tree";
import { Context } from "./context";
import { EXPRESSIONS } from "./expressions";
import { statements } from "./statements";

/** The whole tree as a `Module`, in offsets of the text as the user wrote it. */
export function convertModule(tree: FlatTree, mended?: Repaired): Module {
  const cx = new Context(tree, EXPRESSIONS, mended?.text);
  const body = statements(cx, 0);
  const mapped = <T extends Span>(node: T): T =>
    mended ? { ...node, start: mended.text.original(node.start), end: mended.text.original(node.end) } : node;
  const comments: Comment[] = mended ? tree.comments.map(mapped) : tree.comments;
  const known = mended?.problems ?? [];
  // One problem a line is enough: what was mended there has been told.
  const others = [...syntaxProblems(tree).map(mapped), ...cx.problems].filter(
    (problem) => !known.some((told) => onOneLine(mended?.before ?? "", told, problem)),
  );
  return { body, comments, problems: [...known, ...others].sort((a, b) => a.start - b.start) };
}

function onOneLine(text: string, a: Span, b: Span): boolean {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  return !text.slice(first.start, second.start).includes("\n");
}
