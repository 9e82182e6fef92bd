def is_available():
    return False


def __getattr__(name):
    return _unknown(f"`torch.distributed.rpc.{name}` is not followed")
