"""Names that other libraries import."""


def _flatten_dense_tensors(tensors):
    import torch

    return torch.cat([tensor.reshape(-1) for tensor in tensors])


def _unflatten_dense_tensors(flat, tensors):
    parts, start = [], 0
    for tensor in tensors:
        count = tensor.numel()
        parts.append(flat[start : start + count].view_as(tensor))
        start += count
    return tuple(parts)


def __getattr__(name):
    return _unknown(f"`torch._utils.{name}` is not followed")
