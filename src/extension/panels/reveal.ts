import * as vscode from "vscode";
import type { Place } from "../../webview/protocol";
import { cellAt, revealCell } from "../notebook";

/** Selects a place in the editor that shows its file, or opens one beside the panel. */
export async function reveal(place: Place, focus: boolean): Promise<void> {
  const uri = vscode.Uri.file(place.file);
  const cell = cellAt(uri, place.line - 1);
  if (cell) return revealCell(cell);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.fsPath === uri.fsPath);
  const document = shown?.document ?? (await open(uri));
  if (!document) return;
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    preserveFocus: !focus,
  });
  const range = rangeOf(place, document);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function open(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    vscode.window.setStatusBarMessage(vscode.l10n.t("ShapeScope: {0} can't be opened.", uri.fsPath), 5000);
    return undefined;
  }
}

/** The expression where its offsets still lie on the line, else the line's text. */
function rangeOf(place: Place, document: vscode.TextDocument): vscode.Range {
  const line = document.lineAt(Math.min(Math.max(0, place.line - 1), document.lineCount - 1));
  if (place.start !== undefined && place.end !== undefined) {
    const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
    if (range.start.line <= line.lineNumber && line.lineNumber <= range.end.line) return range;
  }
  return new vscode.Range(line.lineNumber, line.firstNonWhitespaceCharacterIndex, line.lineNumber, line.text.length);
}
