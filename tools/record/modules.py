#!/usr/bin/env python3
"""Record what modules of Python's standard library give for many small expressions.

    python3 tools/record/modules.py > test/oracle/modules.json

Each case is a program, which stands for several expressions, and an expression: recorded is its `repr`, or the class and the message of what it
raises. The
expressions are products of a few templates with many arguments, so that a rule is tried in its corners too. Left out is what tells a class with
arguments (`list[int]`) from the class, which are one to the machine. CPython 3.11 was used.
"""
import itertools
import json

HEAD = "import argparse, collections, contextlib, copy, dataclasses, enum, functools, inspect, string, typing\n"

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

INSPECT_PROGRAM = '''\
def plain(a, b=2, *args, c, d=4, **kwargs): "A docstring."
def only(a, /, b, *, c=3): return a
def typed(a: int, b: "str" = "x") -> float: return 1.0
def nothing(): pass
def generator(): yield 1
class Base:
    def method(self, a, b=1): return a
    @classmethod
    def of(cls, x=1): return cls
    @staticmethod
    def help(y, *z): return y
    def __call__(self, u, v=2): return u
class Child(Base):
    def __init__(self, width, depth=3): self.width = width
wrapped = functools.wraps(plain)(lambda *a: a)
part = functools.partial(plain, 1, c=5)
'''
functions = ["plain", "only", "typed", "nothing", "generator", "Base.method", "Base().method", "Base.of", "Base.help", "Base()", "Child", "wrapped", "part", "Base"]
INSPECT = [template.format(one) for one in functions for template in (
    "str(inspect.signature({0}))", "list(inspect.signature({0}).parameters)", "[p.kind.name for p in inspect.signature({0}).parameters.values()]",
    "[p.default is p.empty for p in inspect.signature({0}).parameters.values()]", "inspect.isfunction({0})", "inspect.ismethod({0})", "inspect.isclass({0})",
    "inspect.isroutine({0})", "inspect.isgeneratorfunction({0})", "callable({0})", "inspect.isbuiltin({0})", "inspect.iscoroutinefunction({0})",
)] + [f"inspect.getfullargspec({one})" for one in ("plain", "only", "typed", "nothing", "Base.method", "Base().method", "Child")] + [
    "inspect.getfullargspec(plain)[0]", "inspect.getfullargspec(typed).annotations", "inspect.getdoc(plain)", "inspect.getmro(Child) == Child.__mro__",
    "inspect.signature(plain).bind(1, c=2).arguments", "inspect.signature(plain).bind(1, 2, 3, c=4, e=5).args", "inspect.signature(plain).bind(1)",
    "inspect.signature(only).bind(a=1, b=2)", "inspect.signature(only).bind(1, 2, 3)", "inspect.signature(plain).bind_partial().arguments",
    "inspect.signature(typed).return_annotation", "inspect.signature(typed).parameters['a'].annotation", "inspect.unwrap(wrapped) is plain",
    "str(inspect.Parameter('x', inspect.Parameter.KEYWORD_ONLY, default=1))", "inspect.Parameter.empty is inspect.Signature.empty", "inspect.ismodule(enum)",
    "[name for name, _ in inspect.getmembers(Child(1)) if not name.startswith('_')]", "plain.__code__.co_argcount", "plain.__code__.co_varnames",
    "only.__code__.co_posonlyargcount", "plain.__defaults__", "plain.__kwdefaults__", "plain.__closure__", "plain.__globals__['only'] is only", "plain.__qualname__",
    "Base().method.__code__.co_argcount", "Base().method.__func__ is Base.method", "Base.method.__qualname__", "inspect.isgenerator(generator())",
    "inspect.cleandoc('a\\n    b\\n    c')", "inspect.isabstract(Base)",
]

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

FUNCTOOLS_PROGRAM = '''\
def add(a, b=1, *c, d=0): return (a, b, c, d)
class V:
    def __init__(self, n): self.n = n
    def scale(self, by, of=1): return self.n * by * of
    double = functools.partialmethod(scale, 2)
    @functools.cached_property
    def once(self): return [self.n]
    @functools.singledispatchmethod
    def kind(self, x): return "any"
    @kind.register
    def _(self, x: int): return "int"
@functools.lru_cache(maxsize=2)
def cached(x, y=0): return [x, y]
@functools.singledispatch
def size(x): return "object"
@size.register(list)
def _(x): return "list"
@size.register
def _(x: int): return "int"
@functools.wraps(add)
def wrapper(*args): return add(*args)
p = functools.partial(add, 1, d=5)
'''
FUNCTOOLS = [f"p({args})" for args in ("", "2", "2, 3", "b=7", "2, d=1", "a=3", "2, e=1")] + [
    "p.func is add", "p.args", "p.keywords", "functools.partial(p, 9).args", "functools.partial(p, d=6).keywords", "functools.partial()", "functools.partial(3)",
    "V(3).double()", "V(3).double(of=2)", "V(1).once", "(lambda v: v.once is v.once)(V(1))", "V(1).kind(1)", "V(1).kind('a')", "size([])", "size(1)", "size(True)", "size('s')",
    "size.dispatch(int)(1)", "cached(1) is cached(1)", "cached(1) is cached(2)", "cached.cache_info().maxsize", "cached([1])", "wrapper.__name__", "wrapper.__wrapped__ is add",
    "wrapper(1, 2)", "functools.reduce(lambda a, b: a - b, [10, 2, 3])", "functools.reduce(lambda a, b: a, [])", "functools.reduce(max, [3, 5, 1], 4)",
    "sorted(['b', 'A', 'c'], key=functools.cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower())))",
] + [f"functools.reduce(lambda a, b: a {op} b, {items})" for op in "+*-" for items in ("[1, 2, 3, 4]", "(5,)", "range(1, 6)", "[2.5, 2]")]

CONTEXT_PROGRAM = '''\
log = []
@contextlib.contextmanager
def managed(name, swallow=()):
    log.append("enter " + name)
    try:
        yield name
    except swallow:
        log.append("swallowed " + name)
    finally:
        log.append("exit " + name)
def run(*managers, fail=None):
    log.clear()
    try:
        with contextlib.ExitStack() as stack:
            got = [stack.enter_context(one) for one in managers]
            if fail is not None: raise fail
    except Exception as error:
        return log[:], type(error).__name__, str(error)
    return log[:], got
class Closing:
    closed = False
    def close(self): self.closed = True
def closed():
    thing = Closing()
    with contextlib.closing(thing) as same: pass
    return thing.closed, same is thing
def decorated():
    log.clear()
    @managed("d")
    def inner(): log.append("inner"); return 5
    return inner(), log[:]
def callbacks():
    log.clear()
    with contextlib.ExitStack() as stack:
        stack.callback(log.append, 1); stack.callback(log.append, 2)
        kept = stack.pop_all()
    before = log[:]
    kept.close()
    return before, log[:]
'''
fails = ["None", "ValueError('v')", "KeyError('k')", "ZeroDivisionError()"]
managers = ["managed('a')", "managed('a'), managed('b')", "managed('a', ValueError)", "managed('a'), managed('b', (KeyError, ValueError))", "contextlib.nullcontext(3)",
            "contextlib.suppress(ValueError)", "managed('a'), contextlib.suppress(LookupError)", "contextlib.suppress()"]
CONTEXT = [f"run({one}, fail={fail})" for one in managers for fail in fails] + ["closed()", "decorated()", "callbacks()", "contextlib.nullcontext().__enter__()", "managed('x').__enter__()"]

COLLECTIONS_PROGRAM = '''\
Point = collections.namedtuple("Point", "x y", defaults=[0])
def ordered(*actions):
    d = collections.OrderedDict(a=1, b=2, c=3)
    out = [getattr(d, name)(*args) for name, *args in actions]
    return out, list(d.items())
def deque(items, *actions, maxlen=None):
    d = collections.deque(items, maxlen)
    out = [getattr(d, name)(*args) for name, *args in actions]
    return out, d
def counter(text, *actions):
    c = collections.Counter(text)
    out = [getattr(c, name)(*args) for name, *args in actions]
    return out, c
'''
COLLECTIONS = [f"Point(1, 2){after}" for after in ("", "._asdict()", "._replace(x=5)", "._replace(z=1)", " == (1, 2)", "[0]", "[-1]", "[5]", ".x", ".z", " + (3,)", "._fields", ".count(1)", ".index(2)", "._make([7, 8])", " < (1, 3)", ".__class__.__name__")] + [
    "Point(1)", "Point()", "Point(1, 2, 3)", "Point(y=1, x=2)", "Point._field_defaults", "Point._make([1])", "collections.namedtuple('Q', ['a', 'a'])", "collections.namedtuple('Q', 'class')",
    "collections.namedtuple('Q', 'class a', rename=True)._fields", "collections.namedtuple('Q', '')()",
] + [f"ordered({actions})" for actions in ("", "('move_to_end', 'a')", "('move_to_end', 'c', False)", "('popitem',)", "('popitem', False)", "('pop', 'b')", "('pop', 'z', 9)", "('pop', 'z')",
    "('setdefault', 'd', 4)", "('update', {'a': 7})", "('get', 'q')", "('move_to_end', 'zz')", "('clear',)", "('copy',)", "('keys',)", "('values',)")] + [
    f"deque({items}, {action}{size})" for items in ("[1, 2, 3]", "'abc'") for size in ("", ", maxlen=3") for action in (
        "('append', 9)", "('appendleft', 9)", "('pop',)", "('popleft',)", "('rotate', 1)", "('rotate', -4)", "('extend', [7, 8])", "('extendleft', [7, 8])", "('reverse',)", "('count', 1)", "('clear',)",
        "('remove', 'zz')", "('insert', 1, 5)", "('copy',)", "('index', 'q')")] + [
    f"counter({text}, {action})" for text in ("'abracadabra'", "[1, 1, 2]", "{'a': 3}") for action in (
        "('most_common', 2)", "('most_common',)", "('total',)", "('update', 'aa')", "('subtract', 'a')", "('get', 'a')", "('pop', 'a', None)", "('copy',)")] + [
    f"collections.Counter('aab') {op} collections.Counter('abc')" for op in ("+", "-", "&", "|", "==", "<=", "!=")] + [
    "collections.defaultdict(int, a=1)", "collections.defaultdict(list)['x']", "collections.defaultdict()['x']", "collections.ChainMap({'a': 1}, {'a': 2, 'b': 3})['b']",
    "dict(collections.ChainMap({'a': 1}, {'a': 2, 'b': 3}))", "collections.ChainMap({'a': 1}).maps", "collections.UserDict(a=1)", "len(collections.UserList([1, 2]))",
    "collections.deque([1, 2]) == collections.deque([1, 2])", "collections.deque([1, 2], 1)", "collections.deque().pop()", "list(collections.OrderedDict([(1, 2)]))",
    "collections.OrderedDict(a=1) == {'a': 1}", "collections.Counter(a=2)['zz']", "+collections.Counter(a=-1, b=1)", "collections.defaultdict(3)",
]

TYPING_PROGRAM = '''\
T = typing.TypeVar("T")
class Box(typing.Generic[T]):
    pass
class Pt(typing.NamedTuple):
    x: int
    y: int = 2
class TD(typing.TypedDict, total=False):
    a: int
class Proto(typing.Protocol):
    def f(self): ...
@typing.runtime_checkable
class Has(typing.Protocol):
    def g(self): ...
class G:
    def g(self): ...
def f(a: int, b: typing.Optional[str] = None) -> "float": ...
class Annotated:
    x: int
    y: "str"
'''
types_ = ["typing.Optional[int]", "typing.Union[int, str]", "typing.List[int]", "typing.Dict[str, int]", "typing.Tuple[int, ...]", "typing.Callable[[int], str]", "list[int]", "dict[str, int]",
          "typing.Any", "typing.Literal[1, 2]", "typing.Union[int, None]", "typing.Type[int]", "typing.Iterable[int]", "int", "typing.Sequence[T]", "typing.ClassVar[int]", "int | str", "tuple[int, str]"]
TYPING = [template.format(one) for one in types_ for template in (
    "typing.get_args({0})", "{0} == {0}", "typing.get_origin({0}) is None", "hash({0}) == hash({0})", "{0} is None",
)] + [f"repr({one})" for one in types_ if any(form in one for form in ("Optional", "Union", "Literal", "ClassVar"))] + [
    "isinstance(typing.Any, type)", "isinstance(typing.Optional[int], type)",
    "typing.Optional[None] is type(None)", "typing.Union[int] is int", "typing.Union[int, int] is int", "typing.get_origin(typing.List[int]) is list", "typing.get_origin(typing.Optional[int]) is typing.Union",
    "Pt(1)", "Pt(1)._fields", "Pt(1) == (1, 2)", "Pt()", "TD(a=1)", "TD.__annotations__", "typing.get_type_hints(f)", "typing.get_type_hints(Annotated)", "typing.cast(int, 'x')", "Box[int]().__class__.__name__",
    "isinstance(G(), Has)", "isinstance(3, Has)", "typing.NewType('N', int)(5)", "T.__name__", "typing.TYPE_CHECKING", "issubclass(Pt, tuple)", "typing.Annotated[int, 'm'].__metadata__",
    "typing.get_type_hints(f)['b'] == typing.Optional[str]", "isinstance([], typing.List)", "typing.no_type_check(f) is f", "typing.overload(f) is not None", "Proto()",
]

ARGPARSE_PROGRAM = '''\
def parse(*words, **options):
    parser = argparse.ArgumentParser(prog="prog", **options)
    parser.add_argument("name", nargs="?", default="none")
    parser.add_argument("-n", "--number", type=int, default=3)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--flag", action="store_true")
    parser.add_argument("--no-cache", dest="cache", action="store_false")
    parser.add_argument("--item", action="append")
    parser.add_argument("--sizes", nargs="+", type=int)
    parser.add_argument("--pair", nargs=2)
    parser.add_argument("--mode", choices=["a", "b"], default="a")
    parser.add_argument("-v", action="count", default=0)
    parser.add_argument("--const", action="store_const", const=42)
    return parser.parse_args(list(words))
'''
words = ["", "'x'", "'-n', '5'", "'-n5'", "'--number=7'", "'--rate', '0.5'", "'--flag'", "'--no-cache'", "'--item', 'a', '--item', 'b'", "'--sizes', '1', '2', '3'", "'--pair', 'p', 'q'", "'--mode', 'b'", "'-vvv'",
         "'--const'", "'x', '--flag', '-n', '1'", "'--num', '4'", "'--', '-x'", "'--rate=1e-3', 'y'"]
ARGPARSE = [f"parse({one})" for one in words] + [f"vars(parse({one}))" for one in words[:8]] + [f"parse({one}).{name}" for one in words for name in ("number", "sizes", "cache", "item", "v")] + [
    "argparse.Namespace(a=1, b='x')", "argparse.Namespace(a=1) == argparse.Namespace(a=1)", "'a' in argparse.Namespace(a=1)", "argparse.Namespace(a=1).b", "vars(argparse.Namespace(a=1, b=2))",
]

STRING = [f"string.{name}" for name in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "octdigits", "punctuation", "whitespace", "printable")] + [
    f"string.Template({text!r}).{method}({given})" for text in ("$a and ${b}", "$$ $a", "no names", "${a}b $c", "$1 $a") for method in ("substitute", "safe_substitute") for given in ("a=1, b=2", "{'a': 5}", "", "{'a': 1}, b=3, c=4")
] + [f"string.capwords({text!r}{sep})" for text in ("hello world", "a  b", "x-y z", "") for sep in ("", ", '-'", ", ' '")] + [
    f"string.Formatter().format({text!r}, 1, 2, a=3)" for text in ("{} {}", "{0}{1}{0}", "{a:>5}", "{a!r}", "{{}}", "{2}", "{b}", "{0:03d}")
]

GROUPS = [("enum", SHAPES, ENUM), ("copy", COPY_PROGRAM, COPY), ("inspect", INSPECT_PROGRAM, INSPECT), ("dataclasses", DATACLASS_PROGRAM, DATACLASS), ("functools", FUNCTOOLS_PROGRAM, FUNCTOOLS),
          ("contextlib", CONTEXT_PROGRAM, CONTEXT), ("collections", COLLECTIONS_PROGRAM, COLLECTIONS), ("typing", TYPING_PROGRAM, TYPING), ("argparse", ARGPARSE_PROGRAM, ARGPARSE), ("string", "", STRING)]


def outcome(program, expression):
    names = {"__name__": "program"}
    exec(HEAD + program, names)
    try:
        return {"repr": eval(f"repr(({expression}))", names)}
    except BaseException as error:
        return {"error": type(error).__name__, "message": str(error)}


def main():
    told = []
    for module, program, expressions in GROUPS:
        cases = [{"expression": one, **outcome(program, one)} for one in dict.fromkeys(expressions)]
        # Addresses differ from run to run.
        told.append({"module": module, "program": program, "cases": [case for case in cases if " at 0x" not in case.get("repr", "")]})
    print("[\n" + ",\n".join(json.dumps(group, ensure_ascii=False) for group in told) + "\n]")


main()
