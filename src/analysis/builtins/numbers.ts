import type { BinaryOperator, ComparisonOperator } from "../../syntax/ast";
import { type Dim, floordiv, mod, neg, SymInt } from "../dims";
import { OF_SYMBOLIC_SIZE } from "../machine/complex";
import { NOT_IMPLEMENTED } from "../machine/constants";
import { attributes, methods, methodsOf } from "../machine/define";
import type { Interpreter } from "../machine/machine";
import { asNumber, Undecided } from "../machine/numbers";
import { parentMethods } from "../machine/parent-methods";
import { MAX_DIGITS } from "../machine/text";
import { makeRoom } from "../room";
import { Tensor } from "../tensor/tensor";
import { refusals, refuse } from "../trace/refusals";
import {
  classes,
  classOf,
  Either,
  Instance,
  integer,
  native,
  nativeRaw,
  type PyClass,
  PyComplex,
  PyFloat,
  PyFunction,
  PyLong,
  PyRange,
  PyTuple,
  SymFloat,
  Unknown,
  type Value,
} from "../values";
import { fixed } from "../values/literals";

/** A subclass of `int`, `float` or `str` keeps the plain value as its payload. */
export function ofClass(cls: Value, plain: PyClass, value: Value): Value {
  if (cls === plain || !(typeof value === "number" || typeof value === "string" || value instanceof PyFloat))
    return value;
  const instance = new Instance(cls as PyClass);
  instance.payload = value;
  return instance;
}

/** `int`, `bool`, `float`, `complex`, `range`. */
export function installNumbers(): void {
  classes.int.own.set(
    "__new__",
    native(
      "__new__(cls, x=0, base=None)",
      (m, { cls, x, base }) => ofClass(cls, classes.int, toInt(m as Interpreter, x, base === null ? undefined : base)),
      classes.int,
    ),
  );
  classes.bool.own.set(
    "__new__",
    native("__new__(cls, x=False)", (m, { x }) => toBool(m as Interpreter, x), classes.bool),
  );
  classes.float.own.set(
    "__new__",
    native(
      "__new__(cls, x=0)",
      (m, { cls, x }) => ofClass(cls, classes.float, toFloat(m as Interpreter, x)),
      classes.float,
    ),
  );
  classes.complex.own.set(
    "__new__",
    native(
      "__new__(cls, real=0, imag=0)",
      (m, { real, imag }) => toComplex(m as Interpreter, real, imag),
      classes.complex,
    ),
  );
  installIntMethods();
  installFloatMethods();
  classes.range.own.set(
    "__new__",
    nativeRaw("__new__", (m, [, ...args]) => makeRange(m as Interpreter, args), classes.range),
  );
  attributes(classes.range, {
    start: (self) => (self as PyRange).start,
    stop: (self) => (self as PyRange).stop,
    step: (self) => (self as PyRange).step,
  });
}

/** The plain number inside an instance of a subclass. */
function plainNumber(self: Value): Value {
  if (typeof self === "boolean") return Number(self);
  return self instanceof Instance && self.payload !== undefined ? self.payload : self;
}

function installIntMethods(): void {
  attributes(classes.int, { real: plainNumber, imag: () => 0, numerator: plainNumber, denominator: () => 1 });
  methods(classes.int, {
    "bit_length(self)": (m, { self }) => bits(m, self, (digits) => digits.length),
    "bit_count(self)": (m, { self }) => bits(m, self, (digits) => digits.replaceAll("0", "").length),
    "conjugate(self)": (_, { self }) => plainNumber(self),
    "is_integer(self)": () => true,
    "as_integer_ratio(self)": (_, { self }) => new PyTuple([plainNumber(self), 1]),
  });
}

function bits(m: Interpreter, self: Value, count: (digits: string) => number): Value {
  const number = asNumber(plainNumber(self));
  if (number instanceof PyLong) return count(number.value.toString(2).replace("-", ""));
  if (typeof number !== "number") return m.unknown("bits of a symbolic size are not followed", "int");
  return number === 0 ? 0 : count(Math.abs(number).toString(2));
}

function installFloatMethods(): void {
  attributes(classes.float, { real: plainNumber, imag: () => new PyFloat(0) });
  methods(classes.float, {
    "is_integer(self)": (m, { self }) => {
      const number = plainNumber(self);
      return number instanceof PyFloat
        ? Number.isInteger(number.value)
        : m.compare("==", mod((number as SymFloat).numerator, (number as SymFloat).denominator), 0);
    },
    "hex(self)": (m) => m.unknown("it is not followed", "str"),
    "as_integer_ratio(self)": (m, { self }) => integerRatio(m, plainNumber(self)),
    "conjugate(self)": (_, { self }) => plainNumber(self),
  });
  attributes(classes.complex, {
    real: (self) => new PyFloat((self as PyComplex).real),
    imag: (self) => new PyFloat((self as PyComplex).imag),
  });
  methods(classes.complex, {
    "conjugate(self)": (_, { self }) => new PyComplex((self as PyComplex).real, -(self as PyComplex).imag),
  });
  for (const cls of [classes.int, classes.float, classes.complex]) installOperators(cls);
}

const BINARY: [string, BinaryOperator][] = [
  ["add", "+"],
  ["sub", "-"],
  ["mul", "*"],
  ["truediv", "/"],
  ["floordiv", "//"],
  ["mod", "%"],
  ["pow", "**"],
  ["and", "&"],
  ["or", "|"],
  ["xor", "^"],
  ["lshift", "<<"],
  ["rshift", ">>"],
];
const COMPARISONS: [string, ComparisonOperator][] = [
  ["eq", "=="],
  ["ne", "!="],
  ["lt", "<"],
  ["le", "<="],
  ["gt", ">"],
  ["ge", ">="],
];

/** Operators by their method names, for those who call them: `int.__add__(2, 3)`, `super().__mul__(other)`. */
function installOperators(cls: PyClass): void {
  const table: Record<string, (m: Interpreter, args: Record<string, Value>) => Value> = {
    "__neg__(self)": (m, { self }) => m.unary("-", plainNumber(self)),
    "__pos__(self)": (m, { self }) => m.unary("+", plainNumber(self)),
    "__abs__(self)": (m, { self }) => absolute(m, plainNumber(self)),
    "__bool__(self)": (m, { self }) => toBool(m, plainNumber(self)),
    "__hash__(self)": (m, { self }) => m.call(m.builtin("hash"), [plainNumber(self)]),
    "__repr__(self)": (m, { self }) => m.repr(plainNumber(self)),
    "__format__(self, spec)": (m, { self, spec }) => m.call(m.builtin("format"), [plainNumber(self), spec]),
    ...(cls === classes.complex
      ? {}
      : {
          "__int__(self)": (m: Interpreter, { self }: Record<string, Value>) => toInt(m, plainNumber(self)),
          "__float__(self)": (m: Interpreter, { self }: Record<string, Value>) => toFloat(m, plainNumber(self)),
          "__round__(self, ndigits=None)": (m: Interpreter, { self, ndigits }: Record<string, Value>) =>
            round(m, plainNumber(self), ndigits),
          "__trunc__(self)": (m: Interpreter, { self }: Record<string, Value>) => toInt(m, plainNumber(self)),
        }),
    ...(cls === classes.int
      ? {
          "__index__(self)": (_: Interpreter, { self }: Record<string, Value>) => plainNumber(self),
          "__invert__(self)": (m: Interpreter, { self }: Record<string, Value>) => m.unary("~", plainNumber(self)),
        }
      : {}),
  };
  const takes = (other: Value) =>
    asNumber(plainNumber(other)) !== undefined || other instanceof PyComplex || other instanceof Unknown;
  for (const [name, op] of BINARY) {
    table[`__${name}__(self, other)`] = (m, { self, other }) => {
      if (typeof self === "boolean" && typeof other === "boolean") return m.binary(op, self, other);
      return takes(other) ? m.binary(op, plainNumber(self), plainNumber(other)) : NOT_IMPLEMENTED;
    };
    table[`__r${name}__(self, other)`] = (m, { self, other }) =>
      takes(other) ? m.binary(op, plainNumber(other), plainNumber(self)) : NOT_IMPLEMENTED;
  }
  for (const [name, op] of COMPARISONS)
    table[`__${name}__(self, other)`] = (m, { self, other }) =>
      takes(other) ? m.compare(op, plainNumber(self), plainNumber(other)) : NOT_IMPLEMENTED;
  parentMethods.set(cls, methodsOf(cls, table));
}

/** Numerator and denominator in lowest terms: the denominator is a power of two. */
function integerRatio(m: Interpreter, self: Value): Value {
  if (!(self instanceof PyFloat)) return m.unknown("it is a float computed from a symbolic size");
  if (!Number.isFinite(self.value)) return m.raise("OverflowError", "cannot convert Infinity to integer ratio");
  let [numerator, denominator] = [self.value, 1n];
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return new PyTuple([integer(BigInt(numerator)), integer(denominator)]);
}

function toComplex(m: Interpreter, real: Value, imag: Value): Value {
  if (typeof real === "string") {
    const text = real.trim().replace(/^\((.*)\)$/, "$1");
    const found = /^([+-]?(?:[\d.]+(?:e[+-]?\d+)?)(?![\d.]*[jJ]))?(?:([+-]?(?:[\d.]+(?:e[+-]?\d+)?)?)[jJ])?$/i.exec(
      text,
    );
    if (/inf|nan/i.test(text)) return m.unknown("a complex number that is not finite is not read from a text");
    if (found === null || text === "") return m.raise("ValueError", "complex() arg is a malformed string");
    const unit = found[2] === "" || found[2] === "+" ? 1 : found[2] === "-" ? -1 : Number(found[2] ?? 0);
    return new PyComplex(Number(found[1] ?? 0), unit);
  }
  if ([real, imag].some((part) => part instanceof Unknown || part instanceof SymInt || part instanceof SymFloat))
    return m.unknown(OF_SYMBOLIC_SIZE);
  const part = (value: Value): PyComplex | undefined => {
    if (value instanceof PyComplex) return value;
    const float = toFloat(m, value);
    return float instanceof PyFloat ? new PyComplex(float.value, 0) : undefined;
  };
  const [a, b] = [part(real), part(imag)];
  if (a === undefined || b === undefined) return m.unknown("the number is not known");
  return new PyComplex(a.real - b.imag, a.imag + b.real);
}

function makeRange(m: Interpreter, args: readonly Value[]): Value {
  if (args.length === 0 || args.length > 3)
    return m.raise(
      "TypeError",
      `range expected at ${args.length === 0 ? "least 1" : "most 3"} argument${args.length === 0 ? "" : "s"}, got ${args.length}`,
    );
  const parts: Dim[] = [];
  for (const arg of args) {
    const dim = arg instanceof PyLong ? undefined : m.asDim(arg);
    if (arg instanceof PyLong) return m.unknown("the range's bounds are too large");
    if (dim === undefined) {
      if (arg instanceof Unknown || arg instanceof Either || arg instanceof Tensor)
        return arg instanceof Unknown ? arg.of("any") : m.unknown("the range's length is not known");
      return m.raise(
        "TypeError",
        `'${m.getattr(m.getattr(arg, "__class__"), "__name__")}' object cannot be interpreted as an integer`,
      );
    }
    parts.push(dim);
  }
  if (parts[2] === 0) return m.raise("ValueError", "range() arg 3 must not be zero");
  return parts.length === 1 ? new PyRange(0, parts[0], 1) : new PyRange(parts[0], parts[1], parts[2] ?? 1);
}

/** `int(x)`: exact on fractions of symbols, which are sizes and so not negative. */
export function toInt(m: Interpreter, value: Value, base?: Value): Value {
  if (base !== undefined) {
    if (asNumber(value) !== undefined) return m.raise("TypeError", "int() can't convert non-string with explicit base");
    if (typeof base === "number" && base !== 0 && (base < 2 || base > 36))
      return m.raise("ValueError", "int() base must be >= 2 and <= 36, or 0");
  }
  if (typeof value === "number" || value instanceof SymInt || value instanceof PyLong) return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof PyFloat) {
    if (Number.isNaN(value.value)) return m.raise("ValueError", "cannot convert float NaN to integer");
    if (!Number.isFinite(value.value)) return m.raise("OverflowError", "cannot convert float infinity to integer");
    return integer(BigInt(Math.trunc(value.value)));
  }
  if (value instanceof SymFloat) return m.simplify(value.floor());
  if (typeof value === "string") {
    return parseInteger(m, value, typeof base === "number" ? base : 10);
  }
  if (value instanceof Tensor) return tensorNumber(m, value, "int");
  if (value instanceof Unknown) return value.type === "int" ? value : value.of("int");
  if (value instanceof Either) return m.joinValues(value.options.map((option) => () => toInt(m, option, base)));
  if (value instanceof Instance) {
    const own = value.cls.lookup("__int__") instanceof PyFunction;
    if (value.payload !== undefined && !own) return toInt(m, value.payload, base);
    const found = converted(m, value, "int");
    if (found !== undefined) return found;
  }
  return m.raise(
    "TypeError",
    `int() argument must be a string, a bytes-like object or a real number, not '${value === null ? "NoneType" : value.cls.name}'`,
  );
}

const PREFIXES: Record<string, number> = { "0x": 16, "0o": 8, "0b": 2 };

/** How JavaScript marks the radix of a text that it reads at once. */
const DIGIT_PREFIXES: Record<number, string> = { 2: "0b", 8: "0o", 10: "", 16: "0x" };

function inBase(digits: string, radix: number): bigint {
  const all = "0123456789abcdefghijklmnopqrstuvwxyz";
  let total = 0n;
  for (const digit of digits.toLowerCase()) total = total * BigInt(radix) + BigInt(all.indexOf(digit));
  return total;
}

/** `int(text, base)`; base 0 reads the text's own prefix. */
function parseInteger(m: Interpreter, value: string, base: number): Value {
  const [, sign, rest] = /^\s*([+-]?)(.*?)\s*$/s.exec(value)!;
  const prefix = PREFIXES[rest.slice(0, 2).toLowerCase()];
  const radix = base === 0 ? (prefix ?? 10) : base;
  const digits = (prefix === radix ? rest.slice(2) : rest).replace(/^_|_(?=[^_])/g, (mark, at) =>
    at === 0 ? "x!" : mark && "",
  );
  const allowed = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, radix);
  if (digits === "" || [...digits.toLowerCase()].some((digit) => !allowed.includes(digit)))
    return m.raise("ValueError", `invalid literal for int() with base ${base}: ${m.repr(value)}`);
  // Python's own limit; powers of two are read in linear time.
  if (digits.length > MAX_DIGITS && (radix & (radix - 1)) !== 0)
    return m.raise(
      "ValueError",
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
    );
  makeRoom(digits.length, "digits");
  m.pay((digits.length * digits.length) / 20_000);
  const total = DIGIT_PREFIXES[radix] === undefined ? inBase(digits, radix) : BigInt(DIGIT_PREFIXES[radix] + digits);
  return integer(sign === "-" ? -total : total);
}

/** A tensor of one element as a Python number. */
function tensorNumber(m: Interpreter, tensor: Tensor, type: "int" | "float"): Value {
  const count = tensor.numel();
  if (typeof count === "number" && count !== 1) return refuse(m, refusals.notOneElement());
  const item = tensor.data?.[0];
  if (item === undefined)
    return type === "int" ? m.freshDim("it depends on the data") : m.unknown("it depends on the data", "float");
  return type === "int"
    ? toInt(m, typeof item === "number" && !Number.isInteger(item) ? new PyFloat(item) : item)
    : toFloat(m, item);
}

/** The methods through which an object becomes a number, in the order in which they are asked, and the class of what they give. */
const CONVERSIONS = {
  float: { methods: ["__float__", "__index__"], made: classes.float },
  int: { methods: ["__int__", "__index__", "__trunc__"], made: classes.int },
  index: { methods: ["__index__"], made: classes.int },
} as const;

/** The number that an object's own methods make of it; undefined where its class has none of them. */
export function converted(m: Interpreter, value: Instance, to: keyof typeof CONVERSIONS): Value | undefined {
  const { methods, made } = CONVERSIONS[to];
  for (const name of methods) {
    const method = value.cls.lookup(name);
    if (method === undefined) continue;
    if (method === null) return undefined;
    const number = m.call(method, [value]);
    if (number instanceof Unknown || number instanceof Either) return number;
    const wanted = name === "__float__" ? made : classes.int;
    const isWanted = number instanceof SymFloat ? wanted === classes.float : classOf(number).mro.includes(wanted);
    if (name !== "__trunc__" && !isWanted)
      return m.raise(
        "TypeError",
        `${to === "float" && name === "__float__" ? `${value.cls.name}.` : ""}${name} returned non-${wanted.name} (type ${classOf(number).name})`,
      );
    return to === "float" ? toFloat(m, number) : toInt(m, number);
  }
  return value.cls.hasUnknownBase ? m.unknown("a base of its class is not known") : undefined;
}

export function toFloat(m: Interpreter, value: Value): Value {
  if (value instanceof PyFloat || value instanceof SymFloat) return value;
  if (value instanceof PyLong) return new PyFloat(Number(value.value));
  if (typeof value === "number") return new PyFloat(value);
  if (typeof value === "boolean") return new PyFloat(Number(value));
  if (value instanceof SymInt) return new SymFloat(value, 1);
  if (typeof value === "string") {
    const text = value.trim().toLowerCase().replace(/^\+/, "");
    const special: Record<string, number> = {
      inf: Number.POSITIVE_INFINITY,
      infinity: Number.POSITIVE_INFINITY,
      "-inf": Number.NEGATIVE_INFINITY,
      "-infinity": Number.NEGATIVE_INFINITY,
      nan: Number.NaN,
    };
    if (text in special) return new PyFloat(special[text]);
    const number = text === "" ? Number.NaN : Number(text.replaceAll("_", ""));
    return Number.isNaN(number)
      ? m.raise("ValueError", `could not convert string to float: ${m.repr(value)}`)
      : new PyFloat(number);
  }
  if (value instanceof Tensor) return tensorNumber(m, value, "float");
  if (value instanceof Unknown) return value.of("float");
  if (value instanceof Either) return m.joinValues(value.options.map((option) => () => toFloat(m, option)));
  if (value instanceof Instance) {
    const own = value.cls.lookup("__float__") instanceof PyFunction;
    if (value.payload !== undefined && !own) return toFloat(m, value.payload);
    const found = converted(m, value, "float");
    if (found !== undefined) return found;
  }
  return m.raise(
    "TypeError",
    `float() argument must be a string or a real number, not '${value === null ? "NoneType" : value.cls.name}'`,
  );
}

export function toBool(m: Interpreter, value: Value): Value {
  const truth = m.truth(value);
  if (truth !== undefined) return truth;
  if (value instanceof Undecided) return value;
  if (value instanceof SymInt) return m.compare("!=", value, 0);
  return m.unknown(value instanceof Unknown ? value.reason : "it depends on the data", "bool");
}

/** `round(x, n)`: halves go to the even neighbour. */
export function round(m: Interpreter, value: Value, digits: Value): Value {
  if (value instanceof Tensor) return m.callMethod(value, "round");
  const number = asNumber(plainNumber(value));
  const places = digits === null ? 0 : m.asDim(digits);
  if (number === undefined) {
    if (value instanceof Unknown) return value.of(digits === null ? "int" : "float");
    const method = m.findattr(value, "__round__");
    if (method === undefined)
      return m.raise("TypeError", `type ${classOf(value).name} doesn't define __round__ method`, {
        kind: "type",
        types: [classOf(value).name],
      });
    return m.call(method, digits === null ? [] : [digits]);
  }
  if (places === undefined && digits instanceof PyFloat)
    return m.raise("TypeError", "'float' object cannot be interpreted as an integer");
  if (typeof places !== "number") return m.unknown("the number of digits is not known", "float");
  if (number instanceof PyFloat) {
    if (digits !== null) {
      const rounded = roundFloat(number.value, places);
      return new PyFloat(rounded === 0 && number.value < 0 ? -0 : rounded);
    }
    return Number.isFinite(number.value) ? integer(BigInt(roundFloat(number.value, 0))) : toInt(m, number);
  }
  if (number instanceof SymFloat)
    return digits === null
      ? m.simplify(
          floordiv(
            m.binary("+", m.binary("*", number.numerator, 2), number.denominator) as Dim,
            2 * number.denominator,
          ),
        )
      : number;
  if (typeof number === "number" && places < 0) return roundFloat(number, places);
  return number;
}

function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  if (digits >= 0) return digits > 22 ? value : Math.sign(value) * Number(fixed(Math.abs(value), digits));
  const unit = 10 ** -digits;
  const quotient = Math.abs(value) / unit;
  return Math.sign(value) * Number(fixed(quotient, 0)) * unit + 0;
}

export function absolute(m: Interpreter, value: Value): Value {
  if (value instanceof PyFloat) return new PyFloat(Math.abs(value.value));
  if (typeof value === "number") return Math.abs(value);
  if (value instanceof PyLong) return integer(value.value < 0n ? -value.value : value.value);
  if (typeof value === "boolean") return Number(value);
  if (value instanceof SymInt) {
    const negative = m.truth(m.compare("<", value, 0));
    return negative === true ? neg(value) : negative === false ? value : m.unknown("its sign is not known", "int");
  }
  if (value instanceof SymFloat) return value;
  if (value instanceof PyComplex) return new PyFloat(Math.hypot(value.real, value.imag));
  if (value instanceof Tensor) return m.callMethod(value, "abs");
  if (value instanceof Unknown) return value;
  const method = m.findattr(value, "__abs__");
  return method === undefined
    ? m.raise("TypeError", `bad operand type for abs(): '${classOf(value).name}'`, {
        kind: "type",
        types: [classOf(value).name],
      })
    : m.call(method);
}
