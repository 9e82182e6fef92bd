import type { DimJson, ShapeJson } from "../analysis/report";
import { distinct, formatValue, hasTensor, isPlain, isTensor, isUnknown, type TensorJson } from "./shapes";

/** A size of more characters is left out in a narrow place. */
const LONGEST_SIZE = 14;
const LONGEST_PLAIN = 24;
/** More sizes that a dimension may have are left out. */
const MOST_SIZES = 2;

/** The first form that has room, or the last one. */
export function fitting(forms: readonly string[], room: number): string {
  return forms.find((form) => form.length <= room) ?? forms.at(-1)!;
}

/** A value with its long sizes left out: `(B, …, 256)`. */
export function narrow(value: ShapeJson): string {
  if (isPlain(value)) return value.py.length > LONGEST_PLAIN ? "an object" : value.py;
  return formatValue(withoutLong(value));
}

function withoutLong(value: ShapeJson): ShapeJson {
  if (isTensor(value))
    return { ...value, shape: value.shape.map((size) => (`${size}`.length > LONGEST_SIZE ? "…" : size)) };
  if (isUnknown(value) || isPlain(value)) return value;
  if (Array.isArray(value)) return value.map(withoutLong);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutLong(item)]));
}

/** The first tensor of several values, as deep as it lies: `[(64, 49, 96), …]`, `{logits: (B, 10), …}`. */
export function firstOnly(value: ShapeJson): string {
  if (isTensor(value) || isUnknown(value) || isPlain(value)) return narrow(value);
  if (Array.isArray(value)) {
    const first = value.find(hasTensor);
    return first === undefined ? "[…]" : `[${firstOnly(first)}${value.length > 1 ? ", …" : ""}]`;
  }
  const items = Object.entries(value);
  const found = items.find(([, item]) => hasTensor(item));
  return found === undefined ? "{…}" : `{${found[0]}: ${firstOnly(found[1])}${items.length > 1 ? ", …" : ""}}`;
}

/**
 * Values of one name as one shape, from the fullest form to the shortest: `(39, 32, 1) | (64, 32, 1)`, `(39 | 64, 32, 1)`, `(…, 32, 1)`.
 * Nothing is cut in the middle.
 */
export function jointForms(values: readonly ShapeJson[]): string[] {
  const each = distinct(values);
  const joint = joined(each);
  return [
    ...(each.length <= MOST_SIZES ? [each.map(formatValue).join(" | ")] : []),
    ...(joint === undefined ? [] : [formatValue(joint), narrow(joint)]),
    ...(each.length <= MOST_SIZES ? [each.map(narrow).join(" | ")] : []),
    firstOnly(each[0]),
  ];
}

/** Tensors of one rank and type, with all sizes that a dimension has among them. */
function joined(values: readonly ShapeJson[]): TensorJson | undefined {
  const [first] = values;
  if (first === undefined || !isTensor(first)) return undefined;
  const alike = values.filter(
    (value): value is TensorJson =>
      isTensor(value) && value.dtype === first.dtype && value.shape.length === first.shape.length,
  );
  if (alike.length < values.length) return undefined;
  const sizes = (at: number): DimJson => {
    const found = [...new Set(alike.map(({ shape }) => shape[at]))];
    return found.length === 1 ? found[0] : found.length > MOST_SIZES ? "…" : found.join(" | ");
  };
  return { ...first, shape: first.shape.map((_, at) => sizes(at)) };
}
