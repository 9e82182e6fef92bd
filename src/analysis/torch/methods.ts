import { RECORDED } from "../trace/version";
import { BoundMethod, classes } from "../values";
import { tensorAttributes } from "./attributes";
import { isOfOtherVersions, operatorMethods } from "./namespace";

/** Operators that are methods: every `Tensor.NAME` of the operator table. Those that not all versions of PyTorch have are looked up anew each time. */
export function installTensorMethods(): void {
  for (const [name, method] of operatorMethods()) {
    const lacking = RECORDED.some((version) => isOfOtherVersions("torch.Tensor", name, { text: version, version }));
    if (!lacking) classes.Tensor.own.set(name, method);
    else
      tensorAttributes.set(name, (machine, tensor) =>
        isOfOtherVersions("torch.Tensor", name, machine.torch) ? undefined : new BoundMethod(method, tensor),
      );
  }
}
