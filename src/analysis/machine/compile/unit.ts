import type { Source } from "../../../syntax/source";
import { Scope } from "../scope";

/** What compiling needs to know of the place: the file, the scope, and whether values shall be recorded. */
export class Unit {
  constructor(
    readonly source: Source,
    readonly scope: Scope,
    /** Values of expressions are recorded, for hovers. */
    readonly watched: boolean,
    /** Where a comprehension stands: `:=` binds outside it. */
    private readonly outer?: Unit,
  ) {}

  inner(kind: "class" | "function"): Unit {
    return new Unit(this.source, new Scope(kind, this.scope), this.watched);
  }

  comprehension(): Unit {
    return new Unit(this.source, new Scope("function", this.scope), this.watched, this);
  }

  /** The unit in which `:=` binds, and how many frames up it is. */
  walrusUnit(): Unit {
    return this.outer === undefined ? this : this.outer.walrusUnit();
  }

  walrusDepth(): number {
    return this.outer === undefined ? 0 : 1 + this.outer.walrusDepth();
  }
}
