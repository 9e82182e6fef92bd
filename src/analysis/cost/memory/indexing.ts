import { Tensor } from "../../tensor/tensor";
import { PySlice, PyTuple } from "../../values";
import type { Rule } from "./call";
import type { Entry } from "./graph";

/** `x[…]`: numbers and slices take one part after the other, each with a gradient of what it was taken from; tensors gather. */
export const indexed: Rule = ({ p, step, operands, results }) => {
  const [x, ...indices] = operands;
  const [{ shape, strides, size, floating }] = results;
  const given = step.args.index;
  const items = given instanceof PyTuple ? given.items : Array.isArray(given) ? given : [given];
  if (!step.view || items.some((item) => item instanceof Tensor)) {
    const y = p.tape.make(shape, size, strides, floating);
    p.tape.record([x], [y], indices, ([g]) => {
      if (g === undefined) return [];
      p.tape.make(x.shape, g.size);
      return [p.tape.make(x.shape, g.size)];
    });
    return y;
  }
  const { parts, strides: left } = taken(x, items);
  const y = p.tape.share(x, shape, left.length === shape.length ? left : strides);
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

/** The strides of what is left, and the shapes of which something is left out, one item after the other: the last first. */
function taken(x: Entry, items: readonly unknown[]): { parts: number[][]; strides: number[] } {
  const parts: number[][] = [];
  const [shape, strides] = [[...x.shape], [...x.strides]];
  const used = items.filter((item) => typeof item === "number" || item instanceof PySlice).length;
  let at = 0;
  for (const item of items) {
    if (typeof item === "number") {
      parts.unshift([...shape]);
      shape.splice(at, 1);
      strides.splice(at, 1);
    } else if (item instanceof PySlice) {
      const length = lengthOf(item, shape[at]);
      if (length !== shape[at]) parts.unshift([...shape]);
      if (typeof item.step === "number") strides[at] *= item.step;
      shape[at++] = length;
    } else if (item === null) {
      shape.splice(at, 0, 1);
      strides.splice(at++, 0, 0);
    } else at += x.shape.length - used;
  }
  return { parts, strides };
}

function lengthOf({ start, stop, step }: PySlice, size: number): number {
  const by = typeof step === "number" ? step : 1;
  const place = (value: unknown, otherwise: number) =>
    typeof value === "number" ? Math.min(Math.max(value < 0 ? value + size : value, 0), size) : otherwise;
  return Math.max(0, Math.ceil((place(stop, size) - place(start, 0)) / by));
}
