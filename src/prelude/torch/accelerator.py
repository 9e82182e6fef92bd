"""https://pytorch.org/docs/stable/accelerator.html"""

def is_available():
    return _gpus("presence")


def current_accelerator(check_available=False):
    import torch

    available = _gpus("presence")
    return torch.device("cuda") if available is True else _unknown("it depends on the machine")


def device_count():
    return _gpus("count")


def current_device_index():
    return _set_current_gpu(None)


def set_device_index(device):
    _set_current_gpu(device)


def __getattr__(name):
    return _unknown(f"`torch.accelerator.{name}` is not followed")
