import { type Diagnostic, type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from "vscode-languageserver";

/** Where diagnostics go. */
export interface Reader {
  /** Shows them. */
  send(uri: string, diagnostics: Diagnostic[]): void;
  /** Has the editor ask again. */
  refresh(): void;
}

interface Held {
  id: string;
  diagnostics: Diagnostic[];
  text: string;
}

/** The diagnostics that hold, by the editor's documents: sent as they are found, or kept for an editor that asks for them itself. */
export class Published {
  /** The editor asks: what is sent too, it would show twice. */
  asks = false;

  private readonly held = new Map<string, Held>();
  /** What the editor has, by document. */
  private readonly given = new Map<string, string>();
  private waiting = 0;
  private count = 0;

  constructor(private readonly reader: Reader) {}

  tell(uri: string, diagnostics: Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    const same = this.held.get(uri)?.text === text;
    if (!same) this.held.set(uri, { id: `${++this.count}`, diagnostics, text });
    if (!this.asks) this.reader.send(uri, diagnostics);
    else if (!same && this.waiting === 0 && this.given.has(uri)) this.reader.refresh();
  }

  /** What the editor asks for, once `found` tells that its text was analysed. */
  async report(uri: string, found: Promise<unknown>, previous?: string): Promise<DocumentDiagnosticReport> {
    this.waiting++;
    await found.finally(() => {
      this.waiting--;
    });
    const { id = "0", diagnostics = [] } = this.held.get(uri) ?? {};
    this.given.set(uri, id);
    if (previous === id) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: id };
    return { kind: DocumentDiagnosticReportKind.Full, resultId: id, items: diagnostics };
  }

  /** The document is closed. */
  left(uri: string): void {
    this.held.delete(uri);
    this.given.delete(uri);
    if (!this.asks) this.reader.send(uri, []);
  }
}
