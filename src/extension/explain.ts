import * as vscode from "vscode";
import type { ExplainedStep, ExplainParams, ExplainResult } from "../server/protocol";
import type { Client } from "./client";
import { cellAt, revealCell } from "./notebook";

interface StepItem extends vscode.QuickPickItem {
  step: ExplainedStep;
}

const ICONS: Record<ExplainedStep["kind"], string> = {
  input: "symbol-parameter",
  parameter: "symbol-field",
  module: "symbol-class",
  name: "symbol-variable",
  operator: "symbol-operator",
  data: "symbol-numeric",
  requirement: "symbol-constant",
  unknown: "question",
};

/** Shows the chain from the input to a value as a list; the editor follows the item that is active, and goes back where none is chosen. */
export async function explainShape(client: Client, given?: ExplainParams): Promise<void> {
  const params = given ?? atSelection();
  if (params === undefined) return;
  const result = await client.explain(params);
  if (result === undefined) return;
  const { file, nothing, steps } = result;
  if (nothing !== undefined || steps.length === 0) {
    const why = nothing ?? vscode.l10n.t("its sizes are written there");
    vscode.window.setStatusBarMessage(`ShapeScope: ${why}.`, 5000);
    return;
  }
  const uriOf = (path: string) => (path === file ? vscode.Uri.parse(params.uri) : vscode.Uri.file(path));
  await pickStep(result, uriOf);
}

function atSelection(): ExplainParams | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "python") return undefined;
  const { start, end } = editor.selection;
  const position = ({ line, character }: vscode.Position) => ({ line, character });
  return { uri: editor.document.uri.toString(), range: { start: position(start), end: position(end) } };
}

async function pickStep(result: ExplainResult, uriOf: (file: string) => vscode.Uri): Promise<void> {
  const back = whereWeAre();
  const list = vscode.window.createQuickPick<StepItem>();
  const highlight = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor("editor.rangeHighlightBackground"),
  });
  list.title = vscode.l10n.t("Why {0}? {1}", result.shape, oneLine(result.text));
  list.placeholder = vscode.l10n.t("The chain from the input, in {0}", result.entry);
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = result.steps.map(stepItem);
  // The chain is read towards what was asked.
  list.activeItems = list.items.slice(-1);
  let chosen: StepItem | undefined;
  let last: Promise<void> = Promise.resolve();
  const show = ({ step }: StepItem, preview: boolean) => {
    last = last.then(() => reveal(uriOf(step.file), step, preview ? highlight : undefined));
  };
  try {
    await new Promise<void>((resolve) => {
      list.onDidChangeActive(([item]) => item && show(item, true));
      list.onDidAccept(() => {
        chosen = list.activeItems[0];
        list.hide();
      });
      list.onDidHide(() => resolve());
      list.show();
    });
    if (chosen !== undefined) show(chosen, false);
    await last;
    if (chosen === undefined) await back();
  } finally {
    highlight.dispose();
    list.dispose();
  }
}

function stepItem(step: ExplainedStep): StepItem {
  const { kind, line, text, module, op, shapes, notes } = step;
  const by = module ? `${module.class} ${module.path}`.trim() : (op ?? "");
  return {
    step,
    label: `$(${ICONS[kind]}) ${line}: ${oneLine(text)}`,
    description: [by, shapes].filter((part) => part !== "").join("  "),
    detail: notes.join("; ").replaceAll("`", ""),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** Goes to a step; a preview leaves the focus to the list. */
async function reveal(
  uri: vscode.Uri,
  { line, column, endLine, endColumn }: ExplainedStep,
  preview: vscode.TextEditorDecorationType | undefined,
): Promise<void> {
  const cell = cellAt(uri, line - 1);
  if (cell) return revealCell(cell);
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, {
      preserveFocus: preview !== undefined,
      preview: true,
    });
    const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
    editor.selection = new vscode.Selection(range.start, preview === undefined ? range.start : range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    if (preview) editor.setDecorations(preview, [range]);
  } catch {
    vscode.window.setStatusBarMessage(vscode.l10n.t("ShapeScope: {0} can't be opened.", uri.fsPath), 5000);
  }
}

/** Remembers the editor, its selection and its scroll position; the function returns there. */
function whereWeAre(): () => Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return async () => {};
  const { document, selection, viewColumn } = editor;
  const [visible] = editor.visibleRanges;
  return async () => {
    const again = await vscode.window.showTextDocument(document, { viewColumn, selection });
    if (visible) again.revealRange(visible, vscode.TextEditorRevealType.AtTop);
  };
}
