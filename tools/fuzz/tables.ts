import { AbstractInterpreter } from "../../src/analysis/machine/interpreter";
import { operators } from "../../src/analysis/ops/families";
import { libraries } from "../../src/analysis/session/libraries";
import {
  Builtin,
  ClassMethod,
  type Parameter,
  PyClass,
  PyFunction,
  StaticMethod,
  type Value,
} from "../../src/analysis/values";
import { preludeSources } from "../../src/syntax/prelude";
import { Source } from "../../src/syntax/source";

/** Something that a program may call, as the machine's own tables have it. */
export interface Callable {
  /** The expression that names it: `sorted`, `str.join`, `torch.nn.functional.relu`, `torch.nn.Linear`. */
  name: string;
  /** The module to import first. */
  module?: string;
  /** Its parameters; a method's receiver is the first. */
  args: { name: string; type?: string; keywordOnly?: boolean; required: boolean }[];
}

/** Modules whose functions and classes are called; the rest of the stand-ins do little. */
const MODULES =
  /^(torch(\.nn(\.functional|\.init|\.utils(\.\w+)?)?|\.fft|\.linalg|\.special|\.func|\.utils\.checkpoint)?|numpy(\.\w+)?|math|cmath|itertools|functools|collections|operator|re|string|random|statistics|fractions|decimal|datetime|copy|dataclasses|enum|typing|struct|json|textwrap|bisect|heapq|contextlib|inspect|types|einops(\.\w+)*|abc|numbers|array|difflib|fnmatch|shlex|pathlib|time|warnings|weakref)$/;

/** Every public builtin, method of a builtin class, operator, and function or class of the modules above. */
export function callables(): Callable[] {
  const operatorNames = new Set(operators.names());
  return [...builtins(), ...rows(), ...standIns().filter(({ name }) => !operatorNames.has(name))];
}

function builtins(): Callable[] {
  return [...libraries().builtins].flatMap(([name, value]) => (/^_(?!_)/.test(name) ? [] : ofValue(name, value)));
}

/** A function, or a class with its methods. */
function ofValue(name: string, value: Value, module?: string): Callable[] {
  const from = module === undefined ? {} : { module };
  const args = argumentsOf(value);
  if (args !== undefined) return [{ name, args, ...from }];
  if (!(value instanceof PyClass)) return [];
  const methods = [...value.own].flatMap(([method, fn]) => {
    const own = argumentsOf(fn instanceof StaticMethod || fn instanceof ClassMethod ? fn.func : fn);
    return own === undefined ? [] : [{ name: `${name}.${method}`, args: own, ...from }];
  });
  const init = argumentsOf(value.lookup("__init__"))?.slice(1);
  return [{ name, args: init?.length ? init : SOME, ...from }, ...methods];
}

/** For what takes its arguments as they come. */
const SOME = [1, 2, 3].map((n) => ({ name: `a${n}`, required: n === 1 }));

function argumentsOf(value: Value | undefined): Callable["args"] | undefined {
  if (!(value instanceof Builtin || value instanceof PyFunction)) return undefined;
  if (value instanceof Builtin && value.raw !== undefined) return SOME;
  return value.params.flatMap((param: Parameter) => {
    if (param.kind === "kwarg" || param.kind === "vararg") return [];
    const keywordOnly = param.kind === "keywordOnly" && { keywordOnly: true };
    return [{ name: param.name, required: param.default === undefined, ...keywordOnly }];
  });
}

function rows(): Callable[] {
  return [...operators.names()].flatMap((name) =>
    operators.get(name)!.map(({ schema }) => ({
      name: name.startsWith("Tensor.") ? `torch.${name}` : name,
      module: "torch",
      args: schema.args.map(({ name: argument, type, list, keywordOnly, hasDefault }) => ({
        name: argument,
        type: `${type}${list === false ? "" : "[]"}`,
        required: !hasDefault,
        ...(keywordOnly && { keywordOnly }),
      })),
    })),
  );
}

/** The modules' own names, each value under the first name that it has. */
function standIns(): Callable[] {
  const nothing = { read: () => undefined, isFile: () => false, isFolder: () => false };
  const sources = {
    get: () => undefined,
    parse: (name: string, text: string) => new Source(name, text, { body: [], comments: [], problems: [] }),
  };
  const machine = new AbstractInterpreter({
    host: nothing,
    prelude: preludeSources,
    sources,
    libraries: libraries(),
    roots: [],
  });
  const seen = new Set<Value>([...libraries().builtins.values()]);
  const names = [...new Set([...preludeSources.names(), ...libraries().modules.keys()])];
  return names
    .filter((name) => MODULES.test(name))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .flatMap((module) => {
      const found = machine.importer.find(module)!;
      machine.importer.load(found);
      return [...found.globals.keys()].flatMap((name) => {
        const value = name.startsWith("_") ? undefined : machine.findattr(found, name);
        if (value === undefined || value === null || typeof value !== "object" || seen.has(value)) return [];
        seen.add(value);
        return ofValue(`${module}.${name}`, value, module);
      });
    });
}
