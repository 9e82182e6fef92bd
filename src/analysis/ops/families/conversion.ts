import type { Dim } from "../../dims";
import { elementOf, pythonOf } from "../../tensor/data";
import { deviceType } from "../../tensor/device";
import { type DType, dtypes } from "../../tensor/dtype";
import { sameLayout } from "../../tensor/layout";
import type { MemoryFormat } from "../../tensor/memory-format";
import { Tensor } from "../../tensor/tensor";
import { requiresGradient } from "../../trace/gradients";
import { legacyType, refusals } from "../../trace/refusals";
import {
  classes,
  classOf,
  integer,
  PyClass,
  PyFloat,
  PyList,
  Unknown,
  type UnknownType,
  type Value,
} from "../../values";
import type { OpContext } from "../context";
import { free, type Outcome, op } from "../registry";
import { formatted } from "../shape/memory-format";
import { tensorOf } from "../shape/nested";
import { arrayOf, isArrayType } from "../shape/numpy-array";

/** Python values to tensors, tensors to other dtypes and devices, tensors to Python values. Nothing is computed. */

const options = "*, ScalarType? dtype=None, Device? device=None, bool requires_grad=False, bool pin_memory=False";

interface Literal {
  dtype: DType | null;
}

function literal(data: Value, { dtype }: Literal, at: OpContext): Outcome {
  const found = tensorOf(at, data);
  return { shape: found.shape, dtype: dtype ?? found.dtype ?? at.defaultDType, data: found.data, layout: "contiguous" };
}

interface Conversion {
  dtype?: DType | null;
  device?: Value;
  copy?: boolean;
  memory_format?: MemoryFormat | null;
}

/** The tensor itself where nothing changes, as in PyTorch; else a copy. */
function converted(
  self: Tensor,
  { dtype, device, copy = false, memory_format = null }: Conversion,
  at: OpContext,
): Outcome {
  const asked = at.device(device);
  const target = asked === null ? self.device : asked;
  if (self.device === "meta" && target !== "meta" && target !== undefined) at.refuse(refusals.metaCopy());
  const type = dtype ?? self.dtype;
  const layout = formatted(at, self.shape, memory_format, self.layout);
  // A tensor that may be moved stays one tensor: where it is is not known from then on.
  const stays = target === self.device || target === undefined;
  if (target !== self.device && target === undefined) self.update({ device: undefined });
  if (!copy && type === self.dtype && stays && sameLayout(layout, self.layout)) return { value: self };
  return {
    shape: self.shape,
    dtype: type,
    device: target,
    data: self.data,
    layout,
  };
}

/** Methods that name a dtype. */
const casts: Record<string, DType> = {
  float: "float32",
  double: "float64",
  half: "float16",
  bfloat16: "bfloat16",
  long: "int64",
  int: "int32",
  short: "int16",
  char: "int8",
  byte: "uint8",
  bool: "bool",
  cfloat: "complex64",
  cdouble: "complex128",
  chalf: "complex32",
};

/** The names that `Tensor.type()` takes and gives, without modules. */
const legacy: Record<string, DType> = {
  FloatTensor: "float32",
  DoubleTensor: "float64",
  HalfTensor: "float16",
  BFloat16Tensor: "bfloat16",
  LongTensor: "int64",
  IntTensor: "int32",
  ShortTensor: "int16",
  CharTensor: "int8",
  ByteTensor: "uint8",
  BoolTensor: "bool",
};

/** The device in a name or class of a legacy type; a dtype says nothing of it. */
function placeOf(type: Value): string | null {
  const isOnGpu = type instanceof PyClass ? type.module === "torch.cuda" : String(type).includes(".cuda.");
  return isOnGpu ? "cuda" : "cpu";
}

/** The dtype that a name, or a class such as `torch.FloatTensor`, stands for. `torch.Tensor` is the default one. */
function named(type: Value, at: OpContext): DType {
  if (type instanceof Unknown) at.unknown(type.reason);
  if (type === classes.Tensor) return at.defaultDType;
  const given = type instanceof PyClass ? type.name : typeof type === "string" ? type : "";
  const text = type instanceof PyClass ? type.name : typeof type === "string" ? type : classOf(type).name;
  return legacy[given.replace(/^torch\.(cuda\.)?/, "")] ?? at.fail("argument", `invalid type: '${text}'`, "ValueError");
}

/** `torch.from_numpy` takes nothing else. */
function fromArray(value: Value, at: OpContext): Outcome {
  if (value instanceof Unknown) at.unknown(value.reason);
  const array = arrayOf(at, value);
  if (array === undefined) at.fail("argument", `expected np.ndarray (got ${classOf(value).name})`, "TypeError");
  return { ...array, layout: "contiguous" };
}

/** The array of NumPy that shares a tensor's storage: either may be written through the other from then on, so their numbers are not known. */
function arrayFrom(self: Tensor, force: boolean, at: OpContext): Value {
  // What goes on from here lies on the CPU, wherever it may have been.
  const type = deviceType(self.device) ?? "cpu";
  if (type === "meta") at.unknown("a meta tensor has no numbers");
  if (!force && type !== "cpu") at.refuse(refusals.arrayDevice(self.device!));
  if (!force && at.recordsGradients && requiresGradient(self))
    at.fail("gradient", "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.");
  if (self.dtype === "bfloat16") at.fail("dtype", "Got unsupported ScalarType BFloat16", "TypeError");
  if (!isArrayType(self.dtype)) at.unknown(`arrays of ${self.dtype} are not followed`);
  self.overwrite(false);
  return at.standIn("numpy._array", "_of_tensor", [self]);
}

const unknownTypes = { bool: "bool", int: "int", float: "float", complex: "any" } as const;

/** The one element as a Python number. */
function item(self: Tensor, at: OpContext): Value {
  const count = self.numel();
  if (typeof count === "number" && count !== 1) at.refuse(refusals.notOneItem(count));
  return elementOf(self, 0) ?? at.unknownValue("it depends on the data", unknownTypes[dtypes[self.dtype].category]);
}

/** The elements as nested lists. */
function nestedList(self: Tensor, at: OpContext): Value {
  if (self.rank === 0) return item(self, at);
  let next = 0;
  const list = (depth: number): Value => {
    if (depth === self.rank)
      return (
        elementOf(self, next++) ?? at.unknownValue("it depends on the data", unknownTypes[dtypes[self.dtype].category])
      );
    const size = at.number(self.shape[depth], "a size of the list");
    return new PyList(Array.from({ length: size }, () => list(depth + 1)));
  };
  if (self.data === undefined && self.held === undefined && !((self.numel() as number) <= LIST_LIMIT))
    return at.unknownValue("it depends on the data", "any");
  return list(0);
}

/** Lists of unknown elements longer than this are not made. */
const LIST_LIMIT = 256;

/** `int(x)` and its like: the element as that type. */
function scalarAs(self: Tensor, type: UnknownType, at: OpContext): Value {
  const value = item(self, at);
  if (type === "float" && typeof value === "number") return pythonOf(value, "float64");
  if (type === "int") {
    if (value instanceof PyFloat)
      return Number.isFinite(value.value) ? integer(BigInt(Math.trunc(value.value))) : wholeOf(value.value, at);
    return typeof value === "boolean" ? Number(value) : value instanceof Unknown ? value.of("int") : value;
  }
  return value;
}

/** `int()` of what is no number, or without an end. */
function wholeOf(number: number, at: OpContext): never {
  return Number.isNaN(number)
    ? at.fail("value", "cannot convert float NaN to integer", "ValueError")
    : at.fail("overflow", "cannot convert float infinity to integer", "OverflowError");
}

function truth(value: Value): Value {
  const number = value instanceof PyFloat ? value.value : value;
  return typeof number === "number" ? number !== 0 : number;
}

export const conversion = [
  op(`tensor(any data, ${options}) -> Tensor`, {
    as: ["torch.tensor"],
    out: ({ data, ...args }, at) => literal(data, args, at),
    cost: free,
    doc: "data -> (shape of data)",
  }),
  op("as_tensor(any data, *, ScalarType? dtype=None, Device? device=None) -> Tensor", {
    as: ["torch.as_tensor"],
    out: ({ data, ...args }, at) => (data instanceof Tensor ? converted(data, args, at) : literal(data, args, at)),
    cost: free,
    doc: "data -> (shape of data)",
  }),
  op(
    "asarray(any obj, *, ScalarType? dtype=None, Device? device=None, bool? copy=None, bool requires_grad=False) -> Tensor",
    {
      as: ["torch.asarray"],
      out: ({ obj, dtype, device }, at) =>
        obj instanceof Tensor ? converted(obj, { dtype, device }, at) : literal(obj, { dtype }, at),
      cost: free,
      doc: "obj -> (shape of obj)",
    },
  ),
  op("from_numpy(any ndarray) -> Tensor", {
    as: ["torch.from_numpy"],
    makes: "cpu",
    out: ({ ndarray }, at) => fromArray(ndarray, at),
    cost: free,
    doc: "ndarray -> (shape of ndarray)",
  }),
  op(`new_tensor(Tensor self, any data, ${options}) -> Tensor`, {
    as: ["Tensor.new_tensor"],
    out: ({ self, data, dtype }, at) => literal(data, { dtype: dtype ?? self.dtype }, at),
    cost: free,
    doc: "data -> (shape of data)",
  }),
  op("new(Tensor self, int[] size=[], *, Device? device=None) -> Tensor", {
    as: ["Tensor.new"],
    out: ({ self, size }) => ({ shape: size.length === 0 ? [0] : size, dtype: self.dtype, layout: "contiguous" }),
    cost: free,
    moves: "allocates",
    doc: "size -> size",
  }),
  op("tensor.new(any cls, any data, *, Device? device=None) -> Tensor", {
    as: ["Tensor.__new__"],
    makes: "cpu",
    out: ({ data }, at) => {
      if (typeof data === "number" || isSize(data)) return { shape: sizeOf(data), layout: "contiguous" };
      return data instanceof Tensor ? { value: data } : literal(data, { dtype: at.defaultDType }, at);
    },
    cost: free,
    doc: "data -> (shape of data)",
  }),
  op("empty.new(any cls, int[] size=[], *, Device? device=None) -> Tensor", {
    as: ["Tensor.__new__"],
    makes: "cpu",
    shape: ({ size }) => (size.length === 0 ? [0] : size),
    cost: free,
    moves: "allocates",
    doc: "size -> size",
  }),
  op(
    "to.device(Tensor self, Device? device=None, ScalarType? dtype=None, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> Tensor",
    { as: ["Tensor.to"], out: ({ self, ...args }, at) => converted(self, args, at), cost: free, doc: "(...) -> (...)" },
  ),
  op(
    "to.dtype(Tensor self, ScalarType dtype, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> Tensor",
    { as: ["Tensor.to"], out: ({ self, ...args }, at) => converted(self, args, at), cost: free, doc: "(...) -> (...)" },
  ),
  op(
    "to.other(Tensor self, Tensor tensor, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> Tensor",
    {
      devices: "first",
      as: ["Tensor.to"],
      out: ({ self, tensor, copy, memory_format }, at) =>
        converted(self, { dtype: tensor.dtype, device: tensor.device, copy, memory_format }, at),
      cost: free,
      doc: "(...), other -> (...)",
    },
  ),
  ...Object.entries(casts).map(([name, dtype]) =>
    op(`to.${name}(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor`, {
      as: [`Tensor.${name}`],
      out: ({ self, memory_format }, at) => converted(self, { dtype, memory_format }, at),
      cost: free,
      doc: "(...) -> (...)",
    }),
  ),
  op("to.cpu(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", {
    as: ["Tensor.cpu"],
    out: ({ self, memory_format }, at) => converted(self, { device: "cpu", memory_format }, at),
    cost: free,
    doc: "(...) -> (...)",
  }),
  op(
    "to.cuda(Tensor self, Device? device=None, bool non_blocking=False, *, MemoryFormat? memory_format=None) -> Tensor",
    {
      as: ["Tensor.cuda"],
      out: ({ self, device, memory_format }, at) =>
        converted(
          self,
          { device: device ?? (deviceType(self.device) === "cuda" ? self.device! : "cuda"), memory_format },
          at,
        ),
      cost: free,
      doc: "(...) -> (...)",
    },
  ),
  op("type(Tensor self, ScalarType dtype, bool non_blocking=False, *, MemoryFormat? memory_format=None) -> Tensor", {
    as: ["Tensor.type"],
    out: ({ self, dtype }, at) => converted(self, { dtype }, at),
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("type.name(Tensor self, any dtype=None, bool non_blocking=False, *, MemoryFormat? memory_format=None) -> Tensor", {
    as: ["Tensor.type"],
    out: ({ self, dtype }, at) =>
      dtype === null
        ? { value: legacyType(self) }
        : converted(self, { dtype: named(dtype, at), device: placeOf(dtype) }, at),
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("type_as(Tensor self, Tensor other) -> Tensor", {
    devices: "first",
    as: ["Tensor.type_as"],
    out: ({ self, other }, at) => converted(self, { dtype: other.dtype, device: other.device }, at),
    cost: free,
    doc: "(...), other -> (...)",
  }),
  ...["pin_memory(Tensor self, Device? device=None)", "share_memory_(Tensor self)"].map((form) =>
    op(`${form} -> Tensor` as "f(Tensor self) -> Tensor", {
      as: [`Tensor.${form.split("(")[0]}`],
      out: ({ self }) => ({ value: self }),
      cost: free,
      doc: "(...) -> (...)",
    }),
  ),
  op("item(Tensor self) -> Scalar", {
    as: ["Tensor.item"],
    out: ({ self }, at) => ({ value: item(self, at) }),
    doc: "(1) -> number",
  }),
  op("tolist(Tensor self) -> any", {
    as: ["Tensor.tolist"],
    out: ({ self }, at) => ({ value: nestedList(self, at) }),
    doc: "(...) -> list",
  }),
  op("numpy(Tensor self, *, bool force=False) -> any", {
    as: ["Tensor.numpy", "Tensor.__array__"],
    out: ({ self, force }, at) => ({ value: arrayFrom(self, force, at) }),
    doc: "(...) -> array",
  }),
  ...(["int", "float", "bool"] as const).map((type) =>
    op(`__${type}__(Tensor self) -> Scalar`, {
      as:
        type === "int"
          ? ["Tensor.__int__", "Tensor.__index__"]
          : type === "bool"
            ? ["Tensor.__bool__", "Tensor.is_nonzero", "torch.is_nonzero"]
            : ["Tensor.__float__"],
      out: ({ self }, at) => {
        const count = self.numel();
        if (type === "bool" && typeof count === "number" && count > 1) at.refuse(refusals.ambiguousTruth());
        const value = scalarAs(self, type, at);
        return { value: type === "bool" ? truth(value) : value };
      },
      doc: "(1) -> number",
    }),
  ),
];

function isSize(value: Value): boolean {
  return value !== null && typeof value === "object" && "cls" in value && value.cls === classes.Size;
}

function sizeOf(data: Value): readonly Dim[] {
  return typeof data === "number" ? [data] : (data as unknown as { items: readonly Dim[] }).items;
}
