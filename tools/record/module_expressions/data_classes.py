"""Expressions over `dataclasses`."""
from .bodies import calls_of

DATACLASS_PROGRAM = '''\
@dataclasses.dataclass
class P:
    x: int
    y: int = 2
    z: list = dataclasses.field(default_factory=list)
@dataclasses.dataclass(frozen=True)
class F:
    a: int
    b: str = "b"
@dataclasses.dataclass(order=True)
class O:
    k: int
    v: str = dataclasses.field(default="", compare=False)
@dataclasses.dataclass(kw_only=True)
class K:
    p: int
    q: int = 1
@dataclasses.dataclass(slots=True)
class S:
    u: int
    w: int = 3
@dataclasses.dataclass
class D(P):
    extra: float = 1.5
    hidden: int = dataclasses.field(default=0, repr=False)
def change(value, name, to):
    setattr(value, name, to)
    return value
'''
instances = ["P(1)", "P(1, y=5, z=[1])", "F(1)", "O(2, 'x')", "K(p=1)", "S(7)", "D(1)", "D(1, 2, [3], 4.5)"]
DATACLASS = [template.format(one) for one in instances for template in (
    "{0}", "{0} == {0}", "dataclasses.asdict({0})", "dataclasses.astuple({0})", "[f.name for f in dataclasses.fields({0})]", "dataclasses.is_dataclass({0})",
    "dataclasses.replace({0})", "type({0}).__match_args__", "hash({0}) == hash({0})", "hasattr({0}, '__dict__')", "{0}.nothing", "change({0}, 'new', 1)",
    "list(inspect.signature(type({0})).parameters)", "type({0}).__dataclass_params__.frozen", "type({0}).__dataclass_params__.order",
    "copy.copy({0}) == {0}", "copy.deepcopy({0}) == {0}", "{0} != {0}", "{0} == 3", "type({0}).__annotations__ is not None",
)] + [
    "P()", "P(1, 2, 3, 4)", "P(1, w=3)", "P(1, x=2)", "K(1)", "K()", "F(1, 'c').b", "change(F(1), 'a', 2)", "O(1) < O(2)", "O(1, 'a') == O(1, 'b')", "sorted([O(3), O(1)])",
    "P(1) < P(2)", "dataclasses.replace(P(1), y=9)", "dataclasses.replace(P(1), nothing=9)", "dataclasses.fields(P)[1].default", "dataclasses.fields(P)[0].type",
    "dataclasses.make_dataclass('M', ['a', ('b', int, 3)])(1)", "S.__slots__", "'__slots__' in S.__dict__", "change(S(1), 'w', 5)", "D.__mro__[1] is P",
    "dataclasses.asdict(P(1, 2, [F(3)]))", "dataclasses.field(default=1, default_factory=list)", "P.y", "P.z", "P.__dataclass_params__",
]

options = ["", "init=False", "repr=False", "eq=False", "order=True", "unsafe_hash=True", "frozen=True", "kw_only=True", "slots=True", "match_args=False", "order=True, eq=False", "frozen=True, order=True", "slots=True, frozen=True"]
fields = ["x: int", "x: int = 1", "x: int; y: str = 'a'", "x: int = 1; y: str", "x: list = []", "x: list = dataclasses.field(default_factory=list)", "x: int = dataclasses.field(init=False, default=3)", "x: int = dataclasses.field(repr=False)", "x: int = dataclasses.field(compare=False, default=0)",
          "x: int = dataclasses.field(kw_only=True); y: int = 2", "x: int; _: dataclasses.KW_ONLY; y: int = 5", "x: typing.ClassVar[int] = 1; y: int = 0", "x: dataclasses.InitVar[int] = 4; y: int = 0", "x: int = dataclasses.field(metadata={'k': 1}, default=2)", "pass"]
uses = ["C()", "C(1)", "C(1, 2)", "C(x=1)", "C(1) == C(1), C(1) < C(2)", "(lambda a, b: hash(a) == hash(b))(C(1), C(1))", "[(f.name, f.type, f.init, f.repr, f.compare, f.kw_only) for f in dataclasses.fields(C)]", "C.__match_args__, dataclasses.asdict(C(1))", "dataclasses.replace(C(1), x=9)", "C.__doc__", "sorted(C.__annotations__)", "repr(C.__dataclass_params__)"]
BODIES = [f"@dataclasses.dataclass({option})\nclass C:\n    {field}\n{use}" for n, option in enumerate(options) for m, field in enumerate(fields) for k, use in enumerate(uses) if (n + 2 * m + k) % 9 == 0] + [text for text in """
@dataclasses.dataclass
class A:
    x: int
@dataclasses.dataclass
class B(A):
    y: int = 2
B(1), B(1, 3), [f.name for f in dataclasses.fields(B)]
---
@dataclasses.dataclass
class A:
    x: int = 1
@dataclasses.dataclass
class B(A):
    y: int
B
---
@dataclasses.dataclass
class A:
    x: int = 1
    y: int = 2
@dataclasses.dataclass
class B(A):
    x: str = 'z'
B(), [f.type for f in dataclasses.fields(B)]
---
@dataclasses.dataclass(frozen=True)
class A:
    x: int = 1
@dataclasses.dataclass
class B(A):
    y: int = 2
B
---
@dataclasses.dataclass
class A:
    x: int = 1
@dataclasses.dataclass(frozen=True)
class B(A):
    y: int = 2
B
---
@dataclasses.dataclass(frozen=True)
class A:
    x: int = 1
    def __post_init__(self): object.__setattr__(self, 'y', self.x + 1)
A(4).y, A(4)
---
@dataclasses.dataclass(frozen=True)
class A:
    x: int = 1
a = A()
a.x = 3
a
---
@dataclasses.dataclass(frozen=True)
class A:
    x: int = 1
a = A()
del a.x
a
---
@dataclasses.dataclass
class A:
    x: int
    y: dataclasses.InitVar[int]
    z: int = dataclasses.field(init=False)
    def __post_init__(self, y): self.z = self.x + y
A(1, 2), A(1, y=5).z, hasattr(A(1, 2), 'y')
---
@dataclasses.dataclass
class A:
    x: int
    def __post_init__(self): self.x *= 2
A(3), dataclasses.replace(A(3)), dataclasses.replace(A(3), x=1)
---
@dataclasses.dataclass
class A:
    x: int
    def __init__(self): self.x = 7
A(), dataclasses.fields(A)[0].name
---
@dataclasses.dataclass
class A:
    x: int
    def __repr__(self): return 'own'
    def __eq__(self, other): return True
A(1), A(1) == 5
---
@dataclasses.dataclass(order=True)
class A:
    x: int
    def __lt__(self, other): return True
A
---
@dataclasses.dataclass(unsafe_hash=True)
class A:
    x: int
    def __hash__(self): return 1
A
---
@dataclasses.dataclass
class A:
    x: int
    y: 'A' = None
A(1, A(2)), dataclasses.asdict(A(1, A(2))), dataclasses.astuple(A(1, A(2)))
---
@dataclasses.dataclass
class A:
    x: object
a = A(None)
a.x = a
repr(a)
---
@dataclasses.dataclass
class A:
    x: dict
    y: list
    z: tuple
a = A({'k': A({}, [], ())}, [A({}, [1], ())], (A({}, [], (2,)),))
dataclasses.asdict(a), dataclasses.asdict(a, dict_factory=list), dataclasses.astuple(a, tuple_factory=list)
---
N = collections.namedtuple('N', 'p q')
@dataclasses.dataclass
class A:
    x: N
dataclasses.asdict(A(N(1, [2]))), dataclasses.astuple(A(N(1, 2)))
---
dataclasses.asdict(5)
---
dataclasses.fields(int)
---
dataclasses.replace(3, x=1)
---
dataclasses.is_dataclass(int), dataclasses.is_dataclass(5)
---
C = dataclasses.make_dataclass('C', ['x', ('y', int), ('z', str, 'q')])
C(1, 2), C.__name__, C.__annotations__['y'], [f.name for f in dataclasses.fields(C)]
---
C = dataclasses.make_dataclass('C', ['x'], namespace={'double': lambda self: self.x * 2}, frozen=True)
C(4).double(), C.__dataclass_params__.frozen
---
C = dataclasses.make_dataclass('C', ['x', 'x'])
C
---
C = dataclasses.make_dataclass('C', ['1x'])
C
---
C = dataclasses.make_dataclass('C', ['for'])
C
---
class Base:
    def hello(self): return 'hi'
C = dataclasses.make_dataclass('C', [('x', int, dataclasses.field(default=3))], bases=(Base,))
C().hello(), C()
---
@dataclasses.dataclass
class A:
    x: int = dataclasses.field(default=1, default_factory=int)
A
---
@dataclasses.dataclass
class A:
    x: int = dataclasses.field(default_factory=lambda: 5)
A(), hasattr(A, 'x'), dataclasses.fields(A)[0].default is dataclasses.MISSING
---
@dataclasses.dataclass
class A:
    x: set = set()
A
---
@dataclasses.dataclass
class A:
    x: int = 1
    @property
    def double(self): return self.x * 2
    @classmethod
    def make(cls, x): return cls(x)
    @staticmethod
    def one(): return 1
A.make(4).double, A.one(), A.x
---
@dataclasses.dataclass
class A:
    x: int
match A(3):
    case A(v): got = v
got
---
@dataclasses.dataclass
class A:
    x: int
    y: int
match A(3, 4):
    case A(3, y=w): got = w
got
---
@dataclasses.dataclass(slots=True)
class A:
    x: int
    y: int = 2
a = A(1)
A.__slots__, hasattr(a, '__dict__'), a
---
@dataclasses.dataclass(slots=True)
class A:
    x: int = 1
a = A()
a.z = 3
a
---
@dataclasses.dataclass(slots=True)
class A:
    __slots__ = ('q',)
    x: int = 1
A
---
@dataclasses.dataclass(slots=True, weakref_slot=True)
class A:
    x: int = 1
A.__slots__
---
@dataclasses.dataclass
class A:
    a: int
    b: int = 1
    def f(self, c): return self.a + self.b + c
[A(n).f(1) for n in range(3)], sorted([A(2), A(1)], key=lambda v: v.a)
---
@dataclasses.dataclass(eq=False)
class A:
    x: int
A(1) == A(1), hash(A(1)) is not None
---
@dataclasses.dataclass
class A:
    x: int
hash(A(1))
---
@dataclasses.dataclass(frozen=True)
class A:
    x: int
    y: tuple = ()
len({A(1), A(1), A(2)}), {A(1): 'v'}[A(1)]
---
@dataclasses.dataclass
class A:
    x: int
@dataclasses.dataclass
class B:
    x: int
A(1) == B(1), A(1) != A(1)
---
@dataclasses.dataclass
class A(Exception):
    code: int = 3
try: raise A(5)
except A as e: got = e.code, str(e), repr(e)
got
---
class D:
    def __set_name__(self, owner, name): self.name = '_' + name
    def __get__(self, obj, cls): return 10 if obj is None else getattr(obj, self.name, 'unset')
    def __set__(self, obj, value): setattr(obj, self.name, value * 2)
@dataclasses.dataclass
class A:
    x: int = D()
A(), A(3).x
---
@dataclasses.dataclass
class A(typing.Generic[typing.TypeVar('T')]):
    x: int
A(1), A[int](2)
---
@dataclasses.dataclass
class A(abc.ABC):
    x: int
    @abc.abstractmethod
    def f(self): ...
A(1)
---
@dataclasses.dataclass
class A:
    x: int
    def __init_subclass__(cls, tag=None): cls.tag = tag
@dataclasses.dataclass
class B(A, tag='t'):
    y: int = 2
B.tag, B(1)
---
f = dataclasses.field(default=3, metadata={'a': 1})
f.default, f.metadata['a'], f.name, f.init, f.hash
---
@dataclasses.dataclass
class A:
    x: int = dataclasses.field(default=3, metadata={'a': 1}, hash=False)
dataclasses.fields(A)[0]
---
A = dataclasses.dataclass(5)
A
---
dataclasses.dataclass(nothing=True)
---
dataclasses.field(1)
---
repr(dataclasses.MISSING) != '', dataclasses.KW_ONLY is not None, issubclass(dataclasses.FrozenInstanceError, AttributeError)
---
@dataclasses.dataclass
class A:
    x: int
    __hash__ = None
A(1)
---
@dataclasses.dataclass
class A:
    x: int
    args: list = dataclasses.field(default_factory=list)
    kwargs: dict = dataclasses.field(default_factory=dict)
    self_: int = 0
A(1, kwargs={'a': 1}), A.__init__.__name__, A.__init__.__qualname__, A.__init__.__annotations__, str(inspect.signature(A.__init__))
---
@dataclasses.dataclass
class A:
    self: int
A(self=3), A(4).self
""".split("---\n")]

GROUPS = [(DATACLASS_PROGRAM, DATACLASS), calls_of(BODIES)]
