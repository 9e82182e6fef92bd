import type { Source } from "../source";
import { PROLOGUE } from "./magics";

/** What begins a cell in a script: https://code.visualstudio.com/docs/python/jupyter-support-py */
const CELL = /^\s*(%%|In\[)/;

/** Whether a program runs cell by cell, as a notebook does: what the last line of a cell gives is shown. */
export function isInCells({ text, tree }: Source): boolean {
  return text.startsWith(PROLOGUE) || tree.comments.some((comment) => comment.ownLine && CELL.test(comment.text));
}
