import type { Tensor as Abstract } from "../analysis/tensor/tensor";
import type { TraceStep } from "../analysis/trace/trace";
import { resolve } from "./arguments";
import { values } from "./kernels/host";
import { Args, isTensor } from "./kernels/kernel";
import type { Attention } from "./looks";
import type { TensorNumbers } from "./numbers";
import { Random } from "./random";
import type { Tensor } from "./tf";

const attending: ReadonlySet<string> = new Set(["scaled_dot_product_attention", "_scaled_dot_product_attention"]);

/** What the weights of an attention are made of, copied; undefined where the step is none. */
export function attentionOf(step: TraceStep, numbersOf: (tensor: Abstract) => TensorNumbers): Attention | undefined {
  if (!attending.has(step.schema.name)) return undefined;
  const args = new Args(
    step.op,
    resolve(step, (tensor) => numbersOf(tensor).read()),
    [],
    new Random(0, 0),
  );
  const [query, key] = [args.tensor("query", "q"), args.tensor("key", "k")].map(copied);
  const mask = args.optional("attn_mask");
  return {
    query: query!,
    key: key!,
    ...(isTensor(mask) && { mask: { ...copied(mask), isBool: mask.dtype === "bool" } }),
    isCausal: args.flag("is_causal"),
    scale: args.optionalNumber("scale") ?? 1 / Math.sqrt(query!.shape.at(-1)!),
  };
}

function copied(tensor: Tensor): Attention["query"] {
  return { data: values(tensor).slice(), shape: [...tensor.shape] };
}
