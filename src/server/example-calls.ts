import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { ADD_EXAMPLE, exampleComment, givenCall, WRITE_EXAMPLE, withoutCallAt } from "../features/exampleCalls";
import type { Position } from "../features/places";
import type { Answer, OpenDocument } from "./documents";
import type { DocumentEdits } from "./protocol";

/** What an action without edits is about: they are made when it is chosen. */
export interface ExampleData {
  uri: string;
  example: string;
}

/**
 * The edit that writes an example call above a class or function, in the text as it is now: the call that is named, else the one that was given,
 * else the one for what could not be followed.
 */
export function exampleEdits(
  document: OpenDocument,
  { snapshot, view }: Answer,
  name: string,
  call?: string,
): DocumentEdits {
  const subject = view.subject(name);
  const edit = subject && exampleComment(snapshot.text, subject, call ?? givenCall(view, subject));
  const range = edit && document.range(snapshot, edit.start, edit.end);
  return { version: document.version, edits: range === undefined ? [] : [{ range, newText: edit!.text }] };
}

/** The same as a refactoring, offered on the line of the name and on that of `forward`. Where the sizes must be found first, it comes without its edit. */
export function exampleActions(document: OpenDocument, answer: Answer, position: Position): CodeAction[] {
  const { snapshot, view } = answer;
  const offset = document.offset(snapshot, position);
  const subject = offset === undefined ? undefined : withoutCallAt(view, snapshot.text, offset);
  if (subject === undefined) return [];
  const title = givenCall(view, subject) === undefined ? ADD_EXAMPLE : WRITE_EXAMPLE;
  const action: CodeAction = { title, kind: CodeActionKind.RefactorRewrite };
  const { edits } = exampleEdits(document, answer, subject.name);
  if (edits.length > 0) return [{ ...action, edit: { changes: { [document.uri]: edits } } }];
  if (subject.unfollowed !== undefined) return [];
  return [{ ...action, data: { uri: document.uri, example: subject.name } satisfies ExampleData }];
}
