import type * as ast from "../../../syntax/ast";
import type { Source } from "../../../syntax/source";
import { aspectsOf, versionNames } from "../../facts/conditions";
import type { Aspect } from "../../failure";
import type { Eval, Exec } from "../machine";
import { Scope } from "../scope";

/** Compilers of syntax that nests in a circle: a function's body has statements, and a statement's expression has a function. */
export interface Compilers {
  block(unit: Unit, body: readonly ast.Stmt[]): Exec;
  statement(unit: Unit, node: ast.Stmt): Exec;
  lambda(unit: Unit, node: ast.Lambda): Eval;
  comprehension(unit: Unit, node: ast.ListComp): Eval;
  dictComprehension(unit: Unit, node: ast.DictComp): Eval;
}

/** What compiling needs to know of the place: the file, the scope, and whether values shall be recorded. */
export class Unit {
  constructor(
    readonly source: Source,
    readonly scope: Scope,
    /** Values of expressions are recorded, for hovers. */
    readonly watched: boolean,
    /** It is followed which values are held while it runs (`holders.ts`). */
    readonly held: boolean,
    private readonly compilers: Compilers,
    /** Where a comprehension stands: `:=` binds outside it. */
    private readonly outer?: Unit,
    /** The innermost class around, whose name goes into names with two leading underscores. */
    private readonly className?: string,
  ) {}

  inner(kind: "class" | "function", className = this.className): Unit {
    return new Unit(
      this.source,
      new Scope(kind, this.scope),
      this.watched,
      this.held,
      this.compilers,
      undefined,
      className,
    );
  }

  comprehension(): Unit {
    return new Unit(
      this.source,
      new Scope("function", this.scope),
      this.watched,
      this.held,
      this.compilers,
      this,
      this.className,
    );
  }

  /** The conditions around what is compiled, outermost first. */
  private readonly conditions: ast.Expr[] = [];

  /** Compiles what runs, or does not, by a condition. */
  under<T>(test: ast.Expr, compile: () => T): T {
    this.conditions.push(test);
    try {
      return compile();
    } finally {
      this.conditions.pop();
    }
  }

  /** What the conditions around what is compiled look at, the nearest first. */
  subjects(): Aspect[] {
    if (this.conditions.length === 0) return [];
    const versions = versionNames(this.source.tree);
    return [...new Set(this.conditions.toReversed().flatMap((test) => aspectsOf(test, versions)))];
  }

  block(body: readonly ast.Stmt[]): Exec {
    return this.compilers.block(this, body);
  }
  statement(node: ast.Stmt): Exec {
    return this.compilers.statement(this, node);
  }
  lambda(node: ast.Lambda): Eval {
    return this.compilers.lambda(this, node);
  }
  listComprehension(node: ast.ListComp): Eval {
    return this.compilers.comprehension(this, node);
  }
  dictComprehension(node: ast.DictComp): Eval {
    return this.compilers.dictComprehension(this, node);
  }

  /** True inside a class or one of its methods, where `__class__` has a meaning. */
  get insideClass(): boolean {
    return this.className !== undefined;
  }

  /** `__name` inside a class `C` is `_C__name`. */
  mangle(name: string): string {
    if (this.className === undefined || !name.startsWith("__") || name.endsWith("__")) return name;
    const owner = this.className.replace(/^_+/, "");
    return owner === "" ? name : `_${owner}${name}`;
  }

  /** The unit in which `:=` binds, and how many frames up it is. */
  walrusUnit(): Unit {
    return this.outer === undefined ? this : this.outer.walrusUnit();
  }

  walrusDepth(): number {
    return this.outer === undefined ? 0 : 1 + this.outer.walrusDepth();
  }
}
