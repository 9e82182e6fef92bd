# --- kinds of parameters
def f(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    return a, b, c, args, d, e, kwargs

result = f(1, d=4), f(1, 2, 3, 4, 5, d=6, e=7, z=8), f(*[1, 2], **{"d": 1, "b": 9}), f(1, *(2, 3), 4, d=0, **{"e": 1}, **{"q": 2})

# --- messages for wrong arguments
def f(a, b, c=1):
    pass

def g(*, key, other):
    pass

def h(a, /, b):
    pass

def k():
    pass

class C:
    def m(self, x):
        pass

    def __init__(self, n):
        pass

def outer():
    def inner(z):
        pass

    return inner

messages = []
calls = [
    lambda: f(),
    lambda: f(1),
    lambda: f(1, 2, 3, 4),
    lambda: f(1, 2, d=3),
    lambda: f(1, 2, a=3),
    lambda: f(1, b=2, **{"c": 1, "e": 2}),
    lambda: g(),
    lambda: g(key=1),
    lambda: g(1, key=1, other=2),
    lambda: h(a=1, b=2),
    lambda: h(1, 2, 3),
    lambda: k(1),
    lambda: k(x=1),
    lambda: C(),
    lambda: C(1, 2),
    lambda: C(1).m(),
    lambda: C(1).m(1, 2),
    lambda: outer()(),
    lambda: (lambda x: x)(),
    lambda: 3(),
    lambda: "abc".nope,
    lambda: f(*3),
    lambda: f(**3),
]
for call in calls:
    try:
        call()
        messages.append("fine")
    except (TypeError, AttributeError) as error:
        messages.append(f"{type(error).__name__}: {error}")
result = messages

# --- closures see the variable, not the value
def counters():
    made = []
    for n in range(3):
        made.append(lambda: n)
    return made

def bound():
    return [lambda n=n: n for n in range(3)]

result = [f() for f in counters()], [f() for f in bound()]

# --- nonlocal and global
total = 0

def add(n):
    global total
    total += n

def counter():
    count = 0

    def increment():
        nonlocal count
        count += 1
        return count

    def peek():
        return count

    return increment, peek

add(3)
add(4)
inc, peek = counter()
inc()
inc()
result = total, peek(), inc(), peek()

# --- unbound local
x = 1

def f():
    try:
        x
    except UnboundLocalError as error:
        return type(error).__name__
    x = 2

def g():
    print(undefined_name)

try:
    g()
except NameError as error:
    message = str(error)
result = f(), message

# --- defaults are evaluated once
def f(items=[]):
    items.append(len(items))
    return items

first = f()
second = f()
result = first, second is first, f([9])

# --- decorators with and without arguments, order of application
log = []

def tag(name):
    log.append(f"make {name}")

    def decorate(fn):
        log.append(f"apply {name}")

        def wrapper(*args, **kwargs):
            return f"<{name}>{fn(*args, **kwargs)}</{name}>"

        return wrapper

    return decorate

@tag("b")
@tag("i")
def text(x):
    return x

result = text("hi"), log

# --- class as a decorator, decorated classes
class Memo:
    def __init__(self, fn):
        self.fn = fn
        self.cache = {}

    def __call__(self, n):
        if n not in self.cache:
            self.cache[n] = self.fn(n)
        return self.cache[n]

@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def register(cls):
    cls.registered = True
    return cls

@register
class A:
    pass

result = fib(30), len(fib.cache), A.registered

# --- functools.wraps and partial
import functools

def trace(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return fn(*args, **kwargs)

    wrapper.calls = 0
    return wrapper

@trace
def add(a, b=1, *, c=0):
    "Adds."
    return a + b + c

double = functools.partial(add, b=10)
five = functools.partial(add, 5)
result = add(1), add.__name__, add.__doc__, add.calls, double(1), five(), five(2, c=3), double.keywords, five.args, add.__wrapped__(1)

# --- lru_cache, reduce, cmp_to_key, total_ordering, cached_property
import functools

calls = []

@functools.lru_cache(maxsize=None)
def slow(n):
    calls.append(n)
    return n * n

@functools.total_ordering
class N:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n

class C:
    runs = 0

    @functools.cached_property
    def value(self):
        C.runs += 1
        return 42

c = C()
result = (
    [slow(2), slow(2), slow(3)],
    calls,
    functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]),
    functools.reduce(lambda a, b: a + b, [], 7),
    sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)),
    N(1) <= N(2),
    N(3) >= N(4),
    (c.value, c.value, C.runs),
)

# --- singledispatch
import functools

@functools.singledispatch
def show(x):
    return f"object {x}"

@show.register
def _(x: int):
    return f"int {x}"

@show.register(list)
def _(x):
    return f"list of {len(x)}"

class Base:
    pass

class Derived(Base):
    pass

@show.register(Base)
def _(x):
    return "base"

result = show(1), show("a"), show([1, 2]), show(Derived()), show(True)

# --- recursion and mutual recursion
def even(n):
    return True if n == 0 else odd(n - 1)

def odd(n):
    return False if n == 0 else even(n - 1)

def hanoi(n, a, b, c):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)

result = even(10), odd(7), len(hanoi(5, "a", "b", "c")), hanoi(2, 1, 2, 3)

# --- star expressions everywhere
a, *b = [1, 2, 3]
*c, d = "xyz"
e, *f, g = range(5)
(h, (i, *j)), k = (1, (2, 3, 4)), 5
first, = [9]
[m, n] = {"p": 1, "q": 2}
result = a, b, c, d, e, f, g, h, i, j, k, first, m, n, [*b, *c], (*b,), {*b, 7}, {**{"a": 1}, "b": 2}, [*range(3), *"ab"]

# --- unpacking errors
messages = []
for code in (lambda: exec_it([1, 2, 3], 2), lambda: exec_it([1], 2), lambda: exec_it(5, 2)):
    def exec_it(value, _):
        a, b = value
    try:
        code()
    except (ValueError, TypeError) as error:
        messages.append(str(error))
result = messages

# --- walrus
data = [1, 5, 10]
if (n := len(data)) > 2:
    big = n
squares = [y for x in data if (y := x * x) > 10]

def f():
    total = 0
    parts = [total := total + x for x in data]
    return total, parts

while (item := data.pop()) > 1:
    pass
result = big, n, squares, y, f(), item

# --- lambda defaults and immediately invoked
compose = lambda *fs: lambda x: __import__("functools").reduce(lambda v, f: f(v), fs, x)
result = compose(lambda x: x + 1, lambda x: x * 2)(3), (lambda x, *a, k=1, **kw: (x, a, k, kw))(1, 2, k=3, z=4), sorted("bca", key=lambda c: -ord(c))

# --- argument evaluation order
log = []

def note(x):
    log.append(x)
    return x

def f(*args, **kwargs):
    pass

f(note(1), *[note(2)], note(3), a=note(4), **{"b": note(5)})
d = {note("k1"): note("v1"), note("k2"): note("v2")}
x = [0, 0]
x[note(0)] = note("value")
note("left") < note("right")
result = log

# --- functions in containers, dispatch tables
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "max": max}
result = [ops[name](5, 3) for name in ops], {name: fn(1, 2) for name, fn in ops.items()}

# --- locals, globals, callable checks
def f(a, b=2):
    c = 3
    return sorted(locals().items())

result = f(1), "f" in globals(), callable(f), callable(f(1)), f.__code__ is not None

# --- inspect.signature
import inspect

def f(a, b: int = 2, *args, c, d=4, **kwargs) -> str:
    pass

class C:
    def __init__(self, x, y=1):
        pass

    def method(self, z):
        pass

s = inspect.signature(f)
result = (
    list(s.parameters),
    str(s.parameters["a"].kind),
    s.parameters["b"].default,
    s.parameters["b"].annotation,
    s.parameters["a"].default is inspect.Parameter.empty,
    s.return_annotation,
    list(inspect.signature(C).parameters),
    list(inspect.signature(C(1).method).parameters),
    inspect.isclass(C),
    inspect.isfunction(f),
    inspect.getfullargspec(f).args,
)

# --- keyword arguments keep their order
def f(**kwargs):
    return list(kwargs.items())

def g(*args, **kwargs):
    return f(**kwargs, extra=len(args))

result = f(z=1, a=2, m=3), g(1, 2, b=1, a=0)
