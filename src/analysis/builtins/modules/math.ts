import { SymInt } from "../../dims";
import type { Interpreter } from "../../machine/interpreter";
import { asNumber } from "../../machine/numbers";
import { Tensor } from "../../tensor/tensor";
import { Either, PyFloat, PyTuple, SymFloat, Unknown, type Value } from "../../values";
import { define } from "../define";
import { toFloat, toInt } from "../numbers";

/** A number as JavaScript has it; undefined where it is symbolic or not known. */
function plain(m: Interpreter, value: Value): number | undefined {
  const number = asNumber(value);
  if (typeof number === "number") return number;
  if (number instanceof PyFloat) return number.value;
  if (number !== undefined || value instanceof Unknown) return undefined;
  if (value instanceof Tensor || (value !== null && typeof value === "object")) {
    const float = toFloat(m, value);
    return float instanceof PyFloat ? float.value : undefined;
  }
  return m.raise("TypeError", `must be real number, not ${value === null ? "NoneType" : "str"}`);
}

function floating(name: string, run: (x: number) => number, domain: (x: number) => boolean = () => true) {
  return define(`${name}(x, /)`, (m, { x }) => {
    if (x instanceof Either) return m.unknown("it can be one of several numbers", "float");
    const number = plain(m, x);
    if (number === undefined)
      return m.unknown(x instanceof Unknown ? x.reason : "it is a float computed from a symbolic size", "float");
    if (!domain(number)) return m.raise("ValueError", "math domain error");
    return new PyFloat(run(number));
  });
}

function rounding(name: string, run: (x: number) => number, symbolic: (x: SymFloat) => Value) {
  return define(`${name}(x, /)`, (m, { x }): Value => {
    if (typeof x === "number" || x instanceof SymInt) return x;
    if (x instanceof SymFloat) return m.binary("+", symbolic(x), 0);
    if (x instanceof PyFloat) return Number.isFinite(x.value) ? run(x.value) : toInt(m, x);
    const method =
      x !== null && typeof x === "object" && !(x instanceof Unknown) ? m.findattr(x, `__${name}__`) : undefined;
    if (method !== undefined) return m.call(method);
    const number = plain(m, x);
    return number === undefined ? m.unknown(x instanceof Unknown ? x.reason : "it is not known", "int") : run(number);
  });
}

function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

function reduceInts(m: Interpreter, args: Value, run: (a: number, b: number) => number, start: number): Value {
  let total = start;
  for (const item of (args as PyTuple).items) {
    if (typeof item !== "number") return m.unknown("it is computed from a symbolic size", "int");
    total = run(total, item);
  }
  return total;
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
    floating("log1p", Math.log1p),
    floating("sin", Math.sin),
    floating("cos", Math.cos),
    floating("tan", Math.tan),
    floating("asin", Math.asin),
    floating("acos", Math.acos),
    floating("atan", Math.atan),
    floating("sinh", Math.sinh),
    floating("cosh", Math.cosh),
    floating("tanh", Math.tanh),
    floating("radians", (x) => (x * Math.PI) / 180),
    floating("degrees", (x) => (x * 180) / Math.PI),
    floating("fabs", Math.abs),
    floating("erf", erf),
    floating("lgamma", lgamma),
    floating("gamma", (x) => (Number.isInteger(x) ? factorial(x - 1) : Math.exp(lgamma(x)))),
    rounding("floor", Math.floor, (x) => x.floor()),
    rounding("ceil", Math.ceil, (x) => x.ceil()),
    rounding("trunc", Math.trunc, (x) => x.floor()),
    binary("atan2", Math.atan2),
    binary("fmod", (x, y) => x % y),
    binary("copysign", (x, y) => Math.abs(x) * (Math.sign(y) || 1)),
    binary("hypot", Math.hypot),
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
    define("gcd(*args)", (m, { args }) => reduceInts(m, args, gcd, 0)),
    define("lcm(*args)", (m, { args }) =>
      reduceInts(m, args, (a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / gcd(a, b)), 1),
    ),
    define("prod(iterable, /, *, start=1)", (m, { iterable, start }) => {
      const items = m.list(iterable);
      return items instanceof Unknown
        ? items.of("int")
        : items.reduce((total, item) => m.binary("*", total, item), start);
    }),
    define("isqrt(n, /)", (m, { n }) =>
      typeof n === "number" ? Math.floor(Math.sqrt(n)) : m.unknown("it is computed from a symbolic size", "int"),
    ),
    define("factorial(n, /)", (m, { n }) =>
      typeof n === "number" ? factorial(n) : m.unknown("it is computed from a symbolic size", "int"),
    ),
    define("comb(n, k, /)", (m, { n, k }) =>
      typeof n === "number" && typeof k === "number"
        ? Math.round(factorial(n) / factorial(k) / factorial(n - k))
        : m.unknown("it is computed from a symbolic size", "int"),
    ),
    define("isnan(x, /)", (m, { x }) => known(m, x, Number.isNaN)),
    define("isinf(x, /)", (m, { x }) => known(m, x, (number) => Math.abs(number) === Number.POSITIVE_INFINITY)),
    define("isfinite(x, /)", (m, { x }) => known(m, x, Number.isFinite)),
    define("isclose(a, b, *, rel_tol=0, abs_tol=0)", (m, { a, b }) => {
      const [x, y] = [plain(m, a), plain(m, b)];
      return x === undefined || y === undefined
        ? m.unknown("it is not known", "bool")
        : Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y));
    }),
    define("fsum(iterable, /)", (m, { iterable }) => {
      const items = m.list(iterable);
      return items instanceof Unknown
        ? items.of("float")
        : toFloat(
            m,
            items.reduce((total, item) => m.binary("+", total, item), 0),
          );
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

function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}

/** Numerical Recipes' Lanczos form, good to about 1e-10. */
function lgamma(x: number): number {
  const coefficients = [
    76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.001208650973866179,
    -0.000005395239384953,
  ];
  const t = x + 5.5 - (x + 0.5) * Math.log(x + 5.5);
  let series = 1.000000000190015;
  for (const [n, c] of coefficients.entries()) series += c / (x + 1 + n);
  return -t + Math.log((2.5066282746310005 * series) / x);
}

/** Abramowitz and Stegun 7.1.26 is too coarse; the series and continued fraction give full precision. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  let sum = 0;
  let term = size;
  for (let n = 0; Math.abs(term) > 1e-17 * Math.abs(sum) || n < 2; n++) {
    sum += term / (2 * n + 1);
    term *= -(size * size) / (n + 1);
    if (n > 300) break;
  }
  return Math.sign(x) * Math.min(1, (2 / Math.sqrt(Math.PI)) * sum);
}
