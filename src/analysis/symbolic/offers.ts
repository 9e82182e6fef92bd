import { withoutNone } from "../facts/annotations";
import type { PyFunction } from "../values";
import { annotationSpec, isTensor } from "./annotations";
import type { Inputs, Spec } from "./inputs";

/** At most this many sets of optional inputs are tried. */
const MAX_OFFERS = 10;

/** Optional inputs of a call that failed without any, and what each may be. */
type Offer = ReadonlyMap<string, Spec>;

/**
 * Sets of optional tensors (`input_ids: LongTensor | None = None`) to be given where a call fails with the required inputs alone: the first one,
 * the first one and another, another one.
 */
export function offers(fn: PyFunction, inputs: Inputs): Offer[] {
  const optional = fn.params.slice(1).flatMap(({ name, kind, default: value, annotation }): [string, Spec][] => {
    if (value !== null || (kind !== "positional" && kind !== "keywordOnly") || annotation === undefined) return [];
    const type = withoutNone(annotation);
    const spec = annotationSpec(name, type, "forward");
    const path = inputs.pathOf(name, "forward");
    if (inputs.specs.has(path) || !(isTensor(type) || (spec.kind === "tuple" && spec.of === "Tensor"))) return [];
    return [[path, spec]];
  });
  const [first, ...others] = optional;
  if (first === undefined) return [];
  const sets = [[first], ...others.map((other) => [first, other]), ...others.map((other) => [other])];
  return sets.slice(0, MAX_OFFERS).map((set) => new Map(set));
}
