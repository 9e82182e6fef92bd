import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";
import type * as Calls from "./tool-calls";

/** What VS Code has since 1.95 for tools and since 1.101 for servers of the Model Context Protocol; the types of the oldest version that is served lack both. */
interface LanguageModels {
  registerTool?(
    name: string,
    tool: {
      invoke(options: { input: object }, cancel: vscode.CancellationToken): Promise<object>;
      prepareInvocation(): { invocationMessage: string };
    },
  ): vscode.Disposable;
  registerMcpServerDefinitionProvider?(
    id: string,
    provider: { provideMcpServerDefinitions(): object[] },
  ): vscode.Disposable;
}

interface Classes {
  McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args: string[],
    env: Record<string, string>,
    version: string,
  ) => { cwd?: vscode.Uri };
  LanguageModelToolResult?: new (parts: object[]) => object;
  LanguageModelTextPart?: new (text: string) => object;
}

/** A tool as `package.json` names it. */
interface ContributedTool {
  name: string;
  displayName: string;
}

/** The provider's name in `package.json`. */
const ID = "shapescope.mcp";
/** What stands before the tools' own names there. */
const PREFIX = "shapescope_";

const { lm } = vscode as unknown as { lm?: LanguageModels };
const classes = vscode as unknown as Classes;

const nothing: vscode.Disposable = { dispose: () => undefined };

/** Offers the tools of `shapescope mcp` to the editor's assistants, where the editor has a place for them. Nothing starts until one of them asks. */
export function offerTools(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.Disposable.from(offerServer(context), offerLanguageModelTools(context));
}

/** How the editor's own Node serves the tools: nothing has to be installed. */
function serverStart({ extensionPath }: vscode.ExtensionContext): Calls.Start {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return {
    command: process.execPath,
    args: [join(extensionPath, "dist", "cli.js"), "mcp"],
    env: { ELECTRON_RUN_AS_NODE: "1" },
    ...(folder !== undefined && { cwd: folder.uri.fsPath }),
  };
}

function versionOf({ extension }: vscode.ExtensionContext): string {
  return (extension.packageJSON as { version: string }).version;
}

function offerServer(context: vscode.ExtensionContext): vscode.Disposable {
  const { McpStdioServerDefinition: Definition } = classes;
  if (lm?.registerMcpServerDefinitionProvider === undefined || Definition === undefined) return nothing;
  const provideMcpServerDefinitions = () => {
    const { command, args, env, cwd } = serverStart(context);
    const definition = new Definition("ShapeScope", command, args, env, versionOf(context));
    if (cwd !== undefined) definition.cwd = vscode.Uri.file(cwd);
    return [definition];
  };
  try {
    return lm.registerMcpServerDefinitionProvider(ID, { provideMcpServerDefinitions });
  } catch {
    // While it was a proposal, before 1.101, it was there and refused whoever used it.
    return nothing;
  }
}

/** The same tools for assistants that ask the editor: each call goes to that server. */
function offerLanguageModelTools(context: vscode.ExtensionContext): vscode.Disposable {
  const { LanguageModelToolResult: Result, LanguageModelTextPart: Part } = classes;
  if (lm?.registerTool === undefined || Result === undefined || Part === undefined) return nothing;
  let calls: Calls.ToolCalls | undefined;
  const started = (): Calls.ToolCalls => {
    const file = join(context.extensionPath, "dist", "tool-calls.js");
    const { ToolCalls } = createRequire(file)(file) as typeof Calls;
    return new ToolCalls(serverStart(context), versionOf(context));
  };
  const { languageModelTools: tools } = (
    context.extension.packageJSON as { contributes: { languageModelTools: ContributedTool[] } }
  ).contributes;
  const registered = tools.map(({ name, displayName }) =>
    lm.registerTool!(name, {
      async invoke({ input }, cancel) {
        calls ??= started();
        const abort = new AbortController();
        const cancelled = cancel.onCancellationRequested(() => abort.abort());
        try {
          const { text, isError } = await calls.call(name.slice(PREFIX.length), input, abort.signal);
          if (isError) throw new Error(text);
          return new Result([new Part(text)]);
        } finally {
          cancelled.dispose();
        }
      },
      prepareInvocation: () => ({ invocationMessage: displayName }),
    }),
  );
  return vscode.Disposable.from(...registered, { dispose: () => void calls?.dispose() });
}
