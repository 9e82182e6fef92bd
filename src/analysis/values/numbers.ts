import { floordiv, mul, type SymInt } from "../dims";
import { classes } from "./classes";
import { Obj } from "./value";

/** A Python float. */
export class PyFloat extends Obj {
  constructor(readonly value: number) {
    super(classes.float);
  }
}

/** A float that is an exact fraction of a symbolic integer: `H / 2`, `dim * 4.0`. `denominator` is positive. */
export class SymFloat extends Obj {
  constructor(
    readonly numerator: SymInt,
    readonly denominator: number,
  ) {
    super(classes.float);
  }

  floor() {
    return floordiv(this.numerator, this.denominator);
  }

  ceil() {
    return mul(-1, floordiv(mul(-1, this.numerator), this.denominator));
  }
}

/** An int that a JavaScript number can't hold exactly; made by `integer` alone. */
export class PyLong extends Obj {
  constructor(readonly value: bigint) {
    super(classes.int);
  }
}

/** A Python int: a plain number where that is exact. */
export function integer(value: bigint): number | PyLong {
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : new PyLong(value);
}

export class PyComplex extends Obj {
  constructor(
    readonly real: number,
    readonly imag: number,
  ) {
    super(classes.complex);
  }
}
