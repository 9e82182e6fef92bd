/** What values a dimension can take: intervals, sharpened by shifting symbols to zero and by what `//` may lose. */

import { work } from "../work";
import { add, exactQuotient, fromTerm, mul, neg, power, scale, sub } from "./polynomial";
import {
  type Atom,
  type CallAtom,
  type Dim,
  fromAtom,
  type Monomial,
  type SymbolAtom,
  type SymInt,
  symbol,
  type Term,
} from "./symint";

/** Inclusive bounds, ±Infinity where open. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * Where the bounds of symbols come from; assumptions may know tighter ones than the symbol was made with.
 * One function gives one answer for ever: what follows from it is kept.
 */
export type SymbolBounds = (atom: SymbolAtom) => Bounds;

export const ownBounds: SymbolBounds = (atom) => atom;

/** What was found for calls and for whole dimensions, by key: the arguments of nested calls would be asked again and again. */
interface Known {
  readonly calls: Map<string, Bounds>;
  readonly lowers: Map<string, number>;
}

const maxKnown = 32_768;
const known = new WeakMap<SymbolBounds, Known>();

function knownFor(of: SymbolBounds): Known {
  let found = known.get(of);
  if (found === undefined) {
    found = { calls: new Map(), lowers: new Map() };
    known.set(of, found);
  }
  return found;
}

function remember<T>(values: Map<string, T>, key: string, value: T): T {
  if (values.size >= maxKnown) values.clear();
  values.set(key, value);
  return value;
}

const open: Bounds = { min: -Infinity, max: Infinity };
/** `0 * Infinity` is 0 for bounds: a factor that is zero makes the product zero, however large the other. */
const times = (a: number, b: number) => (a === 0 || b === 0 ? 0 : a * b);

function product(a: Bounds, b: Bounds): Bounds {
  const corners = [times(a.min, b.min), times(a.min, b.max), times(a.max, b.min), times(a.max, b.max)];
  return { min: Math.min(...corners), max: Math.max(...corners) };
}

function powered(a: Bounds, exponent: number): Bounds {
  if (exponent % 2 === 1 || a.min >= 0) return { min: a.min ** exponent, max: a.max ** exponent };
  const high = Math.max(a.min ** exponent, a.max ** exponent);
  return { min: a.max < 0 ? a.max ** exponent : 0, max: high };
}

function quotient(n: Bounds, b: Bounds): Bounds {
  if (b.min >= 1) {
    const low = n.min >= 0 ? n.min / b.max : n.min / b.min;
    const high = n.max >= 0 ? n.max / b.min : n.max / b.max;
    // Infinity/Infinity: nothing is known but the sign
    const min = Number.isNaN(low) ? 0 : Math.floor(low);
    // a negative numerator never reaches 0, however large the divisor
    const max = Number.isNaN(high) ? -1 : n.max < 0 ? Math.min(-1, Math.floor(high)) : Math.floor(high);
    return { min, max };
  }
  if (b.max <= -1) return quotient({ min: -n.max, max: -n.min }, { min: -b.max, max: -b.min });
  const size = Math.max(Math.abs(n.min), Math.abs(n.max));
  return { min: -size, max: size };
}

function callBounds(atom: CallAtom, of: SymbolBounds): Bounds {
  const args = atom.args.map((arg) => bounds(arg, of));
  switch (atom.kind) {
    case "floordiv":
      return quotient(args[0], args[1]);
    case "min":
      return { min: Math.min(...args.map((a) => a.min)), max: Math.min(...args.map((a) => a.max)) };
    case "max":
      return { min: Math.max(...args.map((a) => a.min)), max: Math.max(...args.map((a) => a.max)) };
    case "sum":
      return args[0];
    case "pow": {
      const [base, exponent] = args;
      if (base.min < 1 || exponent.min < 0) return open;
      return { min: base.min ** exponent.min, max: base.max === 1 ? 1 : base.max ** exponent.max };
    }
  }
}

function atomBounds(atom: Atom, of: SymbolBounds): Bounds {
  if (atom.kind === "symbol") return of(atom);
  const { calls } = knownFor(of);
  return (
    calls.get(atom.key) ??
    remember(
      calls,
      atom.key,
      work.free(() => callBounds(atom, of)),
    )
  );
}

function monomialBounds(m: Monomial, of: SymbolBounds): Bounds {
  let result: Bounds = { min: 1, max: 1 };
  for (const { atom, power } of m.factors) result = product(result, powered(atomBounds(atom, of), power));
  return result;
}

/** Plain interval arithmetic, term by term. */
function intervalBounds(d: SymInt, of: SymbolBounds): Bounds {
  let min = d.constant;
  let max = d.constant;
  for (const { coefficient, monomial } of d.terms) {
    const m = monomialBounds(monomial, of);
    min += times(coefficient, coefficient > 0 ? m.min : m.max);
    max += times(coefficient, coefficient > 0 ? m.max : m.min);
  }
  return { min, max };
}

/** Whether each atom occurs once: interval arithmetic is exact then, as far as the bounds of the atoms are. */
function distinct(d: SymInt): boolean {
  const seen = new Set<string>();
  for (const { monomial } of d.terms) {
    for (const { atom } of monomial.factors) {
      if (seen.has(atom.key)) return false;
      seen.add(atom.key);
    }
  }
  return true;
}

function ofSymbols({ terms }: SymInt): boolean {
  return terms.every(({ monomial }) => monomial.factors.every(({ atom }) => atom.kind === "symbol"));
}

/** Rewrites `d` over atoms that start at 0: `s = s' + min`, or `s = max - s'` where `s` only ever counts against the sum. */
function shiftedMin(d: SymInt, of: SymbolBounds): number {
  const replacement = new Map<string, Dim>();
  const shifted = new Map<string, Bounds>();
  for (const { monomial } of d.terms) {
    for (const { atom } of monomial.factors) {
      if (replacement.has(atom.key)) continue;
      const { min, max } = atomBounds(atom, of);
      const against = d.terms.every(
        (t) => t.coefficient < 0 || !t.monomial.factors.some((f) => f.atom.key === atom.key),
      );
      const fresh = fromAtom({
        kind: "symbol",
        name: atom.key,
        min: 0,
        max: max - min,
        rank: 0,
        serial: 0,
        key: atom.key,
      });
      if (Number.isFinite(max) && (against || !Number.isFinite(min))) replacement.set(atom.key, sub(max, fresh));
      else if (Number.isFinite(min)) replacement.set(atom.key, add(fresh, min));
      else return -Infinity;
      shifted.set(atom.key, { min: 0, max: max - min });
    }
  }
  let result: Dim = d.constant;
  for (const { coefficient, monomial } of d.terms) {
    if (monomial.degree > 6) return -Infinity;
    let term: Dim = coefficient;
    for (const f of monomial.factors) term = mul(term, power(replacement.get(f.atom.key)!, f.power));
    result = add(result, term);
  }
  if (typeof result === "number") return result;
  return intervalBounds(result, (atom) => shifted.get(atom.key) ?? of(atom)).min;
}

/**
 * Sums that bound `d` from below once they are divided by `factor`, with one call replaced by what it lies between.
 * Of `every`, the least counts (the call may be any of them); of `some`, the greatest does (each is a bound).
 */
interface Relaxed {
  readonly every?: readonly Dim[];
  readonly some?: readonly Dim[];
  readonly factor: number;
}

function relaxTerm(d: SymInt, term: Term, of: SymbolBounds): Relaxed | undefined {
  const found = term.monomial.factors.find((f) => f.atom.kind !== "symbol" && f.power === 1);
  if (!found || found.atom.kind === "symbol") return undefined;
  const { kind, args } = found.atom;
  const cofactor = exactQuotient(fromTerm(term), fromAtom(found.atom))!;
  const beside = typeof cofactor === "number" ? 1 : scale(cofactor, 1 / term.coefficient);
  if (typeof beside !== "number" && intervalBounds(beside, of).min < 0) return undefined;
  const rest = sub(d, fromTerm(term));
  const positive = term.coefficient > 0;
  if (kind === "min" || kind === "max") {
    const each = args.map((arg) => add(rest, mul(cofactor, arg)));
    return (kind === "min") === positive ? { every: each, factor: 1 } : { some: each, factor: 1 };
  }
  if (kind !== "floordiv") return undefined;
  const [n, b] = args;
  // q = n//b lies between (n - b + 1)/b and n/b
  const end = positive ? sub(add(n, 1), b) : n;
  if (typeof b === "number") return { some: [add(scale(rest, b), mul(cofactor, end))], factor: b };
  if (lower(b, of) < 1) return undefined;
  const over = exactQuotient(cofactor, b);
  return over === undefined ? undefined : { some: [add(rest, mul(over, end))], factor: 1 };
}

const maxRelaxations = 4;

function lowerOf(d: Dim, of: SymbolBounds, relaxations: number): number {
  if (typeof d === "number") return d;
  let best = intervalBounds(d, of).min;
  const isExact = distinct(d);
  if (isExact && ofSymbols(d)) return best;
  if (!isExact && d.terms.length > 1 && d.terms.length <= 12) best = Math.max(best, shiftedMin(d, of));
  if (relaxations === 0 || d.terms.length > 12 || d.terms.length === 1) return best;
  for (const term of d.terms) {
    const relaxed = relaxTerm(d, term, of);
    if (!relaxed) continue;
    const bound = (sum: Dim) => Math.ceil(lowerOf(sum, of, relaxations - 1) / relaxed.factor);
    if (relaxed.every) best = Math.max(best, Math.min(...relaxed.every.map(bound)));
    else best = Math.max(best, ...relaxed.some!.map(bound));
    break;
  }
  return best;
}

/** How many `min`, `max` and quotients a sum is made of. */
function callsIn({ terms }: SymInt): number {
  let count = 0;
  for (const { monomial } of terms) for (const { atom } of monomial.factors) if (atom.kind !== "symbol") count++;
  return count;
}

/** The largest lower bound that could be shown; -Infinity if there is none. */
export function lower(d: Dim, of: SymbolBounds = ownBounds): number {
  if (typeof d === "number") return d;
  const orNone = (bound: number) => (Number.isNaN(bound) ? -Infinity : bound + 0);
  if (ofSymbols(d) && distinct(d)) return orNone(intervalBounds(d, of).min);
  // What a bound costs is bounded itself, so it has one price, whether it is known or not: each call is replaced by what it lies between.
  work.pay(2 * d.terms.length * (1 + callsIn(d)));
  const { lowers } = knownFor(of);
  return (
    lowers.get(d.key) ??
    remember(
      lowers,
      d.key,
      work.free(() => orNone(lowerOf(d, of, maxRelaxations))),
    )
  );
}

/** The least upper bound that could be shown; Infinity if there is none. */
export function upper(d: Dim, of: SymbolBounds = ownBounds): number {
  return -lower(neg(d), of) + 0;
}

/** Bounds of a dimension over all values of its symbols. */
export function bounds(d: Dim, of: SymbolBounds = ownBounds): Bounds {
  if (typeof d === "number") return { min: d, max: d };
  return { min: lower(d, of), max: upper(d, of) };
}

/** A symbol that stands for nothing in the program, for use inside a proof. */
export function auxiliary(name: string, min: number, max = Infinity): SymInt {
  return symbol(`\u0000${name}`, { min, max });
}
