"""Chance: the numbers are not known, their types are. https://docs.python.org/3/library/random.html"""

_REASON = "it depends on chance"


#: Items that are looked at one by one.
_FEW = 100


def _any_of(items):
    """What an item may be that chance decides for."""
    if len(items) > _FEW:
        return _unknown(_REASON)
    chosen = items[0]
    for item in items[1:]:
        chosen = item if _unknown(_REASON, "bool") else chosen
    return chosen


class Random:
    def __init__(self, x=None):
        return None

    def seed(self, a=None, version=2):
        return None

    def getstate(self):
        return None

    def setstate(self, state):
        return None

    def random(self):
        return _unknown(_REASON, "float")

    def uniform(self, a, b):
        return a if a == b else _unknown(_REASON, "float")

    def gauss(self, mu=0.0, sigma=1.0):
        return _unknown(_REASON, "float")

    normalvariate = gauss

    def lognormvariate(self, mu=0.0, sigma=1.0):
        return _unknown(_REASON, "float")

    def betavariate(self, alpha, beta):
        return _unknown(_REASON, "float")

    def gammavariate(self, alpha, beta):
        return _unknown(_REASON, "float")

    def triangular(self, low=0.0, high=1.0, mode=None):
        return _unknown(_REASON, "float")

    def expovariate(self, lambd=1.0):
        return _unknown(_REASON, "float")

    def randint(self, a, b):
        return a if a == b else _unknown(_REASON, "int")

    def randrange(self, start, stop=None, step=1):
        return _unknown(_REASON, "int")

    def getrandbits(self, k):
        return _unknown(_REASON, "int")

    def choice(self, seq):
        items = list(seq)
        if not items:
            raise IndexError("Cannot choose from an empty sequence")
        return _any_of(items)

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        items = list(population)
        if not items and k > 0:
            raise IndexError("list index out of range")
        return [_any_of(items) for _ in range(k)]

    def sample(self, population, k, *, counts=None):
        items = list(population)
        if counts is None and not 0 <= k <= len(items):
            raise ValueError("Sample larger than population or is negative")
        return [_any_of(items) for _ in range(k)]

    def shuffle(self, x):
        x[:] = [_unknown(_REASON) for _ in x] if len(x) > 1 else x


class SystemRandom(Random):
    pass
_shared = Random()
seed = _shared.seed
getstate = _shared.getstate
setstate = _shared.setstate
random = _shared.random
uniform = _shared.uniform
gauss = _shared.gauss
normalvariate = _shared.normalvariate
betavariate = _shared.betavariate
expovariate = _shared.expovariate
randint = _shared.randint
randrange = _shared.randrange
getrandbits = _shared.getrandbits
choice = _shared.choice
choices = _shared.choices
sample = _shared.sample
shuffle = _shared.shuffle


def __getattr__(name):
    return _unknown(f"`random.{name}` is not followed")
