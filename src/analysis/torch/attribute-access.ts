import { eachOption } from "../machine/attributes";
import type { Interpreter, Slots } from "../machine/machine";
import { Tensor } from "../tensor/tensor";
import { forgetGradient, isComputed } from "../trace/autograd";
import { withoutGradient } from "../trace/gradients";
import { note } from "../trace/note";
import { classes, Either, PyClass, Unknown, type Value } from "../values";
import { tensorAttributes } from "./attributes";

const NOT_NEEDED =
  " If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().";

/** `tensor.NAME = value`. */
function assign(m: Interpreter, tensor: Tensor, name: string, value: Value): void {
  switch (name) {
    case "requires_grad":
      if (m.tape === undefined ? isComputed(tensor) : !m.tape.isLeaf(tensor))
        m.raise(
          "RuntimeError",
          `you can only change requires_grad flags of leaf variables.${value === false ? NOT_NEEDED : ""}`,
          "gradient",
        );
      // What is not known is taken for no, which proves nothing.
      if (typeof value !== "boolean") withoutGradient(tensor);
      tensor.requiresGrad = value === true;
      return;
    case "data":
      if (value instanceof Tensor) {
        const { shape, dtype, layout, device } = value;
        const data = value.held === undefined ? value.data : undefined;
        tensor.update({ shape, dtype, layout, data, device });
        // What was written through `tensor.data` is in its place already, and it is the leaf that it was.
        if (value.base !== tensor) m.alias(tensor, value);
      } else if (value instanceof Either) eachOption(m, value, (option) => assign(m, tensor, name, option));
      else if (value instanceof Unknown) tensor.update({ data: undefined, device: undefined });
      return;
    case "__class__":
      if (value instanceof PyClass) tensor.cls = value;
      return;
    case "grad":
      m.trace.passes = true;
      forgetGradient(tensor);
      m.tape?.setGradient(tensor, value instanceof Tensor ? value : undefined);
      note(m, "grad", tensor, value === null ? false : null);
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
  unfollowed: (name) => (/^_[^_]/.test(name) ? `\`Tensor.${name}\` is not followed` : undefined),
};

/** Before any class is derived from `torch.Tensor`. */
export function installTensorSlots(): void {
  classes.Tensor.slots = slots;
}
