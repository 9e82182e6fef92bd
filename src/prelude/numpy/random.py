"""Arrays of chance: their shapes are known. https://numpy.org/doc/stable/reference/random"""
from ._array import _sizes, ndarray
from ._scalars import float64, int64

_REASON = "it depends on chance"


def _draw(size, dtype=float64):
    if size is None:
        return _unknown(_REASON, "int" if dtype is int64 else "float")
    return ndarray(_sizes(size), None, dtype)


class RandomState:
    def __init__(self, seed=None):
        return None

    def seed(self, seed=None):
        return None

    def rand(self, *shape):
        return _draw(shape if shape else None)

    randn = rand

    def random(self, size=None):
        return _draw(size)

    random_sample = standard_normal = random

    def uniform(self, low=0.0, high=1.0, size=None):
        return _draw(size)

    normal = beta = gamma = laplace = uniform

    def exponential(self, scale=1.0, size=None):
        return _draw(size)

    def randint(self, low, high=None, size=None, dtype=int):
        return _draw(size, int64)

    integers = randint

    def binomial(self, n, p, size=None):
        return _draw(size, int64)

    def choice(self, a, size=None, replace=True, p=None):
        return _unknown(_REASON) if size is None else _draw(size)

    def permutation(self, x):
        return _draw(x if isinstance(x, int) else len(x), int64)

    def shuffle(self, x):
        x[:] = [_unknown(_REASON) for _ in x]

    def get_state(self):
        return None

    def set_state(self, state):
        return None


Generator = RandomState
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
gamma = _shared.gamma
exponential = _shared.exponential
randint = _shared.randint
binomial = _shared.binomial
choice = _shared.choice
permutation = _shared.permutation
shuffle = _shared.shuffle
get_state = _shared.get_state
set_state = _shared.set_state


def default_rng(seed=None):
    return RandomState(seed)


def __getattr__(name):
    return _unknown(f"`numpy.random.{name}` is not followed")
