"""https://pytorch.org/docs/stable/monitor.html"""

def __getattr__(name):
    return _unknown(f"`torch.monitor.{name}` is not followed")
