import * as vscode from "vscode";
import {
  CloseAction,
  DidChangeConfigurationNotification,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import {
  type AnalysisStatus,
  type ClientOptions,
  commands,
  type DeviceChoice,
  type DocumentEdits,
  type EntriesParams,
  type EntryParams,
  type ExampleParams,
  type ExplainParams,
  type ExplainResult,
  type FillParams,
  type FillResult,
  type ForgetParams,
  type FormParams,
  type FormResult,
  type ForwardResult,
  type GiveParams,
  type GiveResult,
  type LineCost,
  type LookParams,
  type LookResult,
  type MemoryResult,
  type ModulesParams,
  type ModulesResult,
  type ModulesTextParams,
  notifications,
  type RunResult,
  type RunUpdate,
  requests,
  type ShapeCommentsParams,
  type SubjectEntries,
} from "../server/protocol";
import { activeSitePackages } from "./python";
import type { RunHandle, Server } from "./server";

/** The language server behind LSP: started, stopped and asked from here. */
export class Client implements Server, vscode.Disposable {
  private readonly statuses = new vscode.EventEmitter<AnalysisStatus>();
  private readonly updates = new vscode.EventEmitter<RunUpdate>();
  private readonly restarts = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private client: LanguageClient | undefined;
  private runs = 0;

  readonly onStatus = this.statuses.event;
  /** The server runs, for the first time or again. */
  readonly onStart = this.restarts.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async start(): Promise<void> {
    const client = new QuietClient("shapescope", "ShapeScope", this.serverOptions(), this.clientOptions());
    this.client = client;
    this.subscriptions.push(
      client.onNotification(notifications.status, (status: AnalysisStatus) => this.statuses.fire(status)),
      client.onNotification(notifications.runUpdate, (update: RunUpdate) => this.updates.fire(update)),
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.restarts.fire();
      }),
      // What the workspace's settings and the Python extension say counts from now on.
      vscode.workspace.onDidGrantWorkspaceTrust(() =>
        client.sendNotification(DidChangeConfigurationNotification.type, { settings: null }),
      ),
    );
    try {
      await client.start();
    } catch (error) {
      this.log.error(`The language server could not be started: ${messageOf(error)}`);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose(2000);
    } catch {
      // It was gone already.
    }
  }

  dispose(): void {
    void this.stop();
    this.statuses.dispose();
    this.updates.dispose();
    this.restarts.dispose();
  }

  entries(uri: string): Promise<SubjectEntries[] | undefined> {
    return this.ask<SubjectEntries[]>(requests.entries, { uri } satisfies EntriesParams);
  }

  forward(params: Parameters<Server["forward"]>[0]): Promise<ForwardResult | undefined> {
    return this.ask<ForwardResult>(requests.forward, params);
  }

  memory(params: EntryParams): Promise<MemoryResult | undefined> {
    return this.ask<MemoryResult>(requests.memory, params);
  }

  devices(): Promise<DeviceChoice[] | undefined> {
    return this.ask<DeviceChoice[]>(requests.devices, {});
  }

  explain(params: ExplainParams): Promise<ExplainResult | undefined> {
    return this.ask<ExplainResult>(requests.explain, params);
  }

  lineCosts(uri: string): Promise<LineCost[] | undefined> {
    return this.ask<LineCost[]>(requests.lineCosts, { uri } satisfies EntriesParams);
  }

  example(params: ExampleParams): Promise<DocumentEdits | undefined> {
    return this.ask<DocumentEdits>(requests.example, params);
  }

  modules(params: ModulesParams): Promise<ModulesResult | undefined> {
    return this.ask<ModulesResult>(requests.modules, params);
  }

  modulesText(params: ModulesTextParams): Promise<string | undefined> {
    return this.ask<string>(requests.modulesText, params);
  }

  form(params: FormParams): Promise<FormResult | undefined> {
    return this.ask<FormResult>(requests.form, params);
  }

  fill(params: FillParams): Promise<FillResult | undefined> {
    return this.ask<FillResult>(requests.fill, params);
  }

  give(params: GiveParams): Promise<GiveResult | undefined> {
    return this.ask<GiveResult>(requests.give, params);
  }

  shapeComments(params: ShapeCommentsParams): Promise<DocumentEdits | undefined> {
    return this.ask<DocumentEdits>(requests.shapeComments, params);
  }

  async pick(params: Parameters<Server["pick"]>[0]): Promise<void> {
    await this.ask(requests.pick, params);
  }

  run(...[params, update, cancel]: Parameters<Server["run"]>): RunHandle {
    const token = `run-${++this.runs}`;
    const listening = this.updates.event((each) => {
      if (each.token === token) update(each);
    });
    return {
      result: this.ask<RunResult>(requests.run, { ...params, token }, cancel),
      look: (at) => this.ask<LookResult>(requests.look, { ...at, token } satisfies LookParams),
      forget: () => {
        listening.dispose();
        void this.ask<null>(requests.forget, { token } satisfies ForgetParams);
      },
    };
  }

  /** `undefined` where there is no answer; the reason goes to the log. */
  private async ask<R>(method: string, params: object, cancel?: vscode.CancellationToken): Promise<R | undefined> {
    try {
      return (await this.client?.sendRequest<R | null>(method, params, cancel)) ?? undefined;
    } catch (error) {
      this.log.warn(`${method}: ${messageOf(error)}`);
      return undefined;
    }
  }

  private serverOptions() {
    const module = this.context.asAbsolutePath("dist/server.js");
    // Its folder is ShapeScope's own: the workspace, which a client takes otherwise, is nothing that it starts from.
    const cwd = this.context.extensionPath;
    const options = { cwd, execArgv: ["--max-old-space-size=2048"] };
    return {
      run: { module, transport: TransportKind.ipc, options },
      debug: { module, transport: TransportKind.ipc, options: { cwd, execArgv: ["--nolazy", "--inspect=6009"] } },
    };
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [
        { language: "python", scheme: "file" },
        { language: "python", scheme: "untitled" },
        { language: "python", scheme: "vscode-notebook-cell" },
      ],
      outputChannel: this.log,
      initializationOptions: {
        explainCommand: true,
        ownViews: true,
        words: vscode.l10n.bundle as ClientOptions["words"],
      } satisfies ClientOptions,
      markdown: { isTrusted: { enabledCommands: [commands.explain] } },
      // Failures are told in the log, once: nothing pops up.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: restarting(),
      initializationFailedHandler: (error) => {
        this.log.error(`The language server could not be set up: ${messageOf(error)}`);
        return false;
      },
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.py") },
      middleware: {
        workspace: {
          configuration: async (params, token, next) => {
            const found = await next(params, token);
            return Array.isArray(found) ? Promise.all(found.map(withSitePackages)) : found;
          },
        },
      },
    };
  }
}

/** A client that tells its troubles to the log only. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Restarts within the time below, after which the server is left off. */
const MOST_RESTARTS = 4;
const RESTART_WINDOW_MS = 180_000;

function restarting(): ErrorHandler {
  let ends: number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed() {
      const now = Date.now();
      ends = [...ends.filter((at) => now - at < RESTART_WINDOW_MS), now];
      if (ends.length <= MOST_RESTARTS) return { action: CloseAction.Restart, handled: true };
      const message = vscode.l10n.t(
        "The language server ended several times. “ShapeScope: Restart Server” starts it again.",
      );
      return { action: CloseAction.DoNotRestart, message, handled: true };
    },
  };
}

/** The settings with the environment that the Python extension has selected, where they name none. */
async function withSitePackages(settings: unknown): Promise<unknown> {
  if (typeof settings !== "object" || settings === null) return settings;
  const { python = {}, ...rest } = settings as { python?: { usePythonExtension?: boolean; sitePackages?: string } };
  if (python.sitePackages || python.usePythonExtension === false) return settings;
  return { ...rest, python: { ...python, sitePackages: (await activeSitePackages()) ?? "" } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
