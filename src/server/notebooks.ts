import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  DidChangeNotebookDocumentParams,
  DidCloseNotebookDocumentParams,
  DidOpenNotebookDocumentParams,
  DocumentSymbol,
  Hover,
  InlayHint,
  Position,
  Range,
  TextDocumentItem,
  TextEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { cellLine, type Notebook, notebookOf } from "../syntax/notebook/notebook";
import type { LineCost, SubjectEntries } from "./protocol";

/** What the session is told of a notebook: it is one document, the program of its cells. */
export interface NotebookEvents {
  opened(uri: string, text: string): void;
  changed(uri: string, text: string, version: number): void;
  closed(uri: string): void;
  /** A cell is no longer one of a notebook. */
  left(cell: string): void;
}

interface OpenNotebook {
  uri: string;
  version: number;
  /** The code cells in their order. */
  cells: string[];
  program: Notebook;
}

/** The notebooks that are open in the editor. Each is one program, a line for a line and a column for a column. */
export class Notebooks {
  private readonly open = new Map<string, OpenNotebook>();
  private readonly texts = new Map<string, TextDocument>();

  constructor(private readonly events: NotebookEvents) {}

  didOpen({ notebookDocument: { uri, cells, version }, cellTextDocuments }: DidOpenNotebookDocumentParams): void {
    this.took(cellTextDocuments);
    const ids = cells.map(({ document }) => document);
    const notebook = { uri, version, cells: ids, program: this.programOf(ids) };
    this.open.set(uri, notebook);
    this.events.opened(uri, notebook.program.text);
  }

  didChange({ notebookDocument: { uri }, change: { cells } }: DidChangeNotebookDocumentParams): void {
    const notebook = this.open.get(uri);
    if (notebook === undefined || cells === undefined) return;
    if (cells.structure !== undefined) {
      const { array, didOpen = [], didClose = [] } = cells.structure;
      this.took(didOpen);
      const added = (array.cells ?? []).map(({ document }) => document);
      notebook.cells.splice(array.start, array.deleteCount, ...added);
      for (const one of didClose) {
        this.texts.delete(one.uri);
        this.events.left(one.uri);
      }
    }
    for (const { document, changes } of cells.textContent ?? []) {
      const text = this.texts.get(document.uri);
      if (text !== undefined) this.texts.set(document.uri, TextDocument.update(text, changes, document.version));
    }
    notebook.program = this.programOf(notebook.cells);
    this.events.changed(uri, notebook.program.text, ++notebook.version);
  }

  didClose({ notebookDocument: { uri } }: DidCloseNotebookDocumentParams): void {
    const notebook = this.open.get(uri);
    if (notebook === undefined) return;
    this.open.delete(uri);
    for (const cell of notebook.cells) {
      this.texts.delete(cell);
      this.events.left(cell);
    }
    this.events.closed(uri);
  }

  /** The cell that a document of the editor is; undefined for a file. */
  cell(uri: string): CellWindow | undefined {
    for (const notebook of this.open.values()) {
      const at = notebook.cells.indexOf(uri);
      if (at >= 0) return new CellWindow(notebook, at);
    }
    return undefined;
  }

  /** The documents of the editor that show a document of the session: the cells of a notebook, else the file itself. */
  cellsOf(uri: string): CellWindow[] | undefined {
    const notebook = this.open.get(uri);
    return notebook?.cells.map((_, at) => new CellWindow(notebook, at));
  }

  private took(cells: readonly TextDocumentItem[]): void {
    for (const { uri, languageId, version, text } of cells)
      this.texts.set(uri, TextDocument.create(uri, languageId, version, text));
  }

  private programOf(cells: readonly string[]): Notebook {
    return notebookOf(cells.map((cell, index) => ({ number: index + 1, text: this.texts.get(cell)?.getText() ?? "" })));
  }
}

/** A cell in the program of its notebook. Lines count from 0. */
export class CellWindow {
  readonly uri: string;
  /** The document that the session knows. */
  readonly notebook: string;

  constructor(
    private readonly owner: OpenNotebook,
    private readonly at: number,
  ) {
    this.uri = owner.cells[at];
    this.notebook = owner.uri;
  }

  /** A place of the cell in the program. */
  down({ line, character }: Position): Position {
    return { line: line + this.first, character };
  }

  downRange({ start, end }: Range): Range {
    return { start: this.down(start), end: this.down(end) };
  }

  /** A place of the program in the cell; undefined where it is in none, or another one. */
  up({ line, character }: Position): Position | undefined {
    const found = cellLine(this.owner.program, line + 1);
    return found?.cell === this.at + 1 ? { line: line - this.first, character } : undefined;
  }

  /** A range that begins in the cell; what goes on behind it ends with it. */
  upRange({ start, end }: Range): Range | undefined {
    const from = this.up(start);
    if (from === undefined) return undefined;
    const { lines } = this.owner.program.cells[this.at];
    const last = lines.length - 1;
    const to = end.line - this.first;
    return {
      start: from,
      end: to <= last ? { line: to, character: end.character } : { line: last, character: lines[last].length },
    };
  }

  /** Classes and functions of the whole program, with their lines as this cell counts: negative before it. */
  entries(found: readonly SubjectEntries[]): SubjectEntries[] {
    return found.map((one) => ({ ...one, line: one.line - this.first, lastLine: one.lastLine - this.first }));
  }

  hover(hover: Hover | null): Hover | null {
    const range = hover?.range && this.upRange(hover.range);
    return hover && { ...hover, ...(range && { range }) };
  }

  lenses(lenses: readonly CodeLens[]): CodeLens[] {
    return this.ranged(lenses);
  }

  hints(hints: readonly InlayHint[]): InlayHint[] {
    return hints.flatMap((hint) => {
      const position = this.up(hint.position);
      return position === undefined ? [] : [{ ...hint, position }];
    });
  }

  costs(costs: readonly LineCost[]): LineCost[] {
    return costs.flatMap((cost) => {
      const place = this.up({ line: cost.line, character: 0 });
      return place === undefined ? [] : [{ ...cost, line: place.line }];
    });
  }

  /** A cell is compiled as one: of its syntax errors the first is told. */
  diagnostics(found: readonly Diagnostic[], cells: readonly CellWindow[]): Diagnostic[] {
    let broken = false;
    return this.ranged(found).flatMap((diagnostic) => {
      if (diagnostic.code === "syntax" && broken) return [];
      broken ||= diagnostic.code === "syntax";
      const { relatedInformation } = diagnostic;
      if (relatedInformation === undefined) return [diagnostic];
      const related = relatedInformation.flatMap((one) => {
        if (one.location.uri !== this.notebook) return [one];
        const place = placed(one.location.range, cells);
        return place === undefined ? [] : [{ ...one, location: place }];
      });
      return [{ ...diagnostic, relatedInformation: related }];
    });
  }

  /** Actions whose edits are in the notebook's cells; those that would edit what is no cell are none. */
  actions(actions: readonly CodeAction[], cells: readonly CellWindow[]): CodeAction[] {
    return actions.flatMap((action) => {
      const edits = action.edit?.changes?.[this.notebook];
      if (edits === undefined) return [action];
      const changes: Record<string, TextEdit[]> = {};
      for (const edit of edits) {
        const place = placed(edit.range, cells);
        if (place === undefined) return [];
        changes[place.uri] = [...(changes[place.uri] ?? []), { range: place.range, newText: edit.newText }];
      }
      const { diagnostics, ...rest } = action;
      return [{ ...rest, ...(diagnostics && { diagnostics: this.ranged(diagnostics) }), edit: { changes } }];
    });
  }

  /** Of a definition that began in another cell, those inside of it that are in this one. */
  symbols(found: readonly DocumentSymbol[]): DocumentSymbol[] {
    return found.flatMap(({ children, ...symbol }) => {
      const range = this.upRange(symbol.range);
      const selectionRange = this.upRange(symbol.selectionRange);
      const inner = this.symbols(children ?? []);
      if (range === undefined || selectionRange === undefined) return inner;
      return [{ ...symbol, range, selectionRange, ...(inner.length > 0 && { children: inner }) }];
    });
  }

  private ranged<T extends { range: Range }>(items: readonly T[]): T[] {
    return items.flatMap((item) => {
      const range = this.upRange(item.range);
      return range === undefined ? [] : [{ ...item, range }];
    });
  }

  /** Line of the program at which the cell begins. */
  private get first(): number {
    return this.owner.program.cells[this.at].line - 1;
  }
}

function placed(range: Range, cells: readonly CellWindow[]): { uri: string; range: Range } | undefined {
  for (const cell of cells) {
    const found = cell.upRange(range);
    if (found !== undefined) return { uri: cell.uri, range: found };
  }
  return undefined;
}
