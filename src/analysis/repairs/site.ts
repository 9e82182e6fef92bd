import type { Expr, FunctionDef } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Node, visit } from "../../syntax/walk";
import type { DiagnosticJson, DimJson } from "../report";

/** A replacement of text, in offsets. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** An expression that an error speaks of, with the text around it. */
export class Site {
  constructor(
    readonly source: Source,
    readonly expression: Expr,
    readonly diagnostic: DiagnosticJson,
  ) {}

  text({ start, end }: { start: number; end: number }): string {
    return this.source.text.slice(start, end);
  }

  /** Expressions in other places that the diagnostic names: where an operand comes from, where a layer is built. */
  *related(): Generator<Site> {
    for (const place of this.diagnostic.related ?? []) {
      const other = place.file === this.source.file ? expressionIn(this.source, place) : undefined;
      if (other !== undefined) yield new Site(this.source, other, this.diagnostic);
    }
  }

  /** Calls of the user's own functions around the error, innermost first. */
  *callers(): Generator<Site> {
    for (const place of this.diagnostic.related ?? []) {
      const call = place.call === true && place.file === this.source.file;
      const other = call ? expressionIn(this.source, place) : undefined;
      if (other !== undefined) yield new Site(this.source, other, this.diagnostic);
    }
  }

  /** Shapes of the operands, as far as the diagnostic tells them. */
  get shapes(): DimJson[][] {
    return (this.diagnostic.related ?? []).flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
  }

  /** The value of the first assignment to a name or attribute, as `self.layers = …`. */
  assigned(target: Expr): Expr | undefined {
    const wanted = this.text(target);
    let found: Expr | undefined;
    visit(this.source.tree, (node) => {
      const statement = node as Node & { targets?: Expr[]; value?: Expr | null };
      if (found !== undefined || statement.kind !== "Assign" || !statement.value) return;
      if (statement.targets?.some((one) => this.text(one) === wanted)) found = statement.value;
    });
    return found;
  }

  /** The innermost function around it. */
  get function(): FunctionDef | undefined {
    let found: FunctionDef | undefined;
    visit(this.source.tree, (node) => {
      const { start, end } = this.expression;
      if (node.kind === "FunctionDef" && node.start <= start && end <= node.end) found = node as FunctionDef;
    });
    return found;
  }

  /** Expressions of a kind in a part of the tree, from outside in. */
  within<K extends Expr["kind"]>(part: unknown, kind: K): Extract<Expr, { kind: K }>[] {
    const found: Extract<Expr, { kind: K }>[] = [];
    visit(part, (node) => {
      if (node.kind === kind) found.push(node as Extract<Expr, { kind: K }>);
    });
    return found;
  }

  /** All expressions of a kind in this one, itself too. */
  inside<K extends Expr["kind"]>(kind: K): Extract<Expr, { kind: K }>[] {
    return this.within(this.expression, kind);
  }
}

/** The smallest call, product or index that holds a range; what ends or begins at a place where something is inserted does not hold it. */
export function expressionAround(source: Source, { start, end }: { start: number; end: number }): Expr | undefined {
  let found: Expr | undefined;
  const inserted = start === end;
  visit(source.tree, (node) => {
    if (inserted ? node.start >= start || node.end <= end : node.start > start || node.end < end) return;
    if (APPLICATIONS.has(node.kind)) found = node as Expr;
  });
  return found;
}

/** The expression of an error; undefined where it stands at a statement. */
export function siteOf(source: Source, diagnostic: DiagnosticJson): Site | undefined {
  const expression = expressionIn(source, diagnostic);
  return expression === undefined ? undefined : new Site(source, expression, diagnostic);
}

type Range = Pick<DiagnosticJson, "line" | "column" | "endLine" | "endColumn">;

const APPLICATIONS: ReadonlySet<string | undefined> = new Set(["Call", "BinOp", "Subscript"]);

/** Statements that have one expression. */
const STATEMENTS: ReadonlySet<string> = new Set(["Assign", "AugAssign", "AnnAssign", "Return", "ExprStmt"]);

/** Other statements, which are no place for an edit of an expression. */
const OTHERS: ReadonlySet<string> = new Set([
  ...["FunctionDef", "ClassDef", "For", "While", "If", "With", "Try", "Raise", "Assert", "Delete", "Import"],
  "ImportFrom",
]);

/** The expression that fills a range, or that of the simple statement which does. */
function expressionIn(source: Source, range: Range): Expr | undefined {
  const start = source.offset(range.line, range.column);
  const end = source.offset(range.endLine, range.endColumn);
  let found: Expr | undefined;
  visit(source.tree, (node) => {
    if (node.start !== start || node.end !== end || found !== undefined || node.kind === undefined) return;
    const { value } = node as { value?: Expr | null };
    if (STATEMENTS.has(node.kind)) found = value ?? undefined;
    else if (!OTHERS.has(node.kind)) found = node as Expr;
  });
  return found;
}
