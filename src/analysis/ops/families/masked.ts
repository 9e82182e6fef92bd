import type { Dim } from "../../dims";
import { mul } from "../../dims";
import { type DType, isIntegral, realType } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import type { OpContext } from "../context";
import { type OpRow, op } from "../registry";
import { reducedAxes, reducedShape } from "../shape/reduce";
import { wide } from "./reductions";

/** `torch.masked`: reductions and normalizations in which masked elements take no part (https://pytorch.org/docs/stable/masked.html). */

interface Masked {
  input: Tensor;
  mask: Tensor | null;
}

const masking = "bool? keepdim=False, ScalarType? dtype=None, Tensor? mask=None";
const options = `*, ${masking}` as const;

function checkMask({ input, mask }: Masked, at: OpContext): void {
  if (mask !== null) at.broadcast(input.shape, mask.shape);
}

function reduced(args: Masked & { dim: readonly Dim[] | null; keepdim: boolean | null }, at: OpContext) {
  checkMask(args, at);
  return reducedShape(args.input.shape, reducedAxes(args.dim, args.input.rank, at), args.keepdim === true);
}

const cost: OpRow<Masked>["cost"] = ({ input }) => ({ flops: mul(2, input.numel()) });
const counted = { cost, costText: "2*numel(input)" } as const;

const sumType = ({ input }: Masked): DType => wide({ self: input });
const meanType = ({ input }: Masked, at: OpContext): DType => (isIntegral(input.dtype) ? at.defaultDType : input.dtype);
const sameType = ({ input }: Masked): DType => input.dtype;
const realOf = ({ input }: Masked): DType => realType(input.dtype);

const reductions = (
  [
    ["sum", sumType],
    ["prod", sumType],
    ["amax", sameType],
    ["amin", sameType],
    ["mean", meanType],
    ["logsumexp", sameType],
  ] as const
).map(([name, dtype]) =>
  op(`masked_${name}(Tensor input, int[1]? dim=None, ${options}) -> Tensor`, {
    ...counted,
    as: [`torch.masked.${name}`],
    shape: reduced,
    dtype,
    doc: "(...) -> (... without dim)",
  }),
);

/** Functions that keep the shape and work along one dimension. */
const along = (["softmax", "log_softmax", "softmin", "cumsum", "cumprod"] as const).map((name) =>
  op(`masked_${name}(Tensor input, int dim, *, ScalarType? dtype=None, Tensor? mask=None) -> Tensor`, {
    as: [`torch.masked.${name}`],
    shape: (args, at) => {
      checkMask(args, at);
      at.axis(args.dim, args.input.rank);
      return args.input.shape;
    },
    dtype: sameType,
    cost: ({ input }) => ({ flops: mul(name.startsWith("cum") ? 2 : 5, input.numel()) }),
    costText: name.startsWith("cum") ? "2*numel(input)" : "5*numel(input)",
    doc: "(...) -> (...)",
  }),
);

export const masked = [
  ...reductions,
  ...along,
  ...(["argmax", "argmin"] as const).map((name) =>
    op(`masked_${name}(Tensor input, int? dim=None, ${options}) -> Tensor`, {
      ...counted,
      as: [`torch.masked.${name}`],
      shape: ({ dim, ...args }, at) => reduced({ ...args, dim: dim === null ? null : [dim] }, at),
      dtype: sameType,
      doc: "(...) -> (... without dim)",
    }),
  ),
  ...(["std", "var"] as const).map((name) =>
    op(
      `masked_${name}(Tensor input, int[1]? dim=None, bool? unbiased=None, *, int? correction=None, ${masking}) -> Tensor`,
      {
        ...counted,
        argumentsSince: { correction: "2.15" },
        olderDefaults: { unbiased: { until: "1.13", value: "False" } },
        as: [`torch.masked.${name}`],
        shape: reduced,
        dtype: meanType,
        doc: "(...) -> (... without dim)",
      },
    ),
  ),
  op(`masked_norm(Tensor input, Scalar? ord=2, int[1]? dim=None, ${options}) -> Tensor`, {
    ...counted,
    as: ["torch.masked.norm"],
    shape: reduced,
    dtype: realOf,
    doc: "(...) -> (... without dim)",
  }),
  op(`masked_median(Tensor input, int dim=-1, ${options}) -> Tensor`, {
    ...counted,
    as: ["torch.masked.median"],
    shape: ({ dim, ...args }, at) => reduced({ ...args, dim: [dim] }, at),
    dtype: sameType,
    doc: "(...) -> (... without dim)",
  }),
  op(
    "masked_normalize(Tensor input, Scalar ord, int dim, *, float eps=1e-12, ScalarType? dtype=None, Tensor? mask=None) -> Tensor",
    {
      as: ["torch.masked.normalize"],
      shape: (args, at) => {
        checkMask(args, at);
        at.axis(args.dim, args.input.rank);
        return args.input.shape;
      },
      dtype: sameType,
      cost: ({ input }) => ({ flops: mul(4, input.numel()) }),
      costText: "4*numel(input)",
      doc: "(...) -> (...)",
    },
  ),
  op(
    "masked_logaddexp(Tensor input, Tensor other, *, ScalarType? dtype=None, Tensor? input_mask=None, Tensor? other_mask=None) -> Tensor",
    {
      as: ["torch.masked.logaddexp"],
      shape: ({ input, other, input_mask, other_mask }, at) => {
        checkMask({ input, mask: input_mask }, at);
        checkMask({ input: other, mask: other_mask }, at);
        return at.broadcast(input.shape, other.shape);
      },
      dtype: ({ input, other }, at) => at.resultType([input, other]),
      cost: (_, [out]) => ({ flops: out.numel() }),
      costText: "numel(out)",
      doc: "(...), (...) -> (...)",
    },
  ),
];
