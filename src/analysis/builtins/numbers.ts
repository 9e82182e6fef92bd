import { type Dim, floordiv, mod, neg, SymInt } from "../dims";
import type { Interpreter } from "../machine/interpreter";
import { asNumber, Undecided } from "../machine/numbers";
import { Tensor } from "../tensor/tensor";
import {
  classes,
  Either,
  Instance,
  native,
  nativeRaw,
  type PyClass,
  PyComplex,
  PyFloat,
  PyProperty,
  PyRange,
  SymFloat,
  Unknown,
  type Value,
} from "../values";
import { methods } from "./define";

/** A subclass of `int` or `str` keeps the plain value as its payload. */
export function ofClass(cls: Value, plain: PyClass, value: Value): Value {
  if (cls === plain || !(typeof value === "number" || typeof value === "string")) return value;
  const instance = new Instance(cls as PyClass);
  instance.payload = value;
  return instance;
}

/** `int`, `bool`, `float`, `complex`, `range`. */
export function installNumbers(): void {
  classes.int.own.set(
    "__new__",
    native("__new__(cls, x=0, base=10)", (m, { cls, x, base }) =>
      ofClass(cls, classes.int, toInt(m as Interpreter, x, base)),
    ),
  );
  classes.bool.own.set(
    "__new__",
    native("__new__(cls, x=False)", (m, { x }) => toBool(m as Interpreter, x)),
  );
  classes.float.own.set(
    "__new__",
    native("__new__(cls, x=0)", (m, { x }) => toFloat(m as Interpreter, x)),
  );
  classes.complex.own.set(
    "__new__",
    native("__new__(cls, real=0, imag=0)", (_, { real, imag }) => new PyComplex(plain(real), plain(imag))),
  );
  methods(classes.int, {
    "bit_length(self)": (_, { self }) =>
      typeof self === "number" ? Math.abs(self).toString(2).length * Number(self !== 0) : 0,
    "conjugate(self)": (_, { self }) => self,
    "is_integer(self)": () => true,
    "__index__(self)": (_, { self }) => self,
    "to_bytes(self, length=1, byteorder='big')": (m) => m.unknown("bytes are not followed"),
    "__hash__(self)": (_, { self }) => self,
  });
  for (const [name, value] of [
    ["real", (self: Value) => self],
    ["imag", () => 0],
    ["numerator", (self: Value) => self],
    ["denominator", () => 1],
  ] as const)
    classes.int.own.set(name, new PyProperty(native(`${name}(self)`, (_, { self }) => value(self))));
  methods(classes.float, {
    "is_integer(self)": (m, { self }) =>
      self instanceof PyFloat
        ? Number.isInteger(self.value)
        : m.compare("==", mod((self as SymFloat).numerator, (self as SymFloat).denominator), 0),
    "hex(self)": (m) => m.unknown("it is not followed", "str"),
    "as_integer_ratio(self)": (m) => m.unknown("it is not followed"),
    "conjugate(self)": (_, { self }) => self,
  });
  classes.complex.own.set(
    "real",
    new PyProperty(native("real(self)", (_, { self }) => new PyFloat((self as PyComplex).real))),
  );
  classes.complex.own.set(
    "imag",
    new PyProperty(native("imag(self)", (_, { self }) => new PyFloat((self as PyComplex).imag))),
  );
  classes.range.own.set(
    "__new__",
    nativeRaw("__new__", (m, [, ...args]) => makeRange(m as Interpreter, args)),
  );
  for (const part of ["start", "stop", "step"] as const) {
    classes.range.own.set(part, new PyProperty(native(`${part}(self)`, (_, { self }) => (self as PyRange)[part])));
  }
}

function makeRange(m: Interpreter, args: readonly Value[]): Value {
  const parts: Dim[] = [];
  for (const arg of args) {
    const dim = m.asDim(arg);
    if (dim === undefined) {
      if (arg instanceof Unknown || arg instanceof Either || arg instanceof Tensor)
        return arg instanceof Unknown ? arg : m.unknown("the range's length is not known");
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

function plain(value: Value): number {
  if (value instanceof PyFloat) return value.value;
  return typeof value === "number" ? value : Number.NaN;
}

/** `int(x)`: exact on fractions of symbols, which are sizes and so not negative. */
export function toInt(m: Interpreter, value: Value, base: Value = 10): Value {
  if (typeof value === "number" || value instanceof SymInt) return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof PyFloat) {
    if (Number.isNaN(value.value)) return m.raise("ValueError", "cannot convert float NaN to integer");
    if (!Number.isFinite(value.value)) return m.raise("OverflowError", "cannot convert float infinity to integer");
    return Math.trunc(value.value);
  }
  if (value instanceof SymFloat) return m.simplify(value.floor());
  if (typeof value === "string") {
    const text = value.trim().replaceAll("_", "");
    const radix = typeof base === "number" ? base : 10;
    const number = /^[+-]?[0-9a-z]+$/i.test(text) ? Number.parseInt(text, radix) : Number.NaN;
    return Number.isNaN(number)
      ? m.raise("ValueError", `invalid literal for int() with base ${radix}: ${m.repr(value)}`)
      : number;
  }
  if (value instanceof Tensor) return tensorNumber(m, value, "int");
  if (value instanceof Unknown) return value.type === "int" ? value : value.of("int");
  if (value instanceof Either) return m.joinValues(value.options.map((option) => () => toInt(m, option, base)));
  if (value instanceof Instance) {
    if (value.payload !== undefined) return toInt(m, value.payload, base);
    for (const name of ["__int__", "__index__", "__trunc__"]) {
      const method = value.cls.lookup(name);
      if (method !== undefined) return m.call(method, [value]);
    }
  }
  return m.raise(
    "TypeError",
    `int() argument must be a string, a bytes-like object or a real number, not '${value === null ? "NoneType" : value.cls.name}'`,
  );
}

/** A tensor of one element as a Python number. */
function tensorNumber(m: Interpreter, tensor: Tensor, type: "int" | "float"): Value {
  const count = tensor.numel();
  if (typeof count === "number" && count !== 1)
    return m.raise("ValueError", "only one element tensors can be converted to Python scalars");
  const item = tensor.data?.[0];
  if (item === undefined)
    return type === "int" ? m.freshDim("it depends on the data") : m.unknown("it depends on the data", "float");
  return type === "int"
    ? toInt(m, typeof item === "number" && !Number.isInteger(item) ? new PyFloat(item) : item)
    : toFloat(m, item);
}

export function toFloat(m: Interpreter, value: Value): Value {
  if (value instanceof PyFloat || value instanceof SymFloat) return value;
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
    if (value.payload !== undefined) return toFloat(m, value.payload);
    const method = value.cls.lookup("__float__");
    if (method !== undefined) return m.call(method, [value]);
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
  const number = asNumber(value);
  if (number === undefined)
    return value instanceof Unknown
      ? value.of(digits === null ? "int" : "float")
      : m.callMethod(value, "__round__", digits === null ? [] : [digits]);
  if (number instanceof PyFloat) {
    if (digits === null) return halfEven(number.value);
    return typeof digits === "number"
      ? new PyFloat(halfEven(number.value * 10 ** digits) / 10 ** digits)
      : m.unknown("the number of digits is not known", "float");
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
  return number;
}

function halfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

export function absolute(m: Interpreter, value: Value): Value {
  if (value instanceof PyFloat) return new PyFloat(Math.abs(value.value));
  if (typeof value === "number") return Math.abs(value);
  if (typeof value === "boolean") return Number(value);
  if (value instanceof SymInt) {
    const negative = m.truth(m.compare("<", value, 0));
    return negative === true ? neg(value) : negative === false ? value : m.unknown("its sign is not known", "int");
  }
  if (value instanceof SymFloat) return value;
  if (value instanceof PyComplex) return new PyFloat(Math.hypot(value.real, value.imag));
  if (value instanceof Tensor) return m.callMethod(value, "abs");
  if (value instanceof Unknown) return value;
  return m.callMethod(value, "__abs__");
}
