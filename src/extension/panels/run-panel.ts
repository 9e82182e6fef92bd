import * as vscode from "vscode";
import type { ExecutedStep, ForwardResult, RunParams, RunResult } from "../../server/protocol";
import type { FormView, FromPanel, FromRun, RunStatus, Target, ToRun } from "../../webview/protocol";
import type { Server } from "../server";
import { CallForms, type RememberedSizes } from "./call-forms";
import { displayPath, Page } from "./page";

/** One execution of a class or function on random input, shown while it runs and after. */
export class RunPanel extends Page<ToRun, Exclude<FromRun, FromPanel>> {
  private readonly forms: CallForms;
  private forward: ForwardResult | undefined;
  private form: FormView | undefined;
  private seed: number;
  private entryId: string | undefined;
  private steps: ExecutedStep[] = [];
  private edited = false;
  private status: RunStatus = {
    state: "empty",
    reason: vscode.l10n.t("The results of the last run were not kept. Run it again to see them."),
    canRun: true,
  };
  /** The run under way. */
  private cancellation: vscode.CancellationTokenSource | undefined;

  constructor(
    panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    target: Target,
    private readonly server: Server,
    remembered: RememberedSizes,
  ) {
    super(panel, "run", extension, target);
    this.forms = new CallForms(
      target,
      server,
      remembered,
      (message) => this.send(message),
      (entryId) => this.start(undefined, entryId),
    );
    panel.title = `Run: ${target.subject}`;
    this.entryId = target.entryId;
    this.seed = vscode.workspace.getConfiguration("shapescope", vscode.Uri.parse(target.uri)).get("run.seed", 0);
    this.own(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0 || this.edited || `${document.uri}` !== target.uri) return;
        this.edited = true;
        this.send({ type: "edited" });
      }),
    );
  }

  /** Runs, in place of what runs now. */
  async start(seed = this.seed, entryId = this.entryId, learn?: RunParams["learn"]): Promise<void> {
    this.cancellation?.cancel();
    const cancellation = new vscode.CancellationTokenSource();
    this.cancellation = cancellation;
    this.seed = seed;
    this.entryId = entryId;
    this.steps = [];
    this.edited = false;
    this.status = { state: "running", done: 0, total: 0, op: "" };
    this.show();

    const { uri, subject } = this.target;
    const params = { uri, subject, entryId };
    const forward = await this.server.forward(params);
    if (this.cancellation !== cancellation) return;
    this.forward = forward;
    if (!forward?.entry.runnable) {
      await this.ask();
      return;
    }
    this.show();
    const result = await this.server.run(
      { ...params, seed, ...(learn && { learn }) },
      (update) => {
        if (this.cancellation !== cancellation) return;
        this.steps.push(...update.steps);
        this.status = { state: "running", done: update.done, total: update.total, op: update.op };
        this.send({ type: "progress", status: this.status, steps: update.steps });
      },
      cancellation.token,
    );
    if (this.cancellation === cancellation) this.end(ended(result, this.steps.length));
  }

  override dispose(): void {
    this.cancellation?.cancel();
    this.cancellation = undefined;
    super.dispose();
  }

  protected ready(): void {
    this.show();
  }

  protected handle(message: FromRun): void {
    if (this.forms.handle(message as FromPanel)) return;
    if (message.type === "cancel") this.cancellation?.cancel();
    else if (message.type === "again") void this.start(message.seed, this.entryId, message.learn);
    else void this.ask();
  }

  /** Asks for numbers; where nobody knows what to ask for, tells why there is no run. */
  private async ask(): Promise<void> {
    const { cancellation } = this;
    const form = await this.forms.open();
    if (this.cancellation !== cancellation) return;
    this.form = form;
    const reason = whyNot(this.target.subject, this.forward);
    this.end(form === undefined ? { state: "empty", reason, canRun: false } : { state: "asking" });
  }

  private end(status: RunStatus): void {
    this.cancellation = undefined;
    this.status = status;
    this.show();
  }

  private show(): void {
    const { target, forward, seed, status, steps, edited } = this;
    const form = status.state === "asking" ? this.form : undefined;
    const file = displayPath(target.uri);
    this.send({ type: "run", view: { target, file, forward, form, seed, status, steps, edited } });
  }
}

function whyNot(subject: string, forward: ForwardResult | undefined): string {
  if (!forward)
    return vscode.l10n.t("No call of {0} could be analysed in this file, so there is nothing to run.", subject);
  return vscode.l10n.t(
    "{0} can't be run: {1}",
    subject,
    forward.entry.notRunnable ?? vscode.l10n.t("not every size in it is a number"),
  );
}

/** How a run ended, in the page's terms. */
function ended(result: RunResult | undefined, done: number): RunStatus {
  if (!result) {
    return {
      state: "failed",
      message: vscode.l10n.t("the language server stopped before the run ended."),
      ms: 0,
      done,
      total: done + 1,
    };
  }
  const { state, seed: _seed, modules: _modules, ...rest } = result;
  if (state === "notRunnable") {
    return { state: "empty", reason: rest.message ?? vscode.l10n.t("This call can't be run."), canRun: false };
  }
  return { state, ...rest };
}
