import * as treeSitter from "web-tree-sitter";
import type { Expr, Module, Span, Stmt, SyntaxProblem } from "./ast";
import { blanked, hiddenComments } from "./comments";
import { convertModule } from "./convert/module";
import { survived } from "./defects";
import { type KeptTexts, keeping } from "./kept";
import type { Part } from "./outline";
import { errorSpans, mayLackValue, type Repaired, repair } from "./repair/repair";
import { type Reader, Source } from "./source";
import { FlatTree, Grammar } from "./tree";

/** WebAssembly handed in as bytes, so that nothing here reads files. */
export interface Wasm {
  /** `web-tree-sitter.wasm` */
  runtime: Uint8Array;
  /** `tree-sitter-python.wasm` */
  python: Uint8Array;
}

/** A replaced range, in offsets of the text before it; several are applied in order. */
export interface TextChange {
  start: number;
  end: number;
  text: string;
}

/** The tree of a text that was changed since, told of the changes, and whether comments of that text were hidden from it. */
interface Edited {
  tree: treeSitter.Tree;
  hides: boolean;
}

/** The last tree of an edited file that had no error: most of the next one is as it was there. */
interface LastRead {
  flat?: FlatTree;
}

/** The runtime is one to a process: it may be set up once only. */
let runtime: Promise<void> | undefined;

/** Python text to `Source`. Never throws once it is made. */
export class Parser {
  private readonly grammar: Grammar;
  /** Characters that may still be read. */
  private readable = Number.POSITIVE_INFINITY;

  private constructor(
    private readonly language: treeSitter.Language,
    private parser: treeSitter.Parser,
    private readonly kept: KeptTexts | undefined,
  ) {
    this.grammar = new Grammar(language);
  }

  /** `kept` has the trees of earlier processes, of files that are said to be worth it. */
  static async create(wasm: Wasm, kept?: KeptTexts): Promise<Parser> {
    runtime ??= treeSitter.Parser.init({ wasmBinary: wasm.runtime as unknown as ArrayBuffer });
    await runtime;
    const language = await treeSitter.Language.load(wasm.python);
    return new Parser(language, newParser(language), kept);
  }

  /** A file read once. */
  parse(file: string, text: string): Source {
    this.begin(text);
    const tree = this.tree(text);
    try {
      return new Source(file, text, this.module(tree, text));
    } finally {
      tree?.delete();
    }
  }

  /** A file that is imported: parsed a part at a time, when that is used. `isKept`: it will be the same in the next process. */
  lazily(file: string, text: string, isKept = false): Source {
    const reader: Reader = {
      whole: () => this.parse(file, text).tree,
      parts: (parts, source) => this.statements(parts, source),
    };
    return new Source(file, text, isKept && this.kept !== undefined ? keeping(reader, this.kept.of(text)) : reader);
  }

  private statements(parts: readonly Part[], source: Source): Stmt[] | undefined {
    if (parts.length === 0) return [];
    const { text } = source;
    this.begin(text);
    const tree = this.tree(
      text,
      undefined,
      parts.map(({ start, end }) => range(source, start, end)),
    );
    try {
      if (tree === undefined || tree.rootNode.hasError) return undefined;
      const { body, problems } = convertModule(new FlatTree(this.grammar, tree, text));
      return problems.length > 0 ? undefined : body;
    } catch (error) {
      survived("the conversion of a part", error);
      return undefined;
    } finally {
      tree?.delete();
    }
  }

  /** A file under edit: call `dispose` when it is closed. */
  open(file: string, text: string): Document {
    return new Document(this, file, text);
  }

  /** One expression, as given to `--call`; spans are offsets into `text`. */
  expression(text: string): Expr | SyntaxProblem {
    const { body, problems } = this.parse(
      "<expression>",
      text.replace(/^\s+/, (blank) => " ".repeat(blank.length)),
    ).tree;
    if (problems.length > 0) return problems[0];
    const [only] = body;
    if (body.length === 1 && only.kind === "ExprStmt") return only.value;
    return { message: "Expected one expression", start: 0, end: text.length };
  }

  /**
   * @internal To be called before a file is read: what its tree and its repair may read. The grammar looks ahead over comments and
   * continued lines, from each of them to the last: a flood of them is read as often as it has lines.
   */
  begin(text: string): void {
    this.readable = text.length * READ_AGAIN + READ_AT_LEAST;
  }

  private read(text: string, index: number): string {
    const part = chunk(text, index);
    this.readable -= part.length;
    if (this.readable < 0) throw new ReadTooOften();
    return part;
  }

  /** @internal The tree of `text` (or of ranges of it), or undefined where the runtime gave up. */
  tree(text: string, old?: Edited, includedRanges?: treeSitter.Range[]): treeSitter.Tree | undefined {
    const hidden = hiddenComments(text);
    const shown = blanked(text, hidden);
    // Lines that one of the two trees hides and the other one does not would be lost, or told twice.
    const reused = old !== undefined && hidden.length === 0 && !old.hides ? old.tree : undefined;
    try {
      const options = includedRanges && { includedRanges };
      return this.parser.parse((index) => this.read(shown, index), reused, options) ?? undefined;
    } catch (error) {
      if (!(error instanceof ReadTooOften)) survived("tree-sitter", error);
      this.parser = newParser(this.language);
      return undefined;
    }
  }

  /** @internal `last`: what was read of the text before. */
  module(tree: treeSitter.Tree | undefined, text: string, last: LastRead = {}): Module {
    if (tree === undefined) return unreadable(text);
    try {
      const mended = tree.rootNode.hasError || mayLackValue(text) ? this.mended(tree, text, last) : undefined;
      if (mended !== undefined) return mended;
      const flat = new FlatTree(this.grammar, tree, text, last.flat);
      if (!flat.hasError) last.flat = flat;
      return convertModule(flat);
    } catch (error) {
      survived("the conversion of a file", error);
      return unreadable(text);
    }
  }

  /** What can be read when broken lines are mended: first those that are unfinished, then what is still wrong. */
  private mended(broken: treeSitter.Tree, text: string, last: LastRead): Module | undefined {
    let done = this.reparsed(broken, repair(text, [], this.check, true), last.flat);
    if (done === undefined || done.flat.hasError) {
      const { flat, mended } = done ?? { flat: new FlatTree(this.grammar, broken, text) };
      const original = (offset: number) => mended?.text.original(offset) ?? offset;
      const errors = errorSpans(flat).map(({ start, end }) => ({ start: original(start), end: original(end) }));
      done = this.reparsed(broken, repair(text, errors, this.check, false), last.flat) ?? done;
    }
    if (done?.flat.hasError === false) last.flat = done.flat;
    return done && convertModule(done.flat, done.mended);
  }

  /** The tree of the mended text; all but the patched places comes from the broken text's tree. */
  private reparsed(
    broken: treeSitter.Tree,
    mended: Repaired | undefined,
    before: FlatTree | undefined,
  ): { flat: FlatTree; mended: Repaired } | undefined {
    if (mended === undefined) return undefined;
    const old = broken.copy();
    for (const { start, end, text } of mended.patches.toReversed()) old.edit(treeEdit(mended.before, start, end, text));
    const tree = this.tree(mended.text.text, { tree: old, hides: hiddenComments(mended.before).length > 0 });
    old.delete();
    if (tree === undefined) return undefined;
    try {
      return { flat: new FlatTree(this.grammar, tree, mended.text.text, before), mended };
    } finally {
      tree.delete();
    }
  }

  /** Where a few lines go wrong, if they do. */
  private readonly check = (text: string): Span | undefined => {
    const tree = this.tree(text);
    if (tree === undefined) return { start: 0, end: text.length };
    try {
      if (!tree.rootNode.hasError) return undefined;
      return errorSpans(new FlatTree(this.grammar, tree, text))[0] ?? { start: 0, end: text.length };
    } finally {
      tree.delete();
    }
  };
}

/** The parser came back to the same places again and again: it is given up. */
class ReadTooOften {}

/** How often a file's text may be read, by the parser and by its repair together, and what even the smallest may. */
const READ_AGAIN = 100;
const READ_AT_LEAST = 20_000_000;

/** Code units handed to WebAssembly at a time; its buffer holds 5,120. */
const CHUNK = 4096;

/** The text from `index` on; never half of a surrogate pair at its end, which tree-sitter would not put together. */
function chunk(text: string, index: number): string {
  const last = text.charCodeAt(index + CHUNK - 1);
  const splitsPair = last >= 0xd800 && last < 0xdc00;
  return text.slice(index, index + CHUNK - (splitsPair ? 1 : 0));
}

function newParser(language: treeSitter.Language): treeSitter.Parser {
  const parser = new treeSitter.Parser();
  parser.setLanguage(language);
  return parser;
}

function unreadable(text: string): Module {
  const span = { start: 0, end: text.length };
  const message = "This file could not be parsed";
  return { body: text === "" ? [] : [{ kind: "ErrorStmt", ...span }], comments: [], problems: [{ message, ...span }] };
}

/** A file under edit. Its tree is kept, so that an edit costs what it touches. */
export class Document {
  private current: Source;
  private tree: treeSitter.Tree | undefined;
  private readonly last: LastRead = {};

  /** @internal */
  constructor(
    private readonly parser: Parser,
    readonly file: string,
    text: string,
  ) {
    parser.begin(text);
    this.tree = parser.tree(text);
    this.current = new Source(file, text, parser.module(this.tree, text, this.last));
  }

  get source(): Source {
    return this.current;
  }

  edit(changes: TextChange[]): Source {
    let text = this.current.text;
    const old = this.tree;
    const hides = hiddenComments(text).length > 0;
    for (const change of changes) {
      const start = Math.min(Math.max(change.start, 0), text.length);
      const end = Math.min(Math.max(change.end, start), text.length);
      old?.edit(treeEdit(text, start, end, change.text));
      text = text.slice(0, start) + change.text + text.slice(end);
    }
    this.parser.begin(text);
    this.tree = this.parser.tree(text, old && { tree: old, hides });
    old?.delete();
    this.current = new Source(this.file, text, this.parser.module(this.tree, text, this.last));
    return this.current;
  }

  dispose(): void {
    this.tree?.delete();
    this.tree = undefined;
  }
}

/** `start..end` of `before` replaced by `inserted`. */
function treeEdit(before: string, start: number, end: number, inserted: string): treeSitter.Edit {
  const startPosition = point(before, start);
  const { row, column } = point(inserted, inserted.length);
  return new treeSitter.Edit({
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: start + inserted.length,
    startPosition,
    oldEndPosition: point(before, end),
    newEndPosition: { row: startPosition.row + row, column: row > 0 ? column : startPosition.column + column },
  });
}

function range(source: Source, startIndex: number, endIndex: number): treeSitter.Range {
  const at = (offset: number) => {
    const { line, column } = source.position(offset);
    return { row: line - 1, column: column - 1 };
  };
  return { startIndex, endIndex, startPosition: at(startIndex), endPosition: at(endIndex) };
}

/** Row and column from 0. */
function point(text: string, offset: number): treeSitter.Point {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
