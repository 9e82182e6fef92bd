import math

from torch.nn.init import _calculate_fan_in_and_fan_out, trunc_normal_


def trunc_normal_tf_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0):
    """Cut before it is scaled."""
    trunc_normal_(tensor, 0.0, 1.0, a, b)
    return tensor.mul_(std).add_(mean)


def variance_scaling_(tensor, scale=1.0, mode="fan_in", distribution="normal"):
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[mode]
    variance = scale / fan
    if distribution == "truncated_normal":
        return trunc_normal_tf_(tensor, std=math.sqrt(variance) / 0.87962566103423978)
    if distribution == "normal":
        return tensor.normal_(std=math.sqrt(variance))
    if distribution == "uniform":
        bound = math.sqrt(3 * variance)
        return tensor.uniform_(-bound, bound)
    raise ValueError(f"invalid distribution {distribution}")


def lecun_normal_(tensor):
    return variance_scaling_(tensor, mode="fan_in", distribution="truncated_normal")
