import type { CallForm } from "../analysis/entries/filled-call";
import type { FootprintQuestion, Refusal } from "../analysis/entries/fit";
import type { Runnable } from "../analysis/entries/runnable";
import type { Explained, ExplainRequest } from "../analysis/explain/explanation";
import type { DiagnosticJson, FileAnalysis, FixJson, FootprintJson } from "../analysis/report";
import { type Ending, tellEnding, type Job as Work } from "../supervisor/limits";
import { type ProcessOptions, SupervisedProcess } from "../supervisor/process";
import type {
  AnalysisNotice,
  AnalysisOptions,
  AnalysisRequest,
  FromAnalysis,
  ToAnalysis,
  Tried,
} from "./analysis-protocol";
import { GivenUp } from "./given-up";

/** What became of an analysis. `givenUp`: it was ended from outside, and this text is not analysed again; in words that go on from the file's name. */
export type Outcome<T> = { value: T } | { cancelled: true } | { failed: string } | { givenUp: string };

export interface Job<T> {
  outcome: Promise<Outcome<T>>;
  cancel(): void;
}

/** Analyses files, one request at a time. */
export interface AnalysisService {
  analyze(file: string, options: AnalysisOptions): Job<FileAnalysis>;
  runnable(file: string, entryId: string, options: AnalysisOptions): Job<Runnable>;
  explain(file: string, at: ExplainRequest, options: AnalysisOptions): Job<Explained>;
  /** Memory of an entry, used and trained; or why it is not known. */
  footprint(
    file: string,
    entryId: string,
    question: FootprintQuestion,
    options: AnalysisOptions,
  ): Job<FootprintJson | Refusal>;
  /** What must be known to call a class or function of the file with numbers. */
  callForm(file: string, subject: string, options: AnalysisOptions): Job<CallForm | undefined>;
  /** What comes of a call among the file's names, on shapes. */
  tryCall(file: string, call: string, options: AnalysisOptions): Job<Tried>;
  /** Edits that take an error of the file away. */
  repair(file: string, error: DiagnosticJson, options: AnalysisOptions): Job<FixJson[]>;
  /** An open document's text; `null`: the disk counts again. */
  setDocument(file: string, text: string | null): void;
  /** The file changed on the disk. */
  changed(file: string): void;
  dispose(): void;
}

/** Ends without a file to blame within a minute, such as of a process that does not start, before it is left off. */
const MOST_CRASHES = 3;

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

interface Waiting {
  request: AnalysisRequest;
  /** The file's text when it was asked. */
  text: string | undefined;
  /** It is not wanted any more, which stays so when the process is started again. */
  cancelled?: boolean;
  resolve(message: FromAnalysis | { kind: "givenUp"; why: string }): void;
}

/**
 * The service on a thread in a process of its own. A process that ends, by itself or because it took too much, is started again with the
 * documents that are open; what it worked on is given up, and the other requests are asked again.
 */
export class AnalysisProcess implements AnalysisService {
  private process: SupervisedProcess<ToAnalysis, FromAnalysis> | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly documents = new Map<string, string>();
  private readonly givenUp = new GivenUp();
  private crashes: number[] = [];
  /** The process was set up; before that no file can be to blame. */
  private ready = false;
  private lastId = 0;
  private disposed = false;

  constructor(
    private readonly options: ProcessOptions,
    private readonly log: (message: string) => void,
  ) {
    this.start();
  }

  analyze(file: string, options: AnalysisOptions): Job<FileAnalysis> {
    return this.request({ kind: "analyze", file, options }, (message) =>
      message.kind === "analyzed" ? { value: message.analysis } : undefined,
    );
  }

  runnable(file: string, entryId: string, options: AnalysisOptions): Job<Runnable> {
    return this.request({ kind: "runnable", file, entryId, options }, (message) =>
      message.kind === "runnable" ? { value: message.runnable } : undefined,
    );
  }

  explain(file: string, at: ExplainRequest, options: AnalysisOptions): Job<Explained> {
    return this.request({ kind: "explain", file, at, options }, (message) =>
      message.kind === "explained" ? { value: message.explained } : undefined,
    );
  }

  footprint(
    file: string,
    entryId: string,
    question: FootprintQuestion,
    options: AnalysisOptions,
  ): Job<FootprintJson | Refusal> {
    return this.request({ kind: "footprint", file, entryId, question, options }, (message) =>
      message.kind === "footprint" ? { value: message.footprint } : undefined,
    );
  }

  callForm(file: string, subject: string, options: AnalysisOptions): Job<CallForm | undefined> {
    return this.request({ kind: "form", file, subject, options }, (message) =>
      message.kind === "formed" ? { value: message.form } : undefined,
    );
  }

  tryCall(file: string, call: string, options: AnalysisOptions): Job<Tried> {
    return this.request({ kind: "try", file, call, options }, (message) =>
      message.kind === "tried" ? { value: message.tried } : undefined,
    );
  }

  repair(file: string, error: DiagnosticJson, options: AnalysisOptions): Job<FixJson[]> {
    return this.request({ kind: "repair", file, error, options }, (message) =>
      message.kind === "repaired" ? { value: message.fixes } : undefined,
    );
  }

  setDocument(file: string, text: string | null): void {
    if (text === null) this.documents.delete(file);
    else this.documents.set(file, text);
    // To parse the text may be what cannot be done.
    if (text === null || this.givenUp.why("analyze", file, text) === undefined)
      this.notify({ kind: "document", file, text });
  }

  changed(file: string): void {
    this.notify({ kind: "changed", file });
  }

  dispose(): void {
    this.disposed = true;
    this.failAll("the server is stopping");
    this.process?.end();
    this.process = undefined;
  }

  private notify(message: AnalysisNotice): void {
    this.process?.post(message);
  }

  private request<T>(
    request: Without<AnalysisRequest, "id">,
    read: (message: FromAnalysis) => Outcome<T> | undefined,
  ): Job<T> {
    const id = ++this.lastId;
    const outcome = new Promise<Outcome<T>>((resolve) => {
      const text = this.documents.get(request.file);
      const why = this.givenUp.why(request.kind, request.file, text);
      if (why !== undefined) {
        resolve({ givenUp: why });
        return;
      }
      if (!this.process) {
        resolve({ failed: "the analysis has stopped; the command “ShapeScope: Restart Server” starts it again" });
        return;
      }
      const asked: AnalysisRequest = { ...request, id };
      this.waiting.set(id, {
        request: asked,
        text,
        resolve(message) {
          if (message.kind === "cancelled") resolve({ cancelled: true });
          else if (message.kind === "givenUp") resolve({ givenUp: message.why });
          else resolve(read(message) ?? failure(message));
        },
      });
      this.process.post(asked);
    });
    const cancel = () => {
      const asked = this.waiting.get(id);
      if (asked === undefined) return;
      asked.cancelled = true;
      this.process?.cancel(id);
    };
    return { outcome, cancel };
  }

  private start(): void {
    const started: SupervisedProcess<ToAnalysis, FromAnalysis> = new SupervisedProcess(this.options, {
      message: (message: FromAnalysis) => {
        if (message.kind === "ready") {
          this.ready = true;
          return;
        }
        const asked = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        asked?.resolve(message);
      },
      ended: (ending, job) => this.ended(ending, job, started.lastWords),
    });
    this.process = started;
    this.ready = false;
    for (const [file, text] of this.documents)
      if (this.givenUp.why("analyze", file, text) === undefined) started.post({ kind: "document", file, text });
    for (const [id, { request, cancelled, resolve }] of this.waiting) {
      if (!cancelled) {
        started.post(request);
      } else {
        this.waiting.delete(id);
        resolve({ kind: "cancelled", id });
      }
    }
  }

  private ended(ending: Ending, work: Work | undefined, lastWords: string): void {
    this.process = undefined;
    if (this.disposed) return;
    const why = tellEnding(ending);
    if (lastWords !== "") this.log(`The process of the analysis said: ${lastWords.trim()}`);
    // A process that dies at once may not have told what it began.
    const asked = work === undefined ? this.waiting.values().next().value : this.waiting.get(work.id);
    const file = work?.file ?? asked?.request.file;
    if (this.ready && file !== undefined) this.giveUp(file, asked, why);
    else if (this.leavesOff(why)) return;
    this.start();
  }

  private giveUp(file: string, asked: Waiting | undefined, why: string): void {
    const kind = asked?.request.kind ?? "analyze";
    const text = asked === undefined ? this.documents.get(file) : asked.text;
    this.givenUp.mark(kind, file, text, why);
    this.log(`${file} was given up: ${why}. It is tried again when its text changes.`);
    for (const [id, one] of this.waiting) {
      if (one !== asked && this.givenUp.why(one.request.kind, one.request.file, one.text) === undefined) continue;
      this.waiting.delete(id);
      one.resolve({ kind: "givenUp", why });
    }
  }

  /** Counts an end for which no file is to blame; true where another start is of no use. */
  private leavesOff(why: string): boolean {
    this.log(`The analysis stopped: ${why}.`);
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < 60_000), now];
    if (this.crashes.length <= MOST_CRASHES) return false;
    this.failAll("the analysis stopped");
    this.log("The analysis stopped several times and is left off until the server is restarted.");
    return true;
  }

  private failAll(message: string): void {
    for (const [id, { resolve }] of this.waiting) resolve({ kind: "failed", id, message });
    this.waiting.clear();
  }
}

function failure(message: FromAnalysis): { failed: string } {
  return { failed: message.kind === "failed" ? message.message : "it gave no answer" };
}
