"""Expressions over `collections`."""

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

MORE_PROGRAM = '''\
def acts(thing, *calls):
    out = []
    for name, *args in calls:
        try: out.append(getattr(thing, name)(*args))
        except Exception as error: out.append(f"{type(error).__name__}: {error}")
    return out, thing
class Mapping(collections.abc.Mapping):
    def __init__(self, d): self.d = d
    def __getitem__(self, key): return self.d[key]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
class Mutable(Mapping, collections.abc.MutableMapping):
    def __setitem__(self, key, value): self.d[key] = value
    def __delitem__(self, key): del self.d[key]
class Seq(collections.abc.MutableSequence):
    def __init__(self, items): self.items = list(items)
    def __getitem__(self, at): return self.items[at]
    def __setitem__(self, at, value): self.items[at] = value
    def __delitem__(self, at): del self.items[at]
    def __len__(self): return len(self.items)
    def insert(self, at, value): self.items.insert(at, value)
    def __repr__(self): return f"Seq({self.items})"
class Bag(collections.abc.Set):
    def __init__(self, items): self.items = sorted(set(items))
    def __contains__(self, one): return one in self.items
    def __iter__(self): return iter(self.items)
    def __len__(self): return len(self.items)
    def __repr__(self): return f"Bag({self.items})"
class User(collections.UserDict):
    def __missing__(self, key): return f"no {key}"
class UserL(collections.UserList): pass
class UserS(collections.UserString): pass
P = collections.namedtuple("P", ["x", "y", "z"], defaults=(3,))
class SubP(P):
    __slots__ = ()
    def norm(self): return self.x + self.y
class Count(collections.Counter): pass
class Ordered(collections.OrderedDict): pass
class DD(collections.defaultdict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]
'''
names = ["'x y'", "'x, y'", "['x', 'y']", "('a',)", "''", "'x x'", "'class x'", "'_x'", "'1x'", "'x-y'", "[1, 2]", "'x y', rename=True", "'x _y class x', rename=True", "'x y', defaults=(1,)", "'x y', defaults=(1, 2)", "'x', defaults=(1, 2)", "'x y', module='m'", "5", "None", "'a b c', defaults=[None]"]
arguments = ["1, 2", "1", "", "1, 2, 3", "x=1, y=2", "1, x=2", "1, y=2, q=3"]
P_uses = ["", ".x", "[0]", "[1:]", "._asdict()", "._replace(x=9)", "._replace(q=1)", "._fields", "._field_defaults", " == (1, 2, 3)", " + (4,)", " * 2", ".count(1)", ".index(9)", " < P(1, 3)", ".__class__.__name__", ".q", ".__getnewargs__()", ".__repr__()", "[5]", ".__slots__", " == P(1, 2, 3)", ".__doc__", ".__match_args__"]
maps = ["{'a': 1, 'b': 2}", "{}", "[('a', 5), ('c', 6)]"]
map_calls = ["('get', 'a')", "('get', 'z', 9)", "('__getitem__', 'z')", "('keys',)", "('values',)", "('items',)", "('__len__',)", "('__contains__', 'a')", "('pop', 'a')", "('pop', 'z')", "('pop', 'z', 1)", "('setdefault', 'q', 4)", "('update', {'a': 7, 'n': 8})", "('popitem',)", "('clear',)", "('copy',)", "('__eq__', {'a': 1, 'b': 2})", "('__or__', {'z': 0})", "('nothing',)", "('__setitem__', 'k', [1])", "('__delitem__', 'a')", "('__delitem__', 'zz')", "('__iter__',)", "('__reversed__',)", "('fromkeys', 'xy', 0)"]
map_makers = ["collections.OrderedDict({0})", "collections.defaultdict(int, {0})", "collections.Counter(dict({0}))", "collections.ChainMap(dict({0}), dict(b=9))", "collections.UserDict({0})", "User({0})", "Ordered({0})", "DD(None, {0})", "Mutable(dict({0}))"]
lists = ["[1, 2, 3]", "'abca'", "[]"]
list_calls = ["('append', 5)", "('extend', [7, 8])", "('insert', 1, 'n')", "('insert', -9, 'n')", "('pop',)", "('pop', 0)", "('pop', 9)", "('remove', 2)", "('remove', 'q')", "('index', 'a')", "('index', 3, 1)", "('count', 1)", "('reverse',)", "('clear',)", "('copy',)", "('__getitem__', 0)", "('__getitem__', -1)", "('__getitem__', 9)", "('__setitem__', 0, 'n')", "('__len__',)", "('__contains__', 'a')", "('__add__', [5])", "('__mul__', 2)", "('__eq__', [1, 2, 3])", "('sort',)", "('appendleft', 0)", "('popleft',)", "('extendleft', 'xy')", "('rotate', 2)", "('rotate', -1)", "('rotate',)", "('__delitem__', 0)", "('__iadd__', [6])"]
list_makers = ["collections.deque({0})", "collections.deque({0}, maxlen=2)", "collections.deque({0}, 0)", "collections.UserList({0})", "Seq({0})"]
counters = ["collections.Counter('aab')", "collections.Counter(a=-1, b=3)", "collections.Counter()", "collections.Counter([1, 1, 2])", "Count('ab')"]
bags = ["Bag([1, 2])", "Bag([2, 3])", "Bag([])", "{1, 2}", "frozenset([2])"]
interfaces = ["Iterable", "Iterator", "Sized", "Container", "Collection", "Hashable", "Callable", "Sequence", "MutableSequence", "Mapping", "MutableMapping", "Set", "MutableSet", "Generator", "Reversible", "KeysView", "ItemsView", "ValuesView", "ByteString", "Awaitable", "Coroutine", "AsyncIterable"]
kinds = ["[]", "()", "''", "{}", "set()", "frozenset()", "range(1)", "b''", "5", "None", "len", "iter([])", "(i for i in [])", "{}.keys()", "{}.items()", "{}.values()", "collections.deque()", "collections.Counter()", "collections.OrderedDict()", "P(1, 2)", "Mapping({})", "Seq([])", "Bag([])", "User()", "collections.ChainMap()", "int", "UserS('a')", "zip()", "Ordered.fromkeys('a')"]
MORE = [f"collections.namedtuple('N', {name})({given})" for n, name in enumerate(names) for m, given in enumerate(arguments) if (n + m) % 2 == 0] + [f"P(1, 2){use}" for use in P_uses] + [f"SubP(1, 2){use}" for use in (".norm()", "", "._replace(y=5)", ".__dict__", "._make([1, 2, 3])")] + [
    "P._make([1, 2])", "P._make([1, 2, 3])", "P.x.__doc__", "P.__doc__", "P.x.__get__(P(5, 6))", "repr(P(1, 'a', [2]))", "P(*range(3))", "P(**{'x': 1, 'y': 2})", "hash(P(1, 2)) == hash((1, 2, 3))", "isinstance(P(1, 2), tuple)", "P.__module__", "P._fields", "P.__new__.__defaults__", "sorted([P(2, 1), P(1, 2)])", "P(1, 2).__add__(())", "str(inspect.signature(P))",
    "collections.namedtuple('N', 'a b', rename=True).__name__", "collections.namedtuple('1N', 'a')", "collections.namedtuple('class', 'a')", "collections.namedtuple(5, 'a')"] + [
    f"acts({maker.format(given)}, {call})" for n, maker in enumerate(map_makers) for m, given in enumerate(maps) for k, call in enumerate(map_calls) if (n + m + k) % 3 == 0] + [
    f"acts({maker.format(given)}, {call})" for n, maker in enumerate(list_makers) for m, given in enumerate(lists) for k, call in enumerate(list_calls) if (n + m + k) % 3 == 0] + [
    f"{a} {op} {b}" for n, a in enumerate(counters) for m, b in enumerate(counters) for k, op in enumerate(("+", "-", "&", "|", "==", "!=", "<", "<=", ">", ">=")) if (n + m + k) % 3 == 0] + [f"acts({one}, {call})" for one in counters for call in (
    "('most_common',)", "('most_common', 1)", "('elements',)", "('total',)", "('update', 'ab')", "('update', {'a': 2})", "('subtract', 'ab')", "('__getitem__', 'zz')", "('__pos__',)", "('__neg__',)", "('__delitem__', 'zz')", "('copy',)")] + [
    f"{a} {op} {b}" for n, a in enumerate(bags) for m, b in enumerate(bags) for k, op in enumerate(("&", "|", "-", "^", "<=", "<", "==", "!=")) if "Bag" in a + b and (n + m + k) % 2 == 0] + ["Bag([1]).isdisjoint([2])", "Bag([1]).isdisjoint([1])", "Bag([1]) < 5", "Bag([1])._hash() == Bag([1])._hash()"] + [
    f"isinstance({one}, collections.abc.{interface})" for n, one in enumerate(kinds) for m, interface in enumerate(interfaces) if (n + m) % 2 == 0] + [
    "list(Mapping({'a': 1}).items())", "Mapping({'a': 1}) == {'a': 1}", "Mapping({'a': 1}).get('b')", "Mapping({})['a']", "hash(Mapping({}))", "Mapping({'a': 1}).keys()", "'a' in Mapping({'a': 1}).keys()", "list(reversed(Seq([1, 2])))", "Seq([1, 2]) + [3]", "collections.abc.Mapping()", "collections.abc.Sequence()", "collections.abc.Callable[[int], str]", "collections.abc.Iterable[int]",
    "dict(Mapping({'a': 1}))", "{**Mapping({'a': 1})}", "[*Seq([1, 2])]", "User(a=1)['q']", "User(a=1).get('q')", "User({'a': 1}, b=2)", "'q' in User()", "User(a=1) | {'b': 2}", "User.fromkeys('ab')", "UserL([1, 2])[0:1]", "UserL([2, 1]) + UserL([3])", "sorted(UserL([2, 1]))", "UserS('abc').upper()", "UserS('abc') + 'd'", "UserS('abc')[1]", "UserS('a') == 'a'", "len(UserS('abc'))", "'b' in UserS('abc')", "UserS(5)", "UserS('a %s') % 'b'",
    "collections.ChainMap({'a': 1}, {'b': 2})", "collections.ChainMap({'a': 1}, {'a': 3}).parents", "collections.ChainMap().maps", "list(collections.ChainMap({'a': 1}, {'b': 2}))", "collections.ChainMap({'a': 1})['z']", "collections.ChainMap({'a': 1}).new_child(a=5)", "collections.ChainMap({}, {'a': 1}).pop('a')", "collections.ChainMap({'x': 1}) | {'y': 2}", "collections.ChainMap().popitem()", "bool(collections.ChainMap({}, {}))",
    "DD()['ab']", "DD(int)['ab']", "collections.defaultdict(list)", "collections.defaultdict(lambda: 5)['x']", "collections.defaultdict(int).default_factory", "collections.defaultdict(int, {'a': 1}) | {'b': 2}", "collections.defaultdict(int, a=1) == {'a': 1}", "collections.defaultdict('x')", "collections.defaultdict(None)['q']", "collections.defaultdict(list).copy()", "collections.defaultdict(int).get('q')", "collections.defaultdict(int).pop('q')",
    "collections.OrderedDict(a=1, b=2) == collections.OrderedDict(b=2, a=1)", "collections.OrderedDict(a=1, b=2) == {'b': 2, 'a': 1}", "list(reversed(collections.OrderedDict(a=1, b=2)))", "collections.OrderedDict.fromkeys([1, 2])", "collections.OrderedDict(a=1) | {'b': 2}", "Ordered(a=1)", "collections.OrderedDict(5)", "collections.OrderedDict([1])", "collections.OrderedDict(a=1).popitem(last=False)", "list(collections.OrderedDict(a=1).items())[0]", "collections.OrderedDict({'x': 1}, y=2).values()",
    "collections.Counter(5)", "collections.Counter(a='x').most_common()", "collections.Counter('ab').nothing", "collections.Counter.fromkeys('a', 1)", "sum(collections.Counter('aab').values())", "collections.Counter(['x']) + collections.Counter(['y'])", "list(collections.Counter('aab').elements())", "collections.Counter(a=1, b=1) == collections.Counter(a=1, b=1, c=0)", "Count('aa')", "collections.Counter(None)", "collections.Counter('a', b=2)", "collections.Counter('a', 'b')",
    "collections.deque([1, 2], maxlen=-1)", "collections.deque([1], maxlen='x')", "collections.deque(5)", "collections.deque([1, 2]) + collections.deque([3])", "collections.deque([1]) + [2]", "collections.deque([1, 2]) < collections.deque([1, 3])", "collections.deque([1]) == [1]", "collections.deque([3, 1])[-1]", "collections.deque([1, 2])[0:1]", "list(reversed(collections.deque([1, 2])))", "collections.deque([1]) * 3", "hash(collections.deque())", "bool(collections.deque())", "collections.deque(maxlen=3).maxlen", "collections.deque('ab').index('z')", "collections.deque([1, 2, 3]).remove(9)", "sum(collections.deque([1, 2]))", "collections.nothing",
]

GROUPS = [(COLLECTIONS_PROGRAM, COLLECTIONS), (MORE_PROGRAM, MORE)]
