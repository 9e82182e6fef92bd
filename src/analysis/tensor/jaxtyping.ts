import { type Assumptions, type Dim, equal, parseDim, print } from "../dims";
import { type DType, dtypes } from "./dtype";
import type { Tensor } from "./tensor";

/** `Float[Tensor, "batch n dim"]` (https://docs.kidger.site/jaxtyping/api/array/). */
export interface TensorAnnotation {
  /** `Float`, `Int64`, … */
  dtype: string;
  axes: Axis[];
  /** Index of the axis that stands for any number of them; -1 where there is none. */
  variadic: number;
}

interface Axis {
  /** Without its modifiers. */
  text: string;
  /** `any`: nothing is checked. */
  kind: "name" | "number" | "formula" | "any";
  /** `#`: the size may be 1 as well. */
  broadcast: boolean;
}

/** Sizes by name as a call's tensors gave them, with the tensor that gave each. */
export class Axes {
  readonly sizes = new Map<string, { size: Dim; from: Given }>();
  readonly groups = new Map<string, { sizes: readonly Dim[]; from: Given }>();
}

/** A tensor and what it is called. */
export interface Given {
  name: string;
  tensor: Tensor;
}

/** Why a tensor is not what its annotation says. */
export interface Mismatch {
  /** What follows the annotation in a sentence: `which has 3 dimensions`. */
  why: string;
  /** The other tensor, where two disagree. */
  other?: Given;
}

const signed: DType[] = ["int8", "int16", "int32", "int64"];
const real: DType[] = ["float16", "bfloat16", "float32", "float64"];
const complex: DType[] = ["complex32", "complex64", "complex128"];

/** The element types that an annotation takes. */
const CLASSES: Record<string, readonly DType[]> = {
  Shaped: Object.keys(dtypes) as DType[],
  Bool: ["bool"],
  Num: ["uint8", ...signed, ...real, ...complex],
  Real: ["uint8", ...signed, ...real],
  Inexact: [...real, ...complex],
  Float: real,
  Float16: ["float16"],
  BFloat16: ["bfloat16"],
  Float32: ["float32"],
  Float64: ["float64"],
  Complex: complex,
  Complex64: ["complex64"],
  Complex128: ["complex128"],
  Integer: ["uint8", ...signed],
  UInt: ["uint8"],
  UInt8: ["uint8"],
  Int: signed,
  Int8: ["int8"],
  Int16: ["int16"],
  Int32: ["int32"],
  Int64: ["int64"],
};

export function isDTypeClass(name: string): boolean {
  return Object.hasOwn(CLASSES, name);
}

/** Reads the shape string of an annotation; undefined where jaxtyping would refuse it. */
export function readAnnotation(dtype: string, shape: string): TensorAnnotation | undefined {
  const axes: Axis[] = [];
  let variadic = -1;
  for (const word of shape.split(/\s+/).filter((each) => each !== "")) {
    const [, modifiers, text] = /^([*#?]*)(.*)$/s.exec(word.replace(/^([*#?_]*)\w+=(?!=)/, "$1"))!;
    if (modifiers.includes("*") || text === "...") {
      if (variadic >= 0) return undefined;
      variadic = axes.length;
    }
    // `?` is about trees of tensors, `{…}` about other values: nothing to check here.
    const unchecked = text === "..." || text.startsWith("_") || /[{}]/.test(text) || modifiers.includes("?");
    axes.push({ text, kind: unchecked ? "any" : kindOf(text), broadcast: modifiers.includes("#") });
  }
  return { dtype, axes, variadic };
}

function kindOf(text: string): Axis["kind"] {
  if (/^\d+$/.test(text)) return "number";
  return /^[^\W\d]\w*$/u.test(text) ? "name" : "formula";
}

/** Whether the element type is one that the annotation takes. */
export function mismatchedType({ dtype }: TensorAnnotation, { tensor }: Given): Mismatch | undefined {
  return CLASSES[dtype].includes(tensor.dtype) ? undefined : { why: `and ${tensor.dtype} is no \`${dtype}\`` };
}

/** Holds a shape against an annotation: names keep the first size that they met in `known`. Undefined unless they cannot agree. */
export function mismatchedShape(
  { axes, variadic }: TensorAnnotation,
  given: Given,
  known: Axes,
  facts: Assumptions,
): Mismatch | undefined {
  const { shape } = given.tensor;
  const least = variadic < 0 ? axes.length : axes.length - 1;
  if (shape.length < least || (variadic < 0 && shape.length > least))
    return { why: `which has ${variadic < 0 ? "" : "at least "}${plural(least)}` };
  const more = shape.length - least;
  let at = 0;
  for (const [index, axis] of axes.entries()) {
    const taken = index === variadic ? more : 1;
    const part = shape.slice(at, at + taken);
    const found =
      index === variadic
        ? mismatchedGroup(axis, part, given, known, facts)
        : mismatchedAxis(axis, part[0], at, given, known, facts);
    if (found !== undefined) return found;
    at += taken;
  }
  return undefined;
}

function mismatchedAxis(
  { text, kind, broadcast }: Axis,
  size: Dim,
  at: number,
  given: Given,
  known: Axes,
  facts: Assumptions,
): Mismatch | undefined {
  if (kind === "any" || (broadcast && equal(size, 1, facts) !== false)) return undefined;
  if (kind === "number")
    return equal(size, Number(text), facts) === false ? { why: `whose dimension ${at} is ${text}` } : undefined;
  if (kind === "name") {
    const before = known.sizes.get(text);
    if (before === undefined) known.sizes.set(text, { size, from: given });
    else if (equal(size, before.size, facts) === false)
      return {
        why: `and \`${text}\` is ${print(facts.present(before.size))} ${where(before.from, given)}`,
        other: before.from,
      };
    return undefined;
  }
  const wanted = evaluated(text, known);
  return wanted !== undefined && equal(size, wanted, facts) === false
    ? { why: `whose \`${text}\` is ${print(facts.present(wanted))}` }
    : undefined;
}

/** An expression of sizes that are all known. */
function evaluated(text: string, known: Axes): Dim | undefined {
  let complete = true;
  const value = parseDim(text, (name) => {
    const size = known.sizes.get(name)?.size;
    if (size === undefined) complete = false;
    return size ?? 1;
  });
  return complete ? value : undefined;
}

function mismatchedGroup(
  { text, kind, broadcast }: Axis,
  sizes: readonly Dim[],
  given: Given,
  known: Axes,
  facts: Assumptions,
): Mismatch | undefined {
  if (kind === "any" || broadcast) return undefined;
  const before = known.groups.get(text);
  if (before === undefined) {
    known.groups.set(text, { sizes, from: given });
    return undefined;
  }
  const same =
    before.sizes.length === sizes.length && sizes.every((size, n) => equal(size, before.sizes[n], facts) !== false);
  const list = (dims: readonly Dim[]) =>
    `(${dims.map((dim) => print(facts.present(dim))).join(", ")}${dims.length === 1 ? "," : ""})`;
  return same
    ? undefined
    : {
        why: `and \`*${text}\` is ${list(before.sizes)} ${where(before.from, given)}`,
        other: before.from,
      };
}

function where(from: Given, given: Given): string {
  return from === given ? "in another dimension" : `in \`${from.name}\``;
}

function plural(count: number): string {
  return `${count} dimension${count === 1 ? "" : "s"}`;
}
