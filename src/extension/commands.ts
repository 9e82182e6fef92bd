import * as vscode from "vscode";
import { commands, type ExplainParams, type LensArguments, type SubjectEntries } from "../server/protocol";
import type { Client } from "./client";
import { applyEdits } from "./edits";
import { explainShape } from "./explain";
import { pickDevice } from "./memory";
import type { Panels } from "./server";

export function registerCommands(
  client: Client,
  panels: () => Panels,
  log: vscode.LogOutputChannel,
  extension: vscode.Uri,
): vscode.Disposable {
  const onTarget = (action: (target: LensArguments) => unknown) => async (given?: LensArguments) => {
    const target = isTarget(given) ? given : await targetAtCursor(client);
    if (target) await action(target);
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      commands.forward,
      onTarget((target) => panels().showForward(target)),
    ),
    vscode.commands.registerCommand(
      commands.run,
      onTarget((target) => panels().run(target)),
    ),
    vscode.commands.registerCommand(
      commands.pickEntry,
      onTarget((target) => pickEntry(client, target)),
    ),
    vscode.commands.registerCommand(commands.addExample, (given?: LensArguments) => addExample(client, given)),
    vscode.commands.registerCommand(commands.shapeComments, () => writeShapeComments(client)),
    vscode.commands.registerCommand(commands.explain, (given?: ExplainParams) =>
      explainShape(client, given?.range === undefined ? undefined : given),
    ),
    vscode.commands.registerCommand(commands.pickDevice, () => pickDevice(client)),
    vscode.commands.registerCommand(commands.openExample, () => openExample(extension)),
    vscode.commands.registerCommand(commands.toggleInlayHints, toggleInlayHints),
    vscode.commands.registerCommand(commands.restart, () => client.restart()),
    vscode.commands.registerCommand(commands.showLog, () => log.show(true)),
  );
}

/** Commands of a menu are given other things, such as the file's URI. */
function isTarget(given: unknown): given is LensArguments {
  return typeof (given as LensArguments | undefined)?.subject === "string";
}

/** The class or function around the cursor, else the file's first. */
async function targetAtCursor(client: Client, unfollowed = false): Promise<LensArguments | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "python") return undefined;
  const uri = editor.document.uri.toString();
  const subjects = (await client.entries(uri)) ?? [];
  const line = editor.selection.active.line;
  const counts = (each: SubjectEntries) => unfollowed || each.entries.length > 0;
  const around = subjects.findLast((each) => each.line <= line && counts(each));
  const subject = around ?? subjects.find(counts);
  if (!subject) {
    vscode.window.setStatusBarMessage(vscode.l10n.t("ShapeScope found no module class in this file."), 5000);
    return undefined;
  }
  return { uri: subject.uri, subject: subject.subject, ...(subject.shown !== undefined && { entryId: subject.shown }) };
}

async function pickEntry(client: Client, { uri, subject }: LensArguments): Promise<void> {
  const found = (await client.entries(uri))?.find((each) => each.subject === subject);
  if (!found) return;
  const picked = await vscode.window.showQuickPick(entryItems(found), {
    title: vscode.l10n.t("{0}: shapes of which call?", subject),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked) await client.pick({ uri, subject, entryId: picked.id });
}

const kinds = {
  given: vscode.l10n.t("sizes that you gave"),
  example: vscode.l10n.t("example in a comment"),
  call: vscode.l10n.t("call in the code"),
  annotated: vscode.l10n.t("shapes that the author wrote"),
  symbolic: vscode.l10n.t("sizes as symbols"),
};

function entryItems({ entries, shown }: SubjectEntries): (vscode.QuickPickItem & { id: string })[] {
  return entries.map(({ id, label, kind, runnable }) => ({
    id,
    label: `${id === shown ? "$(check) " : ""}${label}`,
    description: kinds[kind],
    ...(!runnable && { detail: vscode.l10n.t("cannot be executed: not all sizes are numbers") }),
  }));
}

/** Shape comments for the function at the cursor, as one edit that can be undone. */
async function writeShapeComments(client: Client): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "python") return;
  const { document, selection } = editor;
  const { line, character } = selection.active;
  const found = await client.shapeComments({ uri: document.uri.toString(), position: { line, character } });
  if (!found || found.edits.length === 0) {
    vscode.window.setStatusBarMessage(
      vscode.l10n.t("ShapeScope has no shape comment to write in this function."),
      5000,
    );
    return;
  }
  await applyEdits(document.uri, found);
}

/** An example call above a class or function that has none: the lens's, else the one around the cursor. */
async function addExample(client: Client, given: LensArguments | undefined): Promise<void> {
  const target = isTarget(given) ? given : await targetAtCursor(client, true);
  if (target === undefined) return;
  const { uri, subject } = target;
  const found = await client.example({ uri, subject });
  if (!found || found.edits.length === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t("ShapeScope has no example call to write here."), 5000);
    return;
  }
  await applyEdits(vscode.Uri.parse(uri), found);
}

/** A file of its own, that may be changed: the walkthrough's example. */
async function openExample(extension: vscode.Uri): Promise<void> {
  const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, "media", "walkthrough", "example.py"));
  const document = await vscode.workspace.openTextDocument({
    language: "python",
    content: new TextDecoder().decode(text),
  });
  await vscode.window.showTextDocument(document, { preview: false });
}

async function toggleInlayHints(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("shapescope");
  const next = settings.get("inlayHints") === "off" ? "onChange" : "off";
  await settings.update("inlayHints", next, vscode.ConfigurationTarget.Global);
}
