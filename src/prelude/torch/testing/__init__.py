"""https://pytorch.org/docs/stable/testing.html: what holds for values can't be told, what holds for shapes can."""
import torch


def assert_close(actual, expected, *, allow_subclasses=True, rtol=None, atol=None, equal_nan=False, check_device=True, check_dtype=True, check_layout=True, check_stride=False, msg=None):  # fmt: skip
    if isinstance(actual, torch.Tensor) and isinstance(expected, torch.Tensor):
        if actual.shape != expected.shape:
            raise AssertionError(
                f"The values for attribute 'shape' do not match: {actual.shape} != {expected.shape}."
            )
        if check_dtype and actual.dtype != expected.dtype:
            raise AssertionError(
                f"The values for attribute 'dtype' do not match: {actual.dtype} != {expected.dtype}."
            )


def assert_allclose(actual, expected, rtol=None, atol=None, equal_nan=True, msg=""):
    assert_close(actual, expected, check_dtype=False)


def make_tensor(*shape, dtype, device, low=None, high=None, requires_grad=False, noncontiguous=False, **options):
    shape = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape
    return torch.empty(shape, dtype=dtype, requires_grad=requires_grad)


def __getattr__(name):
    return _unknown(f"`torch.testing.{name}` is not followed")
