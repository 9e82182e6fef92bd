import { deviceType } from "../tensor/device";
import { type DType, dtypes, isFloating } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import type { Modes } from "../trace/modes";
import type { Bound } from "./bind";

/**
 * What autocast makes of operators' arguments, by type of device: PyTorch's lists (`AT_FORALL_LOWER_PRECISION_FP` and its like in
 * `ATen/autocast_mode.h`, and those of the CPU in `autocast_mode.cpp`), in the names of our rows.
 */
interface Lists {
  /** They take the type of the region. */
  lower: ReadonlySet<string>;
  /** They take float32. */
  full: ReadonlySet<string>;
  /** They take the widest type among their arguments. */
  widest: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const PRODUCTS =
  "conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d conv_transpose3d convolution addmm matmul mm linear addbmm baddbmm bmm linalg_vecdot scaled_dot_product_attention";

const LOSSES =
  "nll_loss cross_entropy kl_div l1_loss smooth_l1_loss huber_loss mse_loss margin_ranking_loss multilabel_margin_loss soft_margin_loss triplet_margin_loss multi_margin_loss binary_cross_entropy_with_logits poisson_nll_loss cosine_embedding_loss hinge_embedding_loss";

const LISTS: Readonly<Record<string, Lists>> = {
  cuda: {
    lower: words(
      `${PRODUCTS} prelu addmv addr einsum mv chain_matmul linalg_multi_dot lstm_cell gru_cell rnn_tanh_cell rnn_relu_cell`,
    ),
    full: words(
      `${LOSSES} acos asin cosh erfinv exp expm1 log log10 log2 log1p reciprocal rsqrt sinh tan pow softplus layer_norm native_layer_norm rms_norm group_norm cosine_similarity dist pdist cdist renorm logsumexp softmax log_softmax softmin prod cumprod cumsum sum linalg_vector_norm linalg_matrix_norm norm`,
    ),
    widest: words(
      "addcdiv addcmul atan2 bilinear cross dot vdot grid_sample grid_sampler index_put tensordot scatter_add",
    ),
  },
  cpu: {
    lower: words(PRODUCTS),
    full: words(
      `${LOSSES} avg_pool3d binary_cross_entropy grid_sample grid_sampler polar prod quantile nanquantile stft cdist trace`,
    ),
    widest: words("stack cat index_copy"),
  },
};

/** The arguments as a region of autocast casts them, by which the operator's rule goes; the same where nothing is cast. */
export function autocast(name: string, bound: Bound, { autocast: regions }: Modes): Bound {
  if (regions.size === 0) return bound;
  const tensors = Object.values(bound)
    .flatMap((value) => [value].flat())
    .filter((value) => value instanceof Tensor);
  const type = deviceType(tensors[0]?.device);
  const lists = LISTS[type ?? ""];
  const region = regions.get(type ?? "");
  if (lists === undefined || region === undefined) return bound;
  const target = lists.lower.has(name)
    ? region
    : lists.full.has(name)
      ? "float32"
      : lists.widest.has(name)
        ? widest(tensors, region)
        : undefined;
  if (target === undefined) return bound;
  const cast = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(cast);
    return value instanceof Tensor && isEligible(value) && value.dtype !== target ? as(value, target) : value;
  };
  return Object.fromEntries(Object.entries(bound).map(([key, value]) => [key, cast(value)]));
}

/** Floating-point, and no double. */
const isEligible = ({ dtype }: Tensor) => isFloating(dtype) && dtype !== "float64";

function widest(tensors: readonly Tensor[], region: DType): DType {
  const types = tensors.filter(isEligible).map(({ dtype }) => dtype);
  return types.some((dtype) => dtypes[dtype].size > dtypes[region].size) ? "float32" : region;
}

/** The same tensor in another type, for a rule to look at. */
function as(tensor: Tensor, dtype: DType): Tensor {
  const cast = new Tensor(tensor.shape, dtype);
  Object.assign(cast, { layout: tensor.layout, data: tensor.data, device: tensor.device });
  cast.requiresGrad = tensor.requiresGrad;
  return cast;
}
