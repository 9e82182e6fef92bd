import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import type { Choice } from "../analysis/diagnostics/selection";
import type { FootprintQuestion, Refusal } from "../analysis/entries/fit";
import type { Runnable } from "../analysis/entries/runnable";
import type { Explained, ExplainRequest } from "../analysis/explain/explanation";
import type { DiagnosticJson, FileAnalysis, FixJson, FootprintJson } from "../analysis/report";
import { UNITS_PER_MS } from "../analysis/work";
import type { Fix } from "../features/fixes";
import type { AnalysisService, Job, Outcome } from "./analysis-process";
import type { AnalysisOptions } from "./analysis-protocol";
import { type Answer, OpenDocument, type Snapshot } from "./documents";

export interface SessionEvents {
  /** An analysis of the document begins. */
  working(document: OpenDocument): void;
  /** A new answer is there; the diagnostics are the file's, in the places of `snapshot`. */
  answered(document: OpenDocument, analysis: FileAnalysis, found: DiagnosticJson[], snapshot: Snapshot): void;
  /** There is no answer; the reason was logged. */
  failed(document: OpenDocument): void;
  /** The analysis of this text was ended from outside and is not tried again; why, in words that go on from the file's name. */
  givenUp(document: OpenDocument, why: string, snapshot: Snapshot): void;
  closed(uri: string): void;
  log(message: string): void;
}

/** Milliseconds between an edit and its analysis: longer where the last one took long. */
const SHORTEST_DELAY = 30;
const LONGEST_DELAY = 400;
/** Other open documents may import what was edited; they follow when the typing has paused. */
const NEIGHBOUR_DELAY = 800;

/** Units of work for other files' calls: while somebody types, and when the typing has paused. */
const CALLERS = { typing: 15 * UNITS_PER_MS, pause: 200 * UNITS_PER_MS };
/** The workspace is looked through again after so many milliseconds. */
const SEARCH_AGAIN = 30_000;

export interface DocumentOptions extends AnalysisOptions {
  /** Folders of the workspace, in which calls of the document's classes are looked for. */
  folders: readonly string[];
}

interface Awaited {
  /** The first analysis, counted over all documents, whose end is waited for. */
  from: number;
  resolve(): void;
}

interface Work {
  document: OpenDocument;
  /** Counts the analyses that were begun. */
  turn: number;
  job?: Job<FileAnalysis>;
}

/** Keeps the open documents analysed, one at a time, the one edited last first. */
export class Session {
  private readonly documents = new Map<string, OpenDocument>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly queue: OpenDocument[] = [];
  private readonly awaited = new Map<string, Awaited[]>();
  private readonly reported = new Set<string>();
  /** Answers under way that are of no use once the text is another one. */
  private readonly passing = new Set<Pick<Job<unknown>, "cancel">>();
  private running: Work | undefined;
  /** What was found for the errors of an answer, or is being looked for. */
  private readonly repaired = new WeakMap<Answer, Map<string, Job<FixJson[]>>>();
  /** When the workspace is to be looked through for calls of a document's classes. */
  private readonly searchAfter = new WeakMap<OpenDocument, number>();
  private lastMs = 0;
  private begun = 0;
  private on = true;

  constructor(
    private readonly service: AnalysisService,
    private readonly optionsFor: (document: OpenDocument) => DocumentOptions,
    private readonly events: SessionEvents,
  ) {}

  get(uri: string): OpenDocument | undefined {
    return this.documents.get(uri);
  }

  all(): OpenDocument[] {
    return [...this.documents.values()];
  }

  open(uri: string, text: string, version: number): void {
    const document = new OpenDocument(uri, text, version);
    this.documents.set(uri, document);
    this.service.setDocument(document.file, text);
    this.schedule(document, 0);
  }

  change(uri: string, changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    const document = this.documents.get(uri);
    if (!document) return;
    document.change(changes, version);
    for (const job of this.passing) job.cancel();
    // What runs is of an older text, or less waited for than this document.
    this.running?.job?.cancel();
    this.cancelRepairs(document);
    this.schedule(document, Math.min(LONGEST_DELAY, Math.max(SHORTEST_DELAY, this.lastMs)));
    this.scheduleOthers(document);
  }

  close(uri: string): void {
    const document = this.documents.get(uri);
    if (!document) return;
    this.documents.delete(uri);
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
    this.dequeue(document);
    if (this.running?.document === document) this.running.job?.cancel();
    this.release(uri);
    this.service.setDocument(document.file, null);
    this.events.closed(uri);
  }

  /** A file changed on the disk, beside the editor. */
  changedOnDisk(file: string): void {
    this.service.changed(file);
    this.reanalyzeAll(NEIGHBOUR_DELAY);
  }

  /** Settings or folders changed: everything is analysed again. */
  reanalyzeAll(delay = 0): void {
    for (const document of this.documents.values()) this.schedule(document, delay);
  }

  /** Which diagnostics are told. */
  choice: Choice | undefined;

  /** Switched off, nothing is analysed; switched on again, everything is. */
  set enabled(on: boolean) {
    if (this.on === on) return;
    this.on = on;
    if (on) this.reanalyzeAll();
    else {
      for (const timer of this.timers.values()) clearTimeout(timer);
      this.timers.clear();
      this.queue.length = 0;
      this.running?.job?.cancel();
      for (const uri of [...this.awaited.keys()]) this.release(uri);
    }
  }

  /** The answer on screen; the first one is waited for. `undefined` where the document was closed or nothing came. */
  async answer(uri: string): Promise<{ document: OpenDocument; answer: Answer } | undefined> {
    const document = this.documents.get(uri);
    if (!document) return undefined;
    if (
      !document.answer &&
      (this.timers.has(uri) || this.queue.includes(document) || this.running?.document === document)
    )
      await this.nextAnswer(uri, 0);
    return document.answer && { document, answer: document.answer };
  }

  /** Resolves when the text as it is then was analysed, with or without an answer; at once where nothing is analysed. */
  async settled(uri: string): Promise<void> {
    for (;;) {
      const document = this.documents.get(uri);
      if (document === undefined || !this.on || document.analysed === document.text) return;
      await this.nextAnswer(uri, 0);
    }
  }

  /** How an entry is run on numbers, of the texts as they are now. */
  async runnable(document: OpenDocument, entryId: string): Promise<Outcome<Runnable & Pick<AnalysisOptions, "roots">>> {
    this.service.setDocument(document.file, document.text);
    const options = this.withCallers(document, false, CALLERS.pause);
    const outcome = await this.service.runnable(document.file, entryId, options).outcome;
    return "value" in outcome
      ? { value: { ...outcome.value, ...(options.roots && { roots: options.roots }) } }
      : outcome;
  }

  /** The texts of the open documents, by path. */
  texts(): Record<string, string> {
    return Object.fromEntries([...this.documents.values()].map(({ file, text }) => [file, text]));
  }

  /** Why a place of the text as it is now has its shape. An edit of the text cancels it. */
  async explain(document: OpenDocument, at: ExplainRequest): Promise<Outcome<Explained>> {
    this.service.setDocument(document.file, document.text);
    const job = this.service.explain(document.file, at, this.withCallers(document, false));
    return this.untilEdited(job);
  }

  /** Memory of an entry, of the text as it is now. An edit of the text cancels it. */
  async footprint(
    document: OpenDocument,
    entryId: string,
    question: FootprintQuestion,
  ): Promise<Outcome<FootprintJson | Refusal>> {
    this.service.setDocument(document.file, document.text);
    const options = this.withCallers(document, false, CALLERS.pause);
    return this.untilEdited(this.service.footprint(document.file, entryId, question, options));
  }

  private async untilEdited<T>(job: Job<T>): Promise<Outcome<T>> {
    this.passing.add(job);
    const outcome = await job.outcome;
    this.passing.delete(job);
    return outcome;
  }

  /** Asks the analysis something of the text as it is now. */
  async ask<T>(
    document: OpenDocument,
    question: (service: AnalysisService, options: AnalysisOptions) => Job<T>,
  ): Promise<Outcome<T>> {
    this.service.setDocument(document.file, document.text);
    return question(this.service, this.withoutCallers(document)).outcome;
  }

  /** Analyses a document at once, with what was changed beside its text; resolves when that answer is on screen, or none came. */
  async again(document: OpenDocument): Promise<void> {
    const { uri } = document;
    if (!this.on) return;
    this.running?.job?.cancel();
    // The one under way may be at its end: it does not know of the change.
    const answered = this.nextAnswer(uri, this.begun + 1);
    this.schedule(document, 0);
    await answered;
  }

  /** Edits that take one of the errors away, each tried out; none where the text is another one by now. */
  async repairsOf(document: OpenDocument, answer: Answer, errors: readonly DiagnosticJson[]): Promise<Fix[]> {
    const found = await Promise.all(
      errors.map(async (diagnostic) =>
        (await this.repairs(document, answer, diagnostic)).map((fix) => ({ diagnostic, fix })),
      ),
    );
    return found.flat();
  }

  private async repairs(document: OpenDocument, answer: Answer, error: DiagnosticJson): Promise<FixJson[]> {
    if (document.text !== answer.snapshot.text) return [];
    const known = this.repaired.get(answer) ?? new Map<string, Job<FixJson[]>>();
    this.repaired.set(answer, known);
    const key = `${error.line}:${error.column}: ${error.message}`;
    let job = known.get(key);
    if (!job) {
      this.service.setDocument(document.file, document.text);
      job = this.service.repair(document.file, error, this.withoutCallers(document));
      known.set(key, job);
    }
    const outcome = await job.outcome;
    if ("cancelled" in outcome) known.delete(key);
    return "value" in outcome ? outcome.value : [];
  }

  private cancelRepairs({ answer }: OpenDocument): void {
    const jobs = answer && this.repaired.get(answer);
    for (const job of jobs?.values() ?? []) job.cancel();
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    for (const uri of [...this.awaited.keys()]) this.release(uri);
    this.service.dispose();
  }

  private scheduleOthers(edited: OpenDocument): void {
    for (const document of this.documents.values()) {
      if (document === edited) continue;
      this.dequeue(document);
      this.schedule(document, NEIGHBOUR_DELAY);
    }
  }

  private schedule(document: OpenDocument, delay: number): void {
    if (!this.on) return;
    const { uri } = document;
    clearTimeout(this.timers.get(uri));
    this.timers.set(
      uri,
      setTimeout(() => {
        this.timers.delete(uri);
        this.enqueue(document, delay < NEIGHBOUR_DELAY ? "first" : "last");
        this.pump();
      }, delay),
    );
  }

  private enqueue(document: OpenDocument, place: "first" | "last"): void {
    this.dequeue(document);
    if (place === "first") this.queue.unshift(document);
    else this.queue.push(document);
  }

  private dequeue(document: OpenDocument): void {
    const at = this.queue.indexOf(document);
    if (at >= 0) this.queue.splice(at, 1);
  }

  private pump(): void {
    if (this.running) return;
    const document = this.queue.shift();
    if (!document) return;
    this.running = { document, turn: ++this.begun };
    void this.analyze(this.running).finally(() => {
      this.running = undefined;
      this.pump();
    });
  }

  private async analyze(work: Work): Promise<void> {
    const { document } = work;
    const snapshot = document.begin();
    this.events.working(document);
    this.service.setDocument(document.file, snapshot.text);
    const search = document.answer !== undefined && performance.now() > (this.searchAfter.get(document) ?? 0);
    work.job = this.service.analyze(document.file, this.withCallers(document, search));
    const outcome = await work.job.outcome;
    if (this.documents.get(document.uri) !== document || !this.on) return;
    if (!("cancelled" in outcome)) document.analysed = snapshot.text;
    if ("value" in outcome) {
      this.lastMs = outcome.value.ms;
      const found = document.settle(snapshot, outcome.value, this.choice);
      this.release(document.uri, work);
      this.events.answered(document, outcome.value, found, snapshot);
      this.searchCallers(document, search, outcome.value.more === true);
    } else if ("givenUp" in outcome) {
      this.release(document.uri, work);
      // An edit since then has its own analysis to come.
      if (document.text !== snapshot.text) return;
      document.giveUp();
      this.events.givenUp(document, outcome.givenUp, snapshot);
    } else if ("failed" in outcome) {
      this.release(document.uri, work);
      this.reportOnce(`${document.file} could not be analysed: ${outcome.failed}`);
      this.events.failed(document);
    } else if (this.on && !this.timers.has(document.uri) && !this.queue.includes(document)) {
      this.enqueue(document, "last");
    }
  }

  /** The first answer waits for no other file. */
  private withCallers(document: OpenDocument, search: boolean, runs = CALLERS.typing): AnalysisOptions {
    const { folders, ...options } = this.optionsOf(document);
    const work = document.answer === undefined ? 0 : search ? CALLERS.pause : runs;
    return folders.length === 0 ? options : { ...options, callers: { folders, work, search } };
  }

  private withoutCallers(document: OpenDocument): AnalysisOptions {
    const { folders: _, ...options } = this.optionsOf(document);
    return options;
  }

  private optionsOf(document: OpenDocument): DocumentOptions {
    const given = [...document.given].map(([subject, call]) => ({ subject, call }));
    return { ...this.optionsFor(document), ...(given.length > 0 && { given }) };
  }

  /** Once an answer is there, the workspace is looked through for calls of its classes, a while at a time. */
  private searchCallers(document: OpenDocument, searched: boolean, more: boolean): void {
    if (this.optionsFor(document).folders.length === 0) return;
    if (searched && !more) this.searchAfter.set(document, performance.now() + SEARCH_AGAIN);
    const due = performance.now() > (this.searchAfter.get(document) ?? 0);
    if (due && !this.timers.has(document.uri) && !this.queue.includes(document))
      this.schedule(document, NEIGHBOUR_DELAY);
  }

  /** Resolves when an analysis of the document has ended that is the `from`th of all that were begun, or a later one. */
  private nextAnswer(uri: string, from: number): Promise<void> {
    return new Promise((resolve) => this.awaited.set(uri, [...(this.awaited.get(uri) ?? []), { from, resolve }]));
  }

  /** Tells those who wait for the document; those who wait for a later analysis than this one go on waiting. */
  private release(uri: string, { turn } = { turn: Number.POSITIVE_INFINITY }): void {
    const waiting = this.awaited.get(uri) ?? [];
    const later = waiting.filter(({ from }) => from > turn);
    if (later.length > 0) this.awaited.set(uri, later);
    else this.awaited.delete(uri);
    for (const { from, resolve } of waiting) if (from <= turn) resolve();
  }

  private reportOnce(message: string): void {
    if (this.reported.has(message)) return;
    this.reported.add(message);
    this.events.log(message);
  }
}
