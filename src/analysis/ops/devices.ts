import { commonDevice, type Device, MODULE } from "../tensor/device";
import { Tensor } from "../tensor/tensor";
import { type Refusal, refusals } from "../trace/refusals";
import { PyList, PyTuple } from "../values";
import { type Bound, firstArgument } from "./bind";
import type { DeviceRule, Op } from "./registry";

/** A tensor argument under the name by which PyTorch's kernel calls it. */
interface Placed {
  name: string;
  tensor: Tensor;
}

/** What an operator's row says that its arguments must share; undefined where it says nothing. */
function ruleOf({ row }: Op): DeviceRule | undefined {
  return row.devices ?? (row.layout === "elementwise" ? "scalars" : undefined);
}

/** The tensors among an operator's arguments, in the order in which its kernel looks at them. */
function placed(bound: Bound, rule: DeviceRule | undefined): Placed[] {
  const names = typeof rule === "object" ? Object.entries(rule.of) : Object.keys(bound).map((name) => [name, name]);
  return names.flatMap(([own, name]) => tensorsIn(bound[own]).map((tensor) => ({ name, tensor })));
}

function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  return Array.isArray(value) ? value.filter((item) => item instanceof Tensor) : [];
}

/** That tensors lie on several devices. */
const APART = Symbol("apart");

/** The device of all tensors among an operator's arguments, if it is one, known or not. */
function sharedDevice(bound: Bound): Device | typeof APART {
  let found: Tensor | undefined;
  for (const name in bound) {
    const value = bound[name];
    for (const item of Array.isArray(value) ? value : [value]) {
      if (!(item instanceof Tensor)) continue;
      found ??= item;
      if (item.device !== found.device) return APART;
    }
  }
  return found?.device;
}

const isKnown = (device: Device): device is string => device !== undefined && device !== MODULE;

/** A number that kernels of other devices take from the CPU. */
const isScalar = ({ device, rank }: Tensor) => device === "cpu" && rank === 0;

/** Whether an operator has a wish for its arguments' devices, which the arguments may not fulfil. */
export function mayLieApart(op: Op, bound: Bound): boolean {
  const rule = ruleOf(op);
  return rule !== undefined && rule !== "first" && (rule === "indices" || sharedDevice(bound) === APART);
}

/** What PyTorch says where the arguments lie on several devices that the operator wants to be one. */
export function deviceRefusal(op: Op, bound: Bound, inplace: boolean): Refusal | undefined {
  const first = firstArgument(bound);
  const rule = ruleOf(op);
  if (rule === "indices") return first instanceof Tensor ? indexRefusal(first, bound) : undefined;
  const operands = placed(bound, rule).filter(({ tensor }) => isKnown(tensor.device));
  if (operands.every(({ tensor }) => tensor.device === operands[0].tensor.device)) return undefined;
  const [{ tensor }] = operands;
  if (rule === "scalars") {
    const common = operands.find(({ tensor }) => tensor.device !== "cpu")!.tensor.device!;
    const other = operands.find(
      ({ tensor }) => tensor.device !== common && (!isScalar(tensor) || (inplace && tensor === first)),
    );
    if (other === undefined) return undefined;
    if (meta(common, other)) {
      const [expected, found] = [tensor.device!, [common, other.tensor.device!].find((one) => one !== tensor.device)!];
      return inplace ? undefined : refusals.metaDevice(found, expected);
    }
    return refusals.twoDevices(common, other.tensor.device!);
  }
  const common = tensor.device!;
  const other = operands.find((one) => one.tensor.device !== common)!;
  if (meta(common, other)) return metaRefusal(op, bound, common, other);
  if (typeof rule === "object" && rule.words !== undefined) return rule.words(other.name, other.tensor, tensor);
  return refusals.otherDevice(
    other.name,
    other.tensor.device!,
    common,
    typeof rule === "object" ? rule.kernel : undefined,
  );
}

/** What has no elements: kernels of its own, in words of their own, look at it. */
function meta(common: string, { tensor }: Placed): boolean {
  return common === "meta" || tensor.device === "meta";
}

/** Layers whose kernel compares the devices of a tensor that has elements and of weights that have none. */
function metaRefusal({ schema }: Op, bound: Bound, common: string, { tensor }: Placed): Refusal | undefined {
  const compares = COMPARING.has(schema.name) || (schema.name === "linear" && bound.bias instanceof Tensor);
  return compares && tensor.device === "meta" ? refusals.metaDevice("meta", common) : undefined;
}

const COMPARING: ReadonlySet<string> = new Set(["layer_norm", "batch_norm"]);

/** Indices lie on the CPU, or where the tensor is. */
function indexRefusal({ device }: Tensor, bound: Bound): Refusal | undefined {
  if (!isKnown(device) || device === "meta") return undefined;
  const index = indices(bound).find((one) => isKnown(one.device) && one.device !== "cpu" && one.device !== device);
  if (index !== undefined) return refusals.indexDevice(device);
  const { value, values } = bound as { value?: unknown; values?: unknown };
  const source = value ?? values;
  const isMismatch = source instanceof Tensor && source.rank > 0 && isKnown(source.device) && source.device !== device;
  return isMismatch && indices(bound).length > 0 ? refusals.putDevice(device, source.device!) : undefined;
}

/** The tensors by which an index picks. */
function indices({ index, indices: several }: Bound): Tensor[] {
  const items = several ?? (index instanceof PyTuple || index instanceof PyList ? index.items : [index]);
  return (items as unknown[]).filter((item) => item instanceof Tensor).filter(({ rank }) => rank > 0);
}

/** Where an operator's results are made of tensors; undefined where that is not known. */
export function resultDevice(op: Op, bound: Bound): Device {
  const shared = sharedDevice(bound);
  if (shared !== APART) return shared;
  const rule = ruleOf(op);
  const operands = Object.values(bound).flatMap(tensorsIn);
  if (rule === "first" || rule === "indices" || op.row.view === true) return operands[0]?.device;
  const lying = rule === "scalars" ? operands.filter((tensor) => !isScalar(tensor)) : operands;
  const away = [...new Set(lying.map(({ device }) => device).filter((device) => device !== "cpu"))];
  // A module's tensors and what meets them: whatever that is, the result is there or does not exist.
  if (away.length === 1 && away[0] !== undefined) return away[0];
  return commonDevice((lying.length > 0 ? lying : operands).map(({ device }) => device));
}

/** Tensors on the CPU that would meet those of a module that was moved, which the operator does not take. */
export function leftBehind(op: Op, bound: Bound, inplace: boolean): Tensor[] {
  const rule = ruleOf(op);
  const first = firstArgument(bound);
  if (rule === "indices") {
    // An index may come from the CPU, but not pick by tensors of the module's device from what stayed there.
    const picks =
      first instanceof Tensor && first.device === "cpu" && indices(bound).some(({ device }) => device === MODULE);
    return picks ? [first] : [];
  }
  const operands = placed(bound, rule).map(({ tensor }) => tensor);
  if (!operands.some(({ device }) => device === MODULE)) return [];
  return operands.filter(
    (tensor) => tensor.device === "cpu" && (rule !== "scalars" || !isScalar(tensor) || (inplace && tensor === first)),
  );
}
