import { isFloating } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import type { Tape } from "../trace/tape";
import { Instance, Obj, PyDict, PyList, PyTuple, type Value } from "../values";

/** Takes the gradient of a call's value: of a scalar, else of the sum of its tensors. Raises what PyTorch would. */
export function backwardFrom(tape: Tape, value: Value): null {
  const tensors = tensorsIn(value, new Set());
  const roots = tensors.filter((tensor) => isFloating(tensor.dtype) && tape.requires(tensor));
  const [first] = tensors;
  tape.sumBackward(roots.length === 0 && first !== undefined ? [first] : roots);
  return null;
}

/** The tensors of a value, in the order in which they are met. */
function tensorsIn(value: Value, seen: Set<Obj>): Tensor[] {
  if (!(value instanceof Obj) || seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Tensor) return [value];
  const inside = (items: Iterable<Value>) => [...items].flatMap((item) => tensorsIn(item, seen));
  if (value instanceof PyTuple || value instanceof PyList) return inside(value.items);
  if (value instanceof PyDict) return inside(value.values());
  if (!(value instanceof Instance)) return [];
  return value.payload instanceof Obj ? tensorsIn(value.payload, seen) : inside(value.attrs?.values() ?? []);
}
