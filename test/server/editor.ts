import { PassThrough } from "node:stream";
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { CallForm } from "../../src/analysis/entries/filled-call";
import type { FootprintQuestion } from "../../src/analysis/entries/fit";
import type { Explained, ExplainRequest } from "../../src/analysis/explain/explanation";
import type { DiagnosticJson, FileAnalysis, FixJson, FootprintJson } from "../../src/analysis/report";
import type { GivenCall } from "../../src/analysis/session/session";
import type { AnalysisService, Job, Outcome } from "../../src/server/analysis-process";
import type { AnalysisOptions, Tried } from "../../src/server/analysis-protocol";
import type { RunService } from "../../src/server/runs";
import { serve } from "../../src/server/server";
import { madeUp } from "../fixtures/made-up";

/** Analyses when the test says so, on the thread of the test. */
export class MadeUpService implements AnalysisService {
  readonly texts = new Map<string, string>();
  readonly analyzed: string[] = [];
  cancelled = 0;
  disposed = false;
  /** Texts that are given up, and why. */
  readonly givenUp = new Map<string, string>();
  /** While true, answers wait for `release`. */
  held = false;
  /** While true, a cancel comes too late. */
  deaf = false;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly analyse: (file: string, text: string, given?: readonly GivenCall[]) => FileAnalysis = madeUp,
  ) {}

  analyze(file: string, { given }: AnalysisOptions): Job<FileAnalysis> {
    this.analyzed.push(file);
    this.given = given;
    const text = this.texts.get(file) ?? "";
    let cancel = () => {};
    const outcome = new Promise<Outcome<FileAnalysis>>((resolve) => {
      const why = this.givenUp.get(text);
      const answer = () => resolve(why === undefined ? { value: this.analyse(file, text, given) } : { givenUp: why });
      cancel = () => {
        this.cancelled++;
        if (this.deaf) return;
        resolve({ cancelled: true });
      };
      if (this.held) this.waiting.push(answer);
      else answer();
    });
    return { outcome, cancel: () => cancel() };
  }

  runnable(file: string) {
    return { outcome: Promise.resolve({ value: { file, asked: { root: 0 } } }), cancel() {} };
  }

  /** What it answers when it is asked for a form, and what comes of calls. */
  form: CallForm | undefined;
  readonly outcomes = new Map<string, Tried>();
  readonly tried: string[] = [];
  /** The calls that were given with the last analysis. */
  given: readonly GivenCall[] | undefined;

  callForm(): Job<CallForm | undefined> {
    return { outcome: Promise.resolve({ value: this.form }), cancel() {} };
  }

  tryCall(_file: string, call: string): Job<Tried> {
    this.tried.push(call);
    return { outcome: Promise.resolve({ value: this.outcomes.get(call) ?? {} }), cancel() {} };
  }

  /** Edits that it finds, by the error's message. */
  readonly fixes = new Map<string, FixJson[]>();
  readonly repaired: string[] = [];

  repair(_file: string, { message }: DiagnosticJson): Job<FixJson[]> {
    this.repaired.push(message);
    return { outcome: Promise.resolve({ value: this.fixes.get(message) ?? [] }), cancel() {} };
  }

  /** What it was asked to explain, as the text. */
  readonly explained: string[] = [];
  explanation: Explained = { nothing: "nothing is known" };

  explain(file: string, { start, end }: ExplainRequest): Job<Explained> {
    this.explained.push((this.texts.get(file) ?? "").slice(start, end));
    return { outcome: Promise.resolve({ value: this.explanation }), cancel() {} };
  }

  /** What it was asked about memory. */
  readonly weighed: { entryId: string; question: FootprintQuestion }[] = [];
  footprintAnswer: FootprintJson | { failed: string } = { failed: "a size is not a number" };

  footprint(_file: string, entryId: string, question: FootprintQuestion): Job<FootprintJson | { failed: string }> {
    this.weighed.push({ entryId, question });
    return { outcome: Promise.resolve({ value: this.footprintAnswer }), cancel() {} };
  }

  setDocument(file: string, text: string | null): void {
    if (text === null) this.texts.delete(file);
    else this.texts.set(file, text);
  }

  changed(): void {}

  release(): void {
    this.held = false;
    for (const answer of this.waiting.splice(0)) answer();
  }

  dispose(): void {
    this.disposed = true;
  }
}

const noRuns: RunService = {
  run: async (_program, { token, seed, backend }, update) => {
    update({ token, done: 1, total: 2, op: "linear", steps: [] });
    return { state: "finished", backend, seed, ms: 1, done: 2, total: 2, modules: [] };
  },
  look: async () => undefined,
  forget() {},
  dispose() {},
};

/** An editor at the other end of a connection to the server. */
export class Editor {
  readonly uri = "file:///project/attention.py";
  readonly diagnostics: Diagnostic[][] = [];
  readonly notices: { method: string; params: unknown }[] = [];
  /** What the server has told its log. */
  readonly log: string[] = [];
  /** What the server has had it show. */
  readonly shown: string[] = [];
  /** Edits that it was asked to apply. */
  readonly applied: { label: string; edit: { changes: Record<string, { newText: string }[]> } }[] = [];
  /** How often it was told that diagnostics are to be asked for again. */
  refreshed = 0;
  /** What it says when it is asked for the settings; an error is what it answers with. */
  settings: unknown = {};
  private readonly client: ProtocolConnection;
  private text = "";
  private version = 0;

  constructor(readonly service = new MadeUpService()) {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    serve(server, service, noRuns);
    server.listen();
    this.client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    this.client.onNotification("textDocument/publishDiagnostics", ({ diagnostics }: PublishDiagnosticsParams) => {
      this.diagnostics.push(diagnostics);
    });
    this.client.onNotification("window/logMessage", ({ message }: { message: string }) => void this.log.push(message));
    this.client.onNotification(
      "window/showMessage",
      ({ message }: { message: string }) => void this.shown.push(message),
    );
    this.client.onRequest("workspace/applyEdit", (params: (typeof this.applied)[number]) => {
      this.applied.push(params);
      return { applied: true };
    });
    this.client.onRequest("workspace/diagnostic/refresh", () => {
      this.refreshed++;
      return null;
    });
    for (const method of ["shapescope/status", "shapescope/runUpdate"])
      this.client.onNotification(method, (params) => void this.notices.push({ method, params }));
    this.client.onRequest("workspace/configuration", () => {
      if (this.settings instanceof Error) throw this.settings;
      return [this.settings];
    });
    this.client.listen();
  }

  async start(
    initializationOptions: object = {},
    more: { textDocument?: object; workspace?: object } = {},
  ): Promise<unknown> {
    const answer = await this.client.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      initializationOptions,
      workspaceFolders: [{ uri: "file:///project", name: "project" }],
      capabilities: { ...more, workspace: { configuration: true, workspaceFolders: true, ...more.workspace } },
    });
    await this.client.sendNotification("initialized", {});
    return answer;
  }

  async open(text: string): Promise<void> {
    this.text = text;
    const textDocument = { uri: this.uri, languageId: "python", version: ++this.version, text };
    await this.client.sendNotification("textDocument/didOpen", { textDocument });
  }

  /** Replaces the first appearance of a text, as typing does. */
  async edit(before: string, after: string): Promise<void> {
    const start = this.text.indexOf(before);
    const range = { start: this.position(start), end: this.position(start + before.length) };
    this.text = this.text.slice(0, start) + after + this.text.slice(start + before.length);
    const textDocument = { uri: this.uri, version: ++this.version };
    await this.client.sendNotification("textDocument/didChange", {
      textDocument,
      contentChanges: [{ range, text: after }],
    });
  }

  /** Changes the settings, and waits until the server has told what follows. */
  async configure(settings: unknown): Promise<void> {
    this.settings = settings;
    const before = this.notices.length;
    await this.client.sendNotification("workspace/didChangeConfiguration", { settings: null });
    while (this.notices.length === before) await new Promise((done) => setTimeout(done, 5));
  }

  request<R>(method: string, params: object = {}): Promise<R> {
    return this.client.sendRequest(method, { textDocument: { uri: this.uri }, uri: this.uri, ...params });
  }

  /** A request with parameters of any form. */
  ask(method: string, params: unknown): Promise<unknown> {
    return this.client.sendRequest(method, params as object);
  }

  /** A notification with parameters of any form. */
  notify(method: string, params: unknown): Promise<void> {
    return this.client.sendNotification(method, params as object);
  }

  /** Waits until the log holds a line that a pattern finds; the line. */
  async logged(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.log.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      await new Promise((done) => setTimeout(done, 5));
    }
  }

  hover(part: string): Promise<{ range: { start: Place; end: Place }; contents: { value: string } } | null> {
    return this.request("textDocument/hover", { position: this.position(this.text.indexOf(part)) });
  }

  async lenses(): Promise<string[]> {
    const lenses =
      await this.request<{ range: { start: Place }; command: { title: string } }[]>("textDocument/codeLens");
    return lenses.map(({ range, command }) => `${range.start.line}: ${command.title}`);
  }

  async hints(): Promise<string[]> {
    const range = { start: { line: 0, character: 0 }, end: this.position(this.text.length) };
    const hints = await this.request<{ position: Place; label: string }[]>("textDocument/inlayHint", { range });
    return hints.map(({ position, label }) => `${position.line}:${position.character}${label}`);
  }

  /** Waits until the server has analysed and said so, `count` times in all. */
  async analysed(count: number): Promise<void> {
    while (this.diagnostics.length < count) await new Promise((done) => setTimeout(done, 5));
  }

  async stop(): Promise<void> {
    await this.client.sendRequest("shutdown");
    this.client.dispose();
  }

  private position(offset: number): Place {
    const before = this.text.slice(0, offset).split("\n");
    return { line: before.length - 1, character: before.at(-1)!.length };
  }
}

interface Place {
  line: number;
  character: number;
}
