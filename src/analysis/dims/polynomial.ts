/** The ring operations: sums, products and exact division of dimensions. No rewrite of calls happens here. */

import { work } from "../work";
import {
  type Atom,
  call,
  compareMonomials,
  type Dim,
  type Factor,
  type Monomial,
  maxLength,
  monomial,
  SymInt,
  standIn,
  type Term,
} from "./symint";

/** A product that would have more terms than this stays unexpanded. */
const maxTerms = 128;
/** Nor is a product of sums of a higher degree expanded: coefficients would outgrow what numbers hold exactly. */
const maxDegree = 16;

const anything = { min: -Infinity, max: Infinity };
/** A sum as one factor. One too long to be of use becomes a symbol: in a loop such as `n = (n*b + c) % (n + b)` it doubles at every step. */
const together = (d: SymInt) => (d.key.length <= maxLength ? call("sum", [d]) : standIn(d, anything));
/** Beside factors that are kept together, sums are kept together too: otherwise each of their terms would repeat them. */
const hasSum = (d: SymInt) => d.terms[0].monomial.factors.some(({ atom }) => atom.kind === "sum");
const isTerm = (d: SymInt) => d.terms.length === 1 && d.constant === 0;

export function add(a: Dim, b: Dim): Dim {
  if (typeof a === "number") {
    if (typeof b === "number") return a + b;
    return a === 0 ? b : SymInt.of(b.terms, a + b.constant);
  }
  if (typeof b === "number") return b === 0 ? a : SymInt.of(a.terms, a.constant + b);
  work.pay((a.terms.length + b.terms.length) / 4);
  return SymInt.of(mergeTerms(a.terms, b.terms), a.constant + b.constant);
}

/** The sum; 0 for none. */
export function sum(dims: Iterable<Dim>): Dim {
  let constant = 0;
  const symbolic: SymInt[] = [];
  for (const d of dims) {
    if (typeof d === "number") constant += d;
    else symbolic.push(d);
  }
  if (symbolic.length < 3) return symbolic.reduce<Dim>(add, constant);
  const merged = new Map<string, Term>();
  for (const d of symbolic) {
    work.pay(d.terms.length / 4);
    constant += d.constant;
    for (const term of d.terms) collect(merged, term);
  }
  return fromTerms(merged, constant);
}

export function sub(a: Dim, b: Dim): Dim {
  if (typeof b === "number") return typeof a === "number" ? a - b : add(a, -b);
  return add(a, neg(b));
}

export function neg(a: Dim): Dim {
  return scale(a, -1);
}

export function mul(a: Dim, b: Dim): Dim {
  if (typeof a === "number") return typeof b === "number" ? a * b + 0 : scale(b, a);
  if (typeof b === "number") return scale(a, b);
  if (!isTerm(a) && !isTerm(b)) {
    const degree = a.terms[0].monomial.degree + b.terms[0].monomial.degree;
    const count = (a.terms.length + 1) * (b.terms.length + 1);
    if (count > maxTerms || degree > maxDegree) return mul(together(a), together(b));
  } else if (!isTerm(b) && hasSum(a)) return mul(a, together(b));
  else if (!isTerm(a) && hasSum(b)) return mul(together(a), b);
  if (a.terms.length === 1 && b.terms.length === 1 && a.constant === 0 && b.constant === 0) {
    return SymInt.of([multiplyTerms(a.terms[0], b.terms[0])], 0);
  }
  work.pay((a.terms.length * b.terms.length) / 2);
  const merged = new Map<string, Term>();
  for (const x of a.terms) for (const y of b.terms) collect(merged, multiplyTerms(x, y));
  if (b.constant !== 0)
    for (const x of a.terms) collect(merged, { coefficient: x.coefficient * b.constant, monomial: x.monomial });
  if (a.constant !== 0)
    for (const y of b.terms) collect(merged, { coefficient: y.coefficient * a.constant, monomial: y.monomial });
  return fromTerms(merged, a.constant * b.constant);
}

/** Adds a term to those of its product. */
function collect(terms: Map<string, Term>, term: Term): void {
  const { key } = term.monomial;
  const before = terms.get(key);
  terms.set(key, before ? { coefficient: before.coefficient + term.coefficient, monomial: term.monomial } : term);
}

function fromTerms(collected: ReadonlyMap<string, Term>, constant: number): Dim {
  const terms = [...collected.values()].filter((term) => term.coefficient !== 0);
  return SymInt.of(
    terms.sort((x, y) => compareMonomials(x.monomial, y.monomial)),
    constant,
  );
}

/** `base**exponent` for a small whole exponent, expanded. */
export function power(base: Dim, exponent: number): Dim {
  if (typeof base === "number") return base ** exponent;
  if (exponent === 0) return 1;
  if (exponent === 1) return base;
  if (base.terms.length === 1 && base.constant === 0) {
    const { coefficient, monomial: m } = base.terms[0];
    const factors = m.factors.map((f) => ({ atom: f.atom, power: f.power * exponent }));
    return SymInt.of([{ coefficient: coefficient ** exponent, monomial: monomial(factors) }], 0);
  }
  let result: Dim = base;
  for (let i = 1; i < exponent; i++) result = mul(result, base);
  return result;
}

export function scale(a: Dim, k: number): Dim {
  if (typeof a === "number") return a * k + 0;
  if (k === 1) return a;
  if (k === 0) return 0;
  return SymInt.of(
    a.terms.map((term) => ({ coefficient: term.coefficient * k, monomial: term.monomial })),
    a.constant * k,
  );
}

/** One term as a dimension. */
export function fromTerm(term: Term): Dim {
  return SymInt.of([term], 0);
}

/** The terms and, as a last entry, the constant if it is not zero, each as a dimension. */
export function summands(d: Dim): Dim[] {
  if (typeof d === "number") return d === 0 ? [] : [d];
  const parts: Dim[] = d.terms.map(fromTerm);
  if (d.constant !== 0) parts.push(d.constant);
  return parts;
}

export function constantOf(d: Dim): number {
  return typeof d === "number" ? d : d.constant;
}

function mergeTerms(a: readonly Term[], b: readonly Term[]): Term[] {
  const out: Term[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const order = compareMonomials(a[i].monomial, b[j].monomial);
    if (order < 0) out.push(a[i++]);
    else if (order > 0) out.push(b[j++]);
    else {
      const coefficient = a[i].coefficient + b[j].coefficient;
      if (coefficient !== 0) out.push({ coefficient, monomial: a[i].monomial });
      i++;
      j++;
    }
  }
  while (i < a.length) out.push(a[i++]);
  while (j < b.length) out.push(b[j++]);
  return out;
}

function multiplyTerms(a: Term, b: Term): Term {
  return { coefficient: a.coefficient * b.coefficient, monomial: multiplyMonomials(a.monomial, b.monomial) };
}

function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  const out: Factor[] = [];
  let i = 0;
  let j = 0;
  while (i < a.factors.length && j < b.factors.length) {
    const x = a.factors[i];
    const y = b.factors[j];
    if (x.atom.key === y.atom.key) {
      out.push({ atom: x.atom, power: x.power + y.power });
      i++;
      j++;
    } else if (x.atom.key < y.atom.key) {
      out.push(x);
      i++;
    } else {
      out.push(y);
      j++;
    }
  }
  while (i < a.factors.length) out.push(a.factors[i++]);
  while (j < b.factors.length) out.push(b.factors[j++]);
  return monomial(out);
}

/** The power of an atom in a monomial. */
function powerOf(m: Monomial, atom: Atom): number {
  return m.factors.find((f) => f.atom.key === atom.key)?.power ?? 0;
}

/** `a/b` as a list of factors, if `b` divides `a`. */
function divideMonomials(a: Monomial, b: Monomial): readonly Factor[] | undefined {
  for (const { atom, power } of b.factors) if (powerOf(a, atom) < power) return undefined;
  return a.factors
    .map(({ atom, power }) => ({ atom, power: power - powerOf(b, atom) }))
    .filter(({ power }) => power > 0);
}

/** The term `a/b`, if its coefficient is whole and no factor is left below. */
export function divideTerms(a: Term, b: Term): Dim | undefined {
  if (a.coefficient % b.coefficient !== 0) return undefined;
  const factors = divideMonomials(a.monomial, b.monomial);
  if (!factors) return undefined;
  const coefficient = a.coefficient / b.coefficient;
  return factors.length === 0 ? coefficient : SymInt.of([{ coefficient, monomial: monomial(factors) }], 0);
}

/**
 * Polynomial division: `n = quotient*b + remainder`. A term goes into the quotient if the leading term of `b` divides it with
 * a whole coefficient. `b` must not be zero.
 */
export function divideWithRemainder(n: Dim, b: Dim): { quotient: Dim; remainder: Dim } {
  if (typeof b === "number") {
    if (typeof n === "number") {
      const q = Math.floor(n / b);
      return { quotient: q, remainder: n - q * b };
    }
    const whole = n.terms.filter((term) => term.coefficient % b === 0);
    const rest = n.terms.filter((term) => term.coefficient % b !== 0);
    const q = Math.floor(n.constant / b);
    const divided = whole.map((term) => ({ coefficient: term.coefficient / b, monomial: term.monomial }));
    return { quotient: SymInt.of(divided, q), remainder: SymInt.of(rest, n.constant - q * b) };
  }
  let quotient: Dim = 0;
  let remainder: Dim = 0;
  let left = n;
  for (let steps = 0; typeof left !== "number" && steps < maxTerms; steps++) {
    const lead: Term = left.terms[0];
    const q = divideTerms(lead, b.terms[0]);
    if (q === undefined) {
      const term = fromTerm(lead);
      remainder = add(remainder, term);
      left = sub(left, term);
    } else {
      quotient = add(quotient, q);
      left = sub(left, mul(q, b));
    }
  }
  return { quotient, remainder: add(remainder, left) };
}

/** `n/b` as a polynomial with whole coefficients, if there is one. */
export function exactQuotient(n: Dim, b: Dim): Dim | undefined {
  if (b === 0) return undefined;
  if (typeof n === "number" && typeof b !== "number") return n === 0 ? 0 : undefined;
  const { quotient, remainder } = divideWithRemainder(n, b);
  return remainder === 0 ? quotient : undefined;
}

export function gcd(a: number, b: number): number {
  let x = Math.abs(a);
  let y = Math.abs(b);
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** The greatest common divisor of the coefficients of the symbolic terms; 0 for a number. */
export function coefficientGcd(d: Dim): number {
  let g = 0;
  if (typeof d !== "number") for (const { coefficient } of d.terms) g = gcd(g, coefficient);
  return g;
}

/** The greatest single term (coefficient positive) that divides every one of the dimensions. */
export function commonTerm(...dims: Dim[]): Dim {
  let coefficient = 0;
  let common: readonly Factor[] | undefined;
  for (const d of dims) {
    if (d === 0) continue;
    coefficient = gcd(coefficient, gcd(coefficientGcd(d), constantOf(d)));
    if (constantOf(d) !== 0) common = [];
    if (typeof d === "number") continue;
    for (const { monomial: m } of d.terms) {
      common = (common ?? m.factors)
        .map(({ atom, power }) => ({ atom, power: Math.min(power, powerOf(m, atom)) }))
        .filter(({ power }) => power > 0);
    }
  }
  if (coefficient === 0) return 1;
  return common && common.length > 0 ? SymInt.of([{ coefficient, monomial: monomial(common) }], 0) : coefficient;
}
