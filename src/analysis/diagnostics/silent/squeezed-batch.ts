import type * as ast from "../../../syntax/ast";
import type { Dim } from "../../dims";
import { Tensor } from "../../tensor/tensor";
import type { Place } from "../../values";
import { axesOf, isBatch } from "./axes";
import { outermost, type Program, type Remark } from "./program";

/** `squeeze()` without a dimension in a module takes a batch of one away too. Told where the batch is one. */
export function* squeezedBatch(program: Program): Iterable<Remark> {
  if (!program.isReal) return;
  for (const step of program.steps("squeeze")) {
    const { self, dim } = step.args;
    const root = outermost(step);
    if (step.place === undefined || step.direct !== true || dim !== undefined) continue;
    if (!(self instanceof Tensor) || self.rank < 2 || self.shape[0] !== 1) continue;
    const rest = self.shape.slice(1);
    if (!rest.includes(1)) continue;
    const [first] = axesOf(program).of(self, step.index);
    if (root === undefined) {
      // The last batch of a data loader, which is smaller than the others.
      if (isBatch(first) && [...program.trace.batches].some(({ shape: [size] }) => size !== 1))
        yield remark(step.place, self, program.callOf(step));
      continue;
    }
    const input = root.inputs.find((one) => one instanceof Tensor);
    const kind = first[0]?.origin.kind;
    if (kind !== "batch" && rest.every((size) => size === 1)) continue;
    if (!(kind === "batch" || kind === "made") || !(input instanceof Tensor) || input.shape[0] !== 1) continue;
    if (axesOf(program).of(input, root.begin)[0][0]?.origin !== first[0].origin) continue;
    yield remark(step.place, self, program.callOf(step));
  }
}

function remark(place: Place, { shape }: Tensor, call: ast.Call | undefined): Remark {
  return {
    code: "squeezed-batch",
    place,
    message: "`squeeze()` takes the batch away too, which is one here: name the dimension that is to go",
    ...fixOf(call, shape),
  };
}

/** `x.squeeze()` of `shape` with all dimensions of one but the batch. */
function fixOf(call: ast.Call | undefined, shape: readonly Dim[]): Pick<Remark, "fix"> {
  if (call?.func.kind !== "Attribute" || call.args.length > 0) return {};
  const ones = shape.flatMap((size, n) => (size === 1 && n > 0 ? [n] : []));
  const isTail = ones.length > 1 && ones[0] === 2 && ones.length === shape.length - 2;
  const text = ones.length === 1 ? `squeeze(${ones[0]})` : isTail ? "flatten(1)" : `squeeze((${ones.join(", ")}))`;
  return { fix: { start: call.func.attrStart, end: call.end, text } };
}
