import { Tensor, writesSoFar } from "../tensor/tensor";
import { spoiled } from "../trace/autograd";
import { isAmbiguous } from "../trace/gradients";
import type { TensorMachine } from "../trace/port";

/** A tensor that a formula reads, as it was when the operator was called. */
export class Saved {
  private readonly at = writesSoFar();

  constructor(private readonly tensor: Tensor) {}

  /** The tensor; PyTorch's refusal where it was written since. */
  read(machine: TensorMachine): Tensor {
    const { tensor } = this;
    // What is written through `tensor.data` is not counted.
    if (!isAmbiguous(tensor) && (tensor.base === undefined || !isAmbiguous(tensor.base))) {
      const { after, all } = tensor.writesSince(this.at);
      if (after > 0) machine.raise("RuntimeError", spoiled(tensor, all - after, all), "gradient");
    }
    return tensor;
  }
}

/** A bound argument with its tensors saved. */
export function saveIn(value: unknown, save: (tensor: Tensor) => Saved): unknown {
  if (value instanceof Tensor) return save(value);
  return Array.isArray(value) ? value.map((item) => saveIn(item, save)) : value;
}

/** The argument as it was. */
export function readIn(value: unknown, machine: TensorMachine): unknown {
  if (value instanceof Saved) return value.read(machine);
  return Array.isArray(value) ? value.map((item) => readIn(item, machine)) : value;
}
