import type { Context } from "./context";

/** An identifier's text, normalised as Python does. */
export function identifier(cx: Context, i: number): string {
  const text = cx.tree.slice(i);
  for (let k = 0; k < text.length; k++) if (text.charCodeAt(k) > 127) return text.normalize("NFKC");
  return text;
}

/** A dotted name without the white space and line continuations that may stand around its dots. */
export function dottedName(cx: Context, i: number): string {
  return identifier(cx, i).replace(/[\s\\]+/g, "");
}
