import { isMadeBySource } from "../machine/classbuild";
import type { Interpreter } from "../machine/machine";
import { classOf, Either, Obj, PyClass, PyList, PyModule, Unknown, type Value } from "../values";

/** What every object has in CPython 3.11, and what instances of classes written in Python have besides. */
const OF_OBJECT = [
  ...["class", "delattr", "dir", "doc", "eq", "format", "ge", "getattribute", "getstate", "gt", "hash", "init"],
  ...["init_subclass", "le", "lt", "ne", "new", "reduce", "reduce_ex", "repr", "setattr", "sizeof", "str"],
  ...["subclasshook"],
].map((name) => `__${name}__`);
const OF_SOURCE = ["__dict__", "__module__", "__weakref__"];

/** The names of an object, of its class and of the bases, in no order (`object.__dir__`); unknown where they are not all known. */
export function attributeNames(m: Interpreter, object: Value): PyList | Unknown {
  if (object instanceof Unknown || object instanceof Either) return m.unknown("the names are not known");
  if (object instanceof PyModule && (object.file === undefined || m.importer.isPrelude(object.name)))
    return m.unknown(`which names \`${object.name}\` has is not known to ShapeScope`);
  // What a module has must not hang on whether somebody used it before.
  if (object instanceof PyModule) return m.unknown("the names of a module are not all known");
  const cls = object instanceof PyClass ? object : classOf(object);
  if (object instanceof Obj && object.openAttrs !== undefined)
    return m.unknown("an attribute was set whose name is not known");
  if (cls.hasUnknownBase) return m.unknown("a base class is not known");
  const names = new Set<string>(OF_OBJECT);
  if (isMadeBySource(m, cls)) for (const name of OF_SOURCE) names.add(name);
  if (object instanceof Obj) for (const name of object.attrs?.keys() ?? []) names.add(name);
  for (const base of cls.mro) for (const name of base.own.keys()) names.add(name);
  return new PyList([...names]);
}
