import { print, SymInt } from "../dims";
import { DeviceObject, DTypeObject, Tensor } from "../tensor/tensor";
import {
  BoundMethod,
  Builtin,
  classes,
  Either,
  Instance,
  isInstance,
  type Obj,
  PyBytes,
  PyClass,
  PyComplex,
  PyDict,
  PyFloat,
  PyFunction,
  PyList,
  PyModule,
  PyRange,
  PySet,
  PySlice,
  PyTuple,
  SymFloat,
  Unknown,
  type Value,
} from "../values";
import { ELLIPSIS } from "./constants";
import { exceptionText } from "./exceptions";
import type { Interpreter } from "./interpreter";

/** `str(value)`. */
export function strOf(m: Interpreter, value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof Instance) {
    const method = value.cls.lookup("__str__");
    if (method !== undefined && !(method instanceof Builtin && value.cls.lookup("__repr__") instanceof PyFunction)) {
      const text = m.call(method, [value]);
      if (typeof text === "string") return text;
    }
    if (isInstance(value, classes.BaseException)) return exceptionText(m, value);
    if (typeof value.payload === "string") return value.payload;
  }
  return reprOf(m, value);
}

/** `repr(value)`. Never raises for values of Python's own. */
export function reprOf(m: Interpreter, value: Value): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quote(value);
  if (value instanceof SymInt) return print(value);
  if (value === ELLIPSIS) return "Ellipsis";
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof SymFloat) return `${print(value.numerator)}/${value.denominator}`;
  if (value instanceof PyComplex) return `(${numberText(value.real)}+${numberText(value.imag)}j)`;
  if (value instanceof PyList) return `[${value.items.map((item) => reprOf(m, item)).join(", ")}]`;
  if (value instanceof PyTuple) return tupleText(m, value);
  if (value instanceof PyDict) return dictText(m, value);
  if (value instanceof PySet)
    return value.size === 0
      ? "set()"
      : `{${value
          .values()
          .map((item) => reprOf(m, item))
          .join(", ")}}`;
  if (value instanceof PyRange)
    return `range(${[value.start, value.stop].map(print).join(", ")}${value.step === 1 ? "" : `, ${print(value.step)}`})`;
  if (value instanceof PySlice)
    return `slice(${[value.start, value.stop, value.step].map((part) => reprOf(m, part)).join(", ")})`;
  if (value instanceof PyBytes) return `b${quote(value.value)}`;
  if (value instanceof Unknown) return "<unknown>";
  if (value instanceof Either) return value.options.map((option) => reprOf(m, option)).join(" or ");
  if (value instanceof PyClass)
    return `<class '${value.module === "builtins" ? "" : `${value.module}.`}${value.name}'>`;
  if (value instanceof PyFunction) return `<function ${value.qualname}>`;
  if (value instanceof Builtin) return `<built-in function ${value.name}>`;
  if (value instanceof BoundMethod) return `<bound method ${reprOf(m, value.func)}>`;
  if (value instanceof PyModule) return `<module '${value.name}'>`;
  if (value instanceof DTypeObject) return `torch.${value.name}`;
  if (value instanceof DeviceObject)
    return `device(type='${value.type}'${value.index === null ? "" : `, index=${value.index}`})`;
  if (value instanceof Tensor) return `tensor(shape=(${value.shape.map(print).join(", ")}), dtype=${value.dtype})`;
  const method = value.cls.lookup("__repr__");
  if (method !== undefined && !(method instanceof Builtin)) {
    const text = m.call(method, [value]);
    if (typeof text === "string") return text;
  }
  if (isInstance(value, classes.BaseException)) {
    const args = (value as Obj).attrs?.get("args");
    return `${value.cls.name}${args instanceof PyTuple ? (args.items.length === 1 ? `(${reprOf(m, args.items[0])})` : reprOf(m, args)) : "()"}`;
  }
  if (value instanceof Instance && value.payload !== undefined) return reprOf(m, value.payload);
  return `<${value.cls.module === "builtins" ? "" : `${value.cls.module}.`}${value.cls.name} object>`;
}

/** A string as Python prints it inside others. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll(mark, `\\${mark}`);
  return mark + escaped + mark;
}

function tupleText(m: Interpreter, value: PyTuple): string {
  const inside = value.items.map((item) => reprOf(m, item)).join(", ");
  if (value.cls === classes.Size) return `torch.Size([${inside}])`;
  const method = value.cls === classes.tuple ? undefined : value.cls.lookup("__repr__");
  if (method instanceof PyFunction) {
    const text = m.call(method, [value]);
    if (typeof text === "string") return text;
  }
  return value.items.length === 1 ? `(${inside},)` : `(${inside})`;
}

function dictText(m: Interpreter, value: PyDict): string {
  const pairs = value.items().map(([key, item]) => `${reprOf(m, key)}: ${reprOf(m, item)}`);
  return `{${pairs.join(", ")}}`;
}

function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : floatText(value);
}

/** A float as Python prints it: `1.0`, `1e-05`, `inf`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits, exponent] = value.toExponential().split("e");
    const power = Number(exponent);
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
