import type { DimJson, ShapeJson } from "../analysis/report";
import { shorten } from "./numbers";

export interface TensorJson {
  shape: DimJson[];
  dtype: string;
}

export function isTensor(value: ShapeJson): value is TensorJson {
  return (
    !Array.isArray(value) &&
    Array.isArray((value as TensorJson).shape) &&
    typeof (value as TensorJson).dtype === "string"
  );
}

export function isUnknown(value: ShapeJson): value is { unknown: string } {
  return !Array.isArray(value) && typeof (value as { unknown?: unknown }).unknown === "string";
}

export function isPlain(value: ShapeJson): value is { py: string } {
  return !Array.isArray(value) && typeof (value as { py?: unknown }).py === "string";
}

/** True where a tensor stands anywhere inside. */
export function hasTensor(value: ShapeJson): boolean {
  if (isTensor(value)) return true;
  if (Array.isArray(value)) return value.some(hasTensor);
  if (isUnknown(value) || isPlain(value)) return false;
  return Object.values(value).some(hasTensor);
}

/** Every tensor inside, in order. */
export function tensorsOf(value: ShapeJson): TensorJson[] {
  if (isTensor(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsOf);
  if (isUnknown(value) || isPlain(value)) return [];
  return Object.values(value).flatMap(tensorsOf);
}

/** A shape as PyTorch code writes it: `(B, 3, 224, 224)`, `(N,)`, `()`. */
export function formatDims(shape: readonly DimJson[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/**
 * A value's shape in one line: `(64, 49, 96)`, `(49,) int64`, `[3 × (1, 64, 56, 56)]`, `{out: (1, 21, 8, 8)}`.
 * The dtype is told where it is not the usual `float32`.
 */
export function formatValue(value: ShapeJson): string {
  if (isTensor(value)) return formatDims(value.shape) + (value.dtype === "float32" ? "" : ` ${value.dtype}`);
  if (Array.isArray(value)) return `[${formatItems(value.map(formatValue))}]`;
  if (isUnknown(value)) return "?";
  if (isPlain(value)) return shorten(value.py, 40);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${formatValue(item)}`)
    .join(", ")}}`;
}

/** Neighbours that are the same are counted: `3 × (1, 64)`. */
function formatItems(items: string[]): string {
  const runs: { text: string; count: number }[] = [];
  for (const text of items) {
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  const parts = runs.map(({ text, count }) => (count > 1 ? `${count} × ${text}` : text));
  const most = 6;
  return (parts.length > most ? [...parts.slice(0, most), "…"] : parts).join(", ");
}

/** Values without repetition, in order. */
export function distinct(values: readonly ShapeJson[]): ShapeJson[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = JSON.stringify(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Several values of one name: `(64, 49, 96) | (16, 49, 192)`; more than `limit` are cut. */
export function formatValues(values: readonly ShapeJson[], limit = 3): string {
  const texts = distinct(values).map(formatValue);
  return [...texts.slice(0, limit), ...(texts.length > limit ? ["…"] : [])].join(" | ");
}

/** Names of symbols inside a size: `2*B_ + H//2` has `B_` and `H`. */
export function symbolsOf(dim: DimJson): string[] {
  if (typeof dim === "number") return [];
  const functions = new Set(["min", "max", "ceildiv", "floordiv", "mod", "floor", "ceil", "Min", "Max"]);
  const names = dim.match(/[A-Za-z_][\w.]*/g) ?? [];
  return [...new Set(names)].filter((name) => !functions.has(name));
}
