"""Chance: where nothing is computed the numbers are not known, their types are. Where a program runs on numbers they are CPython's for the same
seed; without one, those of the run's. https://docs.python.org/3/library/random.html"""

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
        self.seed(x)

    def seed(self, a=None, version=2):
        if _executes():
            _seed_chance(self, a)

    def getstate(self):
        return _unknown("the state of a generator is not followed")

    def setstate(self, state):
        if _executes():
            raise NotImplementedError("a generator's state is not kept")

    def random(self):
        return _random_float(self) if _executes() else _unknown(_REASON, "float")

    def _below(self, n):
        """An integer from 0 up to n: as many bits as n has, until they are less."""
        count = n.bit_length()
        drawn = _random_bits(self, count)
        while drawn >= n:
            drawn = _random_bits(self, count)
        return drawn

    def uniform(self, a, b):
        if _executes():
            return a + (b - a) * self.random()
        return a if a == b else _unknown(_REASON, "float")

    def gauss(self, mu=0.0, sigma=1.0):
        return mu + _random_gauss(self) * sigma if _executes() else _unknown(_REASON, "float")

    def normalvariate(self, mu=0.0, sigma=1.0):
        """Kinderman and Monahan's ratio of two uniform numbers."""
        if not _executes():
            return _unknown(_REASON, "float")
        import math

        width = 4 * math.exp(-0.5) / math.sqrt(2.0)
        while True:
            first = self.random()
            second = 1.0 - self.random()
            z = width * (first - 0.5) / second
            if z * z / 4.0 <= -math.log(second):
                return mu + z * sigma

    def lognormvariate(self, mu=0.0, sigma=1.0):
        if not _executes():
            return _unknown(_REASON, "float")
        import math

        return math.exp(self.normalvariate(mu, sigma))

    def betavariate(self, alpha, beta):
        return _unknown(_REASON, "float")

    def gammavariate(self, alpha, beta):
        return _unknown(_REASON, "float")

    def triangular(self, low=0.0, high=1.0, mode=None):
        if not _executes():
            return _unknown(_REASON, "float")
        u = self.random()
        if high == low:
            return low
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c:
            u, c, low, high = 1.0 - u, 1.0 - c, high, low
        return low + (high - low) * (u * c) ** 0.5

    def expovariate(self, lambd=1.0):
        if not _executes():
            return _unknown(_REASON, "float")
        import math

        return -math.log(1.0 - self.random()) / lambd

    def randint(self, a, b):
        if _executes():
            return self.randrange(a, b + 1)
        return a if a == b else _unknown(_REASON, "int")

    def randrange(self, start, stop=None, step=1):
        if not _executes():
            return _unknown(_REASON, "int")
        if stop is None:
            start, stop = 0, start
        count = len(range(start, stop, step))
        if count == 0:
            raise ValueError(f"empty range in randrange({start}, {stop})")
        return start + step * self._below(count)

    def getrandbits(self, k):
        return _random_bits(self, k) if _executes() else _unknown(_REASON, "int")

    def randbytes(self, n):
        return _unknown(_REASON)

    def choice(self, seq):
        items = list(seq)
        if not items:
            raise IndexError("Cannot choose from an empty sequence")
        return items[self._below(len(items))] if _executes() else _any_of(items)

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        items = list(population)
        if not items and k > 0:
            raise IndexError("list index out of range")
        if not _executes():
            return [_any_of(items) for _ in range(k)]
        if cum_weights is None and weights is None:
            return [items[int(self.random() * (len(items) + 0.0))] for _ in range(k)]
        from bisect import bisect
        from itertools import accumulate

        bounds = list(accumulate(weights)) if cum_weights is None else list(cum_weights)
        if len(bounds) != len(items):
            raise ValueError("The number of weights does not match the population")
        total = bounds[-1] + 0.0
        return [items[bisect(bounds, self.random() * total, 0, len(items) - 1)] for _ in range(k)]

    def sample(self, population, k, *, counts=None):
        items = list(population)
        if counts is None and not 0 <= k <= len(items):
            raise ValueError("Sample larger than population or is negative")
        if not _executes():
            return [_any_of(items) for _ in range(k)]
        if counts is not None:
            items = [item for item, count in zip(items, counts) for _ in range(count)]
        return [items[n] for n in self._places(len(items), k)]

    def _places(self, n, k):
        """k different places below n: out of a list of all where it is short, else drawn again where they repeat."""
        shortest = 21
        if k > 5:
            import math

            shortest += 4 ** math.ceil(math.log(k * 3, 4))
        if n > shortest:
            seen = set()
            found = []
            for _ in range(k):
                place = self._below(n)
                while place in seen:
                    place = self._below(n)
                seen.add(place)
                found.append(place)
            return found
        left = list(range(n))
        found = []
        for i in range(k):
            place = self._below(n - i)
            found.append(left[place])
            left[place] = left[n - i - 1]
        return found

    def shuffle(self, x):
        if not _executes():
            x[:] = [_unknown(_REASON) for _ in x] if len(x) > 1 else x
            return
        for i in reversed(range(1, len(x))):
            j = self._below(i + 1)
            x[i], x[j] = x[j], x[i]


class SystemRandom(Random):
    pass


_shared = Random()
seed = _shared.seed
getstate = _shared.getstate
setstate = _shared.setstate
random = _shared.random
uniform = _shared.uniform
triangular = _shared.triangular
gauss = _shared.gauss
normalvariate = _shared.normalvariate
lognormvariate = _shared.lognormvariate
betavariate = _shared.betavariate
gammavariate = _shared.gammavariate
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
