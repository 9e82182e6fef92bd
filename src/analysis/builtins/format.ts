import { SymInt } from "../dims";
import type { Interpreter } from "../machine/machine";
import { makeRoom } from "../room";
import { classOf, Either, Instance, PyFloat, PyFunction, PyLong, SymFloat, Unknown, type Value } from "../values";
import { fixed, floatText } from "../values/literals";

const SPEC = /^(?:(.)?([<>=^]))?([+\- ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

/** `[[fill]align][sign][#][0][width][grouping][.precision][type]` */
interface Spec {
  fill: string;
  align: "<" | ">" | "=" | "^" | undefined;
  sign: string;
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
  const custom = classOf(value).lookup("__format__");
  if (custom instanceof PyFunction) return m.call(custom, [value, text]);
  if (text === "") return m.str(value);
  if (value instanceof SymInt || value instanceof SymFloat) return m.str(value);
  const plain = value instanceof Instance && value.payload !== undefined ? value.payload : value;
  const spec = parse(text);
  if (spec === undefined) {
    if (!isFormatted(plain)) return unsupported(m, value);
    return m.raise("ValueError", "Invalid format specifier");
  }
  makeRoom(Math.max(spec.width, spec.precision ?? 0), "characters");
  if (typeof plain === "string") return formatText(m, plain, spec);
  if (typeof plain === "number" || typeof plain === "boolean") return formatInt(m, BigInt(plain), spec, value);
  if (plain instanceof PyLong) return formatInt(m, plain.value, spec, value);
  if (plain instanceof PyFloat) return formatFloat(m, plain.value, spec, value);
  return unsupported(m, value);
}

function isFormatted(value: Value): boolean {
  return ["string", "number", "boolean"].includes(typeof value) || value instanceof PyLong || value instanceof PyFloat;
}

function unsupported(m: Interpreter, value: Value): never {
  return m.raise("TypeError", `unsupported format string passed to ${classOf(value).name}.__format__`);
}

function unknownCode(m: Interpreter, spec: Spec, value: Value): never {
  return m.raise("ValueError", `Unknown format code '${spec.type}' for object of type '${classOf(value).name}'`);
}

function formatText(m: Interpreter, text: string, spec: Spec): string {
  if (spec.type !== "" && spec.type !== "s") return unknownCode(m, spec, text);
  if (spec.align === "=" && spec.fill !== "0")
    return m.raise("ValueError", "'=' alignment not allowed in string format specifier");
  const cut = spec.precision === undefined ? text : [...text].slice(0, spec.precision).join("");
  return pad("", cut, { ...spec, align: spec.align === "=" ? "<" : spec.align }, "<");
}

const BASES: Record<string, [number, string]> = {
  "": [10, ""],
  d: [10, ""],
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
  if (!Number.isFinite(number)) {
    const name = Number.isNaN(number) ? "nan" : "inf";
    const text = /[EFG]/.test(spec.type) ? name.toUpperCase() : name;
    return pad(signOf(negative, spec), spec.type === "%" ? `${text}%` : text, spec, ">");
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
  return pad(signOf(negative, spec), grouped(text, spec, 3), spec, ">");
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
  const [mantissa, power] = value.toExponential(Math.min(digits, 100)).split("e");
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`;
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

const FIELD = /%(?:\((\w*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([a-zA-Z%])/g;

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
    const value = m.asDim(next());
    return typeof value === "number" ? value : 0;
  };
  const result = template.replace(
    FIELD,
    (_, name: string | undefined, flags: string, width?: string, precision?: string, type = "s") => {
      if (type === "%") return "%";
      const spec: Spec = {
        fill: flags.includes("0") && !flags.includes("-") ? "0" : " ",
        align: flags.includes("-") ? "<" : flags.includes("0") ? "=" : ">",
        sign: flags.includes("+") ? "+" : flags.includes(" ") ? " " : "-",
        alternate: flags.includes("#"),
        width: size(width) ?? 0,
        grouping: "",
        precision: size(precision),
        type: type === "i" || type === "u" ? "d" : type,
      };
      makeRoom(Math.max(spec.width, spec.precision ?? 0), "characters");
      if (name !== undefined && named === undefined) return m.raise("TypeError", "format requires a mapping");
      const value = name === undefined ? next() : named!(name);
      if (value instanceof Unknown || value instanceof Either) {
        unknown ??= value instanceof Unknown ? value : m.unknown("it can be one of several texts");
        return "";
      }
      return percentField(m, value, spec);
    },
  );
  if (at < given.length && named === undefined)
    return m.raise("TypeError", "not all arguments converted during string formatting");
  return unknown?.of("str") ?? result;
}

function percentField(m: Interpreter, value: Value, spec: Spec): string {
  const text = { ...spec, fill: " ", align: spec.align === "=" ? (">" as const) : spec.align, type: "" };
  if (spec.type === "s") return formatText(m, m.str(value), text);
  if (spec.type === "r" || spec.type === "a") return formatText(m, m.repr(value), text);
  if (spec.type === "c")
    return formatText(m, typeof value === "number" ? String.fromCodePoint(value) : m.str(value), text);
  const plain = value instanceof Instance && value.payload !== undefined ? value.payload : value;
  if (plain instanceof SymInt || plain instanceof SymFloat) return m.str(plain);
  if (typeof plain === "number" || typeof plain === "boolean") return formatInt(m, BigInt(plain), precise(spec), plain);
  if (plain instanceof PyLong) return formatInt(m, plain.value, precise(spec), plain);
  if (plain instanceof PyFloat) {
    if (/[eEfFgG]/.test(spec.type)) return formatFloat(m, plain.value, spec, plain);
    if (spec.type === "d" && Number.isFinite(plain.value))
      return formatInt(m, BigInt(Math.trunc(plain.value)), precise(spec), plain);
  }
  const wanted =
    spec.type === "d" ? "a real number is required" : /[xXo]/.test(spec.type) ? "an integer is required" : undefined;
  if (wanted !== undefined) return m.raise("TypeError", `%${spec.type} format: ${wanted}, not ${classOf(value).name}`);
  return m.raise("TypeError", `must be real number, not ${classOf(value).name}`);
}

/** A precision means nothing for `%d` of an int here. */
function precise(spec: Spec): Spec {
  return /[eEfFgG]/.test(spec.type) ? spec : { ...spec, precision: undefined };
}
