import { Tensor } from "../../tensor/tensor";
import { PySlice, PyTuple, type Value } from "../../values";
import type { Program, Remark } from "./program";

const RECURRENT: ReadonlySet<string> = new Set(["lstm", "gru", "rnn_tanh", "rnn_relu"]);

/** The last step of a recurrent layer's output is asked for where the samples are: `out[-1]` of (N, L, H), `out[:, -1]` of (L, N, H). */
export function* lastSample(program: Program): Iterable<Remark> {
  for (const step of program.steps("getitem")) {
    const { self, index } = step.args;
    if (step.place === undefined || step.direct !== true || !(self instanceof Tensor) || self.rank !== 3) continue;
    const made = program.maker(self, step.index);
    if (made === undefined || !RECURRENT.has(made.schema.name) || made.outputs[0] !== self) continue;
    const { batch_first } = made.args;
    const at = lastOf(index as Value);
    if (typeof batch_first !== "boolean" || at !== (batch_first ? 0 : 1)) continue;
    yield {
      code: "last-sample",
      place: step.place,
      message: batch_first
        ? "The output is (batch, steps, features), so that this is the last sample with all its steps: the last step is `[:, -1]`"
        : "The output is (steps, batch, features), so that this is the last sample with all its steps: the last step is `[-1]`",
      related: [{ place: made.place, message: `\`batch_first\` is ${batch_first ? "True" : "False"} here` }],
    };
  }
}

/** The dimension of which an index takes the last one, where it takes the others whole. */
function lastOf(index: Value): number | undefined {
  const items = index instanceof PyTuple ? index.items : [index];
  const at = items.indexOf(-1);
  const isWhole = (item: Value) =>
    item instanceof PySlice && item.start === null && item.stop === null && item.step === null;
  return at >= 0 && items.every((item, n) => n === at || isWhole(item)) ? at : undefined;
}
