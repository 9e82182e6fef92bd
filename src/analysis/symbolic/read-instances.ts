import type { Interpreter } from "../machine/machine";
import { NOT_READ } from "../machine/readings";
import { RunState } from "../machine/run-state";
import { PyRaise } from "../trace/raise";
import { classOf, Obj, type PyClass, PyFunction, Unknown, unwrapped, type Value } from "../values";
import { makeSettings, settingsClass } from "./configurations";
import { Inputs, Restart, type Spec } from "./inputs";
import { SymbolicPolicy } from "./policy";

/** The construction of an instance begins anew at most this often. */
const MAX_RESTARTS = 20;

/** Numbers by which loops count may be no greater: what is more is not worth its work. */
const MAX_ROUNDS = 48;

/**
 * What a library's class method gives that reads an instance from a path (`from_pretrained("bert-base-uncased")`): an instance of the class whose
 * sizes are symbols named as its settings; what the call gives by name is that, and all else keeps its default. Each of it is noted as presumed
 * (`RunState.presumed`), so that nothing is an error that follows from it. Not known where such an instance can't be made.
 */
export function readInstance(
  machine: Interpreter,
  cls: PyClass,
  path: Value,
  given: ReadonlyMap<string, Value>,
): Value {
  const { state } = machine;
  const isModule = cls.lookup("forward") instanceof PyFunction;
  const unknown = machine.unknown(NOT_READ, isModule ? "module" : "any");
  if (state.policy?.presumes === false || typeof path !== "string" || cls.hasUnknownBase) return unknown;
  if ([...given.values()].some((value) => value instanceof Unknown)) return unknown;
  const learnt = explore(machine, cls, given);
  if (learnt === undefined) return unknown;
  const inputs = new Inputs(byDefault(learnt), undefined, (name) => machine.readings.nameOf(path, cls, name));
  const policy = new SymbolicPolicy(inputs, machine);
  const { top } = machine;
  try {
    const object = machine.readings.deciding(policy, () => build(machine, cls, inputs, given));
    if (object === undefined) return unknown;
    if (object instanceof Obj && isModule) machine.callMethod(object, "eval");
    for (const value of given.values())
      if (isModule && classOf(value).name === "dtype") machine.callMethod(object, "to", [value]);
    for (const what of [`${cls.name} with its defaults`, ...policy.assumed]) state.presume(what);
    for (const [own, spec] of learnt.specs)
      if (spec.kind === "number") state.presume(`${own} = ${learnt.defaults.get(own) ?? spec.value}`);
    return object;
  } catch (error) {
    if (!(error instanceof PyRaise || error instanceof Restart)) throw error;
    machine.top = top;
    return unknown;
  }
}

/** What the construction wants of the settings: which are sizes, and by which loops count. */
function explore(machine: Interpreter, cls: PyClass, given: ReadonlyMap<string, Value>): Inputs | undefined {
  const specs = new Map<string, Spec>();
  for (let round = 0; round < MAX_RESTARTS; round++) {
    const inputs = new Inputs(specs);
    try {
      const state = new RunState(new SymbolicPolicy(inputs, machine));
      const object = machine.readings.aside(state, () => build(machine, cls, inputs, given));
      return object === undefined ? undefined : inputs;
    } catch (error) {
      if (error instanceof Restart) specs.set(error.path, error.spec);
      else if (error instanceof PyRaise) return undefined;
      else throw error;
    }
  }
  return undefined;
}

/** What was learnt, with numbers of rounds as the defaults say. */
function byDefault({ specs, defaults }: Inputs): Map<string, Spec> {
  const result = new Map(specs);
  for (const [path, spec] of specs) {
    const usual = defaults.get(path);
    if (spec.kind === "number" && usual !== undefined && usual <= MAX_ROUNDS)
      result.set(path, { kind: "value", value: usual });
  }
  return result;
}

/** The class with settings that inputs give: itself where it is one of settings. Undefined where it takes anything else. */
function build(
  machine: Interpreter,
  cls: PyClass,
  inputs: Inputs,
  given: ReadonlyMap<string, Value>,
): Value | undefined {
  const settings = (one: PyClass, name: string): Value | undefined => {
    const path = inputs.pathOf(name, "constructor");
    for (const [own, value] of given) inputs.specs.set(inputs.pathIn(path, own), { kind: "value", value });
    return makeSettings(machine, inputs, path, one);
  };
  const init = cls.lookup("__init__");
  if (!(cls.lookup("forward") instanceof PyFunction)) return settings(cls, "config");
  if (!(init instanceof PyFunction)) return undefined;
  const args = new Map<string, Value>();
  for (const param of unwrapped(init).params.slice(1)) {
    if (param.kind === "vararg" || param.kind === "kwarg") continue;
    const known = given.get(param.name);
    const wanted = known === undefined && param.default === undefined;
    const one = wanted ? settingsClass(machine, init.module, cls, init, param) : undefined;
    const value = known ?? (one && settings(one, param.name));
    if (wanted && value === undefined) return undefined;
    if (value !== undefined) args.set(param.name, value);
  }
  return machine.call(cls, [], args);
}
