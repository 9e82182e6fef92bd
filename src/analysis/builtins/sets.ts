import { NOT_IMPLEMENTED } from "../machine/constants";
import { define, methods, methodsOf } from "../machine/define";
import { keyIn } from "../machine/hashing";
import type { Interpreter } from "../machine/machine";
import { parentMethods } from "../machine/parent-methods";
import { classes, type PyClass, PyIterator, PySet, type PyTuple, Unknown, type Value } from "../values";

const set = (value: Value): PySet => value as PySet;

function add(m: Interpreter, into: PySet, item: Value): void {
  into.add(keyIn(m, into, item));
}

function values(m: Interpreter, others: Value): Value[] {
  return (others as PyTuple).items.flatMap((other) => {
    const items = m.list(other);
    return items instanceof Unknown ? [] : items;
  });
}

/** `set` and `frozenset`: https://docs.python.org/3/library/stdtypes.html#set-types-set-frozenset */
export function installSets(): void {
  for (const cls of [classes.set, classes.frozenset]) {
    cls.own.set(
      "__new__",
      define(
        "__new__(cls, *args)",
        (m, { cls: made, args }) => {
          const [iterable] = (args as PyTuple).items;
          const items = iterable === undefined ? [] : m.list(iterable);
          if (items instanceof Unknown) return items;
          const set = new PySet([], made as PyClass);
          for (const item of items) add(m, set, item);
          return set;
        },
        cls,
      ),
    );
    const hidden = methodsOf(cls, {
      "__len__(self)": (_, { self }) => set(self).size,
      "__contains__(self, item)": (m, { self, item }) =>
        item instanceof Unknown ? item.of("bool") : set(self).has(keyIn(m, set(self), item)),
      "__iter__(self)": (_, { self }) => {
        const items = set(self).values();
        let at = 0;
        return new PyIterator(() => items[at++]);
      },
    });
    parentMethods.set(cls, hidden);
    const combine = (pick: (m: Interpreter, self: PySet, other: PySet) => Value[]) => ({
      method: (m: Interpreter, { self, others }: Record<string, Value>) =>
        new PySet(pick(m, set(self), new PySet(values(m, others))), cls),
      operator: (m: Interpreter, { self, other }: Record<string, Value>) =>
        other instanceof PySet ? new PySet(pick(m, set(self), other), cls) : NOT_IMPLEMENTED,
    });
    const union = combine((_, self, other) => [...self.values(), ...other.values()]);
    const intersection = combine((_, self, other) => self.values().filter((item) => other.has(item)));
    const difference = combine((_, self, other) => self.values().filter((item) => !other.has(item)));
    const symmetric = combine((_, self, other) => [
      ...self.values().filter((item) => !other.has(item)),
      ...other.values().filter((item) => !self.has(item)),
    ]);
    methods(cls, {
      "union(self, *others)": union.method,
      "__or__(self, other)": union.operator,
      "intersection(self, *others)": intersection.method,
      "__and__(self, other)": intersection.operator,
      "difference(self, *others)": difference.method,
      "__sub__(self, other)": difference.operator,
      "symmetric_difference(self, *others)": symmetric.method,
      "__xor__(self, other)": symmetric.operator,
      "issubset(self, *others)": (m, { self, others }) => {
        const other = new PySet(values(m, others));
        return set(self)
          .values()
          .every((item) => other.has(item));
      },
      "issuperset(self, *others)": (m, { self, others }) => values(m, others).every((item) => set(self).has(item)),
      "isdisjoint(self, *others)": (m, { self, others }) => !values(m, others).some((item) => set(self).has(item)),
      "copy(self)": (_, { self }) => new PySet(set(self).values(), cls),
    });
  }
  const inplace =
    (change: (self: PySet, other: PySet) => void) =>
    (_: Interpreter, { self, other }: Record<string, Value>) => {
      if (!(other instanceof PySet)) return NOT_IMPLEMENTED;
      change(set(self), other);
      return self;
    };
  methods(classes.set, {
    "__ior__(self, other)": inplace((self, other) => {
      for (const item of other.values()) self.add(item);
    }),
    "__iand__(self, other)": inplace((self, other) => {
      for (const item of self.values()) if (!other.has(item)) self.delete(item);
    }),
    "__isub__(self, other)": inplace((self, other) => {
      for (const item of other.values()) self.delete(item);
    }),
    "__ixor__(self, other)": inplace((self, other) => {
      for (const item of other.values()) if (!self.delete(item)) self.add(item);
    }),
    "add(self, item)": (m, { self, item }) => {
      add(m, set(self), item);
      return null;
    },
    "discard(self, item)": (m, { self, item }) => {
      set(self).delete(keyIn(m, set(self), item));
      return null;
    },
    "remove(self, item)": (m, { self, item }) =>
      item instanceof Unknown || set(self).delete(keyIn(m, set(self), item)) ? null : m.keyError(item),
    "pop(self)": (m, { self }) => {
      const [first] = set(self).values();
      if (first === undefined) return m.keyError("pop from an empty set");
      set(self).delete(first);
      return first;
    },
    "clear(self)": (_, { self }) => {
      set(self).clear();
      return null;
    },
    "update(self, *others)": (m, { self, others }) => {
      for (const item of values(m, others)) add(m, set(self), item);
      return null;
    },
    "intersection_update(self, *others)": (m, { self, others }) => {
      const kept = new PySet(values(m, others));
      for (const item of set(self).values()) if (!kept.has(item)) set(self).delete(item);
      return null;
    },
    "symmetric_difference_update(self, *others)": (m, { self, others }) => {
      for (const item of new PySet(values(m, others)).values()) if (!set(self).delete(item)) set(self).add(item);
      return null;
    },
    "difference_update(self, *others)": (m, { self, others }) => {
      for (const item of values(m, others)) set(self).delete(item);
      return null;
    },
  });
}
