"""Expressions over `inspect`."""

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

signatures = ["a", "a, b", "a=1", "a, /", "a, /, b", "*, a", "*a", "**a", "a, *b", "a, *, b", "a, b=1, *, c, d=2", "a, /, b=1, *c, d, **e", "*, a=1, b", "a: int", "a: int = 1", "a: 'x' = None", "*a: int, **b: str", "a=[1, 2]", "a='x'", "a=None, /, *, b=()", ""]
MORE_PROGRAM = "".join(f"def s{n}({text}): return locals()\n" for n, text in enumerate(signatures)) + '''\
def ret() -> "list[int]": ...
def doc():
    """First line.

        Indented.
    Last.
    """
class Doc:
    "Doc of class."
    def m(self): "Doc of m."
    @property
    def p(self): "Doc of p."
class SubDoc(Doc):
    def m(self): return 1
class Meta(type):
    def __call__(cls, *args, **kwargs): return super().__call__(*args, **kwargs)
class WithNew:
    def __new__(cls, a, b=2): return super().__new__(cls)
class WithInit(WithNew):
    def __init__(self, c, *d): pass
class WithCall:
    def __call__(self, x, *, y=1): return x
class Signed:
    __signature__ = inspect.Signature([inspect.Parameter("q", inspect.Parameter.KEYWORD_ONLY)])
class Abstract(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
class Concrete(Abstract):
    def f(self): return 1
class Slots:
    __slots__ = ("a",)
class Desc:
    def __get__(self, obj, cls=None): return 5
class DataDesc(Desc):
    def __set__(self, obj, value): pass
class Members:
    d = Desc()
    e = DataDesc()
    x = 1
    @property
    def p(self): return 2
    @classmethod
    def c(cls): return 3
    @staticmethod
    def s(a): return 4
    def m(self, a): return 5
class Static:
    __getattr__ = None
    y = property(lambda self: 1 / 0)
@dataclasses.dataclass
class Data:
    x: int
    y: str = "a"
def gen(): yield 1
async def coro(): pass
async def agen(): yield 1
def outer(v):
    def inner(): return v
    return inner
deco = functools.wraps(s10)(lambda *a, **k: None)
part = functools.partial(s10, 1, d=5)
bound = s10.__get__(5)
Named = collections.namedtuple("Named", "x y", defaults=[1])
class Color(enum.Enum):
    RED = 1
def attempt(signature, *args, **kwargs):
    bound = signature.bind(*args, **kwargs)
    before = dict(bound.arguments)
    bound.apply_defaults()
    return before, dict(bound.arguments), bound.args, bound.kwargs
def partial_attempt(signature, *args, **kwargs):
    bound = signature.bind_partial(*args, **kwargs)
    return dict(bound.arguments), bound.args, bound.kwargs
def frame_names():
    local = 1
    frame = inspect.currentframe()
    return sorted(frame.f_locals), frame.f_code.co_name
'''
given = ["1", "1, 2", "1, 2, 3", "a=1", "1, b=2", "1, c=3", "b=1, d=2", "1, d=2, z=3", "", "1, a=2"]
things = ["s0", "Members", "Members.c", "Members().m", "Members.m", "Members.s", "Members.__dict__['s']", "Members.__dict__['c']", "Members.__dict__['p']", "Members.__dict__['d']", "Members.__dict__['e']", "len", "[].append", "int", "int.__add__", "gen", "gen()", "coro", "agen", "enum", "Abstract", "Concrete",
          "part", "deco", "5", "None", "lambda: 0", "Data", "Named", "Color", "Color.RED", "Slots.a", "WithCall()", "s0.__code__", "type", "(i for i in [])", "iter([])", "collections.abc.Iterable", "list[int]", "str.join"]
tests = ["isfunction", "ismethod", "isclass", "isroutine", "isbuiltin", "ismodule", "isgeneratorfunction", "isgenerator", "iscoroutinefunction", "isasyncgenfunction", "isabstract", "ismethoddescriptor", "isdatadescriptor", "isgetsetdescriptor", "ismemberdescriptor", "iscode", "istraceback", "isawaitable", "iscoroutine"]
signed = [f"s{n}" for n in range(len(signatures))] + ["ret", "Doc", "Doc.m", "Doc().m", "WithNew", "WithInit", "WithCall", "WithCall()", "Signed", "Data", "deco", "part", "bound", "Named", "outer(1)", "Members.c", "Members.s", "Members().m", "gen", "coro", "Color", "5", "'x'", "functools.partial(part, 3)", "functools.partial(s10, c=1)", "functools.partial(s2, 5)", "functools.partialmethod(s10, 1)", "Abstract"]
MORE = [f"str(inspect.signature({one}))" for one in signed] + [f"inspect.getfullargspec({one})" for one in signed] + [f"inspect.{test}({one})" for test in tests for one in things] + [
    f"{call}(inspect.signature(s{n}), {args})" for call in ("attempt", "partial_attempt") for n in (0, 1, 2, 3, 8, 9, 10, 11) for args in given] + [
    f"inspect.getcallargs(s{n}, {args})" for n in (0, 2, 10, 11) for args in given] + [template.format(n) for n in (0, 3, 5, 10, 11, 13, 15) for template in (
    "inspect.signature(s{0})", "[(p.name, p.kind.name, p.kind.value, p.default is p.empty) for p in inspect.signature(s{0}).parameters.values()]", "list(inspect.signature(s{0}).parameters.values())", "inspect.signature(s{0}) == inspect.signature(s{0})", "inspect.signature(s{0}).replace(parameters=[])",
    "s{0}.__code__.co_varnames", "s{0}.__code__.co_argcount", "s{0}.__code__.co_flags", "s{0}.__defaults__", "s{0}.__kwdefaults__", "s{0}.__annotations__", "inspect.get_annotations(s{0})")] + [
    f"inspect.{name}({one})" for name in ("getdoc", "getmodule", "unwrap") for one in ("doc", "Doc", "SubDoc", "SubDoc.m", "Doc.p", "5", "deco", "len") if (name, one) not in (("unwrap", "deco"), ("getdoc", "5"), ("getdoc", "len"), ("unwrap", "doc"), ("unwrap", "Doc.p"), ("unwrap", "SubDoc.m"), ("getmodule", "len"))] + [
    f"inspect.Parameter({args})" for args in ("'a', inspect.Parameter.POSITIONAL_ONLY", "'a', 1", "'a', 7", "'1a', 1", "'a', 2, default=3", "'class', 1", "5, 1", "'a', 3, default=[], annotation=int", "'a'", "'a', 4")] + [f"inspect.Signature([{args}])" for args in (
    "", "inspect.Parameter('a', 1)", "inspect.Parameter('a', 1), inspect.Parameter('a', 1)", "inspect.Parameter('a', 3), inspect.Parameter('b', 1)", "inspect.Parameter('a', 1, default=1), inspect.Parameter('b', 1)", "inspect.Parameter('a', 0), inspect.Parameter('b', 3)", "inspect.Parameter('a', 2), inspect.Parameter('b', 4)")] + [
    "inspect.Signature([inspect.Parameter('a', 1)], return_annotation=int)", "inspect.Parameter('a', 1).replace(name='b', default=2)", "inspect.Parameter('a', 1) == inspect.Parameter('a', 1)", "inspect.Parameter('a', 1) == inspect.Parameter('a', 3)", "hash(inspect.Parameter('a', 1)) == hash(inspect.Parameter('a', 1))",
    "inspect.Parameter('a', 1).kind", "str(inspect.Parameter.VAR_KEYWORD)", "inspect.Parameter.VAR_KEYWORD.description", "inspect.Parameter.KEYWORD_ONLY > inspect.Parameter.VAR_POSITIONAL", "repr(inspect.Parameter.POSITIONAL_ONLY)",
    "inspect.getmro(SubDoc) == (SubDoc, Doc, object)", "inspect.cleandoc('  a\\n     b\\n\\n     c\\n')", "inspect.cleandoc('')", "inspect.cleandoc('\\n\\n a\\n\\tb\\n')", "inspect.getattr_static(Members(), 'p').__class__.__name__", "inspect.getattr_static(Members, 'c').__class__.__name__", "inspect.getattr_static(Members, 'zz')", "inspect.getattr_static(Members, 'zz', 3)", "inspect.getattr_static(Static(), 'y').__class__.__name__",
    "[(n, v) for n, v in inspect.getmembers(Members()) if n in ('d', 'e', 'x', 'p')]", "[n for n, v in inspect.getmembers(Members, inspect.isfunction)]", "[n for n, v in inspect.getmembers(Members(), inspect.ismethod)]", "[(a.name, a.kind, a.defining_class.__name__) for a in inspect.classify_class_attrs(Members) if not a.name.startswith('_')]",
    "inspect.getgeneratorstate(gen())", "(lambda g: (next(g), inspect.getgeneratorstate(g)))(gen())", "(lambda g: (list(g), inspect.getgeneratorstate(g)))(gen())", "inspect.getgeneratorlocals(gen())", "inspect.getclosurevars(outer(5)).nonlocals", "inspect.getmodulename('/a/b.py')", "inspect.getmodulename('/a/b')", "inspect.formatannotation(int)", "inspect.formatannotation('x')", "inspect.formatannotation(list[int])", "inspect.formatannotation(typing.List[int])",
    "inspect.indentsize('   x')", "inspect.CO_GENERATOR", "inspect.CO_VARARGS", "frame_names()", "inspect.get_annotations(Data)", "inspect.get_annotations(ret)", "inspect.get_annotations(ret, eval_str=True)", "inspect.get_annotations(5)", "inspect.getclasstree([Doc, SubDoc])[0][0].__name__", "inspect.unwrap(deco) is s10", "inspect.signature(deco, follow_wrapped=False)", "inspect.signature(s10).parameters['zz']", "type(inspect.signature(s10).parameters).__name__", "inspect.signature(ret, eval_str=True)", "inspect.nothing",
    "inspect.Signature.from_callable(s10)", "inspect.signature(Data).return_annotation", "inspect.signature(s10).return_annotation is inspect.Signature.empty", "inspect.getfullargspec(s10).args", "inspect.BoundArguments", "inspect.signature(s10).bind(1, c=2)", "inspect.getsourcefile(5)", "inspect.getfile(len)",
]

GROUPS = [(INSPECT_PROGRAM, INSPECT), (MORE_PROGRAM, MORE)]
