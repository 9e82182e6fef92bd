/** The runtime's public face. In Node call `provideNodeBackends` (`./node`) first, or use `RuntimeClient` (`./client`). */
export type { BackendChoice, BackendHost } from "./backends";
export { provideBackends, wasmFiles } from "./backends";
export type { ExecuteOptions } from "./execute";
export { execute } from "./execute";
export { executes } from "./kernels/index";
export type {
  BackendName,
  Failure,
  Picture,
  RunResult,
  Statistics,
  StepOutput,
  StepResult,
  TensorData,
  Tensors,
} from "./result";
export { readSafetensors, writeSafetensors } from "./safetensors";
