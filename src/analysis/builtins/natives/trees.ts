import type * as ast from "../../../syntax/ast";
import type { Source } from "../../../syntax/source";
import { ELLIPSIS } from "../../machine/constants";
import type { Interpreter } from "../../machine/machine";
import {
  Instance,
  native,
  PyBytes,
  type PyClass,
  PyComplex,
  type PyDict,
  PyFloat,
  PyList,
  type PyTuple,
  type Unknown,
  type Value,
} from "../../values";
import { integer } from "../../values/numbers";

/** Longer texts are not followed. */
const MAX_TEXT = 100_000;
/** Units for a character that is parsed, and whose nodes are made. */
const PARSE_WORK = 4;

const NOT_READ = "the syntax of this text is not followed";

/** What `ast.parse` stands on: see the prelude's list of natives. */
export const trees: Record<string, Value> = {
  _syntax_tree: native("_syntax_tree(text, mode, classes)", (m: Interpreter, { text, mode, classes }) => {
    if (typeof text !== "string" || text.length > MAX_TEXT) return m.unknown(NOT_READ);
    m.pay(text.length * PARSE_WORK);
    const source = m.parse("<unknown>", text);
    if (source.tree.problems.length > 0) return m.unknown(NOT_READ);
    return new Tree(m, source, classes as PyDict).root(mode) ?? m.unknown(NOT_READ);
  }),
};

type Node = ast.Span & { kind?: string } & Record<string, unknown>;
type Context = "Load" | "Store" | "Del";

/** Kinds of nodes that CPython calls otherwise. */
const KINDS: Record<string, string> = { ExprStmt: "Expr" };
const ASYNC: Record<string, string> = { FunctionDef: "AsyncFunctionDef", For: "AsyncFor", With: "AsyncWith" };
/** CPython's names of fields, and ours. */
const FIELDS: Record<string, string> = {
  elts: "elements",
  elt: "element",
  decorator_list: "decorators",
  context_expr: "context",
  optional_vars: "target",
  is_async: "isAsync",
};
/** What stands in these fields has no kind of its own. */
const NAMELESS: Record<string, string> = {
  keywords: "keyword",
  names: "alias",
  generators: "comprehension",
  items: "withitem",
  handlers: "ExceptHandler",
  cases: "match_case",
};
/** Fields in which names are bound or deleted. */
const TARGETS: Record<string, Context> = {
  "Assign.targets": "Store",
  "AugAssign.target": "Store",
  "AnnAssign.target": "Store",
  "NamedExpr.target": "Store",
  "For.target": "Store",
  "AsyncFor.target": "Store",
  "comprehension.target": "Store",
  "withitem.optional_vars": "Store",
  "Delete.targets": "Del",
};
/** Targets inside of which there are others. */
const NESTED = new Set(["Tuple", "List", "Starred"]);

const BINARY: Record<string, string> = {
  "+": "Add",
  "-": "Sub",
  "*": "Mult",
  "/": "Div",
  "//": "FloorDiv",
  "%": "Mod",
  "**": "Pow",
  "@": "MatMult",
  "<<": "LShift",
  ">>": "RShift",
  "&": "BitAnd",
  "|": "BitOr",
  "^": "BitXor",
};
const OPERATORS: Record<string, Record<string, string>> = {
  BinOp: BINARY,
  AugAssign: BINARY,
  UnaryOp: { "+": "UAdd", "-": "USub", "~": "Invert", not: "Not" },
  BoolOp: { and: "And", or: "Or" },
  Compare: {
    "==": "Eq",
    "!=": "NotEq",
    "<": "Lt",
    "<=": "LtE",
    ">": "Gt",
    ">=": "GtE",
    is: "Is",
    "is not": "IsNot",
    in: "In",
    "not in": "NotIn",
  },
};

/** A tree of CPython's nodes, as instances of the classes of `ast`. */
class Tree {
  private readonly shared = new Map<string, Instance>();
  /** Versions of CPython place what stands inside an f-string differently. */
  private readonly unplaced: Unknown;
  private inString = 0;

  constructor(
    m: Interpreter,
    private readonly source: Source,
    private readonly classes: PyDict,
  ) {
    this.unplaced = m.unknown("places inside f-strings are not followed");
  }

  /** Undefined where it is no tree of the mode. */
  root(mode: Value): Value | undefined {
    const { body } = this.source.tree;
    if (mode === "exec") return this.make("Module", { body: this.value(body), type_ignores: new PyList([]) });
    const [only, ...more] = body;
    if (mode !== "eval" || only?.kind !== "ExprStmt" || more.length > 0) return undefined;
    return this.make("Expression", { body: this.value(only.value) });
  }

  private make(name: string, fields: Record<string, Value>, span?: ast.Span): Instance {
    const node = new Instance(this.classes.get(name) as PyClass);
    for (const [field, value] of Object.entries(fields)) node.setAttr(field, value);
    if (span !== undefined) this.place(node, span);
    return node;
  }

  private place(node: Instance, { start, end }: ast.Span): void {
    const inside = this.inString > 0;
    for (const [prefix, at] of [
      ["", start],
      ["end_", end],
    ] as const) {
      const { line, column } = this.source.position(at);
      const before = this.source.text.slice(at - (column - 1), at);
      node.setAttr(`${prefix}lineno`, inside ? this.unplaced : line);
      // CPython counts the bytes of UTF-8.
      node.setAttr(`${prefix}col_offset`, inside ? this.unplaced : new TextEncoder().encode(before).length);
    }
  }

  /** Operators and contexts have nothing in them: one stands for all. */
  private only(name: string): Instance {
    let node = this.shared.get(name);
    if (node === undefined) {
      node = this.make(name, {});
      this.shared.set(name, node);
    }
    return node;
  }

  /** What stands in a field: a node, several, or plain data. */
  private value(value: unknown, nameless?: string, context: Context = "Load"): Value {
    if (Array.isArray(value)) return new PyList(value.map((item) => this.value(item, nameless, context)));
    if (value === undefined || value === null) return null;
    if (typeof value === "boolean") return value ? 1 : 0;
    if (typeof value !== "object") return value as string | number;
    const node = value as Node;
    return this.node(node, node.kind ?? nameless!, context);
  }

  private node(node: Node, kind: string, context: Context): Value {
    switch (kind) {
      case "Int":
      case "Float":
      case "Complex":
      case "Str":
      case "Bytes":
      case "Constant":
        return this.constant(node as unknown as ast.Expr);
      case "JoinedStr":
        return this.joined(node as unknown as ast.JoinedStr);
      case "MatchClass":
        return this.matchClass(node);
      case "MatchValue": {
        const { value } = node as unknown as { value: ast.Expr };
        if (value.kind === "Constant" && value.value !== "...")
          return this.make("MatchSingleton", { value: value.value }, node);
      }
    }
    const name = this.nameOf(node, kind);
    const fields: Record<string, Value> = {};
    for (const field of ((this.classes.get(name) as PyClass).lookup("_fields") as PyTuple).items as string[])
      fields[field] = this.field(node, name, field, context);
    return this.make(name, fields, node.start === undefined ? undefined : node);
  }

  private nameOf(node: Node, kind: string): string {
    if (node.isAsync === true && kind in ASYNC) return ASYNC[kind];
    if (kind === "Try" && (node.handlers as ast.Span[]).some(({ start, end }) => this.isOfGroup(start, end)))
      return "TryStar";
    return KINDS[kind] ?? kind;
  }

  private isOfGroup(start: number, end: number): boolean {
    return /^except\s*\*/.test(this.source.text.slice(start, end));
  }

  private field(node: Node, name: string, field: string, context: Context): Value {
    const at = `${name}.${field}`;
    if (field === "ctx") return this.only(context);
    if (field === "type_comment") return null;
    if (at === "AnnAssign.simple") {
      const { target } = node as unknown as ast.AnnAssign;
      return target.kind === "Name" && this.source.text[node.start] !== "(" ? 1 : 0;
    }
    if (at === "ImportFrom.module" && node.module === "") return null;
    if (field === "args" && node.params !== undefined) return this.parameters(node.params as ast.Parameters);
    if (at === "keyword.arg") return node.name as string | null;
    if (field === "op" || field === "ops") {
      const operators = OPERATORS[name];
      const own = node[field] as string | string[];
      return Array.isArray(own) ? new PyList(own.map((one) => this.only(operators[one]))) : this.only(operators[own]);
    }
    const inner = TARGETS[at] ?? (NESTED.has(name) && (field === "elts" || field === "value") ? context : "Load");
    return this.value(node[FIELDS[field] ?? field], NAMELESS[field], inner);
  }

  private constant(node: ast.Expr): Value {
    let value: Value = null;
    if (node.kind === "Int") value = typeof node.value === "number" ? node.value : integer(BigInt(node.value.digits));
    else if (node.kind === "Float") value = new PyFloat(node.value);
    else if (node.kind === "Complex") value = new PyComplex(0, node.value);
    else if (node.kind === "Bytes") value = new PyBytes(node.value);
    else if (node.kind === "Constant") value = node.value === "..." ? ELLIPSIS : node.value;
    else if (node.kind === "Str") value = node.value;
    const kind = node.kind === "Str" && /^u['"]/i.test(this.source.text.slice(node.start, node.start + 2)) ? "u" : null;
    return this.make("Constant", { value, kind }, node);
  }

  private joined(node: ast.JoinedStr): Value {
    this.inString++;
    const values = node.values.map((part) => {
      if (typeof part === "string") return this.make("Constant", { value: part, kind: null }, node);
      const conversion = part.conversion === undefined ? -1 : part.conversion.charCodeAt(0);
      const format_spec = part.format === undefined ? null : this.joined(part.format);
      return this.make("FormattedValue", { value: this.value(part.value), conversion, format_spec }, node);
    });
    this.inString--;
    return this.make("JoinedStr", { values: new PyList(values) }, node);
  }

  private matchClass(node: Node): Value {
    const { cls, patterns, keywords } = node as unknown as Extract<ast.Pattern, { kind: "MatchClass" }>;
    const fields = {
      cls: this.value(cls),
      patterns: this.value(patterns),
      kwd_attrs: this.value(keywords.map(({ name }) => name)),
      kwd_patterns: this.value(keywords.map(({ pattern }) => pattern)),
    };
    return this.make("MatchClass", fields, node);
  }

  private parameters({ positionalOnly, positional, vararg, keywordOnly, kwarg }: ast.Parameters): Value {
    const list = (params: readonly ast.Param[]) => new PyList(params.map((param) => this.parameter(param)));
    const defaults = [...positionalOnly, ...positional].flatMap((param) => param.default ?? []);
    return this.make("arguments", {
      posonlyargs: list(positionalOnly),
      args: list(positional),
      vararg: vararg && this.parameter(vararg),
      kwonlyargs: list(keywordOnly),
      kw_defaults: this.value(keywordOnly.map((param) => param.default)),
      kwarg: kwarg && this.parameter(kwarg),
      defaults: this.value(defaults),
    });
  }

  private parameter({ name, annotation, default: fallback, start, end }: ast.Param): Value {
    const own = { start, end: annotation?.end ?? (fallback === null ? end : start + name.length) };
    return this.make("arg", { arg: name, annotation: this.value(annotation), type_comment: null }, own);
  }
}
