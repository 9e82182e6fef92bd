import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import { PySlice, PyTuple, type Value } from "../../values";
import { firstTensor, type Program, type Remark } from "./program";

const RECURRENT: ReadonlySet<string> = new Set(["lstm", "gru", "rnn_tanh", "rnn_relu"]);

/** The last step of a recurrent layer's output is asked for where the samples are: `out[-1]` of (N, L, H), `out[:, -1]` of (L, N, H). */
export function* lastSample(program: Program): Iterable<Remark> {
  for (const step of program.steps("getitem")) {
    const { self, index } = step.args;
    if (step.place === undefined || step.direct !== true || !(self instanceof Tensor) || self.rank !== 3) continue;
    const made = recurrent(self, step.index, program);
    if (made === undefined) continue;
    const { batch_first } = made.args;
    const at = lastOf(index as Value);
    if (made.outputs.slice(1).includes(self) && at === 1)
      yield {
        code: "last-sample",
        place: step.place,
        message:
          "The state is (layers, batch, features), whatever `batch_first` says, so that this is the last sample: the last layer is `[-1]`",
        related: [{ place: made.place, message: "the layer is called here" }],
      };
    if (made.outputs.slice(1).includes(self)) continue;
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

/** What leaves samples and steps where they are. */
const PASSING: ReadonlySet<string> = new Set([
  "dropout",
  "layer_norm",
  "relu",
  "tanh",
  "linear",
  "contiguous",
  "clone",
]);

/** The recurrent layer whose output or state this is, but for what goes over each step by itself. */
function recurrent(tensor: Tensor, before: number, program: Program): TraceStep | undefined {
  let step = program.maker(tensor, before);
  while (step !== undefined && PASSING.has(step.schema.name)) {
    const first = firstTensor(step);
    step = first && program.maker(first, step.index);
  }
  return step !== undefined && RECURRENT.has(step.schema.name) ? step : undefined;
}

/** The dimension of which an index takes the last one, where it takes the others whole. */
function lastOf(index: Value): number | undefined {
  const items = index instanceof PyTuple ? index.items : [index];
  const at = items.indexOf(-1);
  const isWhole = (item: Value) =>
    item instanceof PySlice && item.start === null && item.stop === null && item.step === null;
  return at >= 0 && items.every((item, n) => n === at || isWhole(item)) ? at : undefined;
}
