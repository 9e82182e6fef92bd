/**
 * The questions: equal, less, divides. `true` and `false` mean for every value of the symbols that the assumptions allow;
 * `undefined` means that no proof was found either way.
 */

import { type Paid, remembered } from "../work";
import { plainOperators } from "./arithmetic";
import { auxiliary, type Bounds, bounds as boundsOf, lower, ownBounds, type SymbolBounds } from "./bounds";
import {
  add,
  coefficientGcd,
  commonTerm,
  constantOf,
  divideTerms,
  exactQuotient,
  fromTerm,
  gcd,
  mul,
  neg,
  sub,
  summands,
} from "./polynomial";
import { keepDivisions, rebuild } from "./substitute";
import { type Dim, keyOf, type SymbolAtom, type SymInt, same, symbolAtoms } from "./symint";

/** What proofs may use. `Assumptions` is one. */
export interface Facts {
  simplify(d: Dim): Dim;
  readonly symbolBounds: SymbolBounds;
  /** Each is 0 or more. */
  readonly atLeastZero: readonly Dim[];
  /** None is 0. */
  readonly nonZero: readonly Dim[];
  /** Each `dividend` is a multiple of its `divisor`, which is not 0. */
  readonly multiples: readonly Multiple[];
  /** Ways to write dimensions so that the multiples are plain products. */
  readonly expansions: readonly Expansion[];
  /** What was answered while the facts were as they are now: programs ask the same again and again. */
  readonly answers?: Answers;
}

type AnswerTable = Map<string, Paid<boolean | undefined>>;

/** Answers to questions, by the keys of what was asked. */
export interface Answers {
  /** Whether it is 0. */
  readonly zero: AnswerTable;
  /** Whether it is 1 or more. */
  readonly positive: AnswerTable;
  /** Whether the first divides the second. */
  readonly divides: AnswerTable;
}

export interface Multiple {
  readonly dividend: Dim;
  readonly divisor: Dim;
}

/** Rewrites a dimension over other symbols without changing its value. */
export type Expansion = (d: Dim) => Dim;

const noFacts: Facts = {
  simplify: (d) => d,
  symbolBounds: ownBounds,
  atLeastZero: [],
  nonZero: [],
  multiples: [],
  expansions: [],
};

// --- bounds under facts ---

/** At most this many known inequalities are added up in one proof. */
const maxInequalities = 2;

/** The largest lower bound of a simplified dimension that could be shown. */
function lowerUnder(d: Dim, facts: Facts, inequalities = maxInequalities): number {
  if (typeof d === "number") return d;
  let best = lower(d, facts.symbolBounds);
  if (inequalities === 0) return best;
  for (const known of facts.atLeastZero) {
    for (const multiplier of multipliers(d, known, facts)) {
      // d >= d - multiplier*known, as both are 0 or more
      const less = sub(d, mul(multiplier, known));
      if (summands(less).length > summands(d).length + 1) continue;
      best = Math.max(best, lowerUnder(less, facts, inequalities - 1));
    }
  }
  return best;
}

function upperUnder(d: Dim, facts: Facts): number {
  return -lowerUnder(neg(d), facts);
}

/** What `known` could be multiplied by so that one of its terms cancels one of `d`. */
function multipliers(d: SymInt, known: Dim, facts: Facts): Dim[] {
  if (typeof known === "number") return [];
  const found: Dim[] = [];
  for (const term of d.terms) {
    for (const other of known.terms) {
      const multiplier = divideTerms(term, other);
      if (multiplier === undefined || found.some((f) => same(f, multiplier))) continue;
      if (lower(multiplier, facts.symbolBounds) >= 0) found.push(multiplier);
    }
  }
  return found;
}

/** Bounds of `d`, with what the assumptions add. */
export function bounds(d: Dim, facts: Facts = noFacts): Bounds {
  if (typeof d === "number") return { min: d, max: d };
  if (facts === noFacts) return boundsOf(d);
  const simple = facts.simplify(d);
  let { min, max } = { min: lowerUnder(simple, facts), max: upperUnder(simple, facts) };
  for (const expand of facts.expansions) {
    const expanded = expand(simple);
    min = Math.max(min, lowerUnder(expanded, facts));
    max = Math.min(max, upperUnder(expanded, facts));
  }
  return { min, max };
}

// --- case by case ---

const maxCases = 64;

/** The divisors that a symbol meets inside `//` with plain numbers, multiplied where they nest. */
function moduli(d: Dim, within: number, found: Map<string, { atom: SymbolAtom; modulus: number }>): void {
  if (typeof d === "number") return;
  for (const { monomial } of d.terms) {
    for (const { atom } of monomial.factors) {
      if (atom.kind === "symbol") {
        if (within === 1) continue;
        const before = found.get(atom.key)?.modulus ?? 1;
        found.set(atom.key, { atom, modulus: (before * within) / gcd(before, within) });
      } else {
        const [, b] = atom.args;
        const inner = atom.kind === "floordiv" && typeof b === "number" ? within * Math.abs(b) : within;
        for (const arg of atom.args) moduli(arg, inner, found);
      }
    }
  }
}

/**
 * One dimension for each combination of remainders that the symbols can have: `s = m*s' + r` makes every `//` by a number exact.
 * Undefined if there is nothing to split, or too much.
 */
function byRemainder(d: Dim, facts: Facts): Dim[] | undefined {
  const found = new Map<string, { atom: SymbolAtom; modulus: number }>();
  moduli(d, 1, found);
  let count = found.size === 0 ? 0 : 1;
  for (const { modulus } of found.values()) count *= modulus;
  if (count === 0 || count > maxCases) return undefined;
  let cases: Map<string, Dim>[] = [new Map()];
  for (const { atom, modulus } of found.values()) {
    const { min, max } = facts.symbolBounds(atom);
    const grown: Map<string, Dim>[] = [];
    for (let r = 0; r < modulus; r++) {
      const from = Math.ceil((min - r) / modulus);
      const to = Math.floor((max - r) / modulus);
      if (from > to) continue;
      const value = add(mul(modulus, auxiliary(atom.key, from, to)), r);
      for (const before of cases) grown.push(new Map(before).set(atom.key, value));
    }
    cases = grown;
  }
  const possible: Dim[] = [];
  for (const values of cases) {
    let defined = true;
    const divisionByZero = () => {
      defined = false;
      return 0;
    };
    const each = rebuild(d, (atom) => values.get(atom.key), { operators: plainOperators, divisionByZero });
    if (defined) possible.push(each);
  }
  return possible;
}

/** The answer that all cases share. */
function agreed(answers: Iterable<boolean | undefined>): boolean | undefined {
  let common: boolean | undefined;
  for (const answer of answers) {
    if (answer === undefined || (common !== undefined && answer !== common)) return undefined;
    common = answer;
  }
  return common;
}

// --- zero or not ---

/** Whether a simplified dimension is 0. */
export function isZero(d: Dim, facts: Facts, deep = true): boolean | undefined {
  if (typeof d === "number") return d === 0;
  const min = lowerUnder(d, facts);
  if (min > 0) return false;
  const max = upperUnder(d, facts);
  if (max < 0) return false;
  if (min === 0 && max === 0) return true;
  // k*a + c is never 0 where k does not divide c
  if (d.constant % coefficientGcd(d) !== 0) return false;
  for (const known of facts.nonZero) {
    const times = exactQuotient(d, known);
    if (typeof times === "number") return false;
  }
  const common = commonTerm(d);
  if (typeof common !== "number") {
    const { min, max } = boundsOf(common, facts.symbolBounds);
    if (min > 0 || max < 0) return isZero(exactQuotient(d, common)!, facts, deep);
  }
  if (!deep) return undefined;
  for (const expand of facts.expansions) {
    const answer = isZero(expand(d), facts, false);
    if (answer !== undefined) return answer;
  }
  return agreed(byRemainder(d, facts)?.map((each) => isZero(each, facts, false)) ?? []);
}

const maxAnswers = 4096;

function answered(table: AnswerTable | undefined, key: string, find: () => boolean | undefined): boolean | undefined {
  return table === undefined ? find() : remembered(table, key, maxAnswers, find);
}

/** Whether `a == b`. */
export function equal(a: Dim, b: Dim, facts: Facts = noFacts): boolean | undefined {
  if (typeof a === "number" && typeof b === "number") return a === b;
  if (same(a, b)) return true;
  const difference = facts.simplify(sub(a, b));
  if (typeof difference === "number") return difference === 0;
  return answered(facts.answers?.zero, difference.key, () => isZero(difference, facts));
}

/** Whether `a < b`. */
export function less(a: Dim, b: Dim, facts: Facts = noFacts): boolean | undefined {
  if (typeof a === "number" && typeof b === "number") return a < b;
  const difference = facts.simplify(sub(b, a));
  if (typeof difference === "number") return difference >= 1;
  return answered(facts.answers?.positive, difference.key, () => positive(difference, facts));
}

/** Whether `a <= b`. */
export function lessEqual(a: Dim, b: Dim, facts: Facts = noFacts): boolean | undefined {
  if (typeof a === "number" && typeof b === "number") return a <= b;
  return less(a, add(b, 1), facts);
}

/** Whether a simplified dimension is 1 or more. */
function positive(d: Dim, facts: Facts, deep = true): boolean | undefined {
  if (typeof d === "number") return d >= 1;
  const min = lowerUnder(d, facts);
  if (min >= 1 || (min === 0 && isZero(d, facts) === false)) return true;
  const max = upperUnder(d, facts);
  if (max <= 0) return false;
  // at most 1 but not 1, at most 2 but neither: not worth more than one step
  if (max === 1 && isZero(sub(d, 1), facts) === false) return false;
  if (!deep) return undefined;
  for (const expand of facts.expansions) {
    const answer = positive(expand(d), facts, false);
    if (answer !== undefined) return answer;
  }
  return agreed(byRemainder(d, facts)?.map((each) => positive(each, facts, false)) ?? []);
}

// --- divisibility ---

/** Whether `dividend % divisor == 0`, where the divisor is not 0. */
export function divides(divisor: Dim, dividend: Dim, facts: Facts = noFacts): boolean | undefined {
  if (typeof divisor === "number" && typeof dividend === "number") {
    return divisor === 0 ? undefined : dividend % divisor === 0;
  }
  const [b, n] = [facts.simplify(divisor), facts.simplify(dividend)];
  return answered(facts.answers?.divides, `${keyOf(b)} ${keyOf(n)}`, () => dividesUnder(b, n, facts));
}

function dividesUnder(b: Dim, n: Dim, facts: Facts): boolean | undefined {
  if (b === 0) return undefined;
  if (typeof b === "number" && b < 0) return dividesUnder(-b, n, facts);
  if (dividesByFacts(b, n, facts)) return true;
  const rest = summands(n)
    .filter((part) => !dividesByFacts(b, part, facts))
    .reduce(add, 0);
  if (rest === 0) return true;
  if (neverMultiple(b, rest)) return false;
  const { min, max } = bounds(rest, facts);
  if (min >= 1 && lowerUnder(sub(b, rest), facts) >= 1) return false;
  if (max <= -1 && lowerUnder(add(b, rest), facts) >= 1) return false;
  for (const expand of facts.expansions) if (neverMultiple(expand(b), expand(rest))) return false;
  if (typeof b !== "number") return undefined;
  const remainder = plainOperators.mod(rest, b);
  if (typeof remainder === "number") return remainder === 0;
  return agreed(byRemainder(remainder, facts)?.map((each) => isZero(each, facts, false)) ?? []);
}

/** A plain divisor that shares with the coefficients what the constant lacks. */
function neverMultiple(b: Dim, n: Dim): boolean {
  if (b === 0) return false;
  return constantOf(n) % (gcd(gcd(coefficientGcd(b), constantOf(b)), coefficientGcd(n)) || 1) !== 0;
}

/** The quick proof of divisibility: whole quotients, as it stands or by the known multiples. */
export function dividesByFacts(b: Dim, n: Dim, facts: Facts): boolean {
  if (b === 0) return false;
  if (exactQuotient(n, b) !== undefined) return true;
  for (const { dividend, divisor } of facts.multiples) {
    if (exactQuotient(divisor, b) !== undefined && exactQuotient(n, dividend) !== undefined) return true;
  }
  return facts.expansions.some((expand) => {
    const [divisor, dividend] = [expand(b), expand(n)];
    return divisor !== 0 && exactQuotient(dividend, divisor) !== undefined;
  });
}

/** `a/b` where `b` provably divides `a`; undefined where that is not provable, or `b` is the number 0. */
export function divideExactly(a: Dim, b: Dim, facts: Facts = noFacts): Dim | undefined {
  if (typeof a === "number" && typeof b === "number") return b !== 0 && a % b === 0 ? a / b : undefined;
  const [n, d] = [facts.simplify(a), facts.simplify(b)];
  if (d === 0) return undefined;
  const whole = exactQuotient(n, d);
  if (whole !== undefined) return whole;
  return divides(d, n, facts) ? facts.simplify(plainOperators.floordiv(n, d)) : undefined;
}

// --- expansions ---

const maxExpansions = 4;

/** The symbols that `d` contains once, as a term of their own with coefficient 1 or -1: `d == 0` can be solved for them. */
export function solvable(d: Dim): { atom: SymbolAtom; coefficient: number }[] {
  if (typeof d === "number") return [];
  const found: { atom: SymbolAtom; coefficient: number }[] = [];
  for (const { coefficient, monomial } of d.terms) {
    const [{ atom }] = monomial.factors;
    if (Math.abs(coefficient) !== 1 || monomial.degree !== 1 || atom.kind !== "symbol") continue;
    const elsewhere = d.terms.some(
      (other) => other.monomial !== monomial && symbolAtoms(fromTerm(other)).some((each) => each.key === atom.key),
    );
    if (!elsewhere) found.push({ atom, coefficient });
  }
  return found;
}

/** Ways to put `s = divisor*s' - …` for the known multiples; several where one symbol has several divisors. */
export function expansionsOf(multiples: readonly Multiple[], symbolBounds: SymbolBounds): Expansion[] {
  const expansions: Expansion[] = [];
  for (let first = 0; first < Math.min(multiples.length, maxExpansions); first++) {
    const rotated = [...multiples.slice(first), ...multiples.slice(0, first)];
    const steps: Expansion[] = [];
    const through: Expansion = (d) => steps.reduce((each, step) => step(each), d);
    rotated.forEach(({ dividend, divisor }, index) => {
      const n = through(dividend);
      const b = through(divisor);
      if (exactQuotient(n, b) !== undefined) return;
      const [target] = solvable(n).filter(({ atom }) => !symbolAtoms(b).some((each) => each.key === atom.key));
      if (!target) return;
      const range = boundsOf(n, symbolBounds);
      const [min, max] = quotientRange(range, boundsOf(b, symbolBounds));
      // no multiple lies in the range: the assumptions contradict each other, and nothing follows that matters
      if (min > max) return;
      const fresh = auxiliary(`${first}.${index}`, min, max);
      // n = c*s + rest = b*s'
      const self = rebuild(n, (atom) => (atom.key === target.atom.key ? 0 : undefined), keepDivisions);
      const value = mul(target.coefficient, sub(mul(b, fresh), self));
      steps.push((d) => rebuild(d, (atom) => (atom.key === target.atom.key ? value : undefined), keepDivisions));
    });
    if (steps.length > 0) expansions.push(through);
  }
  return expansions;
}

/** The range of an exact quotient: it has the sign of `n`, and is no larger, where the divisor is positive. */
function quotientRange(n: Bounds, b: Bounds): [min: number, max: number] {
  if (b.min < 1) return [-Infinity, Infinity];
  if (b.min === b.max) return [Math.ceil(n.min / b.min), Math.floor(n.max / b.min)];
  return [n.min > 0 ? 1 : n.min, n.max < 0 ? -1 : n.max];
}
