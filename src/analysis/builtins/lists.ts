import { NOT_IMPLEMENTED } from "../machine/constants";
import type { Interpreter } from "../machine/interpreter";
import { builtinDelitem, builtinItem, builtinLen, builtinSetitem } from "../machine/items";
import { builtinIterate } from "../machine/iteration";
import {
  classes,
  native,
  type Obj,
  type PyClass,
  PyIterator,
  PyList,
  type PyRange,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { define, methods } from "./define";
import { sortItems } from "./functions";

const items = (value: Value): readonly Value[] => (value as PyList | PyTuple).items;
const target = (value: Value): Value[] => (value as PyList).writable();

/** `super().__iter__()` and its like in a subclass reach the plain protocol; plain lists and tuples never ask for these. */
const PROTOCOL = {
  "__len__(self)": (m: Interpreter, { self }: Record<string, Value>) => builtinLen(m, self),
  "__getitem__(self, index)": (m: Interpreter, { self, index }: Record<string, Value>) => builtinItem(m, self, index),
};

/** `list`, `tuple` and `torch.Size`: https://docs.python.org/3/library/stdtypes.html#sequence-types-list-tuple-range */
export function installLists(): void {
  const { list, tuple, Size } = classes;
  list.own.set(
    "__new__",
    native("__new__(cls, *args, **kwargs)", (_, { cls }) => new PyList([], cls as PyClass)),
  );
  list.own.set(
    "__init__",
    define("__init__(self, iterable=())", (m, { self, iterable }) => {
      const found = iterable === null || typeof iterable === "number" ? [] : m.list(iterable);
      const into = target(self);
      if (found instanceof Unknown) into.splice(0, into.length, found);
      else into.splice(0, into.length, ...found);
      return null;
    }),
  );
  methods(list, {
    "append(self, item)": (_, { self, item }) => {
      target(self).push(item);
      return null;
    },
    "extend(self, iterable)": (m, { self, iterable }) => {
      const more = m.list(iterable);
      if (!(more instanceof Unknown)) target(self).push(...more);
      return null;
    },
    "insert(self, index, item)": (_, { self, index, item }) => {
      target(self).splice(Number(index), 0, item);
      return null;
    },
    "pop(self, index=-1)": (m, { self, index }) => {
      const into = target(self);
      if (into.length === 0) return m.raise("IndexError", "pop from empty list");
      const at = Number(index) < 0 ? into.length + Number(index) : Number(index);
      if (at < 0 || at >= into.length) return m.raise("IndexError", "pop index out of range");
      return into.splice(at, 1)[0];
    },
    "remove(self, item)": (m, { self, item }) => {
      const at = items(self).findIndex((other) => m.equal(other, item) === true);
      if (at < 0) return m.raise("ValueError", "list.remove(x): x not in list");
      target(self).splice(at, 1);
      return null;
    },
    "clear(self)": (_, { self }) => {
      target(self).length = 0;
      return null;
    },
    "reverse(self)": (_, { self }) => {
      target(self).reverse();
      return null;
    },
    "copy(self)": (_, { self }) => new PyList([...items(self)]),
    "sort(self, *, key=None, reverse=False)": (m, { self, key, reverse }) => {
      const order = sortItems(m, items(self), key, reverse);
      if (!(order instanceof Unknown)) target(self).splice(0, order.length, ...order);
      return null;
    },
    "__add__(self, other)": (_, { self, other }) =>
      other instanceof PyList ? new PyList([...items(self), ...items(other)]) : NOT_IMPLEMENTED,
  });
  for (const cls of [list, tuple]) {
    methods(cls, {
      "index(self, item, start=0)": (m, { self, item, start }) => {
        const at = items(self).findIndex((other, n) => n >= Number(start) && m.equal(other, item) === true);
        return at < 0 ? m.raise("ValueError", `${m.repr(item)} is not in ${cls.name}`) : at;
      },
      "count(self, item)": (m, { self, item }) => items(self).filter((other) => m.equal(other, item) === true).length,
      "__mul__(self, count)": (m, { self, count }) => repeated(m, self, count),
      "__rmul__(self, count)": (m, { self, count }) => repeated(m, self, count),
      "__hash__(self)": (_, { self }) => (self as Obj).id,
    });
  }
  tuple.own.set(
    "__new__",
    define("__new__(cls, iterable=())", (m, { cls, iterable }) => {
      const found = typeof iterable === "number" ? [] : m.list(iterable);
      return found instanceof Unknown ? found : new PyTuple(found, cls as PyClass);
    }),
  );
  methods(tuple, {
    "__add__(self, other)": (_, { self, other }) =>
      other instanceof PyTuple
        ? new PyTuple(
            [...items(self), ...items(other)],
            (self as PyTuple).cls === Size && other.cls === Size ? Size : classes.tuple,
          )
        : NOT_IMPLEMENTED,
  });
  methods(Size, {
    "numel(self)": (m, { self }) => items(self).reduce((total: Value, item) => m.binary("*", total, item), 1),
  });
  methods(classes.range, {
    "index(self, item)": (m, { self, item }) =>
      m.binary("//", m.binary("-", item, (self as PyRange).start), (self as PyRange).step),
    "count(self, item)": (m, { self, item }) => (m.truth(m.compare("in", item, self)) === true ? 1 : 0),
  });
  // Methods that a subclass may call on its parent.
  superMethods(list);
  superMethods(tuple);
}

function repeated(m: Interpreter, self: Value, count: Value): Value {
  const times = m.asDim(count);
  if (times === undefined) return count instanceof Unknown ? count.of("any") : NOT_IMPLEMENTED;
  if (typeof times !== "number") return m.repeatUnknown(self as PyList | PyTuple, times);
  const all: Value[] = [];
  for (let n = 0; n < times; n++) all.push(...items(self));
  return self instanceof PyList ? new PyList(all) : new PyTuple(all);
}

/** The sequence protocol under the names that `super()` looks up. The machine itself goes past them: they are not in the class. */
function superMethods(cls: PyClass): void {
  const hidden = new Map<string, Value>();
  const probe = { own: hidden } as unknown as PyClass;
  methods(probe, {
    ...PROTOCOL,
    "__iter__(self)": (m, { self }) => {
      const next = builtinIterate(m, self);
      return next instanceof Unknown ? next : new PyIterator(next);
    },
    "__setitem__(self, index, value)": (m, { self, index, value }) => {
      builtinSetitem(m, self, index, value);
      return null;
    },
    "__delitem__(self, index)": (m, { self, index }) => {
      builtinDelitem(m, self, index);
      return null;
    },
    "__contains__(self, item)": (m, { self, item }) => items(self).some((other) => m.equal(other, item) === true),
  });
  parentMethods.set(cls, hidden);
}

/** What `super().NAME` finds in a builtin container's class beside its listed methods. */
export const parentMethods = new Map<PyClass, ReadonlyMap<string, Value>>();
