import type { Interpreter } from "../machine/interpreter";
import { floatText } from "../machine/text";
import { classOf, PyFloat, PyFunction, Unknown, type Value } from "../values";

const SPEC = /^(?:(.)?([<>=^]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/s;

/** `format(value, spec)`: https://docs.python.org/3/library/string.html#format-specification-mini-language */
export function format(m: Interpreter, value: Value, spec: string): Value {
  if (value instanceof Unknown) return value.of("str");
  const custom = classOf(value).lookup("__format__");
  if (custom instanceof PyFunction) return m.call(custom, [value, spec]);
  if (spec === "") return m.str(value);
  const match = SPEC.exec(spec);
  if (match === null) return m.str(value);
  const [, fill, align, sign, , zero, width, grouping, precision, type] = match;
  const number =
    typeof value === "number"
      ? value
      : typeof value === "boolean"
        ? Number(value)
        : value instanceof PyFloat
          ? value.value
          : undefined;
  let text: string;
  if (number === undefined) {
    text = m.str(value);
    if (precision !== undefined) text = text.slice(0, Number(precision));
  } else
    text = numberText(
      number,
      value instanceof PyFloat,
      type,
      precision === undefined ? undefined : Number(precision),
      grouping,
      sign,
    );
  const size = Number(width ?? 0);
  if (text.length >= size) return text;
  const pad = (zero !== undefined && align === undefined ? "0" : (fill ?? (zero !== undefined ? "0" : " "))).repeat(
    size - text.length,
  );
  const side = align ?? (zero !== undefined ? "=" : number === undefined ? "<" : ">");
  if (side === "<") return text + pad;
  if (side === ">") return pad + text;
  if (side === "=") return /^[+-]/.test(text) ? text[0] + pad + text.slice(1) : pad + text;
  const left = Math.floor(pad.length / 2);
  return pad.slice(0, left) + text + pad.slice(left);
}

function numberText(
  value: number,
  isFloat: boolean,
  type: string | undefined,
  precision: number | undefined,
  grouping: string | undefined,
  sign: string | undefined,
): string {
  const size = Math.abs(value);
  let text: string;
  switch (type) {
    case "b":
      text = size.toString(2);
      break;
    case "o":
      text = size.toString(8);
      break;
    case "x":
      text = size.toString(16);
      break;
    case "X":
      text = size.toString(16).toUpperCase();
      break;
    case "e":
    case "E":
      text = exponent(size, precision ?? 6);
      if (type === "E") text = text.toUpperCase();
      break;
    case "f":
    case "F":
      text = size.toFixed(precision ?? 6);
      break;
    case "%":
      text = `${(size * 100).toFixed(precision ?? 6)}%`;
      break;
    case "g":
    case "G":
      text = general(size, precision ?? 6);
      break;
    default:
      text = isFloat ? (precision === undefined ? floatText(size) : general(size, precision)) : String(size);
  }
  if (grouping !== undefined) text = text.replace(/^\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, grouping));
  return (value < 0 ? "-" : sign === "+" || sign === " " ? sign : "") + text;
}

function exponent(value: number, digits: number): string {
  const [mantissa, power] = value.toExponential(digits).split("e");
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

function general(value: number, precision: number): string {
  const digits = Math.max(precision, 1);
  const power = value === 0 ? 0 : Math.floor(Math.log10(value));
  if (power < -4 || power >= digits) return exponent(value, digits - 1).replace(/\.?0+e/, "e");
  const text = value.toFixed(Math.max(0, digits - 1 - power));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
