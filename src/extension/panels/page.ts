import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { FromPanel, Target } from "../../webview/protocol";
import { panelHtml } from "./html";
import { reveal } from "./reveal";

/** The two kinds of page. Also the names of their scripts. */
export type PageKind = "forward" | "run";

/** Registered with the editor: a panel of this type is restored after a reload. */
export const viewType = (kind: PageKind): string => `shapescope.${kind}`;

export function pageOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, "dist", "webview")] };
}

/** One panel with its page: loads it, takes what every page says, hands on the rest. */
export abstract class Page<Out, In extends { type: string }> implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  private readonly closed = new vscode.EventEmitter<void>();
  readonly onClosed = this.closed.event;

  protected constructor(
    readonly panel: vscode.WebviewPanel,
    kind: PageKind,
    extension: vscode.Uri,
    readonly target: Target,
  ) {
    const { webview } = panel;
    const file = (name: string): string =>
      `${webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", "webview", name))}`;
    this.own(webview.onDidReceiveMessage((message: In | FromPanel) => this.receive(message)));
    panel.onDidDispose(() => this.dispose());
    webview.options = pageOptions(extension);
    webview.html = panelHtml({
      title: panel.title,
      script: file(`${kind}.js`),
      style: file(`${kind}.css`),
      source: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
      language: vscode.l10n.bundle === undefined ? "en" : vscode.env.language,
      words: vscode.l10n.bundle,
    });
  }

  /** Sends the page all that it shows; called whenever it has loaded. */
  protected abstract ready(): void;
  /** A message of this kind of page alone, or of the form that it shows. */
  protected abstract handle(message: In | FromPanel): void;

  protected send(message: Out): void {
    void this.panel.webview.postMessage(message);
  }

  protected own(disposable: vscode.Disposable): void {
    this.disposables.push(disposable);
  }

  dispose(): void {
    this.closed.fire();
    this.closed.dispose();
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }

  private receive(message: In | FromPanel): void {
    const shared = message as FromPanel;
    switch (shared.type) {
      case "ready":
        this.ready();
        break;
      case "reveal":
        void reveal(shared.place, shared.focus);
        break;
      case "copy":
        void vscode.env.clipboard.writeText(shared.text);
        break;
      default:
        this.handle(message);
    }
  }
}

/** A file's path as people know it. */
export function displayPath(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}
