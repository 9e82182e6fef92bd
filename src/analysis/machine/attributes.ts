import { docstring } from "../facts/functions";
import { Tensor } from "../tensor/tensor";
import { PyRaise } from "../trace/raise";
import {
  BoundMethod,
  Builtin,
  builtinClass,
  ClassMethod,
  classes,
  classOf,
  Either,
  Instance,
  isInstance,
  native,
  Obj,
  orElse,
  PyClass,
  PyDict,
  PyFloat,
  PyFunction,
  PyModule,
  PyProperty,
  PySet,
  PySuper,
  PyTuple,
  StaticMethod,
  Unknown,
  type Value,
} from "../values";
import { annotationsOfClass, annotationsOfFunction } from "./annotations";
import { isMadeBySource } from "./classbuild";
import { closureOf, freeNames } from "./closures";
import type { Code } from "./compile/code";
import { changeAttribute, openWhereSetElsewhere } from "./escapes";
import { exceptionClasses } from "./exceptions";
import { Lazy } from "./lazy";
import { type Interpreter, slotsOf } from "./machine";
import { hasSlot, isSlotted, NamespaceDict } from "./namespace";
import { parentMethods } from "./parent-methods";
import { unlistedName } from "./unlisted";

/** Attributes that functions, classes and modules have without storing them. */
const SPECIAL: Record<string, (m: Interpreter, object: Value) => Value | undefined> = {
  __class__: (_, object) => classOf(object),
  __dict__: (m, object) => (object instanceof Obj && hasNamespace(object) ? new NamespaceDict(m, object) : undefined),
  __name__: (_, object) =>
    object instanceof PyClass || object instanceof PyFunction || object instanceof Builtin
      ? object.name
      : object instanceof PyModule
        ? object.name
        : object instanceof BoundMethod
          ? nameOf(object.func)
          : undefined,
  __qualname__: (_, object) =>
    object instanceof PyFunction
      ? object.qualname
      : object instanceof PyClass
        ? object.qualname
        : object instanceof Builtin
          ? object.name
          : undefined,
  __module__: (_, object) =>
    object instanceof PyFunction
      ? object.module.name
      : object instanceof PyClass
        ? object.module
        : object instanceof Instance
          ? object.cls.module
          : object instanceof BoundMethod && object.func instanceof PyFunction
            ? object.func.module.name
            : undefined,
  __bases__: (_, object) => (object instanceof PyClass ? new PyTuple(object.bases) : undefined),
  __mro__: (_, object) => (object instanceof PyClass ? new PyTuple(object.mro) : undefined),
  __func__: (_, object) => (object instanceof BoundMethod ? object.func : undefined),
  __self__: (_, object) => (object instanceof BoundMethod ? object.self : undefined),
  __wrapped__: () => undefined,
  __doc__: (m, object) =>
    object instanceof PyFunction
      ? (docstringOf(object) ?? null)
      : object instanceof PyProperty && object.getter !== null
        ? orElse(findattr(m, object.getter, "__doc__"), () => null)
        : docOfClass(m, classOf(object)),
  __annotations__: (m, object) =>
    object instanceof PyFunction
      ? annotationsOfFunction(m, object)
      : object instanceof PyClass
        ? annotationsOfClass(m, object)
        : undefined,
  __code__: (m, object) => (object instanceof PyFunction ? codeObject(m, object) : undefined),
  __globals__: (m, object) => (object instanceof PyFunction ? new NamespaceDict(m, object.module) : undefined),
  __closure__: (m, object) => (object instanceof PyFunction ? closureOf(m, object) : undefined),
  __kwdefaults__: (_, object) =>
    object instanceof PyFunction ? keywordDefaults(object) : object instanceof Builtin ? null : undefined,
  __flags__: (_, object) => (object instanceof PyClass ? flagsOf(object) : undefined),
  __file__: (_, object) => (object instanceof PyModule ? (object.file ?? null) : undefined),
};

/** `Py_TPFLAGS_IS_ABSTRACT` and the flags that every class of Python's has: https://docs.python.org/3/c-api/typeobj.html#tp-flags */
const ABSTRACT = 1 << 20;
const READY = 1 << 12;
const HEAP_TYPE = 1 << 9;
const BASE_TYPE = 1 << 10;

function flagsOf(cls: PyClass): Value {
  const abstract = cls.own.get("__abstractmethods__");
  const made = cls.module === "builtins" ? 0 : HEAP_TYPE;
  return READY | BASE_TYPE | made | (abstract instanceof PySet && abstract.size > 0 ? ABSTRACT : 0);
}

export const codeClass = builtinClass("code");
const codeObjects = new WeakMap<object, Instance>();
/** The functions that code objects come from. */
export const functionsOfCode = new WeakMap<Instance, PyFunction>();

function nameOf(callee: Value): string | undefined {
  return callee instanceof PyFunction || callee instanceof Builtin ? callee.name : undefined;
}

function hasNamespace(object: Obj): boolean {
  if (object instanceof PyFunction || object instanceof PyModule || object instanceof PyClass) return true;
  return object instanceof Instance || object instanceof Tensor || object.attrs !== undefined
    ? !isSlotted(object.cls)
    : object.cls.module !== "builtins" && !isSlotted(object.cls);
}

function docstringOf(fn: PyFunction): string | undefined {
  return fn.node.kind === "FunctionDef" ? docstring(fn.node.body) : undefined;
}

/** As much of `function.__code__` as programs look at. */
export function codeObject(m: Interpreter, fn: PyFunction): Instance {
  const known = codeObjects.get(fn.code as object);
  if (known !== undefined) return known;
  const code = new Instance(codeClass);
  codeObjects.set(fn.code as object, code);
  functionsOfCode.set(code, fn);
  const counted = fn.params.filter((param) => param.kind === "positional" || param.kind === "positionalOnly");
  // Parameters come first, those with stars behind the others.
  const starred = (kind: string) => Number(kind === "vararg") + 2 * Number(kind === "kwarg");
  const params = [...fn.params].sort((a, b) => starred(a.kind) - starred(b.kind)).map(({ name }) => name);
  const names = new Set([...params, ...[...(fn.code as Code).names()].map(([name]) => name)]);
  code.setAttr("co_name", fn.name);
  code.setAttr("co_filename", fn.place.file);
  code.setAttr("co_qualname", fn.qualname);
  code.setAttr("co_flags", codeFlags(fn));
  code.setAttr("co_argcount", counted.length);
  code.setAttr("co_posonlyargcount", fn.params.filter((param) => param.kind === "positionalOnly").length);
  code.setAttr("co_kwonlyargcount", fn.params.filter((param) => param.kind === "keywordOnly").length);
  code.setAttr("co_varnames", new PyTuple([...names]));
  code.setAttr("co_freevars", freeNames(m, fn));
  return code;
}

/** https://docs.python.org/3/library/inspect.html#inspect-module-co-flags */
function codeFlags(fn: PyFunction): number {
  const { node } = fn;
  const isDef = node.kind === "FunctionDef";
  const flags: [boolean, number][] = [
    [true, 0x1 | 0x2],
    [fn.params.some(({ kind }) => kind === "vararg"), 0x4],
    [fn.params.some(({ kind }) => kind === "kwarg"), 0x8],
    [fn.qualname.includes("<locals>"), 0x10],
    [isDef && node.isGenerator && !node.isAsync, 0x20],
    [isDef && node.isAsync && !node.isGenerator, 0x80],
    [isDef && node.isAsync && node.isGenerator, 0x200],
  ];
  return flags.reduce((sum, [holds, flag]) => (holds ? sum | flag : sum), 0);
}

function keywordDefaults(fn: PyFunction): Value {
  const found = fn.params.filter((param) => param.kind === "keywordOnly" && param.default !== undefined);
  return found.length === 0 ? null : PyDict.from(found.map((param) => [param.name, param.default!]));
}

/** The last AttributeError of a `__getattr__`: who only asks whether there is an attribute forgets it. */
let refused: { object: Value; name: string; error: PyRaise } | undefined;

/** What a `__getattr__` gives; undefined where it raises AttributeError. */
function fromFallback(m: Interpreter, fallback: Value, object: Value, name: string): Value | undefined {
  const top = m.top;
  try {
    return m.call(fallback, [object, name]);
  } catch (error) {
    if (!(error instanceof PyRaise) || !isInstance(error.exception, exceptionClasses.get("AttributeError")!))
      throw error;
    m.top = top;
    refused = { object, name, error };
    return undefined;
  }
}

/** The attribute, or undefined where there is none. Never raises by itself, but a property's getter may. */
export function findattr(m: Interpreter, object: Value, name: string): Value | undefined {
  if (object instanceof PyModule) return moduleAttribute(m, object, name);
  else if (object instanceof PyClass) return classAttribute(m, object, name);
  else if (object instanceof PySuper) return superAttribute(m, object, name);
  else if (object instanceof Unknown) return m.attributeOfUnknown(object, name);
  else if (object instanceof Either) {
    return attributeOfEither(m, object, name);
  }
  const cls = classOf(object);
  const computed = object instanceof Obj ? slotsOf(cls)?.computed?.(m, object, name) : undefined;
  if (computed !== undefined) return computed;
  if (cls.getattribute !== undefined) return customAttribute(m, object, cls, cls.getattribute, name);
  return plainFindattr(m, object, cls, name);
}

/** Does something for each value that it may be, whichever it is. */
export function eachOption(m: Interpreter, either: Either, run: (option: Value) => void): void {
  m.joinValues(
    either.options.map((option) => () => {
      run(option);
      return null;
    }),
  );
}

/** An attribute of what a value may be: with those that lack it the program does not go on. Undefined where all lack it. */
function attributeOfEither(m: Interpreter, { options }: Either, name: string): Value | undefined {
  return m.orUndefined("AttributeError", () => m.joinValues(options.map((option) => () => m.getattr(option, name))));
}

/** The documentation that an object has from its class. Of compiled classes it is not kept. */
function docOfClass(m: Interpreter, cls: PyClass): Value {
  const own = cls.own.get("__doc__");
  if (own !== undefined) return own;
  return isMadeBySource(m, cls) ? null : m.unknown("the documentation of what is compiled is not kept", "any");
}

/** A class with a `__getattribute__` of its own; where that fails, `__getattr__` is asked. */
function customAttribute(m: Interpreter, object: Value, cls: PyClass, method: Value, name: string): Value | undefined {
  const found = m.orUndefined("AttributeError", () => m.call(method, [object, name]));
  if (found !== undefined) return found;
  const fallback = cls.lookup("__getattr__");
  if (fallback === undefined) return undefined;
  return fromFallback(m, fallback, object, name);
}

/** None among an object's attributes, which another branch may have put where `__getattr__` finds it: a buffer that is registered under a condition. */
function orOfOtherBranch(m: Interpreter, object: Obj, cls: PyClass, name: string): Value {
  const fallback = cls.lookup("__getattr__");
  const other = fallback instanceof Builtin ? fallback.find?.(m, object, name) : undefined;
  return other === undefined || other === null || other instanceof Unknown ? null : Either.of([null, other]);
}

/** An attribute that only one branch of an open condition set: without it, the class may have one, or `__getattr__` give one. */
function orWhatIsBehind(m: Interpreter, object: Obj, cls: PyClass, name: string, own: Value): Value {
  const inClass = cls.lookup(name);
  if (inClass !== undefined) return m.joinValues([() => own, () => bindTo(m, inClass, object, cls)]);
  m.mayHaveRaised();
  const fallback = cls.lookup("__getattr__");
  if (fallback === undefined) return own;
  const other =
    fallback instanceof Builtin && fallback.find !== undefined
      ? fallback.find(m, object, name)
      : m.orUndefined("AttributeError", () => m.call(fallback, [object, name]));
  return other === undefined ? own : m.joinValues([() => own, () => other]);
}

/** Whether an attribute that was found may be missing: none of what gives it is certain to. */
export function mayLackAttribute(object: Value, name: string): boolean {
  if (!(object instanceof Obj) || object instanceof Unknown || object instanceof Either) return false;
  if (object instanceof PyClass) {
    const having = object.mro.filter(({ own }) => own.has(name));
    return having.length > 0 && having.every((base) => base.mayLackAttr(name));
  }
  if (object.cls.lookup(name) !== undefined) return false;
  const fallback = object.cls.lookup("__getattr__");
  const behind = fallback instanceof Builtin ? fallback.mayLack?.(object, name) : undefined;
  if (object.attrs?.has(name) === true) return object.mayLackAttr(name) && behind !== false;
  return behind === true;
}

/** `object.__getattribute__`, with `__getattr__` behind it. */
export function plainFindattr(m: Interpreter, object: Value, cls: PyClass, name: string): Value | undefined {
  const inClass = cls.lookup(name);
  if (inClass !== undefined && isDataDescriptor(inClass)) {
    // Where the getter fails with AttributeError, `__getattr__` is asked.
    const last = cls.lookup("__getattr__");
    if (!(last instanceof PyFunction)) return bindTo(m, inClass, object, cls);
    return orElse(
      m.orUndefined("AttributeError", () => bindTo(m, inClass, object, cls)),
      () => m.call(last, [object, name]),
    );
  }
  if (object instanceof Obj) {
    const own = object.attrs?.get(name);
    if (own === null) return orOfOtherBranch(m, object, cls, name);
    if (own !== undefined && object.mayLackAttr(name)) return orWhatIsBehind(m, object, cls, name, own);
    if (own !== undefined) return own;
  }
  if (inClass !== undefined) {
    // What is not known of the object may stand before a plain value of its class.
    if (object instanceof Instance && object.beyond instanceof Unknown && isPlain(inClass)) return object.beyond;
    return mayBeReplaced(cls, inClass) ?? bindTo(m, inClass, object, cls);
  }
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name](m, object) : undefined;
  if (special !== undefined) return special;
  // A method has the attributes of its function.
  if (object instanceof BoundMethod && object.func instanceof Obj && name !== "__get__")
    return findattr(m, object.func, name);
  const protocol = name.startsWith("__") ? protocolMethod(cls, 0, name) : undefined;
  if (protocol !== undefined) return new BoundMethod(protocol, object);
  if ((object instanceof StaticMethod || object instanceof ClassMethod) && WRAPPED.has(name))
    return name === "__wrapped__" ? object.func : findattr(m, object.func, name);
  const fallback = cls.lookup("__getattr__");
  const found =
    fallback === undefined
      ? undefined
      : fallback instanceof Builtin && fallback.find !== undefined
        ? fallback.find(m, object, name)
        : fromFallback(m, fallback, object, name);
  if (found !== undefined || name.startsWith("__")) return found;
  if (object instanceof Instance) openWhereSetElsewhere(m, object, name);
  return opennessOf(object);
}

/** What `staticmethod` and `classmethod` take over from their function. */
const WRAPPED: ReadonlySet<string> = new Set([
  "__wrapped__",
  "__name__",
  "__qualname__",
  "__module__",
  "__annotations__",
  "__isabstractmethod__",
]);

/** Why an object may have attributes that are not known: they were set under a name that is not. */
function opennessOf(object: Value): Unknown | undefined {
  if (object instanceof Obj && object.openAttrs !== undefined) return object.openAttrs as Unknown;
  return opennessOfClass(classOf(object));
}

function opennessOfClass(cls: PyClass): Unknown | undefined {
  return cls.mro.find((base) => base.openAttrs !== undefined)?.openAttrs as Unknown | undefined;
}

/** Whether what was found of an attribute says only that it may be there. */
export function mayBeMissing(object: Value, found: Unknown): boolean {
  if (object instanceof PyModule) return found === object.beyond;
  if (object instanceof PyClass) return object.mro.some((base) => base.openAttrs === found);
  return found === opennessOf(object) || isTail(object, found);
}

/** Whether only what is not known of an object's classes, or of its own making, can have given an attribute. */
export function isOfUnknownBase(object: Value, name: string): boolean {
  if (!(object instanceof Obj) || object.attrs?.has(name) === true) return false;
  if (object instanceof Instance && object.beyond !== undefined) return object.cls.lookup(name) === undefined;
  const cls = object instanceof PyClass ? object : object.cls;
  return cls.hasUnknownBase && cls.lookup(name) === undefined;
}

/** Whether one of an object's own dicts may hold it: what an `nn.Module` keeps its members in. */
function isTail(object: Value, found: Unknown): boolean {
  if (!(object instanceof Obj)) return false;
  return [...(object.attrs?.values() ?? [])].some((value) => value instanceof PyDict && value.tail === found);
}

function isDataDescriptor(value: Value): boolean {
  if (value instanceof PyProperty) return true;
  return value instanceof Instance && value.cls.lookup("__set__") !== undefined;
}

/** A base class that is not known may make something of a class's plain values: options, fields, columns. */
function mayBeReplaced(cls: PyClass, value: Value): Unknown | undefined {
  if (!cls.hasUnknownBase || !(isPlain(value) || (value instanceof Obj && isPlainObject(value)))) return undefined;
  return new Unknown("a base class that is not known may have replaced it");
}

const isPlain = (value: Value) => !(value instanceof Obj) || value instanceof PyFloat;

/** An object that is neither a descriptor nor a module of a network. */
function isPlainObject(value: Obj): boolean {
  return (
    value instanceof Instance && value.cls.lookup("__get__") === undefined && value.cls.lookup("forward") === undefined
  );
}

/** What a class's attribute becomes when it is read from an instance. */
export function bindTo(m: Interpreter, value: Value, self: Value, cls: PyClass): Value {
  if (value instanceof PyFunction || value instanceof Builtin) return new BoundMethod(value, self);
  if (!(value instanceof Obj)) return value;
  if (value instanceof Either) return m.joinValues(value.options.map((one) => () => bindTo(m, one, self, cls)));
  if (value instanceof PyProperty) return m.call(value.getter, [self]);
  if (value instanceof StaticMethod) return value.func;
  if (value instanceof ClassMethod) return new BoundMethod(value.func, cls);
  if (value instanceof Instance) {
    const get = value.cls.lookup("__get__");
    if (get !== undefined) return m.call(get, [value, self, cls]);
  }
  return value;
}

function moduleAttribute(m: Interpreter, module: PyModule, name: string): Value | undefined {
  m.loadModule(module);
  const value = module.globals.get(name);
  if (value instanceof Lazy) {
    const forced = value.force(m);
    module.globals.set(name, forced);
    return forced;
  }
  if (value !== undefined) return value;
  const submodule = m.submodule(module, name) ?? m.importer.typed(module, name);
  if (submodule !== undefined) return submodule;
  // What every object has comes before the module's `__getattr__`.
  if (name === "__dict__" || name === "__class__") return SPECIAL[name](m, module);
  // The `__getattr__` of a stand-in answers for what the real module has.
  if (m.importer.recorded.hasName(module.name, name) === false && m.importer.isLibrary(module.name)) return undefined;
  const dynamic = name !== "__getattr__" ? moduleAttribute(m, module, "__getattr__") : undefined;
  if (dynamic !== undefined) return m.orUndefined("AttributeError", () => m.call(dynamic, [name]));
  const method = name.startsWith("__") ? module.cls.lookup(name) : undefined;
  const special =
    SPECIAL[name]?.(m, module) ?? (method instanceof Builtin ? new BoundMethod(method, module) : undefined);
  // Python's own names are those of every module; `__version__` is the package's.
  return special ?? (name.startsWith("__") && name !== "__version__" ? undefined : module.beyond);
}

function classAttribute(m: Interpreter, cls: PyClass, name: string): Value | undefined {
  const meta = cls.cls.lookup(name);
  if (meta !== undefined && isDataDescriptor(meta)) return bindTo(m, meta, cls, cls.cls);
  // Those of the class itself, never of a base.
  if (name === "__annotations__") return annotationsOfClass(m, cls);
  if (name === "__doc__") {
    const own = docOfClass(m, cls);
    const get = own instanceof Instance ? own.cls.lookup("__get__") : undefined;
    return get === undefined ? own : m.call(get, [own, null, cls]);
  }
  const found = nearest(cls, 0, name);
  if (found !== undefined) {
    const replaced = mayBeReplaced(cls, found);
    if (replaced !== undefined) return replaced;
    if (found instanceof StaticMethod) return found.func;
    if (found instanceof ClassMethod) return new BoundMethod(found.func, cls);
    if (found instanceof Instance) {
      const get = found.cls.lookup("__get__");
      if (get !== undefined) return m.call(get, [found, null, cls]);
    }
    return found instanceof Lazy ? found.force(m) : found;
  }
  if (meta !== undefined) return bindTo(m, meta, cls, cls.cls);
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name](m, cls) : undefined;
  if (special !== undefined) return special;
  const protocol = name.startsWith("__") ? protocolMethod(cls, 0, name) : undefined;
  if (protocol !== undefined) return protocol;
  if (hasSlot(cls, name)) return memberDescriptor(cls, name);
  const fallback = cls.cls.lookup("__getattr__");
  if (fallback !== undefined) return fromFallback(m, fallback, cls, name);
  if (cls.hasUnknownBase) return m.unknown(`\`${name}\` may come from a base class that is not known`);
  return name.startsWith("__") ? undefined : opennessOfClass(cls);
}

const memberClass = builtinClass("member_descriptor");
memberClass.own.set(
  "__get__",
  native(
    "__get__(self, instance, owner=None)",
    (m, { self, instance }) => (instance === null ? self : m.getattr(instance, nameOfMember(self))),
    memberClass,
  ),
);
memberClass.own.set(
  "__set__",
  native(
    "__set__(self, instance, value)",
    (m: Interpreter, { self, instance, value }) => {
      m.setattr(instance, nameOfMember(self), value);
      return null;
    },
    memberClass,
  ),
);

const nameOfMember = (member: Value) => String((member as Obj).attrs?.get("__name__"));

/** What a class shows of one of its slots. */
function memberDescriptor(cls: PyClass, name: string): Value {
  const member = new Instance(memberClass);
  member.setAttr("__name__", name);
  member.setAttr("__objclass__", cls);
  return member;
}

function superAttribute(m: Interpreter, proxy: PySuper, name: string): Value | undefined {
  const { self } = proxy;
  // In a metaclass's method the class is the instance; in a class method it is what is looked through.
  const start = self instanceof PyClass && self.isSubclassOf(proxy.after) ? self : classOf(self);
  const index = start.mro.indexOf(proxy.after);
  const found = nearest(start, index + 1, name) ?? protocolMethod(start, index + 1, name);
  if (found === undefined) {
    if (start.hasUnknownBase) return m.unknown(`\`${name}\` may come from a base class that is not known`);
    return undefined;
  }
  if (self instanceof PyClass && start === self) {
    if (found instanceof ClassMethod) return new BoundMethod(found.func, self);
    if (found instanceof StaticMethod) return found.func;
    // `super().__new__(cls)` passes the class itself.
    return found;
  }
  if (name === "__new__") return found instanceof StaticMethod ? found.func : found;
  return bindTo(m, found, self, start);
}

/** A class's attribute, from the `index`-th of its bases on: `int.__repr__` is `int`'s own, though the machine has written down only `object`'s. */
function nearest(cls: PyClass, index: number, name: string): Value | undefined {
  const found = cls.lookupFrom(index, name);
  if (!(found instanceof Builtin) || found.owner !== classes.object) return found;
  return protocolMethod(cls, index, name) ?? found;
}

/** `super().__getitem__` of a subclass of `list` or `dict`: the machine's own protocol. */
function protocolMethod(cls: PyClass, index: number, name: string): Value | undefined {
  for (const base of cls.mro.slice(index)) {
    const found = parentMethods.get(base)?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Raises AttributeError as Python words it. */
export function missingAttribute(m: Interpreter, object: Value, name: string): never {
  const told = refused;
  refused = undefined;
  if (told !== undefined && told.object === object && told.name === name) throw told.error;
  // None of them has it: which one is told of is free, and one that is there says more than None.
  if (object instanceof Either)
    return missingAttribute(m, object.options.find((option) => option !== null) ?? null, name);
  if (object instanceof PyModule)
    return m.raise("AttributeError", `module '${object.name}' has no attribute '${name}'`, {
      kind: "attribute",
      owner: object.name,
      name,
    });
  if (object instanceof PyClass)
    return m.raise("AttributeError", `type object '${object.name}' has no attribute '${name}'`, {
      kind: "attribute",
      owner: object.name,
      name,
    });
  if (object instanceof PySuper)
    return m.raise("AttributeError", `'super' object has no attribute '${name}'`, {
      kind: "attribute",
      owner: "super",
      name,
    });
  return m.raise("AttributeError", `'${classOf(object).typeName}' object has no attribute '${name}'`, {
    kind: "attribute",
    owner: classOf(object).name,
    name,
  });
}

/** Units for the arguments of a function written in TypeScript, and for most of what these do. */
export const BUILTIN_WORK = 2;

export function setattr(m: Interpreter, object: Value, name: string, value: Value): void {
  if (object instanceof Lazy) return;
  // A module that runs later would bind its own names over it.
  if (object instanceof PyModule) m.loadModule(object);
  if (object instanceof Unknown) {
    if (object.held !== undefined) changeAttribute(m, object.held, name, value);
    if (object.type === "any") m.state.setElsewhere.add(name);
    return;
  }
  if (object instanceof Either) {
    eachOption(m, object, (option) => setattr(m, option, name, value));
    return;
  }
  if (!(object instanceof Obj)) {
    m.raise("AttributeError", `'${classOf(object).typeName}' object has no attribute '${name}'`, {
      kind: "attribute",
      owner: classOf(object).name,
      name,
    });
  }
  if (object instanceof PyClass) {
    const meta = object.cls.lookup("__setattr__");
    if (meta !== undefined && !(meta instanceof Builtin)) m.call(meta, [object, name, value]);
    else if (name === "__name__" && typeof value === "string") object.name = value;
    else if (name === "__qualname__" && typeof value === "string") object.qualname = value;
    else object.setAttr(name, value);
    return;
  }
  const custom = object.cls.lookup("__setattr__");
  if (custom === undefined || custom === m.objectSetattr) plainSetattr(m, object, name, value);
  else if (custom instanceof Builtin && custom.assign !== undefined) {
    m.pay(BUILTIN_WORK);
    custom.assign(m, object, name, value);
  } else m.call(custom, [object, name, value]);
}

/** `object.__setattr__`: properties and other data descriptors first, then the instance. */
export function plainSetattr(m: Interpreter, object: Value, name: string, value: Value): void {
  if (!(object instanceof Obj)) return void missingAttribute(m, object, name);
  const inClass = object.cls.lookup(name);
  if (inClass instanceof PyProperty) {
    if (inClass.setter === null)
      m.raise("AttributeError", `property '${name}' of '${object.cls.qualname}' object has no setter`, {
        kind: "attribute",
        owner: object.cls.qualname,
        name,
      });
    m.call(inClass.setter, [object, value]);
    return;
  }
  if (inClass instanceof Instance) {
    const set = inClass.cls.lookup("__set__");
    if (set !== undefined) {
      m.call(set, [inClass, object, value]);
      return;
    }
  }
  if (slotsOf(object.cls)?.assign?.(m, object, name, value) === true) return;
  if (PLAIN.has(object.cls)) missingAttribute(m, object, name);
  if (name === "__class__" && value instanceof PyClass) object.cls = value;
  else if (name === "__dict__" && value instanceof PyDict) replaceNamespace(object, value);
  else if (isSlotted(object.cls) && !hasSlot(object.cls, name)) missingAttribute(m, object, name);
  else object.setAttr(name, value);
}

/** Classes whose instances have no attributes of their own. */
const PLAIN: ReadonlySet<PyClass> = new Set([
  classes.object,
  classes.dict,
  classes.list,
  classes.tuple,
  classes.set,
  classes.frozenset,
]);

function replaceNamespace(object: Obj, names: PyDict): void {
  const items = names.items();
  if (names.tail !== undefined) object.setUnknownAttr(names.tail);
  for (const name of [...(object.attrs?.keys() ?? [])]) object.deleteAttr(name);
  for (const [name, value] of items) object.setAttr(String(name), value);
}

/** `object.__delattr__` */
export function plainDelattr(m: Interpreter, object: Value, name: string): void {
  if (!(object instanceof Obj)) return void missingAttribute(m, object, name);
  const inClass = object.cls.lookup(name);
  if (inClass instanceof PyProperty) {
    if (inClass.deleter === null)
      m.raise("AttributeError", `property '${name}' of '${object.cls.qualname}' object has no deleter`, {
        kind: "attribute",
        owner: object.cls.qualname,
        name,
      });
    m.call(inClass.deleter, [object]);
    return;
  }
  const remove = inClass instanceof Instance ? inClass.cls.lookup("__delete__") : undefined;
  if (remove !== undefined) m.call(remove, [inClass!, object]);
  else if (object.attrs?.has(name) !== true || !object.deleteAttr(name)) {
    // What may be there may be deleted.
    if (opennessOf(object) === undefined && unlistedName(m, object, name) === undefined)
      missingAttribute(m, object, name);
  }
}

export function delattr(m: Interpreter, object: Value, name: string): void {
  if (!(object instanceof Obj) || object instanceof Unknown || object instanceof Either) return;
  if (object instanceof PyModule) m.loadModule(object);
  const custom = object.cls.lookup("__delattr__");
  if (custom !== undefined && custom !== m.objectDelattr) {
    m.call(custom, [object, name]);
    return;
  }
  plainDelattr(m, object, name);
}
