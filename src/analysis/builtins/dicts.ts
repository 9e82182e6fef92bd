import { NOT_IMPLEMENTED } from "../machine/constants";
import type { Interpreter } from "../machine/interpreter";
import { builtinDelitem, builtinItem, builtinLen, builtinSetitem } from "../machine/items";
import {
  classes,
  native,
  type Obj,
  orElse,
  type PyClass,
  PyDict,
  PyIterator,
  PyList,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { define, methods } from "./define";
import { parentMethods } from "./lists";

const dict = (value: Value): PyDict => value as PyDict;

/** Puts pairs in: from a mapping, or from an iterable of pairs. */
function fill(m: Interpreter, into: PyDict, source: Value): void {
  if (source instanceof PyDict) {
    for (const [key, value] of source.items()) into.set(key, value);
    return;
  }
  if (source instanceof Unknown || source === null) return;
  if (m.findattr(source, "keys") !== undefined) {
    const pairs = m.mapping(source);
    if (!(pairs instanceof Unknown)) for (const [key, value] of pairs) into.set(key, value);
    return;
  }
  const pairs = m.list(source);
  if (pairs instanceof Unknown) return;
  for (const pair of pairs) {
    const [key, value] = m.unpack(pair, 2, -1, []);
    into.set(key, value);
  }
}

/** `dict`: https://docs.python.org/3/library/stdtypes.html#mapping-types-dict */
export function installDicts(): void {
  classes.dict.own.set(
    "__new__",
    native("__new__(cls, *args, **kwargs)", (_, { cls }) => new PyDict(cls as PyClass)),
  );
  classes.dict.own.set(
    "__init__",
    define("__init__(self, *args, **kwargs)", (m, { self, args, kwargs }) => {
      for (const source of (args as PyTuple).items) fill(m, dict(self), source);
      for (const [key, value] of dict(kwargs).items()) dict(self).set(key, value);
      return null;
    }),
  );
  methods(classes.dict, {
    "get(self, key, default=None)": (_, { self, key, default: fallback }) =>
      key instanceof Unknown ? key : orElse(dict(self).get(key), () => fallback),
    "keys(self)": (_, { self }) => new PyList(dict(self).keys()),
    "values(self)": (_, { self }) => new PyList(dict(self).values()),
    "items(self)": (_, { self }) =>
      new PyList(
        dict(self)
          .items()
          .map((pair) => new PyTuple(pair)),
      ),
    "update(self, *args, **kwargs)": (m, { self, args, kwargs }) => {
      for (const source of (args as PyTuple).items) fill(m, dict(self), source);
      for (const [key, value] of dict(kwargs).items()) dict(self).set(key, value);
      return null;
    },
    "pop(self, key, *default)": (m, { self, key, default: fallback }) => {
      const found = dict(self).get(key);
      if (found !== undefined) {
        dict(self).delete(key);
        return found;
      }
      return orElse((fallback as PyTuple).items[0], () =>
        key instanceof Unknown ? key : m.raise("KeyError", m.repr(key)),
      );
    },
    "popitem(self)": (m, { self }) => {
      const last = dict(self).items().at(-1);
      if (last === undefined) return m.raise("KeyError", "popitem(): dictionary is empty");
      dict(self).delete(last[0]);
      return new PyTuple(last);
    },
    "setdefault(self, key, default=None)": (_, { self, key, default: fallback }) => {
      const found = dict(self).get(key);
      if (found !== undefined) return found;
      if (!(key instanceof Unknown)) dict(self).set(key, fallback);
      return fallback;
    },
    "copy(self)": (_, { self }) => PyDict.from(dict(self).items(), dict(self).cls),
    "clear(self)": (_, { self }) => {
      dict(self).clear();
      return null;
    },
    "fromkeys(iterable, value=None)": (m, { iterable, value }) => {
      const keys = m.list(iterable);
      return keys instanceof Unknown ? keys : PyDict.from(keys.map((key) => [key, value] as [Value, Value]));
    },
    "__or__(self, other)": (_, { self, other }) =>
      other instanceof PyDict ? PyDict.from([...dict(self).items(), ...other.items()]) : NOT_IMPLEMENTED,
    "__ior__(self, other)": (m, { self, other }) => {
      fill(m, dict(self), other);
      return self;
    },
    "__reversed__(self)": (_, { self }) => {
      const keys = dict(self).keys().reverse();
      let at = 0;
      return new PyIterator(() => keys[at++]);
    },
  });
  const hidden = new Map<string, Value>();
  methods({ own: hidden } as unknown as PyClass, {
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
    "__contains__(self, key)": (_, { self, key }) => dict(self).has(key),
    "__iter__(self)": (_, { self }) => {
      const keys = dict(self).keys();
      let at = 0;
      return new PyIterator(() => keys[at++]);
    },
    "__hash__(self)": (_, { self }) => (self as Obj).id,
  });
  parentMethods.set(classes.dict, hidden);
}
