import type { Expr } from "../../syntax/ast";
import { lineAbout, shapeInLine, type WrittenSize } from "../../syntax/prose/shapes";
import { arrayAnnotation } from "../facts/annotations";
import { docstring } from "../facts/functions";
import { readAnnotation } from "../tensor/jaxtyping";
import type { PyFunction } from "../values";
import { genericNames, type InputDType, type Spec } from "./inputs";

/**
 * The shape that an author wrote down for a parameter of `forward`: in a jaxtyping annotation, or in the docstring's line about it.
 * It is a hint: the run drops it where the program contradicts it.
 */
export function writtenShape(fn: PyFunction, name: string, annotation: Expr | undefined): Spec | undefined {
  const typed = annotation && arrayAnnotation(annotation);
  if (typed !== undefined) {
    const axes = readAnnotation(typed.dtype, typed.shape);
    if (axes === undefined || axes.variadic >= 0 || axes.axes.some(({ broadcast }) => broadcast)) return undefined;
    return { ...tensorSpec(axes.axes), annotated: true, ...elementType(typed.dtype) };
  }
  const text = fn.node.kind === "FunctionDef" ? docstring(fn.node.body) : undefined;
  const line = text === undefined ? undefined : lineAbout(text, name);
  const sizes = line === undefined ? undefined : shapeInLine(line);
  return sizes && tensorSpec(sizes);
}

function elementType(name: string): { dtype?: InputDType } {
  if (name === "Bool") return { dtype: "bool" };
  return /^(?:Int|Integer|UInt)\d*$/.test(name) ? { dtype: "int64" } : {};
}

/** Sizes that have no name of their own get the usual ones. */
function tensorSpec(sizes: readonly { text: string; kind: WrittenSize["kind"] | "any" }[]): Spec & { kind: "tensor" } {
  const generic = genericNames(sizes.length);
  const names = sizes.map(({ text, kind }, n) => {
    if (kind === "number") return Number(text);
    return kind === "name" ? text.replaceAll("'", "_") : generic[n];
  });
  return { kind: "tensor", names, generic: true, written: true };
}
