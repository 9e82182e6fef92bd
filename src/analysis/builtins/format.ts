import { SymInt } from "../dims";
import type { Interpreter } from "../machine/machine";
import { makeRoom } from "../room";
import { pythonOf } from "../tensor/data";
import { isComplex, isIntegral } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import { refusals, refuse } from "../trace/refusals";
import {
  classes,
  classOf,
  Either,
  Instance,
  PyComplex,
  PyFloat,
  PyFunction,
  PyLong,
  SymFloat,
  Unknown,
  type Value,
} from "../values";
import { fixed, floatText } from "../values/literals";
import { converted } from "./numbers";

const SPEC = /^(?:(.)?([<>=^]))?([+\- ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;
/** A point without digits behind it. */
const NO_PRECISION = /^(?:.?[<>=^])?[+\- ]?z?#?0?\d*[,_]?\.(?!\d)/su;

/** `[[fill]align][sign][#][0][width][grouping][.precision][type]` */
interface Spec {
  fill: string;
  align: "<" | ">" | "=" | "^" | undefined;
  sign: string;
  /** The sign as it was written, if it was. */
  asked?: string;
  alternate: boolean;
  width: number;
  grouping: string;
  precision: number | undefined;
  type: string;
}

function parse(text: string): Spec | undefined {
  const match = SPEC.exec(text);
  if (match === null) return undefined;
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  const padded = zero !== undefined && align === undefined;
  return {
    fill: padded ? "0" : (fill ?? (zero === undefined ? " " : "0")),
    align: padded ? "=" : (align as Spec["align"]),
    sign: sign ?? "-",
    asked: sign,
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping: grouping ?? "",
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? "",
  };
}

/** `format(value, spec)`: https://docs.python.org/3/library/string.html#format-specification-mini-language */
export function format(m: Interpreter, value: Value, text: string): Value {
  if (value instanceof Unknown) return value.of("str");
  if (value instanceof Either) return m.unknown("it can be one of several texts", "str");
  if (value instanceof Instance && value.payload === undefined && value.cls.hasUnknownBase)
    return m.unknown("a base of its class is not known", "str");
  const custom = classOf(value).lookup("__format__");
  if (custom instanceof PyFunction) {
    const made = m.call(custom, [value, text]);
    if (typeof made === "string" || made instanceof Unknown || made instanceof Either || made instanceof Instance)
      return made;
    return m.raise("TypeError", `__format__ must return a str, not ${classOf(made).name}`, {
      kind: "type",
      types: [classOf(made).name],
    });
  }
  if (text === "" && !(value instanceof Tensor && value.rank === 0)) return m.textOf(value, "str");
  if (value instanceof SymInt || value instanceof SymFloat) return m.str(value);
  if (value instanceof Tensor) return formatTensor(m, value, text);
  const plain = value instanceof Instance && value.payload !== undefined ? value.payload : value;
  const spec = parse(text);
  if (spec === undefined) {
    if (!isFormatted(plain)) return unsupported(m, value);
    if (NO_PRECISION.test(text)) return m.raise("ValueError", "Format specifier missing precision");
    return m.raise(
      "ValueError",
      `Invalid format specifier${text.length === 1 ? "" : ` '${text}' for object of type '${classOf(value).name}'`}`,
    );
  }
  if (isFormatted(plain)) refuseGrouping(m, spec, plain);
  makeRoom(Math.max(spec.width, spec.precision ?? 0), "characters");
  if (typeof plain === "string") return formatText(m, plain, spec, value);
  if (typeof plain === "number" || typeof plain === "boolean") return formatInt(m, BigInt(plain), spec, value);
  if (plain instanceof PyLong) return formatInt(m, plain.value, spec, value);
  if (plain instanceof PyFloat) return formatFloat(m, plain.value, spec, value);
  if (plain instanceof PyComplex) return formatComplex(m, plain, spec, value);
  return unsupported(m, value);
}

/** `Tensor.__format__`: a tensor without dimensions is formatted as its number. */
function formatTensor(m: Interpreter, tensor: Tensor, text: string): Value {
  if (tensor.rank > 0 || tensor.cls !== classes.Tensor) return unsupported(m, tensor);
  const item = tensor.data?.[0];
  if (item !== undefined) return format(m, pythonOf(item, tensor.dtype), text);
  // Any number shows whether the language is understood.
  format(
    m,
    tensor.dtype === "bool"
      ? true
      : isIntegral(tensor.dtype)
        ? 1
        : isComplex(tensor.dtype)
          ? new PyComplex(1, 1)
          : new PyFloat(1),
    text,
  );
  return m.unknown("it depends on the data", "str");
}

function isFormatted(value: Value): boolean {
  return (
    ["string", "number", "boolean"].includes(typeof value) ||
    [PyLong, PyFloat, PyComplex].some((cls) => value instanceof cls)
  );
}

function unsupported(m: Interpreter, value: Value): never {
  return m.raise("TypeError", `unsupported format string passed to ${classOf(value).name}.__format__`, {
    kind: "type",
    types: [classOf(value).name],
  });
}

function unknownCode(m: Interpreter, spec: Spec, value: Value): never {
  return m.raise("ValueError", `Unknown format code '${spec.type}' for object of type '${classOf(value).name}'`);
}

/** `,` and `_` go with some types only. */
function refuseGrouping(m: Interpreter, spec: Spec, value: Value): void {
  if (spec.grouping === "") return;
  const type = spec.type === "" && typeof value === "string" ? "s" : spec.type;
  const taken = spec.grouping === "_" ? /^[deEfFgG%boxX]?$/ : /^[deEfFgG%]?$/;
  if (!taken.test(type)) m.raise("ValueError", `Cannot specify '${spec.grouping}' with '${type}'.`);
}

function formatText(m: Interpreter, text: string, spec: Spec, value: Value = text): string {
  if (spec.type !== "" && spec.type !== "s") return unknownCode(m, spec, value);
  if (spec.asked === " ") return m.raise("ValueError", "Space not allowed in string format specifier");
  if (spec.asked !== undefined) return m.raise("ValueError", "Sign not allowed in string format specifier");
  if (spec.alternate) return m.raise("ValueError", "Alternate form (#) not allowed in string format specifier");
  if (spec.align === "=" && spec.fill !== "0")
    return m.raise("ValueError", "'=' alignment not allowed in string format specifier");
  const cut = spec.precision === undefined ? text : [...text].slice(0, spec.precision).join("");
  return pad("", cut, { ...spec, align: spec.align === "=" ? "<" : spec.align }, "<");
}

const BASES: Record<string, [number, string]> = {
  "": [10, ""],
  d: [10, ""],
  i: [10, ""],
  u: [10, ""],
  n: [10, ""],
  b: [2, "0b"],
  o: [8, "0o"],
  x: [16, "0x"],
  X: [16, "0X"],
};

function formatInt(m: Interpreter, number: bigint, spec: Spec, value: Value): string {
  if (spec.type === "c") return pad("", String.fromCodePoint(Number(number)), spec, "<");
  const base = BASES[spec.type];
  if (base === undefined) {
    if (!/[eEfFgG%]/.test(spec.type)) return unknownCode(m, spec, value);
    return formatFloat(m, Number(number), spec, value);
  }
  if (spec.precision !== undefined) return m.raise("ValueError", "Precision not allowed in integer format specifier");
  const [radix, prefix] = base;
  const size = (number < 0n ? -number : number).toString(radix);
  const digits = grouped(spec.type === "X" ? size.toUpperCase() : size, spec, radix === 10 ? 3 : 4);
  return pad(signOf(number < 0n, spec) + (spec.alternate ? prefix : ""), digits, spec, ">");
}

function formatFloat(m: Interpreter, number: number, spec: Spec, value: Value): string {
  const size = Math.abs(number);
  const negative = number < 0 || Object.is(number, -0);
  if (!/^[eEfFgGn%]?$/.test(spec.type)) return unknownCode(m, spec, value);
  return pad(signOf(negative, spec), sizeOf(size, spec), spec, ">");
}

/** `1.00+2.00j`; without a type in brackets, as `repr` has it. */
function formatComplex(m: Interpreter, { real, imag }: PyComplex, spec: Spec, value: Value): string {
  if (!/^[eEfFgGn]?$/.test(spec.type)) return unknownCode(m, spec, value);
  if (spec.align === "=")
    return m.raise(
      "ValueError",
      spec.fill === "0"
        ? "Zero padding is not allowed in complex format specifier"
        : "'=' alignment flag is not allowed in complex format specifier",
    );
  const part = (number: number, asked: Spec) => {
    const size = sizeOf(Math.abs(number), spec);
    return signOf(number < 0 || Object.is(number, -0), asked) + (spec.type === "" ? size.replace(/\.0$/, "") : size);
  };
  const isBare = spec.type === "" && Object.is(real, 0);
  if (isBare) return pad("", `${part(imag, spec)}j`, spec, ">");
  const text = `${part(real, spec)}${part(imag, { ...spec, sign: "+" })}j`;
  return pad("", spec.type === "" ? `(${text})` : text, spec, ">");
}

/** A number without its sign. */
function sizeOf(size: number, spec: Spec): string {
  if (!Number.isFinite(size)) {
    const name = Number.isNaN(size) ? "nan" : "inf";
    const text = /[EFG]/.test(spec.type) ? name.toUpperCase() : name;
    return spec.type === "%" ? `${text}%` : text;
  }
  const precision = Math.min(spec.precision ?? 6, 1000);
  let text: string;
  switch (spec.type) {
    case "e":
    case "E":
      text = exponential(size, precision);
      break;
    case "f":
    case "F":
      text = fixed(size, precision);
      break;
    case "%":
      text = `${fixed(size * 100, precision)}%`;
      break;
    case "":
      text = spec.precision === undefined ? floatText(size) : withPoint(general(size, precision, spec.alternate));
      break;
    default:
      text = general(size, precision, spec.alternate);
  }
  if (spec.type === "E" || spec.type === "G") text = text.toUpperCase();
  return grouped(text, spec, 3);
}

function signOf(negative: boolean, spec: Spec): string {
  return negative ? "-" : spec.sign === "-" ? "" : spec.sign;
}

/** Separators between the digits before the point. */
function grouped(text: string, spec: Spec, every: number): string {
  if (spec.grouping === "") return text;
  const [, digits, rest] = /^([0-9a-fA-F]*)(.*)$/s.exec(text)!;
  return digits.replace(new RegExp(`\\B(?=(.{${every}})+$)`, "g"), spec.grouping) + rest;
}

function pad(prefix: string, text: string, spec: Spec, usual: "<" | ">"): string {
  const room = spec.width - [...prefix, ...text].length;
  if (room <= 0) return prefix + text;
  const filling = (count: number) => spec.fill.repeat(count);
  switch (spec.align ?? usual) {
    case "<":
      return prefix + text + filling(room);
    case ">":
      return filling(room) + prefix + text;
    case "=":
      return prefix + filling(room) + text;
    default:
      return filling(Math.floor(room / 2)) + prefix + text + filling(Math.ceil(room / 2));
  }
}

function exponential(value: number, digits: number): string {
  const [mantissa, power] = halfToEven(value, Math.min(digits, 100)).split("e");
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

/** `toExponential`, which takes the larger neighbour of a half, with the even one. */
function halfToEven(value: number, digits: number): string {
  const [, first, rest, power] = /^(\d)\.?(\d*)(e.*)$/.exec(value.toExponential(100))!;
  const kept = first + rest.slice(0, digits);
  if (!/^50*$/.test(rest.slice(digits)) || Number(kept.at(-1)) % 2 === 1) return value.toExponential(digits);
  return `${first}${digits === 0 ? "" : `.${kept.slice(1)}`}${power}`;
}

/** `%g`: significant digits, trailing zeros dropped unless `alternate`. */
function general(value: number, precision: number, alternate: boolean): string {
  const digits = Math.min(Math.max(precision, 1), 100);
  const rounded = exponential(value, digits - 1);
  const power = Number(rounded.split("e")[1]);
  if (power < -4 || power >= digits) return alternate ? rounded : rounded.replace(/\.?0+e|(?<=\.\d*[1-9])0+e/, "e");
  const text = fixed(value, digits - 1 - power);
  if (alternate) return text.includes(".") ? text : `${text}.`;
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function withPoint(text: string): string {
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const FIELD = /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?(.)?/gsu;

/** `"%d of %s" % values`: https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting */
export function percent(
  m: Interpreter,
  template: string,
  given: readonly Value[],
  named: ((name: string) => Value) | undefined,
): Value {
  let at = 0;
  let unknown: Unknown | undefined;
  const next = (): Value =>
    at < given.length ? given[at++] : m.raise("TypeError", "not enough arguments for format string");
  const size = (text: string | undefined): number | undefined => {
    if (text !== "*") return text === undefined ? undefined : Number(text);
    const value = next();
    const wide = m.asDim(value);
    if (wide === undefined && !(value instanceof Unknown || value instanceof Either))
      return m.raise("TypeError", "* wants int");
    return typeof wide === "number" ? wide : 0;
  };
  const result = template.replace(
    FIELD,
    (
      whole,
      name: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string | undefined,
      at0: number,
    ) => {
      if (name !== undefined && named === undefined) return m.raise("TypeError", "format requires a mapping");
      if (type === "(")
        return named === undefined
          ? m.raise("TypeError", "format requires a mapping")
          : m.raise("ValueError", "incomplete format key");
      if (type === undefined) return m.raise("ValueError", "incomplete format");
      if (whole === "%%") return "%";
      const spec: Spec = {
        fill: flags.includes("0") && !flags.includes("-") ? "0" : " ",
        align: flags.includes("-") ? "<" : flags.includes("0") ? "=" : ">",
        sign: flags.includes("+") ? "+" : flags.includes(" ") ? " " : "-",
        alternate: flags.includes("#"),
        width: size(width) ?? 0,
        grouping: "",
        precision: size(precision),
        type,
      };
      if (!/[diuoxXeEfFgGcrsa]/.test(type)) {
        const code = type.codePointAt(0)!.toString(16);
        return m.raise(
          "ValueError",
          `unsupported format character '${type}' (0x${code}) at index ${at0 + whole.length - 1}`,
        );
      }
      makeRoom(Math.max(spec.width, spec.precision ?? 0), "characters");
      const value = name === undefined ? next() : named!(name);
      if (value instanceof Unknown || value instanceof Either) {
        unknown ??= value instanceof Unknown ? value : m.unknown("it can be one of several texts");
        return "";
      }
      const text = percentField(m, value, spec);
      if (typeof text === "string") return text;
      unknown ??= text as Unknown;
      return "";
    },
  );
  if (at < given.length && named === undefined)
    return m.raise("TypeError", "not all arguments converted during string formatting");
  return unknown?.of("str") ?? result;
}

/** `"%d" % tensor`: a tensor of one element goes through `__int__`, `__float__` or `__index__`. */
function percentTensor(m: Interpreter, tensor: Tensor, spec: Spec): Value {
  const count = tensor.numel();
  const isOne = typeof count !== "number" || count === 1;
  if (/[xXoc]/.test(spec.type) && !(isIntegral(tensor.dtype) && isOne)) return notNumber(m, tensor, spec);
  if (!isOne) return refuse(m, refusals.notOneElement());
  const item = tensor.data?.[0];
  return item === undefined
    ? m.unknown("it depends on the data", "str")
    : percentField(m, pythonOf(item, tensor.dtype), spec);
}

function percentField(m: Interpreter, value: Value, spec: Spec): Value {
  const align = spec.align === "=" ? (">" as const) : spec.align;
  const text = { ...spec, fill: " ", align, type: "", alternate: false };
  if (spec.type === "s" || spec.type === "r" || spec.type === "a") {
    const told = m.textOf(value, spec.type === "s" ? "str" : "repr");
    return typeof told === "string" ? formatText(m, told, text) : told;
  }
  if (spec.type === "c") {
    const held = value instanceof Instance ? value.payload : value;
    const plain = typeof held === "boolean" ? Number(held) : held;
    if (typeof plain === "number" && plain >= 0 && plain <= 0x10ffff)
      return formatText(m, String.fromCodePoint(plain), text);
    if (typeof plain === "number" || plain instanceof PyLong)
      return m.raise("OverflowError", "%c arg not in range(0x110000)");
    if (typeof plain === "string" && [...plain].length === 1) return formatText(m, plain, text);
    if (value instanceof Tensor) return percentTensor(m, value, spec);
    if (value instanceof Instance && value.payload === undefined) return percentInstance(m, value, spec);
    return notNumber(m, value, spec);
  }
  if (value instanceof Tensor) return percentTensor(m, value, spec);
  if (value instanceof Instance && value.payload === undefined) return percentInstance(m, value, spec);
  const plain = value instanceof Instance && value.payload !== undefined ? value.payload : value;
  if (plain instanceof SymInt || plain instanceof SymFloat) return m.str(plain);
  if (typeof plain === "number" || typeof plain === "boolean") return formatInt(m, BigInt(plain), precise(spec), plain);
  if (plain instanceof PyLong) return formatInt(m, plain.value, precise(spec), plain);
  if (plain instanceof PyFloat) {
    if (/[eEfFgG]/.test(spec.type)) return formatFloat(m, plain.value, spec, plain);
    if (/[diu]/.test(spec.type) && Number.isFinite(plain.value))
      return formatInt(m, BigInt(Math.trunc(plain.value)), precise(spec), plain);
  }
  if (plain instanceof PyFloat && /[diu]/.test(spec.type))
    return Number.isNaN(plain.value)
      ? m.raise("ValueError", "cannot convert float NaN to integer")
      : m.raise("OverflowError", "cannot convert float infinity to integer");
  return notNumber(m, value, spec);
}

function notNumber(m: Interpreter, value: Value, spec: Spec): never {
  const { name } = classOf(value);
  const about = { kind: "type", types: [name] } as const;
  if (spec.type === "c") return m.raise("TypeError", "%c requires int or char", about);
  if (/[eEfFgG]/.test(spec.type)) return m.raise("TypeError", `must be real number, not ${name}`, about);
  const wanted = /[diu]/.test(spec.type) ? "a real number is required" : "an integer is required";
  return m.raise("TypeError", `%${spec.type} format: ${wanted}, not ${name}`, about);
}

/** An object that its own methods make a number of. What they refuse with a TypeError is told as no integer. */
function percentInstance(m: Interpreter, value: Instance, spec: Spec): Value {
  const number = /[eEfFgG]/.test(spec.type)
    ? converted(m, value, "float")
    : m.orUndefined("TypeError", () => converted(m, value, /[diu]/.test(spec.type) ? "int" : "index"));
  if (number === undefined) return notNumber(m, value, spec);
  if (number instanceof Unknown || number instanceof Either) return m.unknown("it is one of several texts", "str");
  return percentField(m, number, spec);
}

/** A precision means nothing for `%d` of an int here. */
function precise(spec: Spec): Spec {
  return /[eEfFgG]/.test(spec.type) ? spec : { ...spec, precision: undefined };
}
