import math

import torch

from .distribution import Distribution


class MultivariateNormal(Distribution):
    """loc (*batch, D) and one of covariance, precision or its triangular root (*batch, D, D)"""

    has_rsample = True

    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        if loc.dim() < 1:
            raise ValueError("loc must be at least one-dimensional.")
        given = [one for one in (covariance_matrix, precision_matrix, scale_tril) if one is not None]
        if len(given) != 1:
            raise ValueError("Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.")
        if given[0].dim() < 2:
            raise ValueError("covariance_matrix must be at least two-dimensional, with optional leading batch dimensions")
        batch = torch.broadcast_shapes(given[0].shape[:-2], loc.shape[:-1])
        if scale_tril is not None:
            root = scale_tril
        elif covariance_matrix is not None:
            root = torch.linalg.cholesky(covariance_matrix)
        else:
            root = torch.linalg.cholesky(torch.linalg.inv(precision_matrix))
        self.loc = loc.expand(*batch, -1)
        self.scale_tril = root.expand(*batch, -1, -1)
        super().__init__(batch, self.loc.shape[-1:])

    @property
    def covariance_matrix(self):
        return self.scale_tril @ self.scale_tril.mT

    @property
    def mean(self):
        return self.loc

    @property
    def variance(self):
        return self.scale_tril.pow(2).sum(-1)

    def rsample(self, sample_shape=()):
        noise = self._noise(sample_shape, self.loc).normal_()
        return self.loc + torch.matmul(self.scale_tril, noise.unsqueeze(-1)).squeeze(-1)

    def log_prob(self, value):
        diff = (value - self.loc).unsqueeze(-1)
        solved = torch.linalg.solve_triangular(self.scale_tril, diff, upper=False).squeeze(-1)
        half_log_det = self.scale_tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        return -0.5 * (self._event_shape[0] * math.log(2 * math.pi) + solved.pow(2).sum(-1)) - half_log_det

    def entropy(self):
        half_log_det = self.scale_tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        return 0.5 * self._event_shape[0] * (1.0 + math.log(2 * math.pi)) + half_log_det


class LowRankMultivariateNormal(MultivariateNormal):
    def __init__(self, loc, cov_factor, cov_diag, validate_args=None):
        super().__init__(loc, cov_factor @ cov_factor.mT + torch.diag_embed(cov_diag))
