import recorded from "../facts/autocast.json";
import { deviceType } from "../tensor/device";
import { type DType, dtypes, isFloating } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import type { Modes } from "../trace/modes";
import { type Refusal, refusal } from "../trace/refusals";
import type { Bound } from "./bind";

/** What autocast makes of operators' arguments on a type of device, as recorded from PyTorch 2.15 (`tools/record/autocast.py`). */
interface Lists {
  /** They take the type of the region. */
  lower: ReadonlySet<string>;
  /** They take float32. */
  full: ReadonlySet<string>;
  /** They take the widest type among their arguments. */
  widest: ReadonlySet<string>;
}

/**
 * Rows of ours that PyTorch composes of other operators: each goes as the first of those that is in a list, by which the type of what comes of it is
 * decided.
 */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  cross_entropy: ["cross_entropy_loss", "nll_loss"],
  grid_sample: ["grid_sampler"],
  softmin: ["softmax"],
  einsum: ["einsum", "bmm"],
  chain_matmul: ["chain_matmul", "mm"],
  multi_dot: ["linalg_multi_dot", "mm"],
  lstm: ["mkldnn_rnn_layer", "lstm_cell"],
  gru: ["gru_cell"],
  rnn_tanh: ["rnn_tanh_cell"],
  rnn_relu: ["rnn_relu_cell"],
};

/** What `interpolate` and `pad` come to, by their mode. */
const BY_MODE: Readonly<Record<string, (mode: unknown) => string | undefined>> = {
  interpolate: (mode) => (mode === "area" ? undefined : "upsample_nearest2d"),
  pad: (mode) => (mode === "reflect" ? "reflection_pad2d" : mode === "replicate" ? "replication_pad2d" : undefined),
};

type Recorded = Record<keyof Lists, string>;

function listsOf({ lower, full, widest }: Recorded): Lists {
  const set = (text: string) => new Set(text.split(" "));
  const lists = { lower: set(lower), full: set(full), widest: set(widest) };
  for (const [name, parts] of Object.entries(COMPOSED)) {
    const list = parts.flatMap((part) => Object.values(lists).filter((one) => one.has(part)))[0];
    list?.add(name);
  }
  return lists;
}

const LISTS: Readonly<Record<string, Lists>> = { cuda: listsOf(recorded.cuda), cpu: listsOf(recorded.cpu) };

/** What PyTorch says of operators that a region of autocast refuses. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cuda: recorded.cuda.refused,
  cpu: recorded.cpu.refused,
};

/** The type of the region that an operator's arguments are in, and of the device that they are on; undefined where nothing is cast. */
function regionOf(bound: Bound, { autocast: regions }: Modes) {
  if (regions.size === 0) return undefined;
  const tensors = Object.values(bound)
    .flatMap((value) => [value].flat())
    .filter((value) => value instanceof Tensor);
  const device = deviceType(tensors[0]?.device) ?? "";
  const region = regions.get(device);
  return region === undefined ? undefined : { device, region, tensors };
}

/** The region of autocast that an operator is in, where its operands are on that type of device. */
export function autocastRegion(bound: Bound, modes: Modes): { device: string; dtype: DType } | undefined {
  const found = regionOf(bound, modes);
  return found && { device: found.device, dtype: found.region };
}

/** What a region of autocast refuses of an operator. */
export function autocastRefusal(name: string, bound: Bound, modes: Modes): Refusal | undefined {
  const words = REFUSED[regionOf(bound, modes)?.device ?? ""]?.[name];
  return words === undefined ? undefined : refusal("dtype", words);
}

/** Which arguments a region of autocast on a device gives an operator: in its own type, in float32, in the widest among them; undefined where it casts none. */
export function autocastList(device: string, name: string, bound: Bound): keyof Lists | undefined {
  const listed = Object.hasOwn(BY_MODE, name) ? (BY_MODE[name](bound.mode) ?? name) : name;
  const lists = LISTS[device];
  return lists && (["lower", "full", "widest"] as const).find((list) => lists[list].has(listed));
}

/** The arguments as a region of autocast casts them, by which the operator's rule goes; the same where nothing is cast. */
export function autocast(name: string, bound: Bound, modes: Modes): Bound {
  const found = regionOf(bound, modes);
  const lists = LISTS[found?.device ?? ""];
  if (found === undefined || lists === undefined) return bound;
  const { device, region, tensors } = found;
  const list = autocastList(device, name, bound);
  if (list === undefined) return bound;
  const target = list === "lower" ? region : list === "full" ? "float32" : widest(tensors, region);
  const cast = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(cast);
    return value instanceof Tensor && isEligible(value) && value.dtype !== target ? as(value, target) : value;
  };
  return Object.fromEntries(Object.entries(bound).map(([key, value]) => [key, cast(value)]));
}

/** Floating-point, and no double. */
const isEligible = ({ dtype }: Tensor) => isFloating(dtype) && dtype !== "float64";

function widest(tensors: readonly Tensor[], region: DType): DType {
  const types = tensors.filter(isEligible).map(({ dtype }) => dtype);
  return types.some((dtype) => dtypes[dtype].size > dtypes[region].size) ? "float32" : region;
}

/** The same tensor in another type, for a rule to look at. */
function as(tensor: Tensor, dtype: DType): Tensor {
  const cast = new Tensor(tensor.shape, dtype);
  Object.assign(cast, { layout: tensor.layout, data: tensor.data, device: tensor.device });
  cast.requiresGrad = tensor.requiresGrad;
  return cast;
}
