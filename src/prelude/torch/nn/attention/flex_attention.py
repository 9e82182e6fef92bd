"""https://pytorch.org/docs/stable/nn.attention.flex_attention.html"""


class BlockMask:
    """Which blocks of a matrix of scores are computed; what it is made of is not followed."""

    def __getattr__(self, name):
        return _unknown("blocks of masks are not followed")


def create_block_mask(*args, **kwargs):
    return _unknown("blocks of masks are not followed")


def __getattr__(name):
    return _unknown(f"`torch.nn.attention.flex_attention.{name}` is not followed")
