import { isSymbol, keyOf } from "../dims";
import type { Interpreter } from "../machine/machine";
import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import { MODULE } from "../tensor/device";
import { Tensor } from "../tensor/tensor";
import { PyRaise } from "../trace/raise";
import { Obj, type Parameter, PyClass, PyDict, PyFunction, type PyModule, unwrapped, type Value } from "../values";
import { keepFork, openFork, undoFork } from "../values/heap";
import { Stopped, work } from "../work";
import { annotationSpec, isTensor } from "./annotations";
import { makeSettings, settingsClass } from "./configurations";
import { genericNames, Inputs, isGuessedRank, Restart, type Spec } from "./inputs";
import { offers } from "./offers";
import { SymbolicPolicy } from "./policy";
import { learnFromRefusal } from "./refusals";
import { writtenShape } from "./written-shapes";

/** A finished symbolic run of a class, or of a function. */
export interface SymbolicRun {
  /** The method that was called, where the object could be built. */
  forward?: PyFunction;
  run: Run;
  inputs: Inputs;
  policy: SymbolicPolicy;
  /** What was called: the object, the function, or None where there is no object yet. */
  called: Value;
  /** What it was called with, by parameter. */
  named: ReadonlyMap<string, Value>;
  /** Absent where the call raised. */
  output?: Value;
  raised?: PyRaise;
  /** Parameters that were set to something else than their defaults. */
  flags: Map<string, Value>;
}

/** How a class or function is called that nobody calls. */
export interface Manner {
  /** Gives inputs for the parameters with a default as well. */
  everything: boolean;
  /** Done with the object between the constructor and `forward`. */
  built(object: Value): void;
  /** Done before anything. */
  begin?(): void;
}

/** A run begins anew at most this often. */
const MAX_RESTARTS = 60;

/** Units of work of one run: no class needs as many, unless it computes tables in plain Python. */
const MAX_WORK = 3_000_000;

/** Likewise, of one that is tried with optional inputs. */
const TRY_WORK = 1_500_000;

/** Likewise, of guessed ranks in another order. */
const ORDER_WORK = 150_000;

/**
 * Runs a module class, another method of one (`Net.encode`) or a function without a call: constructor parameters become symbols of their names (or keep their defaults),
 * inputs learn their shapes from how `forward` uses them. `flags` overrides parameters, `forward.NAME` those of forward. `most`: units of
 * work for what is only tried.
 */
export function runSymbolic(
  base: Run,
  name: string,
  flags: ReadonlyMap<string, Value> = new Map(),
  known: ReadonlyMap<string, Spec> = new Map(),
  most = MAX_WORK,
): SymbolicRun | undefined {
  const found = search(base, name, flags, known, most, "earliest");
  const guessed = [...(found?.inputs.specs.values() ?? [])].filter(isGuessedRank);
  if (found !== undefined && found.raised === undefined && most === MAX_WORK && guessed.length > 0)
    return withoutEqualSizes(base, name, found) ?? found;
  const about = found?.raised?.failure.kind;
  if (most < MAX_WORK || guessed.length < 2 || (about !== "rank" && about !== "index")) return found;
  const other = search(base, name, flags, known, ORDER_WORK, "latest");
  return other === undefined || other.raised !== undefined ? found : other;
}

/** A rank under which two sizes of one input had to be equal is a poor guess where another one, of which nothing is asked, does as well. */
function withoutEqualSizes(base: Run, name: string, found: SymbolicRun): SymbolicRun | undefined {
  if (!hasEqualSizes(found)) return undefined;
  const specs = new Map(found.inputs.specs);
  while (nextGuess(specs, "earliest")) {
    const other = search(base, name, found.flags, specs, ORDER_WORK, "earliest");
    if (other !== undefined && other.raised === undefined && !hasEqualSizes(other)) return other;
  }
  return undefined;
}

/** Whether two sizes of an input whose rank is a guess, each a symbol of its own, turned out to be one. */
function hasEqualSizes({ run, inputs, named }: SymbolicRun): boolean {
  const given = run.state.trace.roots.at(-1)?.named ?? named;
  return [...given].some(([name, value]) => {
    const spec = inputs.specs.get(inputs.pathOf(name, "forward"));
    if (!(value instanceof Tensor) || spec === undefined || !isGuessedRank(spec)) return false;
    const sizes = value.shape.flatMap((dim) => (isSymbol(dim) ? [keyOf(run.state.assumptions.present(dim))] : []));
    return new Set(sizes).size < sizes.length;
  });
}

/** Of several inputs whose ranks are guessed, the one whose next rank is tried first, by when each was met. */
type Order = "earliest" | "latest";

function search(
  base: Run,
  name: string,
  flags: ReadonlyMap<string, Value>,
  known: ReadonlyMap<string, Spec>,
  most: number,
  order: Order,
): SymbolicRun | undefined {
  const { machine } = base;
  const specs = new Map(known);
  const rounds = { left: MAX_RESTARTS };
  while (rounds.left > 0) {
    const inputs = new Inputs(specs, machine.readings.names);
    const policy = new SymbolicPolicy(inputs, machine);
    const run: Run = { ...base, state: new RunState(policy) };
    try {
      const found = machine.isolated(run.state, () =>
        settle({ run, inputs, policy, specs, flags, rounds, most, order }, name),
      );
      if (found !== AGAIN) return found && { run, inputs, policy, flags: new Map(flags), ...found };
    } catch (error) {
      if (!(error instanceof Stopped)) return undefined;
      // Where the whole file has used up its work, this run is not what took too much.
      if (error.reason !== "work" || work.left <= 0) throw error;
      // What is only tried may be too long, and nothing is said.
      if (most === MAX_WORK) machine.givenUp.push(error);
      return undefined;
    }
  }
  return undefined;
}

/** Something was learnt of what the constructor gets. */
const AGAIN = Symbol("again");

/** A run that learns of its inputs. */
interface Learning {
  run: Run;
  inputs: Inputs;
  policy: SymbolicPolicy;
  /** What is known of the inputs, from round to round. */
  specs: Map<string, Spec>;
  flags: ReadonlyMap<string, Value>;
  rounds: { left: number };
  /** Units that building and calling may cost together. */
  most: number;
  order: Order;
}

/**
 * Builds the class, then calls it until nothing more is learnt. What `forward` teaches of its own inputs changes nothing of the object:
 * its writes are undone and it is called again. What is learnt of the constructor's inputs needs another object.
 */
function settle(learning: Learning, name: string): Attempt | undefined | typeof AGAIN {
  const { run, inputs, policy, specs, flags, rounds, most } = learning;
  const { machine } = run;
  const began = work.spent;
  rounds.left--;
  const built = learnFrom(learning, () => work.within(most, () => build(run, inputs, name, flags)));
  if (built === AGAIN || built === undefined || !("call" in built)) return built;
  const price = work.spent - began;
  const known = new Map(specs);
  const marks = [run.state.mark(), inputs.mark(), policy.mark()];
  for (;;) {
    openFork();
    let kept = true;
    try {
      const found = learnFrom(learning, () => work.within(most - price, built.call));
      if (found !== AGAIN) return found;
      kept = false;
    } finally {
      if (kept) keepFork();
      else undoFork();
    }
    const onlyForward = [...specs].every(
      ([path, spec]) => known.get(path) === spec || inputs.originOf(path) === "forward",
    );
    if (!onlyForward || rounds.left <= 0) return AGAIN;
    rounds.left--;
    machine.rest();
    for (const rewind of marks) rewind();
  }
}

/** Goes on with what was learnt, unless nothing was. */
function learnFrom<T extends object | undefined>({ inputs, specs, order }: Learning, go: () => T): T | typeof AGAIN {
  try {
    const found = go();
    if (found === undefined || !("raised" in found) || !(found.raised instanceof PyRaise)) return found;
    return learnFromRefusal(inputs, found.raised) || dropWritten(specs) || nextGuess(specs, order) ? AGAIN : found;
  } catch (error) {
    if (!(error instanceof Restart)) throw error;
    learn(specs, error);
    return AGAIN;
  }
}

/** A run of what failed with the inputs that it must have, and is given optional ones; undefined where none of those help. */
export function runWithOptional(base: Run, name: string, failed: SymbolicRun): SymbolicRun | undefined {
  const { forward, inputs, flags } = failed;
  for (const offer of forward === undefined ? [] : offers(unwrapped(forward), inputs)) {
    const other = runSymbolic(base, name, flags, new Map([...inputs.specs, ...offer]), TRY_WORK);
    if (other !== undefined && other.raised === undefined) return other;
  }
  return undefined;
}

/** Optional inputs that a run was given. */
export function optionalGiven({ forward, inputs }: SymbolicRun): string[] {
  if (forward === undefined) return [];
  const optional = unwrapped(forward).params.filter(({ default: value }) => value === null);
  return optional.map(({ name }) => name).filter((name) => inputs.specs.has(inputs.pathOf(name, "forward")));
}

/** What is learnt later does not undo what the program said itself. */
function learn(specs: Map<string, Spec>, { path, spec }: Restart): void {
  const before = specs.get(path);
  const dtype = before?.kind === "open" ? before.dtype : undefined;
  specs.set(path, spec.kind === "tensor" && dtype !== undefined ? { dtype, ...spec } : spec);
}

/** The run failed with shapes that were only written down: it goes on without them. */
function dropWritten(specs: Map<string, Spec>): boolean {
  let dropped = false;
  for (const [path, spec] of specs) {
    if ((spec.kind !== "tensor" && spec.kind !== "tuple") || spec.written !== true) continue;
    specs.set(path, { kind: "open", type: "Tensor" });
    dropped = true;
  }
  return dropped;
}

/** The run failed with a rank that was only guessed: tries the next one. */
function nextGuess(specs: Map<string, Spec>, order: Order): boolean {
  const met = [...specs].filter(([, spec]) => isGuessedRank(spec));
  for (const [path, spec] of order === "earliest" ? met : met.reverse()) {
    if (spec.kind !== "tensor") continue;
    const [rank, ...rest] = spec.guesses ?? [];
    if (rank !== undefined) {
      specs.set(path, { ...spec, names: genericNames(rank), generic: true, guesses: rest });
      return true;
    }
    // With another rank of what was met before, all of its own are open again.
    if (order === "latest") specs.set(path, { kind: "open", type: "Tensor" });
  }
  return false;
}

/** As the class stands: its defaults, and `eval()`, which a class may have a `train` of its own for. */
const PLAIN = (machine: Interpreter): Manner => ({
  everything: false,
  built: (object) => changeMode(machine, object, "eval"),
});

/** Calls `train()` or `eval()` of a module where one of its classes does more there than PyTorch's. */
export function changeMode(machine: Interpreter, object: Value, method: "train" | "eval"): void {
  if (!(object instanceof Obj) || !modulesIn(object).some(({ cls }) => hasOwnMode(cls))) return;
  machine.call(machine.getattr(object, method));
}

function hasOwnMode(cls: PyClass): boolean {
  const { name, module } = cls.mro.find(({ own }) => own.has("train") || own.has("eval")) ?? cls;
  return !(name === "Module" && module.startsWith("torch.nn"));
}

/** A module and all that are registered in it. */
function modulesIn(root: Obj): Obj[] {
  const found = new Set<Obj>([root]);
  for (const one of found) {
    const children = one.attrs?.get("_modules");
    if (children instanceof PyDict) for (const child of children.values()) if (child instanceof Obj) found.add(child);
  }
  return [...found];
}

/** Parameters and buffers lie wherever the module was moved to; all else stays where it was made. */
function placeModule(root: Obj): void {
  for (const module of modulesIn(root))
    for (const name of ["_parameters", "_buffers"]) {
      const held = module.attrs?.get(name);
      for (const tensor of held instanceof PyDict ? held.values() : [])
        if (tensor instanceof Tensor) tensor.update({ device: tensor.device === "cpu" ? MODULE : undefined });
    }
}

/** What came of a class that was built and called, or of a function. */
export type Attempt = Pick<SymbolicRun, "called" | "named" | "output" | "raised" | "forward">;

/** What was built, and how it is called. */
interface Built {
  call: () => Attempt;
}

/** Builds the class and calls it or its method, or calls the function; undefined where there is no such thing. */
export function attempt(
  run: Run,
  inputs: Inputs,
  name: string,
  flags: ReadonlyMap<string, Value>,
  manner: Manner = PLAIN(run.machine),
): Attempt | undefined {
  const built = build(run, inputs, name, flags, manner);
  return built !== undefined && "call" in built ? built.call() : built;
}

/** Builds the class, where it is one; what the constructor raises ends the attempt. */
function build(
  { machine, module }: Run,
  inputs: Inputs,
  name: string,
  flags: ReadonlyMap<string, Value>,
  manner: Manner = PLAIN(machine),
): Built | Attempt | undefined {
  const [owner, method] = name.split(".");
  const cls = machine.findattr(module, owner);
  manner.begin?.();
  if (cls instanceof PyFunction) return { call: () => attemptFunction(machine, cls, inputs, flags, manner) };
  if (!(cls instanceof PyClass)) return undefined;
  let object: Value = null;
  let reached: PyFunction | undefined;
  try {
    const init = cls.lookup("__init__");
    const args =
      init instanceof PyFunction && cls.mro.find(({ own }) => own.has("__init__"))?.name !== "Module"
        ? argumentsFor(init, "constructor", inputs, flags, manner, (param) =>
            manner.everything ? undefined : settingsFor(machine, module, cls, init, param, inputs),
          )
        : { args: [], kwargs: new Map() };
    const built = machine.call(cls, args.args, args.kwargs);
    const forward = cls.lookup(method ?? "forward");
    if (!(forward instanceof PyFunction)) return undefined;
    manner.built(built);
    object = built;
    reached = forward;
    if (built instanceof Obj) {
      inputs.ofModule = true;
      inputs.builtSince = new Tensor([], "float32").serial;
      placeModule(built);
      const first = unwrapped(forward).params[1];
      inputs.firstInput = first && inputs.pathOf(first.name, "forward");
    }
    const isCalled = method === undefined && !hasOwnCall(cls);
    return { call: () => callBuilt(machine, inputs, flags, manner, { object: built, forward, method, isCalled }) };
  } catch (error) {
    if (error instanceof PyRaise) return { called: object, named: new Map(), raised: error, forward: reached };
    throw error;
  }
}

/** An object and what of it is called. */
interface Called {
  object: Value;
  forward: PyFunction;
  method: string | undefined;
  /** The object itself is called, as a module is. */
  isCalled: boolean;
}

function callBuilt(
  machine: Interpreter,
  inputs: Inputs,
  flags: ReadonlyMap<string, Value>,
  manner: Manner,
  { object, forward, method, isCalled }: Called,
): Attempt {
  let named: ReadonlyMap<string, Value> = new Map();
  try {
    const given = argumentsFor(forward, "forward", inputs, flags, manner);
    named = given.named;
    const call = () =>
      machine.call(isCalled ? object : machine.getattr(object, method ?? "forward"), given.args, given.kwargs);
    const output = isCalled ? call() : asModuleCall(machine, object, forward, given, call);
    return { called: object, named, forward, output };
  } catch (error) {
    if (error instanceof PyRaise) return { called: object, named, raised: error, forward };
    throw error;
  }
}

/** Whether a call of an instance is another function than `forward`, which may take other arguments. */
function hasOwnCall({ mro }: PyClass): boolean {
  const owner = mro.find(({ own }) => own.has("__call__"));
  return owner !== undefined && mro.some(({ name }) => name === "Module") && !owner.module.startsWith("torch.nn");
}

/** Records the call of another method of a module as that of its `forward` is. */
function asModuleCall(
  { trace }: Interpreter,
  module: Value,
  { place: forward }: PyFunction,
  { args, named }: { args: Value[]; named: Map<string, Value> },
  call: () => Value,
): Value {
  if (!(module instanceof Obj)) return call();
  return trace.recordCall({ module, path: "", isMember: true, inputs: args, named, place: undefined, forward }, call);
}

/** A function takes its arguments as `forward` does. */
function attemptFunction(
  machine: Interpreter,
  fn: PyFunction,
  inputs: Inputs,
  flags: ReadonlyMap<string, Value>,
  manner: Manner,
): Attempt {
  const { args, kwargs, named } = argumentsFor(fn, "function", inputs, flags, manner);
  try {
    return { called: fn, named, output: machine.call(fn, args, kwargs) };
  } catch (error) {
    if (error instanceof PyRaise) return { called: fn, named, raised: error };
    throw error;
  }
}

/** An instance of the class of settings that a constructor's parameter is one of, where the program tells that. */
function settingsFor(
  machine: Interpreter,
  module: PyModule,
  tested: PyClass,
  init: PyFunction,
  param: Parameter,
  inputs: Inputs,
): Value | undefined {
  const path = inputs.pathOf(param.name, "constructor");
  if ((inputs.specs.get(path)?.kind ?? "settings") !== "settings") return undefined;
  const cls = settingsClass(machine, module, tested, unwrapped(init), param);
  const made = cls && makeSettings(machine, inputs, path, cls);
  if (made === undefined) return undefined;
  inputs.specs.set(path, { kind: "settings" });
  inputs.made.set(path, made);
  return made;
}

/** Arguments for the parameters: flags first, then defaults (left to the function), then settings, then inputs. */
function argumentsFor(
  called: PyFunction,
  what: "constructor" | "forward" | "function",
  inputs: Inputs,
  flags: ReadonlyMap<string, Value>,
  { everything }: Manner,
  settings: (param: Parameter) => Value | undefined = () => undefined,
): { args: Value[]; kwargs: Map<string, Value>; named: Map<string, Value> } {
  const args: Value[] = [];
  const named = new Map<string, Value>();
  const kwargs = new Map<string, Value>();
  const fn = unwrapped(called);
  const params = what === "function" ? fn.params : fn.params.slice(1);
  const origin = what === "constructor" ? what : "forward";
  const prefix = origin === "forward" ? "forward." : "";
  let positional = true;
  for (const param of params) {
    if (param.kind === "kwarg") {
      inputs.incomplete = true;
      continue;
    }
    if (param.kind === "vararg") {
      inputs.incomplete = true;
      if (origin === "forward") args.push(inputs.value(param.name, origin));
      positional = false;
      continue;
    }
    const path = inputs.pathOf(param.name, origin);
    const flag = flags.get(prefix + param.name);
    let value: Value | undefined = flag;
    if (value === undefined && param.default !== undefined && !everything && !inputs.specs.has(path)) {
      positional = false;
      continue;
    }
    value ??= settings(param);
    if (value === undefined) {
      if (!inputs.specs.has(path))
        inputs.specs.set(path, everything ? openSpec(param) : guessedSpec(fn, param, origin));
      value = inputs.value(path, origin);
    }
    named.set(param.name, value);
    if (positional && param.kind !== "keywordOnly") args.push(value);
    else kwargs.set(param.name, value);
  }
  return { args, kwargs, named };
}

/** What a parameter is at first taken for: as its function's words about it say, else its annotation and name. */
export function guessedSpec(fn: PyFunction, { name, annotation }: Parameter, origin: "constructor" | "forward"): Spec {
  const written = origin === "forward" ? writtenShape(fn, name, annotation) : undefined;
  return written ?? annotationSpec(name, annotation, origin);
}

/** An input of which only an annotation may say what it is. */
function openSpec({ annotation, default: value }: Parameter): Spec {
  return { kind: "open", type: isTensor(annotation) && value === undefined ? "Tensor" : "any" };
}
