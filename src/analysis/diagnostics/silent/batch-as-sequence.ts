import { Tensor } from "../../tensor/tensor";
import type { Place } from "../../values";
import { axesOf, isBatch } from "./axes";
import type { Program, Remark } from "./program";

const RECURRENT = ["lstm", "gru", "rnn_tanh", "rnn_relu"];

/** A batch of a data loader (N, L, …) goes into a layer that takes (L, N, …): its state or attention runs through the samples. */
export function* batchAsSequence(program: Program): Iterable<Remark> {
  for (const { place, args, schema, index } of program.steps(...RECURRENT)) {
    const { input, batch_first } = args;
    if (place === undefined || batch_first !== false || !(input instanceof Tensor)) continue;
    if (isBatchFirst(input, index, program)) yield remark(place, schema.name, "state");
  }
  for (const { module, inputs, place, begin } of program.trace.finished) {
    if (place === undefined || !ATTENTION.has(module.cls.name) || !module.cls.module.startsWith("torch.nn")) continue;
    const [query] = inputs;
    if (module.attrs?.get("batch_first") !== false || !(query instanceof Tensor) || query.rank !== 3) continue;
    if (isBatchFirst(query, begin, program)) yield remark(place, module.cls.name, "attention");
  }
}

const ATTENTION: ReadonlySet<string> = new Set(["MultiheadAttention"]);

function isBatchFirst(input: Tensor, before: number, program: Program): boolean {
  const [first, second] = axesOf(program).of(input, before);
  return input.rank === 3 && isBatch(first) && !isBatch(second);
}

function remark(place: Place, name: string, what: string): Remark {
  return {
    code: "batch-as-sequence",
    place,
    message: `\`${name}\` takes (steps, batch, features) and gets a batch first, so that its ${what} runs through the samples: \`batch_first=True\` is missing, or a transpose`,
  };
}
