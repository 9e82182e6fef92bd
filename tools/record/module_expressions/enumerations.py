"""Expressions over `enum`."""
from .bodies import calls_of

SHAPES = '''\
class Color(enum.Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    ALIAS = 1
class Size(enum.IntEnum):
    SMALL = 1
    LARGE = 10
class Mode(str, enum.Enum):
    TRAIN = "train"
    EVAL = "eval"
class Perm(enum.Flag):
    R = 4
    W = 2
    X = 1
class Bits(enum.IntFlag):
    A = 1
    B = 2
class Auto(enum.Enum):
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()
    ONE = enum.auto()
    TWO = enum.auto()
class Word(enum.StrEnum):
    HELLO = enum.auto()
    WORLD = "w"
'''
members = ["Color.RED", "Color.ALIAS", "Size.LARGE", "Mode.EVAL", "Perm.R", "Bits.B", "Auto.TWO", "Word.HELLO"]
kinds = ["Color", "Size", "Mode", "Perm", "Bits", "Auto", "Word"]
ENUM = [template.format(one) for one in members for template in (
    "{0}", "{0}.name", "{0}.value", "str({0})", "repr({0})", "f'{{{0}}}'", "type({0}).__name__", "{0} == {0}", "{0} is copy.copy({0})",
    "{0} is copy.deepcopy({0})", "isinstance({0}, int)", "isinstance({0}, str)", "{{{0}: 5}}[{0}]", "{0} == {0}.value", "type({0})({0}.value) is {0}",
    "type({0})[{0}.name] is {0}", "bool({0})", "{0} in type({0})", "[{0}].index({0})", "{0} != None", "dir({0}) is not None",
)] + [template.format(kind) for kind in kinds for template in (
    "list({0})", "len({0})", "[m.name for m in {0}]", "list({0}.__members__)", "list(reversed({0}))", "{0}.__name__", "{0}('nothing')",
    "{0}['NOTHING']", "bool({0})", "repr({0})", "issubclass({0}, enum.Enum)", "{0}.nothing", "[m.value for m in {0}]", "isinstance({0}, enum.EnumMeta)",
)] + [
    "Perm.R | Perm.W", "Perm.R & Perm.W", "~Perm.R", "Perm.R ^ Perm.X", "(Perm.R | Perm.W).value", "Perm.R in (Perm.R | Perm.X)", "Perm(7)", "Perm(0)",
    "list(Perm(5))", "len(Perm(6))", "Bits.A | Bits.B", "Bits.A + Bits.B", "Bits.A | 8", "Bits(3)", "Size.SMALL < Size.LARGE", "Size.SMALL + 1",
    "max(Size)", "sorted(Size, reverse=True)", "Color.RED < Color.GREEN", "Color.RED + 1", "Mode.TRAIN + 'x'", "Mode.TRAIN.upper()", "Mode('train')",
    "enum.Enum('E', 'a b c').b.value", "enum.Enum('E', ['x', 'y'])['y'].value", "enum.Enum('E', {'p': 5})(5).name", "Word.HELLO + '!'", "'%s' % Word.WORLD",
]

BODIES = [f"""
class E(enum.{base}):
    {members}
[(m.name, m.value) for m in E], list(E.__members__), {after}
""" for base in ("Enum", "IntEnum", "Flag", "IntFlag") for members in (
    "A = 1; B = 2; C = A", "A = enum.auto(); B = enum.auto()", "A = 5; B = enum.auto()", "A = 1; A = 2", "A = 1; B = 3; C = 8", "_ignore_ = ['z']; z = 5; A = z",
) for after in ("E(1), repr(E(1))", "str(E.A)", "E['B']", "E(99)", "E.A in E", "len(E)")] + [f"""
class E({bases}):
    A = {value}
    {more}
{after}
""" for bases, value, after in (("str, enum.Enum", "'a'", "E.A, str(E.A), E.A == 'a', E('a'), f'{E.A}', E.A + 'b'"), ("float, enum.Enum", "1.5", "E.A, E.A * 2, E(1.5), E.A == 1.5"),
    ("int, enum.Enum", "7", "E.A, E.A + 1, f'{E.A}', '%d' % E.A, E(7)"), ("tuple, enum.Enum", "(1, 2)", "E.A, E.A[0], len(E.A), E((1, 2))"), ("enum.StrEnum", "3", "E.A"), ("enum.StrEnum", "'q'", "E.A, repr(E.A), E.A.upper()"))
    for more in ("pass", "def f(self): return self.value", "__str__ = lambda self: 'own'", "@property\n    def both(self): return (self.name, self.value)", "@classmethod\n    def make(cls): return cls.A")] + """
class E(enum.Enum):
    A = 1
class F(E):
    B = 2
F.B
---
class E(enum.Enum):
    def f(self): return self.name
class F(E):
    B = 2
F.B.f(), F.__mro__[1] is E
---
class E(enum.Enum):
    A = 1
E.A = 3
E
---
class E(enum.Enum):
    A = 1
del E.A
E
---
class E(enum.Enum):
    A = 1
E.B = 3
E.B, list(E)
---
class E(enum.Enum):
    A = 1
E.A.value = 4
E
---
class E(enum.Enum):
    A = 1
E.A.extra = 4
E.A.extra
---
@enum.unique
class E(enum.Enum):
    A = 1; B = 1; C = 2; D = 2
E
---
class E(enum.Enum):
    def __init__(self, a, b): self.a, self.b = a, b
    X = 1, 2
    Y = 3, 4
E.X.a, E.Y.b, E.X.value, E((3, 4)), repr(E.X)
---
class E(enum.Enum):
    def __init__(self, a, b): self.a, self.b = a, b
    X = 1
E
---
class E(enum.Enum):
    def __new__(cls, value):
        one = object.__new__(cls)
        one._value_ = value * 10
        return one
    X = 1
    Y = 2
E.X.value, E(20), repr(E.Y)
---
class E(enum.Enum):
    @classmethod
    def _missing_(cls, value): return cls.A if value == 'a' else None
    A = 1
E('a'), E(1)
---
class E(enum.Enum):
    @classmethod
    def _missing_(cls, value): return cls.A if value == 'a' else None
    A = 1
E('b')
---
class E(enum.Enum):
    @classmethod
    def _missing_(cls, value): return 5
    A = 1
E('b')
---
class E(enum.Enum):
    @classmethod
    def _missing_(cls, value): raise KeyError(value)
    A = 1
E('b')
---
class E(enum.Enum):
    A = [1]
    B = {'k': 2}
E([1]), E({'k': 2}), E.A.value
---
class E(enum.Enum):
    A = 1
    def method(self): return 1
    x = property(lambda self: 5)
    _private = 3
    __dunder__ = 4
list(E), E.A.x, E.A.method(), E._private.value
---
class E(enum.Enum):
    A = enum.nonmember(5)
    B = enum.member(6)
list(E), E.A
---
class E(enum.Flag):
    R, W, X = 4, 2, 1
    RW = 6
E.RW, list(E), E(6), E.R | E.W, ~E.RW, E.R in E.RW, list(E.RW), E(0), bool(E(0)), len(E.RW), E.RW.name, (E.R | E.X).name
---
class E(enum.Flag):
    R, W = 4, 2
E(8)
---
class E(enum.Flag, boundary=enum.CONFORM):
    R, W = 4, 2
E(8 + 4)
---
class E(enum.Flag, boundary=enum.KEEP):
    R, W = 4, 2
E(8 + 4), (E(8 + 4)).value
---
class E(enum.Flag, boundary=enum.EJECT):
    R, W = 4, 2
E(8 + 4)
---
class E(enum.IntFlag):
    R, W = 4, 2
E(8 + 4), E.R + 1, E.R | 1, ~E.R, E.R ^ E.W, E(-1)
---
class E(enum.Flag):
    R, W = 4, 2
E.R | 2
---
class E(enum.Flag):
    R, W = 4, 2
E.R in 4
---
class E(enum.Enum):
    A = 1
2 in E
---
class E(enum.Enum):
    A = 1
    B = 2
E.A < E.B
---
class E(enum.IntEnum):
    A = 1
    B = 2
E.A < E.B, E.A + E.B, sorted([E.B, E.A]), max(E), {E.A: 1}[1], [5, 6, 7][E.B], range(E.B), -E.A, E.A / 2, E.A == 1.0, hash(E.A) == hash(1), E.A.bit_length(), '%s %d' % (E.A, E.A), format(E.B, '03d'), int(E.B), E.A.real
---
E = enum.Enum('E', 'a, b c')
list(E), E.__name__, E.__module__
---
E = enum.Enum('E', [('x', 5), ('y', 6)])
list(E)
---
E = enum.Enum('E', ['x', 'y'], start=10)
list(E)
---
E = enum.IntEnum('E', 'x y')
E.x + 1, list(E)
---
E = enum.Flag('E', 'x y z')
list(E), E.x | E.z
---
E = enum.Enum('E', {'x': 'one'}, type=str)
E.x == 'one', list(E)
---
class E(enum.Enum):
    A = 'x'
    def __eq__(self, other): return self.value == other
    def __hash__(self): return hash(self.value)
E.A == 'x', {E.A: 1}['x']
---
class E(enum.Enum):
    A = 'x'
    def __repr__(self): return 'R'
    def __format__(self, spec): return 'F' + spec
repr(E.A), str(E.A), f'{E.A:5}'
---
class E(enum.Enum):
    A = 0
    B = 1
    def __bool__(self): return self.value == 1
bool(E.A), bool(E.B)
---
class E(enum.Enum):
    A = 0
bool(E.A)
---
class Meta(enum.EnumMeta):
    def extra(cls): return len(cls)
class E(enum.Enum, metaclass=Meta):
    A = 1
E.extra(), type(E) is Meta
---
class Mixin:
    def hello(self): return self.name
class E(Mixin, enum.Enum):
    A = 1
E.A.hello(), E.__mro__[1] is Mixin
---
class E(enum.Enum):
    A = 1
match E.A:
    case E.A: found = 'a'
    case _: found = 'other'
found
---
class E(enum.Enum):
    A = 1
E()
---
class E(enum.Enum):
    A = 1
E.A()
---
class E(enum.Enum):
    A = 1
E.A.B
---
class E(enum.Enum):
    A = 1
E[1]
---
class E(enum.Enum):
    mro = 1
E
---
class E(enum.Enum):
    _sunder_ = 1
E
---
class E(enum.Enum):
    A = 1
E.__members__['B'] = 2
E
---
class E(enum.Enum):
    _order_ = 'B A'
    A = 1
    B = 2
list(E)
---
class E(enum.Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last): return (name, start, count, list(last))
    A = enum.auto()
    B = enum.auto()
[m.value for m in E]
---
class E(enum.Enum):
    A = enum.auto()
    B = 'text'
    C = enum.auto()
list(E)
---
class E(str, enum.Enum):
    A = enum.auto()
list(E)
""".split("---\n")

GROUPS = [(SHAPES, ENUM), calls_of(BODIES)]
