import * as vscode from "vscode";
import type { MemorySettings } from "../webview/protocol";
import type { Client } from "./client";

/** Asks for the device that programs shall fit into, and keeps it as the user's setting. */
export async function pickDevice(client: Client): Promise<void> {
  const choices = (await client.devices()) ?? [];
  const item = ({ name, description, chosen }: (typeof choices)[number]) => ({
    name,
    label: `${chosen ? "$(check) " : ""}${name}`,
    description,
  });
  const none = { label: vscode.l10n.t("None"), description: vscode.l10n.t("only what memory is taken"), name: "" };
  const picked = await vscode.window.showQuickPick([...choices.map(item), none], {
    title: vscode.l10n.t("Shall it fit into which device?"),
    placeHolder: vscode.l10n.t("Devices of your own: the setting shapescope.memory.devices"),
    matchOnDescription: true,
  });
  if (picked) await update("device", picked.name);
}

export async function setMemory(change: MemorySettings): Promise<void> {
  for (const [name, value] of Object.entries(change)) await update(name, value);
}

async function update(name: string, value: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration("shapescope.memory");
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
}
