import type { DimJson } from "../analysis/report";

const steps = ["", "k", "M", "G", "T", "P", "E"];

/** Three significant digits and a decimal prefix: `37.8 k`, `145 M`, `999`. Formulas stay as they are. */
export function formatCount(count: DimJson): string {
  return typeof count === "string" ? count : scaled(count, "");
}

/** A count with its unit: `145 M MACs`, `4*N*dim**2 MACs`. A formula with several terms is put in brackets. */
export function formatQuantity(count: DimJson, unit: string): string {
  if (typeof count === "number") return `${formatCount(count)} ${unit}`;
  return / [+-] /.test(count) ? `(${count}) ${unit}` : `${count} ${unit}`;
}

/** Bytes with a decimal prefix: `1.84 MB`. */
export function formatBytes(bytes: DimJson): string {
  return typeof bytes === "string" ? formatQuantity(bytes, "bytes") : scaled(bytes, "B");
}

/** A part of a whole, 0 to 1, as a percentage: `70%`, `0.4%`, `<0.1%`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent >= 9.95) return `${Math.round(percent)}%`;
  if (percent > 0 && percent < 0.1) return "<0.1%";
  return `${Number(percent.toFixed(1))}%`;
}

export function isZero(count: DimJson): boolean {
  return count === 0 || count === "0";
}

/** Cuts text that is longer than `limit` and marks the cut. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, Math.max(1, limit - 1)).trimEnd()}…`;
}

/** The text of a count in a narrow place: a long formula is cut. */
export function formatShort(count: DimJson, unit: string, limit = 60): string {
  return typeof count === "number" ? formatQuantity(count, unit) : `${shorten(count, limit)} ${unit}`;
}

/** A product with its number told in three digits: `4.49 G × B`, `10*B`; undefined for what is no product of a number and names. */
export function scaledProduct(formula: string): string | undefined {
  const parts = /^(?:(\d+)\*)?([A-Za-z_]\w*(?:\*\*\d+)?(?:\*[A-Za-z_]\w*(?:\*\*\d+)?)*)$/.exec(formula);
  if (parts === null) return undefined;
  const count = Number(parts[1] ?? 1);
  return count < 1000 ? formula : `${formatCount(count)} × ${parts[2]}`;
}

function scaled(count: number, unit: string): string {
  if (!Number.isFinite(count)) return `${count}${unit && ` ${unit}`}`;
  let value = Math.abs(count);
  let step = 0;
  // 999.5 rounds to 1000, which belongs to the next prefix.
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000;
    step++;
  }
  const digits = step === 0 ? round(value) : Number(value.toPrecision(3));
  const suffix = `${steps[step]}${unit}`;
  return `${count < 0 ? "-" : ""}${digits}${suffix && ` ${suffix}`}`;
}

function round(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(3));
}

/** `1 error`, `2 errors`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
