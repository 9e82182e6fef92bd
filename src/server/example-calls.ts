import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { ADD_EXAMPLE, exampleComment, unfollowedAt } from "../features/exampleCalls";
import type { Position } from "../features/places";
import type { Answer, OpenDocument } from "./documents";
import type { DocumentEdits } from "./protocol";

/** The edit that writes an example call above a class or function, in the text as it is now. */
export function exampleEdits(document: OpenDocument, { snapshot, view }: Answer, name: string): DocumentEdits {
  const subject = view.subject(name);
  const edit = subject && exampleComment(snapshot.text, subject);
  const range = edit && document.range(snapshot, edit.start, edit.end);
  return { version: document.version, edits: range === undefined ? [] : [{ range, newText: edit!.text }] };
}

/** The same as a refactoring, offered on the line of the name and on that of `forward`. */
export function exampleActions(document: OpenDocument, answer: Answer, position: Position): CodeAction[] {
  const { snapshot, view } = answer;
  const offset = document.offset(snapshot, position);
  const subject = offset === undefined ? undefined : unfollowedAt(view, snapshot.text, offset);
  const { edits } = subject === undefined ? { edits: [] } : exampleEdits(document, answer, subject.name);
  if (edits.length === 0) return [];
  const changes = { [document.uri]: edits };
  return [{ title: ADD_EXAMPLE, kind: CodeActionKind.RefactorRewrite, edit: { changes } }];
}
