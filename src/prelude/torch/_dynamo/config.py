suppress_errors = False
cache_size_limit = 8
verbose = False


def __getattr__(name):
    return _unknown(f"`torch._dynamo.config.{name}` is not followed")
