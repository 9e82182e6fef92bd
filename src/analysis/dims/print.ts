/** Dimensions as text: valid Python, in the order in which people write such formulas. */

import { floordiv, mod } from "./arithmetic";
import { add, commonTerm, exactQuotient, fromTerm, mul, neg, sub, summands } from "./polynomial";
import { type Atom, type CallAtom, type Dim, fromAtom, type Monomial, type SymInt, same, type Term } from "./symint";

/** How tightly an expression binds, as in Python's grammar. */
enum Binding {
  Sum,
  /** `//` and `%`: as tight as `*`, but a sign before it would go to the first operand only. */
  Division,
  Product,
  Sign,
  Power,
  Whole,
}

interface Text {
  readonly text: string;
  readonly binding: Binding;
}

const wrap = (t: Text, least: Binding) => (t.binding < least ? `(${t.text})` : t.text);

/** The dimension in Python's syntax: `4*B_*N*dim**2 + 2*B_*N**2*dim`, `(H + 1)//2`, `H % 7`, `min(a, b)`. */
export function print(d: Dim): string {
  if (typeof d === "number") return String(d);
  d.printed ??= sumText(d).text;
  return d.printed;
}

const textOf = (d: Dim): Text =>
  typeof d === "number" ? { text: String(d), binding: d < 0 ? Binding.Sign : Binding.Whole } : sumText(d);

/** A summand of the printed sum: a term, or `coefficient*(a % b)`. */
interface Part {
  readonly coefficient: number;
  readonly factors: readonly Text[];
  readonly degree: number;
  /** Powers by name, for the order. */
  readonly powers: ReadonlyMap<string, number>;
}

function sumText(d: SymInt): Text {
  const parts: Part[] = [];
  let rest: Dim = d;
  for (let found = remainderIn(rest); found; found = remainderIn(rest)) {
    parts.push(remainderPart(found));
    rest = found.rest;
  }
  if (typeof rest !== "number") for (const term of rest.terms) parts.push(termPart(term));
  parts.sort(compareParts);
  const constant = typeof rest === "number" ? rest : rest.constant;

  // a sum that would begin with a minus begins with its first positive part instead
  const first = parts.findIndex((part) => part.coefficient > 0);
  if (first > 0) parts.unshift(...parts.splice(first, 1));
  const leadConstant = first < 0 && constant > 0 && parts.length > 0;

  const pieces: { negative: boolean; body: Text }[] = parts.map((part) => ({
    negative: part.coefficient < 0,
    body: productText(Math.abs(part.coefficient), part.factors),
  }));
  const number = { negative: constant < 0, body: { text: String(Math.abs(constant)), binding: Binding.Whole } };
  if (leadConstant) pieces.unshift(number);
  else if (constant !== 0 || pieces.length === 0) pieces.push(number);

  if (pieces.length === 1) {
    const [{ negative, body }] = pieces;
    return negative ? { text: `-${wrap(body, Binding.Product)}`, binding: Math.min(body.binding, Binding.Sign) } : body;
  }
  let text = "";
  for (const { negative, body } of pieces) {
    const sign = text === "" ? (negative ? "-" : "") : negative ? " - " : " + ";
    text += sign + wrap(body, text === "" && negative ? Binding.Product : Binding.Division);
  }
  return { text, binding: Binding.Sum };
}

function productText(coefficient: number, factors: readonly Text[]): Text {
  if (coefficient === 1 && factors.length === 1) return factors[0];
  const texts = factors.map((f) => wrap(f, Binding.Power));
  if (coefficient !== 1) texts.unshift(String(coefficient));
  return { text: texts.join("*"), binding: Binding.Product };
}

// --- order ---

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const isCall = (name: string) => (/[^\p{L}\p{N}_'.[\]]/u.test(name) ? 1 : 0);
/**
 * Symbols before calls; names without case first, so that axes and parameters mix: `4*B_*N*dim**2` before `2*B_*N**2*dim`.
 */
const compareNames = (a: string, b: string) =>
  isCall(a) - isCall(b) || compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b);

/** Higher degree first, then higher powers of the names that come first. */
function compareParts(a: Part, b: Part): number {
  if (a.degree !== b.degree) return b.degree - a.degree;
  const names = [...new Set([...a.powers.keys(), ...b.powers.keys()])].sort(compareNames);
  for (const name of names) {
    const difference = (b.powers.get(name) ?? 0) - (a.powers.get(name) ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

// --- atoms ---

function termPart({ coefficient, monomial }: Term): Part {
  return { coefficient, factors: factorTexts(monomial), degree: monomial.degree, powers: powersOf(monomial) };
}

function powersOf(monomial: Monomial): Map<string, number> {
  return new Map(monomial.factors.map(({ atom, power }) => [atomText(atom).text, power]));
}

/** Symbols first, capitals (axes) before lower case (parameters), then calls. */
function factorTexts(monomial: Monomial): Text[] {
  const texts = monomial.factors.map(({ atom, power }) => {
    const base = atomText(atom);
    const text = power === 1 ? base : { text: `${wrap(base, Binding.Whole)}**${power}`, binding: Binding.Power };
    return { text, call: atom.kind === "symbol" ? 0 : 1 };
  });
  texts.sort((a, b) => a.call - b.call || compareText(a.text.text, b.text.text));
  return texts.map(({ text }) => text);
}

function atomText(atom: Atom): Text {
  if (atom.kind === "symbol") return { text: atom.name, binding: Binding.Whole };
  const args = atom.args.map(textOf);
  switch (atom.kind) {
    case "floordiv":
      return { text: `${wrap(args[0], Binding.Division)}//${wrap(args[1], Binding.Power)}`, binding: Binding.Division };
    case "pow":
      return { text: `${wrap(args[0], Binding.Whole)}**${wrap(args[1], Binding.Power)}`, binding: Binding.Power };
    case "sum":
      return args[0];
    case "min":
    case "max":
      return { text: `${atom.kind}(${args.map((arg) => arg.text).join(", ")})`, binding: Binding.Whole };
  }
}

// --- finding a % b again in a - b*(a//b) ---

interface Remainder {
  readonly a: Dim;
  readonly b: Dim;
  /** What `a % b` is multiplied by. */
  readonly cofactor: Dim;
  /** What is left of the sum. */
  readonly rest: Dim;
}

function remainderIn(d: Dim): Remainder | undefined {
  // A remainder takes a multiple of the divisor away: where nothing is taken away, there is none.
  if (typeof d === "number" || (d.constant >= 0 && d.terms.every((term) => term.coefficient > 0))) return undefined;
  let best: Remainder | undefined;
  let size = summands(d).length;
  for (const term of d.terms) {
    for (const { atom } of term.monomial.factors) {
      if (atom.kind !== "floordiv") continue;
      for (const candidate of remaindersOf(d, term, atom)) {
        const left = summands(candidate.rest).length + 1;
        if (left < size) [best, size] = [candidate, left];
      }
    }
  }
  return best;
}

function* remaindersOf(d: SymInt, term: Term, atom: CallAtom): Generator<Remainder> {
  const beside = exactQuotient(fromTerm(term), fromAtom(atom));
  // Coefficients beyond what numbers hold exactly can't be divided.
  if (beside === undefined) return;
  for (const { a, b, whole } of dividends(atom, beside)) {
    // b stands beside the call as a factor; if b is a sum, its first term does
    const over = exactQuotient(beside, b) ?? exactQuotient(beside, typeof b === "number" ? b : fromTerm(b.terms[0]));
    if (over === undefined) continue;
    const candidates = [{ a, cofactor: neg(over), remainder: sub(a, mul(b, whole)) }];
    // b - 1 - a % b = (-a - 1) % b, for a positive number b
    if (typeof b === "number" && b > 0) {
      const flipped = candidates[0];
      candidates.push({ a: add(neg(a), -1), cofactor: over, remainder: sub(b - 1, flipped.remainder) });
    }
    for (const { a, cofactor, remainder } of candidates) {
      // what is read back must be the same
      if (same(mod(a, b), remainder)) yield { a, b, cofactor, rest: sub(d, mul(cofactor, remainder)) };
    }
  }
}

/** The `a` and `b` for which `n//d` can be `a//b`: itself, and as `(n//c)//b` if it stands beside a part of its divisor. */
function* dividends(atom: CallAtom, beside: Dim): Generator<{ a: Dim; b: Dim; whole: Dim }> {
  const whole = fromAtom(atom);
  const [n, d] = atom.args;
  yield { a: n, b: d, whole };
  const b = commonTerm(beside, d);
  if (b !== 1 && !same(b, d)) yield { a: floordiv(n, exactQuotient(d, b)!), b, whole };
}

function remainderPart({ a, b, cofactor }: Remainder): Part {
  const dividend = typeof b === "number" && typeof a !== "number" ? sub(a, Math.floor(a.constant / b) * b) : a;
  const body: Text = {
    text: `${wrap(textOf(dividend), Binding.Division)} % ${wrap(textOf(b), Binding.Power)}`,
    binding: Binding.Division,
  };
  if (typeof cofactor === "number") {
    return { coefficient: cofactor, factors: [body], degree: 1, powers: new Map([[body.text, 1]]) };
  }
  if (cofactor.terms.length === 1 && cofactor.constant === 0) {
    const part = termPart(cofactor.terms[0]);
    const powers = new Map(part.powers).set(body.text, 1);
    return { coefficient: part.coefficient, factors: [...part.factors, body], degree: part.degree + 1, powers };
  }
  return { coefficient: 1, factors: [textOf(cofactor), body], degree: 2, powers: new Map([[body.text, 1]]) };
}

/** If `d` is `k*(a % b)` for a number `k`: the two sides. */
export function asRemainder(d: Dim): { a: Dim; b: Dim } | undefined {
  const found = remainderIn(d);
  return found && found.rest === 0 && typeof found.cofactor === "number" ? { a: found.a, b: found.b } : undefined;
}
