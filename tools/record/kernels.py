#!/usr/bin/env python3
"""Record what PyTorch computes, for the tests of the runtime's kernels.

    python3 tools/record/kernels.py > test/oracle/kernels.json

Each case is one operator call with arguments by the schema's names, in the form that a plan holds them, and the
numbers that PyTorch returned. Inputs have few digits so that the file stays small. PyTorch 1.13 was used.
"""
import json
import math
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
cases = []


def r(*shape, low=-2.0, high=2.0):
    """Random floats of three decimals."""
    return torch.round((torch.rand(shape) * (high - low) + low) * 1000) / 1000


def i(*shape, low=0, high=5):
    return torch.randint(low, high, shape)


def b(*shape):
    return torch.rand(shape) > 0.5


def number(x):
    if isinstance(x, bool) or isinstance(x, int):
        return x
    if math.isnan(x):
        return {"float": "nan"}
    if math.isinf(x):
        return {"float": "inf" if x > 0 else "-inf"}
    return float(f"{x:.7g}")


def store(t):
    t = t.detach()
    dtype = str(t.dtype).replace("torch.", "")
    flat = torch.view_as_real(t.resolve_conj()).reshape(-1) if t.is_complex() else t.reshape(-1)
    return {"shape": list(t.shape), "dtype": dtype, "data": [number(x) if not isinstance(x, bool) else int(x) for x in flat.tolist()]}


def plain(value, tensors):
    """A value as a plan holds it; tensors go into a list."""
    if isinstance(value, torch.Tensor):
        tensors.append(store(value))
        return {"tensor": len(tensors) - 1}
    if isinstance(value, torch.dtype):
        return {"dtype": str(value).replace("torch.", "")}
    if isinstance(value, slice):
        return {"slice": [value.start, value.stop, value.step]}
    if value is Ellipsis:
        return {"ellipsis": True}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, (list, tuple)):
        return [plain(part, tensors) for part in value]
    if isinstance(value, float):
        return number(value)
    return value


def outputs(result):
    if isinstance(result, torch.Tensor):
        return [result]
    return [t for part in result for t in outputs(part)] if isinstance(result, (list, tuple)) else []


def case(op, fn, writes=False, record=None, **args):
    """`fn` gets the arguments in their order, by position."""
    tensors = []
    recorded = {name: plain(value, tensors) for name, value in (record or args).items()}
    result = fn(*args.values())
    cases.append({"op": op, "args": recorded, "tensors": tensors, "outputs": [store(t) for t in outputs(result)], **({"writes": True} if writes else {})})


def unary(names, x):
    for name in names.split():
        case(name, getattr(torch, name, None) or getattr(torch.special, name), self=x)


# ---- elementwise

x = r(3, 4)
unary("abs neg sign square ceil floor trunc frac exp exp2 expm1 sin cos tan sinh cosh tanh atan asinh erf erfc sigmoid reciprocal "
      "deg2rad rad2deg sinc isnan isinf isfinite signbit i0 i0e i1 i1e ndtr log_ndtr erfcx entr nan_to_num positive logical_not", x)
unary("sqrt rsqrt log log2 log10 log1p lgamma digamma", r(3, 4, low=0.1, high=5))
unary("lgamma digamma", r(8, low=-3.9, high=-0.1))
unary("asin acos atanh erfinv", r(3, 4, low=-0.95, high=0.95))
unary("erfinv", torch.tensor([-1.0, 1.0, 0.0, 0.9999, -0.999999, 1e-3]))
unary("ndtri logit", r(6, low=0.01, high=0.99))
unary("acosh", r(5, low=1.1, high=5))
unary("exp erf tanh sigmoid", torch.tensor([-30.0, -5.0, -1e-3, 0.0, 3.0, 5.5, 30.0]))
unary("isposinf isneginf isinf isnan isfinite nan_to_num abs sign", torch.tensor([math.nan, math.inf, -math.inf, 1.0]))
unary("sqrt exp relu sigmoid tanh rsqrt", torch.tensor([math.nan, math.inf, 0.0, 4.0]))
unary("abs neg sign square bitwise_not", i(5, low=-3, high=4))
unary("logical_not bitwise_not", b(5))
unary("sqrt exp sigmoid", i(4, low=1))
case("round", torch.round, self=torch.tensor([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, -2.6]))
case("round.decimals", lambda x, decimals: torch.round(x, decimals=decimals), self=x, decimals=1)
case("polygamma", lambda n, x: torch.polygamma(n, x), n=1, self=r(5, low=0.2, high=4))
case("polygamma", lambda n, x: torch.polygamma(n, x), n=2, self=r(5, low=0.2, high=4))
case("mvlgamma", torch.mvlgamma, self=r(4, low=2, high=5), p=3)
case("frexp", torch.frexp, self=torch.tensor([8.0, -0.3, 0.0, 5.5]))

y = r(3, 1)
for name in "add sub mul div maximum minimum fmax fmin atan2 hypot copysign eq ne lt le gt ge logaddexp logaddexp2 heaviside nextafter".split():
    case(name + ".Tensor", getattr(torch, name), self=x, other=y)
for name in "add sub mul floor_divide remainder fmod maximum minimum bitwise_and bitwise_or bitwise_xor gcd lcm eq lt logical_and logical_or logical_xor div".split():
    case(name, getattr(torch, name), self=i(2, 5, low=-7, high=8), other=i(5, low=1, high=6))
for name in "remainder fmod floor_divide".split():
    case(name, getattr(torch, name), self=r(8, low=-5, high=5), other=r(8, low=0.3, high=2))
    case(name, getattr(torch, name), self=r(8, low=-5, high=5), other=-1.5)
case("add.Tensor", lambda x, y, alpha: torch.add(x, y, alpha=alpha), self=x, other=y, alpha=-2.5)
case("add.Tensor", lambda x, y, alpha: torch.add(x, y, alpha=alpha), self=i(3), other=r(3), alpha=2)
case("add.Tensor", lambda x, y, alpha: torch.add(x, y, alpha=alpha), self=b(4), other=b(4), alpha=1)
case("add.Tensor", lambda x, y, alpha: torch.add(x, y, alpha=alpha), self=i(3), other=1.5, alpha=1)
case("mul.Tensor", torch.mul, self=b(4), other=r(4))
case("mul.Scalar", torch.mul, self=i(4), other=3)
case("rsub.Scalar", lambda x, y, alpha: torch.rsub(x, y, alpha=alpha), self=x, other=1, alpha=1)
case("div.Tensor_mode", lambda x, y, rounding_mode: torch.div(x, y, rounding_mode=rounding_mode), self=r(6, low=-9, high=9), other=r(6, low=0.5, high=2), rounding_mode="floor")
case("div.Tensor_mode", lambda x, y, rounding_mode: torch.div(x, y, rounding_mode=rounding_mode), self=i(6, low=-9, high=9), other=i(6, low=1, high=4), rounding_mode="trunc")
case("pow.Tensor_Scalar", torch.pow, self=r(5, low=0.1, high=3), exponent=2.5)
case("pow.Tensor_Tensor", torch.pow, self=r(5, low=0.1, high=3), exponent=r(5))
case("pow.Scalar", torch.pow, self=2, exponent=r(4))
case("pow.Tensor_Scalar", torch.pow, self=i(5), exponent=3)
case("pow.Tensor_Scalar", torch.pow, self=r(5), exponent=2)
case("float_power", torch.float_power, self=i(4), exponent=2)
case("ldexp", torch.ldexp, self=r(4), other=i(4))
case("xlogy", torch.xlogy, self=torch.tensor([0.0, 1.0, 2.0]), other=torch.tensor([0.0, 0.5, 3.0]))
case("special_xlog1py", torch.special.xlog1py, self=torch.tensor([0.0, 1.0, 2.0]), other=torch.tensor([0.0, 0.5, 3.0]))
case("igamma", torch.igamma, self=r(5, low=0.2, high=6), other=r(5, low=0.1, high=8))
case("igammac", torch.igammac, self=r(5, low=0.2, high=6), other=r(5, low=0.1, high=8))
case("special_zeta", torch.special.zeta, self=r(4, low=1.5, high=6), other=r(4, low=0.5, high=4))
case("clamp", torch.clamp, self=x, min=-0.5, max=None)
case("clamp", torch.clamp, self=x, min=-0.5, max=1.0)
case("clamp.Tensor", torch.clamp, self=x, min=r(4, low=-1, high=0), max=r(4, low=0, high=1))
case("clamp_min", torch.clamp_min, self=x, min=0.25)
case("where.self", torch.where, condition=b(3, 1), self=x, other=y)
case("where.ScalarOther", torch.where, condition=x > 0, self=x, other=-1.0)
case("addcmul", lambda x, a, b, value: torch.addcmul(x, a, b, value=value), self=x, tensor1=r(4), tensor2=y, value=0.5)
case("addcdiv", lambda x, a, b, value: torch.addcdiv(x, a, b, value=value), self=x, tensor1=r(4), tensor2=r(4, low=1, high=2), value=0.5)
case("lerp.Scalar", torch.lerp, self=x, end=r(3, 4), weight=0.3)
case("lerp.Tensor", torch.lerp, self=x, end=r(3, 4), weight=r(4, low=0, high=1))
case("isclose", lambda x, y, rtol, atol, equal_nan: torch.isclose(x, y, rtol, atol, equal_nan), self=torch.tensor([1.0, 2.0, math.nan]), other=torch.tensor([1.0000001, 2.1, math.nan]), rtol=1e-5, atol=1e-8, equal_nan=True)
case("bitwise_left_shift", torch.bitwise_left_shift, self=i(4), other=i(4))
case("fill_.Scalar", lambda x, v: x.clone().fill_(v), writes=True, self=r(2, 3), value=2.5)
case("masked_fill", torch.masked_fill, self=x, mask=x > 0.3, value=-math.inf)
case("fill_diagonal_", lambda x, v, wrap: x.clone().fill_diagonal_(v, wrap), writes=True, self=r(5, 2), fill_value=3.0, wrap=True)
case("fill_diagonal_", lambda x, v, wrap: x.clone().fill_diagonal_(v, wrap), writes=True, self=r(3, 4), fill_value=3.0, wrap=False)
case("nan_to_num", torch.nan_to_num, self=torch.tensor([math.nan, math.inf, -math.inf, 1.0]), nan=1.0, posinf=2.0, neginf=-2.0)

# ---- activations

z = r(4, 6, low=-4, high=4)
for name in "relu relu6 silu mish hardswish hardsigmoid softsign tanhshrink logsigmoid selu".split():
    case(name, getattr(F, name), input=z)
case("gelu", lambda x, approximate: F.gelu(x, approximate=approximate), input=z, approximate="none")
case("gelu", lambda x, approximate: F.gelu(x, approximate=approximate), input=z, approximate="tanh")
case("elu", F.elu, input=z, alpha=0.7)
case("celu", F.celu, input=z, alpha=0.5)
case("leaky_relu", F.leaky_relu, input=z, negative_slope=0.2)
case("prelu", F.prelu, input=r(2, 3, 4), weight=r(3))
case("prelu", F.prelu, input=r(2, 3), weight=r(1))
case("rrelu", F.rrelu, input=z, lower=0.1, upper=0.3, training=False)
case("hardtanh", F.hardtanh, input=z, min_val=-1.0, max_val=2.0)
case("hardshrink", F.hardshrink, input=z, lambd=0.5)
case("softshrink", F.softshrink, input=z, lambd=0.5)
case("softplus", F.softplus, input=z * 10, beta=2, threshold=20)
case("threshold", F.threshold, input=z, threshold=0.1, value=20.0)
case("glu", F.glu, input=z, dim=-1)
case("softmax.int", lambda x, dim, dtype: F.softmax(x, dim, dtype=dtype), input=r(2, 3, 4), dim=1, dtype=None)
case("softmax.int", lambda x, dim, dtype: F.softmax(x, dim, dtype=dtype), input=torch.tensor([[0.0, -math.inf], [-math.inf, -math.inf]]), dim=-1, dtype=None)
case("log_softmax.int", lambda x, dim, dtype: F.log_softmax(x, dim, dtype=dtype), input=r(2, 3, 4), dim=1, dtype=None)
case("softmin", F.softmin, input=r(2, 3), dim=-1)
case("dropout", F.dropout, input=z, p=0.5, train=False)
case("dropout2d", F.dropout2d, input=r(1, 2, 2, 2), p=0.5, training=False)
case("normalize", F.normalize, input=r(3, 4), p=2.0, dim=1, eps=1e-12)
case("normalize", F.normalize, input=r(3, 4, 2), p=1.0, dim=-1, eps=1e-12)

# ---- creation

case("arange.start_step", torch.arange, start=1, end=10, step=3)
case("arange", torch.arange, end=5)
case("arange.start_step", torch.arange, start=1.0, end=0.0, step=-0.3)
case("linspace", torch.linspace, start=-1.0, end=2.0, steps=7)
case("logspace", torch.logspace, start=0.0, end=2.0, steps=5, base=10.0)
case("eye.m", torch.eye, n=3, m=4)
case("full", torch.full, size=[2, 3], fill_value=1.5)
case("ones_like", torch.ones_like, self=x)
case("new_full", torch.Tensor.new_full, self=x, size=[2], fill_value=7.0)
case("tensor", torch.tensor, data=[[1, 2], [3, 4]])
case("tensor", torch.tensor, data=[[0.5, True], [3, -1]])
case("tril_indices", torch.tril_indices, row=3, col=4, offset=1)
case("triu_indices", torch.triu_indices, row=4, col=3, offset=0)
case("hann_window", lambda n, p: torch.hann_window(n, periodic=p), window_length=6, periodic=True)
case("hamming_window", lambda n, p: torch.hamming_window(n, periodic=p), window_length=6, periodic=False)
case("blackman_window", lambda n, p: torch.blackman_window(n, periodic=p), window_length=6, periodic=True)
case("kaiser_window", lambda n, p, beta: torch.kaiser_window(n, p, beta), window_length=6, periodic=True, beta=8.0)
case("norm_except_dim", torch.norm_except_dim, v=r(2, 3, 4), pow=2, dim=1)
case("bartlett_window", lambda n, p: torch.bartlett_window(n, periodic=p), window_length=7, periodic=True)
case("meshgrid", lambda t, indexing: torch.meshgrid(*t, indexing=indexing), tensors=[torch.arange(3), torch.arange(2)], indexing="ij")
case("meshgrid", lambda t, indexing: torch.meshgrid(*t, indexing=indexing), tensors=[torch.arange(3), torch.arange(2), torch.arange(2)], indexing="xy")

# ---- views and arrangements

v = r(2, 3, 4)
case("view", torch.Tensor.view, self=v, size=[6, -1])
case("reshape", torch.reshape, self=v, shape=[-1])
case("permute", torch.permute, self=v, dims=[2, 0, -2])
case("permute", torch.permute, self=r(2, 1, 2, 3, 2, 2), dims=[5, 0, 3, 1, 4, 2])
case("permute", torch.permute, self=r(2, 2, 2, 3, 1, 2, 2), dims=[5, 0, 3, 1, 4, 2, 6])
case("permute", torch.permute, self=i(2, 3, 4), dims=[2, 0, 1])
case("permute", torch.permute, self=b(2, 3, 4), dims=[2, 0, 1])
case("transpose.int", torch.transpose, self=v, dim0=-1, dim1=0)
case("t", torch.t, self=r(2, 3))
case("mT", lambda x: x.mT, self=v)
case("movedim", torch.movedim, self=v, source=[0, 1], destination=[-1, 0])
case("unsqueeze", torch.unsqueeze, self=v, dim=-2)
case("squeeze", torch.squeeze, self=r(1, 3, 1))
case("squeeze.dim", torch.squeeze, self=r(1, 3, 1), dim=0)
case("expand", lambda x, size: x.expand(size), self=r(3, 1), size=[2, -1, 4])
case("flatten.using_ints", torch.flatten, self=v, start_dim=1, end_dim=-1)
case("unflatten.int", lambda x, dim, sizes: x.unflatten(dim, sizes), self=v, dim=2, sizes=[2, -1])
case("narrow", torch.narrow, self=v, dim=2, start=1, length=2)
case("select.int", torch.select, self=v, dim=1, index=-1)
case("chunk", torch.chunk, self=v, chunks=3, dim=2)
case("split.Tensor", torch.split, self=v, split_size=3, dim=2)
case("split_with_sizes", torch.split, self=v, split_sizes=[1, 3], dim=2)
case("tensor_split.sections", torch.tensor_split, self=v, sections=3, dim=2)
case("tensor_split.indices", torch.tensor_split, self=v, indices=[1, 3], dim=2)
case("unbind.int", torch.unbind, self=v, dim=1)
case("diagonal", torch.diagonal, self=v, offset=1, dim1=1, dim2=2)
case("diagonal", torch.diagonal, self=v, offset=-1, dim1=0, dim2=2)
case("as_strided", torch.as_strided, self=v, size=[2, 3], stride=[2, 5], storage_offset=1)
case("unfold", lambda x, d, size, step: x.unfold(d, size, step), self=v, dimension=2, size=3, step=1)
case("flip", torch.flip, self=v, dims=[0, -1])
case("roll", torch.roll, self=v, shifts=[1, -2], dims=[0, 2])
case("roll", torch.roll, self=v, shifts=5)
case("rot90", torch.rot90, self=r(2, 3), k=1, dims=[0, 1])
case("rot90", torch.rot90, self=r(2, 3), k=3, dims=[0, 1])
case("repeat", lambda x, repeats: x.repeat(repeats), self=r(2, 3), repeats=[2, 1, 2])
case("tile", torch.tile, self=r(2, 3), dims=[2])
case("repeat_interleave.self_int", torch.repeat_interleave, self=r(2, 3), repeats=2, dim=1)
case("repeat_interleave.self_Tensor", torch.repeat_interleave, self=r(3, 2), repeats=torch.tensor([1, 0, 2]), dim=0)
case("cat", torch.cat, tensors=[r(2, 3), r(1, 3)], dim=0)
case("cat", torch.cat, tensors=[r(2, 3), i(2, 1)], dim=-1)
case("stack", torch.stack, tensors=[r(2, 3), r(2, 3)], dim=-1)
for name in "hstack vstack dstack column_stack".split():
    case(name, getattr(torch, name), tensors=[r(3), r(3)])
case("block_diag", lambda t: torch.block_diag(*t), tensors=[r(2, 3), r(1, 1)])
case("pixel_shuffle", torch.pixel_shuffle, input=r(1, 8, 2, 3), upscale_factor=2)
case("pixel_unshuffle", torch.pixel_unshuffle, input=r(1, 2, 4, 6), downscale_factor=2)
case("channel_shuffle", torch.channel_shuffle, input=r(1, 6, 2, 2), groups=3)
case("diag", torch.diag, self=r(3), diagonal=1)
case("diag", torch.diag, self=r(3, 4), diagonal=-1)
case("diag_embed", torch.diag_embed, self=r(2, 3), offset=1, dim1=0, dim2=2)
case("diagflat", torch.diagflat, self=r(2, 2), offset=0)
case("to.dtype", lambda x, dtype: x.to(dtype), self=r(4), dtype=torch.int64)
case("to.dtype", lambda x, dtype: x.to(dtype), self=r(4), dtype=torch.bool)
case("to.dtype", lambda x, dtype: x.to(dtype), self=torch.tensor([300, -1, 5]), dtype=torch.uint8)
case("float", lambda x: x.float(), self=b(4))
case("tril", torch.tril, self=r(2, 3, 4), diagonal=-1)
case("triu", torch.triu, self=r(3, 4), diagonal=1)
case("atleast_3d", torch.atleast_3d, self=r(2, 3))
case("broadcast_tensors", lambda t: torch.broadcast_tensors(*t), tensors=[r(3, 1), r(2)])

# ---- indexing

s = slice
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[0])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[s(None, None, None), s(1, None, None), s(None, None, 2)])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[Ellipsis, -1])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[None, 0, Ellipsis, None])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[torch.tensor([1, 0, 1])])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[s(None, None, None), torch.tensor([[0, -1]]), torch.tensor([[1], [2]])])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[torch.tensor([0, 1]), s(None, None, None), torch.tensor([3, 2])])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[0, s(None, None, None), torch.tensor([3, 2])])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[v > 0])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[s(None, None, None), torch.tensor([True, False, True])])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[[1, 0], [2, 0]])
case("getitem", lambda x, index: x[tuple(index)], self=v, index=[True])


def put(x, index, value):
    x = x.clone()
    x[tuple(index)] = value
    return x


case("setitem", put, writes=True, self=r(3, 4), index=[s(None, None, None), s(0, None, 2)], value=r(3, 1))
case("setitem", put, writes=True, self=r(3, 4), index=[torch.tensor([0, 2])], value=1.5)
case("setitem", put, writes=True, self=r(3, 4), index=[v[0] > 0], value=0)
case("setitem", put, writes=True, self=r(3, 4), index=[1], value=r(4))
case("index_select", torch.index_select, self=v, dim=1, index=torch.tensor([2, 0, 0]))
case("gather", torch.gather, self=v, dim=1, index=i(2, 2, 3, high=3))
case("scatter.src", torch.scatter, self=r(3, 4), dim=0, index=torch.tensor([[0, 1, 2], [2, 0, 0]]), src=r(2, 4))
case("scatter.value", torch.scatter, self=r(3, 4), dim=1, index=torch.tensor([[0], [3]]), value=9.0)
case("scatter_add", torch.scatter_add, self=r(3, 4), dim=0, index=i(2, 4, high=3), src=r(2, 4))
for mode in "sum prod mean amax amin".split():
    for include in (True, False):
        case("scatter_reduce.two", lambda x, dim, index, src, reduce, include_self: torch.scatter_reduce(x, dim, index, src, reduce, include_self=include_self),
             self=r(4), dim=0, index=torch.tensor([0, 0, 2]), src=r(3), reduce=mode, include_self=include)
case("index_add", lambda x, dim, index, source, alpha: torch.index_add(x, dim, index, source, alpha=alpha), self=r(3, 4), dim=1, index=torch.tensor([0, 0, 3]), source=r(3, 3), alpha=2)
case("index_copy", torch.index_copy, self=r(3, 4), dim=0, index=torch.tensor([2, 0]), source=r(2, 4))
case("index_fill.int_Scalar", torch.index_fill, self=r(3, 4), dim=1, index=torch.tensor([1, 3]), value=0.5)
case("index_put", lambda x, indices, values, acc: torch.index_put(x, tuple(indices), values, acc), self=r(3, 4), indices=[torch.tensor([0, 0, 2]), torch.tensor([1, 1, 3])], values=r(3), accumulate=True)
case("masked_select", torch.masked_select, self=v, mask=v > 0.5)
case("masked_scatter", torch.masked_scatter, self=r(2, 3), mask=torch.tensor([True, False, True]), source=r(4))
case("nonzero", torch.nonzero, self=torch.tensor([[0, 1], [2, 0]]))
case("take", torch.take, self=v, index=torch.tensor([[0, 5], [-1, 3]]))
case("take_along_dim", torch.take_along_dim, self=r(2, 3), indices=torch.tensor([[0, 2]]), dim=1)
case("one_hot", F.one_hot, self=torch.tensor([[0, 2], [1, 3]]), num_classes=5)
case("embedding", lambda w, x: F.embedding(x, w), weight=r(5, 3), indices=i(2, 2))
case("embedding_bag", lambda x, w, o, mode: F.embedding_bag(x, w, o, mode=mode), input=i(6), weight=r(5, 3), offsets=torch.tensor([0, 2, 2]), mode="mean")
case("embedding_bag", lambda x, w, o, mode: F.embedding_bag(x, w, o, mode=mode), input=i(2, 3), weight=r(5, 3), offsets=None, mode="max")
case("searchsorted.Tensor", lambda s, x, right: torch.searchsorted(s, x, right=right), sorted_sequence=torch.tensor([1.0, 3.0, 5.0]), self=torch.tensor([[0.0, 3.0], [4.0, 9.0]]), right=False)
case("bucketize.Tensor", lambda x, bd, right: torch.bucketize(x, bd, right=right), self=torch.tensor([[0.0, 3.0], [4.0, 9.0]]), boundaries=torch.tensor([1.0, 3.0, 5.0]), right=True)
case("select_scatter", torch.select_scatter, self=r(3, 4), src=r(3), dim=1, index=2)
case("slice_scatter", torch.slice_scatter, self=r(3, 4), src=r(3, 2), dim=1, start=0, end=4, step=2)
case("diagonal_scatter", torch.diagonal_scatter, self=r(3, 4), src=r(3), offset=1, dim1=0, dim2=1)
case("combinations", torch.combinations, self=torch.tensor([1, 2, 3]), r=2, with_replacement=False)
case("cartesian_prod", lambda t: torch.cartesian_prod(*t), tensors=[torch.tensor([1, 2]), torch.tensor([4, 5, 6])])
case("isin.Tensor_Tensor", torch.isin, elements=i(3, 3), test_elements=torch.tensor([1, 3]))

# ---- reductions

for name in "sum mean amax amin logsumexp".split():
    case(name, getattr(torch, name), self=v, dim=[0, 2], keepdim=False)
    case(name, getattr(torch, name), self=v, dim=[-1], keepdim=True)
for name in "sum mean prod max min all any std var median argmax argmin".split():
    case(name, getattr(torch, name), self=v)
for name in "prod max min all any median mode argmax argmin nanmedian".split():
    case(name + ".dim", getattr(torch, name), self=v, dim=1, keepdim=False)
case("sum", torch.sum, self=i(2, 3), dim=[1], keepdim=False)
case("sum", torch.sum, self=b(2, 3))
case("nansum", torch.nansum, self=torch.tensor([1.0, math.nan, 2.0]))
case("std.correction", lambda x, dim, correction, keepdim: torch.std(x, dim, correction=correction, keepdim=keepdim), self=v, dim=[1], correction=0, keepdim=True)
case("var.dim", lambda x, dim, unbiased, keepdim: torch.var(x, dim, unbiased, keepdim), self=v, dim=[0, 1], unbiased=False, keepdim=False)
case("std_mean.dim", lambda x, dim, unbiased, keepdim: torch.std_mean(x, dim, unbiased, keepdim), self=v, dim=[2], unbiased=True, keepdim=False)
case("var_mean.dim", lambda x, dim, unbiased, keepdim: torch.var_mean(x, dim, unbiased, keepdim), self=v, dim=[2], unbiased=True, keepdim=False)
for p in (2, 1, 3.5, math.inf, -math.inf, 0):
    case("norm.ScalarOpt_dim", torch.norm, self=v, p=p, dim=[1], keepdim=False)
case("norm.Scalar", torch.norm, self=v, p=2)
case("linalg_vector_norm", torch.linalg.vector_norm, self=v, ord=3, dim=[1, 2], keepdim=True)
case("aminmax", lambda x, dim, keepdim: torch.aminmax(x, dim=dim, keepdim=keepdim), self=v, dim=1, keepdim=False)
case("count_nonzero", torch.count_nonzero, self=torch.tensor([[0, 1], [2, 3]]), dim=1)
case("kthvalue", torch.kthvalue, self=v, k=2, dim=-1, keepdim=False)
case("sort", lambda x, dim, descending: torch.sort(x, dim, descending), self=v, dim=1, descending=True)
case("sort.stable", lambda x, stable, dim, descending: torch.sort(x, stable=stable, dim=dim, descending=descending), self=i(2, 6, high=3), stable=True, dim=-1, descending=False)
case("argsort", torch.argsort, self=v, dim=-1, descending=False)
case("msort", torch.msort, self=r(4, 2))
case("topk", torch.topk, self=v, k=2, dim=-1, largest=True, sorted=True)
case("topk", torch.topk, self=v, k=2, dim=1, largest=False, sorted=True)
for name in "cumsum cumprod logcumsumexp cummax cummin".split():
    case(name, getattr(torch, name), self=v, dim=1)
case("cumsum", torch.cumsum, self=b(5), dim=0)
case("quantile", torch.quantile, self=v, q=torch.tensor([0.2, 0.9]), dim=1, keepdim=True)
case("quantile", torch.quantile, self=v, q=0.4)
case("unique_consecutive", lambda x, inv, counts: torch.unique_consecutive(x, inv, counts), self=torch.tensor([1, 1, 2, 2, 1]), return_inverse=True, return_counts=True)
case("_unique2", lambda x, sorted, inv, counts: torch.unique(x, sorted, inv, counts), self=torch.tensor([[3, 1], [2, 3]]), sorted=True, return_inverse=True, return_counts=True)
case("histc", torch.histc, self=v, bins=5, min=-2, max=2)
case("bincount", torch.bincount, self=i(6), weights=None, minlength=7)
case("trapezoid.dx", lambda y, dx, dim: torch.trapezoid(y, dx=dx, dim=dim), y=v, dx=0.5, dim=1)
case("cumulative_trapezoid.x", lambda y, x, dim: torch.cumulative_trapezoid(y, x, dim=dim), y=r(2, 4), x=torch.tensor([0.0, 1.0, 3.0, 4.0]), dim=-1)
case("diff", torch.diff, self=v, n=2, dim=1)
case("renorm", torch.renorm, self=r(3, 4), p=2, dim=0, maxnorm=1.0)

# ---- products

case("matmul", torch.matmul, self=r(3), other=r(3))
case("matmul", torch.matmul, self=r(2, 3), other=r(3))
case("matmul", torch.matmul, self=r(3), other=r(2, 3, 4))
case("matmul", torch.matmul, self=r(2, 1, 2, 3), other=r(4, 3, 2))
case("matmul", torch.matmul, self=r(5, 2, 3), other=r(3, 4))
case("matmul", torch.matmul, self=i(2, 3), other=i(3, 2))
case("mm", torch.mm, self=r(2, 3), mat2=r(3, 4))
case("bmm", torch.bmm, self=r(2, 2, 3), mat2=r(2, 3, 4))
case("mv", torch.mv, self=r(2, 3), vec=r(3))
case("dot", torch.dot, self=r(3), tensor=r(3))
case("inner", torch.inner, self=r(2, 3), other=r(4, 3))
case("outer", torch.outer, self=r(2), vec2=r(3))
case("linear", F.linear, input=r(2, 3, 4), weight=r(5, 4), bias=r(5))
case("linear", F.linear, input=r(4), weight=r(5, 4), bias=None)
case("addmm", lambda s, a, b, beta, alpha: torch.addmm(s, a, b, beta=beta, alpha=alpha), self=r(4), mat1=r(2, 3), mat2=r(3, 4), beta=0.5, alpha=2)
case("baddbmm", lambda s, a, b, beta, alpha: torch.baddbmm(s, a, b, beta=beta, alpha=alpha), self=r(2, 2, 4), batch1=r(2, 2, 3), batch2=r(2, 3, 4), beta=1, alpha=1)
case("addbmm", lambda s, a, b, beta, alpha: torch.addbmm(s, a, b, beta=beta, alpha=alpha), self=r(2, 4), batch1=r(3, 2, 3), batch2=r(3, 3, 4), beta=1, alpha=1)
case("addmv", torch.addmv, self=r(2), mat=r(2, 3), vec=r(3))
case("addr", torch.addr, self=r(2, 3), vec1=r(2), vec2=r(3))
case("bilinear", F.bilinear, input1=r(3, 2), input2=r(3, 4), weight=r(5, 2, 4), bias=r(5))
for equation, *shapes in [
    ("bhid,bhjd->bhij", (2, 2, 3, 4), (2, 2, 5, 4)), ("ij,jk->ki", (2, 3), (3, 4)), ("...ij,...jk", (2, 2, 3), (2, 3, 2)),
    ("ii->i", (3, 3)), ("ij->", (2, 3)), ("i,j,k->kij", (2,), (3,), (2,)), ("bn,anm,bm->ba", (2, 3), (4, 3, 2), (2, 2)),
    ("b h w c, h k c -> b h w k", (1, 2, 3, 4), (2, 5, 4)), ("ij,ij->ij", (2, 3), (2, 3)), ("...c,cd->...d", (2, 3, 4), (4, 2)),
    ("bij,kj->bi", (2, 3, 4), (5, 4)),
]:
    case("einsum", lambda e, t: torch.einsum(e, *t), equation=equation, tensors=[r(*shape) for shape in shapes])
case("tensordot", torch.tensordot, self=r(2, 3, 4), other=r(4, 3, 2), dims=[[1, 2], [1, 0]])
case("kron", torch.kron, self=r(2, 2), other=r(1, 3))
case("cross", torch.cross, self=r(2, 3), other=r(2, 3), dim=1)
case("cdist", torch.cdist, x1=r(2, 3, 4), x2=r(2, 5, 4), p=2.0)
case("cdist", torch.cdist, x1=r(3, 4), x2=r(5, 4), p=1.0)
case("pdist", F.pdist, self=r(4, 3), p=2.0)
case("cosine_similarity", F.cosine_similarity, x1=r(3, 4), x2=r(3, 4), dim=1, eps=1e-8)
case("pairwise_distance", F.pairwise_distance, x1=r(3, 4), x2=r(3, 4), p=2.0, eps=1e-6, keepdim=False)

# ---- convolutions

case("conv1d", F.conv1d, input=r(2, 4, 9), weight=r(6, 2, 3), bias=r(6), stride=[2], padding=[1], dilation=[2], groups=2)
case("conv2d", F.conv2d, input=r(1, 3, 6, 7), weight=r(4, 3, 3, 2), bias=r(4), stride=[2, 1], padding=[1, 0], dilation=[1, 1], groups=1)
case("conv2d", F.conv2d, input=r(1, 2, 9, 9), weight=r(2, 2, 3, 3), bias=None, stride=[2, 2], padding=[2, 2], dilation=[2, 2], groups=1)
case("conv2d", F.conv2d, input=r(1, 4, 5, 5), weight=r(8, 1, 3, 3), bias=r(8), stride=[1, 1], padding="same", dilation=[1, 1], groups=4)
case("conv2d", F.conv2d, input=r(1, 4, 7, 7), weight=r(4, 1, 3, 3), bias=None, stride=[2, 2], padding=[2, 2], dilation=[2, 2], groups=4)
case("conv2d", F.conv2d, input=r(1, 2, 5, 5), weight=r(2, 2, 2, 4), bias=None, stride=[1, 1], padding="same", dilation=[1, 1], groups=1)
case("conv2d", F.conv2d, input=r(3, 5, 5), weight=r(2, 3, 3, 3), bias=None, stride=[1, 1], padding="valid", dilation=[1, 1], groups=1)
case("conv2d", F.conv2d, input=r(1, 6, 4, 4), weight=r(4, 3, 1, 1), bias=None, stride=[1, 1], padding=[0, 0], dilation=[1, 1], groups=2)
case("conv3d", F.conv3d, input=r(1, 2, 4, 5, 5), weight=r(3, 2, 2, 3, 3), bias=r(3), stride=[1, 2, 2], padding=[1, 1, 0], dilation=[2, 1, 1], groups=1)
case("conv3d", F.conv3d, input=r(2, 4, 3, 4, 4), weight=r(4, 1, 3, 3, 3), bias=None, stride=[2, 1, 1], padding=[1, 1, 1], dilation=[1, 1, 1], groups=4)
tr = lambda fn: lambda x, w, b, stride, padding, output_padding, groups, dilation: fn(x, w, b, stride, padding, output_padding, groups, dilation)
case("conv_transpose1d", tr(F.conv_transpose1d), input=r(2, 4, 5), weight=r(4, 3, 4), bias=r(3), stride=[2], padding=[1], output_padding=[1], groups=1, dilation=[1])
case("conv_transpose2d", tr(F.conv_transpose2d), input=r(1, 4, 3, 4), weight=r(4, 2, 3, 3), bias=r(4), stride=[2, 1], padding=[1, 0], output_padding=[1, 0], groups=2, dilation=[1, 2])
case("conv_transpose2d", tr(F.conv_transpose2d), input=r(1, 2, 4, 4), weight=r(2, 2, 2, 2), bias=None, stride=[2, 2], padding=[2, 2], output_padding=[0, 0], groups=1, dilation=[1, 1])
case("conv_transpose3d", tr(F.conv_transpose3d), input=r(1, 2, 2, 3, 3), weight=r(2, 2, 2, 2, 3), bias=r(2), stride=[2, 1, 2], padding=[0, 1, 1], output_padding=[0, 0, 1], groups=1, dilation=[1, 1, 1])
case("conv_tbc", torch.conv_tbc, self=r(5, 2, 3), weight=r(3, 3, 4), bias=r(4), pad=1)
case("unfold", F.unfold, input=r(1, 2, 5, 6), kernel_size=[2, 3], dilation=[1, 2], padding=[1, 1], stride=[2, 1])
case("fold", F.fold, input=r(1, 8, 16), output_size=[5, 5], kernel_size=[2, 2], dilation=[1, 1], padding=[0, 0], stride=[1, 1])

# ---- pools

case("max_pool2d", lambda x, k, s, p, d, c: F.max_pool2d(x, k, s, p, d, c), self=r(1, 2, 7, 8), kernel_size=[3, 3], stride=[2, 2], padding=[1, 1], dilation=[1, 1], ceil_mode=True)
case("max_pool2d_with_indices", lambda x, k, s, p, d, c: F.max_pool2d(x, k, s, p, d, c, return_indices=True), self=r(1, 2, 7, 8), kernel_size=[2, 3], stride=[2, 3], padding=[1, 1], dilation=[2, 1], ceil_mode=False)
case("max_pool1d", lambda x, k, s, p, d, c: F.max_pool1d(x, k, s, p, d, c), self=r(2, 9), kernel_size=[2], stride=[2], padding=[0], dilation=[2], ceil_mode=False)
case("max_pool3d", lambda x, k, s, p, d, c: F.max_pool3d(x, k, s, p, d, c), self=r(1, 2, 4, 5, 5), kernel_size=[2, 3, 2], stride=[2, 1, 2], padding=[1, 1, 0], dilation=[1, 1, 1], ceil_mode=True)
case("avg_pool2d", F.avg_pool2d, self=r(1, 2, 7, 8), kernel_size=[3, 3], stride=[2, 2], padding=[1, 1], ceil_mode=True, count_include_pad=True, divisor_override=None)
case("avg_pool2d", F.avg_pool2d, self=r(1, 2, 7, 8), kernel_size=[3, 3], stride=[2, 2], padding=[1, 1], ceil_mode=True, count_include_pad=False, divisor_override=None)
case("avg_pool2d", F.avg_pool2d, self=r(1, 2, 7, 8), kernel_size=[3, 2], stride=[3, 2], padding=[0, 0], ceil_mode=False, count_include_pad=True, divisor_override=5)
case("avg_pool1d", F.avg_pool1d, self=r(1, 2, 9), kernel_size=[3], stride=[2], padding=[1], ceil_mode=True, count_include_pad=True)
case("avg_pool3d", F.avg_pool3d, self=r(1, 2, 3, 5, 5), kernel_size=[2, 2, 3], stride=[1, 2, 2], padding=[1, 0, 1], ceil_mode=False, count_include_pad=False, divisor_override=None)
case("adaptive_avg_pool2d", F.adaptive_avg_pool2d, self=r(1, 2, 7, 9), output_size=[3, 4])
case("adaptive_avg_pool2d", F.adaptive_avg_pool2d, self=r(1, 2, 7, 9), output_size=[None, 4])
case("adaptive_avg_pool1d", F.adaptive_avg_pool1d, self=r(2, 7), output_size=[3])
case("adaptive_avg_pool3d", F.adaptive_avg_pool3d, self=r(1, 1, 3, 4, 5), output_size=[2, 2, 2])
case("adaptive_max_pool2d", lambda x, o: F.adaptive_max_pool2d(x, o, return_indices=True), self=r(1, 2, 7, 9), output_size=[3, 4])
case("lp_pool2d", F.lp_pool2d, input=r(1, 2, 6, 6, low=0, high=2), norm_type=2.0, kernel_size=[3, 3], stride=[2, 2], ceil_mode=False)
case("lp_pool1d", F.lp_pool1d, input=r(1, 2, 7, low=0, high=2), norm_type=3.0, kernel_size=3, stride=None, ceil_mode=True)
pooled, at = F.max_pool2d(r(1, 2, 4, 6), 2, return_indices=True)
case("max_unpool2d", lambda x, at, k: F.max_unpool2d(x, at, k), self=pooled, indices=at, kernel_size=[2, 2], record=dict(self=pooled, indices=at, output_size=[4, 6]))

# ---- normalization

case("layer_norm", F.layer_norm, input=r(2, 3, 4), normalized_shape=[3, 4], weight=r(3, 4), bias=r(3, 4), eps=1e-5)
case("layer_norm", F.layer_norm, input=r(2, 3, 4), normalized_shape=[4], weight=None, bias=None, eps=1e-5)
case("group_norm", F.group_norm, input=r(2, 6, 3), num_groups=2, weight=r(6), bias=r(6), eps=1e-5)
case("batch_norm", lambda x, w, b, m, v, training, momentum, eps: F.batch_norm(x, m, v, w, b, training, momentum, eps),
     input=r(2, 3, 4), weight=r(3), bias=r(3), running_mean=r(3), running_var=r(3, low=0.5, high=2), training=False, momentum=0.1, eps=1e-5)
case("batch_norm", lambda x, w, b, m, v, training, momentum, eps: F.batch_norm(x, m, v, w, b, training, momentum, eps),
     input=r(4, 3), weight=None, bias=None, running_mean=None, running_var=None, training=True, momentum=0.1, eps=1e-5)
case("instance_norm", lambda x, w, b, m, v, stats, momentum, eps: F.instance_norm(x, m, v, w, b, stats, momentum, eps),
     input=r(2, 3, 4, 2), weight=r(3), bias=r(3), running_mean=None, running_var=None, use_input_stats=True, momentum=0.1, eps=1e-5)
case("local_response_norm", F.local_response_norm, input=r(1, 6, 3, 2), size=4, alpha=0.1, beta=0.75, k=1.0)
case("local_response_norm", F.local_response_norm, input=r(1, 6, 3), size=3, alpha=0.1, beta=0.75, k=2.0)

# ---- resampling

im = r(1, 2, 4, 5)
ip = lambda x, size, scale_factor, mode, align_corners, recompute, antialias: F.interpolate(x, size, scale_factor, mode, align_corners, recompute, antialias)


def resize(x, size, factor, mode, align=None, recompute=None, antialias=False):
    case("interpolate", ip, input=x, size=size, scale_factor=factor, mode=mode, align_corners=align, recompute_scale_factor=recompute, antialias=antialias)


resize(im, [7, 3], None, "nearest")
resize(im, None, 1.7, "nearest")
resize(im, None, 2.0, "nearest-exact")
resize(im, [7, 3], None, "bilinear", False)
resize(im, [7, 3], None, "bilinear", True)
resize(im, None, [1.7, 0.6], "bilinear", False)
resize(im, None, 1.7, "bilinear", False, True)
resize(im, [9, 7], None, "bicubic", False)
resize(im, [9, 7], None, "bicubic", True)
resize(im, [2, 3], None, "area")
resize(r(1, 2, 9, 8), [4, 3], None, "bilinear", False, None, True)
resize(r(1, 2, 9, 8), [4, 3], None, "bicubic", False, None, True)
resize(r(1, 2, 5), [8], None, "linear", False)
resize(r(1, 1, 2, 3, 3), [3, 4, 5], None, "trilinear", True)
grid = r(1, 3, 4, 2, low=-1.3, high=1.3)
for mode in ("bilinear", "nearest", "bicubic"):
    for padding in ("zeros", "border", "reflection"):
        for align in (False, True):
            case("grid_sample", F.grid_sample, input=im, grid=grid, mode=mode, padding_mode=padding, align_corners=align)
case("grid_sample", F.grid_sample, input=r(1, 1, 2, 3, 3), grid=r(1, 2, 2, 2, 3, low=-1.2, high=1.2), mode="bilinear", padding_mode="zeros", align_corners=False)
case("affine_grid", F.affine_grid, theta=r(2, 2, 3), size=[2, 1, 3, 4], align_corners=False)
case("affine_grid", F.affine_grid, theta=r(1, 3, 4), size=[1, 1, 2, 3, 2], align_corners=True)
case("pad", F.pad, input=r(2, 3), pad=[1, 2, 0, 1], mode="constant", value=0.5)
case("pad", F.pad, input=r(1, 2, 4, 4), pad=[-1, 1, 2, -1], mode="constant", value=0.0)
for mode in ("reflect", "replicate", "circular"):
    case("pad", lambda x, pad, mode: F.pad(x, pad, mode), input=r(1, 2, 4, 3), pad=[1, 2, 2, 1], mode=mode)

# ---- recurrent

def flat(module):
    return [p.detach() for p in module._flat_weights]


def network(module, x, hx):
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(r(*p.shape, low=-0.5, high=0.5))
    name = {"LSTM": "lstm", "GRU": "gru", "RNN": "rnn_relu" if getattr(module, "nonlinearity", "") == "relu" else "rnn_tanh"}[type(module).__name__]
    with torch.no_grad():
        state = tuple(hx) if name == "lstm" else hx[0]
        case(name, lambda *_: module(x, state), input=x, hx=hx if name == "lstm" else hx[0], params=flat(module), has_biases=module.bias,
             num_layers=module.num_layers, dropout=0.0, train=False, bidirectional=module.bidirectional, batch_first=module.batch_first)


network(nn.LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True), r(2, 3, 3), [r(4, 2, 4), r(4, 2, 4)])
network(nn.LSTM(3, 4, proj_size=2, bias=False), r(3, 2, 3), [r(1, 2, 2), r(1, 2, 4)])
network(nn.GRU(3, 4, bidirectional=True), r(3, 2, 3), [r(2, 2, 4)])
network(nn.GRU(3, 4), r(3, 3), [r(1, 4)])
network(nn.RNN(3, 4, nonlinearity="relu"), r(3, 2, 3), [r(1, 2, 4)])
network(nn.RNN(3, 4, num_layers=2, bias=False), r(3, 2, 3), [r(2, 2, 4)])
case("lstm_cell", lambda x, h, *w: torch.lstm_cell(x, h, *w), input=r(2, 3), hx=[r(2, 4), r(2, 4)], w_ih=r(16, 3), w_hh=r(16, 4), b_ih=r(16), b_hh=r(16))
case("gru_cell", torch.gru_cell, input=r(2, 3), hx=r(2, 4), w_ih=r(12, 3), w_hh=r(12, 4), b_ih=r(12), b_hh=r(12))
case("rnn_tanh_cell", torch.rnn_tanh_cell, input=r(2, 3), hx=r(2, 4), w_ih=r(4, 3), w_hh=r(4, 4), b_ih=r(4), b_hh=r(4))

# ---- attention


def attention(query, key, value, mask, dropout, causal):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    if causal:
        scores = scores.masked_fill(~torch.ones(scores.shape[-2:], dtype=torch.bool).tril(), -math.inf)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    return scores.softmax(-1) @ value


case("scaled_dot_product_attention", attention, query=r(1, 2, 3, 4), key=r(1, 2, 5, 4), value=r(1, 2, 5, 2), attn_mask=r(3, 5), dropout_p=0.0, is_causal=False)
case("scaled_dot_product_attention", attention, query=r(2, 4, 4), key=r(2, 4, 4), value=r(2, 4, 2), attn_mask=None, dropout_p=0.0, is_causal=True)
case("scaled_dot_product_attention", attention, query=r(2, 3, 4), key=r(2, 4, 4), value=r(2, 4, 2), attn_mask=torch.tensor([True, False, True, True]).expand(3, 4), dropout_p=0.0, is_causal=False)

# ---- losses

p, q = r(4, 3), r(4, 3)
for reduction in ("mean", "sum", "none"):
    case("mse_loss", lambda x, y, reduction: F.mse_loss(x, y, reduction=reduction), input=p, target=q, reduction=reduction)
for name in "l1_loss smooth_l1_loss huber_loss soft_margin_loss".split():
    case(name, lambda x, y, fn=getattr(F, name): fn(x, y), input=p, target=q)
case("smooth_l1_loss", lambda x, y, reduction, beta: F.smooth_l1_loss(x, y, reduction=reduction, beta=beta), input=p, target=q, reduction="sum", beta=0.5)
case("huber_loss", lambda x, y, reduction, delta: F.huber_loss(x, y, reduction, delta), input=p, target=q, reduction="mean", delta=0.5)
case("binary_cross_entropy", lambda x, y, w: F.binary_cross_entropy(x, y, w), input=r(3, 4, low=0.05, high=0.95), target=r(3, 4, low=0, high=1), weight=r(4, low=0, high=1))
case("binary_cross_entropy_with_logits", lambda x, y, w, reduction, pos: F.binary_cross_entropy_with_logits(x, y, w, reduction=reduction, pos_weight=pos),
     input=r(3, 4), target=r(3, 4, low=0, high=1), weight=None, reduction="mean", pos_weight=r(4, low=1, high=2))
case("nll_loss", lambda x, y, w, ignore_index, reduction: F.nll_loss(x, y, w, ignore_index=ignore_index, reduction=reduction),
     input=r(4, 3), target=torch.tensor([0, 2, 1, 1]), weight=r(3, low=0.5, high=1), ignore_index=2, reduction="mean")
case("nll_loss", lambda x, y, w, ignore_index, reduction: F.nll_loss(x, y, w, ignore_index=ignore_index, reduction=reduction),
     input=r(2, 3, 2, 2), target=i(2, 2, 2, high=3), weight=None, ignore_index=-100, reduction="none")
case("cross_entropy", lambda x, y, w, reduction, ignore_index, label_smoothing: F.cross_entropy(x, y, w, ignore_index=ignore_index, reduction=reduction, label_smoothing=label_smoothing),
     input=r(4, 3), target=torch.tensor([0, 2, 1, 1]), weight=r(3, low=0.5, high=1), reduction="mean", ignore_index=-100, label_smoothing=0.1)
case("cross_entropy", lambda x, y, w, reduction, ignore_index, label_smoothing: F.cross_entropy(x, y, w, ignore_index=ignore_index, reduction=reduction, label_smoothing=label_smoothing),
     input=r(2, 3, 2), target=r(2, 3, 2, low=0, high=1), weight=None, reduction="mean", ignore_index=-100, label_smoothing=0.0)
case("kl_div", lambda x, y, reduction, log_target: F.kl_div(x, y, reduction=reduction, log_target=log_target), input=p, target=r(4, 3, low=0.1, high=1), reduction="batchmean", log_target=False)
case("poisson_nll_loss", lambda x, y, log_input, full: F.poisson_nll_loss(x, y, log_input, full), input=p, target=r(4, 3, low=0, high=4), log_input=True, full=True)
case("gaussian_nll_loss", lambda x, y, var: F.gaussian_nll_loss(x, y, var), input=p, target=q, var=r(4, 3, low=0.2, high=2))
case("margin_ranking_loss", lambda x, y, t, margin: F.margin_ranking_loss(x, y, t, margin), input1=r(4), input2=r(4), target=torch.tensor([1.0, -1.0, 1.0, -1.0]), margin=0.3)
case("hinge_embedding_loss", F.hinge_embedding_loss, input=r(4), target=torch.tensor([1.0, -1.0, 1.0, -1.0]), margin=1.0)
case("cosine_embedding_loss", F.cosine_embedding_loss, input1=p, input2=q, target=torch.tensor([1, -1, 1, -1]), margin=0.1)
case("triplet_margin_loss", lambda x, y, z, margin, p, eps, swap: F.triplet_margin_loss(x, y, z, margin, p, eps, swap), anchor=p, positive=q, negative=r(4, 3), margin=1.0, p=2.0, eps=1e-6, swap=True)
case("multi_margin_loss", F.multi_margin_loss, input=p, target=torch.tensor([0, 2, 1, 1]), p=1, margin=1.0)
case("multilabel_margin_loss", F.multilabel_margin_loss, input=r(2, 4), target=torch.tensor([[3, 0, -1, 1], [1, -1, 0, 0]]))
case("multilabel_soft_margin_loss", F.multilabel_soft_margin_loss, input=p, target=b(4, 3).float())
case("ctc_loss", lambda x, t, n, m, blank, reduction: F.ctc_loss(x, t, n, m, blank, reduction), log_probs=r(6, 2, 4).log_softmax(-1).mul(1000).round().div(1000), targets=torch.tensor([[1, 2, 2], [3, 1, 0]]),
     input_lengths=[6, 5], target_lengths=[3, 2], blank=0, reduction="mean")
case("dist", torch.dist, self=p, other=q, p=2)

# ---- linear algebra

m = r(2, 3, 3) + 3 * torch.eye(3)
positive = torch.round((m @ m.transpose(-1, -2)) * 100) / 100
for name in "det inv pinv slogdet svdvals eigvalsh cond matrix_rank matrix_norm".split():
    case("linalg_" + name, getattr(torch.linalg, name), A=positive if name == "eigvalsh" else m)
case("linalg_pinv", torch.linalg.pinv, A=r(4, 2))
case("linalg_cholesky", torch.linalg.cholesky, A=positive)
case("linalg_qr", torch.linalg.qr, A=r(4, 3), mode="reduced")
case("linalg_qr", torch.linalg.qr, A=r(3, 4), mode="complete")
case("linalg_solve", torch.linalg.solve, A=m, B=r(2, 3, 2))
case("linalg_solve", torch.linalg.solve, A=m[0], B=r(3))
case("linalg_solve_triangular", lambda A, B, upper: torch.linalg.solve_triangular(A, B, upper=upper), self=m.triu(), B=r(2, 3, 2), upper=True)
case("cholesky_solve", torch.cholesky_solve, self=r(3, 2), input2=m[0].tril(), upper=False)
case("linalg_lu", torch.linalg.lu, A=r(3, 4))
case("linalg_lu_factor", torch.linalg.lu_factor, A=r(3, 3))
case("linalg_matrix_power", torch.linalg.matrix_power, A=m, n=3)
case("linalg_matrix_power", torch.linalg.matrix_power, A=m, n=-1)
case("matrix_exp", torch.matrix_exp, self=r(3, 3))
case("linalg_norm", torch.linalg.norm, A=r(3, 4), ord="nuc")
case("linalg_norm", torch.linalg.norm, A=r(3, 4), ord=1)
case("linalg_norm", torch.linalg.norm, A=r(2, 3, 4), ord=None, dim=[1, 2])
case("linalg_lstsq", lambda A, B: torch.linalg.lstsq(A, B)[0], A=r(5, 3), B=r(5, 2))
case("trace", torch.trace, self=r(3, 4))
case("cov", torch.cov, self=r(3, 5))
case("corrcoef", torch.corrcoef, self=r(3, 5))
case("linalg_vander", torch.linalg.vander, x=r(3))

# ---- complex numbers and Fourier transforms


def c(*shape):
    return torch.complex(r(*shape), r(*shape))


case("view_as_complex", torch.view_as_complex, self=r(3, 2))
case("view_as_real", torch.view_as_real, self=c(2, 3))
case("complex", torch.complex, real=r(3), imag=r(3))
case("polar", torch.polar, abs=r(3, low=0, high=2), angle=r(3))
for name in "real imag abs angle conj_physical exp sqrt neg square reciprocal sgn".split():
    case(name, getattr(torch, name), self=c(2, 3))
for name in "add sub mul div".split():
    case(name + ".Tensor", getattr(torch, name), self=c(2, 3), other=c(3))
case("mul.Tensor", torch.mul, self=c(2, 3), other=r(2, 1))
case("mul.Tensor", torch.mul, self=r(2, 1), other=c(2, 3))
case("matmul", torch.matmul, self=c(2, 3), other=c(3, 2))
case("reshape", torch.reshape, self=c(2, 3), shape=[3, 2])
case("cat", torch.cat, tensors=[c(2), c(1)], dim=0)
case("getitem", lambda x, index: x[tuple(index)], self=c(2, 3), index=[s(None, None, None), 1])
case("sum", torch.sum, self=c(2, 3), dim=[1], keepdim=False)
case("transpose.int", torch.transpose, self=c(2, 3), dim0=0, dim1=1)
f = torch.fft
for n in (None, 8, 5):
    case("fft_fft", lambda x, n, dim, norm: f.fft(x, n, dim, norm), self=c(2, 6), n=n, dim=-1, norm=None)
case("fft_ifft", lambda x, n, dim, norm: f.ifft(x, n, dim, norm), self=c(4, 3), n=None, dim=0, norm="ortho")
case("fft_rfft", lambda x, n, dim, norm: f.rfft(x, n, dim, norm), self=r(2, 7), n=None, dim=-1, norm=None)
case("fft_irfft", lambda x, n, dim, norm: f.irfft(x, n, dim, norm), self=c(2, 4), n=None, dim=-1, norm=None)
case("fft_irfft", lambda x, n, dim, norm: f.irfft(x, n, dim, norm), self=c(2, 4), n=7, dim=-1, norm="forward")
case("fft_hfft", lambda x, n, dim, norm: f.hfft(x, n, dim, norm), self=c(2, 4), n=None, dim=-1, norm=None)
case("fft_ihfft", lambda x, n, dim, norm: f.ihfft(x, n, dim, norm), self=r(2, 6), n=None, dim=-1, norm=None)
case("fft_fft2", lambda x, s, dim, norm: f.fft2(x, s, dim, norm), self=r(2, 4, 6), s=None, dim=[-2, -1], norm=None)
case("fft_rfft2", lambda x, s, dim, norm: f.rfft2(x, s, dim, norm), self=r(2, 4, 6), s=None, dim=[-2, -1], norm="ortho")
case("fft_irfft2", lambda x, s, dim, norm: f.irfft2(x, s, dim, norm), self=c(2, 4, 4), s=[4, 6], dim=[-2, -1], norm="ortho")
case("fft_fftn", lambda x, s, dim, norm: f.fftn(x, s, dim, norm), self=c(2, 3, 4), s=None, dim=None, norm=None)
case("fft_fftshift", f.fftshift, self=r(3, 4), dim=None)
case("fft_fftfreq", f.fftfreq, n=5, d=0.5)
for name in "chebyshev_polynomial_t chebyshev_polynomial_u hermite_polynomial_h hermite_polynomial_he laguerre_polynomial_l legendre_polynomial_p".split():
    case("special_" + name, getattr(torch.special, name), x=r(4, low=-0.9, high=0.9), n=torch.tensor([0, 1, 3, 4]))
for name in "modified_bessel_k0 modified_bessel_k1 bessel_y0 bessel_y1 bessel_j0 bessel_j1 modified_bessel_i0 scaled_modified_bessel_k1".split():
    case("special_" + name, getattr(torch.special, name), self=r(5, low=0.2, high=9))

import torch.masked as masked_ops


def named(op, fn, **args):
    """A case of a function that takes its arguments by name."""
    case(op, lambda *values: fn(**dict(zip(args, values))), **args)



some = torch.tensor([[True, False, True, True], [True, True, False, True], [False, True, True, False]])
for name in "sum prod amax amin mean logsumexp".split():
    named("masked_" + name, getattr(masked_ops, name), input=r(3, 4), dim=[1], keepdim=False, dtype=None, mask=some)
named("masked_sum", masked_ops.sum, input=r(2, 3, 4), dim=[0, 2], keepdim=True, dtype=None, mask=some)
for name in "var std".split():
    named("masked_" + name, getattr(masked_ops, name), input=r(3, 4), dim=[0], unbiased=True, keepdim=False, dtype=None, mask=some)
named("masked_norm", masked_ops.norm, input=r(3, 4), ord=3.0, dim=[1], keepdim=True, dtype=None, mask=some)
named("masked_median", masked_ops.median, input=r(3, 4), dim=1, keepdim=False, dtype=None, mask=some)
for name in "argmax argmin".split():
    named("masked_" + name, getattr(masked_ops, name), input=r(3, 4), dim=1, keepdim=False, dtype=None, mask=some)
for name in "softmax log_softmax softmin cumsum cumprod".split():
    named("masked_" + name, getattr(masked_ops, name), input=r(3, 4), dim=0, dtype=None, mask=some)
named("masked_normalize", masked_ops.normalize, input=r(3, 4), ord=2.0, dim=1, eps=1e-12, dtype=None, mask=some)
named("masked_logaddexp", masked_ops.logaddexp, input=r(3, 4), other=r(4), dtype=None, input_mask=some, other_mask=None)
for order in (1, 2):
    case("gradient", lambda x, spacing, dim, edge_order: torch.gradient(x, spacing=spacing, dim=dim, edge_order=edge_order), self=r(3, 4), spacing=0.5, dim=[0, 1], edge_order=order)
    case("gradient", lambda x, spacing, dim, edge_order: torch.gradient(x, spacing=spacing, dim=dim, edge_order=edge_order), self=r(2, 5), spacing=[torch.tensor([0.0, 1.0, 1.5, 3.0, 5.0])], dim=[1], edge_order=order)
named("histogram", lambda self, **rest: torch.histogram(self, **rest), self=r(9), bins=torch.tensor([-2.0, -0.5, 0.5, 2.0]), weight=r(9, low=0, high=1), density=True)
named("histogram.bin_ct", lambda self, **rest: torch.histogram(self, **rest), self=r(9), bins=4, range=None, weight=None, density=False)
named("histogram.bin_ct", lambda self, **rest: torch.histogram(self, **rest), self=r(9), bins=3, range=[-1.0, 1.0], weight=None, density=False)
case("histogramdd.int_bins", lambda x, bins, range, weight, density: (lambda h: (h.hist, *h.bin_edges))(torch.histogramdd(x, bins, range=range, weight=weight, density=density)), self=r(8, 2), bins=[2, 3], range=None, weight=None, density=True)
for name in "sum mean prod max min".split():
    case("segment_reduce", lambda data, reduce, lengths, indices, offsets, axis, unsafe, initial: torch.segment_reduce(data, reduce, lengths=lengths, axis=axis, unsafe=unsafe, initial=initial), data=r(6, 2), reduce=name, lengths=torch.tensor([1, 3, 2]), indices=None, offsets=None, axis=0, unsafe=False, initial=None)
spectrum = lambda x, n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex: torch.stft(x, n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex)
case("stft", spectrum, self=r(2, 20), n_fft=8, hop_length=3, win_length=6, window=torch.hann_window(6), center=True, pad_mode="reflect", normalized=True, onesided=None, return_complex=True)
case("stft", spectrum, self=r(18), n_fft=8, hop_length=None, win_length=None, window=None, center=False, pad_mode="reflect", normalized=False, onesided=False, return_complex=True)
case("stft", spectrum, self=r(1, 18), n_fft=6, hop_length=2, win_length=None, window=None, center=True, pad_mode="constant", normalized=False, onesided=True, return_complex=False)

json.dump(cases, sys.stdout, separators=(",", ":"))
