import type { Language, Tree } from "web-tree-sitter";
import type { Comment } from "./ast";
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
      this.fielded[id] = FIELDED.has(type) ? 1 : 0;
      if (type === "comment") this.keep[id] = Keep.Comment;
      else if (DROPPED.has(type)) this.keep[id] = Keep.Drop;
      else this.keep[id] = LEAVES.has(type) ? Keep.Leaf : Keep.Node;
    }
  }
}

/**
 * A syntax tree copied out of WebAssembly in one walk: node `i`'s children are `i + 1`, `next(i + 1)`, … up to `next(i)`.
 * Numbers in arrays, for a walk over 20,000 nodes by objects takes four times as long.
 */
export class FlatTree {
  readonly comments: Comment[] = [];
  /** Places of tokens that tree-sitter put in to go on. */
  readonly missing: { at: number; token: string }[] = [];
  /** Number of nodes; node 0 is the root. */
  count = 0;
  readonly hasError: boolean;
  private readonly ids: Uint16Array;
  private readonly fieldIds: Uint8Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly nexts: Uint32Array;

  constructor(
    private readonly grammar: Grammar,
    tree: Tree,
    readonly text: string,
  ) {
    const root = tree.rootNode;
    const capacity = root.descendantCount;
    this.ids = new Uint16Array(capacity);
    this.fieldIds = new Uint8Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
    this.nexts = new Uint32Array(capacity);
    this.hasError = root.hasError;
    this.count = this.copy(tree);
    this.addHidden(tree);
  }

  private copy(tree: Tree): number {
    const { names, keep, fielded, isBlock, tokenBelow } = this.grammar;
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
          if (what === Keep.Node && cursor.gotoFirstChild()) {
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

  /** The comments that the grammar was not shown; what looks like them in a string is none. */
  private addHidden(tree: Tree): void {
    const rows = hiddenComments(this.text).filter(({ start, end }) => !isInString(tree, start, end));
    if (rows.length === 0) return;
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
