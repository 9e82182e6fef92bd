# --- registry with decorators and a factory
class Registry:
    def __init__(self, name):
        self._name = name
        self._modules = {}

    def register(self, name=None):
        def wrap(cls):
            key = name or cls.__name__
            if key in self._modules:
                raise KeyError(f"{key} is already registered in {self._name}")
            self._modules[key] = cls
            return cls

        return wrap

    def build(self, cfg):
        cfg = dict(cfg)
        return self._modules[cfg.pop("type")](**cfg)

    def __contains__(self, key):
        return key in self._modules

MODELS = Registry("models")

@MODELS.register()
class Net:
    def __init__(self, depth, width=1):
        self.depth, self.width = depth, width

@MODELS.register("other")
class Another(Net):
    pass

net = MODELS.build({"type": "Net", "depth": 3})
other = MODELS.build(dict(type="other", depth=1, width=9))
result = net.depth, other.width, "Net" in MODELS, type(other).__name__

# --- a small module system
from collections import OrderedDict

class Module:
    def __init__(self):
        object.__setattr__(self, "_modules", OrderedDict())
        object.__setattr__(self, "training", True)

    def __setattr__(self, name, value):
        if isinstance(value, Module):
            self._modules[name] = value
        else:
            object.__setattr__(self, name, value)

    def __getattr__(self, name):
        modules = self.__dict__.get("_modules", {})
        if name in modules:
            return modules[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def named_modules(self, prefix=""):
        yield prefix, self
        for name, module in self._modules.items():
            yield from module.named_modules(prefix + ("." if prefix else "") + name)

    def apply(self, fn):
        for module in self._modules.values():
            module.apply(fn)
        fn(self)
        return self

class Linear(Module):
    def __init__(self, n, m):
        super().__init__()
        self.n, self.m = n, m

    def forward(self, x):
        assert x == self.n, (x, self.n)
        return self.m

class Sequential(Module):
    def __init__(self, *layers):
        super().__init__()
        for at, layer in enumerate(layers):
            setattr(self, str(at), layer)

    def forward(self, x):
        for layer in self._modules.values():
            x = layer(x)
        return x

net = Sequential(Linear(2, 3), Sequential(Linear(3, 4), Linear(4, 5)))
seen = []
net.apply(lambda m: seen.append(type(m).__name__))
try:
    net.missing
except AttributeError as error:
    message = str(error)
result = net(2), [name for name, _ in net.named_modules()], seen, message, getattr(net, "1")(3)

# --- configuration dict with attribute access
class Config(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__

    @classmethod
    def load(cls, data):
        return cls({k: cls.load(v) if isinstance(v, dict) else v for k, v in data.items()})

    def merge(self, other):
        for key, value in other.items():
            if isinstance(value, dict) and isinstance(self.get(key), dict):
                self[key].merge(value)
            else:
                self[key] = value
        return self

cfg = Config.load({"model": {"dim": 8, "heads": 2}, "lr": 0.1})
cfg.merge({"model": {"dim": 16}, "new": 1})
cfg.extra = [1]
result = cfg.model.dim, cfg.model.heads, cfg.lr, cfg["extra"], cfg, "new" in cfg

# --- sieve, fibonacci, matrix product, permutations
def sieve(n):
    flags = [True] * (n + 1)
    flags[0:2] = [False, False]
    for p in range(2, int(n**0.5) + 1):
        if flags[p]:
            flags[p * p :: p] = [False] * len(flags[p * p :: p])
    return [i for i, prime in enumerate(flags) if prime]

def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b

def matmul(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]

def perms(items):
    if not items:
        return [[]]
    return [[x, *rest] for i, x in enumerate(items) for rest in perms(items[:i] + items[i + 1 :])]

import itertools

result = sieve(30), list(itertools.islice(fib(), 12)), matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]]), perms([1, 2, 3])

# --- string building, parsing a small language
def parse(text):
    tokens = text.replace("(", " ( ").replace(")", " ) ").split()

    def read():
        token = tokens.pop(0)
        if token == "(":
            items = []
            while tokens[0] != ")":
                items.append(read())
            tokens.pop(0)
            return items
        try:
            return int(token)
        except ValueError:
            return token

    return read()

def evaluate(x, env={"+": lambda *a: sum(a), "*": lambda a, b: a * b, "-": lambda a, b: a - b}):
    if isinstance(x, list):
        fn, *args = [evaluate(i) for i in x]
        return fn(*args)
    return env.get(x, x) if isinstance(x, str) else x

result = parse("(+ 1 (* 2 3))"), evaluate(parse("(+ 1 (* 2 3) (- 10 4))"))

# --- events, callbacks and weak state
class Emitter:
    def __init__(self):
        self.handlers = {}

    def on(self, event, handler=None):
        if handler is None:
            return lambda fn: self.on(event, fn)
        self.handlers.setdefault(event, []).append(handler)
        return handler

    def emit(self, event, *args):
        return [handler(*args) for handler in self.handlers.get(event, ())]

e = Emitter()

@e.on("add")
def first(a, b):
    return a + b

e.on("add", lambda a, b: a * b)
result = e.emit("add", 3, 4), e.emit("nothing"), first(1, 1)

# --- linked list with iteration and a stack
class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value, self.next = value, next

class LinkedList:
    def __init__(self, items=()):
        self.head = None
        for item in reversed(list(items)):
            self.head = Node(item, self.head)

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous
        return self

result = list(LinkedList("abc").reverse()), list(LinkedList()), [*LinkedList([1, 2])]

# --- interval tree of closures and partials
from functools import partial, reduce

def stage(name, depth, dim, log):
    log.append((name, depth, dim))
    return dim * 2

log = []
stages = [partial(stage, f"s{i}", d) for i, d in enumerate((2, 2, 6, 2))]
final = reduce(lambda dim, fn: fn(dim, log), stages, 96)
result = final, log

# --- layers' output sizes as detection models compute them
def conv_out(size, k, s=1, p=0, d=1):
    return (size + 2 * p - d * (k - 1) - 1) // s + 1

cfg = [64, 64, "M", 128, "M", ("conv", 256, 3, 2, 1)]
channels, size, shapes = 3, 224, []
for item in cfg:
    if item == "M":
        size = conv_out(size, 2, 2)
    elif isinstance(item, tuple):
        kind, channels, *args = item
        size = conv_out(size, *args)
    else:
        channels, size = item, conv_out(size, 3, p=1)
    shapes.append((channels, size, size))
result = shapes

# --- attribute chains, method chaining and fluent interfaces
class Query:
    def __init__(self, items):
        self._items = list(items)

    def where(self, fn):
        return Query(x for x in self._items if fn(x))

    def select(self, fn):
        return Query(map(fn, self._items))

    def __iter__(self):
        return iter(self._items)

    def first(self, default=None):
        return next(iter(self), default)

q = Query(range(10)).where(lambda x: x % 2).select(lambda x: x**2)
result = list(q), q.first(), Query([]).first("none"), Query("ab").select(str.upper).first()
