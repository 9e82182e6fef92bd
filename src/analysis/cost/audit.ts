import type { ClassDef, FunctionDef } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { add, type Dim, isSymbol, print, SymInt, sub, substitute, symbol } from "../dims";
import type { SymbolicRun } from "../entries/symbolic";
import { PyRaise } from "../machine/machine";
import type { DimJson, FlopsAudit } from "../report";
import { Tensor } from "../tensor/tensor";
import { PyFloat, PyFunction, PyTuple, SymFloat, type Value } from "../values";
import { countedSteps } from "./totals";

/** Methods in which authors write down what their layer costs. */
const METHODS = new Set(["flops", "get_flops", "compute_flops", "complexity", "macs", "get_macs"]);

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

/** Compares the class's hand-written cost with the derived MACs of the same run, term by term. */
export function auditFlops(found: SymbolicRun, source: Source, node: ClassDef): FlopsAudit[] {
  const audits: FlopsAudit[] = [];
  for (const method of node.body) {
    if (method.kind !== "FunctionDef" || !METHODS.has(method.name)) continue;
    const audit = auditMethod(found, source, method);
    if (audit !== undefined) audits.push(audit);
  }
  return audits;
}

function auditMethod(found: SymbolicRun, source: Source, method: FunctionDef): FlopsAudit | undefined {
  const { run } = found;
  const { machine, state, places } = run;
  if (found.module === null || found.output === undefined) return undefined;
  const present = (dim: Dim): Dim => (typeof dim === "number" ? dim : state.assumptions.present(dim));
  const call = evaluate(found, method.name);
  if (call === undefined) return undefined;
  const root = state.trace.roots.at(-1);
  const terms: Term[] = countedSteps(state.trace, root)
    .filter((step) => step.cost.macs !== 0)
    .map((step) => ({ formula: present(step.cost.macs), op: step.op, line: places.line(step.place) }));
  const derived = terms.reduce<Dim>((total, term) => add(total, term.formula), 0);
  const reading = best(readings(found, call.open), call.stated, terms, present);
  const stated = present(substitute(call.stated, named(reading.values)));
  const missing = terms.filter((_, n) => !reading.matched[n]);
  return {
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
    verdict: verdict(reading, missing, commentedOut(source, method)),
  };
}

const OPEN = "flops.";

/** Calls the method with a symbol for each size that it asks for. */
function evaluate(
  found: SymbolicRun,
  name: string,
): { stated: Dim; open: Map<string, number | undefined>; fixed: Map<string, Value> } | undefined {
  const { machine, state } = found.run;
  const fn = machine.findattr(found.module, name);
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
  state.trace.paused = true;
  state.recorder.paused = true;
  try {
    const result = machine.isolated(state, () => machine.call(fn, [], given));
    const stated = size(result, machine.asDim(result));
    return stated === undefined ? undefined : { stated, open, fixed };
  } catch (error) {
    if (error instanceof PyRaise || error instanceof Error) return undefined;
    throw error;
  } finally {
    state.trace.paused = false;
    state.recorder.paused = false;
  }
}

function paramsOf(method: Value) {
  const fn = method !== null && typeof method === "object" && "func" in method ? method.func : method;
  return fn instanceof PyFunction ? fn.params : undefined;
}

function size(value: Value, dim: Dim | undefined): Dim | undefined {
  if (dim !== undefined) return dim;
  if (value instanceof PyFloat && Number.isInteger(value.value)) return value.value;
  return value instanceof SymFloat && value.denominator === 1 ? value.numerator : undefined;
}

/** Every way to understand the method's sizes as sizes of the input: by their names first. */
function readings(found: SymbolicRun, open: ReadonlyMap<string, number | undefined>): Map<string, Dim>[] {
  const root = found.run.state.trace.roots.at(-1);
  const sizes = new Map<string, Dim>();
  const collect = (value: Value) => {
    if (value instanceof Tensor)
      for (const dim of value.shape) sizes.set(typeof dim === "number" ? String(dim) : dim.key, dim);
    else if (value instanceof PyTuple) value.items.forEach(collect);
  };
  for (const value of root?.named.values() ?? []) collect(value);
  const candidates = [...sizes.values()];
  const byName = (name: string) => candidates.find((dim) => isSymbol(dim) === name);
  let all: Map<string, Dim>[] = [new Map()];
  for (const [name, fallback] of [...open].slice(0, 3)) {
    const first = [byName(name), fallback].filter((dim) => dim !== undefined);
    const choices = [...first, ...candidates.filter((dim) => !first.includes(dim))];
    all = all.flatMap((map) => choices.map((dim) => new Map(map).set(name, dim)));
  }
  return all;
}

function named(values: ReadonlyMap<string, Dim>): Map<string, Dim> {
  return new Map([...values].map(([name, dim]) => [OPEN + name, dim]));
}

/** The reading under which most terms of the derived cost are found in the stated one; earlier ones win. */
function best(
  options: readonly Map<string, Dim>[],
  stated: Dim,
  terms: readonly Term[],
  present: (dim: Dim) => Dim,
): Reading {
  let chosen: Reading | undefined;
  let most = -1;
  const batches = [undefined, batchOf(terms)];
  for (const perSample of new Set(batches)) {
    for (const values of options) {
      const formula = present(substitute(stated, named(values)));
      for (const factor of [1, 2]) {
        const { matched, rest } = match(formula, terms, factor, perSample);
        const count = matched.filter(Boolean).length;
        const score = count * 4 + (rest === 0 ? 2 : 0) + (factor === 1 ? 1 : 0);
        if (score > most) {
          most = score;
          chosen = { values, factor, perSample, matched, rest };
        }
      }
    }
  }
  return chosen!;
}

/** A symbol that every term has as a factor: the batch size. */
function batchOf(terms: readonly Term[]): string | undefined {
  const [first] = terms;
  if (first === undefined || !(first.formula instanceof SymInt)) return undefined;
  const factors = (dim: Dim) =>
    dim instanceof SymInt
      ? new Set(
          dim.terms.flatMap((term) =>
            term.monomial.factors.map(({ atom }) => (atom.kind === "symbol" ? atom.name : "")),
          ),
        )
      : new Set<string>();
  return [...factors(first.formula)].find(
    (name) => name !== "" && terms.every((term) => factors(term.formula).has(name)),
  );
}

/** Takes out of the stated formula every derived term that it has room for. */
function match(
  stated: Dim,
  terms: readonly Term[],
  factor: number,
  perSample: string | undefined,
): { matched: boolean[]; rest: Dim } {
  let rest = stated;
  const one = perSample === undefined ? undefined : new Map<string, Dim>([[perSample, 1]]);
  const matched = terms.map(({ formula }) => {
    const wanted = one === undefined ? formula : substitute(formula, one);
    let left = rest;
    for (let n = 0; n < factor; n++) left = sub(left, wanted);
    if (!nowhereNegative(left) || rest === 0) return false;
    rest = left;
    return true;
  });
  return { matched, rest };
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
    (comment) => comment.start > method.start && comment.end < method.end && /\+=/.test(comment.text),
  );
}

function verdict({ factor, perSample, rest }: Reading, missing: readonly Term[], commented: boolean): string {
  const unit = factor === 2 ? "FLOPs, two for each MAC" : "MACs";
  const scope = perSample === undefined ? "" : ` of one sample (\`${perSample}\` = 1)`;
  if (missing.length === 0 && rest === 0)
    return factor === 2 ? `It counts ${unit}${scope}: twice the derived MACs.` : `It equals the derived MACs${scope}.`;
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
