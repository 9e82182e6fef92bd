import * as vscode from "vscode";
import type { FormValues } from "../../server/protocol";
import type { FormView, FromPanel, Target, ToPanel } from "../../webview/protocol";
import { applyEdits } from "../edits";
import type { Server } from "../server";

const REMEMBERED = "shapescope.sizes";
/** Older ones are forgotten. */
const MOST_REMEMBERED = 200;

/** What is filled in for the classes and functions of a workspace, from one session to the next. */
export class RememberedSizes {
  constructor(private readonly state: vscode.Memento) {}

  get(target: Target): FormValues {
    return this.all()[keyOf(target)] ?? {};
  }

  async set(target: Target, values: FormValues): Promise<void> {
    const { [keyOf(target)]: _, ...others } = this.all();
    const kept = Object.entries(others).slice(1 - MOST_REMEMBERED);
    await this.state.update(REMEMBERED, Object.fromEntries([...kept, [keyOf(target), values]]));
  }

  private all(): Record<string, FormValues> {
    return this.state.get(REMEMBERED, {});
  }
}

function keyOf({ uri, subject }: Target): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}#${subject}`;
}

/** The extension's end of a form that a panel shows. */
export class CallForms {
  /** Counts checks, so that a late answer does not replace a newer one. */
  private turn = 0;

  constructor(
    private readonly target: Target,
    private readonly server: Server,
    private readonly remembered: RememberedSizes,
    private readonly send: (message: ToPanel) => void,
    /** Goes on with an entry that has numbers. */
    private readonly proceed: (entryId: string) => Promise<void>,
  ) {}

  /** What the page asks for; undefined where there is nothing to fill in. */
  async open(): Promise<FormView | undefined> {
    const { uri, subject } = this.target;
    const result = await this.server.form({ uri, subject });
    return result && { ...result, values: this.remembered.get(this.target) };
  }

  /** A message of the form; false for one that is not its own. */
  handle(message: FromPanel): boolean {
    switch (message.type) {
      case "fill":
        void this.check(message.turn, message.values);
        return true;
      case "submit":
        void this.submit(message.call, message.values);
        return true;
      case "entry":
        void this.proceed(message.id);
        return true;
      case "write":
        void this.write(message.call);
        return true;
      default:
        return false;
    }
  }

  private async check(turn: number, values: FormValues): Promise<void> {
    this.turn = turn;
    const { uri, subject } = this.target;
    const result = await this.server.fill({ uri, subject, values });
    if (this.turn === turn) this.send({ type: "filled", turn, result });
  }

  private async submit(call: string, values: FormValues): Promise<void> {
    const { uri, subject } = this.target;
    await this.remembered.set(this.target, values);
    const given = await this.server.give({ uri, subject, call });
    if (given?.entryId !== undefined) return this.proceed(given.entryId);
    const failed = given?.failed ?? vscode.l10n.t("the language server gave no answer");
    this.send({ type: "filled", turn: this.turn, result: { call, problems: {}, shown: [], failed } });
  }

  private async write(call: string): Promise<void> {
    const { uri, subject } = this.target;
    const found = await this.server.example({ uri, subject, call });
    if (found) await applyEdits(vscode.Uri.parse(uri), found);
  }
}
