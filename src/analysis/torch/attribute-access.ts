import type { Interpreter } from "../machine/interpreter";
import { Tensor } from "../tensor/tensor";
import { classes, PyClass, Unknown, type Value } from "../values";
import { tensorAttributes } from "./attributes";

/** A tensor's attribute that is computed rather than stored; undefined where there is none of that name. */
export function tensorAttribute(m: Interpreter, tensor: Tensor, name: string): Value | undefined {
  return tensorAttributes.get(name)?.(m, tensor);
}

/** Attributes of a tensor of unknown shape: methods are there, all else is unknown. */
export function tensorAttributeOnClass(_: Interpreter, unknown: Unknown, name: string): Value {
  if (classes.Tensor.lookup(name) !== undefined) return new Unknown(unknown.reason, unknown.place, "any");
  return unknown.of("any");
}

/** `tensor.NAME = value`. */
export function setTensorAttribute(m: Interpreter, tensor: Tensor, name: string, value: Value): void {
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
      return;
    default:
      tensor.setAttr(name, value);
  }
}
