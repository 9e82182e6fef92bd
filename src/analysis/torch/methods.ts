import { classes } from "../values";
import { operatorNamespace } from "./namespace";

/** Operators that are methods: every `Tensor.NAME` of the operator table. */
export function installTensorMethods(): void {
  for (const [name, method] of operatorNamespace("Tensor")) classes.Tensor.own.set(name, method);
}
