import { SymInt } from "../analysis/dims";
import { Tensor } from "../analysis/tensor/tensor";
import { isModule } from "../analysis/torch/nnmodule";
import { Instance, Obj, PyDict, PyFloat, PyList, PyLong, PyTuple, type Value } from "../analysis/values";

/** A call's value as plain data; tensors as indices into the run's outputs. */
export type Output = null | boolean | number | string | { tensor: number } | { dict: [string, Output][] } | Output[];

/** `tensor` takes in each tensor and gives its index. */
export function outputOf(value: Value, tensor: (tensor: Tensor) => number): Output {
  const visit = (part: Value): Output => {
    if (part === null || typeof part !== "object") return part;
    if (part instanceof Tensor) return { tensor: tensor(part) };
    if (part instanceof PyFloat) return part.value;
    if (part instanceof PyLong) return String(part.value);
    if (part instanceof PyTuple || part instanceof PyList) return part.items.map(visit);
    if (part instanceof PyDict) return { dict: part.items().map(([key, item]) => [String(key), visit(item)]) };
    if (part instanceof SymInt || !(part instanceof Obj)) return null;
    if (part instanceof Instance && part.payload !== undefined) return visit(part.payload);
    // An object that carries tensors, such as a model's output: its attributes.
    const attributes = isModule(part) ? [] : [...(part.attrs ?? [])];
    return attributes.length === 0 ? null : { dict: attributes.map(([name, item]) => [name, visit(item)]) };
  };
  return visit(value);
}
