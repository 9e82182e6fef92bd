from .distribution import Distribution


class TransformedDistribution(Distribution):
    has_rsample = True

    def __init__(self, base_distribution, transforms, validate_args=None):
        self.base_dist = base_distribution
        self.transforms = list(transforms) if hasattr(transforms, "__iter__") else [transforms]
        super().__init__(base_distribution.batch_shape, base_distribution.event_shape)

    def rsample(self, sample_shape=()):
        x = self.base_dist.rsample(sample_shape)
        for transform in self.transforms:
            x = transform(x)
        return x

    def log_prob(self, value):
        total = 0.0
        for transform in reversed(self.transforms):
            x = transform.inv(value)
            total = total - transform.log_abs_det_jacobian(x, value)
            value = x
        return total + self.base_dist.log_prob(value)
