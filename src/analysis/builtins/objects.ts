import { functionsOfCode, missingAttribute, plainDelattr, plainFindattr, plainSetattr } from "../machine/attributes";
import { instantiate } from "../machine/calls";
import { classesOfBase, isMadeBySource, makeClass, metaclassOf, subclassesOf } from "../machine/classbuild";
import { NOT_IMPLEMENTED } from "../machine/constants";
import { attributes, methods, methodsOf } from "../machine/define";
import { exceptionClasses, exceptionText } from "../machine/exceptions";
import type { Interpreter } from "../machine/machine";
import { NamespaceDict } from "../machine/namespace";
import { OpenArguments } from "../machine/open-arguments";
import { openAttributes } from "../machine/open-attributes";
import { parentMethods } from "../machine/parent-methods";
import {
  BoundMethod,
  builtinClass,
  ClassMethod,
  classes,
  classOf,
  Either,
  Instance,
  isInstance,
  native,
  nativeRaw,
  Obj,
  orElse,
  PyClass,
  PyDict,
  PyFunction,
  type PyIterator,
  PyModule,
  PyProperty,
  PySlice,
  PySuper,
  PyTuple,
  StaticMethod,
  Unknown,
  type Value,
  withDefaults,
} from "../values";
import { attributeNames } from "./attribute-names";
import { nextItem, stopIteration } from "./functions";

/** `object`, `type`, descriptors, exceptions, iterators. */
export function installObjects(): void {
  const { object, type } = classes;
  // Plain builtins by identity: the machine asks whether a class has its own instead.
  object.own.set(
    "__new__",
    nativeRaw("__new__", (_, [cls]) => new Instance(cls as PyClass), object),
  );
  object.own.set(
    "__init__",
    nativeRaw("__init__", () => null, object),
  );
  object.own.set(
    "__setattr__",
    native(
      "__setattr__(self, name, value)",
      (m, { self, name, value }) => {
        if (typeof name === "string") plainSetattr(m as Interpreter, self as Obj, name, value);
        else openAttributes(self, m.unknown("it may have been set under a name that is not known"));
        return null;
      },
      object,
    ),
  );
  object.own.set(
    "__delattr__",
    native(
      "__delattr__(self, name)",
      (m, { self, name }) => {
        plainDelattr(m as Interpreter, self as Obj, String(name));
        return null;
      },
      object,
    ),
  );
  methods(object, {
    "__getattribute__(self, name)": (m, { self, name }) =>
      orElse(plainFindattr(m, self, classOf(self), String(name)), () => missingAttribute(m, self, String(name))),
    "__repr__(self)": (m, { self }) => m.textOf(self, "repr"),
    "__str__(self)": (m, { self }) => m.textOf(self, "repr"),
    "__dir__(self)": (m, { self }) => attributeNames(m as Interpreter, self),
    "__reduce__(self)": (m) => m.unknown("pickling is not followed"),
    "__reduce_ex__(self, protocol)": (m, { self, protocol }) => m.call(copyreg(m, "_reduced"), [self, protocol]),
  });
  object.own.set(
    "__init_subclass__",
    new ClassMethod(
      nativeRaw(
        "__init_subclass__",
        (m, [cls], kwargs) => {
          if (kwargs === undefined || kwargs.size === 0 || !(cls instanceof PyClass) || cls.hasUnknownBase) return null;
          return m.raise("TypeError", `${cls.qualname}.__init_subclass__() takes no keyword arguments`);
        },
        object,
      ),
    ),
  );
  object.own.set("__subclasshook__", new ClassMethod(nativeRaw("__subclasshook__", () => NOT_IMPLEMENTED, object)));
  type.own.set(
    "__call__",
    nativeRaw(
      "__call__",
      (m, [cls, ...args], kwargs) => {
        if (cls === classes.type && args.length === 1) return classOf(args[0]);
        return instantiate(m as Interpreter, cls as PyClass, args, kwargs);
      },
      type,
    ),
  );
  type.own.set(
    "__new__",
    nativeRaw(
      "__new__",
      (m, [meta, ...args], kwargs) => newType(m as Interpreter, meta as PyClass, args, kwargs),
      type,
    ),
  );
  type.own.set(
    "__init__",
    nativeRaw("__init__", () => null, type),
  );
  // Whoever looks past descriptors asks those of `type` itself.
  const ofClasses: Record<string, (m: Interpreter, cls: PyClass) => Value> = {
    __mro__: (_, cls) => new PyTuple(cls.mro),
    __dict__: (m, cls) => new NamespaceDict(m, cls),
    __text_signature__: textSignature,
  };
  for (const [name, read] of Object.entries(ofClasses)) {
    const descriptor = new Instance(getsetClass);
    descriptor.setAttr("__name__", name);
    descriptor.setAttr("__objclass__", type);
    readers.set(descriptor, read);
    type.own.set(name, descriptor);
  }
  methods(getsetClass, {
    "__get__(self, instance, owner=None)": (m, { self, instance, owner }) => {
      if (instance === null && owner !== null) return self;
      if (instance instanceof PyClass) return readers.get(self as Instance)!(m as Interpreter, instance);
      if (instance instanceof Unknown || instance instanceof Either) return m.unknown("the class is not known");
      return m.raise(
        "TypeError",
        instance === null
          ? "__get__(None, None) is invalid"
          : `descriptor '${(self as Obj).attrs?.get("__name__")}' for 'type' objects doesn't apply to a '${classOf(instance).typeName}' object`,
      );
    },
    "__set__(self, instance, value)": (m, { self }) =>
      m.raise(
        "AttributeError",
        `attribute '${(self as Obj).attrs?.get("__name__")}' of 'type' objects is not writable`,
      ),
  });
  methods(type, {
    "mro(cls)": (_, { cls }) => new PyTuple((cls as PyClass).mro),
    "__subclasses__(cls)": (m, { cls }) => subclassesOf(m as Interpreter, cls as PyClass),
    "__instancecheck__(cls, instance)": (_, { cls, instance }) => classOf(instance).isSubclassOf(cls as PyClass),
    "__prepare__(cls, name, bases, **options)": () => new PyDict(),
  });
  installProtocol();
  installDescriptors();
  installExceptions();
  installIterators();
  classes.slice.own.set(
    "__new__",
    nativeRaw(
      "__new__",
      (m, [, ...args]) => {
        if (args.length === 0) m.raise("TypeError", "slice expected at least 1 argument, got 0");
        return args.length === 1 ? new PySlice(null, args[0], null) : new PySlice(args[0], args[1], args[2] ?? null);
      },
      classes.slice,
    ),
  );
  attributes(classes.slice, {
    start: (self) => (self as PySlice).start,
    stop: (self) => (self as PySlice).stop,
    step: (self) => (self as PySlice).step,
  });
}

/** What every object answers, for those who ask by name. */
function installProtocol(): void {
  const declines = () => NOT_IMPLEMENTED;
  const hidden = methodsOf(classes.object, {
    "__eq__(self, other)": (_, { self, other }) => (self === other ? true : NOT_IMPLEMENTED),
    "__ne__(self, other)": (_, { self, other }) => (self === other ? false : NOT_IMPLEMENTED),
    "__lt__(self, other)": declines,
    "__le__(self, other)": declines,
    "__gt__(self, other)": declines,
    "__ge__(self, other)": declines,
    "__hash__(self)": (m, { self }) => (self instanceof Obj ? self.id : m.call(m.builtin("hash"), [self])),
    "__format__(self, spec)": (m, { self, spec }) =>
      spec === "" ? m.textOf(self, "str") : m.call(m.builtin("format"), [self, spec]),
    "__sizeof__(self)": (m) => m.unknown("memory is not followed", "int"),
    "__getstate__(self)": (m, { self }) => m.call(copyreg(m, "_state"), [self]),
  });
  parentMethods.set(classes.object, hidden);
  for (const cls of [classes.list, classes.dict, classes.set, classes.bytearray]) cls.own.set("__hash__", null);
  classes.method.own.set(
    "__new__",
    native("__new__(cls, func, instance)", (_, { func, instance }) => new BoundMethod(func, instance), classes.method),
  );
  classes.module.own.set(
    "__new__",
    native(
      "__new__(cls, name, doc=None, *args, **kwargs)",
      (m, { cls, name }) =>
        cls === classes.module
          ? new PyModule(String(name), undefined, "")
          : m.unknown("it stands for a module that is loaded when it is used"),
      classes.module,
    ),
  );
}

/** How objects are taken apart is written in Python. */
const copyreg = (m: Interpreter, name: string) => m.getattr(m.import("copyreg"), name);

/** What `type()` takes to make a class, and the classes' names. */
const NEW_TYPE = [
  [classes.str, "str"],
  [classes.tuple, "tuple"],
  [classes.dict, "dict"],
] as const;

/** `type(object)`, or `type(name, bases, names)`: a new class. */
function newType(
  m: Interpreter,
  meta: PyClass,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> | undefined,
): Value {
  const [object] = args;
  if (args.length === 1 && object instanceof Unknown) return m.unknown(object.reason);
  if (args.length === 1 && object instanceof Either)
    return m.joinValues(object.options.map((option) => () => classOf(option)));
  if (args.length === 1 && object instanceof PyClass && object.hasUnknownBase)
    return m.unknown("a base class that is not known may have a metaclass");
  if (args.length === 1) return classOf(object);
  if (kwargs instanceof OpenArguments) return kwargs.rest;
  if (args.length !== 3) return m.raise("TypeError", "type() takes 1 or 3 arguments");
  const [name, bases, names] = args;
  if (args.some((arg) => arg instanceof Unknown || arg instanceof Either))
    return m.unknown("the class is made from unknown parts");
  const wrong = NEW_TYPE.findIndex(([cls], n) => !isInstance(args[n], cls));
  if (wrong >= 0)
    return m.raise(
      "TypeError",
      `type.__new__() argument ${wrong + 1} must be ${NEW_TYPE[wrong][1]}, not ${classOf(args[wrong]).name}`,
    );
  const own = new Map<string, Value>();
  for (const [key, value] of (names as PyDict).items()) own.set(String(key), value);
  const module = own.get("__module__") ?? m.top?.module.name ?? "";
  const list = (bases as PyTuple).items.flatMap((base) => classesOfBase(m, base) ?? []);
  // The most derived metaclass of the bases makes it.
  const derived = metaclassOf(list);
  const winner = derived !== meta && derived.isSubclassOf(meta) ? derived : meta;
  const construct = winner === meta ? undefined : winner.lookup("__new__");
  if (construct !== undefined && construct !== m.typeNew)
    return m.call(construct instanceof StaticMethod ? construct.func : construct, [winner, ...args], kwargs);
  return makeClass(
    m,
    winner,
    String(name),
    list.length > 0 ? list : [classes.object],
    own,
    String(module),
    kwargs ?? new Map(),
  );
}

/** Attributes of compiled classes: what `type` shows of every class. */
const getsetClass = builtinClass("getset_descriptor");
const readers = new WeakMap<Instance, (m: Interpreter, cls: PyClass) => Value>();

/** Of compiled classes, what is the same in every version of CPython. */
const TEXT_SIGNATURES = new Map<PyClass, Value>([
  [classes.object, "()"],
  [classes.type, null],
]);

/**
 * `__text_signature__` of a class: what its docstring begins with, written as compiled classes do. Of a compiled class whose docstring is not
 * kept it is not known.
 * https://github.com/python/cpython/blob/3.11/Objects/typeobject.c (`find_signature`, `skip_signature`)
 */
function textSignature(m: Interpreter, cls: PyClass): Value {
  const known = TEXT_SIGNATURES.get(cls);
  if (known !== undefined) return known;
  const doc = cls.own.get("__doc__") ?? null;
  if (!isMadeBySource(m, cls) || (doc !== null && typeof doc !== "string"))
    return m.unknown("texts of signatures are not kept");
  if (doc === null || !doc.startsWith(`${cls.name}(`)) return null;
  const end = doc.indexOf(")\n--\n\n");
  const paragraph = doc.indexOf("\n\n");
  return end < 0 || paragraph < end ? null : doc.slice(cls.name.length, end + 1);
}

/** A property with a docstring of its own, beside its getter's. */
function documented(property: PyProperty, doc: Value | undefined): PyProperty {
  if (doc !== undefined && doc !== null) property.setAttr("__doc__", doc);
  return property;
}

function installDescriptors(): void {
  classes.property.own.set(
    "__new__",
    native(
      "__new__(cls, fget=None, fset=None, fdel=None, doc=None)",
      (_, { fget, fset, fdel, doc }) => documented(new PyProperty(fget, fset, fdel), doc),
      classes.property,
    ),
  );
  methods(classes.property, {
    "getter(self, fn)": (_, { self, fn }) =>
      documented(
        new PyProperty(fn, (self as PyProperty).setter, (self as PyProperty).deleter),
        (self as PyProperty).attrs?.get("__doc__"),
      ),
    "setter(self, fn)": (_, { self, fn }) =>
      documented(
        new PyProperty((self as PyProperty).getter, fn, (self as PyProperty).deleter),
        (self as PyProperty).attrs?.get("__doc__"),
      ),
    "deleter(self, fn)": (_, { self, fn }) =>
      documented(
        new PyProperty((self as PyProperty).getter, (self as PyProperty).setter, fn),
        (self as PyProperty).attrs?.get("__doc__"),
      ),
    "__get__(self, instance, owner=None)": (m, { self, instance }) =>
      instance === null ? self : m.call((self as PyProperty).getter, [instance]),
    "__set__(self, instance, value)": (m, { self, instance, value }) => {
      const { setter } = self as PyProperty;
      if (setter === null) m.raise("AttributeError", "property has no setter");
      m.call(setter, [instance, value]);
      return null;
    },
    "__delete__(self, instance)": (m, { self, instance }) => {
      const { deleter } = self as PyProperty;
      if (deleter === null) m.raise("AttributeError", "property has no deleter");
      m.call(deleter, [instance]);
      return null;
    },
  });
  attributes(classes.property, {
    fget: (self) => (self as PyProperty).getter,
    fset: (self) => (self as PyProperty).setter,
    fdel: (self) => (self as PyProperty).deleter,
  });
  methods(classes.staticmethod, {
    "__get__(self, instance, owner=None)": (_, { self }) => (self as StaticMethod).func,
  });
  methods(classes.classmethod, {
    "__get__(self, instance, owner=None)": (_, { self, instance, owner }) =>
      new BoundMethod((self as ClassMethod).func, owner ?? classOf(instance)),
  });
  classes.staticmethod.own.set(
    "__new__",
    native("__new__(cls, fn)", (_, { fn }) => new StaticMethod(fn), classes.staticmethod),
  );
  classes.classmethod.own.set(
    "__new__",
    native("__new__(cls, fn)", (_, { fn }) => new ClassMethod(fn), classes.classmethod),
  );
  classes.staticmethod.own.set(
    "__func__",
    new PyProperty(native("f(self)", (_, { self }) => (self as StaticMethod).func, classes.staticmethod)),
  );
  classes.classmethod.own.set(
    "__func__",
    new PyProperty(native("f(self)", (_, { self }) => (self as ClassMethod).func, classes.classmethod)),
  );
  classes.function.own.set(
    "__new__",
    native("__new__(cls, code, globals, name=None, argdefs=None, closure=None)", (m, args) =>
      functionOfCode(m as Interpreter, args.code, args.globals, args.name, args.argdefs),
    ),
  );
  classes.function.own.set(
    "__get__",
    native(
      "__get__(self, instance, owner=None)",
      (_, { self, instance }) => (instance === null ? self : new BoundMethod(self, instance)),
      classes.function,
    ),
  );
  for (const cls of [classes.methodDescriptor, classes.wrapperDescriptor])
    methods(cls, {
      "__get__(self, instance, owner=None)": (_, { self, instance }) =>
        instance === null ? self : new BoundMethod(self, instance),
    });
  classes.super.own.set(
    "__new__",
    nativeRaw(
      "__new__",
      (m, [, owner, self]) => {
        const machine = m as Interpreter;
        if (owner === undefined) return machine.superOf(machine.top!);
        if (!(owner instanceof PyClass)) return machine.unknown("the class given to super() is not known");
        const fits =
          self === undefined ||
          self instanceof Unknown ||
          self instanceof Either ||
          classOf(self).hasUnknownBase ||
          isInstance(self, owner) ||
          (self instanceof PyClass && (self.hasUnknownBase || self.isSubclassOf(owner)));
        if (!fits) machine.raise("TypeError", "super(type, obj): obj must be an instance or subtype of type");
        return new PySuper(owner, self ?? null);
      },
      classes.super,
    ),
  );
  classes.function.own.set(
    "__call__",
    nativeRaw("__call__", (m, [fn, ...args], kwargs) => m.call(fn, args, kwargs), classes.function),
  );
  classes.function.own.set(
    "__defaults__",
    new PyProperty(
      native(
        "__defaults__(self)",
        (_, { self }) => {
          const set = (self as PyFunction).attrs?.get("__defaults__");
          if (set !== undefined) return set;
          const found = (self as PyFunction).params.filter(
            (param) => param.default !== undefined && param.kind !== "keywordOnly",
          );
          return found.length === 0 ? null : new PyTuple(found.map((param) => param.default!));
        },
        classes.function,
      ),
      native(
        "__defaults__(self, value)",
        (_, { self, value }) => {
          (self as PyFunction).setAttr("__defaults__", value);
          return null;
        },
        classes.function,
      ),
    ),
  );
}

/** `types.FunctionType(f.__code__, f.__globals__, …)`: another function of the same code. */
function functionOfCode(m: Interpreter, code: Value, globals: Value, name: Value, defaults: Value): Value {
  const fn = code instanceof Instance ? functionsOfCode.get(code) : undefined;
  if (fn === undefined || !(globals instanceof NamespaceDict) || globals.owner !== fn.module)
    return m.unknown("functions that are made of code are not followed");
  const params = withDefaults(fn.params, defaults);
  const called = typeof name === "string" ? name : fn.name;
  return new PyFunction(called, fn.qualname, fn.node, params, fn.code, fn.closure, fn.module, fn.place);
}

function installExceptions(): void {
  const base = classes.BaseException;
  base.own.set(
    "__init__",
    nativeRaw(
      "__init__",
      (_, [self, ...args]) => {
        (self as Obj).setAttr("args", new PyTuple(args));
        return null;
      },
      base,
    ),
  );
  methods(base, {
    "__str__(self)": (m, { self }) => exceptionText(m, self),
    "with_traceback(self, tb)": (_, { self }) => self,
    "add_note(self, note)": () => null,
  });
  base.own.set("__cause__", null);
  base.own.set("__context__", null);
  base.own.set("__suppress_context__", false);
  base.own.set("__traceback__", null);
  for (const [name, attribute] of [
    ["StopIteration", "value"],
    ["SystemExit", "code"],
  ])
    attributes(exceptionClasses.get(name)!, {
      [attribute]: (self) => {
        const args = (self as Obj).attrs?.get("args");
        return args instanceof PyTuple ? (args.items[0] ?? null) : null;
      },
    });
}

function installIterators(): void {
  for (const cls of [classes.iterator, classes.generator]) {
    methods(cls, {
      "__iter__(self)": (_, { self }) => self,
      "__next__(self)": (m, { self }) => nextItem(m as Interpreter, self),
    });
    cls.own.delete("__iter__");
  }
  methods(classes.generator, {
    "send(self, value)": (m, { self, value }) =>
      orElse((self as PyIterator).control?.send(value), () => stopIteration(m, self)),
    "throw(self, type, value=None, traceback=None)": (m, { self, type, value }) => {
      const exception = value ?? (type instanceof PyClass ? m.call(type) : type);
      return orElse((self as PyIterator).control?.throw(exception), () => stopIteration(m, self));
    },
    "close(self)": (_, { self }) => {
      (self as PyIterator).control?.close();
      return null;
    },
  });
}
