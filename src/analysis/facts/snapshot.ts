import { type Dim, print, SymInt } from "../dims";
import type { DimJson, ShapeJson } from "../report";
import { DeviceObject, DTypeObject, Tensor } from "../tensor/tensor";
import { Either, Obj, PyDict, PyFloat, PyList, PyLong, PyTuple, Unknown, type Value } from "../values";
import { floatText, quote } from "../values/literals";
import { work } from "../work";

/** A value's shape as it was at one moment; in-place operators and appends may change the value later. */
export interface Snapshot {
  /** Equal keys are equal shapes. */
  key: string;
  value: Frozen;
}

type Frozen =
  | { tensor: readonly Dim[]; dtype: string }
  | { list: Frozen[] }
  | { dict: [string, Frozen][] }
  | { unknown: Unknown }
  | { either: Frozen[] }
  | { py: string };

const MAX_ITEMS = 256;
/** Nested containers show no more than this in all. */
const MAX_PARTS = 4096;

/** Units for a part of a container that is written down. */
const PART_WORK = 1 / 2;

export function snapshot(value: Value): Snapshot {
  const budget = { left: MAX_PARTS, written: 0 };
  const frozen = freeze(value, 4, budget);
  work.pay(budget.written * PART_WORK);
  return { key: keyOf(frozen), value: frozen };
}

function freeze(value: Value, depth: number, budget: { left: number; written: number }): Frozen {
  budget.written++;
  if (value instanceof Tensor) return { tensor: value.shape, dtype: value.dtype };
  if (value instanceof Unknown) return { unknown: value };
  if (depth > 0 && budget.left-- > 0) {
    const inner = (item: Value) => freeze(item, depth - 1, budget);
    if (value instanceof PyTuple || value instanceof PyList)
      return { list: value.items.slice(0, MAX_ITEMS).map(inner) };
    if (value instanceof PyDict)
      return {
        dict: value
          .items()
          .slice(0, MAX_ITEMS)
          .map(([key, item]) => [typeof key === "string" ? key : plainText(key), inner(item)]),
      };
    if (value instanceof Either) return { either: value.options.map(inner) };
  }
  return { py: plainText(value) };
}

/** A short text for what is no tensor; objects show their class only. */
function plainText(value: Value): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quote(value);
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof PyLong) return value.value.toString();
  if (value instanceof SymInt) return print(value);
  if (value instanceof DTypeObject) return `torch.${value.name}`;
  if (value instanceof DeviceObject) return `device(${quote(value.text)})`;
  if (value instanceof Obj) return `<${value.cls.name}>`;
  return String(value);
}

function keyOf(value: Frozen): string {
  if ("tensor" in value)
    return `${value.dtype}[${value.tensor.map((dim) => (typeof dim === "number" ? dim : dim.key)).join()}]`;
  if ("list" in value) return `(${value.list.map(keyOf).join()})`;
  if ("dict" in value) return `{${value.dict.map(([name, item]) => `${name}:${keyOf(item)}`).join()}}`;
  if ("either" in value) return value.either.map(keyOf).join("|");
  if ("unknown" in value) return "?";
  return value.py;
}

export function dimJson(dim: Dim, simplify: (dim: Dim) => Dim = (same) => same): DimJson {
  const simple = typeof dim === "number" ? dim : simplify(dim);
  return typeof simple === "number" ? simple : print(simple);
}

/** A snapshot as the command line and the editor show it; `text` applies what was learnt after it was taken. */
export function shapeJson(value: Frozen, text: (dim: Dim) => DimJson): ShapeJson {
  if ("tensor" in value) return { shape: value.tensor.map(text), dtype: value.dtype };
  if ("list" in value) return value.list.map((item) => shapeJson(item, text));
  if ("dict" in value) return Object.fromEntries(value.dict.map(([name, item]) => [name, shapeJson(item, text)]));
  if ("either" in value) return { py: value.either.map((option) => shapeText(shapeJson(option, text))).join(" or ") };
  if ("unknown" in value) return { unknown: value.unknown.reason };
  return { py: value.py };
}

/** `(B_, N, dim)`, `[(1, 3), (1, 5)]`: for people. */
export function shapeText(shape: ShapeJson): string {
  if (Array.isArray(shape)) return `[${shape.map(shapeText).join(", ")}]`;
  if ("shape" in shape && Array.isArray(shape.shape))
    return `(${shape.shape.join(", ")}${shape.shape.length === 1 ? "," : ""})`;
  if ("py" in shape && typeof shape.py === "string") return shape.py;
  if ("unknown" in shape && typeof shape.unknown === "string") return "?";
  return `{${Object.entries(shape as Record<string, ShapeJson>)
    .map(([name, item]) => `${name}: ${shapeText(item)}`)
    .join(", ")}}`;
}

/** `(B, 64, H//2, W//2) float32`: with the dtype, as `reveal_shape` tells it. */
export function typedText(shape: ShapeJson): string {
  if (Array.isArray(shape)) return `[${shape.map(typedText).join(", ")}]`;
  if ("shape" in shape && Array.isArray(shape.shape)) return `${shapeText(shape)} ${shape.dtype}`;
  if ("unknown" in shape && typeof shape.unknown === "string") return `unknown: ${shape.unknown}`;
  return shapeText(shape);
}
