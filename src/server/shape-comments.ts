import { t } from "@vscode/l10n";
import { type CodeAction, CodeActionKind, type TextEdit } from "vscode-languageserver";
import type { Position } from "../features/places";
import { functionHeader, shapeComments } from "../features/shapeComments";
import type { Answer, OpenDocument } from "./documents";
import type { DocumentEdits } from "./protocol";

/** The edits that bring the shape comments of the function around a position up to date, in the text as it is now. */
export function shapeCommentEdits(document: OpenDocument, answer: Answer, position: Position): DocumentEdits {
  const { snapshot, view } = answer;
  const offset = document.offset(snapshot, position);
  const found = offset === undefined ? [] : shapeComments(view, snapshot.text, offset);
  const edits = found.flatMap(({ start, end, text }): TextEdit[] => {
    const range = document.range(snapshot, start, end);
    // A line that was typed in since waits for its analysis.
    const before = snapshot.lines.position(start).line;
    if (range === undefined || lineOf(snapshot, before) !== lineOf(document, range.start.line)) return [];
    return [{ range, newText: text }];
  });
  return { version: document.version, edits };
}

function lineOf({ text, lines }: Pick<OpenDocument, "text" | "lines">, line: number): string {
  return text.slice(lines.startOfLine(line), lines.endOfLine(line));
}

/** The same as a refactoring, offered on the function's first line. */
export function shapeCommentActions(document: OpenDocument, answer: Answer, position: Position): CodeAction[] {
  const { snapshot, view } = answer;
  const offset = document.offset(snapshot, position);
  const name = offset === undefined ? undefined : functionHeader(view, snapshot.text, offset);
  if (name === undefined) return [];
  const { edits } = shapeCommentEdits(document, answer, position);
  if (edits.length === 0) return [];
  return [
    {
      title: t("Insert or update shape comments in `{0}`", name),
      kind: CodeActionKind.RefactorRewrite,
      edit: { changes: { [document.uri]: edits } },
    },
  ];
}
