import type { Subject } from "../analysis/report";
import { LineIndex } from "./places";
import type { TextEdit } from "./shapeComments";
import type { View } from "./view";

/** What the action is called, wherever it is offered. */
export const ADD_EXAMPLE = "Add an example call";

/** The comment with an example call above a class or function that could not be followed; undefined where there is none to write. */
export function exampleComment(text: string, { head, unfollowed }: Subject): TextEdit | undefined {
  if (unfollowed?.example === undefined) return undefined;
  const lines = new LineIndex(text);
  const { line } = lines.position(head);
  const start = lines.startOfLine(line);
  const indent = /^[ \t]*/.exec(text.slice(start, head))![0];
  const newline = text.slice(lines.endOfLine(line)).startsWith("\r\n") ? "\r\n" : "\n";
  return { start, end: start, text: `${indent}# shapescope: ${unfollowed.example}${newline}` };
}

/** The subject on whose line, or that of whose `forward`, an offset is, where it could not be followed. */
export function unfollowedAt(view: View, text: string, offset: number): Subject | undefined {
  const lines = new LineIndex(text);
  const { line } = lines.position(offset);
  return view.subjects.find(
    ({ unfollowed, start, forward }) =>
      unfollowed !== undefined &&
      [start, ...(forward === undefined ? [] : [forward.start])].some((at) => lines.position(at).line === line),
  );
}
