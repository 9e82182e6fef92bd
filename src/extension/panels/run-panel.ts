import * as vscode from "vscode";
import type { ExecutedStep, ForwardResult, RunParams, RunResult } from "../../server/protocol";
import type { Export, FormView, FromPanel, FromRun, RunStatus, RunView, Target, ToRun } from "../../webview/protocol";
import type { RunHandle, Server } from "../server";
import { CallForms, type RememberedSizes } from "./call-forms";
import { displayPath, Page } from "./page";

/** One execution of a class or function on random input, shown while it runs and after. */
export class RunPanel extends Page<ToRun, Exclude<FromRun, FromPanel>> {
  private readonly forms: CallForms;
  private forward: ForwardResult | undefined;
  private form: FormView | undefined;
  private seed: number;
  private entryId: string | undefined;
  private trains = false;
  private weights: vscode.Uri | undefined;
  /** By index. */
  private steps = new Map<number, ExecutedStep>();
  /** The run that is shown. */
  private shown: RunHandle | undefined;
  /** The run that it is compared with. */
  private reference: { label: string; steps: ExecutedStep[]; handle: RunHandle | undefined } | undefined;
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
    if (this.shown !== this.reference?.handle) this.shown?.forget();
    this.shown = undefined;
    this.seed = seed;
    this.entryId = entryId;
    this.steps = new Map();
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
    const { trains, weights } = this;
    const handle = this.server.run(
      { ...params, seed, trains, ...(weights && { weights: weights.fsPath }), ...(learn && { learn }) },
      ({ steps, done, total, op }) => {
        if (this.shown !== handle) return;
        for (const step of steps) this.steps.set(step.index, step);
        // What comes when it has ended are statistics.
        if (this.cancellation === cancellation) this.status = { state: "running", done, total, op };
        this.send({ type: "progress", status: this.status, steps });
      },
      cancellation.token,
    );
    this.shown = handle;
    const result = await handle.result;
    if (this.cancellation === cancellation) this.end(ended(result, this.steps.size));
  }

  override dispose(): void {
    this.cancellation?.cancel();
    this.cancellation = undefined;
    this.shown?.forget();
    if (this.reference?.handle !== this.shown) this.reference?.handle?.forget();
    super.dispose();
  }

  protected ready(): void {
    this.show();
  }

  protected handle(message: FromRun): void {
    if (this.forms.handle(message as FromPanel)) return;
    switch (message.type) {
      case "cancel":
        this.cancellation?.cancel();
        break;
      case "again":
        this.trains = message.trains;
        void this.start(message.seed, this.entryId, message.learn);
        break;
      case "weights":
        void this.pickWeights(message.forget);
        break;
      case "look":
        void this.look(message.turn, message.at);
        break;
      case "compare":
        this.compare(message.on);
        break;
      case "export":
        void saveExport(message.file, this.target);
        break;
      case "sizes":
        void this.ask();
    }
  }

  private async look(turn: number, at: Parameters<RunHandle["look"]>[0]): Promise<void> {
    this.send({ type: "looked", turn, result: await this.shown?.look(at) });
  }

  /** The run that is shown stays beside the next ones. */
  private compare(on: boolean): void {
    const { reference, shown: handle, seed, trains, weights } = this;
    if (reference?.handle !== handle) reference?.handle?.forget();
    const label = [
      vscode.l10n.t("seed {0}", seed),
      ...(trains ? [vscode.l10n.t("training mode")] : []),
      ...(weights ? [baseName(weights)] : []),
      this.forward?.entry.label ?? this.target.subject,
    ].join(", ");
    this.reference = on ? { label, steps: [...this.steps.values()], handle } : undefined;
    this.show();
  }

  private async pickWeights(forget: boolean): Promise<void> {
    const [picked] = forget
      ? []
      : ((await vscode.window.showOpenDialog({
          title: vscode.l10n.t("Weights of the Run"),
          openLabel: vscode.l10n.t("Run with These Weights"),
          canSelectFolders: false,
          filters: { [vscode.l10n.t("Weights")]: ["safetensors", "pth", "pt", "bin", "json"] },
        })) ?? []);
    if (picked === undefined && !forget) return;
    this.weights = picked;
    await this.start();
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
    const { target, forward, seed, status, edited, trains, weights, reference } = this;
    const form = status.state === "asking" ? this.form : undefined;
    const file = displayPath(target.uri);
    const view: RunView = {
      ...{ target, file, seed, status, edited, trains },
      ...{ forward, form },
      steps: [...this.steps.values()],
      ...(weights && { weights: baseName(weights) }),
      ...(reference && { reference: { label: reference.label, steps: reference.steps } }),
    };
    this.send({ type: "run", view });
  }
}

function baseName({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Writes what a page has made where a person says. */
async function saveExport({ format, content }: Export, { uri, subject }: Target): Promise<void> {
  const folder = vscode.Uri.joinPath(vscode.Uri.parse(uri), "..");
  const chosen = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `${subject}.${format}`),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (chosen === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(chosen, Buffer.from(content, format === "png" ? "base64" : "utf8"));
  } catch (error) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t("{0} could not be written: {1}", baseName(chosen), String(error)),
    );
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
