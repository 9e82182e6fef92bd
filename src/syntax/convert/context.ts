import type { ErrorExpr, Expr, Span, SyntaxProblem } from "../ast";
import type { FlatTree } from "../tree";

export type ExpressionConverter = (cx: Context, i: number) => Expr;

/** Deeper nesting than this is refused: whoever walks the tree does so by recursion. */
export const MAX_DEPTH = 800;

/** Text put in or left out to make broken code readable: which places of the tree are not the user's. */
export interface Repair {
  /** Offset in the text as the user wrote it. */
  original(offset: number): number;
  /** True, once a place, where text was put in inside `start..end`: what is there is no expression of the user's. */
  takes(start: number, end: number): boolean;
  /** True where a whole line was replaced at `start`. */
  replaced(start: number): boolean;
}

/** One conversion under way: the tree, what was found wrong, and what the enclosing function needs to know. */
export class Context {
  readonly problems: SyntaxProblem[] = [];
  /** Set by every `yield` in the function under way. */
  sawYield = false;
  private depth = 0;

  constructor(
    readonly tree: FlatTree,
    private readonly converters: ReadonlyMap<string, ExpressionConverter>,
    readonly repair?: Repair,
  ) {}

  start(i: number): number {
    const offset = this.tree.start(i);
    return this.repair ? this.repair.original(offset) : offset;
  }
  end(i: number): number {
    const offset = this.tree.end(i);
    return this.repair ? this.repair.original(offset) : offset;
  }
  span(i: number): Span {
    return { start: this.start(i), end: this.end(i) };
  }

  /** Where the nesting is too deep to be walked: a limit of ours, and no fault of the text. */
  tooDeep(span: Span): void {
    this.problems.push({ message: "Too deeply nested to be analysed", start: span.start, end: span.end, limit: true });
  }

  problem(message: string, span: Span): void {
    this.problems.push({ message, start: span.start, end: span.end });
  }

  errorExpr(i: number): ErrorExpr {
    return { kind: "ErrorExpr", start: this.start(i), end: this.end(i) };
  }
  /** An `ErrorExpr` with its problem. */
  refuse(i: number, message: string): ErrorExpr {
    this.problem(message, this.span(i));
    return this.errorExpr(i);
  }

  /** The expression at node `i`. */
  expr(i: number): Expr {
    const type = this.tree.type(i);
    const convert = this.converters.get(type);
    if (convert === undefined) return this.errorExpr(i);
    if (this.depth >= MAX_DEPTH) {
      this.tooDeep(this.span(i));
      return this.errorExpr(i);
    }
    this.depth++;
    const converted = convert(this, i);
    this.depth--;
    if (this.repair?.takes(this.tree.start(i), this.tree.end(i))) return this.errorExpr(i);
    return this.tree.hasError && this.tree.childOfType(i, "ERROR") >= 0 ? this.errorExpr(i) : converted;
  }

  /** The expression in a field of node `i`; an empty `ErrorExpr` where there is none. */
  exprIn(i: number, field: string): Expr {
    const child = this.tree.child(i, field);
    return child >= 0 ? this.expr(child) : this.absent(i);
  }
  optionalIn(i: number, field: string): Expr | null {
    const child = this.tree.child(i, field);
    return child >= 0 ? this.expr(child) : null;
  }
  /** Stands where the grammar wants an expression and the text has none. */
  absent(i: number): ErrorExpr {
    const end = this.end(i);
    return { kind: "ErrorExpr", start: end, end };
  }

  isExpression(i: number): boolean {
    return this.converters.has(this.tree.type(i));
  }
  /** The children of `i` that are expressions, tokens left out. */
  operands(i: number): number[] {
    return this.tree.children(i).filter((c) => this.isExpression(c));
  }
  firstOperand(i: number): number {
    for (let c = i + 1, end = this.tree.next(i); c < end; c = this.tree.next(c)) if (this.isExpression(c)) return c;
    return -1;
  }
  exprs(children: number[]): Expr[] {
    return children.map((c) => this.expr(c));
  }

  /** Runs `convert` one level deeper, or says that it is too deep. */
  deeper<T>(i: number, convert: () => T): T | ErrorExpr {
    if (this.depth >= MAX_DEPTH) {
      this.tooDeep(this.span(i));
      return this.errorExpr(i);
    }
    this.depth++;
    const result = convert();
    this.depth--;
    return result;
  }
}
