import type { BinaryOperator } from "../../syntax/ast";
import {
  add,
  type Dim,
  divideExactly,
  equal,
  floordiv,
  less,
  lessEqual,
  mod,
  mul,
  neg,
  pow,
  type Relation,
  SymInt,
  sub,
} from "../dims";
import { integer, PyComplex, PyFloat, PyLong, SymFloat, Unknown, type Value } from "../values";
import type { Interpreter } from "./machine";
import { mayBeNumPys } from "./numpy-numbers";

/** Python's numbers: plain, symbolic, exact fractions of symbolic ones, and ints beyond 2^53. */
export type Num = number | SymInt | PyFloat | SymFloat | PyLong;

/** Ints with more bits are not computed. */
const MAX_BITS = 100_000;

/** The number of a value (`True` is 1), or undefined for anything else. */
export function asNumber(value: Value): Num | undefined {
  if (typeof value === "number" || value instanceof SymInt || value instanceof PyFloat || value instanceof SymFloat)
    return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof PyLong ? value : undefined;
}

/** A condition on symbolic sizes that is neither always true nor always false. */
export class Undecided extends Unknown {
  constructor(
    readonly relation: Relation | undefined,
    /** What holds where the condition does not. */
    readonly opposite: Relation | undefined,
    reason: string,
  ) {
    super(reason, undefined, "bool");
  }

  negated(): Undecided {
    return new Undecided(this.opposite, this.relation, this.reason);
  }
}

/** `a op b` for two numbers; undefined where Python would have to ask elsewhere. */
export function arithmetic(m: Interpreter, op: BinaryOperator, a: Num, b: Num): Value | undefined {
  if (typeof a === "number" && typeof b === "number") return plain(m, op, a, b);
  if (a instanceof PyLong || b instanceof PyLong) return large(m, op, a, b);
  const isInt = (x: Num): x is number | SymInt => typeof x === "number" || x instanceof SymInt;
  if (isInt(a) && isInt(b)) return symbolic(m, op, a, b);
  if (a instanceof PyFloat && b instanceof PyFloat) return floats(m, op, a.value, b.value);
  if (a instanceof PyFloat && typeof b === "number") return floats(m, op, a.value, b);
  if (typeof a === "number" && b instanceof PyFloat) return floats(m, op, a, b.value);
  return fractions(m, op, a, b);
}

function byZero(m: Interpreter, message: string): Value {
  if (mayBeNumPys(m)) return m.unknown("a number of NumPy is divided by zero without an exception");
  return m.raise("ZeroDivisionError", message);
}

function plain(m: Interpreter, op: BinaryOperator, a: number, b: number): Value | undefined {
  switch (op) {
    // `+ 0` turns -0 into 0: ints have one zero.
    case "+":
      return exact(m, op, a, b, a + b);
    case "-":
      return exact(m, op, a, b, a - b);
    case "*":
      return exact(m, op, a, b, a * b + 0);
    case "/":
      if (b === 0) return byZero(m, "division by zero");
      return new PyFloat(a / b);
    case "//":
      if (b === 0) return byZero(m, "integer division or modulo by zero");
      return (a - remainder(a, b)) / b + 0;
    case "%":
      if (b === 0) return byZero(m, "integer modulo by zero");
      return remainder(a, b) + 0;
    case "**":
      if (b >= 0) return power(m, BigInt(a), b);
      if (a === 0) return m.raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
      return new PyFloat(a ** b);
    case "<<":
      if (b < 0) return m.raise("ValueError", "negative shift count");
      return b > MAX_BITS ? tooLarge(m) : exact(m, op, a, b, a * 2 ** b);
    case ">>":
      if (b < 0) return m.raise("ValueError", "negative shift count");
      return Math.floor(a / 2 ** b);
    case "&":
    case "|":
    case "^":
      return large(m, op, a, b);
    default:
      return undefined;
  }
}

/** The result where a JavaScript number holds it exactly, else computed with as many digits as it takes. */
function exact(m: Interpreter, op: BinaryOperator, a: number, b: number, result: number): Value | undefined {
  return Number.isSafeInteger(result) ? result : large(m, op, a, b);
}

/** Python's `%`: the result has the sign of the divisor. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function power(m: Interpreter, base: bigint, exponent: number): Value {
  const small = Number(base) ** exponent;
  if (Math.abs(small) < 2 ** 31) return small;
  if (base.toString(2).length * exponent > MAX_BITS) return tooLarge(m);
  return integer(base ** BigInt(exponent));
}

function bitsOf(value: bigint): number {
  return value.toString(16).length * 4;
}

function tooLarge(m: Interpreter): Value {
  return m.unknown("the number is too large", "int");
}

/** Numbers of which one may be beyond 2^53. */
function large(m: Interpreter, op: BinaryOperator, a: Num, b: Num): Value | undefined {
  if (a instanceof SymInt || b instanceof SymInt || a instanceof SymFloat || b instanceof SymFloat)
    return m.unknown("it is a number too large for a size", "int");
  if (a instanceof PyFloat || b instanceof PyFloat) return floats(m, op, toNumber(a), toNumber(b));
  const [x, y] = [toBigInt(a), toBigInt(b)];
  switch (op) {
    case "+":
      return integer(x + y);
    case "-":
      return integer(x - y);
    case "*":
      return bitsOf(x) + bitsOf(y) > MAX_BITS ? tooLarge(m) : integer(x * y);
    case "/":
      return y === 0n ? m.raise("ZeroDivisionError", "division by zero") : new PyFloat(Number(x) / Number(y));
    case "//":
    case "%": {
      if (y === 0n)
        return m.raise("ZeroDivisionError", `integer ${op === "%" ? "modulo" : "division or modulo"} by zero`);
      const cut = x % y;
      const rest = cut !== 0n && cut < 0n !== y < 0n ? cut + y : cut;
      return integer(op === "%" ? rest : (x - rest) / y);
    }
    case "**":
      if (y < 0n) return new PyFloat(Number(x) ** Number(y));
      return power(m, x, Number(y));
    case "<<":
    case ">>":
      if (y < 0n) return m.raise("ValueError", "negative shift count");
      if (y > BigInt(MAX_BITS)) return tooLarge(m);
      return integer(op === "<<" ? x << y : x >> y);
    case "&":
      return integer(x & y);
    case "|":
      return integer(x | y);
    case "^":
      return integer(x ^ y);
    default:
      return undefined;
  }
}

function toBigInt(value: number | PyLong): bigint {
  return typeof value === "number" ? BigInt(value) : value.value;
}

function toNumber(value: number | PyFloat | PyLong): number {
  return typeof value === "number" ? value : Number(value.value);
}

function floats(m: Interpreter, op: BinaryOperator, a: number, b: number): Value | undefined {
  switch (op) {
    case "+":
      return new PyFloat(a + b);
    case "-":
      return new PyFloat(a - b);
    case "*":
      return new PyFloat(a * b);
    case "/":
      if (b === 0) return byZero(m, "float division by zero");
      return new PyFloat(a / b);
    case "//": {
      if (b === 0) return byZero(m, "float floor division by zero");
      const rest = a % b;
      const quotient = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
      const floor = Math.floor(quotient);
      if (quotient === 0) return new PyFloat(a / b < 0 || Object.is(a / b, -0) ? -0 : 0);
      return new PyFloat(quotient - floor > 0.5 ? floor + 1 : floor);
    }
    case "%": {
      if (b === 0) return byZero(m, "float modulo");
      const rest = remainder(a, b);
      return new PyFloat(rest === 0 ? (b < 0 ? -0 : 0) : rest);
    }
    case "**": {
      if (a < 0 && !Number.isInteger(b) && Number.isFinite(b)) {
        const [size, angle] = [(-a) ** b, Math.PI * b];
        return new PyComplex(size * Math.cos(angle), size * Math.sin(angle));
      }
      if (a === 0 && b < 0) return m.raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
      const result = a ** b;
      if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
        throw m.exception("OverflowError", [34, "Numerical result out of range"]);
      return new PyFloat(result);
    }
    default:
      return undefined;
  }
}

function symbolic(m: Interpreter, op: BinaryOperator, a: Dim, b: Dim): Value | undefined {
  switch (op) {
    case "+":
      return add(a, b);
    case "-":
      return sub(a, b);
    case "*":
      return m.simplify(mul(a, b));
    case "//":
    case "%":
      if (b === 0) return byZero(m, "integer division or modulo by zero");
      return m.simplify(op === "//" ? floordiv(a, b) : mod(a, b));
    case "/": {
      if (b === 0) return byZero(m, "division by zero");
      if (typeof b === "number") return fraction(a, b);
      const exact = divideExactly(a, b, m.assumptions);
      if (exact !== undefined) return fraction(exact, 1);
      return m.unknown("it is a quotient of two symbolic sizes", "float");
    }
    case "**":
      if (typeof b === "number" && b >= 0) return pow(a, b);
      return m.unknown("it is a power of a symbolic size", typeof b === "number" ? "float" : "int");
    case "<<":
      return typeof b === "number" ? mul(a, 2 ** b) : m.unknown("it is shifted by a symbolic size", "int");
    case ">>":
      return typeof b === "number" ? floordiv(a, 2 ** b) : m.unknown("it is shifted by a symbolic size", "int");
    case "&":
    case "|":
    case "^":
      return m.unknown("bits of a symbolic size are not followed", "int");
    default:
      return undefined;
  }
}

/** `numerator / denominator` as a float: boxed where it is plain. */
export function fraction(numerator: Dim, denominator: number): Value {
  if (denominator < 0) return fraction(neg(numerator), -denominator);
  return typeof numerator === "number" ? new PyFloat(numerator / denominator) : new SymFloat(numerator, denominator);
}

/** Numerator and denominator, where the number is a fraction with a small denominator (`0.25`, `2.67`, `4.0`). */
function rational(value: Num): { numerator: Dim; denominator: number } | undefined {
  if (value instanceof PyLong) return undefined;
  if (typeof value === "number" || value instanceof SymInt) return { numerator: value, denominator: 1 };
  if (value instanceof SymFloat) return value;
  for (const denominator of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 32, 64, 100, 1000, 10000]) {
    const numerator = value.value * denominator;
    const rounded = Math.round(numerator);
    if (Math.abs(rounded) < 2 ** 40 && rounded / denominator === value.value)
      return { numerator: rounded, denominator };
  }
  return undefined;
}

function fractions(m: Interpreter, op: BinaryOperator, a: Num, b: Num): Value | undefined {
  const [x, y] = [rational(a), rational(b)];
  if (x === undefined || y === undefined || op === "**") {
    if (op === "**" && b instanceof PyFloat && b.value === 1)
      return x === undefined ? undefined : fraction(x.numerator, x.denominator);
    return m.unknown("it is a float computed from a symbolic size", "float");
  }
  switch (op) {
    case "+":
    case "-": {
      const left = mul(x.numerator, y.denominator);
      const right = mul(y.numerator, x.denominator);
      return reduced(op === "+" ? add(left, right) : sub(left, right), x.denominator * y.denominator);
    }
    case "*":
      return reduced(mul(x.numerator, y.numerator), x.denominator * y.denominator);
    case "/":
    case "//": {
      if (y.numerator === 0) return m.raise("ZeroDivisionError", "float division by zero");
      if (typeof y.numerator !== "number") return m.unknown("it is a quotient of symbolic sizes", "float");
      const numerator = mul(x.numerator, y.denominator);
      const denominator = x.denominator * y.numerator;
      if (op === "/") return reduced(numerator, denominator);
      return fraction(denominator < 0 ? floordiv(neg(numerator), -denominator) : floordiv(numerator, denominator), 1);
    }
    case "%":
      return m.unknown("it is a float computed from a symbolic size", "float");
    default:
      return undefined;
  }
}

function reduced(numerator: Dim, denominator: number): Value {
  const exact = divideExactly(numerator, denominator);
  return exact !== undefined ? fraction(exact, 1) : fraction(numerator, denominator);
}

/** Compares numbers: a truth value, or what would have to hold. */
export function compareNumbers(m: Interpreter, op: string, a: Num, b: Num): Value {
  if (typeof a === "number" && typeof b === "number") return comparePlain(op, a, b);
  if (a instanceof PyFloat && b instanceof PyFloat) return comparePlain(op, a.value, b.value);
  if (a instanceof PyFloat && typeof b === "number") return comparePlain(op, a.value, b);
  if (typeof a === "number" && b instanceof PyFloat) return comparePlain(op, a, b.value);
  if (a instanceof PyLong || b instanceof PyLong) return comparePlain(op, comparable(a), comparable(b));
  if (a instanceof PyFloat && !Number.isFinite(a.value)) return comparePlain(op, a.value, 0);
  if (b instanceof PyFloat && !Number.isFinite(b.value)) return comparePlain(op, 0, b.value);
  const [x, y] = [rational(a), rational(b)];
  if (x === undefined || y === undefined) return m.unknown("it compares a symbolic size with a float", "bool");
  return compareDims(m, op, mul(x.numerator, y.denominator), mul(y.numerator, x.denominator));
}

/** Something that JavaScript compares exactly with a large int; a symbolic size is smaller than any of those. */
function comparable(value: Num): number | bigint {
  if (value instanceof PyLong || value instanceof PyFloat) return value.value;
  return typeof value === "number" ? value : 0;
}

function comparePlain(op: string, a: number | bigint, b: number | bigint): boolean {
  switch (op) {
    case "==":
      // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint are compared by value
      return a == b;
    case "!=":
      // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint are compared by value
      return a != b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    default:
      return a >= b;
  }
}

function compareDims(m: Interpreter, op: string, left: Dim, right: Dim): Value {
  const known = m.assumptions;
  const decided =
    op === "=="
      ? equal(left, right, known)
      : op === "!="
        ? negate(equal(left, right, known))
        : op === "<"
          ? less(left, right, known)
          : op === "<="
            ? lessEqual(left, right, known)
            : op === ">"
              ? less(right, left, known)
              : lessEqual(right, left, known);
  if (decided !== undefined) return decided;
  const relations: Record<string, [Relation["kind"], boolean]> = {
    "==": ["eq", false],
    "!=": ["ne", false],
    "<": ["gt", true],
    "<=": ["ge", true],
    ">": ["gt", false],
    ">=": ["ge", false],
  };
  const opposites: Record<string, string> = { "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<" };
  const relation = (name: string): Relation => {
    const [kind, swapped] = relations[name];
    return swapped ? { kind, left: right, right: left } : { kind, left, right };
  };
  return new Undecided(relation(op), relation(opposites[op]), "it depends on the sizes");
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
