import type { BinaryOperator } from "../../syntax/ast";
import { PyComplex, PyFloat, PyLong, type Value } from "../values";
import type { Interpreter } from "./machine";
import { asNumber } from "./numbers";

/** Why a complex number is not known. */
export const OF_SYMBOLIC_SIZE = "it is a complex number computed from a symbolic size";

/** What complex numbers can do. */
const ARITHMETIC = new Set<BinaryOperator>(["+", "-", "*", "/", "**"]);

function asComplex(value: Value): PyComplex | undefined {
  if (value instanceof PyComplex) return value;
  if (typeof value === "number" || typeof value === "boolean") return new PyComplex(Number(value), 0);
  if (value instanceof PyFloat || value instanceof PyLong) return new PyComplex(Number(value.value), 0);
  return undefined;
}

/** `left op right` where one side is complex and both are numbers; undefined for all else. */
export function complexArithmetic(m: Interpreter, op: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (!(left instanceof PyComplex || right instanceof PyComplex)) return undefined;
  const [a, b] = [asComplex(left), asComplex(right)];
  if (a === undefined || b === undefined) {
    const isSymbolic = asNumber(a === undefined ? left : right) !== undefined;
    return isSymbolic && ARITHMETIC.has(op) ? m.unknown(OF_SYMBOLIC_SIZE) : undefined;
  }
  switch (op) {
    case "+":
      return new PyComplex(a.real + b.real, a.imag + b.imag);
    case "-":
      return new PyComplex(a.real - b.real, a.imag - b.imag);
    case "*":
      return times(a, b);
    case "/": {
      const size = b.real * b.real + b.imag * b.imag;
      if (size === 0) return m.raise("ZeroDivisionError", "complex division by zero");
      const product = times(a, new PyComplex(b.real, -b.imag));
      return new PyComplex(product.real / size, product.imag / size);
    }
    case "**":
      return power(m, a, b);
    default:
      return undefined;
  }
}

function times(a: PyComplex, b: PyComplex): PyComplex {
  return new PyComplex(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real);
}

function power(m: Interpreter, a: PyComplex, b: PyComplex): Value {
  if (b.imag === 0 && Number.isInteger(b.real) && b.real >= 0 && b.real <= 100) {
    let result = new PyComplex(1, 0);
    for (let n = 0; n < b.real; n++) result = times(result, a);
    return result;
  }
  const size = Math.hypot(a.real, a.imag);
  if (size === 0) return m.raise("ZeroDivisionError", "0.0 to a negative or complex power");
  const [log, angle] = [Math.log(size), Math.atan2(a.imag, a.real)];
  const length = Math.exp(b.real * log - b.imag * angle);
  const turn = b.imag * log + b.real * angle;
  return new PyComplex(length * Math.cos(turn), length * Math.sin(turn));
}
