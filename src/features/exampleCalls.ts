import type { Subject } from "../analysis/report";
import { LineIndex } from "./places";
import type { TextEdit } from "./shapeComments";
import type { View } from "./view";

/** What the action is called, wherever it is offered. */
export const ADD_EXAMPLE = "Add an example call";

/** What it is called where the call has been given already. */
export const WRITE_EXAMPLE = "Write the sizes as an example call";

/** The comment with an example call above a class or function; undefined where there is none to write. Without a call, the one for what could not be followed. */
export function exampleComment(
  text: string,
  { head, unfollowed }: Subject,
  call = unfollowed?.example,
): TextEdit | undefined {
  if (call === undefined) return undefined;
  const lines = new LineIndex(text);
  const { line } = lines.position(head);
  const start = lines.startOfLine(line);
  const indent = /^[ \t]*/.exec(text.slice(start, head))![0];
  const newline = text.slice(lines.endOfLine(line)).startsWith("\r\n") ? "\r\n" : "\n";
  return { start, end: start, text: `${indent}# shapescope: ${call}${newline}` };
}

/** The subject on whose line, or that of whose `forward`, an offset is, where no call in the text says what its sizes are. */
export function withoutCallAt(view: View, text: string, offset: number): Subject | undefined {
  const lines = new LineIndex(text);
  const { line } = lines.position(offset);
  const subject = view.subjects.find(({ start, forward }) =>
    [start, ...(forward === undefined ? [] : [forward.start])].some((at) => lines.position(at).line === line),
  );
  if (subject === undefined || subject.unfollowed !== undefined) return subject;
  const written = view.entries(subject).some(({ kind }) => kind === "example" || kind === "call");
  return written ? undefined : subject;
}

/** The call that was given for a subject, where it is shown. */
export function givenCall(view: View, subject: Subject): string | undefined {
  const shown = view.shown(subject);
  return shown?.kind === "given" ? shown.id : undefined;
}
