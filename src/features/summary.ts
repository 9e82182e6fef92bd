import type { EntryAnalysis, ShapeJson } from "../analysis/report";
import { formatShort, shorten } from "./numbers";
import { formatValue, hasTensor, isUnknown } from "./shapes";

export type Convention = "macs" | "flops";

/** `(64, 49, 96) → (64, 49, 96)`; several inputs are named: `x (8, 3, 32, 32), mask (8, 49) → …`. */
export function inOut(entry: EntryAnalysis): string {
  const inputs = entry.inputs.filter(({ value }) => hasTensor(value) || isUnknown(value));
  const from =
    inputs.length === 1
      ? formatValue(inputs[0].value)
      : inputs.map(({ name, value }) => `${name} ${formatValue(value)}`).join(", ");
  return `${shorten(from, 80)} → ${shorten(outputText(entry.output), 80)}`.trim();
}

function outputText(output: ShapeJson): string {
  return isUnknown(output) ? `not known: ${output.unknown}` : formatValue(output);
}

/** The cost in the convention that the user chose. */
export function costText(entry: EntryAnalysis, convention: Convention): string {
  return convention === "macs" ? formatShort(entry.totals.macs, "MACs") : formatShort(entry.totals.flops, "FLOPs");
}

/** One line about a run: `37.8 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)`. */
export function summary(entry: EntryAnalysis, convention: Convention = "macs"): string {
  const params = entry.totals.params;
  return [
    ...(params === 0 || params === "0" ? [] : [formatShort(params, "params")]),
    costText(entry, convention),
    inOut(entry),
  ].join(" · ");
}
