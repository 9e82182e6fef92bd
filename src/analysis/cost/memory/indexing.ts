import { Tensor } from "../../tensor/tensor";
import { PySlice, PyTuple } from "../../values";
import type { Entry } from "./graph";
import type { Rule } from "./rules";

/** `x[…]`: numbers and slices take one part after the other, each with a gradient of what it was taken from; tensors gather. */
export const indexed: Rule = ({ p, step, operands, results }) => {
  const [x, ...indices] = operands;
  const [{ shape, strides, size, floating }] = results;
  const given = Object.values(step.args).find((value) => value !== step.args.input && value !== undefined);
  const items = given instanceof PyTuple ? given.items : Array.isArray(given) ? given : [given];
  if (!step.view || items.some((item) => item instanceof Tensor)) {
    const y = p.tape.make(shape, size, strides, floating);
    p.tape.record([x], [y], indices, ([g]) => [g && p.tape.make(x.shape, g.size)]);
    return y;
  }
  const y = p.tape.share(x, shape, strides);
  const parts = wholes(x, items);
  p.tape.record([x], [y], [], ([g]) => {
    if (g === undefined) return [];
    if (parts.length === 0) return [p.reshape(g, x.shape)];
    let last: Entry | undefined;
    for (const whole of parts) {
      const next = p.tape.make(whole, g.size);
      if (last !== undefined) p.tape.free(last);
      last = next;
    }
    return [last];
  });
  return y;
};

/** The shapes of which something is left out, one item after the other: the last first. */
function wholes(x: Entry, items: readonly unknown[]): number[][] {
  const found: number[][] = [];
  const shape = [...x.shape];
  const taken = items.filter((item) => typeof item === "number" || item instanceof PySlice).length;
  let at = 0;
  for (const item of items) {
    if (typeof item === "number") {
      found.unshift([...shape]);
      shape.splice(at, 1);
    } else if (item instanceof PySlice) {
      const length = lengthOf(item, shape[at]);
      if (length !== shape[at]) found.unshift([...shape]);
      shape[at++] = length;
    } else if (item === null) {
      shape.splice(at++, 0, 1);
    } else at += x.shape.length - taken;
  }
  return found;
}

function lengthOf({ start, stop, step }: PySlice, size: number): number {
  const by = typeof step === "number" ? step : 1;
  const place = (value: unknown, otherwise: number) =>
    typeof value === "number" ? Math.min(Math.max(value < 0 ? value + size : value, 0), size) : otherwise;
  return Math.max(0, Math.ceil((place(stop, size) - place(start, 0)) / by));
}
