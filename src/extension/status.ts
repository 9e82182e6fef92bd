import * as vscode from "vscode";
import { type AnalysisStatus, commands } from "../server/protocol";
import type { Server } from "./server";

/** The status bar's item: what ShapeScope knows of the file in front, in plain words. */
export function createStatus(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("shapescope.status", vscode.StatusBarAlignment.Right, 90);
  item.name = "ShapeScope";
  item.command = commands.showLog;
  const last = new Map<string, AnalysisStatus>();

  function show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const status = document && last.get(document.uri.toString());
    if (document?.languageId !== "python" || !status) {
      item.hide();
      return;
    }
    item.text = statusText(status);
    item.tooltip = statusTooltip(status);
    item.command = status.entry && status.state !== "off" ? commands.pickEntry : commands.showLog;
    item.show();
  }

  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => last.delete(uri.toString())),
    server.onStatus((status) => {
      const uri = vscode.Uri.parse(status.uri).toString();
      last.set(uri, { ...last.get(uri), givenUp: undefined, ...status });
      show();
    }),
  );
}

function statusText({ state, ms, errors = 0, partial, givenUp }: AnalysisStatus): string {
  if (state === "off") return "$(circle-slash) ShapeScope";
  if (givenUp !== undefined) return "$(stop-circle) ShapeScope: given up";
  const problems = errors === 0 ? "" : ` $(error) ${errors}`;
  const time = ms === undefined ? "" : ` ${Math.max(1, Math.round(ms))} ms`;
  const part = partial === undefined ? "" : " (partial)";
  return `${state === "working" ? "$(sync~spin)" : "$(symbol-array)"} ShapeScope${time}${part}${problems}`;
}

function statusTooltip(status: AnalysisStatus): string {
  const { state, ms, errors = 0, warnings = 0, entry, subjects = 0, partial } = status;
  if (state === "off") return "ShapeScope is switched off by the setting shapescope.enable.";
  if (status.givenUp !== undefined)
    return `The analysis of this file was given up: ${status.givenUp}. It is tried again when the text changes.`;
  const found = [count(errors, "error"), count(warnings, "warning")].filter((part) => part !== "");
  return [
    state === "working" ? "Analysing…" : `Analysed in ${Math.max(1, Math.round(ms ?? 0))} ms.`,
    ...(partial === undefined ? [] : [`Part of the answer: ${partial}.`]),
    subjects === 0
      ? "No module classes found in this file."
      : `${count(subjects, "class or function", "classes and functions")}.`,
    ...(entry ? [`Shapes are those of: ${entry}`] : []),
    found.length > 0 ? `Found ${found.join(", ")}.` : "No problems found.",
  ].join("\n");
}

function count(number: number, one: string, many = `${one}s`): string {
  return number === 0 ? "" : `${number} ${number === 1 ? one : many}`;
}
