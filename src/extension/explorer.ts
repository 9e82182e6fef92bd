import * as vscode from "vscode";
import { commands, type ModuleFormat, type ModuleLine, type RowOrder, type SubjectEntries } from "../server/protocol";
import type { Client } from "./client";
import { reveal } from "./panels/reveal";

const VIEW = "shapescope.explorer";

/** A class or function of the file, or a module in its forward pass. */
type Node = SubjectNode | ModuleNode;

interface SubjectNode {
  kind: "subject";
  found: SubjectEntries;
}

interface ModuleNode {
  kind: "module";
  line: ModuleLine;
  subject: SubjectNode;
}

const ORDERS: readonly { order: RowOrder; label: string; told: string }[] = [
  { order: "calls", label: vscode.l10n.t("In the order of their calls"), told: "" },
  { order: "params", label: vscode.l10n.t("By parameters"), told: vscode.l10n.t("sorted by parameters") },
  { order: "macs", label: vscode.l10n.t("By cost"), told: vscode.l10n.t("sorted by cost") },
  { order: "bytes", label: vscode.l10n.t("By memory"), told: vscode.l10n.t("sorted by memory") },
];

const FORMATS: readonly { format: ModuleFormat; label: string; description: string }[] = [
  { format: "text", label: vscode.l10n.t("Text"), description: vscode.l10n.t("columns, for a comment or a chat") },
  { format: "markdown", label: "Markdown", description: vscode.l10n.t("a table") },
  { format: "csv", label: "CSV", description: vscode.l10n.t("all digits, for a spreadsheet") },
  { format: "torchinfo", label: "torchinfo", description: vscode.l10n.t("the layout of torchinfo.summary") },
];

/** The side bar's tree of modules: those of the file in front. Asks the server only while it is in sight. */
export function createExplorer(client: Client): vscode.Disposable {
  const explorer = new Explorer(client);
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: explorer, showCollapseAll: true });
  explorer.view = view;
  return vscode.Disposable.from(
    view,
    vscode.commands.registerCommand(commands.explorerOrder, () => explorer.askOrder()),
    vscode.commands.registerCommand(commands.explorerFilter, () => explorer.askFilter()),
    vscode.commands.registerCommand(commands.explorerCopy, (node?: Node) => explorer.copy(node)),
    vscode.commands.registerCommand(commands.explorerGo, (line: ModuleLine) => goTo(line)),
    vscode.window.onDidChangeActiveTextEditor(() => explorer.follow()),
    view.onDidChangeVisibility(() => explorer.follow()),
    client.onStatus(({ uri, state }) => {
      if (state === "ready") explorer.changed(vscode.Uri.parse(uri).toString());
    }),
  );
}

async function goTo({ place }: ModuleLine): Promise<void> {
  if (place) await reveal(place, false);
}

class Explorer implements vscode.TreeDataProvider<Node> {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;
  view: vscode.TreeView<Node> | undefined;
  private document: vscode.TextDocument | undefined;
  /** The classes that are shown. */
  private shown: SubjectEntries[] = [];
  private order: RowOrder = "calls";
  private filter = "";

  constructor(private readonly client: Client) {}

  /** Shows the file in front; a file of another kind, or a panel, changes nothing. */
  follow(): void {
    const document = activePython();
    if (!this.view?.visible || document === undefined || document === this.document) return;
    this.document = document;
    this.refresh();
  }

  changed(uri: string): void {
    if (!this.view?.visible || (this.document !== undefined && uri !== this.uri)) return;
    this.document = activePython() ?? this.document;
    this.refresh();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === "subject" ? this.subjectItem(node) : moduleItem(node.line, this.filter !== "");
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) return this.subjects();
    const lines = node.kind === "subject" ? await this.rootsOf(node) : node.line.children;
    const subject = node.kind === "subject" ? node : node.subject;
    return lines.map((line) => ({ kind: "module", line, subject }));
  }

  async askOrder(): Promise<void> {
    const items = ORDERS.map((one) => ({
      ...one,
      label: `${one.order === this.order ? "$(check) " : ""}${one.label}`,
    }));
    const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Order of the modules") });
    if (picked === undefined) return;
    this.order = picked.order;
    this.refresh();
  }

  async askFilter(): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t("Modules whose name or class has this text"),
      placeHolder: vscode.l10n.t("Linear; nothing shows all"),
      value: this.filter,
    });
    if (text === undefined) return;
    this.filter = text.trim();
    this.refresh();
  }

  async copy(node?: Node): Promise<void> {
    const subject = node === undefined ? await this.pickSubject() : node.kind === "subject" ? node : node.subject;
    if (subject === undefined || this.uri === undefined) return;
    const picked = await vscode.window.showQuickPick(FORMATS, {
      title: vscode.l10n.t("Copy the modules of {0}", subject.found.subject),
    });
    if (picked === undefined) return;
    const { uri, order, filter } = this;
    const params = { uri, subject: subject.found.subject, order, filter, format: picked.format };
    const text = await this.client.modulesText(params);
    if (text === undefined) return;
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t("The modules of {0} were copied.", subject.found.subject), 3000);
  }

  private get uri(): string | undefined {
    return this.document?.uri.toString();
  }

  private refresh(): void {
    if (this.view) {
      const order = ORDERS.find((one) => one.order === this.order)?.told ?? "";
      const parts = [order, this.filter === "" ? "" : vscode.l10n.t("only with “{0}”", this.filter)].filter(
        (part) => part !== "",
      );
      this.view.message = parts.length === 0 ? undefined : parts.join(", ");
      this.view.description = this.document && vscode.workspace.asRelativePath(this.document.uri);
    }
    this.changes.fire();
  }

  private async pickSubject(): Promise<SubjectNode | undefined> {
    const all = await this.subjects();
    if (all.length < 2) return all[0];
    const items = all.map((node) => ({ label: node.found.subject, node }));
    return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Modules of which class?") }))?.node;
  }

  private async subjects(): Promise<SubjectNode[]> {
    this.document ??= pythonInFront();
    const found = this.uri === undefined ? [] : ((await this.client.entries(this.uri)) ?? []);
    this.shown = found.filter(({ kind, entries }) => kind === "class" && entries.length > 0);
    return this.shown.map((one) => ({ kind: "subject", found: one }));
  }

  /** The rows of the modules that a class calls; its own row is its node. */
  private async rootsOf({ found: { subject } }: SubjectNode): Promise<ModuleLine[]> {
    const { uri, order, filter } = this;
    if (uri === undefined) return [];
    const result = await this.client.modules({ uri, subject, order, filter });
    return result?.root?.children ?? [];
  }

  private subjectItem({ found }: SubjectNode): vscode.TreeItem {
    const { subject, entries, shown } = found;
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const entry = entries.find(({ id }) => id === shown) ?? entries[0];
    const item = new vscode.TreeItem(subject, this.isInFront(found) || this.filter !== "" ? Expanded : Collapsed);
    item.id = `${this.uri} ${subject} ${this.filter}`;
    item.iconPath = new vscode.ThemeIcon("symbol-class");
    item.description = found.brief;
    item.tooltip = `${subject}: ${entry.label}`;
    item.contextValue = entries.length > 1 ? "subject choice" : "subject";
    return item;
  }

  /** The class that the cursor is in; where it is in none, the file's last, which is mostly the whole model. */
  private isInFront(found: SubjectEntries): boolean {
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === this.document);
    const at = editor?.selection.active.line ?? 0;
    const around = this.shown.findLast(({ line, lastLine }) => line <= at && at <= lastLine);
    return found === (around ?? this.shown.at(-1));
  }
}

function activePython(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === "python" ? document : undefined;
}

function pythonInFront(): vscode.TextDocument | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return editors.find((editor) => editor?.document.languageId === "python")?.document;
}

function moduleItem(line: ModuleLine, open: boolean): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(line.name, line.children.length === 0 ? None : open ? Expanded : Collapsed);
  const numbers = [line.output, withoutUnit(line.params), line.share];
  item.description = `${line.class} ${numbers.filter((part) => part !== "" && part !== "0").join(" · ")}`;
  item.tooltip = new vscode.MarkdownString(tooltip(line));
  item.iconPath = new vscode.ThemeIcon(line.children.length === 0 ? "symbol-field" : "symbol-module");
  item.contextValue = "module";
  if (line.place)
    item.command = { command: commands.explorerGo, title: vscode.l10n.t("Go to the call"), arguments: [line] };
  return item;
}

function withoutUnit(params: string): string {
  return params.replace(/ params$/, "");
}

function tooltip(line: ModuleLine): string {
  const rows: [string, string][] = [
    [vscode.l10n.t("input"), line.input],
    [vscode.l10n.t("output"), line.output],
    [
      vscode.l10n.t("parameters"),
      line.params === "" ? vscode.l10n.t("those of an earlier call") : withoutUnit(line.params),
    ],
    [
      vscode.l10n.t("cost"),
      line.share === "" ? line.cost : vscode.l10n.t("{0}, {1} of the whole", line.cost, line.share),
    ],
    [vscode.l10n.t("memory"), vscode.l10n.t("{0} written by its operators", line.bytes)],
  ];
  const told = rows.filter(([, value]) => value !== "").map(([title, value]) => `| ${title} | \`${value}\` |`);
  return [`**${line.name}** ${line.class}`, "", "| | |", "| --- | --- |", ...told].join("\n");
}
