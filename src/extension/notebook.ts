import * as vscode from "vscode";

/** The line of a notebook's program at which its first code cell begins, from 0: the names that IPython gives stand before. */
const FIRST = 1;

/** The cell of an open notebook in which a line of its program stands; both lines from 0. */
export function cellAt(
  file: vscode.Uri,
  line: number,
): { notebook: vscode.NotebookDocument; cell: vscode.NotebookCell; line: number } | undefined {
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.fsPath === file.fsPath);
  let first = FIRST;
  for (const cell of notebook?.getCells() ?? []) {
    if (cell.kind !== vscode.NotebookCellKind.Code || cell.document.languageId !== "python") continue;
    if (line < first + cell.document.lineCount) return { notebook: notebook!, cell, line: Math.max(0, line - first) };
    first += cell.document.lineCount;
  }
  return undefined;
}

/** Selects a line of a cell in the notebook's editor. */
export async function revealCell({ notebook, cell, line }: NonNullable<ReturnType<typeof cellAt>>): Promise<void> {
  const selections = [new vscode.NotebookRange(cell.index, cell.index + 1)];
  const editor = await vscode.window.showNotebookDocument(notebook, { selections, viewColumn: vscode.ViewColumn.One });
  editor.revealRange(selections[0], vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  const text = vscode.window.visibleTextEditors.find(({ document }) => document === cell.document);
  if (text) text.selection = new vscode.Selection(line, 0, line, text.document.lineAt(line).text.length);
}
