import type { Machine } from "../machine/machine";
import { classes, PyTuple, type Value } from "../values";
import { DeviceObject, DTypeObject, type Tensor } from "./tensor";

/** Attributes of `torch.Tensor` that are computed. */
export const tensorAttributes = new Map<string, (machine: Machine, tensor: Tensor) => Value | undefined>([
  ["shape", (_, tensor) => new PyTuple(tensor.shape, classes.Size)],
  ["dtype", (_, tensor) => DTypeObject.of(tensor.dtype)],
  ["device", (_, tensor) => new DeviceObject(tensor.device, null)],
  ["ndim", (_, tensor) => tensor.rank],
  ["requires_grad", (_, tensor) => tensor.requiresGrad],
  ["data", (_, tensor) => tensor],
  ["grad", () => null],
]);
