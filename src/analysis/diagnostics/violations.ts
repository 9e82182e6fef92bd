import {
  type Dim,
  freeSymbols,
  isSymbol,
  print,
  printRelation,
  type Relation,
  reduceRelation,
  SymInt,
  substitute,
} from "../dims";
import { bindArguments } from "../machine/calls";
import type { Interpreter } from "../machine/machine";
import type { Inputs, Spec, SymbolSource } from "../symbolic/inputs";
import { isModuleClass } from "../symbolic/subjects";
import type { SymbolicRun } from "../symbolic/symbolic";
import { Tensor } from "../tensor/tensor";
import type { PyRaise } from "../trace/raise";
import { Obj, type Place, type PyClass, type PyFunction, PyTuple, type Value } from "../values";

/** How a module's methods were given their sizes, as a failure has it. */
export interface Receiver {
  object: Obj;
  cls: PyClass;
  /** Where the user's source calls it, or constructs it. */
  at: Place;
  /** Where it was constructed. */
  constructed: Place | undefined;
  /** Arguments by name; of `forward` only where it was called. */
  construction: Arguments;
  forward: Arguments | undefined;
}

interface Arguments {
  fn: PyFunction;
  values: ReadonlyMap<string, Value>;
}

/** Settings of the symbolic run that is like a real call: what was given, as a symbol where it is a size. */
export interface Likeness {
  flags: Map<string, Value>;
  known: Map<string, Spec>;
}

/** A requirement of a class that a real call does not meet. */
export interface Violation {
  receiver: Receiver;
  /** `N == window_size[0]*window_size[1]` */
  needs: string;
  /** `N is 50, window_size[0]*window_size[1] is 49` */
  sizes: string;
  /** Where one number must be divisible by another one. */
  divisibility?: { size: number; divisor: number };
  /** Each symbol of it: what it is, and where its value comes from. */
  sources: { text: string; place: Place | undefined }[];
  /** The caller could have known: it ties arguments to each other, or is asserted. Else the class's own numbers may as well be wrong. */
  contract: boolean;
  /** It says what one size must be, in plain words. */
  plain: boolean;
}

/** Modules of the user's classes whose `forward` or constructor a failure left, outermost first. */
export function receivers(m: Interpreter, { passed }: PyRaise): Receiver[] {
  const found: Receiver[] = [];
  const seen = new Set<Value>();
  for (const { fn, args, at } of passed.toReversed()) {
    const object = args[0];
    if (!(object instanceof Obj) || seen.has(object) || !isModuleClass(object.cls)) continue;
    seen.add(object);
    const { cls } = object;
    if (at === undefined) continue;
    if (fn === cls.lookup("__init__"))
      found.push({ object, cls, at, constructed: at, construction: argumentsOf(fn, args), forward: undefined });
    else if (fn === cls.lookup("forward")) {
      const constructed = constructionOf(m, object);
      if (constructed !== undefined)
        found.push({
          object,
          cls,
          at,
          constructed: constructed.at,
          construction: constructed.arguments,
          forward: argumentsOf(fn, args),
        });
    }
  }
  return found;
}

function argumentsOf(fn: PyFunction, args: readonly Value[]): Arguments {
  return { fn, values: new Map(fn.params.map(({ name }, n) => [name, args[n]])) };
}

function constructionOf(m: Interpreter, object: Obj): { at: Place | undefined; arguments: Arguments } | undefined {
  const built = m.built.get(object);
  if (built === undefined) return undefined;
  const { init, args, kwargs, at } = built;
  return { at, arguments: argumentsOf(init, bindArguments(m, init.qualname, init.params, [object, ...args], kwargs)) };
}

/** What makes a run of the class in symbols go the way of the real call. */
export function likeness({ construction, forward }: Receiver): Likeness {
  const flags = new Map<string, Value>();
  const known = new Map<string, Spec>();
  for (const [given, prefix] of [
    [construction, ""],
    [forward, "forward."],
  ] as const) {
    for (const { name, kind, default: fallback } of given?.fn.params.slice(1) ?? []) {
      const value = given?.values.get(name);
      if (kind === "vararg" || kind === "kwarg" || value === undefined || value === fallback) continue;
      if (typeof value === "number" || value instanceof SymInt) {
        if (fallback !== undefined) known.set(name, { kind: "int" });
      } else if (value instanceof Tensor) {
        if (fallback !== undefined) known.set(name, { kind: "open", type: "Tensor" });
      } else if (value instanceof PyTuple && value.items.every((item) => typeof item === "number"))
        known.set(name, { kind: "tuple", count: value.items.length });
      else flags.set(prefix + name, value);
    }
  }
  return { flags, known };
}

/** The requirement, noted at the place of the failure, that the real call's sizes break for certain. */
export function violation(
  m: Interpreter,
  failure: PyRaise,
  receiver: Receiver,
  { run, inputs }: SymbolicRun,
): Violation | undefined {
  const [at] = failure.stack;
  for (const { relation, place } of run.state.requirements) {
    if (place === undefined || !sameStart(place, at)) continue;
    const told = reduceRelation(relation);
    if (isLong(told)) continue;
    const bound = bind(m, receiver, inputs, told);
    if (bound === undefined || isBroken(m, told, bound) !== true) continue;
    const sides = [told.left, told.right].filter((side) => typeof side !== "number");
    const sizes = sides.map((side) => `${print(side)} is ${print(substitute(side, bound.values))}`);
    const refused = failure.refused !== undefined && told.kind !== "divisible";
    return {
      receiver,
      needs: printRelation(told),
      sizes: sizes.join(", "),
      ...divisibilityOf(told, bound),
      sources: bound.sources,
      plain: isSymbol(told.left) !== undefined,
      contract: !refused || (bound.origins.size > 1 && !isHopeless(m, receiver, { run, inputs })),
    };
  }
  return undefined;
}

function divisibilityOf(told: Relation, { values }: Bound): Pick<Violation, "divisibility"> {
  const { kind, left, right: divisor } = told;
  const size = kind === "divisible" ? substitute(left, values) : undefined;
  return typeof size === "number" && typeof divisor === "number" ? { divisibility: { size, divisor } } : {};
}

/** A requirement's symbols as the real call has them. */
interface Bound {
  values: ReadonlyMap<string, Dim>;
  sources: Violation["sources"];
  /** The inputs that they belong to; the constructor counts as one. */
  origins: ReadonlySet<string>;
}

function bind(m: Interpreter, receiver: Receiver, { symbols }: Inputs, { left, right }: Relation): Bound | undefined {
  const values = new Map<string, Dim>();
  const sources: Violation["sources"] = [];
  const origins = new Set<string>();
  for (const name of new Set([...symbolsOf(left), ...symbolsOf(right)])) {
    const input = symbols.get(name);
    const found = input === undefined ? undefined : given(m, receiver, input);
    if (input === undefined || found === undefined) return undefined;
    values.set(name, found.size);
    sources.push({ text: sourceText(name, input, found.size), place: found.place });
    origins.add(input.origin === "constructor" ? CONSTRUCTOR : input.path);
  }
  return { values, sources, origins };
}

/** Stands for all parameters of a constructor: no parameter has that name. */
const CONSTRUCTOR = "<constructor>";

function isBroken(m: Interpreter, relation: Relation, { values }: Bound): boolean | undefined {
  const real = relationOf(relation, values);
  const holds = real === undefined ? undefined : m.assumptions.holds(real);
  return holds === undefined ? undefined : !holds;
}

/** No input would do: what the constructor was given breaks an equation by itself, so that the class's own code may as well be wrong. */
function isHopeless(m: Interpreter, receiver: Receiver, { run, inputs }: Pick<SymbolicRun, "run" | "inputs">): boolean {
  return run.state.requirements.some(({ relation }) => {
    const bound = relation.kind === "divisible" ? undefined : bind(m, receiver, inputs, relation);
    if (bound === undefined || [...bound.origins].some((origin) => origin !== CONSTRUCTOR)) return false;
    return isBroken(m, relation, bound) === true;
  });
}

/** Products in a relation that a person still reads at a glance. */
const MAX_PRODUCTS = 2;

/** Whether PyTorch's own words say more than the relation would: a sum of many products. */
function isLong({ left, right }: Relation): boolean {
  const products = [left, right].flatMap((side) => (typeof side === "number" ? [] : side.terms));
  return products.filter(({ monomial }) => monomial.degree > 1).length > MAX_PRODUCTS;
}

function sameStart(a: Place, b: Place | undefined): boolean {
  return b !== undefined && a.file === b.file && a.start === b.start;
}

function symbolsOf(dim: Dim): string[] {
  return typeof dim === "number" ? [] : [...freeSymbols(dim)].flatMap((symbol) => isSymbol(symbol) ?? []);
}

/** The relation of the real sizes; undefined where one of them makes no sense in it. */
function relationOf({ kind, left, right }: Relation, values: ReadonlyMap<string, Dim>): Relation | undefined {
  try {
    return { kind, left: substitute(left, values), right: substitute(right, values) };
  } catch {
    return undefined;
  }
}

/** What a symbol's input was in the real call: `window_size[0]`, `config.width`, dimension 1 of `x`. */
function given(
  m: Interpreter,
  receiver: Receiver,
  { parameter, steps, axis, origin }: SymbolSource,
): { size: Dim; place: Place | undefined } | undefined {
  const from = origin === "constructor" ? receiver.construction : receiver.forward;
  let value = from?.values.get(parameter);
  for (const step of steps) {
    if (value === undefined) return undefined;
    if (typeof step === "string") value = m.findattr(value, step);
    else value = value instanceof PyTuple ? value.items[step] : undefined;
  }
  if (axis !== undefined)
    return value instanceof Tensor && axis < value.rank ? { size: value.shape[axis], place: value.place } : undefined;
  if (typeof value !== "number" && !(value instanceof SymInt)) return undefined;
  return { size: value, place: origin === "constructor" ? receiver.constructed : receiver.at };
}

function sourceText(name: string, { path, axis, origin }: SymbolSource, size: Dim): string {
  if (axis !== undefined)
    return `\`${name}\` is dimension ${axis} of \`${path}\`, which comes from here: ${print(size)}`;
  return `\`${name}\` is ${print(size)}, given to the ${origin === "constructor" ? "constructor" : "call"} here`;
}
