import type { Source } from "../../syntax/source";
import { type Dim, freeSymbols, print, printRelation, reduceRelation, SymInt, substitute, symbol } from "../dims";
import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import type { AnalyzeOptions, Session } from "../session/session";
import { type Argument, numberOf, type Written, type WrittenCall, writtenCall } from "../symbolic/example-call";
import type { SymbolSource } from "../symbolic/inputs";
import { optionalGiven, runSymbolic, runWithOptional, type SymbolicRun } from "../symbolic/symbolic";
import { Tensor } from "../tensor/tensor";
import { operandsOf, stepOf, type TraceStep } from "../trace/trace";
import type { Value } from "../values";
import { UNITS_PER_MS, work } from "../work";
import { fittingSizes } from "./call-sizes";
import { type CallForm, type FormArgument, type FormNeed, filledCall, type InputKind } from "./filled-call";

/** What sizes of inputs are multiplied by, where the offered ones are too small: pictures are, for a deep network. */
const FACTORS = [1, 2, 4, 7, 8, 16];

/** Units of work that the calls which are tried may cost together. */
const TRIES = 3000 * UNITS_PER_MS;

/**
 * What must be known to call a class or function of a file with numbers: its sizes, each with a number to begin with, its arguments, and what its
 * sizes must have in common. Where there are numbers near the usual ones with which the call comes to its end, those are offered. Undefined where
 * there is no such class or function.
 */
export function callForm(
  session: Session,
  source: Source,
  name: string,
  options: AnalyzeOptions,
): CallForm | undefined {
  const base = session.start(source, options, true);
  session.execute(base, source);
  const learnt = learn(base, name);
  const used = learnt === undefined ? new Set<string>() : sizesIn(learnt);
  const isUsed = (_: string, value: Value | undefined) =>
    typeof value === "number" || (value instanceof SymInt && namesIn([value]).some((size) => used.has(size)));
  const call = writtenCall(base.machine, base.module, name, learnt, isUsed);
  if (call === undefined) return undefined;
  const form = work.unlimited(() => formOf(base, call, learnt));
  return { ...form, sizes: offered(session, base, form) };
}

/** A run without a call; where it fails for want of inputs that are optional, with some of those. */
function learn(base: Run, name: string): SymbolicRun | undefined {
  const found = runSymbolic(base, name);
  return found?.raised === undefined ? found : (runWithOptional(base, name, found) ?? found);
}

/** Names of the sizes that tensors have in a run, and of those that it relies on. */
function sizesIn({ run: { state } }: SymbolicRun): Set<string> {
  const dims = new Set<Dim>();
  for (const step of state.trace.steps) {
    for (const dim of step.outputShapes.flat()) dims.add(dim);
    for (const { shape } of operandsOf(step)) for (const dim of shape) dims.add(dim);
  }
  for (const { relation } of state.requirements) dims.add(relation.left).add(relation.right);
  const named = [...dims].filter((dim) => typeof dim !== "number");
  return new Set([...namesIn(named), ...namesIn(named.map((dim) => state.assumptions.present(dim)))]);
}

function formOf({ machine }: Run, call: WrittenCall, learnt: SymbolicRun | undefined): CallForm {
  const names = new Set<string>();
  const suggested = learnt === undefined ? [] : optionalGiven(learnt);
  const written = (owner: "constructor" | "forward", args: readonly Written[]): FormArgument[] =>
    args.map(({ name, byName, required, default: value, argument }) => {
      const sizes = namesIn(sizesOf(argument));
      for (const size of sizes) names.add(size);
      return {
        id: `${owner}.${name}`,
        name,
        required,
        byName,
        ...(owner === "forward" && suggested.includes(name) && { suggested: true as const }),
        ...(!required && { default: machine.repr(value ?? null) }),
        ...contents(argument),
        sizes,
      };
    });
  const args = [...written("constructor", call.constructor), ...written("forward", call.forward)];
  const isKnown = (sizes: readonly string[]) => sizes.every((size) => names.has(size));
  return {
    subject: call.name,
    isClass: call.isClass,
    sizes: [...names].map((name) => ({
      name,
      origin: originOf(learnt?.inputs.symbols.get(name)),
      offered: numberOf(symbol(name)),
    })),
    arguments: args.map((argument) => {
      if (argument.tensor?.kind !== "integers") return argument;
      const below = belowOf(argument.name, learnt);
      if (below === undefined || !isKnown(namesIn([below]))) return argument;
      return { ...argument, tensor: { ...argument.tensor, below: sizeText(below) } };
    }),
    needs: needsOf(learnt).filter(({ sizes }) => sizes.length > 0 && isKnown(sizes)),
  };
}

function contents(argument: Argument): Pick<FormArgument, "text" | "tensor"> {
  if ("shape" in argument)
    return { tensor: { shape: argument.shape.map(sizeText), kind: KINDS[argument.dtype ?? "float32"] } };
  return {
    text: argument.parts.map((part) =>
      typeof part === "string" ? part : typeof part.size === "number" ? `${part.size}` : { size: print(part.size) },
    ),
  };
}

const KINDS = {
  float32: "normal",
  int64: "integers",
  bool: "mask",
  complex64: "complex",
} as const satisfies Record<string, InputKind>;

function sizesOf(argument: Argument): Dim[] {
  if ("shape" in argument) return [...argument.shape];
  return argument.parts.flatMap((part) => (typeof part === "string" ? [] : [part.size]));
}

function namesIn(dims: readonly Dim[]): string[] {
  return [...new Set(dims.flatMap((dim) => freeSymbols(dim).map(print)))];
}

function sizeText(dim: Dim): string | number {
  return typeof dim === "number" ? dim : print(dim);
}

function originOf(source: SymbolSource | undefined): string {
  if (source === undefined) return "";
  if (source.axis !== undefined) return `dimension ${source.axis} of \`${source.path}\``;
  return `${source.origin === "constructor" ? "argument of the constructor" : "argument"} \`${source.path}\``;
}

/** What the run relies on, in the names that are left after what it has learnt of them. */
function needsOf(learnt: SymbolicRun | undefined): FormNeed[] {
  if (learnt === undefined) return [];
  const { requirements, assumptions } = learnt.run.state;
  const found = new Map<string, FormNeed>();
  for (const { relation } of requirements) {
    const symbols = [...freeSymbols(relation.left), ...freeSymbols(relation.right)];
    const named = new Map(symbols.map((one): [string, Dim] => [print(one), assumptions.present(one)]));
    const reduced = reduceRelation({
      kind: relation.kind,
      left: substitute(relation.left, named),
      right: substitute(relation.right, named),
    });
    const text = printRelation(reduced);
    const { kind, left, right } = reduced;
    found.set(text, { text, kind, left: sizeText(left), right: sizeText(right), sizes: namesIn([left, right]) });
  }
  return [...found.values()];
}

/** By operator: the argument whose numbers are indices, and how many things there are to point at. */
const INDICES: Record<string, (args: Record<string, unknown>) => [indices: unknown, count: unknown]> = {
  embedding: ({ input, weight }) => [input, axis(weight, 0)],
  "embedding.native": ({ indices, weight }) => [indices, axis(weight, 0)],
  embedding_bag: ({ input, weight }) => [input, axis(weight, 0)],
  cross_entropy: ({ target, input }) => [
    target,
    axis(input, input instanceof Tensor && input.shape.length > 1 ? 1 : 0),
  ],
  gather: ({ index, self, dim }) => [index, axis(self, dim)],
  index_select: ({ index, self, dim }) => [index, axis(self, dim)],
  one_hot: ({ self, num_classes: classes }) => [self, classes === -1 ? undefined : classes],
};

function axis(tensor: unknown, dim: unknown): Dim | undefined {
  return tensor instanceof Tensor && typeof dim === "number" ? tensor.shape.at(dim) : undefined;
}

/** What the numbers of an input stay below, where the run looks something up by them. */
function belowOf(name: string, learnt: SymbolicRun | undefined): Dim | undefined {
  const input = (learnt?.run.state.trace.roots.at(-1)?.named ?? learnt?.named)?.get(name);
  if (learnt === undefined || !(input instanceof Tensor)) return undefined;
  const { trace, assumptions } = learnt.run.state;
  for (const { op, args } of trace.steps) {
    const [indices, count] = INDICES[op]?.(args) ?? [];
    if (count === undefined || count === null || !(indices instanceof Tensor) || !isSameNumbers(indices, input))
      continue;
    return assumptions.present(count as Dim);
  }
  return undefined;
}

/** Operators that leave the numbers as they are, beside those that make views. */
const KEEPING = new Set(["to", "long", "int", "contiguous", "clone", "reshape", "flatten"]);

function isSameNumbers(tensor: Tensor, input: Tensor): boolean {
  let at: Tensor | undefined = tensor;
  while (at !== undefined && at !== input) {
    const step: TraceStep | undefined = stepOf(at);
    const first: unknown = step?.args.self;
    at = step !== undefined && (step.view || KEEPING.has(step.name)) && first instanceof Tensor ? first : undefined;
  }
  return at === input;
}

/** The sizes with numbers under which the call comes to its end, where such ones are found; else those that are likely. */
function offered(session: Session, base: Run, form: CallForm): CallForm["sizes"] {
  const ofInput = (name: string) =>
    form.arguments.every(({ id, sizes }) => !(id.startsWith("constructor.") && sizes.includes(name)));
  let first: ReadonlyMap<string, number> | undefined;
  const from = work.spent;
  for (const factor of FACTORS) {
    const start = new Map(
      form.sizes.map(({ name, offered: number }) => [name, ofInput(name) && number > 1 ? number * factor : number]),
    );
    const numbers = fittingSizes(start, form.needs);
    first ??= numbers;
    if (work.spent - from > TRIES) break;
    if (!comesToItsEnd(session, base, withNumbers(form, numbers))) continue;
    first = numbers;
    break;
  }
  return withNumbers(form, first ?? new Map()).sizes;
}

function withNumbers(form: CallForm, numbers: ReadonlyMap<string, number>): CallForm {
  return { ...form, sizes: form.sizes.map((size) => ({ ...size, offered: numbers.get(size.name) ?? size.offered })) };
}

function comesToItsEnd(session: Session, base: Run, form: CallForm): boolean {
  const { call } = filledCall(form, {});
  const expression = call === undefined ? undefined : session.parseCall(call);
  if (call === undefined || expression === undefined || "message" in expression) return false;
  const run: Run = { ...base, state: new RunState() };
  const result = run.machine.isolated(run.state, () => session.evaluate(run, run.module, call, expression));
  return result.value !== undefined;
}
