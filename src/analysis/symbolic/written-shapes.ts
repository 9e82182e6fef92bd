import { docstring } from "../facts/functions";
import type { PyFunction } from "../values";
import { genericNames, type Spec } from "./inputs";

/** `Float[Tensor, "batch n dim"]`: the names of jaxtyping's annotations. */
const JAXTYPING = /^(?:\w+\.)?(\w+)\[\s*(?:\w+\.)*Tensor\s*,\s*["']([^"']*)["']\s*\]$/;

/** `(B, N, C)`, `[BxTxCxHxW]`, `(batch, seq_len, dim)`: names, numbers and simple products between brackets. */
const BRACKETED =
  /[([]\s*((?:[A-Za-z_][\w']*|\d+)(?:\s*[*/]{1,2}\s*\w+)*(?:\s*(?:,|x|×)\s*(?:[A-Za-z_][\w']*|\d+)(?:\s*[*/]{1,2}\s*\w+)*)*)\s*,?\s*[)\]]/g;

/**
 * The shape that an author wrote down for a parameter of `forward`: in a jaxtyping annotation, or in the docstring's line about it.
 * It is a hint: the run drops it where the program contradicts it.
 */
export function writtenShape(fn: PyFunction, name: string, annotation: string | undefined): Spec | undefined {
  const typed = annotation === undefined ? null : JAXTYPING.exec(annotation.trim());
  if (typed !== null) {
    const [, dtype, shape] = typed;
    const items = shape.split(/\s+/).filter((item) => item !== "");
    if (items.some((item) => /[.*#?]/.test(item))) return undefined;
    return { ...tensorSpec(items.map((item) => item.replace(/^.*=/, ""))), annotated: true, ...elementType(dtype) };
  }
  const text = fn.node.kind === "FunctionDef" ? docstring(fn.node.body) : undefined;
  const line = text === undefined ? undefined : lineAbout(text, name);
  if (line === undefined) return undefined;
  for (const [, inside] of line.matchAll(BRACKETED)) {
    const items = split(inside);
    if (items.length > 1) return tensorSpec(items);
  }
  return undefined;
}

function elementType(name: string): { dtype?: "int64" | "bool" } {
  if (name === "Bool") return { dtype: "bool" };
  return /^(?:Int|Integer|UInt)\d*$/.test(name) ? { dtype: "int64" } : {};
}

/** What stands behind `x:`, `x (Tensor):` or `:param x:`. */
function lineAbout(text: string, name: string): string | undefined {
  const pattern = new RegExp(`^\\s*(?::param\\s+(?:\\w+\\s+)?)?${name}\\s*(?:\\([^)]*\\))?\\s*:(.*)$`, "m");
  return pattern.exec(text)?.[1];
}

/** `BxTxCxHxW` is five names; where there are commas, an `x` is a letter. */
function split(inside: string): string[] {
  const parts = inside.includes(",") ? inside.split(",") : inside.split(/\s*×\s*|(?<=[A-Z\d])x(?=[A-Z\d])|\s+x\s+/);
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function tensorSpec(items: readonly string[]): Spec & { kind: "tensor" } {
  const generic = genericNames(items.length);
  const names = items.map((item, n) => (/^[A-Za-z_]\w*'*$|^\d+$/.test(item) ? item.replaceAll("'", "_") : generic[n]));
  return { kind: "tensor", names, generic: true, written: true };
}
