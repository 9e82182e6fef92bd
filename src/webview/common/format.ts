import type { DimJson, ShapeJson } from "../../analysis/report";

const prefixes = ["", " K", " M", " G", " T", " P"];

/** `4089184256` as `4.09 G`; numbers below a thousand in full; a formula as it is. */
export function count(value: DimJson): string {
  if (typeof value === "string") return value;
  if (!Number.isFinite(value)) return "?";
  let scaled = value;
  let step = 0;
  // 999.5 and above would print as 1000 of the smaller unit.
  while (Math.abs(scaled) >= 999.5 && step < prefixes.length - 1) {
    scaled /= 1000;
    step++;
  }
  return step === 0 ? `${value}` : `${significant(scaled)}${prefixes[step]}`;
}

/** Bytes in binary units: `1.5 MiB`. A formula as it is. */
export function bytes(value: DimJson): string {
  if (typeof value === "string") return value;
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let scaled = value;
  let step = 0;
  while (scaled >= 1023.5 && step < units.length - 1) {
    scaled /= 1024;
    step++;
  }
  return `${step === 0 ? scaled : significant(scaled)} ${units[step]}`;
}

/** All digits, in groups of three: for tooltips and copies. */
export function exact(value: DimJson): string {
  return typeof value === "string" ? value : value.toLocaleString("en-US");
}

/** Three significant digits, no trailing zeros: `0.0312`, `1.2e-7`. */
export function real(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size < 1e-3 || size >= 1e5 ? value.toExponential(2) : significant(value);
  return text.replace("-", "−");
}

/** A share of the whole: `12.5 %`, `< 0.1 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  return `${(share * 100).toFixed(1)} %`;
}

/** Milliseconds: `0.42 ms`, `12 ms`, `3.4 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${significant(ms / 1000)} s`;
  return `${ms < 10 ? significant(ms) : Math.round(ms)} ms`;
}

/** A tensor as Python prints a size, `(64, 49, 96)`; containers around them; an unknown as `?`. */
export function shape(value: ShapeJson, withDtype = false): string {
  if (Array.isArray(value)) return `[${value.map((part) => shape(part, withDtype)).join(", ")}]`;
  if (isTensor(value)) {
    const dims = value.shape.length === 1 ? `(${value.shape[0]},)` : `(${value.shape.join(", ")})`;
    return withDtype ? `${dims} ${value.dtype}` : dims;
  }
  if ("unknown" in value && typeof value.unknown === "string") return "?";
  if ("py" in value && typeof value.py === "string") return value.py;
  const parts = Object.entries(value as Record<string, ShapeJson>);
  return `{${parts.map(([key, part]) => `${key}: ${shape(part, withDtype)}`).join(", ")}}`;
}

export function isTensor(value: ShapeJson): value is { shape: DimJson[]; dtype: string } {
  return !Array.isArray(value) && Array.isArray((value as { shape?: unknown }).shape);
}

function significant(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}
