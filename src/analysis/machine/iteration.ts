import { add, mul, SymInt } from "../dims";
import { MAX_ITEMS, makeRoom, TooLong } from "../room";
import { Tensor } from "../tensor/tensor";
import { PyRaise } from "../trace/raise";
import {
  BoundMethod,
  Builtin,
  classOf,
  Either,
  Instance,
  Obj,
  PyBytes,
  PyClass,
  PyDict,
  PyDictView,
  PyFunction,
  PyIterator,
  PyList,
  PyRange,
  PySet,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import type { Interpreter } from "./machine";
import { rangeLength } from "./sequences";
import { openObject } from "./unlisted";

type Next = () => Value | undefined;

/** Tensors with more rows than this are not iterated one by one. */
const ROW_LIMIT = 4096;

const IN_DOUBT = "which items it has depends on an open condition";

/** What holds items some of which may be lacking: those that are shown are not all certain to be there. */
function isInDoubt(value: Value): boolean {
  const held = value instanceof PyDictView ? value.dict : value;
  return (
    (held instanceof PyList || held instanceof PyDict || held instanceof PySet) &&
    held.tail === undefined &&
    !held.isCertain
  );
}

/** For who tells which items may be lacking: those that a list, dict or set in doubt shows. */
export function shownItems(value: Value): { item: Value; isCertain: boolean }[] | undefined {
  if (!isInDoubt(value)) return undefined;
  if (value instanceof PyList) return value.items.map((item, at) => ({ item, isCertain: !value.mayLack(at) }));
  const held = value instanceof PyDictView ? value.dict : value;
  const keys = held instanceof PyDict ? held.keys() : (held as PySet).values();
  const items = value instanceof PyDictView ? value.list() : keys;
  return items.map((item, at) => ({ item, isCertain: !(held as PyDict | PySet).mayLack(keys[at]) }));
}

/** Python's `iter()`. An Unknown where it can't be told how many items there are. */
export function iterate(m: Interpreter, value: Value): Next | Unknown {
  if (value instanceof PyIterator) return value.next;
  if (value instanceof Unknown) return m.iterationOfUnknown(value);
  if (value instanceof Either) return together(m, value.options);
  if (value instanceof PyClass) {
    const meta = value.cls.lookup("__iter__");
    if (meta !== undefined) return iterate(m, m.call(meta, [value]));
    return m.raise("TypeError", `'${value.cls.typeName}' object is not iterable`, {
      kind: "type",
      types: [value.cls.name],
    });
  }
  if (value instanceof Tensor) return rows(m, value);
  if (value instanceof Obj) {
    const method = value.cls.lookup("__iter__");
    if (method !== undefined) {
      const iterator = m.call(method, [value]);
      return iterator === value ? viaNext(m, value) : iterate(m, iterator);
    }
  }
  return builtinIterate(m, value);
}

/** `__iter__` of Python's own containers: live where Python's are. */
export function builtinIterate(m: Interpreter, value: Value): Next | Unknown {
  if (isInDoubt(value)) return m.unknown(IN_DOUBT);
  if (value instanceof PyList && value.tail !== undefined) return value.tail;
  if (value instanceof PyList || value instanceof PyTuple) {
    let at = 0;
    return () => (at < value.items.length ? value.items[at++] : undefined);
  }
  if (typeof value === "string") return fromArray([...value]);
  if (value instanceof PyDict) return value.tail ?? unchanged(m, value, "dictionary", value.keys());
  if (value instanceof PyDictView) return value.dict.tail ?? unchanged(m, value.dict, "dictionary", value.list());
  if (value instanceof PySet) return value.tail ?? unchanged(m, value, "Set", value.values());
  if (value instanceof PyBytes) return fromArray([...value.value].map((char) => char.charCodeAt(0)));
  if (value instanceof PyRange) {
    const count = rangeLength(value);
    if (typeof count !== "number") return m.unknownLength(value, count);
    let at = 0;
    return () => (at < count ? add(value.start, mul(value.step, at++)) : undefined);
  }
  if (value instanceof Instance) {
    if (typeof value.payload === "string") return fromArray([...value.payload]);
    if (value.cls.lookup("__next__") !== undefined) return viaNext(m, value);
    if (value.cls.lookup("__getitem__") !== undefined) return viaGetitem(m, value);
  }
  const open = openObject(m, value, "__iter__", "__getitem__");
  if (open !== undefined) return open;
  return m.raise("TypeError", `'${classOf(value).typeName}' object is not iterable`, {
    kind: "type",
    types: [classOf(value).name],
  });
}

/** One of several sequences: where they are equally long, each item is one of theirs. */
function together(m: Interpreter, options: readonly Value[]): Next | Unknown {
  const lists = options.map((option) =>
    option instanceof PyTuple || (option instanceof PyList && option.isCertain) ? option.items : [],
  );
  const [{ length }] = lists;
  if (length === 0 || lists.some((items) => items.length !== length)) {
    const unknown = m.unknown("it can be one of several iterables");
    // What gives items by running may do anything with what it has.
    const running = options.filter((option) => option instanceof PyIterator || option instanceof Instance);
    for (const option of running) if (option instanceof PyIterator) option.lose();
    if (running.length > 0) m.callOfUnknown(unknown, running);
    return unknown;
  }
  return fromArray(Array.from({ length }, (_, at) => m.joinValues(lists.map((items) => () => items[at]))));
}

function fromArray(items: readonly Value[]): Next {
  let at = 0;
  return () => (at < items.length ? items[at++] : undefined);
}

/** The items of a dict or set, which must keep its size meanwhile. */
function unchanged(m: Interpreter, held: PyDict | PySet, name: string, items: readonly Value[]): Next {
  const { size, isCertain } = held;
  let at = 0;
  return () => {
    if (isCertain && held.isCertain && held.size !== size && at <= items.length)
      return m.raise("RuntimeError", `${name} changed size during iteration`);
    return at < items.length ? items[at++] : undefined;
  };
}

/** The old protocol: items by number until IndexError. */
function viaGetitem(m: Interpreter, value: Value): Next {
  let at = 0;
  return () => m.orUndefined("IndexError", () => m.getitem(value, at++));
}

function viaNext(m: Interpreter, value: Value): Next {
  const next = classOf(value).lookup("__next__");
  if (next === undefined)
    return m.raise("TypeError", `'${classOf(value).typeName}' object is not an iterator`, {
      kind: "type",
      types: [classOf(value).name],
    });
  return () => m.orUndefined("StopIteration", () => m.call(next, [value]));
}

function rows(m: Interpreter, tensor: Tensor): Next | Unknown {
  if (tensor.rank === 0) return m.raise("TypeError", "iteration over a 0-d tensor", "rank");
  const count = tensor.shape[0];
  if (typeof count !== "number") return m.unknown("the number of rows is a symbolic size", "Tensor");
  if (count > ROW_LIMIT && m.executor === undefined)
    return m.unknown("it has too many rows to follow one by one", "Tensor");
  const parts = m.call(m.getattr(tensor, "unbind"), [0]);
  return parts instanceof PyTuple ? fromArray(parts.items) : m.unknown("its rows are not known", "Tensor");
}

/** Whether `iter(value)` gives something; true where that can't be known. */
export function isIterable(value: Value): boolean {
  if (typeof value === "string") return true;
  if (!(value instanceof Obj)) return false;
  if (value instanceof PyClass) return value.cls.lookup("__iter__") !== undefined;
  return (
    value instanceof Unknown ||
    value instanceof Either ||
    value instanceof Tensor ||
    value instanceof PyIterator ||
    value instanceof PyList ||
    value instanceof PyTuple ||
    value instanceof PyDict ||
    value instanceof PyDictView ||
    value instanceof PySet ||
    value instanceof PyRange ||
    value instanceof PyBytes ||
    (value instanceof Instance && typeof value.payload === "string") ||
    value.cls.lookup("__iter__") !== undefined ||
    value.cls.lookup("__getitem__") !== undefined
  );
}

/** All items. */
export function list(m: Interpreter, value: Value): Value[] | Unknown {
  if ((value instanceof PyList || value instanceof PyTuple) && value.cls.lookup("__iter__") === undefined) {
    if (value instanceof PyList && value.tail !== undefined) return value.tail;
    if (isInDoubt(value)) return m.unknown(IN_DOUBT);
    makeRoom(value.items.length);
    return value.items.slice();
  }
  if (value instanceof PyRange) {
    const count = rangeLength(value);
    if (typeof count === "number" && count > MAX_ITEMS) return m.unknown(new TooLong(count, "elements").reason);
  }
  const next = iterate(m, value);
  if (next instanceof Unknown) return next.of("any");
  const items: Value[] = [];
  for (let item = next(); item !== undefined; item = next()) {
    m.step();
    items.push(item);
    if (items.length % ROOM_AT_A_TIME === 0) makeRoom(ROOM_AT_A_TIME);
    if (items.length > MAX_ITEMS) throw new TooLong(Number.NaN, "elements");
  }
  if (value instanceof PyIterator && value.openEnd !== undefined) return value.openEnd;
  return items;
}

/** Items of an iterator of unknown length that are paid for at once. */
const ROOM_AT_A_TIME = 1024;

/** What one item of an iterable of unknown length looks like. */
export function elementOf(m: Interpreter, iterable: Value, unknown: Unknown): Value {
  if (iterable instanceof Tensor) return m.getitem(iterable, 0);
  if (iterable instanceof PyRange) return m.loopIndex(iterable);
  if (iterable instanceof PyIterator && iterable.sample !== undefined) return iterable.sample;
  const shown = shownItems(iterable)?.map(({ item }) => item);
  const samples = iterable instanceof PyList ? iterable.samples : shown;
  if (samples !== undefined && samples.length > 0) return m.pickUnknown(samples, unknown);
  return new Unknown(unknown.reason, unknown.place, unknown.type === "Tensor" ? "Tensor" : "any");
}

/** Of several values that it may be, those that can't be unpacked are not what it is here; where none can, the first one tells why. */
function unpackEach(m: Interpreter, options: readonly Value[], unpacked: (option: Value) => Value[]): Value[][] {
  const top = m.top;
  let refused: PyRaise | undefined;
  const found = options.flatMap((option) => {
    try {
      return [unpacked(option)];
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      refused ??= error;
      m.top = top;
      return [];
    }
  });
  if (found.length === 0 && refused !== undefined) throw refused;
  return found;
}

/** `a, b, *rest = value`: one value for each target. */
export function unpack(
  m: Interpreter,
  value: Value,
  count: number,
  star: number,
  names: readonly (string | undefined)[],
): Value[] {
  if (value instanceof Unknown) return m.unpackUnknown(value, count, star, names);
  if (value instanceof Either) {
    const options = unpackEach(m, value.options, (option) => unpack(m, option, count, star, names));
    return Array.from({ length: count }, (_, n) => m.joinValues(options.map((option) => () => option[n])));
  }
  if (!isIterable(value) && !(value instanceof SymInt))
    return m.raise("TypeError", `cannot unpack non-iterable ${classOf(value).name} object`, {
      kind: "type",
      types: [classOf(value).name],
    });
  m.nameSizes(value, names, star);
  const items = list(m, value);
  if (items instanceof Unknown) return m.unpackUnknown(items, count, star, names);
  const held = value instanceof PyDictView ? value.dict : value;
  if ((held instanceof PyList || held instanceof PyDict || held instanceof PySet) && !held.isCertain)
    if (star >= 0 || items.length !== count)
      return m.unpackUnknown(m.unknown("how many items there are is not known"), count, star, names);
  if (star < 0) {
    if (items.length === count) return items;
    return items.length < count
      ? m.raise("ValueError", `not enough values to unpack (expected ${count}, got ${items.length})`, {
          kind: "unpack",
          expected: count,
          got: items.length,
        })
      : m.raise("ValueError", `too many values to unpack (expected ${count})`, { kind: "unpack", expected: count });
  }
  if (items.length < count - 1)
    return m.raise("ValueError", `not enough values to unpack (expected at least ${count - 1}, got ${items.length})`, {
      kind: "unpack",
      expected: count - 1,
      got: items.length,
    });
  const tail = count - 1 - star;
  const middle = new PyList(items.slice(star, items.length - tail));
  return [...items.slice(0, star), middle, ...items.slice(items.length - tail)];
}

/** A callable as Python names it in messages about its arguments: `module.function()`. */
export function calleeName(m: Interpreter, callee: Value): string {
  if (callee instanceof BoundMethod) return calleeName(m, callee.func);
  if (callee instanceof PyFunction) return `${callee.module.name}.${callee.qualname}()`;
  if (callee instanceof PyClass)
    return `${callee.module === "builtins" ? "" : `${callee.module}.`}${callee.qualname}()`;
  return callee instanceof Builtin ? `${callee.name}()` : m.repr(callee);
}

/** Key and value pairs of a mapping: `**value`. */
export function mapping(m: Interpreter, value: Value, callee?: Value): [Value, Value][] | Unknown {
  if (value instanceof PyDict)
    return (
      value.tail ?? (value.isCertain ? value.items() : m.unknown("which keys it has depends on an open condition"))
    );
  if (value instanceof Unknown) return value.of("any");
  const keys = m.findattr(value, "keys");
  if (keys === undefined)
    return m.raise(
      "TypeError",
      callee === undefined
        ? `'${classOf(value).typeName}' object is not a mapping`
        : `${calleeName(m, callee)} argument after ** must be a mapping, not ${classOf(value).name}`,
    );
  const listed = list(m, m.call(keys));
  if (listed instanceof Unknown) return listed;
  return listed.map((key) => [key, m.getitem(value, key)]);
}
