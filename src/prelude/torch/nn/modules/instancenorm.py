"""Instance normalization: https://pytorch.org/docs/stable/nn.html#normalization-layers"""
from .. import functional as F
from .batchnorm import _LazyNormBase, _NormBase


class _InstanceNorm(_NormBase):
    def __init__(
        self, num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False, device=None, dtype=None, *,
        bias=True,
    ):  # fmt: skip
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype, bias=bias)

    def _apply_instance_norm(self, input):
        return F.instance_norm(
            input,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training or not self.track_running_stats,
            self.momentum if self.momentum is not None else 0.0,
            self.eps,
        )

    def forward(self, input):
        self._check_input_dim(input)
        if input.dim() == self._unbatched:
            return self._apply_instance_norm(input.unsqueeze(0)).squeeze(0)
        return self._apply_instance_norm(input)

    def _get_no_batch_dim(self):
        return self._unbatched

    def _check_input_dim(self, input):
        unbatched = self._unbatched
        if input.dim() not in (unbatched, unbatched + 1):
            raise ValueError("expected {}D or {}D input (got {}D input)".format(unbatched, unbatched + 1, input.dim()))


class InstanceNorm1d(_InstanceNorm):
    """(N, C, L), shape kept"""

    _unbatched = 2


class InstanceNorm2d(_InstanceNorm):
    """(N, C, H, W), shape kept"""

    _unbatched = 3


class InstanceNorm3d(_InstanceNorm):
    """(N, C, D, H, W), shape kept"""

    _unbatched = 4


class _LazyInstanceNorm(_LazyNormBase):
    def __init__(
        self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True
    ):
        super().__init__(eps, momentum, affine, track_running_stats, device, dtype, bias=bias)


class LazyInstanceNorm1d(_LazyInstanceNorm, InstanceNorm1d):
    cls_to_become = InstanceNorm1d


class LazyInstanceNorm2d(_LazyInstanceNorm, InstanceNorm2d):
    cls_to_become = InstanceNorm2d


class LazyInstanceNorm3d(_LazyInstanceNorm, InstanceNorm3d):
    cls_to_become = InstanceNorm3d
