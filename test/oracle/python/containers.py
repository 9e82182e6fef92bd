# --- list methods
a = [3, 1, 2]
a.append(4)
a.extend((5, 6))
a.insert(0, 0)
a.insert(100, "end")
a.insert(-1, "before")
popped = a.pop(), a.pop(0), a.pop(-2)
a.remove("before") if "before" in a else None
a.reverse()
b = a.copy()
b.sort()
c = [1, 2] + [3]
c *= 2
result = a, popped, b, a.index(1), a.count(2), c, [1, 2] * 2, 3 * [0], [[0] * 2] * 2, list("abc"), [] == [], [1, 2] < [1, 3], [1] < [1, 0], c.index(1, 1), c.index(2, 2, 6), len(a), a[-1], sum(c), a.clear(), a

# --- list identity and aliasing
a = [[0] * 2] * 2
a[0][0] = 1
b = [[0] * 2 for _ in range(2)]
b[0][0] = 1
c = d = [1]
c += [2]
e = c
c = c + [3]
result = a, b, d, e, c

# --- tuple
t = (1, 2, 3)
result = t + (4,), t * 2, t[1:], t.index(2), t.count(1), len(t), 2 in t, t == (1, 2, 3), (1, 2) < (1, 2, 0), hash(t) == hash((1, 2, 3)), tuple("ab"), tuple([1]), (), (1,), tuple(), {(1, 2): "a"}[(1, 2)], max(t), sorted((3, 1)), t[::-1], (1, (2, 3))[1][0]

# --- dict basics, order and views
d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 10
keys, values, items = d.keys(), d.values(), d.items()
d["d"] = 4
del d["a"]
result = list(keys), list(values), list(items), len(keys), "b" in keys, ("c", 3) in items, d, list(d), keys & {"b", "z"}, keys | {"q"} == {"b", "c", "d", "q"}, keys - {"b"} == {"c", "d"}, repr(keys), repr(values), repr(items), keys == {"b", "c", "d"}, isinstance(keys, list)

# --- dict methods
d = dict(a=1, b=2)
e = dict([("x", 1), ("y", 2)], z=3)
result = d.get("a"), d.get("q"), d.get("q", 0), d.setdefault("a", 5), d.setdefault("n", []), d.pop("a"), d.pop("zz", None), d.popitem(), d, e, d.update(e), d.update(w=1), d, {**e, "x": 9}, d | {"b": 0}, dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), d.copy() == d, dict(zip("ab", [1, 2])), {1: "a", True: "b"}, {k: v for k, v in e.items() if v > 1}, dict(e), e == {"z": 3, "y": 2, "x": 1}, list(reversed(e)), dict(a=None).get("a", 1), bool({}), len(e), sorted(e, key=e.get), max(e, key=e.get), min(e.values()), e.clear(), e

# --- nested dicts, defaults and counting
d = {}
for word in "the cat the dog the end".split():
    d[word] = d.get(word, 0) + 1
groups = {}
for n in range(6):
    groups.setdefault(n % 3, []).append(n)
config = {"model": {"layers": [{"dim": 4}, {"dim": 8}]}}
config["model"]["layers"][1]["dim"] += 1
result = d, groups, config["model"]["layers"][1], [layer["dim"] for layer in config["model"]["layers"]], sorted(d.items(), key=lambda kv: (-kv[1], kv[0]))

# --- set operations
a, b = {1, 2, 3}, {3, 4}
c = {1}
c.add(2)
c.discard(9)
c.update([5, 6])
c |= {7}
d = frozenset([1, 2])
result = sorted(a | b), a & b, a - b, sorted(a ^ b), a <= {1, 2, 3, 4}, a < a, a >= {1}, a.isdisjoint({9}), a.union([7], [8]) == {1, 2, 3, 7, 8}, a.intersection([1, 9]), a.difference([1]) == {2, 3}, sorted(c), 2 in a, len(a), d, d | {3} == {1, 2, 3}, {1, 2} == frozenset([2, 1]), {d: 1}[frozenset([2, 1])], set("hello") == {"h", "e", "l", "o"}, a.issubset([1, 2, 3]), a.issuperset([1]), set(), {x for x in [1, 1]}, sorted({3, 1, 2}), type(d | {9}).__name__, a.symmetric_difference([1, 9]) == {2, 3, 9}
c.remove(7)
c.intersection_update({1, 2, 5})
c.difference_update({5})
c.symmetric_difference_update({2, 8})
result = *result, sorted(c), a.copy() is a

# --- collections: defaultdict, Counter, OrderedDict, deque, ChainMap
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque

dd = defaultdict(list)
dd["a"].append(1)
dd["b"]
nested = defaultdict(lambda: defaultdict(int))
nested["x"]["y"] += 1
c = Counter("abracadabra")
c2 = Counter(a=1, b=5)
od = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
od.move_to_end("a")
dq = deque([1, 2, 3], maxlen=3)
dq.append(4)
dq.appendleft(0)
dq.rotate(1)
cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
result = dict(dd), dd, nested["x"]["y"], c.most_common(2), c["z"], c["a"], sorted((c + c2).items()), (c - c2)["a"], sum(c.values()), sorted(c.elements())[:3], list(od), od.popitem(last=False), od, dq, list(dq), dq.pop(), dq.popleft(), dq.maxlen, cm["a"], cm["b"], sorted(cm), Counter([1, 1, 2]), OrderedDict(x=1) == {"x": 1}, len(dq), isinstance(dd, dict), "q" in dd, dd.get("q")

# --- namedtuple
from collections import namedtuple
from typing import NamedTuple

Point = namedtuple("Point", ["x", "y"])
Config = namedtuple("Config", "a b c", defaults=[3])

class Size(NamedTuple):
    h: int
    w: int = 4

    @property
    def area(self):
        return self.h * self.w

p = Point(1, y=2)
x, y = p
s = Size(3)
try:
    p.x = 5
except AttributeError as error:
    message = type(error).__name__
try:
    Point(1)
except TypeError as error:
    missing = str(error)
result = p, p.x, p[1], x, y, p._replace(x=9), p._asdict(), Point._fields, Point._make([7, 8]), p == (1, 2), Config(1, 2), s, s.area, s.w, Size(w=1, h=2), isinstance(p, tuple), len(p), p + (3,), message, missing, Config._field_defaults, [*p], hash(p) == hash((1, 2))

# --- dataclasses
from dataclasses import asdict, astuple, dataclass, field, fields, replace
from typing import ClassVar, List

@dataclass
class Layer:
    dim: int
    heads: int = 8
    tags: List[str] = field(default_factory=list)
    count: ClassVar[int] = 0
    hidden: int = field(init=False, repr=False)

    def __post_init__(self):
        self.hidden = self.dim * 4

@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0

@dataclass
class Child(Layer):
    extra: str = "e"

a, b = Layer(4), Layer(4)
a.tags.append("t")
try:
    Version(1).major = 2
except Exception as error:
    frozen = f"{type(error).__name__}: {error}"
try:
    Layer()
except TypeError as error:
    missing = str(error)
result = a, b, a == b, Layer(4) == b, a.hidden, Child(1, extra="x"), Version(1, 2) < Version(1, 3), frozen, missing, replace(b, dim=5), asdict(b), astuple(Version(1)), [f.name for f in fields(Layer)], hash(Version(1)) == hash(Version(1)), Layer.heads, sorted([Version(2), Version(1, 5)]), {Version(1): "v"}[Version(1)]

# --- enum
from enum import Enum, Flag, IntEnum, IntFlag, auto, unique

class Colour(Enum):
    RED = 1
    GREEN = 2
    ROUGE = 1

    @property
    def lower(self):
        return self.name.lower()

    @classmethod
    def default(cls):
        return cls.GREEN

class Level(IntEnum):
    LOW = 1
    HIGH = 10

class Mode(str, Enum):
    TRAIN = "train"
    EVAL = "eval"

class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

class Auto(Enum):
    A = auto()
    B = auto()

class Perm(Flag):
    R = 4
    W = 2
    X = 1

try:
    Colour(9)
except ValueError as error:
    message = str(error)
result = Colour.RED, str(Colour.RED), Colour.RED.name, Colour.RED.value, Colour(2), Colour["GREEN"], Colour.ROUGE is Colour.RED, list(Colour), len(Colour), Colour.RED.lower, Colour.default(), Level.HIGH > Level.LOW, Level.HIGH + 1, Level(1), Mode.TRAIN == "train", Mode("eval"), Mode.TRAIN.value, Planet.MARS.radius, Auto.B.value, Perm.R | Perm.W, (Perm.R | Perm.X) & Perm.R, Perm.R in (Perm.R | Perm.W), message, Colour.RED in Colour, isinstance(Colour.RED, Colour), {Colour.RED: 1}[Colour.RED], Colour.RED == 1, Level.LOW == 1, [m.value for m in Colour], Colour.__members__["ROUGE"], f"{Mode.TRAIN.value}", bool(Perm(0)), Colour.RED != Colour.GREEN, repr(Level.LOW), sorted(Level), max(Level).name

# --- copy and deepcopy
import copy

class Node:
    def __init__(self, value):
        self.value = value
        self.children = []
        self.parent = None

    def add(self, child):
        child.parent = self
        self.children.append(child)
        return self

class Custom:
    def __init__(self, n):
        self.n = n

    def __deepcopy__(self, memo):
        return Custom(self.n + 100)

    def __copy__(self):
        return Custom(self.n + 1)

root = Node(1).add(Node(2)).add(Node(3))
twin = copy.deepcopy(root)
twin.children[0].value = 99
shallow = copy.copy(root)
shared = [1]
both = copy.deepcopy([shared, shared])
t = (1, [2])
loop = [1]
loop.append(loop)
looped = copy.deepcopy(loop)
d = {"a": [1], "b": {"c": (1, 2)}}
e = copy.deepcopy(d)
e["a"].append(2)
result = root.children[0].value, twin.children[0].parent is twin, twin is not root, shallow.children is root.children, both[0] is both[1], both[0] is not shared, copy.copy(shared) is not shared, copy.deepcopy((1, 2)) == (1, 2), copy.deepcopy(t)[1] is not t[1], looped[1] is looped, d, e, copy.deepcopy(Custom(1)).n, copy.copy(Custom(1)).n, copy.deepcopy(len) is len, copy.deepcopy(Node) is Node

# --- operator
import operator

class A:
    x = 5

    def m(self, k):
        return k * 2

result = operator.add(1, 2), operator.itemgetter(1)([5, 6]), operator.itemgetter(0, 2)("abc"), operator.attrgetter("x")(A()), operator.methodcaller("m", 4)(A()), operator.mul(3, 4), operator.getitem({"a": 1}, "a"), operator.contains([1], 1), operator.neg(3), operator.truediv(1, 2), operator.floordiv(7, 2), operator.lt(1, 2), operator.not_(0), operator.is_(None, None), operator.concat([1], [2]), sorted([(1, 2), (0, 3)], key=operator.itemgetter(1)), operator.index(5), operator.xor(5, 1), operator.pow(2, 3)

# --- membership, truth and emptiness
result = [bool(x) for x in ([], [0], (), (0,), {}, {0: 0}, set(), "", " ", 0, 0.0, None, range(0), range(1), b"")], 1 in [1.0], "a" in {"a": 1}, None in [None], [] in [[]], (1,) in {(1,)}, "bc" in "abcd", 3 not in [1], 1 in {True}

# --- typing constructs at run time
from typing import Any, Callable, Dict, List, Literal, Optional, Sequence, Tuple, TypeVar, Union, cast, overload

T = TypeVar("T")
Vector = List[float]
Pair = Tuple[int, ...]
Maybe = Optional[Dict[str, "Forward"]]

def f(x: Union[int, str], y: Callable[[int], str] = None, *args: Any, mode: Literal["a", "b"] = "a") -> Sequence[T]:
    z: int = 3
    w: "undefined_thing"
    return [x, z]

@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x):
    return x

n: int
m: int = 5
result = f(1), cast(int, "a"), g(3), m, "n" in dir(), isinstance(1, int | str), isinstance("a", int | None), f.__annotations__["mode"] is not None, __annotations__

# --- list of instances, sorting by attributes, grouping
class Item:
    def __init__(self, name, price):
        self.name, self.price = name, price

    def __repr__(self):
        return f"{self.name}@{self.price}"

items = [Item("b", 2), Item("a", 2), Item("c", 1)]
by_price = {}
for item in items:
    by_price.setdefault(item.price, []).append(item)
result = sorted(items, key=lambda i: (i.price, i.name)), by_price, [i for i in items if i.price > 1], max(items, key=lambda i: i.price), sum(i.price for i in items), {i.name: i for i in items}

# --- copying arguments and mutation through functions
def change(items, extra=None):
    items.append(1)
    items = [5]
    extra = extra or {}
    extra["k"] = items
    return extra

a, b = [0], {}
out = change(a), change(a, {"z": 1})
result = a, b, out

# --- repr of recursive containers
a = [1]
a.append(a)
d = {}
d["self"] = d
t = ([],)
t[0].append(t)
result = repr(a), repr(d), repr(t)

# --- unhashable and equal keys
d = {1: "int", 1.5: "float", "1": "str", (1, 2): "tuple", None: "none", True: "bool"}
out = []
for key in ([], {}, set()):
    try:
        d[key]
    except TypeError as error:
        out.append(str(error))
result = d, d[1.0], d[None], d[1, 2], out, len(d)

# --- star assignment into attributes and items
class A:
    pass

a, l = A(), [0, 0, 0]
a.x, *l[1:], a.y = 1, 2, 3, 4
for a.z, l[0] in [(5, 6)]:
    pass
result = a.x, a.y, a.z, l

# --- types.SimpleNamespace, argparse.Namespace and MappingProxyType
import argparse
import types

ns = types.SimpleNamespace(a=1, b=[2])
ns.c = 3
args = argparse.Namespace(lr=0.1, layers=3)
result = ns, ns.a, vars(args), args.lr, hasattr(args, "nope"), ns == types.SimpleNamespace(a=1, b=[2], c=3), "lr" in args
