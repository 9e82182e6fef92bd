/**
 * What tensors have in one version of PyTorch or another (`dir(torch.Tensor)` of 1.13 and 2.15) and ShapeScope does not
 * follow: sparse and quantized storage, devices, names that were withdrawn. Private names are not listed.
 */
const NAMES = `
  as_subclass ccol_indices col_indices const_data_ptr crow_indices dense_dim dim_order eig grad_dtype
  hash_tensor index indices int_repr ipu is_distributed is_ipu is_maia is_mtia is_set_to is_vulkan lstsq map2_
  module_load mtia q_per_channel_axis q_per_channel_scales q_per_channel_zero_points q_scale q_zero_point
  qscheme register_post_accumulate_grad_hook resize resize_as resize_as_sparse_ row_indices slice_inverse smm
  solve sparse_dim sparse_mask sparse_resize_ sparse_resize_and_clear_ sspaddmm storage_type to_padded_tensor
  to_sparse_bsc to_sparse_bsr to_sparse_csc unsafe_split_with_sizes values xpu
`;

const names = new Set(NAMES.split(/\s+/));

/** Whether a tensor may have an attribute that is not known here. */
export function isUnfollowed(name: string): boolean {
  return (name.startsWith("_") && !name.startsWith("__")) || names.has(name);
}
