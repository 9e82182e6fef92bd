class Timer:
    """Measures nothing: time depends on the machine."""

    def __init__(self, *args, **kwargs):
        return None

    def timeit(self, number=1000000):
        return _unknown("it depends on the machine")

    def blocked_autorange(self, callback=None, min_run_time=0.2):
        return _unknown("it depends on the machine")


def __getattr__(name):
    return _unknown(f"`torch.utils.benchmark.{name}` is not followed")
