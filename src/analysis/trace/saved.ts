// Written by `npm run recorded` from what PyTorch keeps for its backward pass (test/oracle/saved-*.json, tools/record/saved.py). Not to be edited.

/** What is kept for the gradient of an argument, by its place: places of arguments, `result`, `result 1`, or `inner` for what is neither. */
type Kept = Readonly<Record<number, readonly string[]>>;

/** By operator, and by the places of the arguments that are tensors (`0 1`), with their ranks where these matter (`0:2 1:2`). */
export const SAVED: Readonly<Record<string, Readonly<Record<string, Kept>>>> = Object.fromEntries(
  `
_batch_norm_with_update 0 1 2 3 4/0=0,1,3,4,result 1,result 2,result 3;1=0,1,3,4,result 1,result 2,result 3;2=0,1,3,4,result 1,result 2,result 3
_native_batch_norm_legit 0/0=0,result 1,result 2 | 0 1 2 3 4/0=0,1,3,4,result 1,result 2;1=0,1,3,4,result 1,result 2;2=0,1,3,4,result 1,result 2
_softmax_backward_data 0 1/0=0,1;1=0,1
_unsafe_masked_index 0 1 2 2/0=1,2 | 0 1 2 2 2/0=1,2
_unsafe_masked_index_put_accumulate 0 1 2 2 2 3/0=2;3=1,2 | 0 1 2 2 3/0=2;3=1,2
abs 0/0=0
acos 0/0=0
acosh 0/0=0
adaptive_avg_pool2d 0/0=0
adaptive_max_pool1d 0/0=0
adaptive_max_pool2d 0/0=0
adaptive_max_pool3d 0/0=0
addbmm 0 1 2/1=2;2=1
addcdiv 0 1 2/0=2;1=2;2=1,2
addcmul 0 1 2/1=2;2=1
addmm 0 1 2/1=2;2=1
addmv 0 1 2/1=2;2=1
addr 0 1 2/1=2;2=1
amax 0/0=0,result
amin 0/0=0,result
aminmax 0/0=0,result,result 1
angle 0/0=0
asin 0/0=0
asinh 0/0=0
atan 0/0=0
atan2 0 1/0=0,1;1=0,1
atanh 0/0=0
avg_pool1d 0/0=0
avg_pool2d 0/0=0
avg_pool3d 0/0=0
baddbmm 0 1 2/1=2;2=1
batch_norm 0 1 2 3 4/0=0,1,2,3,inner;3=0,1,2,3,inner;4=0,1,2,3,inner
bilinear 0 1 2/0=1,2;1=0,2;2=0,1 | 0 1 2 3/0=1,2;1=0,2;2=0,1
binary_cross_entropy 0 1/0=0,1;1=0,1
binary_cross_entropy_with_logits 0 1/0=0,1;1=0,1
bmm 0 1/0=1;1=0
cdist 0:2 1:2/0=0,1,result;1=0,1,result | 0:2 1:3/0=0,1,result;1=0,1,result | 0:3 1:2/0=0,1,result;1=0,1,result | 0:3 1:3/0=0,1,result;1=0,1,result | 0:3 1:4/0=1,result;1=1,result | 0:4 1:3/0=0,result;1=0,result | 0:4 1:4/0=0,1,result;1=0,1,result
celu 0/0=0
cholesky_inverse 0/0=0,result
cholesky_solve 0 1/0=0,1,result;1=0,1,result
clamp 0 1/0=0,1;1=0,1 | 0 1 2/0=0,1,2;1=0,1,2;2=0,1,2 | 0 2/0=0,2;2=0,2
clamp_max 0 1/0=0,1;1=0,1
clamp_min 0 1/0=0,1;1=0,1
combinations 0/0=inner
complex 0 1/0=0;1=1
conv1d 0 1/0=0,1;1=0,1
conv2d 0 1/0=0,1;1=0,1
conv3d 0 1/0=1;1=1 | 0 1 2/0=0,1;1=0,1;2=0,1
conv_transpose1d 0 1/0=0,1;1=0,1
conv_transpose2d 0 1/0=0,1;1=0,1
conv_transpose3d 0 1/0=0,1;1=0,1
copysign 0/0=0,result | 0 1/0=0,result;1=result
corrcoef 0/0=inner
cos 0/0=0
cosh 0/0=0
cosine_embedding_loss 0 1 2/0=0,1,inner;1=0,1,inner
cosine_similarity 0 1/0=0,inner;1=1,inner
cov 0/0=inner
cross 0 1/0=1;1=0
cross_entropy 0:2 1:1/0=1,inner | 0:2 1:2/0=1,inner;1=inner | 0:3 1:2/0=1,inner | 0:3 1:3/0=1,inner;1=inner | 0:4 1:3/0=1,inner | 0:4 1:4/0=1,inner;1=inner | 0:5 1:4/0=1,inner | 0:5 1:5/0=1,inner;1=inner
ctc_loss 0 1/0=0,1,inner | 0 1 2 3/0=0,1,inner
cummax 0/0=0,result 1
cummin 0/0=0,result 1
cumprod 0/0=0,result
cumulative_trapezoid 0 1/0=inner;1=inner
digamma 0/0=0
dist 0 1/0=0,1,result;1=0,1,result
div 0 1/0=1;1=0,1
dot 0 1/0=1;1=0
elu 0/0=0
erf 0/0=0
erfc 0/0=0
erfinv 0/0=0
exp 0/0=result
exp2 0/0=result
expm1 0/0=result
fft_fft 0/0=0
fft_ifft 0/0=0
fft_ihfft 0/0=0
fft_ihfft2 0/0=0
fft_ihfftn 0/0=0
fft_rfft 0/0=0
fft_rfft2 0/0=0
fft_rfftn 0/0=0
float_power 0 1/0=inner,result;1=inner,result
fmax 0 1/0=0,1;1=0,1
fmin 0 1/0=0,1;1=0,1
fmod 0 1/1=0,1
frexp 0/0=result 1
gather 0 2/0=0,2
gaussian_nll_loss 0 1 2/0=inner;1=inner;2=inner
gelu 0/0=0
getitem 0 1/0=1 | 0:4/0=inner
glu 0/0=0
grid_sample 0 1/0=0,1;1=0,1
grid_sampler_2d 0 1/0=0,1;1=0,1
grid_sampler_3d 0 1/0=0,1;1=0,1
group_norm 0/0=0,inner
hardshrink 0/0=0
hardsigmoid 0/0=0
hardswish 0/0=0
hardtanh 0/0=0
hinge_embedding_loss 0 1/0=inner
huber_loss 0 1/0=0,1;1=0,1
hypot 0 1/0=0,result;1=1,result
i0 0/0=0
index_add 0 2 3/3=2,3
index_copy 0 2 3/0=2;3=2,3
index_fill 0 2/0=2 | 0 2 3/0=2;3=2
index_put 0 1 2/0=1;2=1
index_reduce 0 2 3/0=0,2,3,result;3=0,2,3,result
index_select 0 2/0=2
inner 0 1/0=1;1=0
instance_norm 0/0=0,inner
kron 0 1/0=1;1=0
kthvalue 0/0=result 1
l1_loss 0 1/0=inner;1=inner
layer_norm 0/0=0,inner | 0 2 3/0=0,2,3,inner;2=0,2,3,inner;3=0,2,3,inner
ldexp 0:0 1:0/0=1,result;1=result | 0:1 1:0/0=1,result;1=result | 0:1 1:1/0=1,result | 0:2 1:0/0=1,result;1=result | 0:2 1:1/0=1,result;1=result | 0:3 1:2/0=1,result;1=result | 0:3 1:3/0=1,result;1=result
leaky_relu 0/0=0
lerp 0 1 2/0=2;1=2;2=0,1,2
lgamma 0/0=0
linalg_cholesky 0/0=result
linalg_cholesky_ex 0/0=result
linalg_cond 0/0=inner
linalg_cross 0 1/0=1;1=0
linalg_det 0/0=0,inner,result
linalg_eig 0/0=result,result 1
linalg_eigh 0/0=result,result 1
linalg_eigvals 0/0=inner,result
linalg_eigvalsh 0/0=inner,result
linalg_householder_product 0 1/0=0,1,result;1=0,1,result
linalg_inv 0/0=result
linalg_inv_ex 0/0=result
linalg_lstsq 0 1/0=0,1,result;1=0,1,result
linalg_lu 0/0=result,result 1,result 2
linalg_lu_factor 0/0=result,result 1
linalg_lu_factor_ex 0/0=result,result 1
linalg_lu_solve 0 1 2/0=0,1,result;2=0,1,result
linalg_matrix_sqrth 0/0=0
linalg_multi_dot 0 0/0=0 | 0 0 0/0=0,inner | 0 0 0 0 0/0=0,inner
linalg_norm 0:1/0=0,result | 0:3/0=0,result
linalg_polar 0/0=0,result,result 1
linalg_qr 0/0=result,result 1
linalg_slogdet 0/0=0,inner,result
linalg_solve 0 1/0=0,inner,result;1=0,inner,result
linalg_solve_ex 0 1/0=0,inner,result;1=0,inner,result
linalg_solve_triangular 0 1/0=0,result;1=0,result
linalg_svd 0/0=result,result 1,result 2
linalg_svdvals 0/0=inner,result
linalg_tensorinv 0/0=result
linalg_tensorsolve 0 1/0=inner,result;1=inner,result
linalg_vander 0/0=0,inner
linalg_vecdot 0 1/0=1;1=0
linalg_vector_norm 0/0=0,result
linear 0 1/0=1;1=0 | 0 1 2/0=1;1=0
linear_cross_entropy 0:1 1:2 2:0/0=1,2,inner;1=0,2,inner | 0:1 1:2 2:1/0=1,2,inner;1=0,2,inner;2=inner | 0:2 1:2 2:1/0=1,2,inner;1=0,2,inner | 0:2 1:2 2:2/0=1,2,inner;1=0,2,inner;2=inner | 0:2 1:3 2:2/0=1,2,inner;1=0,2,inner | 0:2 1:3 2:3/0=1,2,inner;1=0,2,inner;2=inner | 0:2 1:5 2:4/0=1,2,inner;1=0,2,inner | 0:2 1:5 2:5/0=1,2,inner;1=0,2,inner;2=inner
local_response_norm 0/0=0,inner
log 0/0=0
log10 0/0=0
log1p 0/0=0
log2 0/0=0
log_softmax 0/0=result
logaddexp 0 1/0=0,1;1=0,1
logaddexp2 0 1/0=0,1;1=0,1
logcumsumexp 0/0=0,result
logdet 0/0=0,inner
logit 0/0=0
logsigmoid 0/0=0,inner
logsumexp 0/0=0,result
lu 0/0=result,result 1
lu_solve 0 1 2/0=1,2,result;1=1,2,result
margin_ranking_loss 0 1 2/0=inner;1=inner;2=inner
masked_fill 0 1/0=1 | 0 1 2/0=1;2=1
masked_normalize 0/0=0,inner
masked_scatter 0 1 2/0=1;2=1
masked_select 0 1/0=0,1
matmul 0:1 1:1/0=1;1=0 | 0:1 1:2/0=1;1=0 | 0:1 1:3/0=inner;1=0 | 0:1 1:4/0=inner;1=0 | 0:2 1:1/0=1;1=0 | 0:2 1:2/0=1;1=0 | 0:2 1:3/1=0 | 0:3 1:1/0=1;1=0 | 0:3 1:2/0=1;1=0 | 0:3 1:3/0=1;1=0 | 0:4 1:1/0=1;1=0 | 0:4 1:4/0=1;1=0
matrix_exp 0/0=0
max 0 1/0=0,1;1=0,1
max_pool1d 0/0=0
max_pool2d 0/0=0
max_pool2d_with_indices_backward 0/0=inner
max_pool3d 0/0=0
max_unpool1d 0 1/0=1
max_unpool2d 0 1/0=1
max_unpool3d 0 1/0=1
maximum 0 1/0=0,1;1=0,1
median 0/0=0,result
min 0 1/0=0,1;1=0,1
minimum 0 1/0=0,1;1=0,1
mish 0/0=0
mm 0 1/0=1;1=0
mode 0/0=result 1
mse_loss 0 1/0=0,1;1=0,1
msort 0/0=inner
mul 0 1/0=1;1=0
multi_margin_loss 0 1/0=0,1
multilabel_margin_loss 0 1/0=0,1,inner
multilabel_soft_margin_loss 0 1/0=0,1,inner;1=inner
mv 0 1/0=1;1=0
mvlgamma 0/0=0
nan_to_num 0/0=0
nanmean 0/0=0,inner
nanmedian 0/0=0,result
nanquantile 0 1/0=inner;1=inner | 0:0/0=inner | 0:1/0=inner | 0:2/0=0,inner | 0:4/0=0,inner
nansum 0/0=0
native_batch_norm 0/0=0,result 1,result 2 | 0 1 2 3 4/0=0,1,3,4,result 1,result 2;1=0,1,3,4,result 1,result 2;2=0,1,3,4,result 1,result 2
native_dropout_backward 0 1/0=0,1
native_group_norm 0/0=0,result 1,result 2 | 0 1 2/0=0,1,result 1,result 2;1=0,1,result 1,result 2;2=0,1,result 1,result 2
native_layer_norm 0/0=0,result 1,result 2 | 0 2/0=0,2,result 1,result 2;2=0,2,result 1,result 2 | 0 2 3/0=0,2,3,result 1,result 2;2=0,2,3,result 1,result 2;3=0,2,3,result 1,result 2 | 0 3/0=0,3,result 1,result 2;3=0,3,result 1,result 2
nextafter 0 1/0=0,1
nll_loss 0 1/0=0,1,inner
norm 0:0/0=0,result
normalize 0/0=0,inner
ormqr 0 1 2/0=0,1,2,result;1=0,1,2,result;2=0,1,2,result
outer 0 1/0=1;1=0
pairwise_distance 0 1/0=inner,result;1=inner,result
pdist 0/0=0,result
pinverse 0/0=0,result
poisson_nll_loss 0 1/0=1,inner
polar 0 1/0=result;1=result
pow 0/0=0 | 0 1/0=0,1,result;1=0,1,result
prelu 0 1/0=0,1;1=0,1
prod 0/0=0,result
put 0 1 2/0=1;2=1,2
quantile 0 1/0=inner;1=inner | 0:0/0=inner | 0:1/0=inner | 0:2/0=0,inner | 0:4/0=0,inner
rdiv 0 1/0=1,inner;1=inner
reciprocal 0/0=result
relu 0/0=result
relu6 0/0=0
remainder 0 1/1=0,1
renorm 0/0=0
rmatmul 0:1 1:1/0=1;1=0 | 0:1 1:2/0=1;1=0 | 0:1 1:3/0=1;1=0 | 0:1 1:4/0=1;1=0 | 0:2 1:1/0=1;1=0 | 0:2 1:2/0=1;1=0 | 0:2 1:3/0=1;1=0 | 0:3 1:1/0=1;1=inner | 0:3 1:2/0=1 | 0:3 1:3/0=1;1=0 | 0:4 1:1/0=1;1=inner | 0:4 1:4/0=1;1=0
rmod 0 1/0=0,1
rms_norm 0/0=0,inner | 0 2/0=0,2,inner;2=inner
rmul 0 1/0=1;1=0
rpow 0 1/0=0,1,result;1=0,1,result
rsqrt 0/0=result
scatter 0 2/0=2 | 0 2 3/0=2;3=2
scatter_add 0 2 3/3=2
scatter_reduce 0 2 3/0=0,2,3,result;3=0,2,3,result
selu 0/0=0
sgn 0/0=0,result
sigmoid 0/0=result
silu 0/0=0
sin 0/0=0
sinc 0/0=0
sinh 0/0=0
smooth_l1_loss 0 1/0=0,1;1=0,1
soft_margin_loss 0 1/0=0,1
softmax 0/0=result
softmin 0/0=result
softplus 0/0=0
softshrink 0/0=0
softsign 0/0=0,inner
sort 0/0=result 1
special_bessel_j0 0/0=0
special_bessel_j1 0/0=0,result
special_bessel_y0 0/0=0
special_bessel_y1 0/0=0,result
special_entr 0/0=0
special_erfcx 0/0=0,result
special_i0e 0/0=0,result
special_i1 0/0=0,result
special_i1e 0/0=0,result
special_log_ndtr 0/0=0,result
special_modified_bessel_i0 0/0=0
special_modified_bessel_i1 0/0=0,result
special_modified_bessel_k0 0/0=0
special_modified_bessel_k1 0/0=0,result
special_ndtr 0/0=inner
special_ndtri 0/0=result
special_xlog1py 0 1/0=0,1;1=0,1
sqrt 0/0=result
square 0/0=0
std 0/0=0,result
std_mean 0/0=0,result
stft 0/0=0
svd 0/0=result,result 1,result 2
take 0 1/0=0,1
take_along_dim 0 1/0=0
tan 0/0=result
tanh 0/0=result
tanhshrink 0/0=inner
tensordot 0 1/1=0
threshold 0/0=0
topk 0/0=result 1
torch_ops_aten__safe_softmax_default 0/0=result
torch_ops_aten__scaled_dot_product_flash_attention_for_cpu 0 1 2/0=0,1,2,result,result 1;1=0,1,2,result,result 1;2=0,1,2,result,result 1
trapezoid 0 1/0=inner;1=inner
trapz 0 1/0=inner;1=inner
triangular_solve 0 1/0=0,1,result;1=0,1,result
triplet_margin_loss 0 1 2/0=inner;1=inner;2=inner
triplet_margin_with_distance_loss 0 1 2/0=inner;1=inner;2=inner
true_divide 0 1/0=1;1=0,1
var 0/0=0
var_mean 0/0=0
vdot 0 1/0=1;1=0
xlogy 0 1/0=0,1;1=0,1
`
    .trim()
    .split("\n")
    .map((line) => {
      const [operator] = line.split(" ", 1);
      const rows = line.slice(operator.length + 1).split(" | ");
      return [
        operator,
        Object.fromEntries(rows.map((row) => row.split("/")).map(([given, kept]) => [given, keptOf(kept)])),
      ];
    }),
);

function keptOf(text: string): Kept {
  return Object.fromEntries(
    text
      .split(";")
      .map((part) => part.split("="))
      .map(([argument, kept]) => [argument, kept.split(",")]),
  );
}
