/**
 * Python's syntax as plain data: the node names and fields of CPython's `ast` module, with source offsets.
 * Nodes hold no methods and no references upward, so a tree can be written to JSON (the prelude is, at build time).
 */

/** Offsets into the text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

export interface Name extends Span {
  kind: "Name";
  id: string;
}
/** `value` is a number for an int that is exactly representable, else a bigint's digits. */
export interface IntConstant extends Span {
  kind: "Int";
  value: number | { digits: string };
}
export interface FloatConstant extends Span {
  kind: "Float";
  value: number;
}
/** `1j`: `value` is the imaginary part. */
export interface ComplexConstant extends Span {
  kind: "Complex";
  value: number;
}
/** A plain string, adjacent literals joined, escapes resolved. */
export interface StringConstant extends Span {
  kind: "Str";
  value: string;
}
export interface BytesConstant extends Span {
  kind: "Bytes";
  value: string;
}
/** `None`, `True`, `False`, `...` */
export interface KeywordConstant extends Span {
  kind: "Constant";
  value: null | true | false | "...";
}
/** An f-string: literal text and `{value!conversion:format}` fields in order. */
export interface JoinedStr extends Span {
  kind: "JoinedStr";
  values: (string | FormattedValue)[];
}
export interface FormattedValue {
  value: Expr;
  /** `s`, `r`, `a` or nothing; `=` (self-documenting) puts the source text before it in `values`. */
  conversion?: string;
  format?: JoinedStr;
}
export interface Tuple extends Span {
  kind: "Tuple";
  elements: Expr[];
}
export interface List extends Span {
  kind: "List";
  elements: Expr[];
}
export interface SetDisplay extends Span {
  kind: "Set";
  elements: Expr[];
}
/** A `null` key is `**value`. */
export interface Dict extends Span {
  kind: "Dict";
  keys: (Expr | null)[];
  values: Expr[];
}
export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "@" | "<<" | ">>" | "&" | "|" | "^";
export interface BinOp extends Span {
  kind: "BinOp";
  left: Expr;
  op: BinaryOperator;
  right: Expr;
}
export interface UnaryOp extends Span {
  kind: "UnaryOp";
  op: "+" | "-" | "~" | "not";
  operand: Expr;
}
export interface BoolOp extends Span {
  kind: "BoolOp";
  op: "and" | "or";
  values: Expr[];
}
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "is" | "is not" | "in" | "not in";
/** `left ops[0] comparators[0] ops[1] comparators[1] …` */
export interface Compare extends Span {
  kind: "Compare";
  left: Expr;
  ops: ComparisonOperator[];
  comparators: Expr[];
}
export interface Call extends Span {
  kind: "Call";
  func: Expr;
  /** Positional arguments, `Starred` among them. */
  args: Expr[];
  keywords: Keyword[];
}
/** `name=value`, or `**value` where `name` is null. */
export interface Keyword extends Span {
  name: string | null;
  value: Expr;
}
export interface Attribute extends Span {
  kind: "Attribute";
  value: Expr;
  attr: string;
  /** Where the name after the dot begins. */
  attrStart: number;
}
export interface Subscript extends Span {
  kind: "Subscript";
  value: Expr;
  /** One index, a `Slice`, or a `Tuple` of them. */
  slice: Expr;
}
export interface Slice extends Span {
  kind: "Slice";
  lower: Expr | null;
  upper: Expr | null;
  step: Expr | null;
}
export interface Starred extends Span {
  kind: "Starred";
  value: Expr;
}
export interface Lambda extends Span {
  kind: "Lambda";
  params: Parameters;
  body: Expr;
}
export interface IfExp extends Span {
  kind: "IfExp";
  test: Expr;
  body: Expr;
  orelse: Expr;
}
export interface Comprehension {
  target: Expr;
  iter: Expr;
  ifs: Expr[];
  isAsync: boolean;
}
export interface ListComp extends Span {
  kind: "ListComp" | "SetComp" | "GeneratorExp";
  element: Expr;
  generators: Comprehension[];
}
export interface DictComp extends Span {
  kind: "DictComp";
  key: Expr;
  value: Expr;
  generators: Comprehension[];
}
export interface NamedExpr extends Span {
  kind: "NamedExpr";
  target: Name;
  value: Expr;
}
export interface Await extends Span {
  kind: "Await";
  value: Expr;
}
export interface Yield extends Span {
  kind: "Yield";
  value: Expr | null;
}
export interface YieldFrom extends Span {
  kind: "YieldFrom";
  value: Expr;
}
/** Source that is no expression; evaluates to an Unknown. */
export interface ErrorExpr extends Span {
  kind: "ErrorExpr";
}

export type Expr =
  | Name
  | IntConstant
  | FloatConstant
  | ComplexConstant
  | StringConstant
  | BytesConstant
  | KeywordConstant
  | JoinedStr
  | Tuple
  | List
  | SetDisplay
  | Dict
  | BinOp
  | UnaryOp
  | BoolOp
  | Compare
  | Call
  | Attribute
  | Subscript
  | Slice
  | Starred
  | Lambda
  | IfExp
  | ListComp
  | DictComp
  | NamedExpr
  | Await
  | Yield
  | YieldFrom
  | ErrorExpr;

export interface Param extends Span {
  name: string;
  annotation: Expr | null;
  default: Expr | null;
}
export interface Parameters {
  positionalOnly: Param[];
  /** Positional or keyword. */
  positional: Param[];
  vararg: Param | null;
  keywordOnly: Param[];
  kwarg: Param | null;
}

export interface FunctionDef extends Span {
  kind: "FunctionDef";
  name: string;
  /** Span of the name. */
  nameSpan: Span;
  params: Parameters;
  returns: Expr | null;
  body: Stmt[];
  decorators: Expr[];
  isAsync: boolean;
  /** True where a `yield` stands in the body itself (not in a nested function). */
  isGenerator: boolean;
}
export interface ClassDef extends Span {
  kind: "ClassDef";
  name: string;
  nameSpan: Span;
  bases: Expr[];
  keywords: Keyword[];
  body: Stmt[];
  decorators: Expr[];
}
export interface Return extends Span {
  kind: "Return";
  value: Expr | null;
}
export interface Delete extends Span {
  kind: "Delete";
  targets: Expr[];
}
export interface Assign extends Span {
  kind: "Assign";
  /** `a = b = value` has two. */
  targets: Expr[];
  value: Expr;
}
export interface AugAssign extends Span {
  kind: "AugAssign";
  target: Expr;
  op: BinaryOperator;
  value: Expr;
}
export interface AnnAssign extends Span {
  kind: "AnnAssign";
  target: Expr;
  annotation: Expr;
  value: Expr | null;
}
export interface For extends Span {
  kind: "For";
  target: Expr;
  iter: Expr;
  body: Stmt[];
  orelse: Stmt[];
  isAsync: boolean;
}
export interface While extends Span {
  kind: "While";
  test: Expr;
  body: Stmt[];
  orelse: Stmt[];
}
export interface If extends Span {
  kind: "If";
  test: Expr;
  body: Stmt[];
  /** An `elif` is an `If` alone in here. */
  orelse: Stmt[];
}
export interface WithItem {
  context: Expr;
  target: Expr | null;
}
export interface With extends Span {
  kind: "With";
  items: WithItem[];
  body: Stmt[];
  isAsync: boolean;
}
export interface ExceptHandler extends Span {
  type: Expr | null;
  name: string | null;
  body: Stmt[];
}
export interface Try extends Span {
  kind: "Try";
  body: Stmt[];
  handlers: ExceptHandler[];
  orelse: Stmt[];
  finalbody: Stmt[];
}
export interface Raise extends Span {
  kind: "Raise";
  exc: Expr | null;
  cause: Expr | null;
}
export interface Assert extends Span {
  kind: "Assert";
  test: Expr;
  msg: Expr | null;
}
export interface ImportAlias extends Span {
  /** Dotted name, or `*`. */
  name: string;
  asname: string | null;
}
export interface Import extends Span {
  kind: "Import";
  names: ImportAlias[];
}
export interface ImportFrom extends Span {
  kind: "ImportFrom";
  /** Empty for `from . import x`. */
  module: string;
  /** Number of leading dots. */
  level: number;
  names: ImportAlias[];
}
export interface Global extends Span {
  kind: "Global" | "Nonlocal";
  names: string[];
}
export interface ExprStmt extends Span {
  kind: "ExprStmt";
  value: Expr;
}
export interface Simple extends Span {
  kind: "Pass" | "Break" | "Continue";
}
export interface Match extends Span {
  kind: "Match";
  subject: Expr;
  cases: MatchCase[];
}
export interface MatchCase extends Span {
  pattern: Pattern;
  guard: Expr | null;
  body: Stmt[];
}
export type Pattern = Span &
  (
    | { kind: "MatchValue"; value: Expr }
    | { kind: "MatchSequence"; patterns: Pattern[] }
    | { kind: "MatchStar"; name: string | null }
    | { kind: "MatchMapping"; keys: Expr[]; patterns: Pattern[]; rest: string | null }
    | { kind: "MatchClass"; cls: Expr; patterns: Pattern[]; keywords: { name: string; pattern: Pattern }[] }
    /** `case x`, `case _` (both null), `case p as x`. */
    | { kind: "MatchAs"; pattern: Pattern | null; name: string | null }
    | { kind: "MatchOr"; patterns: Pattern[] }
  );
/** Source that is no statement; skipped. Statements that could be read around it stand beside it. */
export interface ErrorStmt extends Span {
  kind: "ErrorStmt";
}

export type Stmt =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | For
  | While
  | If
  | With
  | Try
  | Raise
  | Assert
  | Import
  | ImportFrom
  | Global
  | ExprStmt
  | Simple
  | Match
  | ErrorStmt;

export interface Comment extends Span {
  /** Without the `#`, not trimmed. */
  text: string;
  /** True where nothing but white space stands before it on its line. */
  ownLine: boolean;
}
export interface SyntaxProblem extends Span {
  message: string;
  /** A limit of ours stands in the way: the text itself may be right. */
  limit?: true;
}
export interface Module {
  body: Stmt[];
  comments: Comment[];
  problems: SyntaxProblem[];
}
