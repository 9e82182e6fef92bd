# --- try, except, else, finally
log = []

def run(kind):
    try:
        log.append(f"try {kind}")
        if kind:
            raise kind("boom")
    except (ValueError, KeyError) as error:
        log.append(f"except {type(error).__name__}")
        return "handled"
    except ArithmeticError:
        log.append("arithmetic")
        raise
    else:
        log.append("else")
        return "fine"
    finally:
        log.append("finally")

out = [run(None), run(ValueError), run(KeyError)]
try:
    run(ZeroDivisionError)
except ZeroDivisionError as error:
    out.append(str(error))
result = out, [str(x).replace("<class '", "").replace("'>", "") for x in log]

# --- finally overrides return and swallows exceptions
def a():
    try:
        return 1
    finally:
        return 2

def b():
    try:
        raise ValueError
    finally:
        return "swallowed"

def c():
    for n in range(3):
        try:
            continue
        finally:
            if n == 1:
                break
    return n

def d():
    x = 1
    try:
        return x
    finally:
        x = 5

result = a(), b(), c(), d()

# --- raising from, context and cause
def f():
    try:
        {}["k"]
    except KeyError as error:
        raise ValueError("bad") from error

def g():
    try:
        1 / 0
    except ZeroDivisionError:
        raise RuntimeError("while handling")

out = []
try:
    f()
except ValueError as error:
    out.append((str(error), repr(error.__cause__), error.__suppress_context__))
try:
    g()
except RuntimeError as error:
    out.append((str(error), repr(error.__context__), error.__cause__))
try:
    raise TypeError("x") from None
except TypeError as error:
    out.append((error.__cause__, error.__suppress_context__))
result = out

# --- exception classes of one's own
class AppError(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code

class NotFound(AppError):
    def __init__(self, name):
        super().__init__(404, f"{name} not found")

class Plain(Exception):
    pass

out = []
for make in (lambda: NotFound("x"), lambda: AppError(1, "m"), lambda: Plain("a", 2), lambda: Plain()):
    try:
        raise make()
    except AppError as error:
        out.append((error.code, str(error), error.args, repr(error)))
    except Plain as error:
        out.append((str(error), error.args, repr(error)))
result = out

# --- messages of common errors
out = []
def attempt(fn):
    try:
        fn()
    except Exception as error:
        out.append(f"{type(error).__name__}: {error}")

attempt(lambda: 1 / 0)
attempt(lambda: 1 // 0)
attempt(lambda: 1 % 0)
attempt(lambda: 1.0 / 0)
attempt(lambda: [1][5])
attempt(lambda: (1,)[5])
attempt(lambda: "abc"[5])
attempt(lambda: {}["k"])
attempt(lambda: {}[("a", 1)])
attempt(lambda: int("x"))
attempt(lambda: float("x"))
attempt(lambda: int("12", 2))
attempt(lambda: "a" + 1)
attempt(lambda: 1 + "a")
attempt(lambda: [] + ())
attempt(lambda: None + 1)
attempt(lambda: None.x)
attempt(lambda: object().x)
attempt(lambda: len(3))
attempt(lambda: [1, 2]["a"])
attempt(lambda: 3[0])
attempt(lambda: iter(3))
attempt(lambda: -"a")
attempt(lambda: "a" < 1)
attempt(lambda: [].pop())
attempt(lambda: {}.pop("a"))
attempt(lambda: {}.popitem())
attempt(lambda: [].remove(1))
attempt(lambda: [].index(1))
attempt(lambda: (1,).index(2))
attempt(lambda: "abc".index("z"))
attempt(lambda: set().pop())
attempt(lambda: set().remove(3))
attempt(lambda: max([]))
attempt(lambda: next(iter([])))
attempt(lambda: {[]: 1})
attempt(lambda: {{}})
attempt(lambda: range(1, 2, 0))
attempt(lambda: [1, 2, 3][::0])
attempt(lambda: chr(-1))
attempt(lambda: ord("ab"))
attempt(lambda: "{} {}".format(1))
attempt(lambda: "{x}".format())
attempt(lambda: "%d" % "a")
attempt(lambda: "%d %d" % 1)
attempt(lambda: "%d" % (1, 2))
attempt(lambda: "x".join([1]))
attempt(lambda: int(None))
attempt(lambda: int([]))
attempt(lambda: float(None))
attempt(lambda: isinstance(1, 2))
attempt(lambda: sum(["a", "b"]))
attempt(lambda: (1, 2).append(3))
attempt(lambda: setattr(3, "x", 1))
attempt(lambda: int.nope)
attempt(lambda: type("A", (), {}).nope)
attempt(lambda: dict([1]))
attempt(lambda: dict(["abc"]))
attempt(lambda: f"{'a':d}")
attempt(lambda: f"{1.5:d}")
attempt(lambda: list(zip([1], [1, 2], strict=True)))
attempt(lambda: [1, 2] * 1.5)
attempt(lambda: "ab" * "c")
attempt(lambda: 2 ** "a")
attempt(lambda: divmod(1, 0))
attempt(lambda: complex("x"))
attempt(lambda: bytes([300]))
attempt(lambda: (lambda: undefined)())
result = out

# --- assertion with and without message
out = []
for check in (lambda: 1 == 1, lambda: 1 == 2):
    try:
        assert check(), "not equal"
        out.append("ok")
    except AssertionError as error:
        out.append(str(error))
try:
    assert []
except AssertionError as error:
    out.append(error.args)
result = out

# --- the name of an exception is gone after its block
try:
    raise ValueError("a")
except ValueError as e:
    kept = e
try:
    e
    result = "still there"
except NameError as error:
    result = str(error), str(kept)

# --- bare raise in nested handlers
def inner():
    try:
        raise KeyError("deep")
    except KeyError:
        try:
            raise ValueError("other")
        except ValueError:
            pass
        raise

try:
    inner()
except KeyError as error:
    result = repr(error)

# --- contextlib
import contextlib

log = []

@contextlib.contextmanager
def managed(name):
    log.append(f"enter {name}")
    try:
        yield name.upper()
    except ValueError as error:
        log.append(f"caught {error}")
    finally:
        log.append(f"exit {name}")

with managed("a") as a, managed("b") as b:
    log.append(a + b)
with managed("c"):
    raise ValueError("inside")
try:
    with managed("d"):
        raise KeyError("through")
except KeyError:
    log.append("outside")
with contextlib.suppress(ZeroDivisionError):
    1 / 0
with contextlib.nullcontext(5) as five:
    log.append(five)
with contextlib.ExitStack() as stack:
    for name in "xy":
        stack.enter_context(managed(name))
    stack.callback(log.append, "callback")

@managed("decorator")
def decorated():
    log.append("body")
    return 3

log.append(decorated())
result = log

# --- with statement: order of exits, return inside
log = []

class M:
    def __init__(self, n):
        self.n = n

    def __enter__(self):
        log.append(("in", self.n))
        return self.n

    def __exit__(self, *details):
        log.append(("out", self.n, details[0] is None))

def f():
    with M(1) as a:
        with M(2) as b:
            return a + b

def g():
    for n in range(3):
        with M(n):
            if n == 1:
                break
    return n

result = f(), g(), log

# --- __enter__ that fails, __exit__ that raises
class BadEnter:
    def __enter__(self):
        raise ValueError("enter")

    def __exit__(self, *details):
        raise RuntimeError("never")

class BadExit:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        raise RuntimeError("exit")

out = []
for manager in (BadEnter(), BadExit()):
    try:
        with manager:
            out.append("body")
    except Exception as error:
        out.append(repr(error))
result = out

# --- chained comparisons evaluate once
log = []

def n(x):
    log.append(x)
    return x

result = n(1) < n(2) < n(3), n(3) < n(2) < n(1), 1 < 2 > 1, 1 == 1 == 1.0, 1 < 3 in [3], log

# --- and, or, not give their operands
result = 0 or "a", "a" or 0, 1 and 2, 0 and 2, None or [] or {}, 1 and [] and 3, not [], not "a", (1 if [] else 2), [] == (), not 1 == 2, None is None, 3 and not 0

# --- match: literals, captures, guards, or
def f(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case int(n) if n < 0:
            return f"negative {n}"
        case float():
            return "float"
        case "a" | "b" as letter:
            return f"letter {letter}"
        case None:
            return "none"
        case True:
            return "true"
        case _:
            return "other"

result = [f(x) for x in (0, 2, -5, 1.5, "b", None, 100, True, [], "z", False)]

# --- match: sequences
def f(x):
    match x:
        case []:
            return "empty"
        case [one]:
            return f"one {one}"
        case [1, *rest]:
            return f"one then {rest}"
        case [first, *_, last] if first == last:
            return f"same ends {first}"
        case (a, b):
            return f"pair {a} {b}"
        case [[a, b], *others]:
            return f"nested {a} {b} {others}"
        case str():
            return "text"
        case _:
            return "no"

result = [f(x) for x in ([], [5], [1, 2, 3], [3, 4, 3], (7, 8), [[1, 2], 3, 4], "ab", {1, 2}, [9, 8, 7], (1,), range(2))]

# --- match: mappings and classes
from dataclasses import dataclass

@dataclass
class Point:
    x: int
    y: int

class Box:
    __match_args__ = ("w",)

    def __init__(self, w, h):
        self.w, self.h = w, h

def f(x):
    match x:
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": kind, **rest}:
            return f"{kind} {rest}"
        case {}:
            return "a dict"
        case Point(0, y):
            return f"on the axis {y}"
        case Point(x=px, y=py) if px == py:
            return f"diagonal {px}"
        case Point():
            return "point"
        case Box(w, h=3):
            return f"box {w}"
        case int(value) | str(value):
            return f"plain {value}"
        case [Point(x=1), Point(x=second)]:
            return f"points {second}"
    return "nothing"

result = [f(x) for x in ({"type": "circle", "r": 2}, {"type": "sq", "a": 1}, {"z": 1}, Point(0, 4), Point(5, 5), Point(1, 2), Box(9, 3), Box(9, 4), 7, "s", [Point(1, 0), Point(8, 0)], 1.5)]

# --- match: dotted names and constants
class Colour:
    RED = 1
    BLUE = "blue"

def f(x):
    match x:
        case Colour.RED:
            return "red"
        case Colour.BLUE:
            return "blue"
        case -1 | 2.5 | 1 + 2j:
            return "number"
        case b"bytes":
            return "bytes"
    return None

result = [f(x) for x in (1, "blue", -1, 2.5, 1 + 2j, b"bytes", 3)]

# --- del of names, items and slices
a = 1
del a
items = list(range(10))
del items[0], items[-1]
del items[2:4]
del items[::2]
d = {"x": 1, "y": 2}
del d["x"]
try:
    a
except NameError:
    gone = True
result = items, d, gone

# --- assignment to several targets, swap, augmented
a = b = []
a.append(1)
x, y = 1, 2
x, y = y, x
i = 0
items = [10, 20, 30]
i, items[i] = 1, "changed"
n = 5
n //= 2
n **= 3
n <<= 2
n |= 1
n ^= 3
n %= 20
n -= 1
n &= 7
f = 7
f /= 2
t = (1, 2)
u = t
t += (3,)
s = "a"
s *= 3
l = [1]
m = l
l += [2]
l *= 2
result = b, x, y, items, n, f, t, u, s, m, l is m

# --- conditional imports
try:
    import module_that_does_not_exist_at_all as thing
except ImportError as error:
    thing = None
    message = str(error)
try:
    from math import no_such_function
except ImportError as error:
    second = type(error).__name__
try:
    import math.nothing
except ModuleNotFoundError as error:
    third = type(error).__name__
result = message, second, third

# --- global statements of several kinds
counter = 0

def outer():
    counter = 10

    def inner():
        global counter
        counter += 1
        return counter

    return inner(), counter

result = outer(), counter

# --- exceptions in generators and comprehensions
def g():
    yield 1
    raise ValueError("in generator")

out = []
try:
    for x in g():
        out.append(x)
except ValueError as error:
    out.append(str(error))
try:
    [1 / x for x in (1, 0)]
except ZeroDivisionError:
    out.append("comprehension")

def stops():
    yield 1
    raise StopIteration("bad")

try:
    list(stops())
except RuntimeError as error:
    out.append(str(error))
result = out

# --- try in loops
out = []
for n in range(4):
    try:
        if n == 1:
            continue
        if n == 2:
            raise ValueError
        out.append(n)
    except ValueError:
        out.append("error")
        break
    finally:
        out.append(f"f{n}")
else:
    out.append("else")
result = out

# --- while with complicated exits
def find(items, wanted):
    n = 0
    while n < len(items):
        if items[n] == wanted:
            return n
        if items[n] is None:
            n += 2
            continue
        n += 1
    return -1

result = find([1, 2, 3], 3), find([], 1), find([None, 3, 3], 3)

# --- exception groups of classes and tuples
kinds = (KeyError, IndexError)
out = []
for fn in (lambda: {}[1], lambda: [][1], lambda: int("a")):
    try:
        try:
            fn()
        except kinds:
            out.append("lookup")
    except Exception as error:
        out.append(type(error).__mro__[1].__name__)
result = out
