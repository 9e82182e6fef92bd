import type { ComplexConstant, Expr, FloatConstant, IntConstant, Span } from "../ast";
import type { Context } from "./context";

/** An int, float or imaginary literal. */
export function number(cx: Context, i: number): Expr {
  const source = cx.tree.slice(i);
  const read = parseNumber(source, cx.span(i));
  return read ?? cx.refuse(i, `Invalid number '${source}'`);
}

function parseNumber(source: string, span: Span): IntConstant | FloatConstant | ComplexConstant | undefined {
  if (/__|_$|_[.eEjJ]|[.eE]_|[lL]$/.test(source)) return undefined;
  const text = source.replaceAll("_", "").toLowerCase();
  const based = /^0[xob]/.test(text);
  if (!based && text.endsWith("j")) return { kind: "Complex", ...span, value: Number(text.slice(0, -1)) };
  if (!based && /[.e]/.test(text)) return { kind: "Float", ...span, value: Number(text) };
  if (/^0+[1-9]/.test(text)) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value)) return { kind: "Int", ...span, value };
  return { kind: "Int", ...span, value: { digits: BigInt(text).toString() } };
}
