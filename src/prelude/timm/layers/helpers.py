def to_ntuple(n):
    def parse(x):
        return tuple(x) if hasattr(x, "__iter__") and not isinstance(x, str) else (x,) * n

    return parse


to_1tuple = to_ntuple(1)
to_2tuple = to_ntuple(2)
to_3tuple = to_ntuple(3)
to_4tuple = to_ntuple(4)


def make_divisible(v, divisor=8, min_value=None, round_limit=0.9):
    """The nearest multiple of `divisor` that is not much smaller."""
    min_value = min_value or divisor
    new = max(min_value, int(v + divisor / 2) // divisor * divisor)
    return new + divisor if new < round_limit * v else new
