import type { DimJson } from "../../analysis/report";

/** All digits, in groups of three: for tooltips and copies. A formula as it is. */
export function exact(value: DimJson): string {
  return typeof value === "string" ? value : value.toLocaleString("en-US");
}

/** Three significant digits, no trailing zeros: `0.0312`, `1.2e-7`. A dash where there is no value. */
export function real(value: number | null): string {
  if (value === null) return "–";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size < 1e-3 || size >= 1e5 ? value.toExponential(2) : significant(value);
  return text.replaceAll("-", "−");
}

/** Milliseconds: `0.42 ms`, `12 ms`, `3.4 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${significant(ms / 1000)} s`;
  return `${ms < 10 ? significant(ms) : Math.round(ms)} ms`;
}

function significant(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}
