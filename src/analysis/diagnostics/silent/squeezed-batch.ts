import type * as ast from "../../../syntax/ast";
import type { Dim } from "../../dims";
import { Tensor } from "../../tensor/tensor";
import { axesOf } from "./axes";
import { outermost, type Program, type Remark } from "./program";

/** `squeeze()` without a dimension in a module takes a batch of one away too. Told where the batch is one. */
export function* squeezedBatch(program: Program): Iterable<Remark> {
  if (!program.isReal) return;
  for (const step of program.steps("squeeze")) {
    const { self, dim } = step.args;
    const root = outermost(step);
    if (step.place === undefined || step.direct !== true || root === undefined || dim !== undefined) continue;
    if (!(self instanceof Tensor) || self.rank < 2 || self.shape[0] !== 1) continue;
    const rest = self.shape.slice(1);
    if (!rest.includes(1)) continue;
    const [first] = axesOf(program).of(self, step.index);
    const input = root.inputs.find((one) => one instanceof Tensor);
    const kind = first[0]?.origin.kind;
    if (kind !== "batch" && rest.every((size) => size === 1)) continue;
    if (!(kind === "batch" || kind === "made") || !(input instanceof Tensor) || input.shape[0] !== 1) continue;
    if (axesOf(program).of(input, root.begin)[0][0]?.origin !== first[0].origin) continue;
    yield {
      code: "squeezed-batch",
      place: step.place,
      message: "`squeeze()` takes the batch away too, which is one here: name the dimension that is to go",
      ...fixOf(program.callOf(step), self.shape),
    };
  }
}

/** `x.squeeze()` of `shape` with all dimensions of one but the batch. */
function fixOf(call: ast.Call | undefined, shape: readonly Dim[]): Pick<Remark, "fix"> {
  if (call?.func.kind !== "Attribute" || call.args.length > 0) return {};
  const ones = shape.flatMap((size, n) => (size === 1 && n > 0 ? [n] : []));
  const isTail = ones.length > 1 && ones[0] === 2 && ones.length === shape.length - 2;
  const text = ones.length === 1 ? `squeeze(${ones[0]})` : isTail ? "flatten(1)" : `squeeze((${ones.join(", ")}))`;
  return { fix: { start: call.func.attrStart, end: call.end, text } };
}
