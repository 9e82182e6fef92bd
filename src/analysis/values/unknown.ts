import { classes } from "./classes";
import { Obj, type Value } from "./value";

/** A place in a source: absolute file name and offsets. */
export interface Place {
  file: string;
  start: number;
  end: number;
}

export type UnknownType = "Tensor" | "int" | "float" | "bool" | "str" | "module" | "any";

/** A value that is not known, why, and where it arose. It flows on through every operation and never throws. */
export class Unknown extends Obj {
  constructor(
    /** A clause for a person: "`foo` could not be imported", "it depends on the data". */
    readonly reason: string,
    readonly place?: Place,
    /** What is known of its type. */
    readonly type: UnknownType = "any",
    /** Known values that it may stand for or hold: what is done to it may be done to them. */
    readonly held?: readonly Value[],
  ) {
    super(classes.unknown);
  }

  of(type: UnknownType): Unknown {
    return type === this.type ? this : new Unknown(this.reason, this.place, type, this.held);
  }

  /** What it holds, where it is a container: another thing than itself. */
  inside(): Unknown {
    return this;
  }

  /** The same, which may stand for one of some values, or hold them. */
  /** Of an object's attribute that is not known: it may be a method, which a call of it gives the object. */
  attributeOf(owner: Obj): Unknown {
    return new UnknownAttribute(this.reason, this.place, owner);
  }

  holding(held: readonly Value[] | undefined): Unknown {
    return held === this.held ? this : new Unknown(this.reason, this.place, this.type, held);
  }
}

/** An attribute that is not known. What comes of it is no attribute. */
export class UnknownAttribute extends Unknown {
  constructor(
    reason: string,
    place: Place | undefined,
    readonly owner: Obj,
  ) {
    super(reason, place, "any", [owner]);
  }
}

/**
 * A constant that a program sets where a package is not there, as in `except ImportError: scipy = None`, or that a library takes where a
 * variable of the environment is not set. Whether it is there is not known: `assumed` tells which way is followed, and what fails on that way
 * proves nothing.
 */
export class Assumed extends Unknown {
  constructor(
    reason: string,
    place: Place | undefined,
    readonly assumed: null | boolean | number | string,
  ) {
    super(reason, place, "any");
  }

  /** Another constant that follows from this one. */
  giving(value: null | boolean | number | string): Assumed {
    return new Assumed(this.reason, this.place, value);
  }
}

/** One of several values: what unlike results of a fork join to. Options are distinct and never Either themselves. */
export class Either extends Obj {
  private constructor(readonly options: readonly Value[]) {
    super(classes.unknown);
  }

  static of(values: readonly Value[], limit = 8): Value {
    const options: Value[] = [];
    for (const value of values) {
      for (const option of value instanceof Either ? value.options : [value]) {
        if (option instanceof Unknown) return option;
        if (!options.includes(option)) options.push(option);
      }
    }
    if (options.length === 1) return options[0];
    if (options.length > limit) return new Unknown("it can be one of too many values");
    return new Either(options);
  }
}
