import { type Dim, print } from "../dims";
import type { Places } from "../facts/places";
import type { Contradiction } from "../machine/run-state";
import type { DiagnosticJson } from "../report";
import type { Given } from "../tensor/jaxtyping";
import { stepOf } from "../trace/trace";

/** A tensor that contradicts a jaxtyping annotation. PyTorch would go on: it is a warning. `present` tells sizes as they are shown. */
export function contradictionDiagnostic(
  places: Places,
  present: (dim: Dim) => Dim,
  found: Contradiction,
): DiagnosticJson {
  const { what, given, mismatch, place, annotation } = found;
  const subject = what.charAt(0).toUpperCase() + what.slice(1);
  const sources = [given, mismatch.other].flatMap((one) =>
    one?.tensor.place === undefined || one.tensor.place === place
      ? []
      : [{ ...places.range(one.tensor.place), message: origin(one, typed(one, present)) }],
  );
  return {
    ...places.range(place),
    severity: "warning",
    code: "annotation",
    message: `${subject} is ${typed(given, present)}, but annotated \`${places.text(annotation)}\`, ${mismatch.why}.`,
    related: [{ ...places.range(annotation), message: "annotated here" }, ...sources],
  };
}

function typed({ tensor: { shape, dtype } }: Given, present: (dim: Dim) => Dim): string {
  return `(${shape.map((dim) => print(present(dim))).join(", ")}${shape.length === 1 ? "," : ""}) ${dtype}`;
}

function origin({ name, tensor }: Given, shape: string): string {
  const step = stepOf(tensor);
  const what = `\`${name}\` of shape ${shape}`;
  return step === undefined ? `${what} comes from here` : `${what} comes from \`${step.name}\` here`;
}
