import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import type { PyRaise } from "../trace/raise";
import { Obj, PyClass } from "../values";
import { Stopped, work } from "../work";
import { Choice } from "./assumption";
import { Inputs, Restart, type Spec } from "./inputs";
import type { OutsideWrites } from "./outside";
import { PinnedPolicy } from "./pinned-policy";
import { attempt, changeMode, type Manner } from "./symbolic";

/** How a class or function fails under one alternative of each assumption. */
export interface PinnedFailure {
  run: Run;
  raised: PyRaise;
  /** Whether there was something to call: the constructor had come to its end. */
  built: boolean;
}

/** Alternatives of all assumptions together that are tried: what needs more is not proven. */
const MAX_RUNS = 240;

/** A run begins anew at most this often before it needs another choice. */
const MAX_RESTARTS = 40;

/** Units of work for all that is tried of one class. */
const MAX_WORK = 1_000_000;

/**
 * The failures of a class or function under every alternative of all that is assumed to run it: inputs are unknown, and where the program leaves no doubt that
 * one is a tensor, it is tried in all ranks and with all kinds of numbers. Undefined where one of them does not fail, or not all could be tried.
 */
export function failuresOfAll(
  base: Run,
  name: string,
  outside: OutsideWrites,
  mode: "train" | "eval",
  most = MAX_WORK,
): PinnedFailure[] | undefined {
  const found: PinnedFailure[] = [];
  const byAttribute = new Set<string>();
  let runs = 0;
  const all = (specs: ReadonlyMap<string, Spec>): boolean => {
    if (++runs > MAX_RUNS) return false;
    const one = settlePinned(base, name, outside, mode, new Map(specs));
    if (one === undefined) return false;
    if ("raised" in one) {
      if (isOfAnother(base, one.raised, byAttribute)) return false;
      found.push(one);
      return true;
    }
    const { path, assumption } = one.choice;
    if (assumption.byAttribute === true) byAttribute.add(path);
    return assumption.alternatives.every((spec) => all(new Map(one.specs).set(path, spec)));
  };
  try {
    return work.within(most, () => all(new Map())) ? found : undefined;
  } catch (error) {
    if (error instanceof Stopped && error.reason === "work" && work.left > 0) return undefined;
    throw error;
  }
}

/** Whether an input that was taken for a tensor for one of its attributes lacks another one: `module.stft(x)`, then `module.channels`. */
function isOfAnother(
  { machine, module }: Run,
  { failure, stack: [place] }: PyRaise,
  inputs: ReadonlySet<string>,
): boolean {
  if (failure.kind !== "attribute" || failure.owner !== "Tensor" || place === undefined) return false;
  const { name: attribute } = failure;
  const failed = [module, ...machine.importer.ownModules()].find(({ file }) => file === place.file);
  const text = failed && machine.importer.textOf(failed);
  return [...inputs].some((input) => text?.startsWith(`${input}.${attribute}`, place.start) === true);
}

/** Runs until the class fails or an assumption is needed. Undefined where it comes to its end. */
function settlePinned(
  base: Run,
  name: string,
  outside: OutsideWrites,
  mode: "train" | "eval",
  specs: Map<string, Spec>,
): PinnedFailure | { choice: Choice; specs: Map<string, Spec> } | undefined {
  const { machine, module } = base;
  const tested = machine.findattr(module, name.split(".")[0]);
  const manner: Manner = {
    everything: true,
    begin: () => {
      // What functions of another module write, somebody may have called: `get_args()` gives what `set_args` has put there.
      for (const own of new Set([module, ...machine.importer.ownModules()])) outside.loosenGlobals(own);
    },
    built: (object) => {
      changeMode(machine, object, mode);
      if (object instanceof Obj && tested instanceof PyClass) outside.loosen(machine, object, tested);
    },
  };
  for (let round = 0; round < MAX_RESTARTS; round++) {
    const inputs = new Inputs(specs);
    const run: Run = { ...base, state: new RunState(new PinnedPolicy(machine)) };
    run.state.settings.training = mode === "train";
    try {
      const end = machine.isolated(run.state, () => attempt(run, inputs, name, new Map(), manner));
      // What fails may fail for want of what else a caller can give.
      if (end?.raised === undefined || inputs.incomplete || run.state.presumed.size > 0) return undefined;
      return { run, raised: end.raised, built: end.called !== null };
    } catch (error) {
      if (error instanceof Choice) return { choice: error, specs };
      if (error instanceof Stopped) throw error;
      if (!(error instanceof Restart)) return undefined;
      specs.set(error.path, error.spec);
    }
  }
  return undefined;
}
