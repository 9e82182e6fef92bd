// Written by `npm run recorded` from what PyTorch says of itself (test/oracle/api-*.json, tools/record/api.py). Not to be edited.

const words = (text: string) => text.trim().split(/\s+/);

/** What NumPy calls a parameter: PyTorch's argument parser in C takes that too. */
export const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  dim: ["axis"],
  input: ["a", "x", "x1"],
  keepdim: ["keepdims"],
  other: ["x2"],
};

/** Operators that are functions of Python, which takes no other names than theirs. */
export const PYTHON_FUNCTIONS: ReadonlySet<string> = new Set(
  words(`
  torch.are_deterministic_algorithms_enabled torch.atleast_1d torch.atleast_2d torch.atleast_3d torch.autocast
  torch.block_diag torch.broadcast_shapes torch.broadcast_tensors torch.cartesian_prod torch.cdist
  torch.chain_matmul torch.cholesky torch.classproperty torch.compile torch.compiled_with_cxx11_abi torch.cond
  torch.dtype torch.eig torch.einsum torch.enable_grad torch.from_dlpack torch.get_default_device
  torch.get_deterministic_debug_mode torch.get_device_module torch.get_file_path
  torch.get_float32_matmul_precision torch.get_rng_state torch.inference_mode torch.initial_seed
  torch.is_deterministic_algorithms_warn_only_enabled torch.is_storage torch.is_tensor
  torch.is_warn_always_enabled torch.layout torch.load torch.lobpcg torch.lstsq torch.lu torch.manual_seed
  torch.matrix_rank torch.memory_format torch.meshgrid torch.no_grad torch.norm torch.pca_lowrank
  torch.prepare_multiprocessing_environment torch.profiler_allow_cudagraph_cupti_lazy_reinit_cuda12 torch.qr
  torch.qscheme torch.quantized_gru torch.quantized_lstm torch.save torch.seed torch.set_default_device
  torch.set_default_dtype torch.set_default_tensor_type torch.set_deterministic_debug_mode
  torch.set_float32_matmul_precision torch.set_grad_enabled torch.set_printoptions torch.set_rng_state
  torch.set_warn_always torch.solve torch.split torch.stft torch.svd_lowrank torch.sym_float torch.sym_fresh_size
  torch.sym_int torch.sym_ite torch.sym_max torch.sym_min torch.sym_not torch.sym_sqrt torch.sym_sum torch.symeig
  torch.tensordot torch.thread_safe_generator torch.typename torch.unique torch.unique_consecutive
  torch.unravel_index torch.use_deterministic_algorithms torch.vmap torch.while_loop torch.align_tensors
  Tensor.__array__ Tensor.__array_wrap__ Tensor.__contains__ Tensor.__deepcopy__ Tensor.__delattr__
  Tensor.__delitem__ Tensor.__dir__ Tensor.__dlpack__ Tensor.__dlpack_device__ Tensor.__floordiv__
  Tensor.__format__ Tensor.__getattribute__ Tensor.__getstate__ Tensor.__hash__ Tensor.__iter__ Tensor.__len__
  Tensor.__rdiv__ Tensor.__reduce__ Tensor.__reduce_ex__ Tensor.__repr__ Tensor.__reversed__ Tensor.__rfloordiv__
  Tensor.__rlshift__ Tensor.__rmatmul__ Tensor.__rmod__ Tensor.__rpow__ Tensor.__rrshift__ Tensor.__rsub__
  Tensor.__rtruediv__ Tensor.__setattr__ Tensor.__setstate__ Tensor.__sizeof__ Tensor.__str__
  Tensor.__torch_function__ Tensor.backward Tensor.cholesky Tensor.dim_order Tensor.eig Tensor.index
  Tensor.is_shared Tensor.istft Tensor.lstsq Tensor.lu Tensor.module_load Tensor.norm Tensor.qr
  Tensor.register_hook Tensor.register_post_accumulate_grad_hook Tensor.reinforce Tensor.resize Tensor.resize_as
  Tensor.share_memory_ Tensor.solve Tensor.split Tensor.stft Tensor.storage Tensor.storage_type Tensor.symeig
  Tensor.to_sparse_coo Tensor.unflatten Tensor.unique Tensor.unique_consecutive Tensor.align_to
  Tensor.refine_names Tensor.rename Tensor.rename_ torch.functional.atleast_1d torch.functional.atleast_2d
  torch.functional.atleast_3d torch.functional.block_diag torch.functional.boolean_dispatch
  torch.functional.broadcast_shapes torch.functional.broadcast_tensors torch.functional.cartesian_prod
  torch.functional.cdist torch.functional.chain_matmul torch.functional.einsum
  torch.functional.handle_torch_function torch.functional.lu torch.functional.meshgrid torch.functional.norm
  torch.functional.overload torch.functional.pca_lowrank torch.functional.split torch.functional.stft
  torch.functional.svd_lowrank torch.functional.tensordot torch.functional.unique
  torch.functional.unique_consecutive torch.functional.unravel_index torch.functional.align_tensors
  torch.nn.functional.adaptive_avg_pool2d torch.nn.functional.adaptive_avg_pool3d
  torch.nn.functional.adaptive_max_pool1d torch.nn.functional.adaptive_max_pool1d_with_indices
  torch.nn.functional.adaptive_max_pool2d torch.nn.functional.adaptive_max_pool2d_with_indices
  torch.nn.functional.adaptive_max_pool3d torch.nn.functional.adaptive_max_pool3d_with_indices
  torch.nn.functional.affine_grid torch.nn.functional.alpha_dropout torch.nn.functional.assert_int_or_pair
  torch.nn.functional.batch_norm torch.nn.functional.binary_cross_entropy
  torch.nn.functional.binary_cross_entropy_with_logits torch.nn.functional.boolean_dispatch
  torch.nn.functional.celu torch.nn.functional.cosine_embedding_loss torch.nn.functional.cross_entropy
  torch.nn.functional.ctc_loss torch.nn.functional.dropout torch.nn.functional.dropout1d
  torch.nn.functional.dropout2d torch.nn.functional.dropout3d torch.nn.functional.elu
  torch.nn.functional.embedding torch.nn.functional.embedding_bag torch.nn.functional.feature_alpha_dropout
  torch.nn.functional.fold torch.nn.functional.fractional_max_pool2d
  torch.nn.functional.fractional_max_pool2d_with_indices torch.nn.functional.fractional_max_pool3d
  torch.nn.functional.fractional_max_pool3d_with_indices torch.nn.functional.gaussian_nll_loss
  torch.nn.functional.glu torch.nn.functional.grid_sample torch.nn.functional.group_norm
  torch.nn.functional.grouped_mm torch.nn.functional.gumbel_softmax torch.nn.functional.handle_torch_function
  torch.nn.functional.hardsigmoid torch.nn.functional.hardswish torch.nn.functional.hardtanh
  torch.nn.functional.hinge_embedding_loss torch.nn.functional.huber_loss torch.nn.functional.instance_norm
  torch.nn.functional.interpolate torch.nn.functional.kl_div torch.nn.functional.l1_loss
  torch.nn.functional.layer_norm torch.nn.functional.leaky_relu torch.nn.functional.linear_cross_entropy
  torch.nn.functional.local_response_norm torch.nn.functional.log_softmax torch.nn.functional.lp_pool1d
  torch.nn.functional.lp_pool2d torch.nn.functional.lp_pool3d torch.nn.functional.margin_ranking_loss
  torch.nn.functional.max_pool1d torch.nn.functional.max_pool1d_with_indices torch.nn.functional.max_pool2d
  torch.nn.functional.max_pool2d_with_indices torch.nn.functional.max_pool3d
  torch.nn.functional.max_pool3d_with_indices torch.nn.functional.max_unpool1d torch.nn.functional.max_unpool2d
  torch.nn.functional.max_unpool3d torch.nn.functional.mish torch.nn.functional.mse_loss
  torch.nn.functional.multi_head_attention_forward torch.nn.functional.multi_margin_loss
  torch.nn.functional.multilabel_margin_loss torch.nn.functional.multilabel_soft_margin_loss
  torch.nn.functional.nll_loss torch.nn.functional.normalize torch.nn.functional.pad
  torch.nn.functional.poisson_nll_loss torch.nn.functional.relu torch.nn.functional.relu6
  torch.nn.functional.rms_norm torch.nn.functional.rrelu torch.nn.functional.scaled_addmm
  torch.nn.functional.scaled_addmm_ torch.nn.functional.scaled_grouped_mm torch.nn.functional.scaled_mm
  torch.nn.functional.selu torch.nn.functional.sigmoid torch.nn.functional.silu
  torch.nn.functional.smooth_l1_loss torch.nn.functional.soft_margin_loss torch.nn.functional.softmax
  torch.nn.functional.softmin torch.nn.functional.softsign torch.nn.functional.tanh
  torch.nn.functional.tanhshrink torch.nn.functional.threshold torch.nn.functional.triplet_margin_loss
  torch.nn.functional.triplet_margin_with_distance_loss torch.nn.functional.unfold torch.nn.functional.upsample
  torch.nn.functional.upsample_bilinear torch.nn.functional.upsample_nearest torch.masked.amax torch.masked.amin
  torch.masked.argmax torch.masked.argmin torch.masked.as_masked_tensor torch.masked.cumprod torch.masked.cumsum
  torch.masked.is_masked_tensor torch.masked.log_softmax torch.masked.logaddexp torch.masked.logsumexp
  torch.masked.masked_tensor torch.masked.mean torch.masked.median torch.masked.norm torch.masked.normalize
  torch.masked.prod torch.masked.softmax torch.masked.softmin torch.masked.std torch.masked.sum torch.masked.var
  torch.signal.windows.bartlett torch.signal.windows.blackman torch.signal.windows.cosine
  torch.signal.windows.exponential torch.signal.windows.gaussian torch.signal.windows.general_cosine
  torch.signal.windows.general_hamming torch.signal.windows.hamming torch.signal.windows.hann
  torch.signal.windows.kaiser torch.signal.windows.nuttall
`),
);

/** Functions, not methods, that write their first argument. */
export const INPLACE_FUNCTIONS: ReadonlySet<string> = new Set(
  words(`
  torch.abs_ torch.acos_ torch.acosh_ torch.addmv_ torch.alpha_dropout_ torch.arccos_ torch.arccosh_
  torch.arcsin_ torch.arcsinh_ torch.arctan_ torch.arctanh_ torch.as_strided_ torch.asin_ torch.asinh_
  torch.atan_ torch.atanh_ torch.ceil_ torch.celu_ torch.clamp_ torch.clamp_max_ torch.clamp_min_ torch.clip_
  torch.conj_physical_ torch.cos_ torch.cosh_ torch.deg2rad_ torch.detach_ torch.dropout_ torch.embedding_renorm_
  torch.erf_ torch.erfc_ torch.exp2_ torch.exp_ torch.expm1_ torch.feature_alpha_dropout_ torch.feature_dropout_
  torch.fill_ torch.fix_ torch.floor_ torch.frac_ torch.gcd_ torch.i0_ torch.index_put_ torch.lcm_ torch.ldexp_
  torch.log10_ torch.log1p_ torch.log2_ torch.log_ torch.logit_ torch.nan_to_num_ torch.neg_ torch.negative_
  torch.nn.functional.celu_ torch.nn.functional.elu_ torch.nn.functional.hardtanh_
  torch.nn.functional.leaky_relu_ torch.nn.functional.relu_ torch.nn.functional.rrelu_
  torch.nn.functional.scaled_addmm_ torch.nn.functional.selu_ torch.nn.functional.threshold_ torch.rad2deg_
  torch.reciprocal_ torch.relu_ torch.resize_as_ torch.resize_as_sparse_ torch.round_ torch.rrelu_ torch.rsqrt_
  torch.selu_ torch.sigmoid_ torch.sin_ torch.sinc_ torch.sinh_ torch.sqrt_ torch.square_ torch.tan_ torch.tanh_
  torch.threshold_ torch.trunc_ torch.xlogy_ torch.zero_
`),
);

/** What autograd follows: operators with the arguments that make a floating-point result require a gradient; `input` alone where none are listed. */
export const DIFFERENTIABLE: ReadonlyMap<string, readonly string[]> = new Map(
  words(`
  H T getitem radd:input,other rdiv:input,other rmatmul:input,other rmod:input,other rmul:input,other
  rpow:input,other rsub:input,other _chunk_cat _segment_reduce _softmax_backward_data _unsafe_masked_index
  _unsafe_masked_index_put_accumulate _upsample_bilinear2d_aa abs acos acosh add:input,other
  addbmm:batch1,batch2,input addcdiv:input,tensor1,tensor2 addcmul:input,tensor1,tensor2 addmm:input,mat1,mat2
  addmv:input,mat,vec addr:input,vec1,vec2 alias_copy amax amin aminmax angle as_strided as_strided_copy
  as_strided_scatter:input,src asin asinh atan atan2:input,other atanh atleast_1d:*tensors atleast_2d:*tensors
  atleast_3d:*tensors baddbmm:batch1,batch2,input bernoulli bfloat16 block_diag:*tensors bmm:input,mat2
  broadcast_to cartesian_prod:*tensors cat:tensors cdist:x1,x2 cdouble ceil cfloat chalf cholesky_inverse
  cholesky_solve:input,input2 chunk clamp:input,max,min clamp_max:input,max clamp_min:input,min clone
  column_stack:tensors combinations complex:imag,real conj conj_physical constant_pad_nd contiguous
  copysign:input,other corrcoef cos cosh cov:aweights,input cross:input,other cummax cummin cumprod cumsum
  cumulative_trapezoid:x,y deg2rad diag diag_embed diagflat diagonal diagonal_copy diagonal_scatter:input,src
  diff digamma dist:input,other div:input,other dot:input,tensor double dsplit dstack:tensors einsum:*args erf
  erfc erfinv exp exp2 expand expand_as expand_copy expm1 fft_fft fft_fft2 fft_fftn fft_fftshift fft_hfft
  fft_hfft2 fft_hfftn fft_ifft fft_ifft2 fft_ifftn fft_ifftshift fft_ihfft fft_ihfft2 fft_ihfftn fft_irfft
  fft_irfft2 fft_irfftn fft_rfft fft_rfft2 fft_rfftn fill flatten flip fliplr flipud float
  float_power:exponent,input floor floor_divide:input,other fmax:input,other fmin:input,other fmod:input,other
  frac frexp gather geqrf gradient:input,spacing grid_sampler_2d:grid,input grid_sampler_3d:grid,input half
  heaviside:input,values histogram:bins,input,weight histogramdd:bins hsplit hstack:tensors hypot:input,other i0
  igamma:input,other igammac:input,other index_add:input,source index_copy:input,source index_fill:input,value
  index_put:input,values index_reduce:input,source index_select inner:input,other kron:input,other kthvalue
  ldexp:input,other lerp:end,input,weight lgamma linalg_cholesky linalg_cholesky_ex linalg_cond
  linalg_cross:input,other linalg_det:A linalg_diagonal:A linalg_eig linalg_eigh linalg_eigvals linalg_eigvalsh
  linalg_householder_product:input,tau linalg_inv:A linalg_inv_ex:A linalg_ldl_factor linalg_ldl_factor_ex
  linalg_ldl_solve:B,LD linalg_lu_factor:A linalg_lu_factor_ex:A linalg_lu_solve:B,LU linalg_matrix_norm
  linalg_matrix_power linalg_matrix_sqrth linalg_multi_dot:tensors linalg_norm linalg_pinv:input,rcond
  linalg_polar:A linalg_qr:A linalg_slogdet:A linalg_solve:A,B linalg_solve_ex:A,B
  linalg_solve_triangular:B,input linalg_svd:A linalg_svdvals:A linalg_tensorinv linalg_tensorsolve:input,other
  linalg_vander:x linalg_vecdot:x,y linalg_vector_norm log log10 log1p log2 log_softmax logaddexp:input,other
  logaddexp2:input,other logcumsumexp logdet logit logsumexp lu:A lu_solve:LU_data,input mH mT masked_amax
  masked_amin masked_cumprod masked_cumsum masked_log_softmax masked_logaddexp:input,other masked_logsumexp
  masked_mean masked_median masked_norm masked_normalize masked_prod masked_softmax masked_softmin masked_std
  masked_sum masked_var masked_fill:input,value masked_scatter:input,source masked_select matmul:input,other
  matrix_exp max:input,other max_pool2d_with_indices_backward maximum:input,other mean median min:input,other
  minimum:input,other mm:input,mat2 mode movedim msort mul:input,other mv:input,vec mvlgamma nan_to_num nanmean
  nanmedian nanquantile nansum narrow narrow_copy native_dropout_backward native_group_norm:bias,input,weight neg
  nextafter:input,other adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d
  adaptive_max_pool2d adaptive_max_pool3d alpha_dropout avg_pool1d avg_pool2d avg_pool3d
  batch_norm:bias,input,weight bilinear:bias,input1,input2,weight binary_cross_entropy:input,target
  binary_cross_entropy_with_logits:input,target celu channel_shuffle conv1d:bias,input,weight
  conv2d:bias,input,weight conv3d:bias,input,weight conv_transpose1d:bias,input,weight
  conv_transpose2d:bias,input,weight conv_transpose3d:bias,input,weight cosine_embedding_loss:input1,input2
  cosine_similarity:x1,x2 cross_entropy:input,target ctc_loss:log_probs dropout dropout2d dropout3d elu embedding
  embedding_bag:input,per_sample_weights feature_alpha_dropout fractional_max_pool2d fractional_max_pool3d
  gaussian_nll_loss:input,target,var gelu glu grid_sample:grid,input group_norm:bias,input,weight hardshrink
  hardsigmoid hardswish hardtanh hinge_embedding_loss huber_loss:input,target instance_norm:bias,input,weight
  interpolate kl_div:input,target l1_loss:input,target layer_norm:bias,input,weight leaky_relu
  linear:bias,input,weight linear_cross_entropy:input,linear_weight,target local_response_norm logsigmoid
  margin_ranking_loss:input1,input2,target max_pool1d max_pool2d max_pool3d max_unpool1d max_unpool2d
  max_unpool3d mish mse_loss:input,target
  multi_head_attention_forward:bias_k,in_proj_bias,in_proj_weight,key,query multi_margin_loss
  multilabel_margin_loss multilabel_soft_margin_loss:input,target,weight nll_loss normalize pad
  pairwise_distance:x1,x2 pdist pixel_shuffle pixel_unshuffle poisson_nll_loss:input,target prelu:input,weight
  relu relu6 rms_norm:input,weight rrelu scaled_dot_product_attention:key,query,value selu silu
  smooth_l1_loss:input,target soft_margin_loss softmin softplus softshrink softsign tanhshrink threshold
  triplet_margin_loss:anchor,negative,positive triplet_margin_with_distance_loss:anchor,negative,positive unfold
  upsample_bilinear upsample_nearest norm normal:mean,std ormqr:input,input2,input3 outer:input,vec2
  pca_lowrank:A,q permute permute_copy pinverse polar:abs,angle polygamma:n positive pow:exponent,input prod
  put:input,source quantile rad2deg ravel real reciprocal remainder:input,other renorm repeat repeat_interleave
  reshape reshape_as resolve_conj resolve_neg roll rot90 round rsqrt rsub:input,other scatter:input,src
  scatter_add:input,src scatter_reduce:input,src select select_scatter:input,src sgn sigmoid sign sin sinc sinh
  slice slice_scatter:input,src softmax sort sparse_mm:dense special_bessel_j0 special_bessel_j1
  special_bessel_y0 special_bessel_y1 special_entr special_erfcx special_i0e special_i1 special_i1e
  special_log_ndtr special_modified_bessel_i0 special_modified_bessel_i1 special_modified_bessel_k0
  special_modified_bessel_k1 special_ndtr special_ndtri special_polygamma:n special_xlog1py:input,other
  special_zeta:input,other split:tensor split_with_sizes split_with_sizes_copy sqrt square squeeze squeeze_copy
  stack:tensors std std_mean stft:input,window sub:input,other sum sum_to_size svd svd_lowrank:A,M,q t t_copy
  take take_along_dim tan tanh tensor_split tensordot:a,b tile to to_sparse topk
  torch_ops_aten__safe_softmax_default trace transpose transpose_copy trapezoid:x,y trapz:x,y
  triangular_solve:A,input tril triu true_divide:input,other trunc unbind unbind_copy unflatten unfold
  unfold_copy unique:*args unique_consecutive:*args unsafe_chunk unsafe_split unsqueeze unsqueeze_copy var
  var_mean vdot:input,other view view_as view_as_complex view_copy vsplit vstack:tensors where:condition,other
  xlogy:input,other zero_
`).map((entry): [string, readonly string[]] => {
    const [operator, found = "input"] = entry.split(":");
    return [operator, found.split(",")];
  }),
);
