import { parentMethods } from "../builtins/lists";
import { tensorAttribute } from "../tensor/attribute-access";
import { Tensor } from "../tensor/tensor";
import {
  BoundMethod,
  Builtin,
  ClassMethod,
  classes,
  classOf,
  Either,
  Instance,
  Obj,
  orElse,
  PyClass,
  PyDict,
  PyFunction,
  PyModule,
  PyProperty,
  PySuper,
  PyTuple,
  StaticMethod,
  Unknown,
  type Value,
} from "../values";
import type { Interpreter } from "./interpreter";
import { Lazy } from "./lazy";

/** Attributes that functions, classes and modules have without storing them. */
const SPECIAL: Record<string, (m: Interpreter, object: Value) => Value | undefined> = {
  __class__: (_, object) => classOf(object),
  __dict__: (_, object) =>
    object instanceof Obj && object.attrs !== undefined
      ? namespaceDict(object)
      : object instanceof Instance
        ? new PyDict()
        : undefined,
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
      : object instanceof PyClass || object instanceof Builtin
        ? object.name
        : undefined,
  __module__: (_, object) =>
    object instanceof PyFunction
      ? object.module.name
      : object instanceof PyClass
        ? object.module
        : object instanceof Instance
          ? object.cls.module
          : undefined,
  __bases__: (_, object) => (object instanceof PyClass ? new PyTuple(object.bases) : undefined),
  __mro__: (_, object) => (object instanceof PyClass ? new PyTuple(object.mro) : undefined),
  __func__: (_, object) => (object instanceof BoundMethod ? object.func : undefined),
  __self__: (_, object) => (object instanceof BoundMethod ? object.self : undefined),
  __wrapped__: () => undefined,
  __doc__: (_, object) =>
    object instanceof PyFunction || object instanceof PyClass || object instanceof PyModule ? null : undefined,
  __annotations__: (_, object) =>
    object instanceof PyFunction || object instanceof PyClass ? new PyDict() : undefined,
  __file__: (_, object) => (object instanceof PyModule ? (object.file ?? null) : undefined),
};

function nameOf(callee: Value): string | undefined {
  return callee instanceof PyFunction || callee instanceof Builtin ? callee.name : undefined;
}

/** `vars(object)`: a dict that shows the attributes as they are now. */
function namespaceDict(object: Obj): PyDict {
  return PyDict.from([...(object.attrs ?? [])].map(([name, value]) => [name, value] as [Value, Value]));
}

/** The attribute, or undefined where there is none. Never raises by itself, but a property's getter may. */
export function findattr(m: Interpreter, object: Value, name: string): Value | undefined {
  if (object instanceof Tensor) {
    const found = tensorAttribute(m, object, name);
    if (found !== undefined) return found;
  } else if (object instanceof PyModule) return moduleAttribute(m, object, name);
  else if (object instanceof PyClass) return classAttribute(m, object, name);
  else if (object instanceof PySuper) return superAttribute(m, object, name);
  else if (object instanceof Unknown) return m.attributeOfUnknown(object, name);
  else if (object instanceof Either) {
    const found = object.options.filter((option) => option !== null || name.startsWith("__"));
    if (found.length === 0) return undefined;
    return m.joinValues(
      found.map(
        (option) => () =>
          orElse(findattr(m, option, name), () => m.unknown(`not every possible value has the attribute \`${name}\``)),
      ),
    );
  }
  const cls = classOf(object);
  const inClass = cls.lookup(name);
  if (inClass !== undefined && isDataDescriptor(inClass)) return bindTo(m, inClass, object, cls);
  if (object instanceof Obj) {
    const own = object.attrs?.get(name);
    if (own !== undefined) return own;
  }
  if (inClass !== undefined) return bindTo(m, inClass, object, cls);
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name](m, object) : undefined;
  if (special !== undefined) return special;
  const protocol = name.startsWith("__") && object instanceof Obj ? protocolMethod(cls, 0, name) : undefined;
  if (protocol !== undefined) return new BoundMethod(protocol, object);
  const fallback = cls.lookup("__getattr__");
  if (fallback !== undefined) return m.orUndefined("AttributeError", () => m.call(fallback, [object, name]));
  return undefined;
}

function isDataDescriptor(value: Value): boolean {
  if (value instanceof PyProperty) return true;
  return value instanceof Instance && value.cls.lookup("__set__") !== undefined;
}

/** What a class's attribute becomes when it is read from an instance. */
export function bindTo(m: Interpreter, value: Value, self: Value, cls: PyClass): Value {
  if (value instanceof PyFunction || value instanceof Builtin) return new BoundMethod(value, self);
  if (!(value instanceof Obj)) return value;
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
  const submodule = m.submodule(module, name);
  if (submodule !== undefined) return submodule;
  const dynamic = module.globals.get("__getattr__");
  if (dynamic !== undefined) return m.orUndefined("AttributeError", () => m.call(dynamic, [name]));
  return SPECIAL[name]?.(m, module);
}

function classAttribute(m: Interpreter, cls: PyClass, name: string): Value | undefined {
  const meta = cls.cls.lookup(name);
  if (meta !== undefined && isDataDescriptor(meta)) return bindTo(m, meta, cls, cls.cls);
  const found = cls.lookup(name);
  if (found !== undefined) {
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
  const fallback = cls.cls.lookup("__getattr__");
  if (fallback !== undefined) return m.orUndefined("AttributeError", () => m.call(fallback, [cls, name]));
  if (cls.mro.some((base) => base.name.startsWith("<unknown")))
    return m.unknown(`\`${name}\` may come from a base class that is not known`);
  return undefined;
}

function superAttribute(m: Interpreter, proxy: PySuper, name: string): Value | undefined {
  const { self } = proxy;
  const start = self instanceof PyClass ? self : classOf(self);
  const index = start.mro.indexOf(proxy.after);
  const own = start.lookupFrom(index + 1, name);
  const found = own === undefined ? protocolMethod(start, index + 1, name) : own;
  if (found === undefined) {
    if (start.mro.some((base) => base.name.startsWith("<unknown")))
      return m.unknown(`\`${name}\` may come from a base class that is not known`);
    return undefined;
  }
  if (self instanceof PyClass) {
    if (found instanceof ClassMethod) return new BoundMethod(found.func, self);
    if (found instanceof StaticMethod) return found.func;
    // `super().__new__(cls)` passes the class itself; a metaclass's methods are bound to it.
    if (name === "__new__") return found;
    return self.isSubclassOf(classes.type) || proxy.after.isSubclassOf(classes.type)
      ? new BoundMethod(found, self)
      : found;
  }
  if (name === "__new__") return found instanceof StaticMethod ? found.func : found;
  return bindTo(m, found, self, start);
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
  if (object instanceof PyModule)
    return m.raise("AttributeError", `module '${object.name}' has no attribute '${name}'`);
  if (object instanceof PyClass)
    return m.raise("AttributeError", `type object '${object.name}' has no attribute '${name}'`);
  if (object instanceof PySuper) return m.raise("AttributeError", `'super' object has no attribute '${name}'`);
  return m.raise("AttributeError", `'${classOf(object).name}' object has no attribute '${name}'`);
}

export function setattr(m: Interpreter, object: Value, name: string, value: Value): void {
  if (object instanceof Unknown || object instanceof Lazy) return;
  if (object instanceof Either) {
    for (const option of object.options) if (option instanceof Obj) setattr(m, option, name, value);
    return;
  }
  if (!(object instanceof Obj)) {
    return m.raise("AttributeError", `'${classOf(object).name}' object has no attribute '${name}'`);
  }
  if (object instanceof PyClass) {
    const meta = object.cls.lookup("__setattr__");
    if (meta !== undefined && !(meta instanceof Builtin)) m.call(meta, [object, name, value]);
    else object.setAttr(name, value);
    return;
  }
  const custom = object.cls.lookup("__setattr__");
  if (custom !== undefined && custom !== m.objectSetattr) {
    m.call(custom, [object, name, value]);
    return;
  }
  plainSetattr(m, object, name, value);
}

/** `object.__setattr__`: properties and other data descriptors first, then the instance. */
export function plainSetattr(m: Interpreter, object: Obj, name: string, value: Value): void {
  const inClass = object.cls.lookup(name);
  if (inClass instanceof PyProperty) {
    if (inClass.setter === null) m.raise("AttributeError", `can't set attribute '${name}'`);
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
  if (object instanceof Tensor) {
    m.setTensorAttribute(object, name, value);
    return;
  }
  if (name === "__class__" && value instanceof PyClass) object.cls = value;
  else object.setAttr(name, value);
}

export function delattr(m: Interpreter, object: Value, name: string): void {
  if (!(object instanceof Obj) || object instanceof Unknown || object instanceof Either) return;
  const custom = object.cls.lookup("__delattr__");
  if (custom !== undefined && custom !== m.objectDelattr) {
    m.call(custom, [object, name]);
    return;
  }
  if (!object.deleteAttr(name)) missingAttribute(m, object, name);
}
