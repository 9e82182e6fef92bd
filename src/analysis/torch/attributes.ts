import { callOp } from "../ops/dispatch";
import { operators } from "../ops/families";
import { deviceObject, deviceType } from "../tensor/device";
import { DTypeObject, Tensor } from "../tensor/tensor";
import { gradientOf, isComputed, isLeaf } from "../trace/autograd";
import { NotExecuted } from "../trace/executor";
import { withoutGradient } from "../trace/gradients";
import { note } from "../trace/note";
import type { TensorMachine } from "../trace/port";
import { classes, orElse, PyTuple, type Value } from "../values";

type Attribute = (machine: TensorMachine, tensor: Tensor) => Value | undefined;

/** Attributes that are operators called without parentheses. */
function operator(name: string): Attribute {
  return (machine, tensor) => {
    const overloads = operators.get(`Tensor.${name}`);
    return overloads === undefined ? undefined : callOp(machine, name, overloads, [tensor], undefined);
  };
}

const detach = operator("detach");

/** A run on numbers that does not remember what gradients are computed from begins anew, and does. */
function notRecorded(machine: TensorMachine): NotExecuted {
  return new NotExecuted("gradients are not recorded", machine.place(), true);
}

const no: Attribute = () => false;
const none: Attribute = () => null;
const onDevice =
  (type: string): Attribute =>
  (machine, { device }) => {
    const found = deviceType(device);
    return found === undefined ? machine.unknown("the device is not known", "bool") : found === type;
  };

/**
 * Attributes of `torch.Tensor` that are computed (https://pytorch.org/docs/stable/tensors.html).
 * Methods are operators and stand in their table.
 */
export const tensorAttributes = new Map<string, Attribute>([
  ["shape", (_, tensor) => new PyTuple(tensor.shape, classes.Size)],
  ["dtype", (_, tensor) => DTypeObject.of(tensor.dtype)],
  [
    "device",
    (machine, { device }) => (device === undefined ? machine.unknown("the device is not known") : deviceObject(device)),
  ],
  ["ndim", (_, tensor) => tensor.rank],
  ["itemsize", (_, tensor) => tensor.itemsize],
  ["nbytes", (machine, tensor) => machine.binary("*", machine.callMethod(tensor, "numel"), tensor.itemsize)],
  ["layout", (machine) => machine.findattr(machine.import("torch"), "strided")],
  ["names", (_, tensor) => new PyTuple(tensor.shape.map(() => null))],
  [
    "data",
    (machine, tensor) => {
      // Of what was computed, another tensor without a gradient; of a parameter, itself, as it is written through it.
      const isSame = machine.tape === undefined && (tensor.parameter || !tensor.requiresGrad);
      if (isSame || tensor.step === undefined) return withoutGradient(tensor);
      const detached = detach(machine, tensor);
      return detached instanceof Tensor ? withoutGradient(detached) : withoutGradient(tensor);
    },
  ],
  ...["T", "mT", "H", "mH", "real", "imag"].map((name): [string, Attribute] => [name, operator(name)]),

  ["requires_grad", (machine, tensor) => machine.tape?.requires(tensor) ?? tensor.requiresGrad],
  [
    "grad",
    (machine, tensor) => {
      const found = machine.executor === undefined ? gradientOf(tensor, !machine.trace.passes) : undefined;
      note(machine, "grad", tensor, found);
      if (machine.tape !== undefined) return machine.tape.gradientOf(tensor) ?? null;
      if (machine.executor !== undefined && tensor.requiresGrad) throw notRecorded(machine);
      return orElse(found, () => machine.unknown("gradients are not followed"));
    },
  ],
  ["grad_fn", (machine, tensor) => (tensor.requiresGrad ? machine.unknown("gradients are not followed") : null)],
  [
    "is_leaf",
    (machine, tensor) => {
      if (machine.tape !== undefined) return machine.tape.isLeaf(tensor);
      if (machine.executor !== undefined && tensor.requiresGrad && !tensor.parameter) throw notRecorded(machine);
      if (!tensor.requiresGrad || isLeaf(tensor)) return true;
      return isComputed(tensor) ? false : machine.unknown("what it was made of is not certain", "bool");
    },
  ],
  ["retains_grad", (machine, tensor) => machine.tape?.retains(tensor) ?? false],
  ["output_nr", () => 0],
  ["_version", (machine) => machine.unknown("writes are not counted", "int")],
  ["_base", (_, tensor) => tensor.base ?? null],
  ["name", none],

  ["is_cpu", onDevice("cpu")],
  ["is_cuda", onDevice("cuda")],
  ["is_meta", onDevice("meta")],
  ["is_mps", onDevice("mps")],
  ["is_xpu", onDevice("xpu")],
  ["is_xla", onDevice("xla")],
  ["is_sparse", no],
  ["is_sparse_csr", no],
  ["is_quantized", no],
  ["is_mkldnn", no],
  ["is_nested", no],
]);
