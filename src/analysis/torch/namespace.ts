import type { Interpreter } from "../machine/machine";
import { accepts } from "../machine/recorded";
import { takesKeyword } from "../ops/bind";
import { callOp } from "../ops/dispatch";
import { operators, operatorsOf } from "../ops/families";
import { exists, type Op, type OpTable } from "../ops/registry";
import type { Release } from "../trace/version";
import { Builtin, classes, classOf, Either, isInstance, nativeRaw, PyClass, Unknown, type Value } from "../values";

let prefixes: Set<string> | undefined;

/** Modules that exist because operators are named inside them: `torch.special`, `torch.linalg`. */
export function operatorPrefixes(): Set<string> {
  if (prefixes !== undefined) return prefixes;
  prefixes = new Set();
  for (const name of operators.names()) {
    const parts = name.split(".");
    for (let n = 1; n < parts.length; n++) if (parts[0] !== "Tensor") prefixes.add(parts.slice(0, n).join("."));
  }
  return prefixes;
}

/** By their table: the operators that live in a module, as callables. */
const namespaces = new Map<OpTable, Map<string, [string, Value][]>>();

/** The operators of a release that live in a module, as callables. */
export function operatorNamespace(module: string, release: Release): readonly [string, Value][] {
  const table = operatorsOf(release);
  let found = namespaces.get(table);
  if (found === undefined) {
    found = new Map();
    for (const name of table.names()) {
      const [owner, last] = split(name);
      if (owner === "Tensor") continue;
      const overloads = table.get(name)!;
      const callable = nativeRaw(last, (machine: Interpreter, args, kwargs) =>
        called(machine, owner, last, overloads, args, kwargs),
      );
      const list = found.get(owner);
      if (list === undefined) found.set(owner, [[last, callable]]);
      else list.push([last, callable]);
    }
    // An operator of `torch.ops` has its overloads as attributes: `torch.ops.torchvision.nms.default`.
    for (const [packet, overloads] of found) {
      const [owner, last] = split(packet);
      const operator = found.get(owner)?.find(([name]) => name === last)?.[1];
      if (operator instanceof Builtin) for (const [name, overload] of overloads) operator.setAttr(name, overload);
    }
    namespaces.set(table, found);
  }
  return found.get(module) ?? [];
}

/** Operators that are methods, of all versions: there is one class of tensors, whose methods ask for the version of the machine that runs. */
export function operatorMethods(): [string, Value][] {
  return [...operators.names()].flatMap((name): [string, Value][] => {
    const [owner, last] = split(name);
    if (owner !== "Tensor") return [];
    return [
      [
        last,
        nativeRaw(last, (machine: Interpreter, args, kwargs) =>
          called(machine, owner, last, operatorsOf(machine.torch).get(name)!, args, kwargs),
        ),
      ],
    ];
  });
}

/** Whether a release is known to lack an operator that another one has. Asked of all of them, so no table is made for it. */
export function isOfOtherVersions(owner: string, name: string, { version, presumed }: Release): boolean {
  const overloads = presumed ? undefined : operators.get(`${owner === "torch.Tensor" ? "Tensor" : owner}.${name}`);
  return overloads?.every((overload) => !exists(overload, version)) === true;
}

function split(name: string): [owner: string, last: string] {
  const at = name.lastIndexOf(".");
  return [name.slice(0, at), name.slice(at + 1)];
}

function called(
  machine: Interpreter,
  owner: string,
  last: string,
  overloads: readonly Op[],
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> | undefined,
): Value {
  const further = furtherKeyword(overloads, kwargs);
  // An argument of another version is one that this version lacks.
  const elsewhere = further !== undefined && takers(operators.get(`${owner}.${last}`) ?? [], further);
  if (further !== undefined && !elsewhere && recordedTakes(machine, owner, last, args.length, kwargs!))
    return machine.unknown(`\`${last}\` with \`${further}\` is not followed`);
  if (further !== undefined && overloads[0].call.python)
    return machine.raise("TypeError", `${last}() got an unexpected keyword argument '${further}'`);
  // `__new__` is static: its first argument is a class.
  const [made] = args;
  if (last === "__new__" && made instanceof PyClass && !machine.importer.isLibrary(made.module))
    return machine.unknown(`what becomes of \`${made.name}\`, a subclass of torch.Tensor, is not followed`);
  const self = owner === "Tensor" && last !== "__new__" ? args[0] : undefined;
  const fits = self instanceof Unknown || self instanceof Either || isInstance(self ?? null, classes.Tensor);
  if (self !== undefined && !fits)
    return machine.raise(
      "TypeError",
      `descriptor '${last}' for 'torch._C.TensorBase' objects doesn't apply to a '${classOf(self).name}' object`,
      { kind: "type", types: [classOf(self).name] },
    );
  return callOp(machine, last, overloads, args, kwargs);
}

/** A keyword that none of an operator's overloads has. */
function furtherKeyword(overloads: readonly Op[], kwargs: ReadonlyMap<string, Value> | undefined): string | undefined {
  if (kwargs === undefined) return undefined;
  // `out` is taken for every operator.
  return [...kwargs.keys()].find((key) => key !== "out" && !takers(overloads, key));
}

function takers(overloads: readonly Op[], keyword: string): boolean {
  return overloads.some(({ call }) => takesKeyword(call, keyword));
}

/** Whether PyTorch's own function takes a call that our operator does not. */
function recordedTakes(
  m: Interpreter,
  module: string,
  name: string,
  positional: number,
  kwargs: ReadonlyMap<string, Value>,
): boolean {
  const signatures = m.importer.recorded.signaturesOf(module, name);
  return signatures?.some((text) => accepts(text, { positional, keywords: [...kwargs.keys()] })) === true;
}
