import { methodsOf, type Run } from "../machine/define";
import { parentMethods } from "../machine/parent-methods";
import { classes, nativeRaw, type PyClass } from "../values";

/** Python's protocols as methods: what programs ask for by name, as `hasattr(layers, "__iter__")` does. */
const PROTOCOLS: Record<string, Run> = {
  "__iter__(self)": (m, { self }) => m.call(m.builtin("iter"), [self]),
  "__next__(self)": (m, { self }) => m.call(m.builtin("next"), [self]),
  "__len__(self)": (m, { self }) => m.len(self),
  "__contains__(self, item)": (m, { self, item }) => m.compare("in", item, self),
  "__getitem__(self, index)": (m, { self, index }) => m.getitem(self, index),
};

/** Which classes follow which; lists, tuples, dicts and strings have theirs beside their other methods. */
const FOLLOWERS: readonly (readonly [PyClass, readonly string[]])[] = [
  [classes.iterator, ["__iter__", "__next__"]],
  [classes.generator, ["__iter__", "__next__"]],
  [classes.range, ["__iter__", "__len__", "__contains__", "__getitem__"]],
  [classes.set, ["__iter__", "__len__", "__contains__"]],
  [classes.frozenset, ["__iter__", "__len__", "__contains__"]],
  [classes.bytes, ["__iter__", "__len__", "__contains__", "__getitem__"]],
  [classes.Tensor, ["__iter__", "__len__", "__contains__"]],
  [classes.builtin, ["__call__"]],
  [classes.methodDescriptor, ["__call__"]],
  [classes.wrapperDescriptor, ["__call__"]],
  [classes.methodWrapper, ["__call__"]],
  [classes.method, ["__call__"]],
];

export function installProtocols(): void {
  for (const [cls, names] of FOLLOWERS) {
    const all = methodsOf(cls, PROTOCOLS);
    all.set(
      "__call__",
      nativeRaw("__call__", (m, [fn, ...args], kwargs) => m.call(fn, args, kwargs), cls),
    );
    const hidden = new Map(parentMethods.get(cls));
    for (const name of names) if (!hidden.has(name) && cls.lookup(name) === undefined) hidden.set(name, all.get(name)!);
    parentMethods.set(cls, hidden);
  }
}
