import * as vscode from "vscode";
import type { LensArguments } from "../server/protocol";
import type { Target } from "../webview/protocol";
import { RememberedSizes } from "./panels/call-forms";
import { ForwardPanel } from "./panels/forward-panel";
import { type PageKind, pageOptions, viewType } from "./panels/page";
import { RunPanel } from "./panels/run-panel";
import type { CreatePanels, Panels, Server } from "./server";

/** Opens the Forward and Run panels, one of each kind a class or function, and restores those of the last session. */
export const createPanels: CreatePanels = (context, server) => new PanelSet(context, server);

class PanelSet implements Panels {
  private readonly forwards = new Map<string, ForwardPanel>();
  private readonly runs = new Map<string, RunPanel>();
  private readonly disposables: vscode.Disposable[];
  private readonly remembered: RememberedSizes;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
  ) {
    this.remembered = new RememberedSizes(context.workspaceState);
    this.disposables = [
      this.restore("forward", (panel, target) => this.addForward(panel, target)),
      this.restore("run", (panel, target) => this.addRun(panel, target)),
    ];
  }

  async showForward(target: LensArguments): Promise<void> {
    const open = this.forwards.get(key(target));
    if (open) open.panel.reveal(undefined, false);
    const forward = open ?? this.addForward(this.newPanel("forward", target.subject), target);
    if (target.entryId !== undefined) await forward.pick(target.entryId);
  }

  async run(target: LensArguments): Promise<void> {
    const open = this.runs.get(key(target));
    if (open) open.panel.reveal(undefined, false);
    const run = open ?? this.addRun(this.newPanel("run", target.subject), target);
    await run.start(undefined, target.entryId);
  }

  dispose(): void {
    for (const page of [...this.forwards.values(), ...this.runs.values()]) page.panel.dispose();
    for (const disposable of this.disposables) disposable.dispose();
  }

  private addForward(panel: vscode.WebviewPanel, target: Target): ForwardPanel {
    const page = new ForwardPanel(
      panel,
      this.context.extensionUri,
      target,
      this.server,
      this.remembered,
      (chosen) => void this.run(chosen),
    );
    return remember(this.forwards, page);
  }

  private addRun(panel: vscode.WebviewPanel, target: Target): RunPanel {
    return remember(this.runs, new RunPanel(panel, this.context.extensionUri, target, this.server, this.remembered));
  }

  private newPanel(kind: PageKind, subject: string): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(
      viewType(kind),
      subject,
      { viewColumn: this.column(), preserveFocus: false },
      { ...pageOptions(this.context.extensionUri), enableFindWidget: false },
    );
  }

  /** Beside the source, together with the panels that are there already. */
  private column(): vscode.ViewColumn {
    const others = [...this.forwards.values(), ...this.runs.values()];
    return others.find((page) => page.panel.visible)?.panel.viewColumn ?? vscode.ViewColumn.Beside;
  }

  private restore(kind: PageKind, add: (panel: vscode.WebviewPanel, target: Target) => void): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewType(kind), {
      deserializeWebviewPanel: async (panel, state: { target?: Target } | undefined) => {
        if (state?.target) add(panel, state.target);
        else panel.dispose();
      },
    });
  }
}

function key({ uri, subject }: LensArguments | Target): string {
  return `${uri}#${subject}`;
}

function remember<P extends ForwardPanel | RunPanel>(pages: Map<string, P>, page: P): P {
  const name = key(page.target);
  pages.set(name, page);
  page.onClosed(() => pages.delete(name));
  return page;
}
