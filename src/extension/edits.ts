import * as vscode from "vscode";
import type { DocumentEdits } from "../server/protocol";

/** Edits of a document as one that can be undone; none where it was typed in since. */
export async function applyEdits(document: vscode.TextDocument, { version, edits }: DocumentEdits): Promise<void> {
  if (version !== document.version) return;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(document.uri, new vscode.Range(start.line, start.character, end.line, end.character), newText);
  }
  await vscode.workspace.applyEdit(edit);
}
