"""Prefix sums of any associative operation: the results have the sizes of what is combined."""


def associative_scan(combine_fn, xs, dim, reverse=False, combine_mode="pointwise"):
    if not callable(combine_fn):
        raise ValueError(f"Combine_fn must be a callable, but got {combine_fn}")
    return combine_fn(xs, xs)


def __getattr__(name):
    return _unknown(f"`torch._higher_order_ops.associative_scan.{name}` is not followed")
