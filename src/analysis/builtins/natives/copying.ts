import type { Interpreter } from "../../machine/machine";
import { Tensor } from "../../tensor/tensor";
import { parameterOn } from "../../torch/nnmodule";
import { isComputed } from "../../trace/autograd";
import {
  BoundMethod,
  Builtin,
  classes,
  Either,
  Instance,
  native,
  Obj,
  PyClass,
  PyDict,
  PyFunction,
  PyList,
  PySet,
  PySlice,
  PyTuple,
  type Value,
} from "../../values";

/**
 * `copy.copy` and `copy.deepcopy`: https://docs.python.org/3/library/copy.html
 * The memo is Python's own: copies by `id()` of the original, so that a `__deepcopy__` may read it and write to it.
 */
export const copying: Record<string, Value> = {
  _copy: native("_copy(value)", (m: Interpreter, { value }) => shallow(m, value)),
  _deepcopy: native("_deepcopy(value, memo=None)", (m: Interpreter, { value, memo }) =>
    deep(m, value, memo instanceof PyDict ? memo : new PyDict()),
  ),
};

/** The protocol of pickling that `copy` asks for. */
const PROTOCOL = 4;

function customMethod(value: Obj, name: string): Value | undefined {
  const method = value.cls.lookup(name);
  return method instanceof Builtin ? undefined : method;
}

/** Python's own objects that there is one of. */
const SINGLE: ReadonlySet<PyClass> = new Set([
  classes.generator,
  classes.module,
  classes.staticmethod,
  classes.classmethod,
]);

function refuse(m: Interpreter, value: Obj): void {
  if (SINGLE.has(value.cls)) m.raise("TypeError", `cannot pickle '${value.cls.typeName}' object`);
}

function shallow(m: Interpreter, value: Value): Value {
  if (!(value instanceof Obj) || value instanceof PyClass || value.cls === classes.frozenset) return value;
  refuse(m, value);
  const custom = customMethod(value, "__copy__");
  if (custom !== undefined) return m.call(custom, [value]);
  const reduced = reducedBy(m, value, (item) => item);
  if (reduced !== undefined) return reduced;
  const copy = emptyLike(value);
  if (copy === undefined) return value;
  if (value instanceof PyList) (copy as PyList).items = [...value.items];
  else if (value instanceof PyDict) for (const [key, item] of value.items()) (copy as PyDict).set(key, item);
  else if (value instanceof PySet) for (const item of value.values()) (copy as PySet).add(item);
  openLike(copy, value);
  restoreState(m, copy, value, value.attrs, (item) => item);
  return copy;
}

function deep(m: Interpreter, value: Value, memo: PyDict): Value {
  if (!(value instanceof Obj) || value instanceof PyClass) return value;
  const known = memo.get(value.id);
  if (known !== undefined) return known;
  refuse(m, value);
  m.step();
  const made = copyOf(m, value, memo);
  if (made !== value) memo.set(value.id, made);
  return made;
}

function copyOf(m: Interpreter, value: Obj, memo: PyDict): Value {
  const each = (item: Value): Value => deep(m, item, memo);
  const custom = customMethod(value, "__deepcopy__");
  if (custom !== undefined) return m.call(custom, [value, memo]);
  if (value instanceof Tensor) return copyTensor(m, value, each);
  if (value instanceof Either) return Either.of(value.options.map(each));
  if (value instanceof BoundMethod) return new BoundMethod(value.func, each(value.self));
  if (value instanceof PyTuple) {
    const items = value.items.map(each);
    return items.every((item, n) => item === value.items[n]) ? value : new PyTuple(items, value.cls);
  }
  if (value instanceof PySlice) return new PySlice(each(value.start), each(value.stop), each(value.step));
  const reduced = reducedBy(m, value, each);
  if (reduced !== undefined) return reduced;
  const copy = emptyLike(value);
  if (copy === undefined) return value;
  // Before its contents: what they hold may lead back here.
  memo.set(value.id, copy);
  if (value instanceof PyList) (copy as PyList).items.push(...value.items.map(each));
  else if (value instanceof PyDict)
    for (const [key, item] of value.items()) (copy as PyDict).set(each(key), each(item));
  else if (value instanceof PySet) for (const item of value.values()) (copy as PySet).add(each(item));
  openLike(copy, value);
  restoreState(m, copy, value, value.attrs, each);
  return copy;
}

/**
 * The copy that a class's own `__reduce_ex__` (or `__reduce__`) tells how to make; undefined where it has none.
 * https://docs.python.org/3/library/pickle.html#object.__reduce__
 */
function reducedBy(m: Interpreter, value: Obj, each: (item: Value) => Value): Value | undefined {
  const [extended, plain] = ["__reduce_ex__", "__reduce__"].map((name) => value.cls.lookup(name));
  const told =
    extended instanceof PyFunction
      ? m.call(extended, [value, PROTOCOL])
      : plain instanceof PyFunction
        ? m.call(plain, [value])
        : undefined;
  if (told === undefined) return undefined;
  // A name stands for the object itself.
  if (typeof told === "string") return value;
  if (
    !(told instanceof PyTuple) ||
    told.items.length < 2 ||
    told.items.length > 3 ||
    !(told.items[1] instanceof PyTuple)
  )
    return m.unknown(`how \`${value.cls.name}\` is copied is not followed`);
  const [callable, args, state = null] = told.items;
  const copy = m.call(callable, (args as PyTuple).items.map(each));
  if (state !== null && copy instanceof Obj) {
    const set = value.cls.lookup("__setstate__");
    if (set instanceof PyFunction) m.call(set, [copy, each(state)]);
    else if (state instanceof PyDict) for (const [name, item] of state.items()) copy.setAttr(String(name), each(item));
  }
  return copy;
}

/** What is not known of an object is not known of its copy. */
function openLike(copy: Obj, value: Obj): void {
  if (value instanceof PyList) (copy as PyList).openLike(value);
  else if (value instanceof PyDict) (copy as PyDict).openLike(value);
  else if (value instanceof PySet) (copy as PySet).openLike(value);
  copy.openAttrs = value.openAttrs;
}

/** A new object of the same class, or undefined for what copies as itself: functions, numbers, modules. */
function emptyLike(value: Obj): Obj | undefined {
  if (value instanceof PyList) return new PyList([], value.cls);
  if (value instanceof PyDict) return new PyDict(value.cls);
  if (value instanceof PySet) return new PySet([], value.cls);
  // A tuple of another class is made anew from its items; a plain one is its own copy.
  if (value instanceof PyTuple && value.cls !== classes.tuple) return new PyTuple([...value.items], value.cls);
  if (value instanceof BoundMethod) return new BoundMethod(value.func, value.self);
  if (value instanceof Tensor) return parameterOn(value, value.requiresGrad, value.cls, value.parameter);
  if (!(value instanceof Instance)) return undefined;
  const copy = new Instance(value.cls);
  copy.payload = value.payload;
  return copy;
}

/** The attributes of the copy: through `__getstate__` and `__setstate__` where the class has its own. */
function restoreState(
  m: Interpreter,
  copy: Obj,
  value: Obj,
  attrs: ReadonlyMap<string, Value> | undefined,
  each: (item: Value) => Value,
): void {
  const get = value.cls.lookup("__getstate__");
  const set = value.cls.lookup("__setstate__");
  const state = get instanceof PyFunction ? each(m.call(get, [value])) : undefined;
  if (set instanceof PyFunction) {
    m.call(set, [copy, state ?? each(m.dictOf(attrs ?? new Map()))]);
    return;
  }
  if (state instanceof PyDict) for (const [name, item] of state.items()) copy.setAttr(String(name), item);
  else for (const [name, item] of attrs ?? []) copy.setAttr(name, each(item));
}

const NO_LEAF =
  "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you were attempting to deepcopy a module, " +
  "this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001";

/** A tensor's copy has values of its own, and is a leaf of the graph of gradients; a parameter's copy is a parameter. */
function copyTensor(m: Interpreter, tensor: Tensor, each: (item: Value) => Value): Value {
  if (isComputed(tensor)) m.raise("RuntimeError", NO_LEAF, "gradient");
  const { settings } = m;
  const { gradEnabled } = settings;
  settings.gradEnabled = false;
  let clone: Value;
  try {
    clone = m.callMethod(tensor, "clone");
  } finally {
    settings.gradEnabled = gradEnabled;
  }
  if (!(clone instanceof Tensor)) return clone;
  const copy =
    tensor.parameter || tensor.cls !== clone.cls
      ? parameterOn(clone, tensor.requiresGrad, tensor.cls, tensor.parameter)
      : clone;
  copy.requiresGrad = tensor.requiresGrad;
  for (const [name, item] of tensor.attrs ?? []) copy.setAttr(name, each(item));
  return copy;
}
