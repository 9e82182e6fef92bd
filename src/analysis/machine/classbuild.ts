import {
  ClassMethod,
  classes,
  Either,
  Instance,
  Obj,
  type Place,
  PyClass,
  PyDict,
  PyFunction,
  PyList,
  type PyModule,
  PyProperty,
  PySet,
  PySuper,
  PyTuple,
  StaticMethod,
  Unknown,
  type Value,
} from "../values";
import { haveOrder } from "../values/value";
import { evaluateAll } from "./annotations";
import type { Frame, Interpreter } from "./machine";
import { PreparedNames } from "./namespace";
import { isWhole } from "./unlisted";

/** Where a class was defined; by class, since classes are values without a place of their own. */
const classPlaces = new WeakMap<PyClass, Place>();
const madeBySource = new WeakSet<PyClass>();

/** Whether a class is made by Python's source, and none stands in for it of which that is not known. */
export function isMadeBySource(m: Interpreter, cls: PyClass): boolean {
  return madeBySource.has(cls) && (!m.importer.isLibrary(cls.module) || isWhole(cls.module) || cls.module === "enum");
}

/** What the metaclass's own `__prepare__` gives for the class body to write to; undefined where it has none. */
export function preparedNames(
  m: Interpreter,
  name: string,
  bases: readonly Value[],
  options: ReadonlyMap<string, Value>,
): Value | undefined {
  const declared = options.get("metaclass");
  const classesOfBases = bases.filter((base) => base instanceof PyClass);
  const meta = declared instanceof PyClass ? declared : metaclassOf(classesOfBases);
  const prepare = meta === classes.type ? undefined : meta.lookup("__prepare__");
  if (prepare === undefined || prepare === classes.type.own.get("__prepare__")) return undefined;
  const fn = prepare instanceof StaticMethod || prepare instanceof ClassMethod ? prepare.func : prepare;
  const rest = new Map([...options].filter(([key]) => key !== "metaclass"));
  const given = [name, new PyTuple(classesOfBases)];
  return m.call(fn, prepare instanceof ClassMethod ? [meta, ...given] : given, rest);
}

/** `class name(bases, **options): …` with the names that its body bound. */
export function buildClass(
  m: Interpreter,
  name: string,
  bases: readonly Value[],
  options: ReadonlyMap<string, Value>,
  names: Map<string, Value>,
  module: PyModule,
  place: Place,
): Value {
  const resolved: PyClass[] = [];
  for (const base of bases) {
    const classesOf = classesOfBase(m, base);
    if (classesOf !== undefined) resolved.push(...classesOf);
    else if (base instanceof Obj) {
      const entries = m.findattr(base, "__mro_entries__");
      const replaced = entries === undefined ? undefined : m.call(entries, [new PyTuple(bases)]);
      if (replaced instanceof PyTuple && !names.has("__orig_bases__")) names.set("__orig_bases__", new PyTuple(bases));
      if (replaced instanceof PyTuple)
        for (const item of replaced.items) if (item instanceof PyClass) resolved.push(item);
    }
  }
  const twice = resolved.find((base, at) => resolved.indexOf(base) !== at);
  if (twice !== undefined && !bases.some((base) => base instanceof Unknown || base instanceof Either))
    m.raise("TypeError", `duplicate base class ${twice.name}`);
  const closed = resolved.find(
    (base) => base === classes.bool || base === classes.NoneType || base === classes.function,
  );
  if (closed !== undefined) m.raise("TypeError", `type '${closed.name}' is not an acceptable base type`);
  const declared = options.get("metaclass");
  if (declared instanceof Unknown) resolved.push(unknownBase(declared));
  if (declared instanceof Either) resolved.push(unknownBase(m.unknown(OPEN_CLASS)));
  if (resolved.length === 0) resolved.push(classes.object);
  const unique = resolved.filter(
    (base, at) => resolved.indexOf(base) === at && !(base === classes.object && resolved.length > 1),
  );
  const meta = declared instanceof PyClass ? declared : metaclassOf(unique);
  const rest = new Map([...options].filter(([key]) => key !== "metaclass"));
  prepareNames(names);
  const construct = meta === classes.type ? undefined : meta.lookup("__new__");
  let cls: Value;
  if (construct !== undefined && construct !== m.typeNew) {
    const fn = construct instanceof StaticMethod ? construct.func : construct;
    const annotations = names.get("__annotations__");
    if (annotations instanceof PyDict) evaluateAll(m, annotations);
    // The metaclass sees the bases as they were written, without the implied `object`.
    const written = new PyTuple(bases.length === 0 ? [] : unique);
    cls = m.call(fn, [meta, name, written, names instanceof PreparedNames ? names.dict : m.dictOf(names)], rest);
  } else cls = makeClass(m, meta, name, unique, new Map(names), module.name, rest);
  if (cls instanceof PyClass) {
    classPlaces.set(cls, place);
    if (meta !== classes.type) {
      const init = meta.lookup("__init__");
      if (init instanceof PyFunction) m.call(init, [cls, name, new PyTuple(unique), m.dictOf(names)], rest);
    }
  }
  return cls;
}

/** `type.__new__`: makes the class, then tells descriptors their names and base classes of their subclass. */
export function makeClass(
  m: Interpreter,
  meta: PyClass,
  name: string,
  bases: readonly PyClass[],
  names: Map<string, Value>,
  module: string,
  options: ReadonlyMap<string, Value>,
): PyClass {
  if (!haveOrder(bases))
    return m.raise(
      "TypeError",
      `Cannot create a consistent method resolution\norder (MRO) for bases ${bases.map((base) => base.name).join(", ")}`,
    );
  const told = names.get("__module__");
  const cls = new PyClass(name, bases, names, meta, typeof told === "string" ? told : module);
  madeBySource.add(cls);
  const qualname = names.get("__qualname__");
  if (typeof qualname === "string") cls.qualname = qualname;
  names.delete("__qualname__");
  if (names.has("__eq__") && !names.has("__hash__")) names.set("__hash__", null);
  const getattribute = cls.lookup("__getattribute__");
  if (getattribute instanceof PyFunction) cls.getattribute = getattribute;
  if (meta !== classes.type && meta.mro.some((base) => base.name === "ABCMeta"))
    names.set("__abstractmethods__", new PySet(abstractNames(cls), classes.frozenset));
  for (const [attribute, value] of [...names]) {
    if (!(value instanceof Instance)) continue;
    const told = value.cls.lookup("__set_name__");
    if (told !== undefined) m.call(told, [value, cls, attribute]);
  }
  noteSubclass(m, cls);
  const hook = cls.lookupFrom(1, "__init_subclass__");
  if (hook !== undefined) m.call(hook instanceof ClassMethod ? hook.func : hook, [cls], options);
  return cls;
}

/** Direct subclasses of classes of the file that is analysed, in the order in which they were made. Those of a library's live as long as it does. */
const subclasses = new WeakMap<PyClass, PyList>();

function noteSubclass(m: Interpreter, cls: PyClass): void {
  for (const base of cls.bases) {
    if (!isAnalysed(m, base)) continue;
    let known = subclasses.get(base);
    if (known === undefined) {
      known = new PyList([]);
      subclasses.set(base, known);
    }
    known.writable().push(cls);
  }
}

/** `type.__subclasses__`: known for a class of the file that is analysed, whose statements all run in their order. */
export function subclassesOf(m: Interpreter, cls: PyClass): Value {
  if (!isAnalysed(m, cls)) return m.unknown("which subclasses exist depends on what was imported");
  return new PyList([...(subclasses.get(cls)?.items ?? [])]);
}

function isAnalysed(m: Interpreter, cls: PyClass): boolean {
  const place = classPlaces.get(cls);
  return place !== undefined && m.importer.isAnalysed(place.file);
}

/** Names that a concrete class still has to define. */
function abstractNames(cls: PyClass): string[] {
  const candidates = new Set<string>();
  for (const base of cls.mro.slice(1)) {
    const inherited = base.own.get("__abstractmethods__");
    if (inherited instanceof PySet) for (const name of inherited.values()) candidates.add(String(name));
  }
  for (const name of cls.own.keys()) candidates.add(name);
  return [...candidates].filter((name) => isAbstract(cls.lookup(name)));
}

function isAbstract(value: Value | undefined): boolean {
  if (value instanceof PyProperty) return isAbstract(value.getter) || isAbstract(value.setter);
  if (value instanceof StaticMethod || value instanceof ClassMethod) return isAbstract(value.func);
  return value instanceof Obj && value.attrs?.get("__isabstractmethod__") === true;
}

function prepareNames(names: Map<string, Value>): void {
  const created = names.get("__new__");
  if (created instanceof PyFunction) names.set("__new__", new StaticMethod(created));
  for (const special of ["__init_subclass__", "__class_getitem__"]) {
    const value = names.get(special);
    if (value instanceof PyFunction) names.set(special, new ClassMethod(value));
  }
}

export function metaclassOf(bases: readonly PyClass[]): PyClass {
  let meta = classes.type;
  for (const base of bases) if (base.cls?.isSubclassOf(meta)) meta = base.cls;
  return meta;
}

/** The classes that something stands for among the bases of a class; undefined where it is none. */
export function classesOfBase(m: Interpreter, base: Value): PyClass[] | undefined {
  if (base instanceof PyClass) return [base];
  if (base instanceof Unknown) return [unknownBase(base)];
  return base instanceof Either ? basesOfEither(m, base) : undefined;
}

const OPEN_CLASS = "which class it is depends on an open condition";

/** What is common to the classes that a base may be: where one of them is the others' base, and these change nothing of it, that one. */
function basesOfEither(m: Interpreter, { options }: Either): PyClass[] {
  const able = options.filter((option) => option instanceof PyClass);
  const common = able.find((one) => able.every((other) => other.isSubclassOf(one)));
  if (common === undefined || able.length < options.length) return [unknownBase(m.unknown(OPEN_CLASS))];
  const between = able.flatMap((one) => one.mro.slice(0, one.mro.indexOf(common)));
  const changed = between.some(({ own }) => [...own.keys()].some((name) => !PLAIN.has(name)));
  return changed ? [unknownBase(m.unknown(OPEN_CLASS))] : [common];
}

/** What every class body has. */
const PLAIN: ReadonlySet<string> = new Set(["__module__", "__qualname__", "__doc__", "__annotations__"]);

/** A base that is not known: attributes that may come from it are not known either. */
function unknownBase(base: Unknown): PyClass {
  return new PyClass(`<unknown: ${base.reason}>`, [classes.object], new Map(), classes.type, "");
}

/** `super()` in a method that runs in a frame. */
export function superOf(m: Interpreter, frame: Frame): Value {
  let around = frame;
  while (around.comprehension && around.parent !== undefined) around = around.parent;
  // A nested function's `super()` means the method around it.
  while (around.slots[0] === undefined && around.parent !== undefined) around = around.parent;
  const self = around.slots[0];
  if (frame.owner === undefined || self === undefined || self === null)
    return m.raise("RuntimeError", "super(): no arguments");
  return new PySuper(frame.owner, self);
}
