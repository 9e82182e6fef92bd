import { NOT_IMPLEMENTED } from "../machine/constants";
import { constructors } from "../machine/constructors";
import { define, methods, methodsOf } from "../machine/define";
import { heldOf } from "../machine/escapes";
import { keyIn, unknownOf } from "../machine/hashing";
import { builtinDelitem, builtinItem, builtinLen, builtinSetitem } from "../machine/items";
import type { Interpreter } from "../machine/machine";
import { OpenArguments } from "../machine/open-arguments";
import { parentMethods } from "../machine/parent-methods";
import {
  ClassMethod,
  classes,
  native,
  orElse,
  type PyClass,
  PyDict,
  PyDictView,
  PyIterator,
  PyList,
  PySet,
  PyTuple,
  Unknown,
  type Value,
} from "../values";

const dict = (value: Value): PyDict => value as PyDict;

/** Puts pairs in: from a mapping, or from an iterable of pairs. An Unknown where the source is not known. */
function fill(m: Interpreter, into: PyDict, source: Value): Unknown | undefined {
  if (source instanceof Unknown) return source;
  const put = (key: Value, value: Value) => builtinSetitem(m, into, key, value);
  if (source instanceof PyDict || m.findattr(source, "keys") !== undefined) {
    const pairs = source instanceof PyDict ? source.items() : m.mapping(source);
    if (pairs instanceof Unknown) return pairs;
    for (const [key, value] of pairs) {
      const old = source instanceof PyDict && source.mayLack(key) ? into.get(key) : undefined;
      put(key, old === undefined ? value : m.joinValues([() => old, () => value]));
    }
    if (source instanceof PyDict) into.openLike(source);
    return source instanceof PyDict ? source.tail : undefined;
  }
  const pairs = m.list(source);
  if (pairs instanceof Unknown) return pairs;
  for (const [at, pair] of pairs.entries()) {
    const parts = pair instanceof Unknown ? pair : pairParts(m, pair, at);
    if (parts instanceof Unknown) into.open(parts, () => parts);
    else put(parts[0], parts[1]);
  }
  return undefined;
}

function pairParts(m: Interpreter, pair: Value, at: number): Value[] | Unknown {
  if (
    !(pair instanceof PyTuple || pair instanceof PyList || typeof pair === "string") &&
    m.findattr(pair, "__iter__") === undefined
  )
    return m.raise("TypeError", `cannot convert dictionary update sequence element #${at} to a sequence`);
  const parts = m.list(pair);
  if (parts instanceof Unknown || parts.length === 2) return parts;
  return m.raise("ValueError", `dictionary update sequence element #${at} has length ${parts.length}; 2 is required`);
}

function update(m: Interpreter, self: PyDict, { args, kwargs }: Record<string, Value>, name: string): void {
  const sources = (args as PyTuple).items;
  if (sources.length > 1) m.raise("TypeError", `${name} expected at most 1 argument, got ${sources.length}`);
  const unknown = sources.length === 0 ? undefined : fill(m, self, sources[0]);
  if (unknown !== undefined) self.open(unknown, () => unknown);
  for (const [key, value] of dict(kwargs).items()) self.set(key, value);
}

/** What a key that is not there may have in a dict of which not all is known. */
function mayHold(m: Interpreter, self: PyDict, key: Value): Unknown | undefined {
  if (self.isCertain && self.size === 0) return undefined;
  // A dict of a class of its own answers as a plain one.
  const inside = m.compare("in", key, self.cls === classes.dict ? self : PyDict.copyOf(self));
  return inside instanceof Unknown ? inside.of("any") : undefined;
}

/** `dict`: https://docs.python.org/3/library/stdtypes.html#mapping-types-dict */
export function installDicts(): void {
  classes.dict.own.set(
    "__new__",
    native("__new__(cls, *args, **kwargs)", (_, { cls }) => new PyDict(cls as PyClass), classes.dict),
  );
  classes.dict.own.set(
    "__init__",
    define(
      "__init__(self, /, *args, **kwargs)",
      (m, args) => {
        update(m, dict(args.self), args, "dict");
        return null;
      },
      classes.dict,
    ),
  );
  constructors.set(classes.dict, (m, args, kwargs) => {
    const made = new PyDict();
    if (kwargs instanceof OpenArguments || args[0] instanceof Unknown)
      return kwargs instanceof OpenArguments ? kwargs.rest : args[0];
    update(m, made, { args: new PyTuple(args), kwargs: m.dictOf(kwargs ?? new Map()) }, "dict");
    return made;
  });
  methods(classes.dict, {
    "get(self, key, default=None, /)": (m, { self, key, default: fallback }) => {
      const own = keyIn(m, dict(self), key);
      const found = dict(self).get(own);
      if (found !== undefined) return dict(self).mayLack(own) ? m.joinValues([() => found, () => fallback]) : found;
      return mayHold(m, dict(self), own)?.holding(heldOf([...dict(self).values(), fallback])) ?? fallback;
    },
    "keys(self)": (_, { self }) => new PyDictView(dict(self), "keys"),
    "values(self)": (_, { self }) => new PyDictView(dict(self), "values"),
    "items(self)": (_, { self }) => new PyDictView(dict(self), "items"),
    "update(self, /, *args, **kwargs)": (m, args) => {
      update(m, dict(args.self), args, "update");
      return null;
    },
    "pop(self, key, *default)": (m, { self, key, default: fallback }) => {
      const own = keyIn(m, dict(self), key);
      const found = dict(self).get(own);
      if (found === undefined) {
        const unknown = mayHold(m, dict(self), own);
        const held = dict(self).values();
        if (unknownOf(own) !== undefined) dict(self).doubtAll();
        return unknown?.holding(heldOf(held)) ?? orElse((fallback as PyTuple).items[0], () => m.keyError(key));
      }
      const { items: given } = fallback as PyTuple;
      const options = dict(self).mayLack(own) ? [found, ...given.slice(0, 1)] : [found];
      dict(self).delete(own);
      return m.joinValues(options.map((option) => () => option));
    },
    "popitem(self)": (m, { self }) => {
      const { tail, isCertain } = dict(self);
      if (!isCertain) {
        dict(self).doubtAll();
        return tail ?? m.unknown("which item is the last one depends on an open condition");
      }
      const last = dict(self).items().at(-1);
      if (last === undefined) return m.keyError("popitem(): dictionary is empty");
      dict(self).delete(last[0]);
      return new PyTuple(last);
    },
    "setdefault(self, key, default=None, /)": (m, { self, key, default: fallback }) => {
      const own = keyIn(m, dict(self), key);
      const found = dict(self).get(own);
      if (found !== undefined && !dict(self).mayLack(own)) return found;
      if (found !== undefined) {
        const value = m.joinValues([() => found, () => fallback]);
        dict(self).set(own, value);
        return value;
      }
      const unknown = mayHold(m, dict(self), own)?.holding(heldOf([...dict(self).values(), fallback]));
      builtinSetitem(m, self, key, unknown ?? fallback);
      return unknown ?? fallback;
    },
    "copy(self)": (_, { self }) => PyDict.copyOf(dict(self)),
    "clear(self)": (_, { self }) => {
      dict(self).clear();
      return null;
    },
    "__or__(self, other)": (m, { self, other }) => {
      if (!(other instanceof PyDict)) return NOT_IMPLEMENTED;
      const made = PyDict.copyOf(dict(self));
      update(m, made, { args: new PyTuple([other]), kwargs: new PyDict() }, "dict");
      return made;
    },
    "__ior__(self, other)": (m, { self, other }) => {
      update(m, dict(self), { args: new PyTuple([other]), kwargs: new PyDict() }, "update");
      return self;
    },
    "__reversed__(self)": (_, { self }) => {
      if (dict(self).tail !== undefined) return dict(self).tail!;
      const keys = dict(self).keys().reverse();
      let at = 0;
      return new PyIterator(() => keys[at++]);
    },
  });
  const fromKeys = define("fromkeys(cls, iterable, value=None, /)", (m, { cls, iterable, value }) => {
    const keys = m.list(iterable);
    if (keys instanceof Unknown) return keys;
    const made = cls === classes.dict ? new PyDict() : m.call(cls);
    for (const key of keys) m.setitem(made, key, value);
    return made;
  });
  classes.dict.own.set("fromkeys", new ClassMethod(fromKeys));
  const hidden = methodsOf(classes.dict, {
    "__len__(self)": (m, { self }) => builtinLen(m, self),
    "__getitem__(self, key)": (m, { self, key }) => builtinItem(m, self, key),
    "__setitem__(self, key, value)": (m, { self, key, value }) => {
      builtinSetitem(m, self, key, value);
      return null;
    },
    "__delitem__(self, key)": (m, { self, key }) => {
      builtinDelitem(m, self, key);
      return null;
    },
    "__contains__(self, key)": (m, { self, key }) => m.compare("in", key, PyDict.copyOf(dict(self))),
    "__iter__(self)": (_, { self }) => {
      if (dict(self).tail !== undefined) return dict(self).tail!;
      const keys = dict(self).keys();
      let at = 0;
      return new PyIterator(() => keys[at++]);
    },
    "__eq__(self, other)": (m, { self, other }) =>
      m.compare("==", PyDict.copyOf(dict(self)), other instanceof PyDict ? PyDict.copyOf(other) : other),
    "__repr__(self)": (m, { self }) => m.textOf(PyDict.from(dict(self).items()), "repr"),
  });
  parentMethods.set(classes.dict, hidden);
  installViews();
}

/** `dict.keys()` and its like: https://docs.python.org/3/library/stdtypes.html#dictionary-view-objects */
function installViews(): void {
  for (const kind of ["keys", "values", "items"] as const) {
    const cls = classes[`dict_${kind}`];
    const hidden = methodsOf(cls, {
      "__len__(self)": (m, { self }) => builtinLen(m, self),
      "__iter__(self)": (_, { self }) => {
        const { tail } = (self as PyDictView).dict;
        if (tail !== undefined) return tail;
        const items = (self as PyDictView).list();
        let at = 0;
        return new PyIterator(() => items[at++]);
      },
      "__contains__(self, item)": (m, { self, item }) => m.compare("in", item, self),
    });
    parentMethods.set(cls, hidden);
    if (kind === "values") continue;
    methods(cls, {
      "isdisjoint(self, other)": (m, { self, other }) => {
        const items = m.list(other);
        if (items instanceof Unknown) return items.of("bool");
        const own = new PySet((self as PyDictView).list());
        return !items.some((item) => own.has(item));
      },
    });
  }
}
