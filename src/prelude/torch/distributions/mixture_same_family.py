import torch

from .distribution import Distribution


class MixtureSameFamily(Distribution):
    def __init__(self, mixture_distribution, component_distribution, validate_args=None):
        self.mixture_distribution = mixture_distribution
        self.component_distribution = component_distribution
        super().__init__(component_distribution.batch_shape[:-1], component_distribution.event_shape)

    def _by_weight(self, values):
        probs = self.mixture_distribution.probs
        return (probs.reshape(*probs.shape, *(1,) * len(self._event_shape)) * values).sum(-1 - len(self._event_shape))

    @property
    def mean(self):
        return self._by_weight(self.component_distribution.mean)

    def sample(self, sample_shape=()):
        dim = len(sample_shape) + len(self._batch_shape)
        chosen = self.mixture_distribution.sample(sample_shape)
        samples = self.component_distribution.sample(sample_shape)
        chosen = chosen.reshape(*chosen.shape, *(1,) * (len(self._event_shape) + 1))
        chosen = chosen.expand(*chosen.shape[: dim + 1], *self._event_shape)
        return torch.gather(samples, dim, chosen).squeeze(dim)

    def log_prob(self, value):
        value = value.unsqueeze(-1 - len(self._event_shape))
        log_probs = self.component_distribution.log_prob(value)
        return torch.logsumexp(log_probs + torch.log_softmax(self.mixture_distribution.logits, dim=-1), dim=-1)
