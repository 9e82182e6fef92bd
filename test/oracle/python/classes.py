# --- attributes of class and instance
class A:
    shared = []
    count = 0

    def __init__(self):
        self.own = 1
        A.count += 1

a, b = A(), A()
a.shared.append(3)
a.count = 10
result = (A.shared is b.shared, a.count, b.count, A.count, "count" in a.__dict__, "count" in b.__dict__, vars(b))

# --- method resolution order of a diamond
class A:
    def who(self):
        return ["A"]

class B(A):
    def who(self):
        return ["B"] + super().who()

class C(A):
    def who(self):
        return ["C"] + super().who()

class D(B, C):
    def who(self):
        return ["D"] + super().who()

result = D().who(), [cls.__name__ for cls in D.__mro__], D.__bases__ == (B, C), issubclass(D, A)

# --- super with arguments, in class methods and static methods
class A:
    def f(self):
        return "A.f"

    @classmethod
    def make(cls, n):
        return cls.__name__, n

    @staticmethod
    def plain(n):
        return n * 2

class B(A):
    def f(self):
        return super(B, self).f() + "!"

    @classmethod
    def make(cls, n):
        return super().make(n + 1)

    @staticmethod
    def plain(n):
        return A.plain(n) + 1

class C(B):
    pass

result = B().f(), B.make(1), C.make(2), C().make(3), B.plain(4), B().plain(5), super(C, C()).f()

# --- properties with setter and deleter
class P:
    def __init__(self):
        self._x = 1
        self.log = []

    @property
    def x(self):
        self.log.append("get")
        return self._x

    @x.setter
    def x(self, value):
        self.log.append(("set", value))
        self._x = value

    @x.deleter
    def x(self):
        self.log.append("del")
        self._x = None

    @property
    def only(self):
        return 7

p = P()
p.x = 5
p.x += 2
before = p.x
del p.x
try:
    p.only = 3
except AttributeError as error:
    message = str(error)
result = before, p._x, p.log, p.only, message, isinstance(P.x, property)

# --- property inherited and overridden
class A:
    @property
    def n(self):
        return 1

class B(A):
    @property
    def n(self):
        return super().n + 1

class C(A):
    n = 9

result = A().n, B().n, C().n, A.n.fget(A())

# --- descriptors, data and not
class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name
        self.owner = owner.__name__

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        return getattr(obj, self.name)

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError(f"{self.name[1:]} must not be negative")
        setattr(obj, self.name, value)

class Lazy:
    def __init__(self, make):
        self.make = make

    def __get__(self, obj, objtype=None):
        value = self.make(obj)
        obj.__dict__["lazy"] = value
        return value

class T:
    n = Positive()
    calls = 0

    def __init__(self, n):
        self.n = n

    @Lazy
    def lazy(self):
        T.calls += 1
        return self.n * 2

t = T(4)
try:
    T(-1)
except ValueError as error:
    message = str(error)
result = t.n, t.lazy, t.lazy, T.calls, message, T.n.name, T.n.owner, sorted(t.__dict__)

# --- metaclass with registry
class Meta(type):
    registry = {}

    def __new__(mcls, name, bases, namespace, **options):
        cls = super().__new__(mcls, name, bases, namespace)
        mcls.registry[name] = options
        return cls

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        cls.tag = name.lower()

    def __call__(cls, *args, **kwargs):
        instance = super().__call__(*args, **kwargs)
        instance.made = True
        return instance

    def describe(cls):
        return f"<{cls.tag}>"

    @property
    def size(cls):
        return len(cls.registry)

    def __len__(cls):
        return 42

class Base(metaclass=Meta):
    def __init__(self, n=0):
        self.n = n

class Child(Base, flavour="sweet"):
    pass

child = Child(3)
result = Meta.registry, Child.tag, child.made, child.n, Child.describe(), Base.size, len(Child), type(Child) is Meta

# --- __init_subclass__ with keywords
class Plugin:
    plugins = []

    def __init_subclass__(cls, /, name=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.plugin_name = name or cls.__name__
        Plugin.plugins.append(cls.plugin_name)

class A(Plugin):
    pass

class B(Plugin, name="bee"):
    pass

class C(B):
    pass

result = Plugin.plugins, B.plugin_name, C.plugin_name

# --- __getattr__, __getattribute__, __setattr__, __delattr__
class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "log", [])

    def __getattr__(self, name):
        if name.startswith("no_"):
            raise AttributeError(name)
        return getattr(self._target, name)

    def __setattr__(self, name, value):
        self.log.append(name)
        setattr(self._target, name, value)

    def __delattr__(self, name):
        self.log.append("-" + name)
        delattr(self._target, name)

class Target:
    x = 1

target = Target()
proxy = Proxy(target)
proxy.y = 5
proxy.z = 6
del proxy.z
result = proxy.x, proxy.y, target.y, proxy.log, hasattr(proxy, "no_such"), getattr(proxy, "no_such", "default"), hasattr(proxy, "z")

# --- __getattribute__
class Loud:
    kind = "loud"

    def __getattribute__(self, name):
        value = super().__getattribute__(name)
        return value.upper() if isinstance(value, str) else value

result = Loud().kind

# --- callable instances and bound methods as values
class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x, *rest, scale=1):
        return (x + sum(rest) + self.n) * scale

    def method(self, x):
        return self.n - x

adder = Adder(3)
bound = adder.method
adder.n = 10
result = adder(1), adder(1, 2, scale=2), bound(4), callable(adder), callable(3), bound.__self__ is adder, Adder.method(adder, 1), bound.__name__, list(map(adder, [1, 2]))

# --- container protocol
class Bag:
    def __init__(self, items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return Bag(self.items[index])
        return self.items[index]

    def __setitem__(self, index, value):
        self.items[index] = value

    def __delitem__(self, index):
        del self.items[index]

    def __contains__(self, item):
        return item in self.items

    def __iter__(self):
        return iter(self.items)

    def __reversed__(self):
        return reversed(self.items)

    def __repr__(self):
        return f"Bag({self.items})"

bag = Bag("abcde")
bag[0] = "z"
del bag[1]
result = bag, len(bag), bag[1:3], bag[-1], "c" in bag, "q" in bag, list(bag), list(reversed(bag)), bool(Bag("")), [*bag]

# --- old sequence protocol
class Squares:
    def __getitem__(self, n):
        if n >= 5:
            raise IndexError(n)
        return n * n

result = list(Squares()), 9 in Squares(), 10 in Squares(), [a + b for a, b in zip(Squares(), Squares())]

# --- arithmetic methods and their reflections
class V:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        if not isinstance(other, V):
            return NotImplemented
        return V(self.x + other.x, self.y + other.y)

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __mul__(self, k):
        return V(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return V(-self.x, -self.y)

    def __abs__(self):
        return (self.x**2 + self.y**2) ** 0.5

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __iadd__(self, other):
        self.x += other.x
        return self

    def __eq__(self, other):
        return isinstance(other, V) and (self.x, self.y) == (other.x, other.y)

    def __bool__(self):
        return self.x != 0 or self.y != 0

    def __repr__(self):
        return f"V({self.x}, {self.y})"

v = V(1, 2)
w = v
w += V(5, 5)
try:
    v + 3
except TypeError as error:
    message = str(error)
result = v, w is v, v + V(1, 1), 3 * v, v * 2, -v, abs(V(3, 4)), v @ v, sum([V(1, 1), V(2, 2)]), v == V(6, 2), v != V(6, 2), bool(V(0, 0)), message

# --- rich comparison and reflection
class N:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return hash(self.n)

    def __repr__(self):
        return f"N({self.n})"

numbers = [N(3), N(1), N(2)]
result = sorted(numbers), max(numbers), N(1) > N(0), N(1) in numbers, {N(1), N(1)}, {N(2): "two"}[N(2)], N(1) != N(1)

# --- subclass's reflected method comes first
class A:
    def __add__(self, other):
        return "A.add"

    def __radd__(self, other):
        return "A.radd"

class B(A):
    def __radd__(self, other):
        return "B.radd"

result = A() + B(), B() + A(), A() + A(), 1 + A()

# --- __slots__
class S:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1

s = S()
try:
    s.c = 3
except AttributeError as error:
    message = str(error)
try:
    s.b
except AttributeError as error:
    unset = str(error)
result = s.a, message, unset, hasattr(s, "__dict__")

# --- __class_getitem__ and generic aliases
from typing import Generic, TypeVar

T = TypeVar("T")

class Box(Generic[T]):
    def __init__(self, item: T):
        self.item = item

class IntBox(Box[int]):
    pass

class Own:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}<{item}>"

result = Box[int](3).item, IntBox(4).item, isinstance(IntBox(1), Box), Own[3], [base.__name__ for base in IntBox.__mro__]

# --- abstract classes
from abc import ABC, abstractmethod

class Shape(ABC):
    @abstractmethod
    def area(self):
        ...

    @property
    @abstractmethod
    def name(self):
        ...

    def describe(self):
        return f"{self.name}: {self.area()}"

class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2

    @property
    def name(self):
        return "square"

class Half(Shape):
    def area(self):
        return 0

messages = []
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as error:
        messages.append(str(error))
result = Square(3).describe(), messages, isinstance(Square(1), Shape)

# --- __new__ that gives something else, and singletons
class Single:
    instance = None

    def __new__(cls, *args):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance

    def __init__(self, n):
        self.n = n

class Other:
    def __new__(cls):
        return 5

    def __init__(self):
        raise RuntimeError("never")

a, b = Single(1), Single(2)
result = a is b, a.n, Other()

# --- subclasses of builtins
class L(list):
    def __init__(self, items, name):
        super().__init__(items)
        self.name = name

    def append(self, item):
        super().append(item * 2)

    def total(self):
        return sum(self)

class D(dict):
    def __missing__(self, key):
        return f"no {key}"

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)

class S(str):
    def shout(self):
        return self.upper() + "!"

class I(int):
    def __new__(cls, value, unit=""):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

class T(tuple):
    @property
    def first(self):
        return self[0]

l = L([1, 2], "ell")
l.append(5)
d = D(a=1)
i = I(4, "m")
result = l, l.name, l.total(), len(l), l[1:], d["a"], d["b"], d.a, d.zzz, S("hi").shout(), S("a") + "b", i + 1, i.unit, i == 4, T([1, 2]).first, T((1, 2)) == (1, 2), isinstance(l, list), isinstance(i, int)

# --- str and repr fall back on each other
class R:
    def __repr__(self):
        return "R!"

class S(R):
    def __str__(self):
        return "S?"

class F(R):
    def __format__(self, spec):
        return f"F<{spec}>"

result = str(R()), f"{S()}", repr(S()), [S(), R()], "%s %r" % (S(), S()), f"{F():abc}", "{:>5}|{}".format("x", S()), f"{S()!r}"

# --- class scope is not seen by methods
x = "global"

class A:
    x = "class"
    y = [x for _ in range(1)]
    z = x

    def f(self):
        return x

    g = lambda self: x

result = A.x, A.y, A.z, A().f(), A().g()

# --- nested classes and qualified names
class Outer:
    class Inner:
        def method(self):
            pass

    def factory(self):
        class Local:
            pass

        def helper():
            pass

        return Local, helper, lambda: 0

local, helper, fn = Outer().factory()
result = Outer.Inner.__qualname__, Outer.Inner.method.__qualname__, local.__qualname__, helper.__qualname__, fn.__qualname__, Outer.factory.__name__, Outer.__name__

# --- type() makes classes
def area(self):
    return self.side**2

Square = type("Square", (object,), {"side": 3, "area": area})
Sub = type("Sub", (Square,), {"side": 4})
result = Square().area(), Sub().area(), Sub.__name__, isinstance(Sub(), Square), type(Sub()) is Sub, type(3), type("")

# --- isinstance and issubclass
class A:
    pass

class B(A):
    pass

result = isinstance(B(), A), isinstance(A(), B), isinstance(3, (str, int)), isinstance(True, int), isinstance(1.0, int), issubclass(B, (str, A)), issubclass(bool, int), isinstance(None, type(None)), isinstance(A, type), isinstance([], (tuple, (list, dict)))

# --- deleting and changing attributes, __class__ assignment
class A:
    def f(self):
        return "A"

class B:
    def f(self):
        return "B"

a = A()
a.x = 1
del a.x
had = hasattr(a, "x")
a.__class__ = B
A.late = lambda self: "late"
try:
    del a.missing
except AttributeError as error:
    message = str(error)
setattr(a, "y", 3)
result = had, a.f(), A().late(), message, a.y, getattr(a, "y"), isinstance(a, B), a.__class__.__name__

# --- dir, vars and __dict__
class A:
    x = 1

    def f(self):
        pass

a = A()
a.y = 2
a.__dict__["z"] = 3
result = a.z, vars(a), [name for name in dir(a) if not name.startswith("__")], sorted(k for k in A.__dict__ if not k.startswith("__"))

# --- attributes of functions
def f(x):
    """Doc."""
    f.calls += 1
    return x

f.calls = 0
f(1)
f(2)
result = f.calls, f.__name__, f.__doc__, f.__dict__, f.__module__ == __name__, f.__defaults__, (lambda a, b=2: 0).__defaults__

# --- multiple inheritance with cooperative init
class Base:
    def __init__(self, **kwargs):
        self.seen = ["Base"]
        assert not kwargs

class Left(Base):
    def __init__(self, left=0, **kwargs):
        super().__init__(**kwargs)
        self.left = left
        self.seen.append("Left")

class Right(Base):
    def __init__(self, right=0, **kwargs):
        super().__init__(**kwargs)
        self.right = right
        self.seen.append("Right")

class Both(Left, Right):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seen.append("Both")

both = Both(left=1, right=2)
result = both.seen, both.left, both.right

# --- inconsistent order is refused
class A:
    pass

class B(A):
    pass

try:
    class C(A, B):
        pass
except TypeError as error:
    result = type(error).__name__

# --- name mangling
class A:
    def __init__(self):
        self.__secret = 1

    def get(self):
        return self.__secret

class B(A):
    def __init__(self):
        super().__init__()
        self.__secret = 2

b = B()
result = b.get(), sorted(b.__dict__)

# --- super() in a comprehension's outer method and in nested functions
class A:
    def items(self):
        return [1, 2]

class B(A):
    def items(self):
        base = super().items()
        return [x * 2 for x in base]

    def later(self):
        def inner():
            return __class__.__name__
        return inner()

result = B().items(), B().later()

# --- instances as keys by identity, and equal hashes
class K:
    pass

a, b = K(), K()
d = {a: 1, b: 2}
d[a] += 10
result = d[a], d[b], len(d), a in d, K() in d, a == b, a == a

# --- __eq__ without __hash__
class E:
    def __eq__(self, other):
        return True

try:
    {E(): 1}
except TypeError as error:
    result = str(error), E.__hash__, E() == 5, E() != 5

# --- __index__, __int__, __float__
class N:
    def __index__(self):
        return 2

    def __int__(self):
        return 7

    def __float__(self):
        return 2.5

result = [10, 20, 30][N()], int(N()), float(N()), list(range(N())), "ab" * 2, hex(N())

# --- __enter__ of a class with state
class Managed:
    log = []

    def __enter__(self):
        self.log.append("in")
        return self

    def __exit__(self, kind, value, trace):
        self.log.append(kind.__name__ if kind else None)
        return kind is ValueError

with Managed() as m:
    pass
with Managed():
    raise ValueError("swallowed")
try:
    with Managed():
        raise KeyError("kept")
except KeyError as error:
    Managed.log.append(repr(error))
result = Managed.log
# --- names of an object through object.__dir__
class Point:
    kind = "point"

    def __init__(self):
        self.x = 1

class Named(Point):
    def __dir__(self):
        return [name for name in super().__dir__() if not name.startswith("__")] + ["z"]

result = (
    sorted(name for name in object.__dir__(Point()) if not name.startswith("__")),
    dir(Named()),
    "__class__" in object.__dir__(None),
    "append" in object.__dir__([]),
    [name for name in dir(Point) if not name.startswith("__")],
)
# --- names that every object has, and what the hook of subclasses gives
from collections.abc import MutableMapping

class Plain:
    pass

class Sized:
    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "size") or super().__subclasshook__(other)

every = "class delattr dir doc eq format ge getattribute gt hash init init_subclass le lt ne new reduce reduce_ex repr setattr sizeof str subclasshook"
result = (
    [name for name in every.split() if not all(hasattr(one, f"__{name}__") for one in (Plain, Plain(), 3, MutableMapping))],
    Plain.__subclasshook__(int),
    Sized.__subclasshook__(int),
    "__subclasshook__" in Plain.__dict__,
)
