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
    if (document?.languageId !== "python" || !status || !isTelling(status)) {
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

/** A file without tensors has nothing to be told of. */
function isTelling({ state, subjects = 0, errors = 0, warnings = 0, partial, givenUp }: AnalysisStatus): boolean {
  return state !== "off" && (subjects + errors + warnings > 0 || partial !== undefined || givenUp !== undefined);
}

function statusText({ errors = 0, subjects = 0, unfollowedCount = 0, partial, givenUp }: AnalysisStatus): string {
  if (givenUp !== undefined) return "$(stop-circle) ShapeScope: given up";
  const part =
    unfollowedCount > 0 ? ` ${subjects - unfollowedCount} of ${subjects}` : partial === undefined ? "" : " (partial)";
  return `$(symbol-array) ShapeScope${part}${errors === 0 ? "" : ` $(error) ${errors}`}`;
}

/** What is analysed, and what not and why. */
function statusTooltip(status: AnalysisStatus): string {
  const { errors = 0, warnings = 0, entry, subjects = 0, partial, unfollowed = [], unfollowedCount = 0 } = status;
  if (status.givenUp !== undefined)
    return `The analysis of this file was given up: ${status.givenUp}. It is tried again when the text changes.`;
  const found = [count(errors, "error"), count(warnings, "warning")].filter((part) => part !== "");
  const followed = subjects - unfollowedCount;
  return [
    ...(subjects === 0
      ? []
      : [
          unfollowedCount === 0
            ? `${count(subjects, "class or function", "classes and functions")} analysed.`
            : `${followed} of ${count(subjects, "class or function", "classes and functions")} analysed. Not followed:`,
        ]),
    ...unfollowed.map(({ name, line, reason }) => `• ${name}: ${reason}${line > 0 ? ` (line ${line})` : ""}`),
    ...(unfollowedCount > unfollowed.length ? [`• and ${unfollowedCount - unfollowed.length} more`] : []),
    ...(partial === undefined ? [] : [`Part of the answer: ${partial}.`]),
    ...(entry ? [`Shapes are those of: ${entry}`] : []),
    found.length > 0 ? `Found ${found.join(", ")}.` : "No problems found.",
  ].join("\n");
}

function count(number: number, one: string, many = `${one}s`): string {
  return number === 0 ? "" : `${number} ${number === 1 ? one : many}`;
}
