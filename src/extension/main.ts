import * as vscode from "vscode";
import { offerTools } from "./assistants";
import { Client } from "./client";
import { registerCommands } from "./commands";
import { createExplorer } from "./explorer";
import { createLineCosts } from "./lineCosts";
import { createPanels } from "./panels";
import { createStatus } from "./status";

let client: Client | undefined;

/** Starts the language server and returns; all work is done in the server's process. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("ShapeScope", { log: true });
  const started = new Client(context, log);
  client = started;
  const panels = createPanels(context, started);
  context.subscriptions.push(
    log,
    started,
    panels,
    registerCommands(started, () => panels, log, context.extensionUri),
    createStatus(started),
    createLineCosts(started),
    createExplorer(started),
    offerTools(context),
  );
  void started.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
