import { SymInt } from "../analysis/dims";
import { ELLIPSIS } from "../analysis/machine/constants";
import { DTypeObject, Tensor } from "../analysis/tensor/tensor";
import { NotExecuted, type Question } from "../analysis/trace/executor";
import {
  Instance,
  PyComplex,
  PyDict,
  PyFloat,
  PyList,
  PyLong,
  PyRange,
  PySlice,
  PyTuple,
  Unknown,
} from "../analysis/values";
import { isKeyed, type Resolved } from "./kernels/kernel";

/** The arguments of a step as a kernel takes them; `tensor` is asked for each tensor's numbers, in order. */
export function resolve(step: Question, tensor: (tensor: Tensor) => Resolved): Record<string, Resolved> {
  const refuse = (why: string): never => {
    throw new NotExecuted(`an argument of \`${step.op}\` ${why}`, step.place);
  };
  const visit = (value: unknown): Resolved => {
    if (value === undefined || value === null) return null;
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object") return value as boolean | number | string;
    if (value instanceof Tensor) return tensor(value);
    if (value instanceof PyFloat) return value.value;
    if (value instanceof PyLong) return { long: value.value };
    if (value instanceof PyTuple || value instanceof PyList) return value.items.map(visit);
    if (value instanceof PyComplex) return { complex: [value.real, value.imag] };
    if (value instanceof DTypeObject) return { dtype: value.name };
    if (value === ELLIPSIS) return { ellipsis: true };
    if (value instanceof PySlice) return { slice: [visit(value.start), visit(value.stop), visit(value.step)] };
    if (value instanceof PyRange) return numbersOf(value) ?? refuse("is a range of unknown length");
    if (value instanceof PyDict) return { dict: value.items().map(([key, item]) => [String(key), visit(item)]) };
    if (value instanceof Instance && value.payload !== undefined) return visit(value.payload);
    if (value instanceof SymInt) return refuse("is a number that is not known");
    if (value instanceof Unknown) return refuse(`is not known: ${value.reason}`);
    return null;
  };
  return Object.fromEntries(
    step.schema.args.map(({ name, type }) => {
      const value = step.args[name];
      // Of an index, a tuple is several items, and a list one.
      if (name === "index" && type === "any" && value instanceof PyList) return [name, [visit(value)]];
      return [name, type === "ScalarType" && typeof value === "string" ? { dtype: value } : visit(value)];
    }),
  ) as Record<string, Resolved>;
}

function numbersOf({ start, stop, step }: PyRange): number[] | undefined {
  if (typeof start !== "number" || typeof stop !== "number" || typeof step !== "number") return undefined;
  const items: number[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) items.push(at);
  return items;
}

/** Whether that holds of a number among the arguments that are no tensors. */
export function anyNumber(
  values: Readonly<Record<string, Resolved>>,
  holds: (number: number | bigint) => boolean,
): boolean {
  const visit = (value: Resolved): boolean => {
    if (typeof value === "number") return holds(value);
    if (Array.isArray(value)) return value.some(visit);
    return isKeyed(value, "long") && holds(value.long);
  };
  return Object.values(values).some(visit);
}
