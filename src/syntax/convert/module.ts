import type { Module } from "../ast";
import { syntaxProblems } from "../problems";
import type { FlatTree } from "../tree";
import { Context, type Repair } from "./context";
import { EXPRESSIONS } from "./expressions";
import { statements } from "./statements";

/** The whole tree as a `Module`. */
export function convertModule(tree: FlatTree, repair?: Repair): Module {
  const cx = new Context(tree, EXPRESSIONS, repair);
  const body = statements(cx, 0);
  const problems = [...syntaxProblems(tree), ...cx.problems].sort((a, b) => a.start - b.start);
  return { body, comments: tree.comments, problems };
}
