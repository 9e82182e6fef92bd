"""https://github.com/TylerYep/torchinfo: runs the model once."""
import torch

_REASON = "what torchinfo counts is not followed"


def _inputs(input_data, input_size, batch_dim, dtypes):
    if input_data is not None:
        if isinstance(input_data, dict):
            return (), input_data
        return tuple(input_data) if isinstance(input_data, (list, tuple)) else (input_data,), {}
    sizes = [input_size] if all(isinstance(size, int) for size in input_size) else list(input_size)
    if batch_dim is not None:
        sizes = [(*size[:batch_dim], 1, *size[batch_dim:]) for size in sizes]
    dtypes = dtypes or [torch.float] * len(sizes)
    return tuple(torch.rand(*size).type(dtype) for size, dtype in zip(sizes, dtypes)), {}


def summary(
    model, input_size=None, input_data=None, batch_dim=None, cache_forward_pass=None, col_names=None, col_width=25, depth=3,
    device=None, dtypes=None, mode=None, row_settings=None, verbose=None, **kwargs,
):  # fmt: skip
    if input_size is not None or input_data is not None:
        args, named = _inputs(input_data, input_size, batch_dim, dtypes)
        trained = model.training
        # Older versions take `eval` where nothing is said, newer ones what the model is in.
        model.train("train" in str(mode).lower())
        with torch.no_grad():
            model(*args, **named, **kwargs)
        model.train(trained)
    return _unknown(_REASON)


def __getattr__(name):
    return _unknown(f"`torchinfo.{name}` is not followed")
