import type { EntryAnalysis, ShapeJson } from "../analysis/report";
import { formatShort, isZero, shorten } from "./numbers";
import { formatValue, hasTensor, isUnknown } from "./shapes";

export type Convention = "macs" | "flops";

/** `(64, 49, 96) → (64, 49, 96)`; several inputs are named: `x (8, 3, 32, 32), mask (8, 49) → …`. */
function inOut(entry: EntryAnalysis): string {
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

/** The cost in the convention that the user chose; what has no MACs is told in FLOPs, and what has neither by nothing. */
function costText(entry: EntryAnalysis, convention: Convention): string[] {
  const { macs, flops } = entry.totals;
  if (convention === "macs" && !isZero(macs)) return [formatShort(macs, "MACs")];
  return isZero(flops) ? [] : [formatShort(flops, "FLOPs")];
}

/**
 * The mode of the modules of a run that the program itself does not make: as a model is used. PyTorch's own mode, before `.eval()`, is training:
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.eval
 */
export function assumedMode(entry: EntryAnalysis): string[] {
  const hasModules = entry.calls.some(({ class: name }) => name !== "");
  return entry.kind === "call" || !hasModules ? [] : ["evaluation mode, as after .eval()"];
}

/** One line about a run: `37.8 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)`. */
export function summary(entry: EntryAnalysis, convention: Convention = "macs"): string {
  const { params } = entry.totals;
  return [
    ...(isZero(params) ? [] : [formatShort(params, "params")]),
    ...costText(entry, convention),
    inOut(entry),
  ].join(" · ");
}
