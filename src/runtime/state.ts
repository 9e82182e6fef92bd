import { isComplex, isIntegral } from "../analysis/tensor/dtype";
import { stateTensors } from "../analysis/torch/nnmodule";
import type { Obj } from "../analysis/values";
import { wrapped } from "./integers/arithmetic";
import { narrowed, Wide } from "./integers/wide";
import { make, sameShape, settle } from "./kernels/host";
import type { TensorNumbers } from "./numbers";
import type { Pool } from "./pool";
import type { RunOptions } from "./program";
import type { TensorData } from "./result";
import * as tf from "./tf";
import { isStored, type Stored } from "./weights/stored";

/** Where the numbers of a module's state come from and go to. */
export interface Loading {
  options: Pick<RunOptions, "state" | "strict" | "stateIsVersioned">;
  numbersOf: (tensor: ReturnType<typeof stateTensors>[number]["tensor"]) => TensorNumbers;
  read: (stored: Stored) => TensorData;
  put: (numbers: TensorNumbers, data: TensorData) => void;
  progress: (done: number, total: number, name: string) => void;
}

/** What puts a prefix before the names of a `state_dict`. */
const wrappers: Record<string, string> = {
  "module.": "`nn.DataParallel` and `DistributedDataParallel` put",
  "_orig_mod.": "`torch.compile` puts",
};

/** Batch normalization counts its batches since its second version: a state that tells no versions may lack the counts. */
const COUNT = "num_batches_tracked";

/**
 * Puts a state into a module as `load_state_dict` does. Returns the exception's text in PyTorch's words, with all names that are wrong,
 * or what was assumed where it need not be strict.
 */
export function loadState(module: Obj, loading: Loading): { failed?: string; notes: string[] } {
  const { options, numbersOf, read, put, progress } = loading;
  const { state = {}, strict = true, stateIsVersioned = false } = options;
  const own = stateTensors(module);
  const given = new Set(own.filter(({ name }) => Object.hasOwn(state, name)).map(({ tensor }) => tensor));
  const missing: string[] = [];
  const misshapen: string[] = [];
  let done = 0;
  for (const { name, tensor } of own) {
    if (!Object.hasOwn(state, name)) {
      const isNew = !stateIsVersioned && name.split(".").at(-1) === COUNT;
      // A format may hold what two names share under one of them.
      if (!isNew && !given.has(tensor)) missing.push(name);
      continue;
    }
    const found = state[name]!;
    const numbers = numbersOf(tensor);
    // Scalars were once saved as vectors of one.
    const isScalar = numbers.shape.length === 0 && sameShape(found.shape, [1]);
    if (!isScalar && !sameShape(found.shape, numbers.shape as number[])) {
      misshapen.push(
        `size mismatch for ${name}: copying a param with shape ${sizeText(found.shape)} from checkpoint, the shape in current model is ${sizeText(numbers.shape)}.`,
      );
      continue;
    }
    progress(++done, given.size, name);
    const data = isStored(found) ? read(found) : found;
    put(numbers, isScalar ? { ...data, shape: [] } : data);
  }
  const names = new Set(own.map(({ name }) => name));
  const unexpected = Object.keys(state).filter((name) => !names.has(name));
  const told = [
    ...(missing.length > 0 ? [`Missing key(s) in state_dict: ${quoted(missing)}. `] : []),
    ...(unexpected.length > 0 ? [`Unexpected key(s) in state_dict: ${quoted(unexpected)}. `] : []),
  ];
  const errors = [...(strict ? told : []), ...misshapen];
  if (errors.length > 0) {
    const cause = causeOf([...names], Object.keys(state));
    return {
      failed: `Error(s) in loading state_dict for ${module.cls.name}:\n\t${errors.join("\n\t")}${cause === undefined ? "" : `\n${cause}`}`,
      notes: [],
    };
  }
  return { notes: told.map((line) => line.trim()) };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function sizeText(shape: readonly number[]): string {
  return `torch.Size([${shape.join(", ")}])`;
}

/** The prefix that all names of one side have and the other side lacks. */
function causeOf(own: readonly string[], given: readonly string[]): string | undefined {
  const extra = prefixOf(given, own);
  if (extra !== undefined)
    return `Names in the file begin with \`${extra}\`, those of the model don't${wrappers[extra] === undefined ? "" : `: ${wrappers[extra]} it there`}.`;
  const lacking = prefixOf(own, given);
  return lacking && `Names in the model begin with \`${lacking}\`, those of the file don't.`;
}

/** What stands before all of some names, which are in `plain` without it. */
function prefixOf(prefixed: readonly string[], plain: readonly string[]): string | undefined {
  const first = plain.find((name) => !prefixed.includes(name));
  const like = first === undefined ? undefined : prefixed.find((name) => name.endsWith(`.${first}`));
  if (like === undefined) return undefined;
  const prefix = like.slice(0, -first!.length);
  const names = new Set(plain);
  return prefixed.every((name) => name.startsWith(prefix) && names.has(name.slice(prefix.length))) ? prefix : undefined;
}

/** Writes given numbers into a tensor, in its own dtype, as `copy_` does. */
export function writeData(numbers: TensorNumbers, given: TensorData, pool: Pool): void {
  const { dtype } = numbers;
  const { shape } = given;
  if (given.data instanceof BigInt64Array && isIntegral(dtype)) {
    numbers.write(narrowed(wrapped(new Wide(given.data, shape), dtype), pool));
    return;
  }
  const data = given.data instanceof BigInt64Array ? Float32Array.from(given.data, Number) : given.data;
  const [stored, parts] = partsOf(data, given, isComplex(dtype));
  numbers.write(tf.tidy(() => settle(make(parts, stored), dtype).clone()));
}

/** The numbers as the tensor stores them: complex ones as pairs. */
function partsOf(
  data: Exclude<TensorData["data"], BigInt64Array>,
  { dtype, shape }: TensorData,
  asComplex: boolean,
): [number[], typeof data] {
  const isPairs = isComplex(dtype);
  if (asComplex && isPairs) return [[...shape, 2], data];
  if (!asComplex && !isPairs) return [shape, data];
  if (asComplex) {
    const pairs = new Float32Array(2 * data.length);
    for (let i = 0; i < data.length; i++) pairs[2 * i] = data[i]!;
    return [[...shape, 2], pairs];
  }
  return [shape, Float32Array.from({ length: data.length / 2 }, (_, i) => data[2 * i]!)];
}
