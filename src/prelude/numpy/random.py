"""Arrays of chance: their shapes are known. https://numpy.org/doc/stable/reference/random"""
from ._array import _sizes, asarray, ndarray
from ._scalars import float64, int64, type_of

_REASON = "it depends on chance"


def _draw(size, dtype=float64):
    if size is None:
        return _unknown(_REASON, "int" if dtype.kind in "iu" else "float")
    return ndarray(_sizes(size), None, dtype)


def _drawn(size, *parameters):
    """Without a size there is a number for each element of the parameters."""
    if size is None and any(hasattr(one, "__len__") for one in parameters):
        return _unknown(_REASON)
    return _draw(size)


def _drawn_whole(size, *parameters, dtype=int64):
    if size is None and any(hasattr(one, "__len__") for one in parameters):
        return _unknown(_REASON)
    return _draw(size, dtype)


def _permuted(x):
    if isinstance(x, int):
        return _draw(x, int64)
    x = asarray(x)
    return x if _is_unknown(x) else x._alike(x.shape, None)


class RandomState:
    def __init__(self, seed=None):
        return None

    def seed(self, seed=None):
        return None

    def rand(self, *shape):
        return _draw(shape if shape else None)

    def randn(self, *shape):
        return _draw(shape if shape else None)

    def random(self, size=None):
        return _draw(size)

    def random_sample(self, size=None):
        return _draw(size)

    def standard_normal(self, size=None):
        return _draw(size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return _drawn(size, low, high)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return _drawn(size, loc, scale)

    def laplace(self, loc=0.0, scale=1.0, size=None):
        return _drawn(size, loc, scale)

    def beta(self, a, b, size=None):
        return _drawn(size, a, b)

    def gamma(self, shape, scale=1.0, size=None):
        return _drawn(size, shape, scale)

    def exponential(self, scale=1.0, size=None):
        return _drawn(size, scale)

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return _drawn(size, mean, sigma)

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        return _drawn(size, loc, scale)

    def logistic(self, loc=0.0, scale=1.0, size=None):
        return _drawn(size, loc, scale)

    def chisquare(self, df, size=None):
        return _drawn(size, df)

    def poisson(self, lam=1.0, size=None):
        return _drawn_whole(size, lam)

    def geometric(self, p, size=None):
        return _drawn_whole(size, p)

    def randint(self, low, high=None, size=None, dtype=int):
        return _drawn_whole(size, low, high, dtype=type_of(dtype))

    def binomial(self, n, p, size=None):
        return _draw(size, int64)

    def choice(self, a, size=None, replace=True, p=None):
        if size is None:
            return _unknown(_REASON)
        if isinstance(a, int):
            return _draw(size, int64)
        return a._alike(_sizes(size), None) if isinstance(a, ndarray) and a.ndim == 1 else _unknown(_REASON)

    def permutation(self, x):
        return _permuted(x)

    def shuffle(self, x):
        x[:] = [_unknown(_REASON) for _ in x]

    def get_state(self, legacy=True):
        return _unknown("the state of a generator is not followed")

    def set_state(self, state):
        return None


class Generator:
    """`default_rng()`: https://numpy.org/doc/stable/reference/random/generator.html"""

    def __init__(self, bit_generator=None):
        return None

    def random(self, size=None, dtype=float64, out=None):
        return _draw(size, type_of(dtype))

    def standard_normal(self, size=None, dtype=float64, out=None):
        return _draw(size, type_of(dtype))

    def uniform(self, low=0.0, high=1.0, size=None):
        return _drawn(size, low, high)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return _drawn(size, loc, scale)

    def poisson(self, lam=1.0, size=None):
        return _drawn_whole(size, lam)

    def exponential(self, scale=1.0, size=None):
        return _drawn(size, scale)

    def integers(self, low, high=None, size=None, dtype=int64, endpoint=False):
        return _draw(size, type_of(dtype))

    def permutation(self, x, axis=0):
        return _permuted(x)

    def shuffle(self, x, axis=0):
        x[:] = [_unknown(_REASON) for _ in x]


_shared = RandomState()
seed = _shared.seed
rand = _shared.rand
randn = _shared.randn
random = _shared.random
random_sample = _shared.random_sample
standard_normal = _shared.standard_normal
uniform = _shared.uniform
normal = _shared.normal
beta = _shared.beta
laplace = _shared.laplace
gamma = _shared.gamma
exponential = _shared.exponential
lognormal = _shared.lognormal
gumbel = _shared.gumbel
logistic = _shared.logistic
chisquare = _shared.chisquare
poisson = _shared.poisson
geometric = _shared.geometric
randint = _shared.randint
binomial = _shared.binomial
choice = _shared.choice
permutation = _shared.permutation
shuffle = _shared.shuffle
get_state = _shared.get_state
set_state = _shared.set_state


def default_rng(seed=None):
    return Generator()


def __getattr__(name):
    return _unknown(f"`numpy.random.{name}` is not followed")
