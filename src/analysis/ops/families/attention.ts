import { add, type Dim, equal, mul, product } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import type { OpContext } from "../context";
import { op, type TensorSpec } from "../registry";
import { broadcast } from "../shape/broadcast";
import { clash } from "../shape/checks";
import { text } from "../shape/spatial";

/**
 * Scaled dot-product attention. MACs: query times key, and the weights times value, as if every query looked at every key;
 * the softmax between takes 5 FLOPs a weight, scaling and mask one each.
 */

interface Attention {
  query: Tensor;
  key: Tensor;
  value: Tensor;
  attn_mask: Tensor | null;
  is_causal: boolean;
}

interface Shapes {
  output: readonly Dim[];
  weights: readonly Dim[];
}

function attended(at: OpContext, name: string, a: Attention, grouped: boolean): Shapes {
  const { query, key, value } = a;
  if (a.is_causal && a.attn_mask !== null)
    at.fail("argument", `${name}: Explicit attn_mask should not be set when is_causal=True`);
  if (query.rank < 2 || key.rank < 2 || value.rank < 2)
    at.fail(
      "rank",
      `${name}: Expected query, key, and value to all be  at least 2 dimensional, but got query dim: ${query.rank}, key dim: ${key.rank}, value dim: ${value.rank}`,
    );
  const lead = grouped ? groupedBatch(at, query, key) : broadcast(at, query.shape.slice(0, -2), key.shape.slice(0, -2));
  const multiplied = (x: Dim, y: Dim) => at.same(x, y, () => refusals.batches(lead, x, lead, y));
  multiplied(query.dim(-1), key.dim(-1));
  multiplied(key.dim(-2), value.dim(-2));
  checkTypes(at, a);
  const weights = [...lead, query.dim(-2), key.dim(-2)];
  if (a.attn_mask !== null) broadcast(at, weights, a.attn_mask.shape);
  return { output: [...lead, query.dim(-2), value.dim(-1)], weights };
}

function checkTypes(at: OpContext, { query, key, value, attn_mask: mask }: Attention): void {
  if (clash(at, query.dtype, key.dtype) || clash(at, query.dtype, value.dtype))
    at.refuse(refusals.attendedType(query.dtype, key.dtype, value.dtype));
  const fits =
    mask === null || mask.dtype === "bool" || mask.dtype === "float32" || !clash(at, mask.dtype, query.dtype);
  if (!fits) at.refuse(refusals.maskType(mask.dtype, query.dtype));
}

/** Heads of key and value may serve several heads of the query each. */
function groupedBatch(at: OpContext, query: Tensor, key: Tensor): readonly Dim[] {
  const lead = broadcast(at, query.shape.slice(0, -3), key.shape.slice(0, -3));
  const [heads, shared] = [query.dim(-3), key.dim(-3)];
  if (equal(heads, shared, at.assumptions) !== true)
    at.check(
      typeof heads === "number" && typeof shared === "number" ? heads % shared === 0 : undefined,
      "divisible",
      () =>
        `Number of heads in key and value must divide the number of heads in query: ${text(shared)} and ${text(heads)}`,
      { kind: "divisible", left: heads, right: shared },
    );
  return [...lead, heads];
}

function work({ weights }: Shapes, a: Attention): TensorSpec["cost"] {
  const scores = product(weights);
  const macs = mul(scores, add(a.query.dim(-1), a.value.dim(-1)));
  const extra = 6 + (a.attn_mask !== null || a.is_causal ? 1 : 0);
  return { macs, flops: add(mul(2, macs), mul(extra, scores)) };
}

const COST = "heads*L*S*(E + Ev) MACs";
const DOC = "(..., L, E), (..., S, E), (..., S, Ev) -> (..., L, Ev)";

export const attention = [
  op(
    "scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0.0, bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor",
    {
      devices: "same",
      as: ["torch.nn.functional.scaled_dot_product_attention", "torch._C._nn.scaled_dot_product_attention"],
      since: "2.0",
      argumentsSince: { scale: "2.1", enable_gqa: "2.5" },
      out: (a, at) => {
        const shapes = attended(at, "_scaled_dot_product_attention", a, a.enable_gqa);
        return { shape: shapes.output, cost: work(shapes, a) };
      },
      costText: COST,
      doc: DOC,
    },
  ),
  op(
    "_scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0.0, bool need_attn_weights=False, bool is_causal=False) -> (Tensor, Tensor)",
    {
      as: [
        "torch.nn.functional._scaled_dot_product_attention",
        "torch._C._nn._scaled_dot_product_attention",
        "torch._scaled_dot_product_attention",
      ],
      out: (a, at) => {
        const shapes = attended(at, "_scaled_dot_product_attention", a, false);
        return { tensors: [{ shape: shapes.output, cost: work(shapes, a) }, { shape: shapes.weights }] };
      },
      costText: COST,
      doc: `${DOC}, (..., L, S)`,
    },
  ),
];
