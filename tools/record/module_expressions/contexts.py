"""Expressions over `contextlib`."""
from .bodies import calls_of

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

MORE_PROGRAM = '''\
class Manager:
    """Tells what happens to it; swallows, raises or passes on."""
    def __init__(self, name, log, exit=None, enter=None): self.name, self.log, self.exit, self.enter = name, log, exit, enter
    def __enter__(self):
        self.log.append(f"enter {self.name}")
        if self.enter is not None: raise self.enter
        return self.name
    def __exit__(self, kind, value, traceback):
        self.log.append(f"exit {self.name} {kind.__name__ if kind else None} {value}")
        if isinstance(self.exit, BaseException): raise self.exit
        return self.exit
def generated(log, name, kind):
    @contextlib.contextmanager
    def manager():
        log.append(f"enter {name}")
        if kind == "twice":
            yield 1
            yield 2
        elif kind == "never":
            if False: yield
        elif kind == "swallow":
            try: yield name
            except Exception as error: log.append(f"swallowed {error!r}")
        elif kind == "replace":
            try: yield name
            except Exception as error: raise KeyError("new") from error
        elif kind == "early":
            raise OSError("early")
            yield
        elif kind == "late":
            yield name
            raise OSError("late")
        elif kind == "again":
            try: yield name
            except Exception: yield "again"
        elif kind == "same":
            try: yield name
            except Exception as error: raise error
        else:
            try: yield name
            finally: log.append(f"finally {name}")
    return manager()
def told(error):
    return f"{type(error).__name__}({error})", type(error.__cause__).__name__, type(error.__context__).__name__
def plain(make, body=None):
    log = []
    try:
        with make(log) as value:
            log.append(f"body {value}")
            if body is not None: raise body
        log.append("after")
    except BaseException as error: return log, told(error)
    return log
def stack(*makes, body=None):
    log = []
    try:
        with contextlib.ExitStack() as one:
            for make in makes: log.append(one.enter_context(make(log)))
            if body is not None: raise body
        log.append("after")
    except BaseException as error: return log, told(error)
    return log
def nested(first, second, body=None):
    log = []
    try:
        with first(log) as a, second(log) as b:
            log.append((a, b))
            if body is not None: raise body
        log.append("after")
    except BaseException as error: return log, told(error)
    return log
'''
makes = [f"lambda log: generated(log, 'g', {kind!r})" for kind in ("plain", "twice", "never", "swallow", "replace", "early", "late", "again", "same")] + [
    "lambda log: Manager('m', log)", "lambda log: Manager('m', log, True)", "lambda log: Manager('m', log, 0)", "lambda log: Manager('m', log, IndexError('exit'))", "lambda log: Manager('m', log, None, IndexError('enter'))",
    "lambda log: contextlib.suppress(ValueError, LookupError)", "lambda log: contextlib.nullcontext('n')", "lambda log: contextlib.closing(Manager('c', log))", "lambda log: contextlib.ExitStack()", "lambda log: 5"]
errors = ["None", "ValueError('v')", "KeyError('k')", "StopIteration('s')", "RuntimeError('r')", "KeyboardInterrupt()", "GeneratorExit()"]
MORE = [f"plain({make}, {error})" for make in makes for error in errors] + [f"stack({first}, {second}, body={error})" for n, first in enumerate(makes) for m, second in enumerate(makes) for k, error in enumerate(errors[:4]) if (n * 7 + m * 3 + k) % 11 == 0] + [
    f"nested({first}, {second}, {error})" for n, first in enumerate(makes) for m, second in enumerate(makes) for k, error in enumerate(errors[:3]) if (n * 5 + m * 2 + k) % 13 == 0]
BODIES = """
log = []
with contextlib.ExitStack() as stack:
    stack.callback(log.append, 'a')
    stack.callback(lambda *a, **k: log.append((a, k)), 1, x=2)
    stack.push(lambda *details: log.append(details[0]))
log
---
log = []
with contextlib.ExitStack() as stack:
    stack.push(lambda kind, value, tb: True)
    raise ValueError('x')
log
---
stack = contextlib.ExitStack()
stack.enter_context(5)
---
stack = contextlib.ExitStack()
stack.push(5)
---
log = []
stack = contextlib.ExitStack()
stack.callback(log.append, 1)
other = stack.pop_all()
stack.close()
before = list(log)
other.close()
before, log
---
log = []
stack = contextlib.ExitStack()
@stack.callback
def f(): log.append('f')
stack.close()
log, f is not None
---
def fail(): raise ValueError('callback')
try:
    with contextlib.ExitStack() as stack:
        stack.callback(fail)
        raise KeyError('body')
except ValueError as error: got = repr(error), repr(error.__context__)
got
---
@contextlib.contextmanager
def f(a, *, b=2):
    "doc of f"
    yield a + b
with f(1) as x: pass
x, f.__name__, f.__doc__, f.__wrapped__.__name__, type(f(1)).__name__
---
@contextlib.contextmanager
def f(): yield 1
one = f()
with one: pass
with one: pass
---
@contextlib.contextmanager
def f(log):
    log.append('in')
    yield
    log.append('out')
log = []
@f(log)
def g(x, y=1):
    "doc of g"
    log.append((x, y))
    return x + y
g(1), g(2, y=5), log, g.__name__, g.__doc__
---
class C(contextlib.ContextDecorator):
    def __enter__(self): self.log = ['in']; return self
    def __exit__(self, *details): return True
c = C()
@c
def f(): raise ValueError('x')
f(), c.log
---
class C(contextlib.AbstractContextManager):
    pass
C()
---
class C(contextlib.AbstractContextManager):
    def __exit__(self, *details): return None
with C() as c: pass
type(c).__name__, isinstance(c, contextlib.AbstractContextManager)
---
class C:
    def __enter__(self): return 1
    def __exit__(self, *details): return None
isinstance(C(), contextlib.AbstractContextManager), issubclass(int, contextlib.AbstractContextManager)
---
with contextlib.suppress(ZeroDivisionError):
    1 / 0
'after'
---
with contextlib.suppress():
    1 / 0
'after'
---
with contextlib.suppress(ArithmeticError) as got:
    1 / 0
got
---
with contextlib.closing(5) as x: pass
x
---
class C:
    def close(self): raise OSError('close')
with contextlib.closing(C()): raise ValueError('body')
---
import io
text = io.StringIO()
with contextlib.redirect_stdout(text) as got:
    print('hello', 5)
text.getvalue(), got is text
---
import io
text = io.StringIO()
with contextlib.redirect_stderr(text): pass
text.getvalue()
---
with contextlib.nullcontext(): got = 1
got, contextlib.nullcontext(7).enter_result
---
contextlib.contextmanager(5)
---
@contextlib.contextmanager
def f(): return [1]
with f(): pass
---
def cm():
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: None)
        return 'returned'
cm()
---
out = []
for n in range(3):
    with contextlib.suppress(ValueError):
        if n == 1: raise ValueError
        out.append(n)
out
---
def f():
    for n in range(3):
        with contextlib.nullcontext(n) as v:
            if v == 1: break
    return v
f()
---
with contextlib.nullcontext(1) as a, contextlib.nullcontext(a + 1) as b: got = a, b
got
---
with (contextlib.nullcontext([1, 2]) as (a, b), contextlib.nullcontext(3) as c): got = a, b, c
got
---
contextlib.nothing
---
contextlib.suppress(5).__exit__(ValueError, ValueError(), None)
---
contextlib.suppress(ValueError).__exit__(None, None, None), contextlib.suppress(ValueError).__exit__(ValueError, ValueError(), None), contextlib.suppress(ValueError).__exit__(KeyError, KeyError(), None)
---
sorted(name for name in contextlib.__all__)
---
class A(contextlib.AsyncExitStack): pass
A.__name__, issubclass(contextlib.ExitStack, contextlib.AbstractContextManager)
""".split("---\n")

GROUPS = [(CONTEXT_PROGRAM, CONTEXT), (MORE_PROGRAM, MORE), calls_of(BODIES)]
