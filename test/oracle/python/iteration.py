# --- iterator classes
class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n

c = Countdown(3)
result = list(c), list(c), next(Countdown(5)), next(Countdown(0), "none"), sum(Countdown(4)), 2 in Countdown(5), max(Countdown(6)), dict(zip("ab", Countdown(9)))

# --- generators are lazy
log = []

def numbers():
    log.append("start")
    yield 1
    log.append("middle")
    yield 2
    log.append("end")

g = numbers()
before = list(log)
first = next(g)
during = list(log)
rest = list(g)
result = before, first, during, rest, log, next(g, "done")

# --- send, throw, close and return values
def averager():
    total = count = 0
    average = None
    while True:
        try:
            value = yield average
        except ValueError:
            total = count = 0
            average = None
            continue
        if value is None:
            return total, count
        total += value
        count += 1
        average = total / count

g = averager()
next(g)
out = [g.send(10), g.send(20)]
out.append(g.throw(ValueError))
out.append(g.send(4))
try:
    g.send(None)
except StopIteration as stop:
    out.append(stop.value)
result = out

# --- yield from with return value
def inner():
    received = yield 1
    yield received
    return "inner done"

def outer():
    value = yield from inner()
    yield value
    yield from [7, 8]
    yield from "ab"

g = outer()
result = [next(g), g.send("sent"), *g]

# --- generator with finally and close
log = []

def g():
    try:
        yield 1
        yield 2
    finally:
        log.append("cleanup")

it = g()
next(it)
it.close()
for x in g():
    pass
result = log, next(it, "closed")

# --- infinite generators with itertools
import itertools

def naturals(n=0):
    while True:
        yield n
        n += 1

result = (
    list(itertools.islice(naturals(), 5)),
    list(itertools.islice(itertools.count(10, 5), 3)),
    list(itertools.takewhile(lambda x: x < 4, itertools.count())),
    [x for x, _ in zip(itertools.cycle("ab"), range(5))],
    next(x for x in naturals() if x * x > 50),
    list(zip(range(3), naturals(7))),
)

# --- itertools
from itertools import *

result = [
    list(chain([1], (2, 3), "x")),
    list(chain.from_iterable([[1], [2, 3]])),
    list(accumulate([1, 2, 3, 4])),
    list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)),
    list(product("ab", [1, 2])),
    list(product([0, 1], repeat=2)),
    list(permutations([1, 2, 3], 2)),
    list(combinations("abc", 2)),
    list(combinations_with_replacement("ab", 2)),
    [(k, list(g)) for k, g in groupby("aabbbc")],
    [(k, [*g]) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)],
    list(islice("abcdefg", 1, 6, 2)),
    list(starmap(pow, [(2, 3), (3, 2)])),
    list(zip_longest("ab", [1], fillvalue="-")),
    list(repeat(7, 3)),
    list(dropwhile(lambda x: x < 2, [1, 2, 1])),
    list(filterfalse(lambda x: x % 2, range(5))),
    list(compress("abcd", [1, 0, 1, 0])),
    list(pairwise([1, 2, 3])),
    [list(t) for t in tee([1, 2])],
]

# --- generator expressions and their scope
x = "outside"
squares = (x * x for x in range(4))
first = next(squares)
result = first, list(squares), x, sum(n for n in range(5)), max((len(w), w) for w in ["a", "bbb", "cc"]), any(n > 3 for n in range(5)), all(n > 3 for n in []), ",".join(str(n) for n in range(3))

# --- comprehensions with several clauses
matrix = [[1, 2, 3], [4, 5, 6]]
result = (
    [x for row in matrix for x in row if x % 2],
    [[row[i] for row in matrix] for i in range(3)],
    {x: x**2 for x in range(3)},
    {x % 3 for x in range(10)},
    [(a, b) for a in range(3) for b in range(a)],
    {k: v for d in [{"a": 1}, {"b": 2}] for k, v in d.items()},
    [y if y else "zero" for y in [0, 1]],
    [[i * j for j in range(3)] for i in range(2)],
)

# --- enumerate, zip, map, filter, reversed are iterators
e = enumerate("ab", start=1)
z = zip([1, 2, 3], "ab")
m = map(lambda a, b: a + b, [1, 2], [10, 20, 30])
f = filter(None, [0, 1, "", "a"])
result = next(e), list(e), list(z), list(m), list(f), list(reversed([1, 2, 3])), list(zip()), dict(enumerate("xy")), list(map(str, (1, 2))), list(zip(*[(1, 2), (3, 4)]))

# --- iter with a sentinel and iterators over dicts
numbers = iter([1, 2, 3, 0, 4])
d = {"a": 1, "b": 2}
result = list(iter(lambda: next(numbers), 0)), list(iter(d)), list(d.values()), [k + str(v) for k, v in d.items()], list(reversed(d))

# --- for else, while else, break and continue
log = []
for n in range(5):
    if n == 3:
        break
    if n % 2:
        continue
    log.append(n)
else:
    log.append("else")
for n in []:
    pass
else:
    log.append("empty else")
n = 0
while n < 2:
    n += 1
else:
    log.append("while else")
while True:
    n += 1
    if n > 5:
        break
else:
    log.append("never")
result = log, n

# --- changing a list while iterating over it
items = [1, 2, 3, 4]
seen = []
for item in items:
    seen.append(item)
    if item == 1:
        items.remove(2)
    if item == 3:
        items.append(5)
result = items, seen

# --- range
r = range(10, 0, -3)
result = list(r), len(r), r[1], r[-1], 4 in r, 5 in r, r.start, r.stop, r.step, range(5)[1:4], range(0), list(range(3, 3)), bool(range(0)), range(3) == range(0, 3), r.index(4), list(reversed(range(4))), repr(range(0, 10, 2))

# --- sorting with keys, reverse and stability
people = [("bob", 3), ("al", 3), ("cy", 1), ("di", 2)]
names = ["bb", "A", "c", "B"]
names.sort(key=str.lower)
result = sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: p[1], reverse=True), names, sorted("hello"), sorted({"b": 1, "a": 2}), sorted([3, 1, 2], reverse=True), sorted([(1, "b"), (1, "a")]), sorted([True, False, 2]), min(people, key=lambda p: (p[1], p[0])), max("abc", "abd")

# --- sorting unlike things
try:
    sorted([1, "a"])
except TypeError as error:
    result = str(error)

# --- nested generators and recursion
def flatten(x):
    if isinstance(x, list):
        for item in x:
            yield from flatten(item)
    else:
        yield x

def tree(n):
    if n:
        yield n
        for child in tree(n - 1):
            yield child

result = list(flatten([1, [2, [3, [4]], 5]])), list(tree(3))

# --- generator methods and generators in classes
class Tree:
    def __init__(self, value, *children):
        self.value, self.children = value, children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child

    def pairs(self):
        previous = None
        for value in self:
            if previous is not None:
                yield previous, value
            previous = value

tree = Tree(1, Tree(2, Tree(3)), Tree(4))
result = list(tree), list(tree.pairs()), sum(tree), [*map(lambda x: x + 1, tree)]

# --- yield as an expression inside others
def g():
    x = (yield 1) or 10
    y = [(yield x), (yield x + 1)]
    z = f"{(yield y)}!"
    if (yield z):
        return "yes"
    print((yield "asked"))
    return (yield 5) + 1

it = g()
out = [next(it), it.send(None), it.send("a"), it.send("b"), it.send("c"), it.send(0)]
result = out

# --- generator's context across calls
def running(items):
    total = 0
    for n, item in enumerate(items):
        with_index = (n, item)
        total += item
        yield with_index, total
    else:
        yield "end", total

result = list(running([5, 6, 7]))

# --- unpacking generators and iterators
def pair():
    yield 1
    yield 2

a, b = pair()
first, *rest = (n * n for n in range(4))
result = a, b, first, rest, [*pair(), *pair()], dict([(1, 2)]), tuple(pair()), set(pair()), max(*pair())
