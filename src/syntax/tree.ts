import type { Language, Tree } from "web-tree-sitter";
import type { Comment, Span } from "./ast";
import { commentsIn, hiddenComments } from "./comments";

/**
 * Tokens that decide something in the conversion. All other tokens (`def`, `(`, `=` …) say what the type of their
 * parent already says and are left out.
 */
const TOKENS = new Set(
  "+ - * / // % ** @ << >> & | ^ ~ < <= == != >= > <> in is and or _ async from += -= *= /= @= //= %= **= >>= <<= &= ^= |=".split(
    " ",
  ),
)
  .add("not in")
  .add("is not");

/** Where a comma or colon matters: `(x,)` is not `(x)`, and a slice is known by its colons. */
const TOKENS_BELOW: Record<string, string> = {
  expression_statement: ",",
  print_statement: ",",
  subscript: ",",
  type_parameter: ",",
  match_statement: ",",
  case_clause: ",",
  tuple_pattern: ",",
  slice: ":",
  constrained_type: ":",
};

/** Named nodes whose insides are read from the text instead. */
const LEAVES = new Set(
  "identifier integer float true false none ellipsis string_start string_content string_end comment line_continuation dotted_name import_prefix wildcard_import keyword_separator positional_separator type_conversion pass_statement break_statement continue_statement".split(
    " ",
  ),
);

/** Left out with all that is in them. */
const DROPPED = new Set(["string_content", "string_end", "line_continuation"]);

/** Nodes whose children are told apart by field. */
const FIELDED = new Set(
  "aliased_import as_pattern assignment attribute augmented_assignment binary_operator boolean_operator call case_clause class_definition decorated_definition default_parameter dict_pattern dictionary_comprehension elif_clause else_clause except_clause exec_statement for_in_clause for_statement format_expression function_definition future_import_statement generator_expression if_statement import_from_statement import_statement interpolation keyword_argument lambda list_comprehension match_statement named_expression not_operator pair print_statement raise_statement set_comprehension subscript try_statement type_alias_statement typed_default_parameter typed_parameter unary_operator while_statement with_item with_statement".split(
    " ",
  ),
);

/** Nodes that end in a block: tree-sitter lets a comment after the last statement count as part of them. */
const BLOCKS = new Set(
  "block case_clause class_definition decorated_definition elif_clause else_clause except_clause finally_clause for_statement function_definition if_statement match_statement try_statement while_statement with_statement".split(
    " ",
  ),
);

enum Keep {
  Drop = 0,
  Node = 1,
  Leaf = 2,
  Comment = 3,
  /** Kept below some parents only. */
  Sometimes = 4,
}

const ERROR_ID = 65535;

/** What we need to know of the grammar, by tree-sitter's numeric node types: made once a parser. */
export class Grammar {
  readonly names: string[] = [];
  readonly keep: Uint8Array;
  readonly fielded: Uint8Array;
  readonly isBlock: Uint8Array;
  /** Whether its children are statements. */
  readonly isBody: Uint8Array;
  /** By parent: the token kept there. */
  readonly tokenBelow: (string | undefined)[] = [];
  readonly fieldIds = new Map<string, number>();

  constructor(language: Language) {
    const types = language.types;
    language.fields.forEach((name, id) => {
      if (name) this.fieldIds.set(name, id);
    });
    this.keep = new Uint8Array(types.length);
    this.fielded = new Uint8Array(types.length);
    this.isBlock = new Uint8Array(types.length);
    this.isBody = new Uint8Array(types.length);
    for (let id = 0; id < types.length; id++) {
      const type = types[id] ?? "";
      this.names.push(type);
      if (!language.nodeTypeIsNamed(id)) {
        if (TOKENS.has(type)) this.keep[id] = Keep.Leaf;
        else if (type === "," || type === ":") this.keep[id] = Keep.Sometimes;
        continue;
      }
      this.tokenBelow[id] = TOKENS_BELOW[type];
      this.isBlock[id] = BLOCKS.has(type) ? 1 : 0;
      this.isBody[id] = type === "module" || type === "block" ? 1 : 0;
      this.fielded[id] = FIELDED.has(type) ? 1 : 0;
      if (type === "comment") this.keep[id] = Keep.Comment;
      else if (DROPPED.has(type)) this.keep[id] = Keep.Drop;
      else this.keep[id] = LEAVES.has(type) ? Keep.Leaf : Keep.Node;
    }
  }
}

/** A statement of a tree: its row, and where tree-sitter ends it, which may be behind a comment. */
interface Statement {
  row: number;
  start: number;
  end: number;
}

/** Where a text is the one before: so many characters from its start and to its end, and how far the latter have moved. */
interface Unchanged {
  before: FlatTree;
  head: number;
  tail: number;
  moved: number;
}

/**
 * A syntax tree copied out of WebAssembly in one walk: node `i`'s children are `i + 1`, `next(i + 1)`, … up to `next(i)`.
 * Numbers in arrays, for a walk over 20,000 nodes by objects takes four times as long. Statements whose text is as it was in the tree before
 * are copied from there: a statement without errors is read alike wherever it stands.
 */
export class FlatTree {
  readonly comments: Comment[] = [];
  /** Places of tokens that tree-sitter put in to go on. */
  readonly missing: { at: number; token: string }[] = [];
  /** Number of nodes; node 0 is the root. */
  count = 0;
  readonly hasError: boolean;
  /** Whether there are comments that the grammar was not shown. */
  private readonly hides: boolean;
  private readonly ids: Uint16Array;
  private readonly fieldIds: Uint8Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly nexts: Uint32Array;
  /** Those of the file and of all blocks, in the order of the text. */
  private readonly statements: Statement[] = [];

  constructor(
    private readonly grammar: Grammar,
    tree: Tree,
    readonly text: string,
    before?: FlatTree,
  ) {
    const root = tree.rootNode;
    const capacity = root.descendantCount;
    this.ids = new Uint16Array(capacity);
    this.fieldIds = new Uint8Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
    this.nexts = new Uint32Array(capacity);
    this.hasError = root.hasError;
    const hidden = hiddenComments(text);
    this.hides = hidden.length > 0;
    const isWhole = !this.hasError && before?.hasError === false && !this.hides && !before.hides;
    this.count = this.copy(tree, isWhole ? unchanged(before, text) : undefined);
    if (this.hides) this.addHidden(tree, hidden);
  }

  private copy(tree: Tree, unchanged: Unchanged | undefined): number {
    const { names, keep, fielded, isBlock, isBody, tokenBelow } = this.grammar;
    const parents: number[] = [];
    const cursor = tree.walk();
    let count = 0;
    let parent = ERROR_ID;
    /** Where the last node ends that was left. */
    let lastEnd = 0;
    try {
      for (;;) {
        const id = cursor.nodeTypeId;
        let what: number = id === ERROR_ID ? Keep.Node : keep[id];
        if (what === Keep.Sometimes) what = tokenBelow[parent] === names[id] ? Keep.Leaf : Keep.Drop;
        let shownId = id;
        if (this.hasError && cursor.nodeIsMissing) {
          this.missing.push({ at: cursor.startIndex, token: names[id] });
          what = Keep.Leaf;
          shownId = ERROR_ID;
        }
        let descended = false;
        if (what === Keep.Comment) {
          this.comments.push(comment(this.text, cursor.startIndex, cursor.endIndex));
        } else if (what !== Keep.Drop) {
          this.ids[count] = shownId;
          this.starts[count] = cursor.startIndex;
          this.ends[count] = cursor.endIndex;
          if (parent !== ERROR_ID && fielded[parent]) this.fieldIds[count] = cursor.currentFieldId;
          count++;
          let isCopied = false;
          if (what === Keep.Node && parent !== ERROR_ID && isBody[parent]) {
            const statement = { row: count - 1, start: this.starts[count - 1], end: this.ends[count - 1] };
            this.statements.push(statement);
            isCopied = unchanged !== undefined && this.copyFrom(unchanged, statement);
          }
          if (isCopied) {
            lastEnd = this.ends[count - 1];
            count = this.nexts[count - 1];
          } else if (what === Keep.Node && cursor.gotoFirstChild()) {
            parents.push(count - 1);
            parent = id;
            descended = true;
          } else {
            this.nexts[count - 1] = count;
            lastEnd = this.ends[count - 1];
          }
        } else if (parent !== ERROR_ID && isBlock[parent] && names[id] !== "line_continuation")
          lastEnd = cursor.endIndex;
        if (descended) continue;
        while (!cursor.gotoNextSibling()) {
          const done = parents.pop();
          if (done === undefined) return count;
          this.nexts[done] = count;
          if (isBlock[this.ids[done]]) this.ends[done] = Math.max(lastEnd, this.starts[done]);
          else lastEnd = this.ends[done];
          cursor.gotoParent();
          parent = parents.length > 0 ? this.ids[parents[parents.length - 1]] : ERROR_ID;
        }
      }
    } finally {
      cursor.delete();
    }
  }

  /** Copies all below a statement from the tree before, where the statement is there as it is here. */
  private copyFrom({ before, head, tail, moved }: Unchanged, { row, start, end }: Statement): boolean {
    const by = end < head ? 0 : start > tail ? moved : undefined;
    if (by === undefined) return false;
    let at = firstFrom(before.statements, start - by);
    const same = before.statements[at];
    if (same?.start !== start - by || same.end !== end - by || before.ids[same.row] !== this.ids[row]) return false;
    const stop = before.nexts[same.row];
    const shift = row - same.row;
    this.ids.set(before.ids.subarray(same.row + 1, stop), row + 1);
    this.fieldIds.set(before.fieldIds.subarray(same.row + 1, stop), row + 1);
    for (let from = same.row; from < stop; from++) {
      this.starts[from + shift] = before.starts[from] + by;
      this.ends[from + shift] = before.ends[from] + by;
      this.nexts[from + shift] = before.nexts[from] + shift;
    }
    for (at++; at < before.statements.length && before.statements[at].row < stop; at++) {
      const inner = before.statements[at];
      this.statements.push({ row: inner.row + shift, start: inner.start + by, end: inner.end + by });
    }
    for (let n = firstFrom(before.comments, same.start); n < before.comments.length; n++) {
      const one = before.comments[n];
      if (one.start >= same.end) break;
      this.comments.push(by === 0 ? one : { ...one, start: one.start + by, end: one.end + by });
    }
    return true;
  }

  /** The comments that the grammar was not shown; what looks like them in a string is none. */
  private addHidden(tree: Tree, hidden: readonly Span[]): void {
    const rows = hidden.filter(({ start, end }) => !isInString(tree, start, end));
    for (const row of rows)
      for (const { start, end } of commentsIn(this.text, row)) this.comments.push(comment(this.text, start, end));
    this.comments.sort((a, b) => a.start - b.start);
  }

  type(i: number): string {
    const id = this.ids[i];
    return id === ERROR_ID ? "ERROR" : this.grammar.names[id];
  }
  start(i: number): number {
    return this.starts[i];
  }
  end(i: number): number {
    return this.ends[i];
  }
  /** The node after `i` and all below it. */
  next(i: number): number {
    return this.nexts[i];
  }
  inField(i: number, field: string): boolean {
    return this.fieldIds[i] === this.grammar.fieldIds.get(field);
  }
  slice(i: number): string {
    return this.text.slice(this.starts[i], this.ends[i]);
  }

  /** The first child in a field, or -1. */
  child(i: number, field: string): number {
    const wanted = this.grammar.fieldIds.get(field);
    for (let c = i + 1, end = this.nexts[i]; c < end; c = this.nexts[c]) if (this.fieldIds[c] === wanted) return c;
    return -1;
  }
  /** All children, or those in a field. */
  children(i: number, field?: string): number[] {
    const wanted = field === undefined ? undefined : this.grammar.fieldIds.get(field);
    const found: number[] = [];
    for (let c = i + 1, end = this.nexts[i]; c < end; c = this.nexts[c])
      if (wanted === undefined || this.fieldIds[c] === wanted) found.push(c);
    return found;
  }
  /** The first child of a type, or -1. */
  childOfType(i: number, type: string): number {
    for (let c = i + 1, end = this.nexts[i]; c < end; c = this.nexts[c]) if (this.type(c) === type) return c;
    return -1;
  }
}

function unchanged(before: FlatTree, text: string): Unchanged {
  const most = Math.min(before.text.length, text.length);
  let head = 0;
  while (head < most && before.text.charCodeAt(head) === text.charCodeAt(head)) head++;
  const moved = text.length - before.text.length;
  let tail = text.length;
  const least = text.length - (most - head);
  while (tail > least && text.charCodeAt(tail - 1) === before.text.charCodeAt(tail - 1 - moved)) tail--;
  return { before, head, tail, moved };
}

/** The first of some places in order that starts at an offset or behind it. */
function firstFrom(places: readonly { start: number }[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle].start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isInString(tree: Tree, start: number, end: number): boolean {
  return tree.rootNode.descendantForIndex(start, end)?.type.startsWith("string") ?? false;
}

function comment(text: string, start: number, end: number): Comment {
  if (text.charCodeAt(end - 1) === 13) end--;
  let before = start - 1;
  while (before >= 0 && " \t\f".includes(text[before])) before--;
  const ownLine = before < 0 || text[before] === "\n" || text[before] === "\r" || text[before] === "\uFEFF";
  return { start, end, text: text.slice(start + 1, end), ownLine };
}
