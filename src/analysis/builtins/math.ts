import { SymInt } from "../dims";
import { define } from "../machine/define";
import type { Interpreter } from "../machine/machine";
import { asNumber } from "../machine/numbers";
import { Tensor } from "../tensor/tensor";
import { classOf, Either, Instance, integer, PyFloat, PyLong, PyTuple, SymFloat, Unknown, type Value } from "../values";
import { erf, erfc, gamma, isPole, lgamma } from "./gamma";
import { converted, toFloat, toInt } from "./numbers";

/** A number as JavaScript has it; undefined where it is symbolic or not known. */
function plain(m: Interpreter, value: Value): number | undefined {
  const number = asNumber(value);
  if (typeof number === "number") return number;
  if (number instanceof PyFloat) return number.value;
  if (number instanceof PyLong) return Number(number.value);
  if (number !== undefined || value instanceof Unknown) return undefined;
  const float =
    value instanceof Tensor || value instanceof Either || (value instanceof Instance && value.payload !== undefined)
      ? toFloat(m, value)
      : value instanceof Instance
        ? converted(m, value, "float")
        : undefined;
  if (float !== undefined) return float instanceof PyFloat ? float.value : undefined;
  return m.raise("TypeError", `must be real number, not ${classOf(value).name}`);
}

function floating(name: string, run: (x: number) => number, domain: (x: number) => boolean = () => true) {
  return define(`${name}(x, /)`, (m, { x }) => {
    if (x instanceof Either) return m.unknown("it can be one of several numbers", "float");
    const number = plain(m, x);
    if (number === undefined)
      return m.unknown(x instanceof Unknown ? x.reason : "it is a float computed from a symbolic size", "float");
    if (!domain(number)) return m.raise("ValueError", "math domain error");
    const result = run(number);
    if (!Number.isFinite(result) && Number.isFinite(number)) return m.raise("OverflowError", "math range error");
    return new PyFloat(result);
  });
}

function rounding(name: string, run: (x: number) => number, symbolic: (x: SymFloat) => Value) {
  return define(`${name}(x, /)`, (m, { x }): Value => {
    if (typeof x === "number" || x instanceof SymInt || x instanceof PyLong) return x;
    if (x instanceof SymFloat) return m.binary("+", symbolic(x), 0);
    if (x instanceof PyFloat) return Number.isFinite(x.value) ? toInt(m, new PyFloat(run(x.value))) : toInt(m, x);
    const method =
      x !== null && typeof x === "object" && !(x instanceof Unknown) ? m.findattr(x, `__${name}__`) : undefined;
    if (method !== undefined) return m.call(method);
    const number = plain(m, x);
    return number === undefined ? m.unknown(x instanceof Unknown ? x.reason : "it is not known", "int") : run(number);
  });
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** An int of any size; undefined where it is symbolic or not known, TypeError for anything else. */
function whole(m: Interpreter, value: Value): bigint | undefined {
  if (value instanceof PyLong) return value.value;
  if (value instanceof Unknown || value instanceof Either) return undefined;
  const dim = value instanceof PyFloat ? undefined : m.asDim(value);
  if (dim === undefined && !(value instanceof Tensor))
    return m.raise("TypeError", `'${classOf(value).typeName}' object cannot be interpreted as an integer`, {
      kind: "type",
      types: [classOf(value).name],
    });
  return typeof dim === "number" ? BigInt(dim) : undefined;
}

/** A function of ints, which gives one; undefined where it is too large. */
function integral(signature: string, run: (m: Interpreter, args: bigint[]) => bigint | undefined) {
  return define(signature, (m, args) => {
    const given = Object.values(args).flatMap((value) => (value instanceof PyTuple ? value.items : [value]));
    const numbers = given.filter((value) => value !== null).map((value) => whole(m, value));
    if (numbers.includes(undefined)) return m.unknown("it is computed from a symbolic size", "int");
    const result = run(m, numbers as bigint[]);
    return result === undefined ? m.unknown("the number is too large", "int") : integer(result);
  });
}

/** Products of more factors are not computed. */
const MAX_FACTORS = 5000n;

/** `from · (from + 1) · … · to` */
function productOf(from: bigint, to: bigint): bigint | undefined {
  if (to - from > MAX_FACTORS) return undefined;
  let product = 1n;
  for (let n = from; n <= to; n++) product *= n;
  return product;
}

function notNegative(m: Interpreter, name: string, value: bigint): void {
  if (value < 0n) m.raise("ValueError", `${name} must be a non-negative integer`);
}

function squareRoot(n: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(n))));
  while (root * root > n) root--;
  while ((root + 1n) * (root + 1n) <= n) root++;
  return root;
}

const binary = (name: string, run: (x: number, y: number) => number) =>
  define(`${name}(x, y, /)`, (m, { x, y }) => {
    const [a, b] = [plain(m, x), plain(m, y)];
    return a === undefined || b === undefined
      ? m.unknown("it is a float computed from a symbolic size", "float")
      : new PyFloat(run(a, b));
  });

const positive = (x: number) => x > 0;

/** https://docs.python.org/3/library/math.html */
export function math(): Record<string, Value> {
  const list = [
    floating("sqrt", Math.sqrt, (x) => x >= 0),
    floating("exp", Math.exp),
    floating("expm1", Math.expm1),
    floating("log2", Math.log2, positive),
    floating("log10", Math.log10, positive),
    floating("log1p", Math.log1p, (x) => x > -1),
    floating("sin", Math.sin),
    floating("cos", Math.cos),
    floating("tan", Math.tan),
    floating("asin", Math.asin, (x) => Math.abs(x) <= 1),
    floating("acos", Math.acos, (x) => Math.abs(x) <= 1),
    floating("atan", Math.atan),
    floating("sinh", Math.sinh),
    floating("cosh", Math.cosh),
    floating("tanh", Math.tanh),
    floating("radians", (x) => (x * Math.PI) / 180),
    floating("degrees", (x) => (x * 180) / Math.PI),
    floating("fabs", Math.abs),
    floating("cbrt", Math.cbrt),
    floating("exp2", (x) => 2 ** x),
    floating("asinh", Math.asinh),
    floating("acosh", Math.acosh, (x) => x >= 1),
    floating("atanh", Math.atanh, (x) => Math.abs(x) < 1),
    floating("erfc", erfc),
    floating("erf", erf),
    floating("lgamma", lgamma, (x) => !isPole(x)),
    floating("gamma", gamma, (x) => !isPole(x) && x !== Number.NEGATIVE_INFINITY),
    rounding("floor", Math.floor, (x) => x.floor()),
    rounding("ceil", Math.ceil, (x) => x.ceil()),
    rounding("trunc", Math.trunc, (x) => x.floor()),
    binary("atan2", Math.atan2),
    binary("fmod", (x, y) => x % y),
    binary("copysign", (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
    binary("remainder", (x, y) => {
      const quotient = x / y;
      const nearest = Math.round(quotient);
      return x - y * (Math.abs(quotient % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest);
    }),
    binary("ldexp", (x, y) => x * 2 ** y),
    define("hypot(*coordinates)", (m, { coordinates }) => length(m, (coordinates as PyTuple).items)),
    define("dist(p, q, /)", (m, { p, q }) => {
      const [a, b] = [m.list(p), m.list(q)];
      if (a instanceof Unknown || b instanceof Unknown) return m.unknown("the points are not known", "float");
      if (a.length !== b.length) return m.raise("ValueError", "both points must have the same number of dimensions");
      return length(
        m,
        a.map((x, n) => m.binary("-", x, b[n])),
      );
    }),
    define("frexp(x, /)", (m, { x }) => {
      const number = plain(m, x);
      if (number === undefined) return m.unknown("it is not known");
      if (number === 0 || !Number.isFinite(number)) return new PyTuple([new PyFloat(number), 0]);
      const exponent = Math.floor(Math.log2(Math.abs(number))) + 1;
      return new PyTuple([new PyFloat(number / 2 ** exponent), exponent]);
    }),
    define("pow(x, y, /)", (m, { x, y }) => m.binary("**", toFloat(m, x), toFloat(m, y))),
    define("log(x, *base)", (m, { x, base }) => {
      const [number, b] = [plain(m, x), (base as PyTuple).items[0]];
      const root = b === undefined ? Math.E : plain(m, b);
      if (number === undefined || root === undefined)
        return m.unknown("it is a float computed from a symbolic size", "float");
      if (number <= 0) return m.raise("ValueError", "math domain error");
      return new PyFloat(
        root === 2 ? Math.log2(number) : root === 10 ? Math.log10(number) : Math.log(number) / Math.log(root),
      );
    }),
    integral("gcd(*integers)", (_, args) => args.reduce(gcd, 0n)),
    integral("lcm(*integers)", (_, args) =>
      args.reduce((a, b) => (a === 0n || b === 0n ? 0n : (a * b < 0n ? -a * b : a * b) / gcd(a, b)), 1n),
    ),
    integral("isqrt(n, /)", (m, [n]) =>
      n < 0n ? m.raise("ValueError", "isqrt() argument must be nonnegative") : squareRoot(n),
    ),
    integral("factorial(n, /)", (m, [n]) => {
      if (n < 0n) m.raise("ValueError", "factorial() not defined for negative values");
      return productOf(2n, n);
    }),
    integral("comb(n, k, /)", (m, [n, k]) => {
      notNegative(m, "n", n);
      notNegative(m, "k", k);
      if (k > n) return 0n;
      const fewer = 2n * k < n ? k : n - k;
      const [top, bottom] = [productOf(n - fewer + 1n, n), productOf(2n, fewer)];
      return top === undefined || bottom === undefined ? undefined : top / bottom;
    }),
    integral("perm(n, k=None, /)", (m, [n, k]) => {
      notNegative(m, "n", n);
      if (k !== undefined) notNegative(m, "k", k);
      return k !== undefined && k > n ? 0n : productOf(n - (k ?? n) + 1n, n);
    }),
    define("prod(iterable, /, *, start=1)", (m, { iterable, start }) => {
      const items = m.list(iterable);
      return items instanceof Unknown
        ? items.of("int")
        : items.reduce((total, item) => m.binary("*", total, item), start);
    }),
    define("isnan(x, /)", (m, { x }) => known(m, x, Number.isNaN)),
    define("isinf(x, /)", (m, { x }) => known(m, x, (number) => Math.abs(number) === Number.POSITIVE_INFINITY)),
    define("isfinite(x, /)", (m, { x }) => known(m, x, Number.isFinite)),
    define("isclose(a, b, *, rel_tol=1e-9, abs_tol=0)", (m, { a, b, rel_tol, abs_tol }) => {
      const [x, y, relative, absolute] = [a, b, rel_tol, abs_tol].map((value) => plain(m, value));
      if (x === undefined || y === undefined) return m.unknown("it is not known", "bool");
      return (
        x === y || Math.abs(x - y) <= Math.max((relative ?? 0) * Math.max(Math.abs(x), Math.abs(y)), absolute ?? 0)
      );
    }),
    define("fsum(iterable, /)", (m, { iterable }) => {
      const items = m.list(iterable);
      const numbers = items instanceof Unknown ? [undefined] : items.map((item) => plain(m, item));
      if (numbers.includes(undefined)) return m.unknown("not all of its terms are known", "float");
      return new PyFloat(exactSum(numbers as number[]));
    }),
    define("modf(x, /)", (m, { x }) => {
      const number = plain(m, x);
      return number === undefined
        ? m.unknown("it is not known")
        : new PyTuple([new PyFloat(number % 1), new PyFloat(Math.trunc(number))]);
    }),
  ];
  return {
    ...Object.fromEntries(list.map((fn) => [fn.name, fn])),
    pi: new PyFloat(Math.PI),
    e: new PyFloat(Math.E),
    tau: new PyFloat(2 * Math.PI),
    inf: new PyFloat(Number.POSITIVE_INFINITY),
    nan: new PyFloat(Number.NaN),
  };
}

function known(m: Interpreter, value: Value, test: (x: number) => boolean): Value {
  if (value instanceof SymInt || value instanceof SymFloat) return test(1);
  const number = plain(m, value);
  return number === undefined ? m.unknown("it is not known", "bool") : test(number);
}

function length(m: Interpreter, coordinates: readonly Value[]): Value {
  const numbers = coordinates.map((one) => plain(m, one));
  if (numbers.includes(undefined)) return m.unknown("it is a float computed from a symbolic size", "float");
  return new PyFloat(Math.hypot(...(numbers as number[])));
}

/** The sum without rounding in between: partial sums that don't overlap are kept apart (Shewchuk 1997). */
function exactSum(numbers: readonly number[]): number {
  let partials: number[] = [];
  for (const number of numbers) {
    const next: number[] = [];
    let x = number;
    for (const partial of partials) {
      const [large, small] = Math.abs(x) < Math.abs(partial) ? [partial, x] : [x, partial];
      const high = large + small;
      const low = small - (high - large);
      if (low !== 0) next.push(low);
      x = high;
    }
    partials = [...next, x];
  }
  return partials.reduceRight((total, partial) => total + partial, 0);
}
