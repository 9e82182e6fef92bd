/**
 * The normal form of symbolic integers.
 *
 * A `SymInt` is a polynomial with integer coefficients over atoms; an atom is a symbol or a call (`floordiv`, `min`, `max`, …) whose
 * arguments are again dimensions. Terms and factors are sorted, like terms are merged, so equal things have one key.
 * `a % b` has no atom of its own: it is kept as `a - b*(a//b)`, and printing finds it again. `ceildiv` is kept as a `floordiv`.
 *
 * Nothing is interned globally: objects hold their own caches and die with their users.
 */

/** A dimension. Plain integers stay plain numbers; a `SymInt` always contains at least one symbol. */
export type Dim = number | SymInt;

export interface SymbolAtom {
  readonly kind: "symbol";
  readonly name: string;
  /** Inclusive bounds, ±Infinity where open. */
  readonly min: number;
  readonly max: number;
  /** Symbols of higher rank are kept when an equation lets one of two be replaced. Not part of the identity. */
  readonly rank: number;
  /** Order of creation: among equals in rank the older symbol is kept. Not part of the identity. */
  readonly serial: number;
  readonly key: string;
}

/**
 * - `floordiv(n, b)`: Python's `n//b`
 * - `min(…)`, `max(…)`: two or more arguments, sorted by key
 * - `pow(base, exponent)`: a power that is not expanded, because the exponent is symbolic or the base has too many terms
 * - `sum(a)`: just `a`, kept together as a factor, because the product would have too many terms
 */
export type CallKind = "floordiv" | "min" | "max" | "pow" | "sum";

export interface CallAtom {
  readonly kind: CallKind;
  readonly args: readonly Dim[];
  readonly key: string;
}

export type Atom = SymbolAtom | CallAtom;

export interface Factor {
  readonly atom: Atom;
  readonly power: number;
}

/** A product of powers of distinct atoms, sorted by the atoms' keys. */
export interface Monomial {
  readonly factors: readonly Factor[];
  readonly degree: number;
  readonly key: string;
}

export interface Term {
  readonly coefficient: number;
  readonly monomial: Monomial;
}

export class SymInt {
  #key: string | undefined;
  /** Used by `print`: the text, once it was asked for. */
  printed: string | undefined;

  private constructor(
    /** Terms that contain a symbol, highest first; no coefficient is zero. */
    readonly terms: readonly Term[],
    readonly constant: number,
  ) {}

  /** Two dimensions are the same expression if and only if their keys are equal. */
  get key(): string {
    if (this.#key === undefined) {
      let key = "";
      for (const term of this.terms) {
        key += `${key && "+"}${term.coefficient === 1 ? "" : `${term.coefficient}*`}${term.monomial.key}`;
      }
      this.#key = this.constant === 0 ? key : `${key}+${this.constant}`;
    }
    return this.#key;
  }

  /** The dimension with these terms, which must be sorted by `compareMonomials`, merged and free of zeros. */
  static of(terms: readonly Term[], constant: number): Dim {
    // `+ 0` turns -0 into 0
    return terms.length === 0 ? constant + 0 : new SymInt(terms, constant + 0);
  }

  toString(): string {
    return this.key;
  }
}

/** A key that tells plain numbers and symbolic dimensions alike apart. */
export function keyOf(d: Dim): string {
  return typeof d === "number" ? String(d) : d.key;
}

/** True if both are the same expression. For provable equality under assumptions see `equal`. */
export function same(a: Dim, b: Dim): boolean {
  return a === b || (typeof a !== "number" && typeof b !== "number" && a.key === b.key);
}

/** Graded lexicographic order, highest first: it agrees with multiplication, which polynomial division relies on. */
export function compareMonomials(a: Monomial, b: Monomial): number {
  if (a.key === b.key) return 0;
  if (a.degree !== b.degree) return b.degree - a.degree;
  const count = Math.min(a.factors.length, b.factors.length);
  for (let i = 0; i < count; i++) {
    const x = a.factors[i];
    const y = b.factors[i];
    if (x.atom.key !== y.atom.key) return x.atom.key < y.atom.key ? -1 : 1;
    if (x.power !== y.power) return y.power - x.power;
  }
  return b.factors.length - a.factors.length;
}

/** The monomial of these factors, which must be sorted by key, with distinct atoms and positive powers. */
export function monomial(factors: readonly Factor[]): Monomial {
  let degree = 0;
  let key = "";
  for (const { atom, power } of factors) {
    degree += power;
    key += `${key && "*"}${atom.key}${power === 1 ? "" : `^${power}`}`;
  }
  return { factors, degree, key };
}

/** The atom as a dimension of its own. */
export function fromAtom(atom: Atom): SymInt {
  return SymInt.of([{ coefficient: 1, monomial: monomial([{ atom, power: 1 }]) }], 0) as SymInt;
}

const plainName = /^[\p{L}_][\p{L}\p{N}_]*'*$/u;
let created = 1e6;

export interface SymbolOptions {
  /** Smallest value, inclusive; 1 by default, as sizes are. `-Infinity` for an integer that may be negative. */
  min?: number;
  /** Largest value, inclusive. */
  max?: number;
  /** See `SymbolAtom.rank`; 0 by default. */
  rank?: number;
  /** See `SymbolAtom.serial`; later than all before by default. */
  serial?: number;
}

/** A symbol. Two symbols are the same if and only if name and bounds are. */
export function symbol(
  name: string,
  { min = 1, max = Infinity, rank = 0, serial = created++ }: SymbolOptions = {},
): SymInt {
  if (!(min <= max)) throw new RangeError(`symbol ${name} has no value: min ${min}, max ${max}`);
  const text = plainName.test(name) ? name : JSON.stringify(name);
  const key = min === 1 && max === Infinity ? text : `${text}{${min}..${max}}`;
  return fromAtom({ kind: "symbol", name, min, max, rank, serial, key });
}

/** An unexpanded call. Callers go through `arithmetic`, which rewrites first. */
export function call(kind: CallKind, args: readonly Dim[]): SymInt {
  const key = `${kind}(${args.map(keyOf).join(",")})`;
  return fromAtom({ kind, args, key });
}

/** The atom, if the dimension is exactly one. */
export function asAtom(d: Dim): Atom | undefined {
  if (typeof d === "number" || d.constant !== 0 || d.terms.length !== 1) return undefined;
  const { coefficient, monomial } = d.terms[0];
  return coefficient === 1 && monomial.degree === 1 ? monomial.factors[0].atom : undefined;
}

/** The symbol's name, if the dimension is exactly one symbol. */
export function isSymbol(d: Dim): string | undefined {
  const atom = asAtom(d);
  return atom?.kind === "symbol" ? atom.name : undefined;
}

function visitSymbols(d: Dim, visit: (atom: SymbolAtom) => void): void {
  if (typeof d === "number") return;
  for (const { monomial } of d.terms) {
    for (const { atom } of monomial.factors) {
      if (atom.kind === "symbol") visit(atom);
      else for (const arg of atom.args) visitSymbols(arg, visit);
    }
  }
}

/** The distinct symbol atoms of a dimension, those inside calls too. */
export function symbolAtoms(d: Dim): SymbolAtom[] {
  const found = new Map<string, SymbolAtom>();
  visitSymbols(d, (atom) => {
    if (!found.has(atom.key)) found.set(atom.key, atom);
  });
  return [...found.values()];
}

/** The distinct symbols that a dimension mentions. */
export function freeSymbols(d: Dim): SymInt[] {
  return symbolAtoms(d).map(fromAtom);
}

/** The longest key of a call. */
export const maxLength = 4000;

/** The name of a symbol that stands for an expression, the same for the same expression. */
function nameFor(key: string): string {
  const [modulus, base] = [1099511627689, 131];
  let [forward, backward] = [7, 11];
  for (let i = 0; i < key.length; i++) {
    forward = (forward * base + key.charCodeAt(i)) % modulus;
    backward = (backward * base + key.charCodeAt(key.length - 1 - i)) % modulus;
  }
  return `large_${forward.toString(36)}${backward.toString(36)}`;
}

/** A symbol with these bounds in place of a dimension that is too long to be of use. */
export function standIn(d: SymInt, bounds: { min: number; max: number }): SymInt {
  return symbol(nameFor(d.key), bounds);
}
