import { add, less, lessEqual, mul, SymInt } from "../dims";
import { makeRoom } from "../room";
import { isIntegral } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import {
  BoundMethod,
  classes,
  classOf,
  Either,
  Instance,
  Obj,
  PyBytes,
  PyClass,
  PyDict,
  PyDictView,
  PyFunction,
  PyList,
  PyRange,
  PySet,
  PySlice,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { change, heldOf } from "./escapes";
import { keyIn, unknownOf } from "./hashing";
import { isIterable } from "./iteration";
import type { Interpreter } from "./machine";
import { rangeLength } from "./sequences";
import { openObject, takesBrackets } from "./unlisted";

/** `object[index]`. */
export function getitem(m: Interpreter, object: Value, index: Value): Value {
  if (object instanceof Unknown) return m.itemOfUnknown(object, index);
  if (object instanceof Either)
    return m.joinValues(
      object.options.filter((option) => option !== null).map((option) => () => getitem(m, option, index)),
    );
  if (index instanceof Either) return m.joinValues(index.options.map((option) => () => getitem(m, object, option)));
  if (object instanceof PyClass) return classItem(m, object, index);
  if (object instanceof Obj) {
    const method = object.cls.lookup("__getitem__");
    if (method !== undefined) return m.call(method, [object, index]);
  }
  return builtinItem(m, object, index);
}

/** `__getitem__` of Python's own sequences and dicts. */
export function builtinItem(m: Interpreter, object: Value, index: Value): Value {
  if (object instanceof PyDict) {
    const key = keyIn(m, object, index);
    const unknown = unknownOf(key);
    const found = object.get(key);
    if (found !== undefined) {
      if (object.mayLack(key)) m.mayHaveRaised();
      return found;
    }
    if (unknown !== undefined) {
      m.mayHaveRaised();
      // A key that is new to a `defaultdict` is one of its keys afterwards.
      const missing = object.cls.lookup("__missing__");
      const made = missing && m.orUndefined("KeyError", () => m.call(missing, [object, index]));
      return unknown.of("any").holding(heldOf([...object.values(), ...(made === undefined ? [] : [made])]));
    }
    const unlisted = object.unlisted(key);
    const others = object.keys().some((key) => unknownOf(key) !== undefined);
    if (unlisted !== undefined || others) m.mayHaveRaised();
    if (unlisted !== undefined) return unlisted;
    if (others) return m.unknown("which keys it has is not known");
    const missing = object.cls.lookup("__missing__");
    if (missing !== undefined) return m.call(missing, [object, index]);
    return m.keyError(index);
  }
  const items = object instanceof PyList || object instanceof PyTuple ? object.items : undefined;
  if (items !== undefined) {
    if (index instanceof PySlice) {
      if (object instanceof PyList && object.tail !== undefined) return object.tail;
      const picked = sliceItems(m, items, index);
      if (picked instanceof Unknown) return picked;
      if (object instanceof PyList && !object.isCertain) return sliceInDoubt(m, object, index, picked);
      return object instanceof PyList
        ? new PyList(picked)
        : new PyTuple(picked, classOf(object) === classes.Size ? classes.Size : classes.tuple);
    }
    const at = m.asDim(index);
    if (at === undefined) {
      if (index instanceof Unknown) return m.pickUnknown(items, index);
      if (index instanceof Tensor) return m.pickUnknown(items, m.unknown("the index depends on the data", "int"));
      return m.raise(
        "TypeError",
        `${classOf(object).name} indices must be integers or slices, not ${classOf(index).name}`,
        { kind: "type", types: [classOf(object).name, classOf(index).name] },
      );
    }
    if (typeof at !== "number") return m.pickUnknown(items, m.unknown("the index is a symbolic size", "int"));
    const position = at < 0 ? at + items.length : at;
    if (object instanceof PyList && !object.isCertain) {
      m.mayHaveRaised();
      const { tail } = object;
      if (tail !== undefined && (at < 0 || position >= items.length))
        return tail.holding(heldOf([...items, ...(object.samples ?? [])]));
      const options = object.placesOf(at).map((place) => items[place]);
      // What follows in a list with an open end may stand there too, where one in front is missing.
      if (tail !== undefined && items.slice(0, position + 1).some((_, place) => object.mayLack(place)))
        options.push(...(object.samples ?? [tail]));
      if (options.length > 1) return m.pickUnknown(options, LENGTH);
    }
    if (position < 0 || position >= items.length)
      return m.raise("IndexError", `${object instanceof PyList ? "list" : "tuple"} index out of range`);
    return items[position];
  }
  if (typeof object === "string" || object instanceof PyBytes) {
    const text = typeof object === "string" ? object : object.value;
    if (index instanceof PySlice) {
      makeRoom(text.length, "characters");
      const picked = sliceItems(m, [...text], index);
      if (picked instanceof Unknown) return picked.of("str");
      return typeof object === "string" ? picked.join("") : new PyBytes(picked.join(""));
    }
    const at = m.asDim(index);
    if (at === undefined && !(index instanceof Unknown) && !isIndexTensor(index))
      return m.raise(
        "TypeError",
        typeof object === "string"
          ? `string indices must be integers, not '${classOf(index).name}'`
          : `byte indices must be integers or slices, not ${classOf(index).name}`,
        { kind: "type", types: [classOf(object).name, classOf(index).name] },
      );
    if (typeof at !== "number") return m.unknown("the index is not known", "str");
    const characters = typeof object === "string" ? [...text] : text;
    const position = at < 0 ? at + characters.length : at;
    if (position < 0 || position >= characters.length)
      return m.raise("IndexError", typeof object === "string" ? "string index out of range" : "index out of range");
    return typeof object === "string" ? characters[position] : text.charCodeAt(position);
  }
  if (object instanceof PyRange) return rangeItem(m, object, index);
  if (object instanceof Instance && typeof object.payload === "string") return builtinItem(m, object.payload, index);
  const open = openObject(m, object, "__getitem__");
  if (open !== undefined) return open;
  const native = object instanceof BoundMethod && !(object.func instanceof PyFunction);
  const type = (native ? classes.builtin : classOf(object)).typeName;
  return m.raise("TypeError", `'${type}' object is not subscriptable`, {
    kind: "type",
    types: [type],
    use: "subscript",
  });
}

/** `List[int]`, `Enum["NAME"]`, `Module[T]`. */
function classItem(m: Interpreter, cls: PyClass, index: Value): Value {
  const meta = cls.cls.lookup("__getitem__");
  if (meta !== undefined) return m.call(meta, [cls, index]);
  const method = cls.lookup("__class_getitem__");
  if (method !== undefined) return m.call(m.getattr(cls, "__class_getitem__"), [index]);
  if (cls.hasUnknownBase) return m.unknown("a base class is not known");
  const takes = takesBrackets(m, cls);
  if (takes === false)
    return m.raise("TypeError", `type '${cls.name}' is not subscriptable`, {
      kind: "type",
      types: [cls.name],
      use: "subscript",
    });
  // What else may be generic stands for itself.
  return takes ? m.call(m.getattr(m.import("types"), "GenericAlias"), [cls, index]) : cls;
}

/** The first position that a slice picks out of `length` items, the step, and how many; undefined where its bounds are not plain numbers. */
function sliceBounds(
  m: Interpreter,
  slice: PySlice,
  length: number,
): { first: number; end: number; step: number; count: number } | undefined {
  const bounds = [slice.start, slice.stop, slice.step].map((part) => {
    const dim = part === null ? null : m.asDim(part);
    if (dim === undefined && !(part instanceof Unknown || part instanceof Either || part instanceof Tensor))
      m.raise("TypeError", "slice indices must be integers or None or have an __index__ method");
    return dim;
  });
  if (bounds.some((bound) => bound !== null && typeof bound !== "number")) return undefined;
  const [start, stop, by] = bounds as (number | null)[];
  const step = by ?? 1;
  if (step === 0) m.raise("ValueError", "slice step cannot be zero");
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (value: number) => Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const first = start === null ? (step > 0 ? low : high) : clamp(start);
  const end = stop === null ? (step > 0 ? high : low) : clamp(stop);
  return { first, end, step, count: Math.max(0, Math.ceil((end - first) / step)) };
}

/** Positions that a slice picks out of `length` items; undefined where its bounds are not plain numbers. */
function slicePositions(m: Interpreter, slice: PySlice, length: number): number[] | undefined {
  const bounds = sliceBounds(m, slice, length);
  makeRoom(bounds?.count ?? 0);
  return bounds && Array.from({ length: bounds.count }, (_, n) => bounds.first + n * bounds.step);
}

/** A tensor of one integer counts as that number: it has `__index__`. */
function isIndexTensor(index: Value): boolean {
  return index instanceof Tensor && index.shape.every((size) => size === 1) && isIntegral(index.dtype);
}

/** A slice of a list that may lack some of its items. */
function sliceInDoubt(m: Interpreter, list: PyList, slice: PySlice, picked: readonly Value[]): Value {
  const positions = slicePositions(m, slice, list.items.length) ?? [];
  const isWhole = picked.length === list.items.length;
  // Behind an item that may be missing, or counted from the end, a place may be another item's.
  const isMoved = positions.some((at) => list.placesOf(at).length > 1);
  const fromEnd = [slice.start, slice.stop, slice.step].some((bound) => typeof bound === "number" && bound < 0);
  if ((isMoved || fromEnd) && !isWhole) return LENGTH;
  return new PyList([...picked]).mayLackItems((at) => list.mayLack(positions[at]));
}

function sliceItems<T extends Value>(m: Interpreter, items: readonly T[], slice: PySlice): T[] | Unknown {
  const positions = slicePositions(m, slice, items.length);
  return positions === undefined
    ? m.unknown("the slice's bounds are not plain numbers")
    : positions.map((at) => items[at]);
}

function rangeItem(m: Interpreter, range: PyRange, index: Value): Value {
  const length = rangeLength(range);
  if (index instanceof PySlice) {
    const bounds = typeof length === "number" ? sliceBounds(m, index, length) : undefined;
    if (bounds === undefined) return m.unknown("the slice's bounds are not plain numbers");
    const at = (position: number) => add(range.start, mul(position, range.step));
    return new PyRange(at(bounds.first), at(bounds.end), mul(range.step, bounds.step));
  }
  const at = m.asDim(index);
  if (at === undefined && !isOpenIndex(index))
    return m.raise("TypeError", `range indices must be integers or slices, not ${classOf(index).name}`);
  if (at === undefined || length === undefined) return m.unknown("the index is not known", "int");
  const position = typeof at === "number" && at < 0 ? add(length, at) : at;
  if (less(position, length) === false || lessEqual(0, position) === false)
    return m.raise("IndexError", "range object index out of range");
  return add(range.start, mul(position, range.step));
}

/** `object[index] = value`. */
export function setitem(m: Interpreter, object: Value, index: Value, value: Value): void {
  if (object instanceof Unknown) {
    if (object.held !== undefined) change(m, object.held);
    return;
  }
  if (object instanceof Either) {
    const each = object.options.filter((option) => option !== null);
    m.joinValues(each.map((option) => () => written(() => setitem(m, option, index, value))));
    return;
  }
  if (object instanceof Obj) {
    const method = object.cls.lookup("__setitem__");
    if (method !== undefined) {
      m.call(method, [object, index, value]);
      return;
    }
  }
  builtinSetitem(m, object, index, value);
}

function written(write: () => void): Value {
  write();
  return null;
}

export function builtinSetitem(m: Interpreter, object: Value, index: Value, value: Value): void {
  if (object instanceof PyDict) {
    const key = keyIn(m, object, index);
    const unknown = unknownOf(key);
    if (unknown === undefined || object.has(key)) object.set(key, value);
    // Whichever key it is: each value that is there may be the one that it replaces.
    else object.open(unknown.of("any"), (old) => m.joinValues([() => old, () => value]));
    return;
  }
  if (object instanceof PyList) {
    if (index instanceof PySlice) {
      if (!isIterable(value)) m.raise("TypeError", "can only assign an iterable");
      const items = m.list(value);
      const positions = slicePositions(m, index, object.items.length);
      if (items instanceof Unknown || positions === undefined || !object.isCertain) {
        object.forget(items instanceof Unknown ? items : m.unknown("the slice's bounds are not plain numbers"));
        return;
      }
      const target = object.writable();
      if (index.step === null || index.step === 1) {
        const start =
          positions[0] ?? slicePositions(m, new PySlice(index.start, null, null), target.length)?.[0] ?? target.length;
        target.splice(start, positions.length, ...items);
      } else if (items.length !== positions.length)
        m.raise(
          "ValueError",
          `attempt to assign sequence of size ${items.length} to extended slice of size ${positions.length}`,
        );
      else
        positions.forEach((at, n) => {
          target[at] = items[n];
        });
      return;
    }
    const at = m.asDim(index);
    if (at === undefined && !isOpenIndex(index))
      m.raise("TypeError", `list indices must be integers or slices, not ${classOf(index).name}`);
    const position = typeof at === "number" ? (at < 0 ? at + object.items.length : at) : undefined;
    const places = typeof at === "number" && !object.isCertain ? object.placesOf(at) : [];
    if (position === undefined || places.length > 1) {
      for (const [n, old] of object.items.entries())
        if (position === undefined || places.includes(n)) object.replace(n, m.joinValues([() => old, () => value]));
      return;
    }
    if (position < 0 || position >= object.items.length) {
      if (object.tail !== undefined) return;
      m.raise("IndexError", "list assignment index out of range");
    }
    object.replace(position, value);
    return;
  }
  if (openObject(m, object, "__setitem__") !== undefined) return;
  m.raise("TypeError", `'${classOf(object).typeName}' object does not support item assignment`, {
    kind: "type",
    types: [classOf(object).name],
  });
}

export function delitem(m: Interpreter, object: Value, index: Value): void {
  if (!(object instanceof Obj) || object instanceof Unknown || object instanceof Either) return;
  const method = object.cls.lookup("__delitem__");
  if (method !== undefined) m.call(method, [object, index]);
  else builtinDelitem(m, object, index);
}

export function builtinDelitem(m: Interpreter, object: Value, index: Value): void {
  if (object instanceof PyDict) {
    const key = keyIn(m, object, index);
    const unknown = unknownOf(key);
    if (unknown === undefined || object.has(key)) {
      if (!object.delete(key) && object.isCertain) m.keyError(index);
    } else object.doubtAll();
  } else if (object instanceof PyList) {
    const at = m.asDim(index);
    if (!object.isCertain && object.tail === undefined && typeof at === "number" && object.placesOf(at).length > 0) {
      object.takeOut(at);
      return;
    }
    const target = object.writable();
    const positions = index instanceof PySlice ? slicePositions(m, index, target.length) : [m.asDim(index)];
    if (positions?.includes(undefined) === true && !isOpenIndex(index))
      m.raise("TypeError", `list indices must be integers or slices, not ${classOf(index).name}`);
    const plain = (positions ?? [undefined]).map((at) => (typeof at === "number" && at < 0 ? at + target.length : at));
    for (const at of plain.sort((a, b) => Number(b) - Number(a))) {
      if (typeof at !== "number") {
        object.forget(m.unknown("which of its items were taken out is not known"));
        return;
      }
      if (at < 0 || at >= target.length) {
        if (object.tail !== undefined) return;
        m.raise("IndexError", "list assignment index out of range");
      }
      target.splice(at, 1);
    }
  } else {
    const does = object instanceof PyTuple || object instanceof Instance ? "does not" : "doesn't";
    m.raise("TypeError", `'${classOf(object).typeName}' object ${does} support item deletion`, {
      kind: "type",
      types: [classOf(object).name],
    });
  }
}

const LENGTH = new Unknown("how many items there are is not known");

/** What may be an integer: it is not an error to use it as an index. */
function isOpenIndex(index: Value): boolean {
  return (
    index instanceof Unknown ||
    index instanceof Either ||
    index instanceof SymInt ||
    index instanceof Tensor ||
    index instanceof PySlice
  );
}

/** `len(value)`. */
export function len(m: Interpreter, value: Value): Value {
  if (typeof value === "string") return [...value].length;
  if (value instanceof PyList && !value.isCertain) return lengthOfOpen(m, value.tail);
  if (value instanceof PyList || value instanceof PyTuple) {
    const method = value.cls.lookup("__len__");
    if (method === undefined || value.cls === classes.list || value.cls === classes.tuple) return value.items.length;
    return m.call(method, [value]);
  }
  if (value instanceof Unknown) return m.lengthOfUnknown(value);
  if (value instanceof Either) return m.joinValues(value.options.map((option) => () => len(m, option)));
  if (value instanceof Tensor) {
    if (value.rank === 0) return m.raise("TypeError", "len() of a 0-d tensor", "rank");
    return value.shape[0];
  }
  const method = value instanceof Obj ? value.cls.lookup("__len__") : undefined;
  if (method !== undefined) return m.call(method, [value]);
  return builtinLen(m, value);
}

function lengthOfOpen(m: Interpreter, tail: Unknown | undefined): Unknown {
  return tail?.of("int") ?? m.unknown("which items it has depends on an open condition", "int");
}

export function builtinLen(m: Interpreter, value: Value): Value {
  if (value instanceof PyDictView) return builtinLen(m, value.dict);
  if ((value instanceof PyDict || value instanceof PySet || value instanceof PyList) && !value.isCertain)
    return lengthOfOpen(m, value.tail);
  if (value instanceof PyDict || value instanceof PySet) return value.size;
  if (value instanceof PyList || value instanceof PyTuple) return value.items.length;
  if (value instanceof PyBytes) return value.value.length;
  if (value instanceof PyRange) return rangeLength(value) ?? m.unknown("the range's step is symbolic", "int");
  if (value instanceof Instance && value.payload !== undefined) return len(m, value.payload);
  const open = openObject(m, value, "__len__");
  if (open !== undefined) return open.of("int");
  return m.raise("TypeError", `object of type '${classOf(value).name}' has no len()`, {
    kind: "type",
    types: [classOf(value).name],
  });
}
