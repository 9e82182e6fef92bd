import { print, SymInt } from "../dims";
import { MAX_ITEMS, makeRoom, TooLong } from "../room";
import { DeviceObject, DTypeObject, Tensor } from "../tensor/tensor";
import {
  BoundMethod,
  Builtin,
  classes,
  Either,
  Instance,
  isInstance,
  Obj,
  PyBytes,
  PyClass,
  PyComplex,
  PyDict,
  PyDictView,
  PyFloat,
  PyFunction,
  PyList,
  PyLong,
  PyModule,
  PyRange,
  PySet,
  PySlice,
  PyTuple,
  SymFloat,
  Unknown,
  type Value,
} from "../values";
import { floatText, quote } from "../values/literals";
import { ELLIPSIS, NOT_IMPLEMENTED } from "./constants";
import { exceptionText } from "./exceptions";
import type { Interpreter } from "./machine";
import { tensorText } from "./tensor-text";

/**
 * How many texts were made up: of what has a text in Python that is not known here, such as a tensor's numbers. An object's
 * address, which is another one each time, is left out: no program that means something hangs on it.
 */
let madeUp = 0;

function standIn(text: string): string {
  madeUp++;
  return text;
}

/** A text as the program would see it; undefined where a part of it is made up, for people to read. */
export function asInPython(make: () => string): string | undefined {
  const before = madeUp;
  const text = make();
  return madeUp === before ? text : undefined;
}

/** `str(value)`. */
export function strOf(m: Interpreter, value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof DeviceObject) return value.text;
  if (value instanceof Obj && value.cls.module !== "builtins") {
    const method = value.cls.lookup("__str__");
    // `object.__str__` goes to `__repr__`, which may be the class's own; `__str__ = int.__repr__` goes to that one.
    if (method !== undefined && !(method instanceof Builtin && method.owner === classes.object)) {
      const text = m.call(method, [value]);
      if (typeof text === "string") return text;
      madeUp++;
    }
    const payload = value instanceof Instance ? value.payload : undefined;
    if (typeof payload === "string" && !(value.cls.lookup("__repr__") instanceof PyFunction)) return payload;
  }
  if (value instanceof Instance && isInstance(value, classes.BaseException)) {
    const args = value.attrs?.get("args");
    const open =
      args instanceof PyTuple && args.items.some((item) => item instanceof Unknown || item instanceof Either);
    if (open || args instanceof Unknown) madeUp++;
    return exceptionText(m, value);
  }
  return reprOf(m, value);
}

/** Containers whose text is being made: one that holds itself shows as `[...]`. */
const open = new Set<Obj>();

/** `repr(value)`. Never raises for values of Python's own. */
export function reprOf(m: Interpreter, value: Value): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quote(value);
  if (value instanceof SymInt) return print(value);
  const own = value.cls.module === "builtins" ? undefined : value.cls.lookup("__repr__");
  if (own !== undefined && !(own instanceof Builtin)) {
    const text = m.call(own, [value]);
    if (typeof text === "string") return text;
    madeUp++;
  }
  return numberRepr(m, value) ?? containerRepr(m, value) ?? objectRepr(m, value);
}

/** Decimal digits that `int()` and `str()` convert: https://docs.python.org/3/library/stdtypes.html#int-max-str-digits */
export const MAX_DIGITS = 4300;

function longText(m: Interpreter, value: bigint): string {
  const text = value.toString();
  if (text.length > MAX_DIGITS + (value < 0n ? 1 : 0))
    m.raise(
      "ValueError",
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    );
  return text;
}

function numberRepr(m: Interpreter, value: Obj): string | undefined {
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof PyLong) return longText(m, value.value);
  if (value instanceof SymFloat) return `${print(value.numerator)}/${value.denominator}`;
  if (!(value instanceof PyComplex)) return undefined;
  const imag = withoutPoint(value.imag);
  if (value.real === 0 && !Object.is(value.real, -0)) return `${imag}j`;
  return `(${withoutPoint(value.real)}${imag.startsWith("-") ? "" : "+"}${imag}j)`;
}

/** The texts of a container's items: each is paid for before the next is made. */
function joined(m: Interpreter, texts: readonly (() => string)[]): string {
  let length = 0;
  const parts = texts.map((text) => {
    m.step();
    const part = text();
    length += part.length + 2;
    if (length > MAX_ITEMS) throw new TooLong(Number.NaN, "characters");
    return part;
  });
  makeRoom(length, "characters");
  return parts.join(", ");
}

function containerRepr(m: Interpreter, value: Obj): string | undefined {
  if (
    !(
      value instanceof PyList ||
      value instanceof PyTuple ||
      value instanceof PyDict ||
      value instanceof PySet ||
      value instanceof PyDictView
    )
  )
    return undefined;
  if (open.has(value)) return value instanceof PyList ? "[...]" : value instanceof PyTuple ? "(...)" : "{...}";
  if (!isCertain(value)) madeUp++;
  open.add(value);
  try {
    const all = (items: readonly Value[]) =>
      joined(
        m,
        items.map((item) => () => reprOf(m, item)),
      );
    if (value instanceof PyList) return `[${all(value.items)}]`;
    if (value instanceof PyTuple) {
      if (value.cls === classes.Size) return `torch.Size([${all(value.items)}])`;
      return value.items.length === 1 ? `(${all(value.items)},)` : `(${all(value.items)})`;
    }
    if (value instanceof PyDictView) {
      const ordered = value.dict.cls.mro.some(({ name, module }) => name === "OrderedDict" && module === "collections");
      return `${ordered ? "o" : ""}${value.cls.name}([${all(value.list())}])`;
    }
    if (value instanceof PyDict)
      return `{${joined(
        m,
        value.items().map(
          ([key, item]) =>
            () =>
              `${reprOf(m, key)}: ${reprOf(m, item)}`,
        ),
      )}}`;
    if (value.size === 0) return `${value.cls.name}()`;
    return value.cls === classes.set ? `{${all(value.values())}}` : `${value.cls.name}({${all(value.values())}})`;
  } finally {
    open.delete(value);
  }
}

/** Whether a container holds what is seen of it and nothing else. */
function isCertain(value: PyList | PyTuple | PyDict | PySet | PyDictView): boolean {
  if (value instanceof PyTuple) return true;
  if (value instanceof PyList) return value.isCertain;
  return (value instanceof PyDictView ? value.dict : value).isCertain;
}

function objectRepr(m: Interpreter, value: Obj): string {
  if (value === ELLIPSIS) return "Ellipsis";
  if (value === NOT_IMPLEMENTED) return "NotImplemented";
  if (value instanceof PyRange)
    return `range(${[value.start, value.stop].map(print).join(", ")}${value.step === 1 ? "" : `, ${print(value.step)}`})`;
  if (value instanceof PySlice)
    return `slice(${[value.start, value.stop, value.step].map((part) => reprOf(m, part)).join(", ")})`;
  if (value instanceof PyBytes) return `b${quoteBytes(value.value)}`;
  if (value instanceof Unknown) return standIn("<unknown>");
  if (value instanceof Either) return standIn(value.options.map((option) => reprOf(m, option)).join(" or "));
  if (value instanceof PyClass)
    return `<class '${value.module === "builtins" ? "" : `${value.module}.`}${value.qualname}'>`;
  if (value instanceof PyFunction) return `<function ${value.qualname}>`;
  if (value instanceof Builtin) return `<built-in function ${value.name}>`;
  if (value instanceof BoundMethod) return `<bound method ${reprOf(m, value.func)}>`;
  if (value instanceof PyModule) return `<module '${value.name}'>`;
  if (value instanceof DTypeObject) return `torch.${value.name}`;
  if (value instanceof DeviceObject)
    return `device(type='${value.type}'${value.index === null ? "" : `, index=${value.index}`})`;
  if (value instanceof Tensor)
    return (
      tensorText(value, m.settings.defaultDType) ??
      standIn(`tensor(shape=(${value.shape.map(print).join(", ")}), dtype=${value.dtype})`)
    );
  if (isInstance(value, classes.BaseException)) {
    const args = value.attrs?.get("args");
    return `${value.cls.name}${args instanceof PyTuple ? (args.items.length === 1 ? `(${reprOf(m, args.items[0])})` : reprOf(m, args)) : "()"}`;
  }
  if (value instanceof Instance && value.payload !== undefined) return reprOf(m, value.payload);
  return `<${value.cls.module === "builtins" ? "" : `${value.cls.module}.`}${value.cls.qualname} object>`;
}

/** Bytes are held one a character. */
function quoteBytes(text: string): string {
  return quote(text, true);
}

function withoutPoint(value: number): string {
  return floatText(value).replace(/\.0$/, "");
}
