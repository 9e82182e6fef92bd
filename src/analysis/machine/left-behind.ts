import type { Tensor } from "../tensor/tensor";
import type { Interpreter } from "./machine";

/** Notes a tensor that meets those of a module on another device. In a branch that may not be entered, or expects to fail, it is not certain. */
export function noteLeftBehind(m: Interpreter, tensor: Tensor): void {
  const met = m.place();
  if (m.forkDepth === 0 && m.tryDepth === 0 && met !== undefined) m.state.leftBehind.push({ tensor, met });
}
