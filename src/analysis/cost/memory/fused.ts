import { Tensor } from "../../tensor/tensor";
import type { ModuleCall, TraceStep } from "../../trace/trace";
import { Obj, PyDict, PyTuple, type Value } from "../../values";

/**
 * Layers of PyTorch's own that are one kernel where nothing is trained: their results are all that they make.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html ("fastpath inference")
 */

/** The outermost call around a step that is computed by one kernel in inference. */
export function fusedAround(step: TraceStep): ModuleCall | undefined {
  let found: ModuleCall | undefined;
  for (let call = step.call; call !== undefined; call = call.parent) if (isFused(call)) found = call;
  return found;
}

/** The tensors that a call gives. */
export function resultsOf({ output }: ModuleCall): Tensor[] {
  return [output instanceof PyTuple ? output.items : output].flat().filter((one) => one instanceof Tensor);
}

const known = new WeakMap<ModuleCall, boolean>();

function isFused(call: ModuleCall): boolean {
  let found = known.get(call);
  if (found === undefined) {
    found = !call.failed && (isAttention(call) || isEncoderLayer(call));
    known.set(call, found);
  }
  return found;
}

function isOf({ module }: ModuleCall, name: string): boolean {
  return module.cls.name === name && module.cls.module.startsWith("torch.nn.");
}

function isAttention(call: ModuleCall): boolean {
  if (!isOf(call, "MultiheadAttention")) return false;
  const [query, key, value] = call.inputs;
  return query === key && key === value && call.inputs.length === 3 && hasRank(query) && attends(call.module);
}

function isEncoderLayer(call: ModuleCall): boolean {
  if (!isOf(call, "TransformerEncoderLayer") || call.inputs.length !== 1 || !hasRank(call.inputs[0])) return false;
  const attention = memberOf(call.module, "_modules", "self_attn");
  return attention instanceof Obj && call.module.attrs?.get("training") === false && attends(attention);
}

function hasRank(value: Value): boolean {
  return value instanceof Tensor && value.rank === 3;
}

/** Whether an attention layer is one that the kernel takes. */
function attends(module: Obj): boolean {
  const { attrs } = module;
  const heads = attrs?.get("num_heads");
  return (
    attrs?.get("training") === false &&
    attrs.get("batch_first") === true &&
    typeof heads === "number" &&
    heads % 2 === 0 &&
    memberOf(module, "_parameters", "in_proj_weight") instanceof Tensor &&
    memberOf(module, "_parameters", "in_proj_bias") instanceof Tensor
  );
}

function memberOf(module: Obj, table: string, name: string): Value | undefined {
  const found = module.attrs?.get(table);
  return found instanceof PyDict ? found.get(name) : undefined;
}
