import { print } from "../dims";
import type { Places } from "../facts/places";
import type { RelatedJson } from "../report";
import type { Operand, PyRaise } from "../trace/raise";
import { sizes } from "../trace/sizes";
import { stepOf } from "../trace/trace";
import type { Place } from "../values";

export type Related = RelatedJson[];

/** At most this many operands are told of: `cat` may have hundreds. */
const MAX_ORIGINS = 4;

/** Where the tensors come from whose sizes do not fit: a parameter where its layer is built, any other where it was computed. */
export function origins(places: Places, { refused, stack: [at] }: PyRaise): Related {
  const seen = new Set<string>();
  return (refused?.operands ?? [])
    .filter(({ tensor: { place } }) => {
      if (place === undefined || samePlace(place, at)) return false;
      const key = `${place.file}:${place.start}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MAX_ORIGINS)
    .map((operand) => ({
      ...places.range(operand.tensor.place),
      message: origin(operand),
      shape: operand.shape.map((dim) => (typeof dim === "number" ? dim : String(print(dim)))),
    }));
}

export function samePlace(a: Place, b: Place | undefined): boolean {
  return b !== undefined && a.file === b.file && a.start === b.start && a.end === b.end;
}

function origin({ name, tensor, shape }: Operand): string {
  const what = `\`${name}\` of shape ${sizes(shape)}`;
  if (tensor.parameter) return `${what} is a parameter made here`;
  const step = stepOf(tensor);
  return step === undefined ? `${what} comes from here` : `${what} comes from \`${step.name}\` here`;
}
