import type { ClassDef, FunctionDef, Stmt } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { countedSteps } from "../cost/totals";
import { add, type Dim, freeSymbols, isSymbol, mul, print, SymInt, sub, substitute, sum, symbol } from "../dims";
import type { DimJson, FlopsAudit } from "../report";
import { Restart } from "../symbolic/inputs";
import type { SymbolicRun } from "../symbolic/symbolic";
import { Tensor } from "../tensor/tensor";
import { PyRaise } from "../trace/raise";
import type { TraceStep } from "../trace/trace";
import { PyFunction, PyTuple, type Value } from "../values";
import { type AuthorTerms, sizeOf, TermReader } from "./author-terms";
import { COST_METHODS, type Judgement, judge } from "./judge";

/** One operator call of the forward pass that multiplies matrices or convolves. */
interface Term {
  formula: Dim;
  op: string;
  line: number | null;
}

/** How the method's parameters were understood, and how well that fits. */
interface Reading {
  values: Map<string, Dim>;
  /** Stated is this many times the derived MACs: 2 where FLOPs are counted. */
  factor: number;
  /** The batch size that was taken as 1: the method counts one sample. */
  perSample: string | undefined;
  matched: boolean[];
  rest: Dim;
}

/** A hand-written cost beside the derived one, and what is wrong with it beyond doubt. */
export interface Audited {
  audit: FlopsAudit;
  judgement: Judgement | undefined;
}

/** Compares the class's hand-written cost with the derived MACs of the same run, term by term. */
export function auditFlops(found: SymbolicRun, source: Source, node: ClassDef): Audited[] {
  const audits: Audited[] = [];
  for (const method of node.body) {
    if (method.kind !== "FunctionDef" || !COST_METHODS.has(method.name)) continue;
    const audit = auditMethod(found, source, method);
    if (audit !== undefined) audits.push(audit);
  }
  return audits;
}

function auditMethod(found: SymbolicRun, source: Source, method: FunctionDef): Audited | undefined {
  const { run } = found;
  const { machine, state, places } = run;
  if (found.called === null || found.output === undefined) return undefined;
  const present = (dim: Dim) => state.assumptions.present(dim);
  const simplify = (dim: Dim) => state.assumptions.simplify(dim);
  const call = evaluate(found, source, method);
  if (call === undefined) return undefined;
  const root = state.trace.roots.at(-1);
  const steps = countedSteps(state.trace, root);
  const costly = steps.filter((step) => step.cost.macs !== 0);
  const terms: Term[] = costly.map((step) => ({
    formula: present(step.cost.macs),
    op: step.op,
    line: places.line(step.place),
  }));
  const derived = terms.reduce<Dim>((total, term) => add(total, term.formula), 0);
  const options = readings(found, call.open, steps);
  const inputs = inputSymbols(found);
  // Work on parameters alone is no matter of the batch.
  const shared = sharedSymbols(terms.filter(({ formula }) => mentions(formula, inputs))).filter((name) =>
    inputs.has(name),
  );
  const reading = best(options, call.stated, terms, shared[0], simplify);
  // A parameter that no size can stand for leaves nothing to compare.
  if (reading === undefined) return undefined;
  const stated = present(substitute(call.stated, named(reading.values)));
  const missing = terms.filter((_, n) => !reading.matched[n]);
  const audit: FlopsAudit = {
    method: method.name,
    start: method.nameSpan.start,
    end: method.nameSpan.end,
    arguments: [
      ...[...call.fixed].map(([name, value]) => `${name}=${machine.repr(value)}`),
      ...[...reading.values].map(([name, value]) => `${name}=${print(value)}`),
    ].join(", "),
    stated: json(stated),
    derived: json(derived),
    terms: terms.map((term, n) => ({
      formula: json(term.formula),
      op: term.op,
      line: term.line,
      stated: reading.matched[n],
    })),
    extra: reading.rest === 0 ? [] : [json(reading.rest)],
    verdict: verdict(
      { ...reading, samples: reading.perSample === undefined ? [] : [reading.perSample] },
      missing,
      commentedOut(source, method),
    ),
  };
  if (call.written === undefined || !decides(found, call.fixed)) return { audit, judgement: undefined };
  const judgement = judge({
    source,
    method,
    written: call.written,
    steps,
    readings: [options[0], reading.values].map((values) => ({ values, sure: isSure(values, call.open) })),
    read: (value, values) => substitute(value, named(values)),
    present,
    simplify,
    inputs,
    shared,
    batches: new Set(
      [...found.inputs.symbols].flatMap(([name, { axis, origin }]) =>
        origin === "forward" && axis === 0 ? [name] : [],
      ),
    ),
  });
  if (judgement === undefined) return { audit, judgement };
  const one = new Map<string, Dim>(judgement.samples.map((name) => [name, 1]));
  const beside = simplify(sub(stated, mul(judgement.factor, substitute(derived, one))));
  return { audit: judged(audit, terms, judgement, costly, beside), judgement };
}

/** The table of what was judged: the judgement knows which term was meant for which operation, and what elementwise work may come to. */
function judged(
  audit: FlopsAudit,
  terms: readonly Term[],
  { findings, factor, samples }: Judgement,
  costly: readonly TraceStep[],
  beside: Dim,
): FlopsAudit {
  const disputed = new Set(
    findings
      .flatMap((finding) =>
        finding.kind === "missing" ? finding.derived : finding.kind === "wrong" ? [finding.derived] : [],
      )
      .map(({ step }) => step),
  );
  const extra = findings.flatMap((finding) =>
    finding.kind === "wrong" || finding.kind === "extra" ? [finding.stated.value] : [],
  );
  return {
    ...audit,
    terms: audit.terms.map((term, n) => ({ ...term, stated: !disputed.has(costly[n]) })),
    extra: extra.map(json),
    verdict: verdict(
      { factor, samples, rest: sum(extra) },
      terms.filter((_, n) => disputed.has(costly[n])),
      false,
      disputed.size === 0 && extra.length === 0 ? beside : 0,
    ),
  };
}

/** A flag that the method does not know is none of its business: the run with the defaults is what it tells of. */
function decides({ flags, inputs }: SymbolicRun, fixed: ReadonlyMap<string, Value>): boolean {
  // Where the rank of an input is a guess, so is the cost.
  const guessed = [...inputs.specs.values()].some((spec) => spec.kind === "tensor" && spec.guesses !== undefined);
  return !guessed && [...flags.keys()].every((flag) => fixed.has(flag.replace("forward.", "")));
}

function isSure(values: ReadonlyMap<string, Dim>, open: ReadonlyMap<string, number | undefined>): boolean {
  const plain = (value: Dim | undefined, name: string) => value !== undefined && isSymbol(value) === name;
  return [...open].every(
    ([name, fallback]) => plain(values.get(name), name) || (fallback !== undefined && values.get(name) === fallback),
  );
}

function inputSymbols({ inputs }: SymbolicRun): Set<string> {
  return new Set([...inputs.symbols].flatMap(([name, { origin }]) => (origin === "forward" ? [name] : [])));
}

const OPEN = "flops.";

/** Calls the method with a symbol for each size that it asks for. */
function evaluate(
  found: SymbolicRun,
  source: Source,
  method: FunctionDef,
):
  | {
      stated: Dim;
      open: Map<string, number | undefined>;
      fixed: Map<string, Value>;
      written: AuthorTerms | undefined;
    }
  | undefined {
  const { machine, state } = found.run;
  const fn = machine.findattr(found.called, method.name);
  const params = fn === undefined ? undefined : (paramsOf(fn) ?? undefined);
  if (fn === undefined || params === undefined) return undefined;
  const fixed = new Map<string, Value>();
  /** Sizes that the method asks for, with their defaults. */
  const open = new Map<string, number | undefined>();
  for (const param of params.slice(1)) {
    if (param.kind === "vararg" || param.kind === "kwarg") continue;
    const flag = found.flags.get(`forward.${param.name}`);
    if (flag !== undefined) fixed.set(param.name, flag);
    else if (typeof param.default === "boolean") fixed.set(param.name, param.default);
    else if (param.default === undefined || typeof param.default === "number") open.set(param.name, param.default);
  }
  const given = new Map<string, Value>([
    ...fixed,
    ...[...open.keys()].map((one, serial) => [one, symbol(OPEN + one, { serial })] as [string, Value]),
  ]);
  const own = new Map<string, Value>([[params[0]?.name ?? "self", found.called], ...given]);
  const reader = new TermReader(machine, source, method, own);
  state.trace.paused = true;
  state.recorder.paused = true;
  state.recorder.watch = (statement, name, value) => {
    if (statement.start >= method.start && statement.end <= method.end) reader.bound(statement as Stmt, name, value);
  };
  try {
    return machine.isolated(state, () => {
      const stated = sizeOf(machine, machine.call(fn, [], given));
      return stated === undefined ? undefined : { stated, open, fixed, written: reader.finish(stated) };
    });
  } catch (error) {
    // What the method asks of an input may be more than the run has learnt.
    if (error instanceof PyRaise || error instanceof Error || error instanceof Restart) return undefined;
    throw error;
  } finally {
    state.trace.paused = false;
    state.recorder.paused = false;
    state.recorder.watch = undefined;
  }
}

function paramsOf(method: Value) {
  const fn = method !== null && typeof method === "object" && "func" in method ? method.func : method;
  return fn instanceof PyFunction ? fn.params : undefined;
}

/** Sizes that an argument may stand for, and ways to understand all arguments. */
const MOST_CANDIDATES = 12;
const MOST_READINGS = 200;

/** Every way to understand the method's sizes as sizes of the input, or of an output: by their names first. */
function readings(
  found: SymbolicRun,
  open: ReadonlyMap<string, number | undefined>,
  steps: readonly TraceStep[],
): Map<string, Dim>[] {
  const root = found.run.state.trace.roots.at(-1);
  const sizes = new Map<string, Dim>();
  const collect = (value: Value) => {
    if (value instanceof Tensor)
      for (const dim of value.shape) sizes.set(typeof dim === "number" ? String(dim) : dim.key, dim);
    else if (value instanceof PyTuple) value.items.forEach(collect);
  };
  for (const value of root?.named.values() ?? []) collect(value);
  // Some methods are given the sizes of what comes out.
  for (const { cost, outputs } of steps) if (cost.macs !== 0) outputs.forEach(collect);
  const candidates = [...sizes.values()].slice(0, MOST_CANDIDATES);
  const byName = (name: string) => candidates.find((dim) => isSymbol(dim) === name);
  let all: Map<string, Dim>[] = [new Map()];
  for (const [name, fallback] of [...open].slice(0, 3)) {
    const first = [byName(name), fallback].filter((dim) => dim !== undefined);
    const choices = [...first, ...candidates.filter((dim) => !first.includes(dim))];
    all = all.flatMap((map) => choices.map((dim) => new Map(map).set(name, dim)));
  }
  return all.slice(0, MOST_READINGS);
}

function named(values: ReadonlyMap<string, Dim>): Map<string, Dim> {
  return new Map([...values].map(([name, dim]) => [OPEN + name, dim]));
}

/** The reading under which most terms of the derived cost are found in the stated one; earlier ones win. */
function best(
  options: readonly Map<string, Dim>[],
  stated: Dim,
  terms: readonly Term[],
  batch: string | undefined,
  simplify: (dim: Dim) => Dim,
): Reading | undefined {
  let chosen: Reading | undefined;
  let most = -1;
  const formulas = new Map<ReadonlyMap<string, Dim>, Dim>();
  const formulaOf = (values: ReadonlyMap<string, Dim>) => {
    let formula = formulas.get(values);
    if (formula === undefined) {
      formula = simplify(substitute(stated, named(values)));
      formulas.set(values, formula);
    }
    return formula;
  };
  for (const perSample of new Set([undefined, batch])) {
    const one = perSample === undefined ? undefined : new Map<string, Dim>([[perSample, 1]]);
    const wanted = terms.map(({ formula }) => simplify(one === undefined ? formula : substitute(formula, one)));
    const doubled = wanted.map((term) => mul(2, term));
    for (const values of options) {
      const formula = formulaOf(values);
      for (const [factor, each] of [wanted, doubled].entries()) {
        const { matched, rest } = match(formula, each);
        const count = matched.filter(Boolean).length;
        const score = count * 4 + (rest === 0 ? 2 : 0) + (factor === 0 ? 1 : 0);
        if (score > most) {
          most = score;
          chosen = { values, factor: factor + 1, perSample, matched, rest };
          if (rest === 0 && matched.every(Boolean)) return chosen;
        }
      }
    }
  }
  return chosen;
}

/** The symbols that every term has as a factor in all of its parts. */
function sharedSymbols(terms: readonly Term[]): string[] {
  const parts = terms.flatMap(({ formula }) =>
    formula instanceof SymInt && formula.constant === 0
      ? formula.terms.map(({ monomial }) => symbolsOf(monomial))
      : [[]],
  );
  const [first, ...others] = parts;
  return first === undefined ? [] : first.filter((name) => others.every((other) => other.includes(name)));
}

function mentions(dim: Dim, names: ReadonlySet<string>): boolean {
  return freeSymbols(dim).some((size) => names.has(isSymbol(size) ?? ""));
}

function symbolsOf({ factors }: SymInt["terms"][number]["monomial"]): string[] {
  return factors.flatMap(({ atom }) => (atom.kind === "symbol" ? [atom.name] : []));
}

/** Takes out of the stated formula every derived term that it has room for. */
function match(stated: Dim, terms: readonly Dim[]): { matched: boolean[]; rest: Dim } {
  let rest = stated;
  const matched = terms.map((term) => {
    if (rest === 0 || !mayHold(rest, term)) return false;
    const left = sub(rest, term);
    if (!nowhereNegative(left)) return false;
    rest = left;
    return true;
  });
  return { matched, rest };
}

/** Whether every product of the part stands in the whole at least as often: a quick look before the subtraction. */
function mayHold(whole: Dim, part: Dim): boolean {
  if (typeof part === "number") return true;
  const products = typeof whole === "number" ? [] : whole.terms;
  return part.terms.every(
    ({ coefficient, monomial: { key } }) =>
      coefficient <= 0 || products.some((other) => other.monomial.key === key && other.coefficient >= coefficient),
  );
}

function nowhereNegative(dim: Dim): boolean {
  return typeof dim === "number" ? dim >= 0 : dim.constant >= 0 && dim.terms.every((term) => term.coefficient > 0);
}

function json(dim: Dim): DimJson {
  return typeof dim === "number" ? dim : print(dim);
}

/** Lines of the method that add something, behind a `#`. */
function commentedOut(source: Source, method: FunctionDef): boolean {
  return source.tree.comments.some(
    (comment) => comment.start > method.start && comment.end < method.end && comment.text.includes("+="),
  );
}

/** `beside`: elementwise work that it counts too. */
function verdict(
  { factor, samples, rest }: { factor: number; samples: readonly string[]; rest: Dim },
  missing: readonly Term[],
  commented: boolean,
  beside: Dim = 0,
): string {
  const unit = factor === 2 ? "FLOPs, two for each MAC" : "MACs";
  const scope = samples.length === 0 ? "" : ` of one sample (${samples.map((name) => `\`${name}\` = 1`).join(", ")})`;
  if (missing.length === 0 && rest === 0) {
    const more = beside === 0 ? "" : `, with ${print(beside)} of elementwise work beside`;
    return factor === 2
      ? `It counts ${unit}${scope}: twice the derived MACs${more}.`
      : `It equals the derived MACs${scope}${more}.`;
  }
  const parts: string[] = [];
  if (missing.length > 0) {
    const list = missing.map(
      ({ op, formula, line }) => `${op} (${print(formula)}${line === null ? "" : `, line ${line}`})`,
    );
    parts.push(
      `It leaves out ${list.length === 1 ? list[0] : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`}${commented ? "; lines that add terms are commented out" : ""}.`,
    );
  }
  if (rest !== 0) parts.push(`It has ${print(rest)} for which no operator was found.`);
  return `Counted in ${unit}${scope}. ${parts.join(" ")}`;
}
