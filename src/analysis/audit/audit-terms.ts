import { type Dim, evaluate, freeSymbols, isSymbol, mul, SymInt, same, sum } from "../dims";
import type { TraceStep } from "../trace/trace";
import type { AuthorTerm } from "./author-terms";

/** A number of operations. */
interface Amount {
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

/** Sizes to try formulas with: each name its own power of two, other ones at each place. */
const PLACES = [0, 1, 2, 3, 4, 5, 6, 7];

function at(place: number): (name: string) => number {
  return (name) => {
    let hash = place;
    for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) % 1009;
    return 2 ** (6 + ((hash + place * 3) % 7));
  };
}

/** Whether each part of an amount is covered by one part of the elementwise work, however large any one size becomes. */
export function isElementwise(value: Dim, most: Dim): boolean {
  const work = summands(most);
  return summands(value).every((part) => {
    const large = [undefined, ...freeSymbols(part).map(isSymbol)];
    const sizes = large.map((name) => (other: string) => (other === name ? LARGE : SMALL));
    return work.some((other) => sizes.every((size) => valueAt(part, size) <= valueAt(other, size)));
  });
}

const SMALL = 16;
const LARGE = 2 ** 20;

function summands(value: Dim): Dim[] {
  if (typeof value === "number") return value === 0 ? [] : [value];
  return [...value.terms.map((term) => SymInt.of([term], 0)), ...(value.constant === 0 ? [] : [value.constant])];
}

function valueAt(value: Dim, size: (name: string) => number): number {
  return typeof value === "number" ? value : evaluate(value, size);
}

/** Whether two amounts are about the same for most sizes: one may be how the other is rounded. */
export function isAbout(value: Dim, other: Dim): boolean {
  const close = PLACES.filter((place) => {
    const times = valueAt(value, at(place)) / valueAt(other, at(place));
    return times > 0.8 && times < 1.25;
  });
  return close.length * 2 > PLACES.length;
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
