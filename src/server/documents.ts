import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Choice } from "../analysis/diagnostics/selection";
import type { DiagnosticJson, FileAnalysis } from "../analysis/report";
import { diagnostics, hasSyntaxError } from "../features/diagnostics";
import { type Edit, Shift, smallestEdit } from "../features/edits";
import { LineIndex, type Position } from "../features/places";
import { type Picks, View } from "../features/view";
import { pathOfUri } from "./uris";

/** A text that was analysed, or is about to be, and what was typed since. */
export class Snapshot {
  readonly lines: LineIndex;
  readonly shift = new Shift();

  constructor(
    readonly text: string,
    readonly version: number,
  ) {
    this.lines = new LineIndex(text);
  }
}

/** The analysis that is on screen, with the text that it speaks of. */
export interface Answer {
  snapshot: Snapshot;
  view: View;
}

/** A document of the editor. */
export class OpenDocument {
  readonly file: string;
  answer: Answer | undefined;
  /** The text that was analysed last, with or without an answer. */
  analysed: string | undefined;
  problems: { errors: number; warnings: number } = { errors: 0, warnings: 0 };
  private document: TextDocument;
  private index: LineIndex | undefined;
  /** The texts whose places edits must carry over: the one on screen and the one under analysis. */
  private pending: Snapshot | undefined;
  private readonly picks = new Map<string, string>();
  private readonly gave = new Map<string, string>();

  constructor(
    readonly uri: string,
    text: string,
    version: number,
  ) {
    this.file = pathOf(uri);
    this.document = TextDocument.create(uri, "python", version, text);
  }

  get version(): number {
    return this.document.version;
  }

  get text(): string {
    return this.document.getText();
  }

  /** Lines of the text as it is now. */
  get lines(): LineIndex {
    this.index ??= new LineIndex(this.text);
    return this.index;
  }

  /** Applies the editor's changes in order; places of the answers move along. */
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    for (const change of changes) {
      const edit = "range" in change ? this.rangeEdit(change) : smallestEdit(this.text, change.text);
      if (this.answer && this.answer.snapshot !== this.pending) this.answer.snapshot.shift.add(edit);
      this.pending?.shift.add(edit);
      this.document = TextDocument.update(this.document, [change], version);
    }
    this.index = undefined;
  }

  private rangeEdit({ range, text }: { range: { start: Position; end: Position }; text: string }): Edit {
    const [from, to] = [this.document.offsetAt(range.start), this.document.offsetAt(range.end)];
    const start = Math.min(from, to);
    return smallestEdit(this.text.slice(start, Math.max(from, to)), text, start);
  }

  /** Takes the text for an analysis. */
  begin(): Snapshot {
    this.pending = new Snapshot(this.text, this.version);
    return this.pending;
  }

  /** Puts an analysis on screen. While the text does not parse, the last one that did stays. Returns the file's diagnostics. */
  settle(snapshot: Snapshot, analysis: FileAnalysis, choice?: Choice): DiagnosticJson[] {
    if (this.pending === snapshot) this.pending = undefined;
    const found = diagnostics(analysis, choice);
    this.problems = {
      errors: found.filter(({ severity }) => severity === "error").length,
      warnings: found.filter(({ severity }) => severity === "warning").length,
    };
    if (!this.answer || !hasSyntaxError(analysis) || hasSyntaxError(this.answer.view.analysis))
      this.answer = { snapshot, view: new View(analysis, this.picks) };
    return found;
  }

  /** The analysis of its text was given up: what is on screen stays, without problems that nobody can tell any more. */
  giveUp(): void {
    this.pending = undefined;
    this.problems = { errors: 0, warnings: 0 };
  }

  /** Chooses the entry that is shown for a subject. */
  pick(subject: string, entryId: string): void {
    this.picks.set(subject, entryId);
  }

  /** Makes a call an entry of a subject, in place of the one that was given before. */
  give(subject: string, call: string): void {
    this.gave.set(subject, call);
  }

  /** The calls that somebody gave, by subject. */
  get given(): ReadonlyMap<string, string> {
    return this.gave;
  }

  get picked(): Picks {
    return this.picks;
  }

  /** Where a place of the analysed text is now, or what came in its stead. */
  position(snapshot: Snapshot, offset: number): Position {
    return this.lines.position(snapshot.shift.near(offset));
  }

  /** The place after a word that ended at an offset of the analysed text; `undefined` where the word was edited. */
  positionAfter(snapshot: Snapshot, offset: number): Position | undefined {
    const last = snapshot.shift.forward(offset - 1);
    return last === undefined ? undefined : this.lines.position(last + 1);
  }

  /** Where a range of the analysed text is now; `undefined` where it was edited. */
  range(snapshot: Snapshot, start: number, end: number): { start: Position; end: Position } | undefined {
    const now = snapshot.shift.range(start, end);
    return now && { start: this.lines.position(now.start), end: this.lines.position(now.end) };
  }

  /** The analysed text's offset of a position as it is now. */
  offset(snapshot: Snapshot, position: Position): number | undefined {
    return snapshot.shift.backward(this.lines.offset(position));
  }
}

/** A file's path; a document that has none yet gets a name that no file has. */
function pathOf(uri: string): string {
  return pathOfUri(uri) ?? `/untitled/${uri.replace(/[^\w.-]+/g, "-")}.py`;
}
