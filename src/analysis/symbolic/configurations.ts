import type { Attribute, Expr } from "../../syntax/ast";
import { type Node, visit } from "../../syntax/walk";
import { withoutNone } from "../facts/annotations";
import { isSelf, writtenAttributes } from "../facts/assignments";
import { annotationsOfClass } from "../machine/annotations";
import type { Interpreter } from "../machine/machine";
import { PyRaise } from "../trace/raise";
import { Obj, type Parameter, PyClass, PyDict, PyFunction, type PyModule, unwrapped, type Value } from "../values";
import { annotationSpec } from "./annotations";
import type { Inputs } from "./inputs";

/** Bases of classes whose objects are no settings. */
const OTHERS = new Set(["Module", "Tensor", "Enum", "BaseException", "type", "dict", "list", "tuple", "set", "str"]);

/** What a constructor of settings takes. */
interface Setting {
  name: string;
  default: Value | undefined;
  /** An annotation's value, where that is known. */
  type: Value | undefined;
  annotation: Expr | undefined;
}

/**
 * The class whose instance a parameter of a constructor is: the one that it is annotated with; else what the tested class, or another function of
 * its module, says of that name; else the one class of the module that has all attributes that the constructor reads of it.
 */
export function settingsClass(
  machine: Interpreter,
  module: PyModule,
  tested: PyClass,
  init: PyFunction,
  { name, annotation }: Parameter,
): PyClass | undefined {
  if (annotation !== undefined) return settings(resolve(machine, init.module, withoutNone(annotation)));
  const read = attributesRead(tested, init, name);
  const has = (cls: PyClass) => [...read].filter((attr) => declares(cls, attr)).length;
  const told = [ofClass(machine, tested, name), ofNamesakes(machine, module, name)];
  for (const cls of told) if (cls !== undefined && (read.size === 0 || has(cls) > 0)) return cls;
  const fitting = read.size < 2 ? [] : candidates(machine, module, name).filter((cls) => has(cls) === read.size);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** What the class or one that it derives from annotates an attribute of that name with. */
function ofClass(machine: Interpreter, tested: PyClass, name: string): PyClass | undefined {
  for (const cls of tested.mro) {
    if (cls.module.startsWith("torch.") || !(cls.own.get("__annotations__") instanceof PyDict)) continue;
    const found = settings(annotationsOfClass(machine, cls).get(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What another function of the module annotates a parameter of that name with. */
function ofNamesakes(machine: Interpreter, module: PyModule, name: string): PyClass | undefined {
  for (const value of module.globals.values()) {
    const functions = value instanceof PyFunction ? [value] : isOf(value, module) ? [...value.own.values()] : [];
    for (const fn of functions) {
      if (!(fn instanceof PyFunction) || fn.module !== module) continue;
      const other = unwrapped(fn).params.find((param) => param.name === name);
      if (other?.annotation === undefined) continue;
      const found = settings(resolve(machine, module, withoutNone(other.annotation)));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The module's own classes, and imported ones whose name holds the parameter's. */
function candidates(machine: Interpreter, module: PyModule, name: string): PyClass[] {
  const found = [...module.globals].map(([id, value]) =>
    isOf(value, module) || id.toLowerCase().includes(name.toLowerCase()) ? lookUp(machine, module, id) : undefined,
  );
  return [...new Set(found.flatMap((value) => settings(value) ?? []))];
}

function isOf(value: Value, { file }: PyModule): value is PyClass {
  return (
    value instanceof PyClass &&
    [...value.own.values()].some((one) => one instanceof PyFunction && one.place.file === file)
  );
}

/** A class whose objects hold settings: it takes what it is told by name, or nothing. */
function settings(value: Value | undefined): PyClass | undefined {
  if (!(value instanceof PyClass) || value.module === "builtins" || value.hasUnknownBase) return undefined;
  if (value.mro.some(({ name, module }) => OTHERS.has(name) && !isOwn(module))) return undefined;
  if (isLibrary(value.module)) return undefined;
  return settingsOf(value) === undefined ? undefined : value;
}

const isOwn = (module: string) => !(module === "builtins" || isLibrary(module));

/** PyTorch and Python itself: their classes are no settings of a program. */
function isLibrary(module: string): boolean {
  return module === "typing" || module === "enum" || module === "torch" || module.startsWith("torch.");
}

/** What a class takes: parameters of its constructor, or nothing. Undefined where that is not told. */
function settingsOf(cls: PyClass): Setting[] | undefined {
  const init = cls.lookup("__init__");
  if (!(init instanceof PyFunction)) return cls.lookup("__new__") instanceof PyFunction ? undefined : [];
  const fn = unwrapped(init);
  // A constructor that is made, as a dataclass's, is given its annotations as values.
  const given = fn.attrs?.get("__annotations__");
  return fn.params
    .slice(1)
    .filter(({ kind }) => kind === "positional" || kind === "keywordOnly")
    .map(({ name, default: value, annotation }) => {
      const type = given instanceof PyDict ? given.get(name) : undefined;
      return { name, default: value, type, annotation };
    });
}

/** The attributes that are read of a parameter: in the constructor, and through `self` in the class's own methods. */
function attributesRead(tested: PyClass, init: PyFunction, name: string): Set<string> {
  const found = new Set<string>();
  const isIt = (owner: Expr) =>
    (owner.kind === "Name" && owner.id === name) ||
    (owner.kind === "Attribute" && owner.attr === name && isSelf(owner.value));
  const methods = [...tested.own.values()].filter((one): one is PyFunction => one instanceof PyFunction);
  for (const fn of new Set([init, ...methods.map(unwrapped)])) {
    if (fn !== init && fn.params.some((param) => param.name === name)) continue;
    visit(fn.node.body, (node: Node) => {
      if (node.kind === "Attribute" && isIt((node as Attribute).value)) found.add((node as Attribute).attr);
    });
  }
  return found;
}

function declares(cls: PyClass, attr: string): boolean {
  if (cls.lookup(attr) !== undefined || settingsOf(cls)?.some(({ name }) => name === attr)) return true;
  return cls.mro.some(({ own }) =>
    [...own.values()].some(
      (fn) =>
        fn instanceof PyFunction &&
        writtenAttributes(fn.node.body).some((written) => written.attr === attr && isSelf(written.value)),
    ),
  );
}

/** What a name, `module.name` or either in quotes says in a module. */
function resolve(machine: Interpreter, module: PyModule, node: Expr): Value | undefined {
  if (node.kind === "Name") return lookUp(machine, module, node.id);
  if (node.kind === "Str") return lookUp(machine, module, node.value.trim());
  if (node.kind !== "Attribute") return undefined;
  const owner = resolve(machine, module, node.value);
  return owner instanceof Obj ? lookUp(machine, owner, node.attr) : undefined;
}

function lookUp(machine: Interpreter, owner: Obj, name: string): Value | undefined {
  return machine.orUndefined("Exception", () => machine.findattr(owner, name));
}

/**
 * An instance of a class of settings: integers are symbols named as the attributes, all else keeps its default. Where the class does not take
 * them, all keep their defaults; undefined where it does not take those either.
 */
export function makeSettings(machine: Interpreter, inputs: Inputs, path: string, cls: PyClass): Value | undefined {
  const taken = settingsOf(cls) ?? [];
  const given = taken.flatMap((setting): [string, Value][] => {
    const value = settingValue(machine, inputs, path, setting);
    return value === undefined ? [] : [[setting.name, value]];
  });
  const built = attemptCall(machine, cls, new Map(given)) ?? attemptCall(machine, cls, new Map());
  if (built instanceof Obj && taken.length === 0) namedByClass(inputs, path, cls, built);
  return built;
}

function attemptCall(machine: Interpreter, cls: PyClass, given: Map<string, Value>): Value | undefined {
  const { top } = machine;
  try {
    return machine.call(cls, [], given);
  } catch (error) {
    if (!(error instanceof PyRaise)) throw error;
    machine.top = top;
    return undefined;
  }
}

/** What a setting is given; undefined where it keeps its default. */
function settingValue(machine: Interpreter, inputs: Inputs, path: string, setting: Setting): Value | undefined {
  const own = inputs.pathIn(path, setting.name);
  const { name, default: value, annotation, type } = setting;
  if (value === undefined) {
    if (!inputs.specs.has(own)) {
      const spec = annotationSpec(name, annotation ?? nameOf(type), "constructor");
      inputs.specs.set(own, spec);
    }
    return inputs.value(own, "constructor");
  }
  if (!inputs.specs.has(own)) {
    if (!isSize(value) || mentionsFloat(machine, setting)) return undefined;
    inputs.specs.set(own, { kind: "int" });
  }
  if (typeof value === "number") inputs.defaults.set(own, value);
  return inputs.value(own, "constructor");
}

/** A class's name as an annotation says it. */
function nameOf(type: Value | undefined): Expr | undefined {
  return type instanceof PyClass ? ({ kind: "Name", id: type.name, start: 0, end: 0 } as Expr) : undefined;
}

/** Zero and less are settings of another kind: flags, and what is counted from the end. */
function isSize(value: Value): value is number {
  return typeof value === "number" && value > 0;
}

function mentionsFloat(machine: Interpreter, { annotation, type }: Setting): boolean {
  let found = type !== undefined && machine.repr(type).includes("float");
  visit(annotation === undefined ? [] : [annotation], (node: Node) => {
    found ||= node.kind === "Name" && (node as Node & { id: string }).id === "float";
  });
  return found;
}

/** Settings that stand in the class's body alone: `class Config: dim = 64`. */
function namedByClass(inputs: Inputs, path: string, cls: PyClass, built: Obj): void {
  for (const owner of cls.mro)
    for (const [name, value] of owner.own) {
      if (name.startsWith("_") || !isSize(value) || built.attrs?.has(name)) continue;
      const own = inputs.pathIn(path, name);
      if (!inputs.specs.has(own)) inputs.specs.set(own, { kind: "int" });
      inputs.defaults.set(own, value);
      built.setAttr(name, inputs.value(own, "constructor"));
    }
}
