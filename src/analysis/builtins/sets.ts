import { NOT_IMPLEMENTED } from "../machine/constants";
import { define, methods, methodsOf, type Run } from "../machine/define";
import { keyIn, unknownOf } from "../machine/hashing";
import { builtinLen } from "../machine/items";
import { builtinIterate } from "../machine/iteration";
import type { Interpreter } from "../machine/machine";
import { parentMethods } from "../machine/parent-methods";
import { classes, type PyClass, PyIterator, PySet, PyTuple, Unknown, type Value } from "../values";

const set = (value: Value): PySet => value as PySet;
const all = (others: Value): readonly Value[] => (others as PyTuple).items;

function add(m: Interpreter, into: PySet, item: Value): void {
  const key = keyIn(m, into, item);
  const unknown = unknownOf(key);
  if (unknown !== undefined && !into.has(key)) into.open(unknown);
  else into.add(key);
}

/** Takes an item out; undefined where it is not known whether it was there. */
function remove(m: Interpreter, from: PySet, item: Value): boolean | undefined {
  const key = keyIn(m, from, item);
  const inside = m.truth(m.compare("in", item, from));
  if (from.has(key)) from.delete(key);
  else if (inside === undefined) from.doubtAll();
  return inside;
}

/** Puts in what an iterable has; where that is not known, the set is open afterwards. */
function fill(m: Interpreter, into: PySet, source: Value): PySet {
  const items = m.list(source);
  if (items instanceof Unknown) into.open(items);
  else for (const item of items) add(m, into, item);
  if (source instanceof PySet) into.openLike(source);
  return into;
}

function asSet(m: Interpreter, source: Value): PySet {
  return source instanceof PySet ? source : fill(m, new PySet(), source);
}

/** The items of `self` that are in `other`, or (`kept` false) those that are not. Where that is not known, any may be missing. */
function picked(m: Interpreter, self: PySet, other: PySet, kept: boolean): PySet {
  const made = new PySet([], self.cls);
  let sure = self.isCertain;
  for (const item of self.values()) {
    const inside = m.truth(m.compare("in", item, other));
    if (inside === undefined) sure = false;
    if (inside === undefined || inside === kept) made.add(item);
  }
  if (!sure) made.doubtAll();
  if (self.tail !== undefined) made.open(self.tail);
  return made;
}

function united(m: Interpreter, self: PySet, others: readonly Value[]): PySet {
  const made = PySet.copyOf(self, self.cls);
  for (const other of others) fill(m, made, other);
  return made;
}

const intersected = (m: Interpreter, self: PySet, others: readonly Value[]): PySet =>
  others.reduce((left: PySet, other) => picked(m, left, asSet(m, other), true), PySet.copyOf(self, self.cls));

const reduced = (m: Interpreter, self: PySet, others: readonly Value[]): PySet =>
  others.reduce((left: PySet, other) => picked(m, left, asSet(m, other), false), PySet.copyOf(self, self.cls));

function exclusive(m: Interpreter, self: PySet, [other]: readonly Value[]): PySet {
  const right = asSet(m, other);
  return united(m, picked(m, self, right, false), [picked(m, right, self, false)]);
}

function isSubset(m: Interpreter, self: PySet, other: PySet): Value {
  const inside = self.values().map((item) => m.truth(m.compare("in", item, other)));
  if (inside.includes(false) && self.isCertain) return false;
  if (self.tail === undefined && inside.every((one) => one === true)) return true;
  return m.unknown("which items the sets have is not known", "bool");
}

/** The methods that make a new set, with the operator and the method that changes the set in place. */
const COMBINATIONS: [string, string, string, (m: Interpreter, self: PySet, others: readonly Value[]) => PySet][] = [
  ["union", "or", "update", united],
  ["intersection", "and", "intersection_update", intersected],
  ["difference", "sub", "difference_update", reduced],
  ["symmetric_difference", "xor", "symmetric_difference_update", exclusive],
];

/** `set` and `frozenset`: https://docs.python.org/3/library/stdtypes.html#set-types-set-frozenset */
export function installSets(): void {
  for (const cls of [classes.set, classes.frozenset]) {
    cls.own.set(
      "__new__",
      define(
        "__new__(cls, *args)",
        (m, { cls: made, args }) => {
          const [iterable] = all(args);
          const empty = new PySet([], made as PyClass);
          if (iterable === undefined) return empty;
          const items = m.list(iterable);
          return items instanceof Unknown
            ? items
            : fill(m, empty, iterable instanceof PySet ? iterable : new PyTuple(items));
        },
        cls,
      ),
    );
    const hidden = methodsOf(cls, {
      "__len__(self)": (m, { self }) => builtinLen(m, self),
      "__contains__(self, item)": (m, { self, item }) => m.compare("in", item, PySet.copyOf(set(self))),
      "__iter__(self)": (m, { self }) => {
        const next = builtinIterate(m, self);
        return next instanceof Unknown ? next : new PyIterator(next);
      },
    });
    parentMethods.set(cls, hidden);
    for (const [method, operator, , combine] of COMBINATIONS) {
      const one = method === "symmetric_difference";
      methods(cls, {
        [one ? `${method}(self, other, /)` : `${method}(self, *others)`]: (m, { self, other, others }) =>
          combine(m, set(self), one ? [other] : all(others)),
        [`__${operator}__(self, other)`]: (m, { self, other }) =>
          other instanceof PySet ? combine(m, set(self), [other]) : NOT_IMPLEMENTED,
      });
    }
    methods(cls, {
      "issubset(self, other, /)": (m, { self, other }) => isSubset(m, set(self), asSet(m, other)),
      "issuperset(self, other, /)": (m, { self, other }) => isSubset(m, asSet(m, other), set(self)),
      "isdisjoint(self, other, /)": (m, { self, other }) => m.unary("not", picked(m, set(self), asSet(m, other), true)),
      "copy(self)": (_, { self }) => PySet.copyOf(set(self), cls),
    });
  }
  installChanges();
}

function installChanges(): void {
  const become = (self: PySet, made: PySet) => {
    for (const item of self.values()) if (!made.has(item)) self.delete(item);
    for (const item of made.values()) self.add(item);
    self.tail = made.tail;
    self.openLike(made);
  };
  for (const [method, operator, change, combine] of COMBINATIONS) {
    const one = method === "symmetric_difference";
    methods(classes.set, {
      [one ? `${change}(self, other, /)` : `${change}(self, *others)`]: (m, { self, other, others }) => {
        become(set(self), combine(m, set(self), one ? [other] : all(others)));
        return null;
      },
      [`__i${operator}__(self, other)`]: (m, { self, other }) => {
        if (!(other instanceof PySet)) return NOT_IMPLEMENTED;
        become(set(self), combine(m, set(self), [other]));
        return self;
      },
    });
  }
  const changes: Record<string, Run> = {
    "add(self, item, /)": (m, { self, item }) => {
      add(m, set(self), item);
      return null;
    },
    "discard(self, item, /)": (m, { self, item }) => {
      remove(m, set(self), item);
      return null;
    },
    "remove(self, item, /)": (m, { self, item }) => (remove(m, set(self), item) === false ? m.keyError(item) : null),
    "pop(self)": (m, { self }) => {
      const [first] = set(self).values();
      if (set(self).tail !== undefined) {
        set(self).doubtAll();
        return set(self).tail!;
      }
      if (first === undefined) return m.keyError("pop from an empty set");
      set(self).delete(first);
      return first;
    },
    "clear(self)": (_, { self }) => {
      set(self).clear();
      return null;
    },
  };
  methods(classes.set, changes);
}
