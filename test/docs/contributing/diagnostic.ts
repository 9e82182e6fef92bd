import type { CodeRow } from "../../../src/analysis/diagnostics/codes";
import { spanOf } from "../../../src/analysis/facts/places";
import type { Binding, DiagnosticJson, ShapeJson } from "../../../src/analysis/report";
import type { Source } from "../../../src/syntax/source";

export const row: Record<string, CodeRow> = {
  "empty-tensor": { severity: "hint", summary: "A name is bound to a tensor without elements", of: "file" },
};

/** A name is bound to a tensor without elements, whatever the inputs: mostly a slice that takes nothing. */
export function emptyTensors(source: Source, bound: readonly Binding[]): DiagnosticJson[] {
  return bound
    .filter(({ parameter, values }) => !parameter && values.length > 0 && values.every(isEmpty))
    .map(({ name, start, end }) => ({
      ...spanOf(source, start, end),
      severity: "hint",
      code: "empty-tensor",
      message: `\`${name}\` has no elements`,
    }));
}

function isEmpty(value: ShapeJson): boolean {
  return "shape" in value && Array.isArray(value.shape) && value.shape.some((size: unknown) => size === 0);
}
