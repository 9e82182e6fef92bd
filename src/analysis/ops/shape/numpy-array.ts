import type { Dim } from "../../dims";
import { type Item, itemOf } from "../../tensor/data";
import type { DType } from "../../tensor/dtype";
import { before, formerly, type Refusal, refusal } from "../../trace/refusals";
import { Instance, PyDict, PyList, PyTuple, Unknown, type Value } from "../../values";
import type { OpContext } from "../context";

/** What PyTorch takes of a NumPy array. */
export interface ArrayBlock {
  shape: readonly Dim[];
  dtype: DType;
  /** In row-major order, where they are known. */
  data: Item[] | undefined;
}

/** Types of elements by NumPy's kind and bytes: https://pytorch.org/docs/stable/generated/torch.from_numpy.html */
const TYPES: Readonly<Record<string, DType>> = {
  b1: "bool",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  f2: "float16",
  f4: "float32",
  f8: "float64",
  c8: "complex64",
  c16: "complex128",
};

/** Whether NumPy has such elements. */
export function isArrayType(dtype: DType): boolean {
  return Object.values(TYPES).includes(dtype);
}

/** Kinds of elements that PyTorch takes none of. */
const NAMES: Readonly<Record<string, string>> = {
  O: "object_",
  U: "str_",
  S: "bytes_",
  M: "datetime64",
  m: "timedelta64",
};

function notElements(type: string): Refusal {
  const words = (unsigned: string) =>
    `can't convert np.ndarray of type numpy.${type}. The only supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, ${unsigned}uint8, and bool.`;
  return before(refusal("dtype", words("uint64, uint32, uint16, "), "TypeError"), words(""));
}

/** A NumPy array by its own protocol, which many other arrays speak too: https://numpy.org/doc/stable/reference/arrays.interface.html */
export function arrayOf(at: OpContext, value: Value): ArrayBlock | undefined {
  if (!(value instanceof Instance)) return undefined;
  const told = at.protocol(value, "__array_interface__");
  if (told === undefined) return undefined;
  if (!(told instanceof PyDict)) return at.unknown(told instanceof Unknown ? told.reason : "its array is not known");
  const [shape, type, data] = ["shape", "typestr", "data"].map((key) => told.get(key));
  if (!(shape instanceof PyTuple))
    return at.unknown(shape instanceof Unknown ? shape.reason : "its shape is not known");
  if (typeof type !== "string") return at.unknown(type instanceof Unknown ? type.reason : "its type is not known");
  const dtype = TYPES[type.slice(1)];
  if (type[1] === "u" && dtype === undefined) {
    at.refuseWhere(formerly(notElements(`uint${8 * Number(type.slice(2))}`)));
    at.unknown("wide unsigned integers are not followed");
  }
  if (dtype === undefined) at.refuse(notElements(NAMES[type[1]] ?? "void"));
  return {
    shape: shape.items.map((size) => at.dim(size) ?? at.fresh("the size of the array is not known")),
    dtype,
    data: data instanceof PyList || data instanceof PyTuple ? itemsOf(data.items) : undefined,
  };
}

/** Elements that are all known. */
function itemsOf(values: readonly Value[]): Item[] | undefined {
  const items = values.map(itemOf);
  return items.includes(undefined) ? undefined : (items as Item[]);
}
