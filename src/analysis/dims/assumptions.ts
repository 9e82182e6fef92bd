/** What the program says about its sizes, and dimensions simplified by it. */

import { remembered, work } from "../work";
import { type Operators, operators } from "./arithmetic";
import { lower, ownBounds, type SymbolBounds } from "./bounds";
import { Knowledge, type Known, nothing, type State, shared, symbolBoundsOf, transitionKey } from "./knowledge";
import {
  add,
  commonTerm,
  constantOf,
  divideWithRemainder,
  exactQuotient,
  fromTerm,
  gcd,
  mul,
  neg,
  sub,
} from "./polynomial";
import { asRemainder } from "./print";
import {
  type Answers,
  bounds,
  divides,
  dividesByFacts,
  type Expansion,
  equal,
  expansionsOf,
  type Facts,
  isZero,
  less,
  lessEqual,
  type Multiple,
  solvable,
} from "./prove";
import { type Relation, reduceRelation } from "./relation";
import { rewrite, termRows } from "./rewrites";
import { keepDivisions, type RebuildOptions, rebuild } from "./substitute";
import { type Dim, fromAtom, isSymbol, type SymbolAtom, type SymInt, same } from "./symint";

/** A moment to go back to. */
export interface Mark {
  readonly state: unknown;
}

export interface AssumptionsOptions {
  /** Overrides the symbols' own rank: names of higher rank are kept when an equation lets one of two be replaced. */
  rank?: (name: string) => number;
}

/** A fact on its way into the state: `d == 0`, `d != 0`, `d >= 0`, or `d` is a multiple of `by`. */
type Fact =
  | { readonly kind: "zero" | "nonZero" | "atLeastZero"; readonly d: Dim }
  | { readonly kind: "multiple"; readonly d: Dim; readonly by: Dim };

/** Thrown and caught inside this file. */
class Contradiction extends Error {}

const maxCached = 4096;
const maxRounds = 8;

export class Assumptions implements Facts {
  #state: State = nothing;
  readonly #knowledge: Knowledge;
  #known: Known;
  readonly #rank: (atom: SymbolAtom) => number;
  readonly #operators: Operators;
  readonly #rebuilding: RebuildOptions;

  constructor(options: AssumptionsOptions = {}) {
    const { rank } = options;
    this.#knowledge = rank ? new Knowledge() : shared;
    this.#known = this.#knowledge.of(nothing);
    this.#rank = rank ? (atom) => rank(atom.name) : (atom) => atom.rank;
    this.#operators = operators({
      lower: (d) => lower(d, this.symbolBounds),
      upper: (d) => -lower(neg(d), this.symbolBounds),
      divides: (b, n) => this.#state.multiples.length > 0 && dividesByFacts(b, n, this),
    });
    this.#rebuilding = { ...keepDivisions, operators: this.#operators, always: true };
  }

  #symbolBounds: SymbolBounds = ownBounds;
  get symbolBounds(): SymbolBounds {
    return this.#symbolBounds;
  }

  get atLeastZero(): readonly Dim[] {
    return this.#state.atLeastZero;
  }

  get nonZero(): readonly Dim[] {
    return this.#state.nonZero;
  }

  get multiples(): readonly Multiple[] {
    return this.#state.multiples;
  }

  get expansions(): readonly Expansion[] {
    return remembered(this.#known.expansions, "all", 1, () => expansionsOf(this.#state.multiples, this.symbolBounds));
  }

  get answers(): Answers {
    return this.#known.answers;
  }

  /** What was assumed, without what was known already; each without the factors and summands that both sides share. */
  relations(): readonly Relation[] {
    return this.#state.relations;
  }

  /** Remembers the present; costs nothing. */
  mark(): Mark {
    return { state: this.#state };
  }

  /** Forgets what was assumed since. */
  rollback(mark: Mark): void {
    if (mark.state !== this.#state) this.#enter(mark.state as State);
  }

  #enter(state: State): void {
    this.#state = state;
    this.#symbolBounds = symbolBoundsOf(state);
    this.#known = this.#knowledge.of(state);
  }

  /** Adds a relation. Returns false, and changes nothing, if it contradicts what is known. */
  assume(relation: Relation): boolean {
    const before = this.#state;
    const state = remembered(this.#known.next, transitionKey(relation), maxCached, () => {
      try {
        return this.#added(relation);
      } finally {
        this.#enter(before);
        this.#knowledge.keep();
      }
    });
    if (state === false) return false;
    if (state !== this.#state) this.#enter(state);
    return true;
  }

  #added(relation: Relation): State | false {
    const known = this.holds(relation);
    if (known !== undefined) return known && this.#state;
    const before = this.#state;
    // A state holds all that was assumed before it: a loop that assumes something each time round pays for that.
    work.pay(4 * before.relations.length);
    const reduced = reduceRelation(relation);
    try {
      this.#add(factOf(reduced));
      // What can't be, as `2*H**2 == H - 1`, may show only once it is put to use.
      if (this.holds(relation) === false) return false;
      return { ...this.#state, relations: [...before.relations, reduced] };
    } catch (error) {
      if (error instanceof Contradiction) return false;
      throw error;
    }
  }

  /** Whether the relation is true for every allowed value (true), for none (false), or neither is provable. */
  holds({ kind, left, right }: Relation): boolean | undefined {
    switch (kind) {
      case "eq":
        return equal(left, right, this);
      case "ne":
        return not(equal(left, right, this));
      case "ge":
        return lessEqual(right, left, this);
      case "gt":
        return less(right, left, this);
      case "divisible":
        return divides(right, left, this);
    }
  }

  /** The dimension with known equations and divisibilities put to use: `num_heads*(dim//num_heads)` → `dim`. */
  simplify(d: Dim): Dim {
    return this.#simplified(d, "all");
  }

  /**
   * Like `simplify`, but a name only gives way to another name or a number: `N` stays `N` though `N == Wh*Ww` is known.
   * What people read keeps the names that the program uses.
   */
  present(d: Dim): Dim {
    return this.#simplified(d, "names");
  }

  #simplified(d: Dim, which: "all" | "names"): Dim {
    if (typeof d === "number" || this.#state === nothing) return d;
    const results = which === "all" ? this.#known.simplified : this.#known.presented;
    return remembered(results, d.key, maxCached, () => this.#simplifiedAnew(d, which));
  }

  #simplifiedAnew(d: SymInt, which: "all" | "names"): Dim {
    const { substitutions } = this.#state;
    const replace = (atom: SymbolAtom) => {
      const value = substitutions.get(atom.key);
      if (which === "all" || value === undefined || typeof value === "number" || isSymbol(value) !== undefined)
        return value;
      return this.#olderName(atom, value);
    };
    let result: Dim = d;
    for (let round = 0; round < maxRounds; round++) {
      const before = result;
      result = rebuild(result, replace, this.#rebuilding);
      result = this.#simplifyTerms(which === "all" ? this.#replaceProducts(result) : result);
      if (same(before, result)) break;
    }
    return result;
  }

  /** Of several names that stand for one formula the oldest is shown. */
  #olderName(atom: SymbolAtom, value: SymInt): Dim | undefined {
    let oldest = atom;
    for (const [name, other] of this.#state.names) {
      const known = this.#state.substitutions.get(name);
      if (known !== undefined && same(known, value) && other.serial < oldest.serial) oldest = other;
    }
    return oldest === atom ? undefined : fromAtom(oldest);
  }

  #replaceProducts(d: Dim): Dim {
    let result = d;
    for (const { product, value } of this.#state.replacements) {
      const { quotient, remainder } = divideWithRemainder(result, product);
      if (quotient !== 0 && typeof result !== "number") result = add(mul(quotient, value), remainder);
    }
    return result;
  }

  #simplifyTerms(d: Dim): Dim {
    if (typeof d === "number" || this.#state.multiples.length === 0) return d;
    let result: Dim = d;
    for (const term of d.terms) {
      const whole = fromTerm(term) as SymInt;
      const simpler = rewrite(termRows, this.#operators, whole);
      if (simpler !== undefined) result = add(sub(result, whole), simpler);
    }
    return result;
  }

  // --- taking facts in ---

  #add(fact: Fact): void {
    const simple = this.simplify(fact.d);
    // a factor that is positive, or only not 0 where that is enough, says nothing
    const factor = fact.kind === "multiple" ? 1 : commonTerm(simple);
    const { min, max } = bounds(factor, this);
    const cancels = min > 0 || (max < 0 && fact.kind !== "atLeastZero");
    const d = cancels && simple !== 0 ? exactQuotient(simple, factor)! : simple;
    switch (fact.kind) {
      case "zero":
        this.#addZero(d);
        return;
      case "nonZero":
        this.#addNonZero(d);
        return;
      case "atLeastZero":
        this.#addAtLeastZero(d);
        return;
      case "multiple":
        this.#addMultiple(d, this.simplify(fact.by));
        return;
    }
  }

  #addZero(d: Dim): void {
    const known = isZero(d, this);
    if (known === false) throw new Contradiction();
    if (known || typeof d === "number") return;
    const remainder = asRemainder(d);
    if (remainder) {
      this.#addMultiple(remainder.a, remainder.b);
      return;
    }
    const target = this.#replaceable(d);
    if (target) {
      // d = c*s + rest, so s = -c*rest
      const self = fromTerm(
        d.terms.find((t) => t.monomial.degree === 1 && t.monomial.factors[0].atom === target.atom)!,
      );
      this.#substitute(target.atom, mul(-target.coefficient, sub(d, self)));
      return;
    }
    const [lead] = d.terms;
    if (Math.abs(lead.coefficient) === 1) {
      const product = fromTerm({ coefficient: 1, monomial: lead.monomial });
      const value = mul(-lead.coefficient, sub(d, fromTerm(lead)));
      this.#enter({ ...this.#state, replacements: [...this.#state.replacements, { product, value }] });
    } else this.#enter({ ...this.#state, atLeastZero: [...this.#state.atLeastZero, d, neg(d)] });
  }

  /** Of the symbols that an equation can be solved for: the one of lowest rank, of those the youngest. */
  #replaceable(d: Dim): { atom: SymbolAtom; coefficient: number } | undefined {
    let best: { atom: SymbolAtom; coefficient: number } | undefined;
    for (const candidate of solvable(d)) {
      if (!best) best = candidate;
      else {
        const difference = this.#rank(candidate.atom) - this.#rank(best.atom);
        if (difference < 0 || (difference === 0 && candidate.atom.serial > best.atom.serial)) best = candidate;
      }
    }
    return best;
  }

  #substitute(atom: SymbolAtom, value: Dim): void {
    const { min, max } = this.symbolBounds(atom);
    const put = (d: Dim) => rebuild(d, (each) => (each.key === atom.key ? value : undefined), this.#rebuilding);
    const old = this.#state;
    const substitutions = new Map<string, Dim>();
    for (const [key, before] of old.substitutions) substitutions.set(key, put(before));
    substitutions.set(atom.key, value);
    const bounds = new Map(old.bounds);
    bounds.delete(atom.key);
    // the facts come back one by one, as they may say more now, or contradict
    const names = new Map(old.names).set(atom.key, atom);
    this.#enter({ ...nothing, relations: old.relations, substitutions, names, bounds });
    if (Number.isFinite(min)) this.#add({ kind: "atLeastZero", d: sub(value, min) });
    if (Number.isFinite(max)) this.#add({ kind: "atLeastZero", d: sub(max, value) });
    for (const { product, value } of old.replacements) this.#add({ kind: "zero", d: sub(product, value) });
    for (const { dividend, divisor } of old.multiples) this.#add({ kind: "multiple", d: dividend, by: divisor });
    for (const d of old.atLeastZero) this.#add({ kind: "atLeastZero", d });
    for (const d of old.nonZero) this.#add({ kind: "nonZero", d });
  }

  #addNonZero(d: Dim): void {
    const known = isZero(d, this);
    if (known === true) throw new Contradiction();
    if (known === false || typeof d === "number") return;
    const linear = lone(d);
    if (linear) {
      const value = -d.constant / linear.coefficient;
      const { min, max } = this.symbolBounds(linear.atom);
      if (value === min) {
        this.#tighten(linear.atom, min + 1, max);
        return;
      }
      if (value === max) {
        this.#tighten(linear.atom, min, max - 1);
        return;
      }
    }
    this.#enter({ ...this.#state, nonZero: [...this.#state.nonZero, d] });
  }

  #addAtLeastZero(d: Dim): void {
    const known = lessEqual(0, d, this);
    if (known === false) throw new Contradiction();
    const linear = typeof d === "number" ? undefined : lone(d);
    if (linear) {
      const { min, max } = this.symbolBounds(linear.atom);
      const bound = -constantOf(d) / linear.coefficient;
      if (linear.coefficient > 0) this.#tighten(linear.atom, Math.max(min, Math.ceil(bound)), max);
      else this.#tighten(linear.atom, min, Math.min(max, Math.floor(bound)));
    } else if (!known) this.#enter({ ...this.#state, atLeastZero: [...this.#state.atLeastZero, d] });
  }

  #tighten(atom: SymbolAtom, min: number, max: number): void {
    if (min > max) throw new Contradiction();
    const before = this.symbolBounds(atom);
    if (before.min === min && before.max === max) return;
    this.#enter({ ...this.#state, bounds: new Map(this.#state.bounds).set(atom.key, { min: min + 0, max: max + 0 }) });
    if (min === max) this.#substitute(atom, min);
  }

  #addMultiple(dividend: Dim, divisor: Dim): void {
    const known = divides(divisor, dividend, this);
    if (known === false || divisor === 0) throw new Contradiction();
    if (known) return;
    // 6*a + 4*b says about 6 what 4*b says, which is what 2*b says about 3
    const rest = typeof divisor === "number" ? divideWithRemainder(dividend, divisor).remainder : dividend;
    const common = commonTerm(rest, divisor);
    const [n, b] = [exactQuotient(rest, common)!, exactQuotient(divisor, common)!].map(withPositiveLead);
    this.#add({ kind: "nonZero", d: divisor });
    if (!same(n, dividend) || !same(b, divisor)) {
      this.#addMultiple(n, b);
      return;
    }
    const { multiples } = this.#state;
    // two plain divisors of one dividend become their least common multiple
    const other = multiples.find((m) => same(m.dividend, n) && typeof m.divisor === "number");
    if (other && typeof b === "number") {
      const divisor = (other.divisor as number) * (b / gcd(other.divisor as number, b));
      this.#enter({ ...this.#state, multiples: multiples.filter((m) => m !== other) });
      this.#addMultiple(n, divisor);
      return;
    }
    this.#enter({ ...this.#state, multiples: [...multiples, { dividend: n, divisor: b }] });
    // a positive number is no less than its divisors
    if (lessEqual(1, dividend, this)) this.#add({ kind: "atLeastZero", d: sub(dividend, divisor) });
  }
}

/** The dimension or its negative: for multiples and divisors the sign says nothing. */
function withPositiveLead(d: Dim): Dim {
  return (typeof d === "number" ? d : d.terms[0].coefficient) < 0 ? neg(d) : d;
}

const not = (answer: boolean | undefined) => (answer === undefined ? undefined : !answer);

function factOf({ kind, left, right }: Relation): Fact {
  switch (kind) {
    case "eq":
      return { kind: "zero", d: sub(left, right) };
    case "ne":
      return { kind: "nonZero", d: sub(left, right) };
    case "ge":
      return { kind: "atLeastZero", d: sub(left, right) };
    case "gt":
      return { kind: "atLeastZero", d: sub(sub(left, right), 1) };
    case "divisible":
      return { kind: "multiple", d: left, by: right };
  }
}

/** The symbol and coefficient of `c*s + k`. */
function lone(d: SymInt): { atom: SymbolAtom; coefficient: number } | undefined {
  if (d.terms.length !== 1 || d.terms[0].monomial.degree !== 1) return undefined;
  const { atom } = d.terms[0].monomial.factors[0];
  return atom.kind === "symbol" ? { atom, coefficient: d.terms[0].coefficient } : undefined;
}
