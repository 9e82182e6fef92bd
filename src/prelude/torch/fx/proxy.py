class Proxy:
    def __new__(cls, *args, **kwargs):
        return _unknown("graphs of torch.fx are not followed")


class TraceError(ValueError):
    pass


class TracerBase:
    pass


def __getattr__(name):
    return _unknown(f"`torch.fx.proxy.{name}` is not followed")
