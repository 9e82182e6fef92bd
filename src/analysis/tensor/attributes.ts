import type { Machine } from "../machine/machine";
import { classes, native, BoundMethod, PyTuple, type Value } from "../values";
import { isFloating } from "./dtype";
import { DeviceObject, DTypeObject, type Tensor } from "./tensor";

const method = (signature: string, run: (machine: Machine, tensor: Tensor, args: Record<string, Value>) => Value) => {
  const builtin = native(signature, (machine, args) => run(machine, args.self as Tensor, args));
  return [builtin.name, (_: Machine, tensor: Tensor) => new BoundMethod(builtin, tensor)] as const;
};

/** Attributes of `torch.Tensor` that are computed. */
export const tensorAttributes = new Map<string, (machine: Machine, tensor: Tensor) => Value | undefined>([
  ["shape", (_, tensor) => new PyTuple(tensor.shape, classes.Size)],
  ["dtype", (_, tensor) => DTypeObject.of(tensor.dtype)],
  ["device", (_, tensor) => new DeviceObject(tensor.device, null)],
  ["ndim", (_, tensor) => tensor.rank],
  ["requires_grad", (_, tensor) => tensor.requiresGrad],
  ["data", (_, tensor) => tensor],
  ["grad", () => null],
  method("size(self, dim=None)", (m, tensor, { dim }) =>
    dim === null ? new PyTuple(tensor.shape, classes.Size) : m.getitem(new PyTuple(tensor.shape), dim),
  ),
  method("dim(self)", (_, tensor) => tensor.rank),
  method("numel(self)", (_, tensor) => tensor.numel()),
  method("is_floating_point(self)", (_, tensor) => isFloating(tensor.dtype)),
]);
