import * as vscode from "vscode";
import type { DocumentEdits } from "../server/protocol";
import { cellAt } from "./notebook";

/** Edits of a document as one that can be undone; none where it was typed in since. Those of a notebook are made in its cells. */
export async function applyEdits(uri: vscode.Uri, { version, edits }: DocumentEdits): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const isNotebook = vscode.workspace.notebookDocuments.some((one) => one.uri.fsPath === uri.fsPath);
  if (!isNotebook && version !== (await vscode.workspace.openTextDocument(uri)).version) return;
  for (const { range, newText } of edits) {
    const cell = isNotebook ? cellAt(uri, range.start.line) : undefined;
    if (isNotebook && cell === undefined) return;
    const by = cell === undefined ? 0 : range.start.line - cell.line;
    const { start, end } = range;
    const place = new vscode.Range(start.line - by, start.character, end.line - by, end.character);
    edit.replace(cell?.cell.document.uri ?? uri, place, newText);
  }
  await vscode.workspace.applyEdit(edit);
}
