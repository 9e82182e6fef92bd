import type { Foreseen } from "../analysis/entries/execution";
import { dtypes } from "../analysis/tensor/dtype";
import { stateTensors } from "../analysis/torch/nnmodule";
import type { TraceStep } from "../analysis/trace/trace";
import type { Obj } from "../analysis/values";
import { literals } from "./executor";
import { uninitialised } from "./kernels/create";
import { executes } from "./kernels/index";
import type { BackendName } from "./result";

/** Why a call is not run, said before it starts, and where; undefined where nothing speaks against it. */
export interface Refusal {
  message: string;
  file?: string | undefined;
  line?: number | undefined;
}

/** A step's place, and the module in which it runs. */
function at({ lineOf }: Foreseen, step: TraceStep): Pick<Refusal, "file" | "line"> {
  return { file: step.place?.file, line: lineOf(step.place) ?? undefined };
}

function within(step: TraceStep): string {
  const { call } = step;
  return call === undefined
    ? ""
    : ` in ${call.path === "" ? call.module.cls.name : `${call.module.cls.name} \`${call.path}\``}`;
}

/** Bytes of a step's results; 0 where a size is not known. */
function bytesOf({ outputs, outputShapes, view, writes }: TraceStep): number {
  if (view || writes !== undefined) return 0;
  let bytes = 0;
  for (const [n, tensor] of outputs.entries())
    bytes += outputShapes[n]!.reduce<number>(
      (all, size) => (typeof size === "number" ? all * size : 0),
      dtypes[tensor.dtype].size,
    );
  return bytes;
}

const GIGABYTE = 1e9;

/** Of a number, as it is computed. */
const BYTES = 4;

function gigabytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toPrecision(2)} GB`;
}

/** WebAssembly's memory ends there, and TensorFlow.js keeps copies in it while it works. */
const WASM_LIMIT = 2 ** 31;

/** Elements of an array of JavaScript's, in which all numbers are on their way. */
const ARRAY_LIMIT = 2 ** 32 - 1;

/** The largest parameter or buffer of a module, in words. */
function largestParameter(root: Obj | undefined): { bytes: number; text: string } | undefined {
  let largest: { bytes: number; text: string } | undefined;
  for (const { name, tensor, owner } of root === undefined ? [] : stateTensors(root)) {
    const sizes = tensor.shape.filter((size) => typeof size === "number");
    const bytes = sizes.length < tensor.shape.length ? 0 : sizes.reduce((x, y) => x * y, dtypes[tensor.dtype].size);
    if (bytes <= (largest?.bytes ?? 0)) continue;
    largest = { bytes, text: `\`${name}\` of ${owner.cls.name}, (${sizes.join(", ")})` };
  }
  return largest;
}

/** What speaks against a run: an operator that nothing computes, or memory that is not there (`memory`, in bytes). */
export function refusalOf(foreseen: Foreseen, backend: BackendName, memory: number | undefined): Refusal | undefined {
  const { trace, uncomputed, report } = foreseen;
  if (uncomputed !== undefined)
    return {
      message: uncomputed.reason,
      file: uncomputed.place?.file,
      line: foreseen.lineOf(uncomputed.place) ?? undefined,
    };
  let largest: TraceStep | undefined;
  let held = 0;
  for (const step of trace.steps) {
    if (step.alternative) continue;
    if (!executes(step.op) && !uninitialised.has(step.schema.name) && !literals.has(step.schema.name))
      return { message: `\`${step.op}\`${within(step)} is analysed but can't be executed yet`, ...at(foreseen, step) };
    const bytes = bytesOf(step);
    held = Math.max(held, bytes);
    if (bytes > 0 && (largest === undefined || bytes > bytesOf(largest))) largest = step;
  }
  if (largest === undefined) return undefined;
  const { params, buffers, peakBytes } = report;
  const weights =
    BYTES * [params, buffers].reduce<number>((all, count) => all + (typeof count === "number" ? count : 0), 0);
  // A tensor that is made is there twice for a moment: as an array and as the backend's.
  const needed = Math.max(weights, typeof peakBytes === "number" ? peakBytes : 0) + held;
  const parameter = largestParameter(foreseen.root?.module);
  const isParameter = parameter !== undefined && parameter.bytes >= held;
  const made = isParameter ? parameter.text : `made by \`${largest.op}\`${within(largest)}`;
  const one = `the largest tensor, of ${gigabytes(held)}, is ${made}`;
  const place = at(foreseen, largest);
  if (memory !== undefined && needed > memory)
    return { message: `it needs ${gigabytes(needed)} of memory, and there are ${gigabytes(memory)}: ${one}`, ...place };
  if (held / BYTES > ARRAY_LIMIT) return { message: `an array may have ${ARRAY_LIMIT} numbers: ${one}`, ...place };
  if (backend === "wasm" && held > WASM_LIMIT)
    return { message: `a tensor may have ${gigabytes(WASM_LIMIT)} on the wasm backend: ${one}`, ...place };
  return undefined;
}
