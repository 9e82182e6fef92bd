import type { Expr, FunctionDef } from "../../syntax/ast";
import { wordsOf } from "../../syntax/prose/tokens";
import type { Source } from "../../syntax/source";
import { visit } from "../../syntax/walk";
import { uncounted } from "../cost/totals";
import { type Dim, freeSymbols, isSymbol, mul, substitute } from "../dims";
import { docstring } from "../facts/functions";
import type { TraceStep } from "../trace/trace";
import {
  compareTerms,
  type DerivedTerm,
  elementwise,
  isAbout,
  isElementwise,
  isMinor,
  ratio,
  type StatedTerm,
} from "./audit-terms";
import type { AuthorTerms } from "./author-terms";
import { saysFlops, saysMacs, saysPartial, saysTwoEach } from "./author-words";

/** Names under which authors write down what their layer costs. */
export const COST_METHODS = new Set(["flops", "get_flops", "compute_flops", "complexity", "macs", "get_macs"]);

/** What a hand-written cost has wrong. */
export type Finding =
  /** A term that is another size than the operation that it stands for. */
  | { kind: "wrong"; stated: StatedTerm; derived: DerivedTerm }
  /** A term for which there is no operation. */
  | { kind: "extra"; stated: StatedTerm }
  /** Operations for which there is no term. */
  | { kind: "missing"; derived: DerivedTerm[] }
  /** All is there, in another unit than the method says. */
  | { kind: "unit" };

/** A hand-written cost, what it was run with, and what it has wrong. */
export interface Judgement {
  method: FunctionDef;
  written: AuthorTerms;
  /** FLOPs are counted as two a MAC, as stated: 2. */
  factor: number;
  /** Sizes that were taken as 1: the method counts for one of them. */
  samples: readonly string[];
  /** A size of the method's own symbols in the program's. */
  read: (value: Dim) => Dim;
  findings: Finding[];
}

/** A way to understand the method's arguments. */
interface Reading {
  values: ReadonlyMap<string, Dim>;
  /** The arguments have the names of sizes of the input, or their defaults. */
  sure: boolean;
}

export interface Case {
  source: Source;
  method: FunctionDef;
  written: AuthorTerms;
  /** Operators that ran, the costly ones among them in order. */
  steps: readonly TraceStep[];
  readings: readonly Reading[];
  /** Puts a reading's sizes in the place of the method's arguments. */
  read: (value: Dim, values: ReadonlyMap<string, Dim>) => Dim;
  /** Sizes as they are shown. */
  present: (value: Dim) => Dim;
  /** Sizes as they are compared: by all that is known of them. */
  simplify: (value: Dim) => Dim;
  /** Symbols of the inputs of `forward`. */
  inputs: ReadonlySet<string>;
  /** Those that every costly operation has as a factor: the batch size, maybe the tokens. Many methods count for one of them. */
  shared: readonly string[];
  /** Those among them that are the first size of an input. */
  batches: ReadonlySet<string>;
}

/**
 * What a hand-written cost has wrong, where that is beyond doubt. MACs and FLOPs are both right; so is leaving out elementwise work, and whatever
 * is left out on purpose: terms that are commented out, or a docstring that says so.
 */
export function judge(one: Case): Judgement | undefined {
  const { source, method, written, steps } = one;
  if (asksOthers(method) || partial(source, method) || uncounted(steps).length > 0) return undefined;
  const costly = steps.filter(({ cost }) => cost.macs !== 0);
  if (costly.length === 0) return undefined;
  const best = closest(one, costly);
  const { all, stated, derived, factor, samples, read, most, sure, found } = best;
  const result = (findings: Finding[]): Judgement => ({ method, written, factor, samples, read, findings });
  const left = stated.filter(
    (each) => !isElementwise(each.exact, most) && !stated.some((other) => isMinor(each.exact, other.exact)),
  );
  // Work on parameters alone may be done once and kept.
  const lacking = derived.filter(({ step }) => namesIn(step.cost.macs).some((name) => one.inputs.has(name)));
  if (left.length === 0 && lacking.length === 0) return result(otherUnit(method, factor) ? [{ kind: "unit" }] : []);
  const meant = left.filter((each) => lacking.filter((other) => mentions(source, each, other, method)).length === 1);
  const clear =
    (found + (sure ? meant.length : 0)) * 2 >= costly.length || (sure && left.length <= 1 && lacking.length <= 1);
  const repeated = left.some(({ term }) => written.terms.filter(({ node }) => node === term.node).length > 1);
  if (!clear || repeated || !inSameSizes(all, lacking, one.inputs)) return undefined;
  const findings = paired(source, left, lacking, method);
  const doubtful = findings.some((each) => each.kind === "wrong" && isAbout(each.stated.exact, each.derived.exact));
  return doubtful ? undefined : result(findings);
}

/** Whether some term mentions every dimension of the inputs that the operations have: else the method may tell of them in other names. */
function inSameSizes(
  all: readonly StatedTerm[],
  derived: readonly DerivedTerm[],
  inputs: ReadonlySet<string>,
): boolean {
  const mentioned = new Set(all.flatMap(({ exact }) => namesIn(exact)));
  return derived.every(({ exact }) => namesIn(exact).every((name) => !inputs.has(name) || mentioned.has(name)));
}

function namesIn(value: Dim): string[] {
  return freeSymbols(value).flatMap((size) => isSymbol(size) ?? []);
}

/** The reading under which most terms agree. */
function closest(
  { written, readings, read, present, simplify, shared, batches, steps }: Case,
  costly: readonly TraceStep[],
) {
  const options = readings.flatMap((reading) =>
    [[], ...shared.map((name) => [name]), ...(shared.length > 1 ? [shared] : [])].flatMap((samples) =>
      [1, 2].map((factor) => {
        const one = new Map<string, Dim>(samples.map((name) => [name, 1]));
        const understood = (value: Dim) => present(read(value, reading.values));
        const both = (value: Dim) => ({ value, exact: simplify(value) });
        const stated = written.terms.map((term) => ({ term, ...both(understood(term.value)) }));
        const derived = costly.map((step) => ({
          step,
          ...both(mul(factor, substitute(present(step.cost.macs), one))),
        }));
        const compared = compareTerms(stated, derived);
        const most = simplify(substitute(present(elementwise(steps)), one));
        const open = compared.stated.filter(({ exact }) => !isElementwise(exact, most)).length;
        const mentioned = (terms: readonly { value: Dim }[], name: string) =>
          terms.some(({ value }) => namesIn(value).includes(name));
        // Where one side has the batch size and the other has not, they do not speak of the same.
        const apart = shared.filter((name) => mentioned(stated, name) !== mentioned(derived, name)).length;
        return { ...compared, all: stated, apart, factor, samples, read: understood, most, sure: reading.sure, open };
      }),
    ),
  );
  const closer = (a: (typeof options)[number], b: (typeof options)[number]) =>
    b.found - a.found || a.open - b.open || a.apart - b.apart;
  // One token of many is what is counted only where that is right: what is wrong is told of samples.
  const plausible = options.filter(
    ({ samples, open, derived }) => (open === 0 && derived.length === 0) || samples.every((name) => batches.has(name)),
  );
  return plausible.reduce((a, b) => (closer(a, b) > 0 ? b : a));
}

/** Puts terms and operations together that are meant for each other: by the comment above a term, by their sizes, or as the only ones left. */
function paired(
  source: Source,
  stated: readonly StatedTerm[],
  derived: readonly DerivedTerm[],
  method: FunctionDef,
): Finding[] {
  const findings: Finding[] = [];
  let left = [...stated];
  let lacking = [...derived];
  const pair = (one: StatedTerm, other: DerivedTerm) => {
    findings.push({ kind: "wrong", stated: one, derived: other });
    left = left.filter((each) => each !== one);
    lacking = lacking.filter((each) => each !== other);
  };
  for (const one of stated) {
    const meant = lacking.filter((other) => mentions(source, one, other, method));
    if (meant.length === 1) pair(one, meant[0]);
  }
  for (const one of [...left]) {
    const alike = lacking.filter((other) => ratio(one.exact, other.exact) !== undefined);
    if (alike.length === 1) pair(one, alike[0]);
  }
  if (left.length === 1 && lacking.length === 1) pair(left[0], lacking[0]);
  // Terms without operations beside operations without terms: which is meant for which is not clear.
  if (left.length > 0 && lacking.length > 0) return findings;
  for (const one of left) findings.push({ kind: "extra", stated: one });
  if (lacking.length > 0) findings.push({ kind: "missing", derived: lacking });
  return findings;
}

/** Whether a comment above a term has the operation's line, or the name of its layer. */
function mentions(source: Source, { term }: StatedTerm, derived: DerivedTerm, method: FunctionDef): boolean {
  let below = term.statement.start;
  for (const { ownLine, start, end, text } of source.tree.comments.toReversed()) {
    if (end > below) continue;
    if (!ownLine || start < method.start || !blank(source.text.slice(end, below))) return false;
    if (speaksOf(source, text, derived)) return true;
    below = start;
  }
  return false;
}

function speaksOf(source: Source, comment: string, { step }: DerivedTerm): boolean {
  const layer = step.call?.path.split(".").at(-1);
  if (layer !== undefined && wordsOf(comment).includes(layer)) return true;
  const { place } = step;
  const said = dense(comment);
  if (place === undefined || place.file !== source.file || said.length < 5) return false;
  const line = source.text.slice(source.text.lastIndexOf("\n", place.start) + 1, source.text.indexOf("\n", place.end));
  return dense(line).includes(said);
}

/** Without white space. */
function dense(text: string): string {
  return text.split(/\s+/).join("");
}

function blank(text: string): boolean {
  return text.trim() === "";
}

/** A sum of the costs of other objects is judged where those are written. */
function asksOthers(method: FunctionDef): boolean {
  let asks = false;
  visit(method.body, (node) => {
    const { kind, func } = node as { kind?: string; func?: Expr };
    asks ||= kind === "Call" && func?.kind === "Attribute" && COST_METHODS.has(func.attr);
  });
  return asks;
}

/** Whether the method says that it leaves things out: in words, or by terms behind a `#`. */
function partial(source: Source, method: FunctionDef): boolean {
  const comments = source.tree.comments.filter(({ start, end }) => start > method.start && end <= method.end);
  return (
    comments.some(({ text }) => text.includes("+=") || saysPartial(text)) || saysPartial(docstring(method.body) ?? "")
  );
}

/** Two for each MAC where the method says MACs, one where it says two. */
function otherUnit(method: FunctionDef, factor: number): boolean {
  const doc = docstring(method.body) ?? "";
  const saysTwo = saysTwoEach(doc);
  if (factor === 1) return saysTwo;
  return (method.name.endsWith("macs") || saysMacs(doc)) && !saysTwo && !saysFlops(doc);
}
