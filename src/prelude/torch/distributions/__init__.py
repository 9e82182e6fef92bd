"""https://pytorch.org/docs/stable/distributions.html"""
from . import constraints, transforms
from .continuous import (
    Beta, Cauchy, Chi2, Dirichlet, Exponential, Gamma, Gumbel, HalfNormal, Laplace, LogNormal, Normal, StudentT, Uniform,
)  # fmt: skip
from .discrete import Bernoulli, Binomial, Categorical, Geometric, Multinomial, OneHotCategorical, Poisson, RelaxedBernoulli, RelaxedOneHotCategorical
from .distribution import Distribution, ExponentialFamily, Independent
from .kl import kl_divergence, register_kl
from .mixture_same_family import MixtureSameFamily
from .multivariate_normal import LowRankMultivariateNormal, MultivariateNormal
from .transformed_distribution import TransformedDistribution
from .transforms import AffineTransform, ComposeTransform, ExpTransform, SigmoidTransform, TanhTransform, Transform


def __getattr__(name):
    return _unknown(f"`torch.distributions.{name}` is not followed")
