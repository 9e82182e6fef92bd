import { type Dim, mul, SymInt, same, sum } from "../dims";
import type { TraceStep } from "../trace/trace";
import type { AuthorTerm } from "./author-terms";

/** A number of operations. */
export interface Amount {
  /** As it is shown. */
  value: Dim;
  /** As it is compared. */
  exact: Dim;
}

/** A derived term: the MACs of one operator call, in the unit and for the samples that the method counts. */
export interface DerivedTerm extends Amount {
  step: TraceStep;
}

/** A stated term with its value for the reading of the method's arguments. */
export interface StatedTerm extends Amount {
  term: AuthorTerm;
}

/** How far a hand-written cost and the derived one tell the same. */
export interface Comparison {
  /** Derived terms that the method states. */
  found: number;
  stated: StatedTerm[];
  derived: DerivedTerm[];
}

/** One term may be the sum of this many of the other side. */
const MOST_TOGETHER = 4;
/** Sums are looked for among no more terms than this. */
const MOST_TERMS = 12;

/** Takes equal terms off both sides: one by one, then where one side has in one term what the other has in several. What is left disagrees. */
export function compareTerms(stated: readonly StatedTerm[], derived: readonly DerivedTerm[]): Comparison {
  let left = [...stated];
  let right = [...derived];
  for (const one of stated) {
    const twin = right.find((other) => same(other.exact, one.exact));
    if (twin === undefined) continue;
    left = left.filter((other) => other !== one);
    right = right.filter((other) => other !== twin);
  }
  for (const one of [...left]) {
    const parts = adding(right, one.exact);
    if (parts === undefined) continue;
    left = left.filter((other) => other !== one);
    right = right.filter((other) => !parts.includes(other));
  }
  for (const one of [...right]) {
    const parts = adding(left, one.exact);
    if (parts === undefined) continue;
    right = right.filter((other) => other !== one);
    left = left.filter((other) => !parts.includes(other));
  }
  if (same(sum(left.map(({ exact }) => exact)), sum(right.map(({ exact }) => exact)))) [left, right] = [[], []];
  return { found: derived.length - right.length, stated: left, derived: right };
}

/** Terms that add up to a value. */
function adding<T extends Amount>(terms: readonly T[], value: Dim): T[] | undefined {
  const search = (from: number, chosen: T[]): T[] | undefined => {
    if (chosen.length > 1 && same(sum(chosen.map((one) => one.exact)), value)) return chosen;
    if (chosen.length === MOST_TOGETHER) return undefined;
    for (let n = from; n < Math.min(terms.length, MOST_TERMS); n++) {
      const found = search(n + 1, [...chosen, terms[n]]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(0, []);
}

/** Tools count up to about this many operations for an element. */
const MOST_PER_ELEMENT = 10;

/** What work beside matrix products and convolutions can come to: norms, softmax, biases, activations. */
export function elementwise(steps: readonly TraceStep[]): Dim {
  const sizes = steps.flatMap(({ cost, outputShapes }) => [
    subtractMacs(cost),
    ...outputShapes.map((shape) => shape.reduce<Dim>((product, size) => mul(product, size), 1)),
  ]);
  return mul(MOST_PER_ELEMENT, sum(sizes));
}

function subtractMacs({ macs, flops }: TraceStep["cost"]): Dim {
  return sum([flops, mul(-2, macs)]);
}

/** Whether a term is no more than the elementwise work of the same degree. */
export function isElementwise(value: Dim, most: Dim): boolean {
  const coefficients = new Map<string, number>();
  if (most instanceof SymInt)
    for (const { monomial, coefficient } of most.terms) coefficients.set(monomial.key, coefficient);
  const constant = typeof most === "number" ? most : most.constant;
  if (typeof value === "number") return value <= constant;
  return (
    value.constant <= constant &&
    value.terms.every(({ monomial, coefficient }) => coefficient <= (coefficients.get(monomial.key) ?? 0))
  );
}

/** Whether a term is less by a whole dimension than another one: the bias beside its product, both of a wrong resolution. */
export function isMinor(value: Dim, other: Dim): boolean {
  if (!(value instanceof SymInt) || !(other instanceof SymInt) || value.constant !== 0) return false;
  return value.terms.every(
    ({ monomial, coefficient }) =>
      coefficient <= MOST_PER_ELEMENT &&
      other.terms.some(
        (larger) =>
          larger.monomial.degree > monomial.degree &&
          monomial.factors.every(({ atom, power }) =>
            larger.monomial.factors.some((factor) => factor.atom.key === atom.key && factor.power >= power),
          ),
      ),
  );
}

/** `value` is `times` what `other` is, where they differ by a number only: as a fraction. */
export function ratio(value: Dim, other: Dim): { over: number; under: number } | undefined {
  const [a, b] = [leading(value), leading(other)];
  if (a === undefined || b === undefined || a <= 0 || b <= 0) return undefined;
  if (!same(mul(b, value), mul(a, other))) return undefined;
  const common = divisor(a, b);
  return { over: a / common, under: b / common };
}

function leading(value: Dim): number | undefined {
  return typeof value === "number" ? value : value.terms[0]?.coefficient;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
