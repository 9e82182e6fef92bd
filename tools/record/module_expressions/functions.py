"""Expressions over `functools`."""

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


MORE_PROGRAM = '''\
def add(a, b=1, *c, d=0, **e): return (a, b, c, d, e)
def two(a, b, /): return a - b
class Callable:
    "Callable's."
    attribute = 5
    def __call__(self, *a, **k): return ("called", a, k)
@functools.total_ordering
class Ordered:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n if isinstance(other, Ordered) else NotImplemented
    def __lt__(self, other): return self.n < other.n if isinstance(other, Ordered) else NotImplemented
@functools.total_ordering
class Greater:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __ge__(self, other): return self.n >= other.n
def calls(decorator, *arguments):
    log = []
    @decorator
    def f(*a, **k):
        log.append((a, tuple(k.items())))
        return len(log)
    results = [f(*a, **k) for a, k in arguments]
    return results, log, tuple(f.cache_info())
def args(*a, **k): return a, k
def wrapped_by(target, **options):
    @functools.wraps(target, **options)
    def inner(*a): "inner's"; return a
    return inner
class Base: pass
class Child(Base): pass
class Other(Child, collections.OrderedDict): pass
@functools.singledispatch
def kind(value, extra=None):
    "kind's"
    return ("object", extra)
@kind.register(int)
@kind.register(float)
def number(value, extra=None): return ("number", extra)
@kind.register
def _(value: Base, extra=None): return ("base", extra)
@kind.register(collections.abc.Sequence)
def _(value, extra=None): return ("sequence", extra)
@kind.register
def _(value: list | dict, extra=None): return ("list or dict", extra)
class Method:
    @functools.singledispatchmethod
    def f(self, value): return "object"
    @f.register
    def _(self, value: int): return "int"
    @f.register(str)
    def _(self, value): return "str"
    @functools.singledispatchmethod
    @classmethod
    def g(cls, value): return ("object", cls.__name__)
    @g.register
    @classmethod
    def _(cls, value: int): return ("int", cls.__name__)
class Cached:
    count = 0
    @functools.cached_property
    def value(self):
        "value's"
        type(self).count += 1
        return [type(self).count]
    other = functools.cached_property(lambda self: 7)
def cached_values():
    Cached.count = 0
    one, two = Cached(), Cached()
    got = one.value, one.value, two.value, one.value is one.value
    del one.value
    return got, one.value, vars(two)
class Part:
    def f(self, a, b=2, **k): return (type(self).__name__, a, b, k)
    g = functools.partialmethod(f, 1)
    h = functools.partialmethod(f, b=5)
    i = functools.partialmethod(g, 7)
    @classmethod
    def c(cls, x): return (cls.__name__, x)
    j = functools.partialmethod(c, 3)
    @staticmethod
    def s(x, y): return x, y
    l = functools.partialmethod(s, 4)
'''
calls_ = ["args(1)", "args(1), args(1)", "args(1), args(2), args(1)", "args(1), args(1.0)", "args(1), args(True)", "args(a=1), args(a=1)", "args(a=1, b=2), args(b=2, a=1)", "args(1, a=2), args(1, a=2)", "args(), args()",
          "args(1), args(2), args(3), args(1)", "args([1])", "args('a'), args('a', None)", "args((1, 2)), args(1, 2)"]
decorators = ["functools.lru_cache", "functools.cache", "functools.lru_cache()", "functools.lru_cache(maxsize=2)", "functools.lru_cache(2, True)", "functools.lru_cache(None)", "functools.lru_cache(0)", "functools.lru_cache(maxsize=-1)", "functools.lru_cache(typed=True)"]
parts = ["functools.partial(add, 1)", "functools.partial(add, 1, 2, 3)", "functools.partial(add, d=4)", "functools.partial(add, 1, z=9)", "functools.partial(functools.partial(add, 1), 2, d=3)", "functools.partial(two, 9)", "functools.partial(Callable(), 1)",
         "functools.partial(int, base=2)", "functools.partial('a'.join)"]
order = ["Ordered(1) {0} Ordered(2)", "Ordered(2) {0} Ordered(2)", "Ordered(3) {0} Ordered(2)", "Ordered(1) {0} 2", "Greater(1) {0} Greater(2)", "Greater(2) {0} Greater(2)"]
values = ["1", "True", "1.5", "'s'", "(1,)", "[1]", "{}", "None", "Base()", "Child()", "Other()", "range(2)", "b'x'", "{1}", "Base", "1j"]
MORE = [f"calls({one}, {given})" for one in decorators for given in calls_] + [template.format(one) for one in parts for template in (
    "{0}.args", "{0}.keywords", "{0}.func.__class__.__name__", "type({0}).__name__", "callable({0})", "{0}('1')", "{0}(*'12', d='3')", "{0}()", "copy.copy({0}).args", "hasattr({0}, '__name__')", "{0}.x", "vars({0})")] + [
    one.format(op) for one in order for op in ("<", "<=", ">", ">=", "==", "!=")] + [f"kind({one})" for one in values] + [f"kind({one}, extra=3)[1]" for one in values[:3]] + [f"kind.dispatch(type({one})) is kind.dispatch(object)" for one in values] + [
    "kind()", "kind.__name__", "kind.__doc__", "kind.registry[int] is number", "kind.register(3)", "kind.register('x', len)", "sorted(cls.__name__ for cls in kind.registry)", "kind.dispatch(bool) is number", "kind.__wrapped__(1)",
] + [f"Method().{name}({one})" for name in "fg" for one in values[:6]] + [f"Method.g({one})" for one in values[:4]] + ["Method().f()", "Method.f.__class__.__name__", "Method().f.__name__", "cached_values()", "Cached.value.__class__.__name__", "Cached.value.__doc__", "Cached.value.attrname", "Cached().other", "Cached.other.func(1)"] + [
    f"Part().{call}" for call in ("g()", "g(5)", "g(5, x=1)", "h(1)", "h(1, b=9)", "h()", "i()", "i(3)", "j()", "j(1)", "l(1)", "l()")] + [
    "Part.g(Part())", "Part.j()", "functools.partialmethod(3)", "functools.partialmethod(add, 1).args",
    "wrapped_by(add).__name__", "wrapped_by(add).__qualname__", "wrapped_by(add).__doc__", "wrapped_by(add).__module__", "wrapped_by(add).__wrapped__ is add", "wrapped_by(add)(1)", "wrapped_by(len).__name__", "wrapped_by(Callable()).__doc__",
    "wrapped_by(Callable()).__name__", "wrapped_by(add, assigned=()).__name__", "wrapped_by(add, assigned=('__doc__',)).__name__", "wrapped_by(Callable).attribute", "wrapped_by(Callable).__name__", "wrapped_by(3).__wrapped__",
    "functools.WRAPPER_ASSIGNMENTS", "functools.WRAPPER_UPDATES", "functools.update_wrapper(Callable(), add).__name__", "functools.update_wrapper(3, add)",
    "functools.total_ordering(Base)", "Ordered.__gt__.__name__", "Ordered(1).__le__(3)", "Ordered(1).__ge__(Ordered(1))",
    "sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a))", "functools.cmp_to_key(lambda a, b: a - b)(1) < functools.cmp_to_key(lambda a, b: a - b)(2)", "functools.cmp_to_key(two)(5).obj", "functools.cmp_to_key(two)(5) == functools.cmp_to_key(two)(5)",
    "max(['bb', 'a'], key=functools.cmp_to_key(lambda a, b: len(a) - len(b)))",
    "functools.reduce(two, [])", "functools.reduce(two, [5])", "functools.reduce(two, [], 3)", "functools.reduce(two, [5], 3)", "functools.reduce(two, 3)", "functools.reduce(3, [1, 2])", "functools.reduce(lambda a, b: a + [b], 'abc', [])",
    "functools.lru_cache('x')", "functools.lru_cache(maxsize=3)(len).__name__", "functools.lru_cache(3)(two).cache_parameters()", "functools.lru_cache(two)(1, 2)", "functools.cache(two).__wrapped__ is two", "repr(functools.lru_cache(two).cache_info())", "functools.lru_cache(two).cache_clear()",
    "functools.cache(add)(1, d=[])", "functools.cache(two)(a=1)", "functools.singledispatch(len).__name__", "functools.nothing",
]

GROUPS = [(FUNCTOOLS_PROGRAM, FUNCTOOLS), (MORE_PROGRAM, MORE)]
