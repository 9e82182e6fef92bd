import type { OpContext } from "../context";
import { free, isSpec, type Op, type OpRow, type Outcome, op, type TensorSpec } from "../registry";
import { slicing } from "./slicing";
import { views } from "./views";

/** `torch.NAME_copy`: the result of a view in memory of its own (https://pytorch.org/docs/stable/tensor_view.html). */
const VIEWS = new Set([
  "as_strided",
  "detach",
  "diagonal",
  "expand",
  "permute",
  "select",
  "slice",
  "split",
  "split_with_sizes",
  "squeeze",
  "t",
  "transpose",
  "unbind",
  "unfold",
  "unsqueeze",
  "view",
  "view_as_complex",
  "view_as_real",
]);

/** Memory of its own is laid out row by row. */
const own = ({ shape, dtype, data }: TensorSpec): TensorSpec => ({ shape, dtype, data });

function copied(outcome: Outcome): Outcome {
  if (Array.isArray(outcome) || "value" in outcome) return outcome;
  if (isSpec(outcome)) return own(outcome);
  const several = outcome as Exclude<Outcome, TensorSpec | { value: unknown } | readonly unknown[]>;
  return { ...several, tensors: several.tensors.map(own) };
}

function copyOf({ text, row }: Op): Op {
  const paren = text.indexOf("(");
  const [name, ...overload] = text.slice(0, paren).split(".");
  const { view: _, inplace: __, out, ...rest } = row as OpRow<object>;
  return op([`${name}_copy`, ...overload].join(".") + text.slice(paren), {
    ...rest,
    as: [`torch.${name}_copy`],
    ...(out === undefined ? {} : { out: (args: object, at: OpContext) => copied(out(args, at)) }),
    cost: free,
  } as OpRow<object>);
}

export const copies = [
  ...[...views, ...slicing].filter(({ text }) => VIEWS.has(text.slice(0, text.search(/[.(]/)))).map(copyOf),
  // The view itself has no public name.
  op("alias_copy(Tensor self) -> Tensor", {
    as: ["torch.alias_copy"],
    shape: ({ self }) => self.shape,
    cost: free,
    doc: "(...) -> (...)",
  }),
];
