import { join } from "node:path";
import * as vscode from "vscode";

/** What VS Code has since 1.101 for servers of the Model Context Protocol; the types of the oldest version that is served lack it. */
interface ModelContext {
  registerMcpServerDefinitionProvider?(
    id: string,
    provider: { provideMcpServerDefinitions(): object[] },
  ): vscode.Disposable;
}

interface Definitions {
  McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args: string[],
    env: Record<string, string>,
    version: string,
  ) => { cwd?: vscode.Uri };
}

/** The provider's name in `package.json`. */
const ID = "shapescope.mcp";

const nothing: vscode.Disposable = { dispose: () => undefined };

/** Offers `shapescope mcp` to the editor's assistants, where the editor has a place for it. Nothing starts until one of them asks. */
export function offerTools({ extensionPath, extension }: vscode.ExtensionContext): vscode.Disposable {
  const { lm } = vscode as unknown as { lm?: ModelContext };
  const { McpStdioServerDefinition: Definition } = vscode as unknown as Definitions;
  if (lm?.registerMcpServerDefinitionProvider === undefined || Definition === undefined) return nothing;
  const { version } = extension.packageJSON as { version: string };
  const command = join(extensionPath, "dist", "cli.js");
  const provideMcpServerDefinitions = () => {
    // The editor's own Node: nothing has to be installed.
    const definition = new Definition(
      "ShapeScope",
      process.execPath,
      [command, "mcp"],
      { ELECTRON_RUN_AS_NODE: "1" },
      version,
    );
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder !== undefined) definition.cwd = folder.uri;
    return [definition];
  };
  try {
    return lm.registerMcpServerDefinitionProvider(ID, { provideMcpServerDefinitions });
  } catch {
    // While it was a proposal, before 1.101, it was there and refused whoever used it.
    return nothing;
  }
}
