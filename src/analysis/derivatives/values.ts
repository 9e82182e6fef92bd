import { DTypeObject, Tensor } from "../tensor/tensor";
import type { BaseType, Schema } from "../trace/schema";
import { classes, PyFloat, PyList, PyTuple, type Value } from "../values";

/** A bound argument as Python has it. */
export function argumentValue(schema: Schema, name: string, bound: unknown): Value {
  const type = schema.args.find((argument) => argument.name === name)?.type;
  return pythonValue(bound, type);
}

function pythonValue(bound: unknown, type: BaseType | undefined): Value {
  if (bound === undefined || bound === null) return null;
  if (Array.isArray(bound)) return new PyTuple(bound.map((item) => pythonValue(item, type)));
  if (type === "MemoryFormat") return null;
  if (type === "ScalarType" && typeof bound === "string") return DTypeObject.of(bound as DTypeObject["name"]);
  if (type === "float" && typeof bound === "number") return new PyFloat(bound);
  return bound as Value;
}

/** A value as an argument of plain numbers or tensors is bound. */
export function boundValue(schema: Schema, name: string, value: Value): unknown {
  const type = schema.args.find((argument) => argument.name === name)?.type;
  const one = (item: Value): unknown => (type === "float" && item instanceof PyFloat ? item.value : item);
  return value instanceof PyTuple || value instanceof PyList ? value.items.map(one) : one(value);
}

/** `torch.Size` */
export function sizeValue(shape: readonly number[]): Value {
  return new PyTuple([...shape], classes.Size);
}

/** The tensors in an argument: itself, or those of a list. */
export function tensorsOf(value: unknown): (Tensor | undefined)[] {
  if (value instanceof Tensor) return [value];
  return Array.isArray(value) ? value.map((item) => (item instanceof Tensor ? item : undefined)) : [];
}
