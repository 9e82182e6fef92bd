import { print } from "../dims";
import type { Places } from "../facts/places";
import type { Contradiction } from "../machine/annotated-calls";
import type { DiagnosticJson } from "../report";
import type { Given } from "../tensor/jaxtyping";

/** A tensor that contradicts a jaxtyping annotation. PyTorch would go on: it is a warning. */
export function contradictionDiagnostic(places: Places, found: Contradiction): DiagnosticJson {
  const { what, given, mismatch, place, annotation } = found;
  const subject = what.replace(/^./, (letter) => letter.toUpperCase());
  const sources = [given, mismatch.other].flatMap((one) =>
    one?.tensor.place === undefined || one.tensor.place === place
      ? []
      : [{ ...places.range(one.tensor.place), message: origin(one) }],
  );
  return {
    ...places.range(place),
    severity: "warning",
    code: "annotation",
    message: `${subject} is ${typed(given)}, but annotated \`${places.text(annotation)}\`, ${mismatch.why}.`,
    related: [{ ...places.range(annotation), message: "annotated here" }, ...sources],
  };
}

function typed({ tensor: { shape, dtype } }: Given): string {
  return `(${shape.map(print).join(", ")}${shape.length === 1 ? "," : ""}) ${dtype}`;
}

function origin(given: Given): string {
  const { step } = given.tensor;
  const what = `\`${given.name}\` of shape ${typed(given)}`;
  return step === undefined ? `${what} comes from here` : `${what} comes from \`${step.name}\` here`;
}
