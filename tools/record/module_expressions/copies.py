"""Expressions over `copy`."""

VALUES = ["[1, [2, 3]]", "{'a': [1]}", "(1, [2])", "{1, 2}", "'text'", "5", "None", "1.5", "frozenset([1])", "range(3)", "b'ab'", "slice(1, 2)", "Point(1, [2])", "len", "int", "(1, 2)"]
COPY_PROGRAM = '''\
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, other): return (self.x, self.y) == (other.x, other.y)
class Copied:
    def __init__(self): self.log = []
    def __copy__(self): return "copy"
    def __deepcopy__(self, memo): return "deep"
class Slots:
    __slots__ = ("a",)
class Child(dict):
    extra = 1
loop = [1]; loop.append(loop)
shared = [0]; both = [shared, shared]
def probe(value):
    a, b = copy.copy(value), copy.deepcopy(value)
    return a == value, b == value, a is value, b is value, type(a) is type(value)
'''
COPY = [f"probe({value})" for value in VALUES] + [
    "copy.copy(Copied())", "copy.deepcopy(Copied())", "copy.deepcopy([Copied()])", "copy.deepcopy(both)[0] is copy.deepcopy(both)[1]",
    "(lambda d: d[0] is d[1])(copy.deepcopy(both))", "(lambda d: d[1] is d)(copy.deepcopy(loop))", "copy.copy(both)[0] is shared", "copy.copy(Child(a=1))",
    "type(copy.deepcopy(Child(a=[1]))).__name__", "copy.copy(collections.OrderedDict(a=1))", "copy.deepcopy(collections.deque([1, [2]]))",
    "copy.copy(collections.defaultdict(list, a=[1]))", "copy.deepcopy(collections.Counter('aab'))", "copy.copy(functools.partial(int, base=2))('11')",
]


MORE_PROGRAM = '''\
class Plain:
    def __init__(self, *items): self.items = list(items)
    def __repr__(self): return f"{type(self).__name__}({vars(self)})"
class Slotted:
    __slots__ = ("a", "b")
    def __init__(self): self.a = [1]
    def __repr__(self): return f"Slotted({self.a}, {hasattr(self, 'b')})"
class Both(Slotted):
    def __init__(self):
        super().__init__()
        self.c = [2]
class State:
    def __init__(self): self.kept, self.lost = [1], [2]
    def __getstate__(self): return {"kept": self.kept}
    def __setstate__(self, state): self.__dict__.update(state, restored=True)
    def __repr__(self): return f"State({vars(self)})"
class Reduced:
    def __init__(self, n): self.n = n
    def __reduce__(self): return (Reduced, (self.n + 1,))
    def __repr__(self): return f"Reduced({self.n})"
class ReducedState:
    def __init__(self, n=0): self.n = n
    def __reduce_ex__(self, protocol): return (ReducedState, (5,), {"extra": [protocol]})
    def __repr__(self): return f"ReducedState({vars(self)})"
class Text:
    def __repr__(self): return "Text()"
    def __reduce__(self): return "Text"
class NewArgs(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)
class MyList(list):
    def __init__(self, items=(), tag=None):
        super().__init__(items)
        self.tag = tag
class MyDict(dict): pass
class MyInt(int): pass
class MyStr(str): pass
class MySet(set): pass
class MyError(ValueError):
    def __init__(self, message, code=3):
        super().__init__(message)
        self.code = code
class WithCopy:
    def __init__(self, log): self.log = log
    def __repr__(self): return f"WithCopy({self.log})"
    def __copy__(self): return ("copied", self.log)
    def __deepcopy__(self, memo): return ("deep", copy.deepcopy(self.log, memo))
class Refuses:
    def __deepcopy__(self, memo): raise RuntimeError("no copies")
    def __reduce_ex__(self, protocol): raise TypeError("cannot pickle it")
class Color(enum.Enum):
    RED = [1]
@dataclasses.dataclass
class Data:
    x: int
    y: list
@dataclasses.dataclass(frozen=True)
class Frozen:
    x: int
    y: tuple
Named = collections.namedtuple("Named", "p q")
def gen(): yield 1
def nested(value):
    one = [value, {"k": value}, (value,)]
    two = copy.deepcopy(one)
    return two[0] is two[1]["k"], two[0] is two[2][0], two[0] is value
def shallow(value):
    one = copy.copy(value)
    return one is value, type(one) is type(value), type(one).__name__
def deep(value):
    one = copy.deepcopy(value)
    return one is value, type(one) is type(value), type(one).__name__
def memo(value):
    memo = {}
    one = copy.deepcopy(value, memo)
    return memo.get(id(value)) is one, copy.deepcopy(value, memo) is one
def attributes(value):
    one, two = copy.copy(value), copy.deepcopy(value)
    return sorted(vars(one)) == sorted(vars(value)), [vars(one)[name] is vars(value)[name] for name in vars(one)], [vars(two)[name] is vars(value)[name] for name in vars(two)]
'''
SHOWN = ["Plain(1, [2])", "Slotted()", "Both()", "State()", "Reduced(1)", "ReducedState()", "Text()", "NewArgs(1, [2])", "MyList([1, [2]], 'tag')", "MyDict(a=[1])", "MyInt(5)", "MyStr('s')", "MySet([1])",
         "MyError('m')", "WithCopy([1])", "Color.RED", "Data(1, [2])", "Frozen(1, ([2],))", "Named(1, [2])", "{1: [2]}", "([],)", "(1, 2)", "[[], []]", "True", "1+2j", "...", "b'x'", "range(2, 5)", "slice(1, [2])",
         "collections.deque([[1]])", "collections.Counter('aab')", "collections.OrderedDict(a=[1])", "collections.defaultdict(list, a=[1])", "collections.ChainMap({'a': [1]})", "types.SimpleNamespace(a=[1])", "None", "frozenset([(1, 2)])", "KeyError('k')"]
THINGS = [*SHOWN, "Refuses()", "gen()", "gen", "Plain", "len", "enum", "(i for i in [1])", "iter([1, 2])", "NotImplemented", "property(gen)", "staticmethod(gen)", "Plain.__repr__", "Plain().__repr__", "functools.partial(len)", "int", "float('inf')",
          "lambda: 0", "zip([1], [2])", "types.MappingProxyType({'a': 1})", "object()", "type"]
MORE = [f"{probe}({thing})" for thing in THINGS for probe in ("shallow", "deep", "nested", "memo")] + [f"copy.{call}({thing})" for thing in SHOWN for call in ("copy", "deepcopy")] + [f"attributes({thing})" for thing in SHOWN[:18]] + [
    "copy.Error is copy.error", "issubclass(copy.Error, Exception)", "copy.deepcopy({'a': WithCopy([1])})", "copy.copy([Refuses()]) is not None", "copy.deepcopy([Refuses()])", "copy.copy()", "copy.deepcopy()",
    "copy.deepcopy([1], None)", "copy.deepcopy([[1]], {})", "copy.copy(MyList([1], 't')).tag", "copy.deepcopy(MyList([1], ['t'])).tag", "copy.deepcopy(MyError('m', 9)).code", "copy.deepcopy(MyError('m', 9)).args",
    "object.__reduce_ex__(Plain(1), 2)[1]", "object.__reduce_ex__(Plain(1), 4)[2]", "Plain(1).__reduce_ex__(2)[0].__name__", "Reduced(3).__reduce_ex__(4)[1]", "MyDict(a=1).__reduce_ex__(2)[2]", "Slotted().__reduce_ex__(2)[2]",
    "Both().__getstate__()", "Plain(1).__getstate__()", "object().__getstate__()", "(1).__getstate__()", "MyInt(4).__reduce_ex__(2)[1]", "NewArgs(1, 2).__reduce_ex__(2)[1]",
]

GROUPS = [(COPY_PROGRAM, COPY), (MORE_PROGRAM, MORE)]
