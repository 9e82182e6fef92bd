import * as vscode from "vscode";
import { commands, type ForwardResult, type MemoryResult } from "../../server/protocol";
import type { FormView, FromForward, FromPanel, Target, ToForward } from "../../webview/protocol";
import { setMemory } from "../memory";
import type { Server } from "../server";
import { CallForms, type RememberedSizes } from "./call-forms";
import { displayPath, Page } from "./page";

/** The forward pass of one class or function, kept up to date as its file is edited. */
export class ForwardPanel extends Page<ToForward, Exclude<FromForward, FromPanel>> {
  private last: ForwardResult | undefined;
  private readonly forms: CallForms;
  /** What is asked for, of the text that it was made from. */
  private form: FormView | undefined;
  private loaded = false;
  /** Counts requests, so that a late answer does not replace a newer one. */
  private turn = 0;
  /** The page shows memory, which is asked for while it does. */
  private showsMemory = false;
  private memory: MemoryResult | undefined;
  /** The entry that it is of. */
  private weighed: string | undefined;

  constructor(
    panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    target: Target,
    private readonly server: Server,
    remembered: RememberedSizes,
    private readonly run: (target: Target) => void,
  ) {
    super(panel, "forward", extension, target);
    this.forms = new CallForms(
      target,
      server,
      remembered,
      (message) => this.send(message),
      (entryId) => this.pick(entryId),
    );
    panel.title = `Forward: ${target.subject}`;
    this.own(server.onStatus((status) => status.uri === target.uri && status.state === "ready" && this.refresh()));
  }

  /** Shows another entry, as a lens of that entry asks for. */
  async pick(entryId: string): Promise<void> {
    const { uri, subject } = this.target;
    await this.server.pick({ uri, subject, entryId });
    await this.refresh();
  }

  protected ready(): void {
    this.loaded = true;
    if (this.last) this.show();
    if (this.memory) this.send({ type: "memory", memory: this.memory });
    void this.refresh();
  }

  protected handle(message: FromForward): void {
    if (this.forms.handle(message as FromPanel)) return;
    switch (message.type) {
      case "memory":
        this.showsMemory = message.shown;
        void this.weigh();
        break;
      case "memorySetting":
        void setMemory(message.change);
        break;
      case "pickDevice":
        void vscode.commands.executeCommand(commands.pickDevice);
        break;
      case "run":
        this.run({ ...this.target, entryId: this.last?.entry.id });
    }
  }

  /** Asks for the memory of what is shown; the last answer stays until there is another one. */
  private async weigh(): Promise<void> {
    if (!this.showsMemory || this.last === undefined) return;
    const turn = this.turn;
    const { uri, subject } = this.target;
    const entryId = this.last.entry.id;
    if (this.weighed !== entryId) {
      this.weighed = entryId;
      this.memory = undefined;
      this.send({ type: "memory" });
    }
    const memory = await this.server.memory({ uri, subject, entryId });
    if (turn !== this.turn || memory === undefined) return;
    this.memory = memory;
    this.send({ type: "memory", memory });
  }

  private async refresh(): Promise<void> {
    if (!this.loaded) return;
    const turn = ++this.turn;
    const { uri, subject } = this.target;
    const answer = await this.server.forward({ uri, subject });
    if (turn !== this.turn) return;
    // The last good answer stays while a file is in the midst of an edit.
    this.last = answer ?? this.last;
    if (answer !== undefined && answer.entry.kind !== "symbolic") this.form = undefined;
    this.show();
    void this.weigh();
    if (answer?.entry.kind !== "symbolic") return;
    const form = await this.forms.open();
    // What is typed into stays as it is.
    if (turn !== this.turn || JSON.stringify(form) === JSON.stringify(this.form)) return;
    this.form = form;
    this.show();
  }

  private show(): void {
    const { target, last, form } = this;
    this.send({
      type: "forward",
      view: {
        target,
        file: displayPath(target.uri),
        forward: last,
        form,
        reason: last ? undefined : vscode.l10n.t("No call of {0} could be analysed in this file.", target.subject),
      },
    });
  }
}
