import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import { PyRaise } from "../trace/raise";
import { PyClass, PyFunction, type Value } from "../values";
import { Stopped, work } from "../work";
import { annotationSpec } from "./annotations";
import { genericNames, Inputs, Restart, type Spec } from "./inputs";
import { SymbolicPolicy } from "./policy";
import { writtenShape } from "./written-shapes";

/** A finished symbolic run of a class. */
export interface SymbolicRun {
  run: Run;
  inputs: Inputs;
  policy: SymbolicPolicy;
  module: Value;
  /** Absent where forward raised. */
  output?: Value;
  raised?: PyRaise;
  /** Parameters that were set to something else than their defaults. */
  flags: Map<string, Value>;
}

/** A run begins anew at most this often. */
const MAX_RESTARTS = 60;

/** Units of work of one run: no class needs as many, unless it computes tables in plain Python. */
const MAX_WORK = 3_000_000;

/**
 * Runs a module class without a call: constructor parameters become symbols of their names (or keep their defaults),
 * inputs learn their shapes from how `forward` uses them. `flags` overrides parameters, `forward.NAME` those of forward.
 */
export function runSymbolic(
  base: Run,
  name: string,
  flags: ReadonlyMap<string, Value> = new Map(),
  known: ReadonlyMap<string, Spec> = new Map(),
): SymbolicRun | undefined {
  return settle(base, name, flags, new Map(known), true);
}

/** Runs until nothing more is learnt of the inputs. `guessing`: a failure under a guessed rank is a reason to try the next rank. */
export function settle(
  base: Run,
  name: string,
  flags: ReadonlyMap<string, Value>,
  specs: Map<string, Spec>,
  guessing: boolean,
): SymbolicRun | undefined {
  const { machine } = base;
  for (let round = 0; round < MAX_RESTARTS; round++) {
    const inputs = new Inputs(specs);
    const policy = new SymbolicPolicy(inputs, machine);
    const run: Run = { ...base, state: new RunState(policy) };
    try {
      const found = work.within(MAX_WORK, () =>
        machine.isolated(run.state, () => attempt(run, inputs, policy, name, flags)),
      );
      if (found?.raised !== undefined && (dropWritten(specs) || (guessing && nextGuess(specs)))) continue;
      return found;
    } catch (error) {
      if (error instanceof Stopped) {
        if (error.reason !== "work") throw error;
        // Of what is only tried for a verdict nothing is shown.
        if (guessing) machine.givenUp.push(error);
        return undefined;
      }
      if (!(error instanceof Restart)) return undefined;
      learn(specs, error);
    }
  }
  return undefined;
}

/** What is learnt later does not undo what the program said itself. */
function learn(specs: Map<string, Spec>, { path, spec }: Restart): void {
  specs.set(path, spec);
}

/** The run failed with shapes that were only written down: it goes on without them. */
function dropWritten(specs: Map<string, Spec>): boolean {
  let dropped = false;
  for (const [path, spec] of specs) {
    if (spec.kind !== "tensor" || spec.written !== true) continue;
    specs.set(path, { kind: "open", type: "Tensor" });
    dropped = true;
  }
  return dropped;
}

/** The run failed with a rank that was only guessed: tries the next one. */
function nextGuess(specs: Map<string, Spec>): boolean {
  for (const [path, spec] of specs) {
    if (spec.kind !== "tensor" || spec.guesses === undefined || spec.guesses.length === 0) continue;
    const [rank, ...rest] = spec.guesses;
    specs.set(path, { ...spec, names: genericNames(rank), generic: true, guesses: rest });
    return true;
  }
  return false;
}

function attempt(
  run: Run,
  inputs: Inputs,
  policy: SymbolicPolicy,
  name: string,
  flags: ReadonlyMap<string, Value>,
): SymbolicRun | undefined {
  const { machine, module } = run;
  const cls = machine.findattr(module, name);
  if (!(cls instanceof PyClass)) return undefined;
  const base = { run, inputs, policy, flags: new Map(flags) };
  try {
    const init = cls.lookup("__init__");
    const args =
      init instanceof PyFunction && cls.mro.find(({ own }) => own.has("__init__"))?.name !== "Module"
        ? argumentsFor(init, "constructor", inputs, flags, "")
        : { args: [], kwargs: new Map() };
    const object = machine.call(cls, args.args, args.kwargs);
    const forward = cls.lookup("forward");
    if (!(forward instanceof PyFunction)) return undefined;
    const given = argumentsFor(forward, "forward", inputs, flags, "forward.");
    try {
      return { ...base, module: object, output: machine.call(object, given.args, given.kwargs) };
    } catch (error) {
      if (error instanceof PyRaise) return { ...base, module: object, raised: error };
      throw error;
    }
  } catch (error) {
    if (error instanceof PyRaise) return { ...base, module: null, raised: error };
    throw error;
  }
}

/** Arguments for the parameters: flags first, then defaults (left to the function), then inputs. */
function argumentsFor(
  fn: PyFunction,
  origin: "constructor" | "forward",
  inputs: Inputs,
  flags: ReadonlyMap<string, Value>,
  prefix: string,
): { args: Value[]; kwargs: Map<string, Value> } {
  const args: Value[] = [];
  const kwargs = new Map<string, Value>();
  let positional = true;
  for (const param of fn.params.slice(1)) {
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
    const flag = flags.get(prefix + param.name);
    let value: Value | undefined = flag;
    if (value === undefined && param.default !== undefined && !inputs.specs.has(param.name)) {
      positional = false;
      continue;
    }
    if (value === undefined) {
      if (!inputs.specs.has(param.name)) {
        const written = origin === "forward" ? writtenShape(fn, param.name, param.annotation) : undefined;
        inputs.specs.set(param.name, written ?? annotationSpec(param.name, param.annotation, origin));
      }
      value = inputs.value(param.name, origin);
    }
    if (positional && param.kind !== "keywordOnly") args.push(value);
    else kwargs.set(param.name, value);
  }
  return { args, kwargs };
}
