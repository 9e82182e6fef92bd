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
  if (givenUp !== undefined) return `$(stop-circle) ${vscode.l10n.t("ShapeScope: given up")}`;
  const part =
    unfollowedCount > 0
      ? ` ${vscode.l10n.t("{0} of {1}", subjects - unfollowedCount, subjects)}`
      : partial === undefined
        ? ""
        : ` ${vscode.l10n.t("(partial)")}`;
  return `$(symbol-array) ShapeScope${part}${errors === 0 ? "" : ` $(error) ${errors}`}`;
}

/** What is analysed, and what not and why. */
function statusTooltip(status: AnalysisStatus): string {
  const { errors = 0, warnings = 0, entry, subjects = 0, partial, unfollowed = [], unfollowedCount = 0 } = status;
  if (status.givenUp !== undefined)
    return vscode.l10n.t(
      "The analysis of this file was given up: {0}. It is tried again when the text changes.",
      status.givenUp,
    );
  const found = [
    ...(errors === 0 ? [] : [errors === 1 ? vscode.l10n.t("1 error") : vscode.l10n.t("{0} errors", errors)]),
    ...(warnings === 0 ? [] : [warnings === 1 ? vscode.l10n.t("1 warning") : vscode.l10n.t("{0} warnings", warnings)]),
  ];
  const followed = subjects - unfollowedCount;
  return [
    ...(subjects === 0
      ? []
      : [
          unfollowedCount === 0
            ? vscode.l10n.t("Classes and functions analysed: {0}", subjects)
            : vscode.l10n.t("Classes and functions analysed: {0} of {1}. Not followed:", followed, subjects),
        ]),
    ...unfollowed.map(
      ({ name, line, reason }) => `• ${name}: ${reason}${line > 0 ? ` ${vscode.l10n.t("(line {0})", line)}` : ""}`,
    ),
    ...(unfollowedCount > unfollowed.length
      ? [`• ${vscode.l10n.t("and {0} more", unfollowedCount - unfollowed.length)}`]
      : []),
    ...(partial === undefined ? [] : [vscode.l10n.t("Part of the answer: {0}.", partial)]),
    ...(entry ? [vscode.l10n.t("Shapes are those of: {0}", entry)] : []),
    found.length > 0 ? vscode.l10n.t("Found {0}.", found.join(", ")) : vscode.l10n.t("No problems found."),
  ].join("\n");
}
