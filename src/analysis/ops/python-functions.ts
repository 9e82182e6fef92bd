/**
 * Functions of `torch.nn.functional` that PyTorch defines in Python, with the names of their parameters: an argument of another name is
 * refused in Python's words, and numpy's names (`axis`) are not taken.
 * https://pytorch.org/docs/stable/nn.functional.html
 */
const PARAMETERS: Record<string, string> = {
  adaptive_avg_pool2d: "input output_size",
  adaptive_avg_pool3d: "input output_size",
  affine_grid: "theta size align_corners",
  alpha_dropout: "input p training inplace",
  batch_norm: "input running_mean running_var weight bias training momentum eps",
  binary_cross_entropy: "input target weight size_average reduce reduction",
  binary_cross_entropy_with_logits: "input target weight size_average reduce reduction pos_weight",
  celu: "input alpha inplace",
  cosine_embedding_loss: "input1 input2 target margin size_average reduce reduction",
  cross_entropy: "input target weight size_average ignore_index reduce reduction label_smoothing",
  ctc_loss: "log_probs targets input_lengths target_lengths blank reduction zero_infinity",
  dropout: "input p training inplace",
  dropout1d: "input p training inplace",
  dropout2d: "input p training inplace",
  dropout3d: "input p training inplace",
  elu: "input alpha inplace",
  embedding: "input weight padding_idx max_norm norm_type scale_grad_by_freq sparse",
  embedding_bag:
    "input weight offsets max_norm norm_type scale_grad_by_freq mode sparse per_sample_weights include_last_offset padding_idx",
  feature_alpha_dropout: "input p training inplace",
  fold: "input output_size kernel_size dilation padding stride",
  gaussian_nll_loss: "input target var full eps reduction",
  glu: "input dim",
  grid_sample: "input grid mode padding_mode align_corners",
  group_norm: "input num_groups weight bias eps",
  gumbel_softmax: "logits tau hard eps dim",
  hardsigmoid: "input inplace",
  hardswish: "input inplace",
  hardtanh: "input min_val max_val inplace",
  hinge_embedding_loss: "input target margin size_average reduce reduction",
  huber_loss: "input target reduction delta",
  instance_norm: "input running_mean running_var weight bias use_input_stats momentum eps",
  interpolate: "input size scale_factor mode align_corners recompute_scale_factor antialias",
  kl_div: "input target size_average reduce reduction log_target",
  l1_loss: "input target size_average reduce reduction",
  layer_norm: "input normalized_shape weight bias eps",
  leaky_relu: "input negative_slope inplace",
  local_response_norm: "input size alpha beta k",
  log_softmax: "input dim _stacklevel dtype",
  lp_pool1d: "input norm_type kernel_size stride ceil_mode",
  lp_pool2d: "input norm_type kernel_size stride ceil_mode",
  margin_ranking_loss: "input1 input2 target margin size_average reduce reduction",
  max_unpool1d: "input indices kernel_size stride padding output_size",
  max_unpool2d: "input indices kernel_size stride padding output_size",
  max_unpool3d: "input indices kernel_size stride padding output_size",
  mish: "input inplace",
  mse_loss: "input target size_average reduce reduction",
  multi_margin_loss: "input target p margin weight size_average reduce reduction",
  multilabel_margin_loss: "input target size_average reduce reduction",
  multilabel_soft_margin_loss: "input target weight size_average reduce reduction",
  nll_loss: "input target weight size_average ignore_index reduce reduction",
  normalize: "input p dim eps out",
  poisson_nll_loss: "input target log_input full size_average eps reduce reduction",
  relu: "input inplace",
  relu6: "input inplace",
  rrelu: "input lower upper training inplace",
  selu: "input inplace",
  sigmoid: "input",
  silu: "input inplace",
  smooth_l1_loss: "input target size_average reduce reduction beta",
  soft_margin_loss: "input target size_average reduce reduction",
  softmax: "input dim _stacklevel dtype",
  softmin: "input dim _stacklevel dtype",
  softsign: "input",
  tanh: "input",
  tanhshrink: "input",
  triplet_margin_loss: "anchor positive negative margin p eps swap size_average reduce reduction",
  triplet_margin_with_distance_loss: "anchor positive negative distance_function margin swap reduction",
  unfold: "input kernel_size dilation padding stride",
  upsample: "input size scale_factor mode align_corners",
  upsample_bilinear: "input size scale_factor",
  upsample_nearest: "input size scale_factor",
};

const FUNCTIONAL = "torch.nn.functional.";

/** The same as sets, made when a function is first called by keyword. */
const sets = new Map<string, ReadonlySet<string> | undefined>();

function parametersOf(name: string): ReadonlySet<string> | undefined {
  if (!sets.has(name)) {
    const listed = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    sets.set(name, listed === undefined ? undefined : new Set(listed.split(" ")));
  }
  return sets.get(name);
}

/** An argument's name that such a function does not have; undefined where all fit, or the function is none of them. */
export function unexpectedKeyword(name: string, kwargs: ReadonlyMap<string, unknown> | undefined): string | undefined {
  if (kwargs === undefined || kwargs.size === 0 || !name.startsWith(FUNCTIONAL)) return undefined;
  const parameters = parametersOf(name.slice(FUNCTIONAL.length));
  if (parameters === undefined) return undefined;
  for (const keyword of kwargs.keys()) if (!parameters.has(keyword)) return keyword;
  return undefined;
}
