import type { BinaryOperator } from "../../syntax/ast";
import { PyComplex, PyFloat, type Value } from "../values";

/** Python's complex numbers: `2 + 3j`, `1j * x`. */

function parts(value: Value): readonly [number, number] | undefined {
  if (value instanceof PyComplex) return [value.real, value.imag];
  if (value instanceof PyFloat) return [value.value, 0];
  return typeof value === "number" || typeof value === "boolean" ? [Number(value), 0] : undefined;
}

/** `left op right` where one side is complex and both are plain numbers; undefined for all else. */
export function complexArithmetic(op: BinaryOperator, left: Value, right: Value): PyComplex | undefined {
  if (!(left instanceof PyComplex || right instanceof PyComplex)) return undefined;
  const [x, y] = [parts(left), parts(right)];
  if (x === undefined || y === undefined) return undefined;
  const [a, b] = x;
  const [c, d] = y;
  switch (op) {
    case "+":
      return new PyComplex(a + c, b + d);
    case "-":
      return new PyComplex(a - c, b - d);
    case "*":
      return new PyComplex(a * c - b * d, a * d + b * c);
    case "/": {
      const size = c * c + d * d;
      return size === 0 ? undefined : new PyComplex((a * c + b * d) / size, (b * c - a * d) / size);
    }
    case "**": {
      if (a === 0 && b === 0) return undefined;
      const [logSize, angle] = [Math.log(Math.hypot(a, b)), Math.atan2(b, a)];
      const size = Math.exp(c * logSize - d * angle);
      const turn = d * logSize + c * angle;
      return new PyComplex(size * Math.cos(turn), size * Math.sin(turn));
    }
    default:
      return undefined;
  }
}
