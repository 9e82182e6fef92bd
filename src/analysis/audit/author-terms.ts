import type * as ast from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { add, type Dim, same, sub, sum } from "../dims";
import type { Interpreter } from "../machine/machine";
import { PyRaise } from "../trace/raise";
import { PyFloat, SymFloat, type Value } from "../values";

/** A term of a hand-written cost: `N * self.dim * 3 * self.dim`. */
export interface AuthorTerm {
  node: ast.Expr;
  /** What adds it: `flops += …`, or the `return`. */
  statement: ast.Span;
  value: Dim;
}

/** What a method writes for a size. */
export interface AuthorName {
  text: string;
  value: Dim;
  /** Offset from which on it may be used. */
  from: number;
}

/** The terms of a method's result, in the order in which they were added. */
export interface AuthorTerms {
  terms: AuthorTerm[];
  /** What the method writes for a size: `self.dim`, `N`, `H // 2`, by their values. */
  names: AuthorName[];
  /** The name that the terms are added to; undefined where the `return` holds them all. */
  total: string | undefined;
  /** The only `return`. */
  returned: ast.Return & { value: ast.Expr };
}

/** A size: a whole number, also as a float. */
export function sizeOf(m: Interpreter, value: Value): Dim | undefined {
  const dim = m.asDim(value);
  if (dim !== undefined) return dim;
  if (value instanceof PyFloat && Number.isInteger(value.value)) return value.value;
  return value instanceof SymFloat && value.denominator === 1 ? value.numerator : undefined;
}

/** Follows a method while it runs, and tells which terms its result is the sum of. */
export class TermReader {
  private readonly values = new Map<string, Value>();
  private readonly names = new Map<string, AuthorName>();
  private readonly returned: AuthorTerms["returned"] | undefined;
  private readonly total: string | undefined;
  private terms: AuthorTerm[] = [];
  private sum: Dim = 0;
  private plain = true;

  constructor(
    private readonly m: Interpreter,
    private readonly source: Source,
    method: ast.FunctionDef,
    given: ReadonlyMap<string, Value>,
  ) {
    const returns = returnsOf(method.body);
    const [only] = returns;
    if (returns.length === 1 && only.value !== null) this.returned = only as AuthorTerms["returned"];
    const value = this.returned && unwrapped(this.returned.value);
    this.total = value?.kind === "Name" ? value.id : undefined;
    for (const [name, value] of given) {
      this.values.set(name, value);
      this.name(name, value, method.start);
    }
  }

  /** A name was bound in the method. */
  bound(statement: ast.Stmt, name: string, value: Value): void {
    if (name === this.total) this.added(statement, value);
    this.values.set(name, value);
  }

  private added(statement: ast.Stmt, value: Value): void {
    const now = sizeOf(this.m, value);
    if (now === undefined) this.plain = false;
    else if (statement.kind === "AugAssign" && statement.op === "+")
      this.take(statement.value, statement, sub(now, this.sum));
    else if (statement.kind === "Assign" && statement.targets.length === 1) {
      this.terms = [];
      this.take(statement.value, statement, now);
    } else this.plain = false;
    this.sum = now ?? 0;
  }

  /** The terms of an expression; as a whole where its parts can't be told. */
  private take(node: ast.Expr, statement: ast.Span, value: Dim): void {
    const parts = addends(node).map((part) => ({ node: part, statement, value: this.size(part) }));
    const known = parts.every((part): part is AuthorTerm => part.value !== undefined);
    const found = known && same(sum(parts.map((part) => part.value!)), value) ? (parts as AuthorTerm[]) : undefined;
    for (const term of found ?? [{ node, statement, value }]) if (term.value !== 0) this.terms.push(term);
  }

  /** The terms of what the method returned; undefined where it is no plain sum. */
  finish(stated: Dim): AuthorTerms | undefined {
    const { returned, total } = this;
    if (returned === undefined) return undefined;
    if (total === undefined) {
      this.terms = [];
      this.take(unwrapped(returned.value), returned, stated);
    }
    const all = this.terms.reduce<Dim>((whole, { value }) => add(whole, value), 0);
    if (!this.plain || !same(all, stated)) return undefined;
    return { terms: this.terms, names: [...this.names.values()], total, returned };
  }

  private size(node: ast.Expr): Dim | undefined {
    const value = this.value(node);
    return value === undefined ? undefined : sizeOf(this.m, value);
  }

  /** The value of an expression that calls nothing. */
  private value(node: ast.Expr): Value | undefined {
    const { top } = this.m;
    try {
      return this.evaluated(node);
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      this.m.top = top;
      return undefined;
    }
  }

  private evaluated(node: ast.Expr): Value | undefined {
    switch (node.kind) {
      case "Int":
        return typeof node.value === "number" ? node.value : undefined;
      case "Name":
        return this.named(node, this.values.get(node.id));
      case "Attribute": {
        const owner = this.evaluated(node.value);
        return owner === undefined ? undefined : this.named(node, this.m.findattr(owner, node.attr));
      }
      case "Subscript": {
        const owner = this.evaluated(node.value);
        const index = this.evaluated(node.slice);
        return owner === undefined || index === undefined ? undefined : this.named(node, this.m.getitem(owner, index));
      }
      case "BinOp": {
        const left = this.evaluated(node.left);
        const right = this.evaluated(node.right);
        if (left === undefined || right === undefined) return undefined;
        const value = this.m.binary(node.op, left, right);
        return node.op === "//" ? this.named(node, value) : value;
      }
      default:
        return undefined;
    }
  }

  /** Remembers what the author calls a size. */
  private named(node: ast.Expr, value: Value | undefined): Value | undefined {
    const text = this.source.text.slice(node.start, node.end);
    if (value !== undefined) this.name(node.kind === "BinOp" ? `(${text})` : text, value, node.start);
    return value;
  }

  private name(text: string, value: Value, from: number): void {
    const size = sizeOf(this.m, value);
    if (size === undefined) return;
    // A name that stands for several sizes is none to write with.
    const before = this.names.get(text);
    if (before === undefined) this.names.set(text, { text, value: size, from });
    else if (!same(before.value, size)) this.names.set(text, { text, value: size, from: Number.POSITIVE_INFINITY });
  }
}

function returnsOf(body: readonly ast.Stmt[]): ast.Return[] {
  return body.flatMap((statement): ast.Return[] => {
    switch (statement.kind) {
      case "Return":
        return [statement];
      case "If":
      case "For":
      case "While":
        return [...returnsOf(statement.body), ...returnsOf(statement.orelse)];
      case "With":
        return returnsOf(statement.body);
      default:
        return [];
    }
  });
}

/** `int(flops)` is `flops`. */
function unwrapped(node: ast.Expr): ast.Expr {
  return node.kind === "Call" && node.func.kind === "Name" && node.func.id === "int" && node.args.length === 1
    ? unwrapped(node.args[0])
    : node;
}

function addends(node: ast.Expr): ast.Expr[] {
  return node.kind === "BinOp" && node.op === "+" ? [...addends(node.left), ...addends(node.right)] : [node];
}
