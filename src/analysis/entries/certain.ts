import type { Source } from "../../syntax/source";
import { classDefs, hasString, isSelf, writtenAttributes } from "../facts/assignments";
import { type Failure, type Subject, typesOf } from "../failure";
import { genericNames, type Spec } from "../symbolic/inputs";
import { type SymbolicRun, settle } from "../symbolic/symbolic";
import type { PyRaise } from "../trace/raise";
import { classOf, type Parameter, PyClass, PyFloat, PyFunction, PyTuple, Unknown, type Value } from "../values";
import { work } from "../work";

/**
 * The failure of a run as PyTorch would have it for every input: nothing was chosen for the run (no condition decided,
 * no stand-in for a number or a structure), and it fails in the same place for each rank that a guessed input may have,
 * whatever a caller gives instead of the defaults, and with integers for inputs whose dtype nobody told.
 * Undefined where that is not so.
 */
export function certainFailure(found: SymbolicRun, name: string, source: Source): SymbolicRun | undefined {
  const { raised, policy, inputs, flags, run } = found;
  if (raised === undefined || !policy.certain || flags.size > 0 || inputs.incomplete) return undefined;
  // The class is there to be derived from.
  if (raised.exception.cls.name === "NotImplementedError") return undefined;
  const { failure } = raised;
  if (failure.kind === "attribute" && isSetSomewhere(failure.name, name, source)) return undefined;
  // A parameter that is no size at all was taken for one.
  if (typesOf(failure).includes("int")) return undefined;
  const specs = [...inputs.specs.values()];
  if (!specs.every(({ kind }) => kind === "int" || kind === "tensor" || kind === "open")) return undefined;
  const until = work.spent + MAX_WORK;
  const again = (changed: Map<string, Spec>) => {
    const left = until - work.spent;
    const other = work.within(left, () => settle(run, name, flags, changed, false));
    return other?.raised !== undefined && other.policy.certain ? (other as Failed) : undefined;
  };
  const byPyTorch = raised.refused !== undefined;
  if (failure.kind === "abstract") return undefined;
  // What it says is not known, so why it is raised is not, and an error needs a place.
  const args = raised.exception.attrs?.get("args");
  if (args instanceof PyTuple && args.items.some((item) => item instanceof Unknown)) return undefined;
  if (raised.stack.length === 0) return undefined;
  // The program itself looks at a dtype or a device that nobody told.
  if (!byPyTorch && looksAt(failure, "dtype", "device")) return undefined;
  // What the program does without an optional package, it may do otherwise with it.
  if (!byPyTorch && run.machine.importer.lacksPackages) return undefined;
  if (found.module !== null && (isContainer(found.module) || (!byPyTorch && isPrepared(source, name))))
    return undefined;
  const freed = (run: SymbolicRun) =>
    run.raised?.refused === undefined ? withoutGuesses(run, name) : withoutOptions(run, name);
  const sure = freed(found);
  if (!sameFailure(again(sure), raised)) return undefined;
  if (mayDependOnDtype(failure) && !withIntegers(sure).every((one) => inEveryRank(one, again).length > 0))
    return undefined;
  const failures = inEveryRank(inputs.specs, again);
  // Ranks that the program has no use for say nothing of the others.
  const meant = failures.filter(({ raised }) => !isAboutRank(raised.failure));
  const [first, ...others] = meant.length > 0 ? meant : failures;
  if (first === undefined || !others.every((other) => sameFailure(other, first.raised))) return undefined;
  const told: SymbolicRun = first;
  return sameFailure(first, raised) || sameFailure(again(freed(told)), told.raised) ? told : undefined;
}

/** The failures of each combination of ranks that guessed inputs may have; none where one of them does not fail, or there are too many. */
function inEveryRank(
  specs: ReadonlyMap<string, Spec>,
  run: (specs: Map<string, Spec>) => Failed | undefined,
): Failed[] {
  let combinations: Map<string, Spec>[] = [new Map(specs)];
  for (const [path, spec] of specs) {
    if (spec.kind !== "tensor" || spec.guesses === undefined) continue;
    if (spec.ranks === undefined || spec.ranks.length < 2) return [];
    const ranks = [...new Set([...spec.ranks, 1, 5, 6])].sort();
    combinations = combinations.flatMap((one) => ranks.map((rank) => new Map(one).set(path, withRank(spec, rank))));
    if (combinations.length > MAX_COMBINATIONS) return [];
  }
  const failures: Failed[] = [];
  for (const combination of combinations) {
    const failure = run(combination);
    if (failure === undefined) return [];
    failures.push(failure);
  }
  return failures;
}

const MAX_COMBINATIONS = 49;

/** Units of work for all that is tried of one class: inputs of which nothing is known may fork without end. */
const MAX_WORK = 400_000;

/** Whether a tensor has too few dimensions, or too many. */
function isAboutRank(failure: Failure): boolean {
  return ["rank", "dimension", "unpack"].includes(failure.kind) || looksAt(failure, "rank");
}

/** Whether another dtype may pass: a check of the program may look at one without naming it. */
function mayDependOnDtype({ kind }: Failure): boolean {
  return kind === "dtype" || kind === "raised";
}

/** Whether it is about one of these, or a check of the program that looks at one. */
function looksAt(failure: Failure, ...subjects: Subject[]): boolean {
  const about: readonly string[] = failure.kind === "raised" ? failure.about : [failure.kind];
  return subjects.some((subject) => about.includes(subject));
}

/** Whether a run stands for every call of the class with its defaults: nothing was chosen, and no shape taken from prose. */
export function standsForAll({ policy, inputs, flags }: SymbolicRun): boolean {
  const plain = (spec: Spec) =>
    spec.kind === "tensor"
      ? spec.guesses === undefined && (spec.written !== true || spec.annotated === true)
      : spec.kind === "int" || spec.kind === "open";
  return policy.certain && flags.size === 0 && [...inputs.specs.values()].every(plain);
}

type Failed = SymbolicRun & { raised: PyRaise };

/** An attribute that the file gives to some object from outside, or that a class derived from this one may have. */
function isSetSomewhere(attribute: string, name: string, { tree }: Source): boolean {
  const derived = classDefs(tree).some(({ bases }) => bases.some((base) => base.kind === "Name" && base.id === name));
  const written = writtenAttributes(tree).some(({ attr, value }) => attr === attribute && (derived || !isSelf(value)));
  return written || hasString(tree, attribute);
}

const CONTAINERS = ["ModuleList", "ModuleDict", "Sequential"];

/** A container is filled by who makes it. */
function isContainer(module: Value): boolean {
  return classOf(module).mro.some(({ name, module: home }) => CONTAINERS.includes(name) && home.startsWith("torch.nn"));
}

/** Whether methods beside the constructor and `forward` set attributes: they may have to be called first. */
function isPrepared({ tree }: Source, name: string): boolean {
  const methods = classDefs(tree).find((node) => node.name === name)?.body ?? [];
  return methods.some(
    (method) =>
      method.kind === "FunctionDef" &&
      method.name !== "__init__" &&
      method.name !== "forward" &&
      writtenAttributes(method.body).some(({ value }) => isSelf(value)),
  );
}

const ANY: Spec = { kind: "any" };

function mapped(specs: ReadonlyMap<string, Spec>, change: (spec: Spec) => Spec): Map<string, Spec> {
  return new Map([...specs].map(([path, spec]) => [path, change(spec)]));
}

/** A refusal of PyTorch is about sizes: it must not hang on what a flag or an optional argument is by default. */
function withoutOptions({ inputs, run }: SymbolicRun, name: string): Map<string, Spec> {
  const specs = new Map(inputs.specs);
  for (const { name: param, default: value } of parametersOf(run, name))
    if (isSwitch(value) && !specs.has(param)) specs.set(param, ANY);
  return specs;
}

/** What Python itself or the program raises is about values: it must not hang on any that was guessed, or that a caller is to give. */
function withoutGuesses({ inputs, run }: SymbolicRun, name: string): Map<string, Spec> {
  const specs = mapped(inputs.specs, (spec) =>
    spec.kind === "tensor" && (spec.guesses === undefined || spec.ranks !== undefined) ? spec : ANY,
  );
  const params = parametersOf(run, name);
  // Where something must be given anyway, the defaults alone need not make sense.
  const needs = params.some(
    ({ default: value, kind, method }) => value === undefined && !kind.endsWith("arg") && method === "__init__",
  );
  for (const { name: param, default: value } of params)
    if (value !== undefined && (needs || isSwitch(value) || isPlaceholder(value)) && !specs.has(param))
      specs.set(param, ANY);
  return specs;
}

const isSwitch = (value: Value | undefined) => value === null || typeof value === "boolean";

/** A default that often says "none was given": `depth=0`, `scale=1.0`, `layers=()`. */
function isPlaceholder(value: Value | undefined): boolean {
  if (value instanceof PyTuple) return value.items.length === 0;
  const number = value instanceof PyFloat ? value.value : value;
  return number === "" || (typeof number === "number" && Math.abs(number) <= 1);
}

function parametersOf(run: SymbolicRun["run"], name: string): (Parameter & { method: string })[] {
  const cls = run.machine.findattr(run.module, name);
  if (!(cls instanceof PyClass)) return [];
  return ["__init__", "forward"].flatMap((method) => {
    const fn = cls.lookup(method);
    return fn instanceof PyFunction ? fn.params.slice(1).map((param) => ({ ...param, method })) : [];
  });
}

/** Each tensor whose dtype nobody told, as one of integers and one of booleans. */
function withIntegers(specs: ReadonlyMap<string, Spec>): Map<string, Spec>[] {
  return [...specs].flatMap(([path, spec]) =>
    spec.kind === "tensor" && spec.dtype === undefined
      ? (["int64", "bool"] as const).map((dtype) => new Map(specs).set(path, { ...spec, dtype }))
      : [],
  );
}

function withRank(spec: Spec, rank: number): Spec {
  return spec.kind === "tensor" && spec.guesses !== undefined
    ? { ...spec, names: genericNames(rank), generic: true }
    : spec;
}

function sameFailure(failed: Failed | undefined, raised: PyRaise | undefined): failed is Failed {
  if (failed === undefined || raised === undefined) return false;
  const [at, bt] = [failed.raised.stack[0], raised.stack[0]];
  return failed.raised.exception.cls === raised.exception.cls && at?.file === bt?.file && at?.start === bt?.start;
}
