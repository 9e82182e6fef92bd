import * as vscode from "vscode";
import type { LineCost } from "../server/protocol";
import type { Client } from "./client";

/** Writes the cost of the lines that cost most after their text, in a quiet colour. */
export function createLineCosts(client: Client): vscode.Disposable {
  const type = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor("editorCodeLens.foreground"), margin: "0 0 0 3em", fontStyle: "italic" },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });

  async function update(editor: vscode.TextEditor): Promise<void> {
    if (editor.document.languageId !== "python") return;
    const { version, uri } = editor.document;
    const costs = (await client.lineCosts(uri.toString())) ?? [];
    // Decorations move along with edits: an answer about another version would put them on other lines.
    if (editor.document.version === version)
      editor.setDecorations(
        type,
        costs.map((cost) => decoration(editor, cost)),
      );
  }

  function updateAll(uri?: string): void {
    for (const editor of vscode.window.visibleTextEditors)
      if (uri === undefined || editor.document.uri.toString() === uri) void update(editor);
  }

  return vscode.Disposable.from(
    type,
    vscode.window.onDidChangeVisibleTextEditors(() => updateAll()),
    client.onStart(() => updateAll()),
    client.onStatus(({ state, uri }) => {
      if (state !== "working") updateAll(vscode.Uri.parse(uri).toString());
    }),
  );
}

function decoration(editor: vscode.TextEditor, { line, text, detail }: LineCost): vscode.DecorationOptions {
  const end = editor.document.lineAt(Math.min(line, editor.document.lineCount - 1)).range.end;
  return {
    range: new vscode.Range(end, end),
    hoverMessage: new vscode.MarkdownString(detail),
    renderOptions: { after: { contentText: text } },
  };
}
