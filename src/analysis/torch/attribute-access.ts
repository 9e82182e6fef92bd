import type { Interpreter, Slots } from "../machine/machine";
import { Tensor } from "../tensor/tensor";
import { note } from "../trace/note";
import { classes, PyClass, type Value } from "../values";
import { tensorAttributes } from "./attributes";

/** `tensor.NAME = value`. */
function assign(m: Interpreter, tensor: Tensor, name: string, value: Value): void {
  switch (name) {
    case "requires_grad":
      // What is not known is taken for no, which proves nothing.
      tensor.requiresGrad = value === true;
      return;
    case "data":
      if (value instanceof Tensor) {
        tensor.update({ shape: value.shape, dtype: value.dtype, layout: value.layout, data: value.data });
        m.alias(tensor, value);
      }
      return;
    case "__class__":
      if (value instanceof PyClass) tensor.cls = value;
      return;
    case "grad":
      note(m, "grad", tensor);
      return;
    default:
      note(m, "attribute", tensor, name);
      tensor.setAttr(name, value);
  }
}

/** What tensors do otherwise than objects of Python's own classes. */
const slots: Slots = {
  computed: (m, object, name) => (object instanceof Tensor ? tensorAttributes.get(name)?.(m, object) : undefined),
  assign: (m, object, name, value) => {
    if (!(object instanceof Tensor)) return false;
    assign(m, object, name, value);
    return true;
  },
  // Public names are recorded; of private ones some belong to a tensor.
  unfollowed: (object, name) =>
    object instanceof Tensor && /^_[^_]/.test(name) ? `\`Tensor.${name}\` is not followed` : undefined,
};

/** Before any class is derived from `torch.Tensor`. */
export function installTensorSlots(): void {
  classes.Tensor.slots = slots;
}
