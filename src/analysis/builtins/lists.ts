import type { Dim } from "../dims";
import { NOT_IMPLEMENTED } from "../machine/constants";
import { constructors } from "../machine/constructors";
import { define, methods, methodsOf } from "../machine/define";
import { builtinDelitem, builtinItem, builtinLen, builtinSetitem } from "../machine/items";
import { builtinIterate } from "../machine/iteration";
import type { Interpreter } from "../machine/machine";
import { extend } from "../machine/operators";
import { parentMethods } from "../machine/parent-methods";
import { sequenceArithmetic } from "../machine/sequences";
import { makeRoom } from "../room";
import { Tensor } from "../tensor/tensor";
import {
  classes,
  classOf,
  Either,
  native,
  type Obj,
  orElse,
  type PyClass,
  PyIterator,
  PyList,
  type PyRange,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { sortItems } from "./functions";

type Args = Record<string, Value>;

const items = (value: Value): readonly Value[] => (value as PyList | PyTuple).items;
const target = (value: Value): Value[] => (value as PyList).writable();

/** The one optional argument of `list()` and `tuple()`. */
function itemsOf(m: Interpreter, name: string, args: readonly Value[]): Value[] | Unknown {
  if (args.length > 1) return m.raise("TypeError", `${name} expected at most 1 argument, got ${args.length}`);
  return args.length === 0 ? [] : m.list(args[0]);
}

function positionOf(m: Interpreter, { self, item, start, stop }: Args, last: number): number {
  const list = items(self);
  const bound = (value: Value, fallback: number) => {
    const at = value === null ? fallback : m.asDim(value);
    return typeof at === "number" ? (at < 0 ? Math.max(0, at + list.length) : at) : fallback;
  };
  const end = Math.min(bound(stop, last), list.length);
  for (let at = bound(start, 0); at < end; at++) if (m.equal(list[at], item) === true) return at;
  return -1;
}

/** `list`, `tuple` and `torch.Size`: https://docs.python.org/3/library/stdtypes.html#sequence-types-list-tuple-range */
export function installLists(): void {
  const { list, tuple, Size } = classes;
  installList(list);
  constructors.set(list, (m, args) => {
    const found = itemsOf(m, "list", args);
    if (found instanceof Unknown) return found;
    const [from] = args;
    return from instanceof PyList ? new PyList(found).openLike(from) : new PyList(found);
  });
  for (const cls of [list, tuple]) {
    methods(cls, {
      "index(self, item, start=None, stop=None, /)": (m, args) => {
        const at = positionOf(m, args, items(args.self).length);
        const same = items(args.self).map((item) => m.equal(item, args.item));
        if (at >= 0 && !same.slice(0, at).includes(undefined)) return at;
        const open = args.self instanceof PyList ? args.self.tail : undefined;
        if (open !== undefined) return open.of("int");
        if (at >= 0 || same.includes(undefined)) return m.unknown("the equality of its items is not known", "int");
        return m.raise(
          "ValueError",
          cls === list ? `${m.repr(args.item)} is not in list` : "tuple.index(x): x not in tuple",
        );
      },
      "count(self, item, /)": (m, { self, item }) => {
        const same = items(self).map((other) => m.equal(other, item));
        if (same.includes(undefined) || (self instanceof PyList && !self.isCertain))
          return m.unknown("which of its items are equal is not known", "int");
        return same.filter((one) => one === true).length;
      },
    });
    superMethods(cls);
  }
  tuple.own.set(
    "__new__",
    native(
      "__new__(cls, *args)",
      (m, { cls, args }) => {
        const found = itemsOf(m as Interpreter, "tuple", (args as PyTuple).items);
        return found instanceof Unknown ? found : new PyTuple(found, cls as PyClass);
      },
      tuple,
    ),
  );
  methods(Size, {
    "numel(self)": (m, { self }) => items(self).reduce((total: Value, item) => m.binary("*", total, item), 1),
  });
  methods(classes.range, {
    "index(self, item)": (m, { self, item }) =>
      m.truth(m.compare("in", item, self)) === false
        ? m.raise("ValueError", `${m.repr(item)} is not in range`)
        : m.binary("//", m.binary("-", item, (self as PyRange).start), (self as PyRange).step),
    "count(self, item)": (m, { self, item }) => (m.truth(m.compare("in", item, self)) === true ? 1 : 0),
  });
}

function installList(list: PyClass): void {
  list.own.set(
    "__new__",
    native("__new__(cls, *args, **kwargs)", (_, { cls }) => new PyList([], cls as PyClass), list),
  );
  list.own.set(
    "__init__",
    define(
      "__init__(self, *args)",
      (m, { self, args }) => {
        const found = itemsOf(m, "list", (args as PyTuple).items);
        target(self);
        (self as PyList).items = found instanceof Unknown ? [] : found;
        if (found instanceof Unknown) (self as PyList).openEnd(found);
        return null;
      },
      list,
    ),
  );
  methods(list, {
    "append(self, item, /)": (_, { self, item }) => {
      (self as PyList).append(item);
      return null;
    },
    "extend(self, iterable, /)": (m, { self, iterable }) => {
      extend(m, self as PyList, iterable);
      return null;
    },
    "insert(self, index, item, /)": (m, { self, index, item }) => {
      const at = placeOf(m, index);
      const list = self as PyList;
      if (at === 0) list.prepend(item);
      else if (typeof at === "number" && list.isCertain) target(self).splice(at, 0, item);
      else forgetItems(m, self as PyList, "an item was put in at an unknown place");
      return null;
    },
    "pop(self, index=-1, /)": (m, { self, index }) => {
      placeOf(m, index);
      const list = self as PyList;
      const { tail, items: into } = list;
      if (tail !== undefined) {
        if (index === 0 && into.length > 0 && list.placesOf(0).length === 1) return list.writable().shift()!;
        const samples = list.samples ?? [];
        list.writable().length = 0;
        return m.pickUnknown(samples, tail);
      }
      if (into.length === 0) return m.raise("IndexError", "pop from empty list");
      const at = m.asDim(index);
      if (typeof at !== "number") {
        forgetItems(m, self as PyList, "an item at an unknown place was taken out");
        return m.unknown("the index is not known");
      }
      const position = at < 0 ? into.length + at : at;
      if (position < 0 || position >= into.length) return m.raise("IndexError", "pop index out of range");
      if (!list.isCertain) {
        const item = m.getitem(list, at);
        list.takeOut(at);
        return item;
      }
      return list.writable().splice(position, 1)[0];
    },
    "remove(self, item, /)": (m, { self, item }) => {
      const at = items(self).findIndex((other) => m.equal(other, item) !== false);
      if (at < 0)
        return (self as PyList).tail === undefined ? m.raise("ValueError", "list.remove(x): x not in list") : null;
      if (m.equal(items(self)[at], item) === undefined)
        forgetItems(m, self as PyList, "which item was taken out is not known");
      else target(self).splice(at, 1);
      return null;
    },
    "clear(self)": (_, { self }) => {
      target(self).length = 0;
      (self as PyList).tail = undefined;
      return null;
    },
    "reverse(self)": (_, { self }) => {
      target(self).reverse();
      return null;
    },
    "copy(self)": (_, { self }) => {
      makeRoom(items(self).length);
      return new PyList([...items(self)]).openLike(self as PyList);
    },
    "sort(self, *, key=None, reverse=False)": (m, { self, key, reverse }) => {
      const order = sortItems(m, items(self), key, reverse);
      target(self);
      (self as PyList).items =
        order instanceof Unknown ? items(self).map(() => m.unknown("the order is not known")) : order;
      return null;
    },
  });
}

/** An index as an integer; undefined where it is not known which one. */
function placeOf(m: Interpreter, index: Value): Dim | undefined {
  const at = m.asDim(index);
  if (at !== undefined || index instanceof Unknown || index instanceof Either || index instanceof Tensor) return at;
  return m.raise("TypeError", `'${classOf(index).typeName}' object cannot be interpreted as an integer`, {
    kind: "type",
    types: [classOf(index).name],
  });
}

/** Which items the list holds is no longer known, nor how many. */
function forgetItems(m: Interpreter, list: PyList, reason: string): void {
  list.forget(m.unknown(reason));
}

/** The sequence protocol as `super()` and programs look it up by name. */
function superMethods(cls: PyClass): void {
  const arithmetic = (m: Interpreter, op: "+" | "*", self: Value, other: Value): Value =>
    orElse(sequenceArithmetic(m, op, self, other), () => NOT_IMPLEMENTED);
  const hidden = methodsOf(cls, {
    "__len__(self)": (m, { self }) => builtinLen(m, self),
    "__getitem__(self, index)": (m, { self, index }) => builtinItem(m, self, index),
    "__iter__(self)": (m, { self }) => {
      const next = builtinIterate(m, self);
      return next instanceof Unknown ? next : new PyIterator(next);
    },
    "__contains__(self, item)": (m, { self, item }) => m.compare("in", item, plainCopy(self)),
    "__add__(self, other)": (m, { self, other }) => arithmetic(m, "+", self, other),
    "__mul__(self, count)": (m, { self, count }) => arithmetic(m, "*", self, count),
    "__rmul__(self, count)": (m, { self, count }) => arithmetic(m, "*", self, count),
    "__eq__(self, other)": (m, { self, other }) => m.compare("==", plainCopy(self), plainCopy(other)),
    "__ne__(self, other)": (m, { self, other }) => m.compare("!=", plainCopy(self), plainCopy(other)),
    "__lt__(self, other)": (m, { self, other }) => m.compare("<", plainCopy(self), plainCopy(other)),
    "__hash__(self)": (m, { self }) =>
      cls === classes.tuple ? m.call(m.builtin("hash"), [plainCopy(self)]) : (self as Obj).id,
    "__repr__(self)": (m, { self }) => m.textOf(plainCopy(self), "repr"),
    ...(cls === classes.list
      ? {
          "__setitem__(self, index, value)": (m: Interpreter, { self, index, value }: Args) => {
            builtinSetitem(m, self, index, value);
            return null;
          },
          "__delitem__(self, index)": (m: Interpreter, { self, index }: Args) => {
            builtinDelitem(m, self, index);
            return null;
          },
          "__iadd__(self, other)": (m: Interpreter, { self, other }: Args) => {
            m.callMethod(self, "extend", [other]);
            return self;
          },
        }
      : {}),
  });
  parentMethods.set(cls, hidden);
}

/** A list or tuple as one of Python's own class, whose methods the program has not replaced. */
function plainCopy(value: Value): Value {
  if (value instanceof PyList) return new PyList([...value.items]).openLike(value);
  return value instanceof PyTuple ? new PyTuple(value.items) : value;
}
