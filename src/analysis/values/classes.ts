import { SymInt } from "../dims";
import { Obj, PyClass, type Value } from "./value";

const object = new PyClass("object", []);
const type = new PyClass("type", [object]);
object.cls = type;
type.cls = type;

/** Makes a class of Python's own; its methods are put in by `builtins/`. */
export function builtinClass(name: string, bases: PyClass[] = [object], module = "builtins"): PyClass {
  return new PyClass(name, bases, new Map(), type, module);
}

const int = builtinClass("int");

/** The classes that the machine itself must know. */
export const classes = {
  object,
  type,
  int,
  bool: builtinClass("bool", [int]),
  float: builtinClass("float"),
  complex: builtinClass("complex"),
  str: builtinClass("str"),
  bytes: builtinClass("bytes"),
  bytearray: builtinClass("bytearray"),
  memoryview: builtinClass("memoryview"),
  NoneType: builtinClass("NoneType"),
  ellipsis: builtinClass("ellipsis"),
  NotImplementedType: builtinClass("NotImplementedType"),
  list: builtinClass("list"),
  tuple: builtinClass("tuple"),
  dict: builtinClass("dict"),
  dict_keys: builtinClass("dict_keys"),
  dict_values: builtinClass("dict_values"),
  dict_items: builtinClass("dict_items"),
  set: builtinClass("set"),
  frozenset: builtinClass("frozenset"),
  slice: builtinClass("slice"),
  range: builtinClass("range"),
  function: builtinClass("function"),
  method: builtinClass("method"),
  builtin: builtinClass("builtin_function_or_method"),
  methodDescriptor: builtinClass("method_descriptor"),
  wrapperDescriptor: builtinClass("wrapper_descriptor"),
  methodWrapper: builtinClass("method-wrapper"),
  module: builtinClass("module"),
  iterator: builtinClass("iterator"),
  generator: builtinClass("generator"),
  property: builtinClass("property"),
  staticmethod: builtinClass("staticmethod"),
  classmethod: builtinClass("classmethod"),
  super: builtinClass("super"),
  unknown: builtinClass("unknown"),
  BaseException: builtinClass("BaseException"),
  Tensor: builtinClass("Tensor", [object], "torch"),
  dtype: builtinClass("dtype", [object], "torch"),
  device: builtinClass("device", [object], "torch"),
  Size: undefined as unknown as PyClass,
};
classes.Size = builtinClass("Size", [classes.tuple], "torch");

/** Python's own classes that brackets make something else of: `list[int]`. */
export const ALIASED: ReadonlySet<PyClass> = new Set([
  classes.list,
  classes.dict,
  classes.tuple,
  classes.set,
  classes.frozenset,
  classes.type,
]);

/** Python's `type(value)`. */
export function classOf(value: Value): PyClass {
  if (value instanceof Obj) return value.cls;
  if (value === null) return classes.NoneType;
  if (value instanceof SymInt) return classes.int;
  switch (typeof value) {
    case "boolean":
      return classes.bool;
    case "number":
      return classes.int;
    default:
      return classes.str;
  }
}

export function isInstance(value: Value, cls: PyClass): boolean {
  return classOf(value).isSubclassOf(cls);
}
