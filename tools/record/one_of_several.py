"""Records what a value that may be one of two comes to, wherever Python takes a value, for test/analysis/machine/one-of-several.long.test.ts.

Each program binds `v` to one of two values under a condition of which nobody knows what it gives, and uses it once: in a call, an
operator, a statement, as a class, a context, an exception, an index. CPython runs it with both answers; what an analysis takes as certain
must be what happened in all of them.

    python tools/record/one_of_several.py --every 3 > test/oracle/one-of-several.json
"""

import argparse
import contextlib
import io
import json
import re

from open_conditions import outcomes

BEFORE = """import functools, operator, itertools, collections, copy, contextlib, math
class A:
    a = 1
    def __init__(self, *args): self.n = len(args)
    def m(self): return 10
    def __enter__(self): return 3
    def __exit__(self, *e): return False
class B:
    b = 2
    def __init__(self, *args): self.n = 7
    def m(self): return 20
    def a2(self): return 1
    def __enter__(self): return 4
    def __exit__(self, *e): return True
class EA(Exception): pass
class EB(EA): pass
class EC(Exception): pass
class MA(type):
    q = 5
class MB(type):
    r = 6
class Base1:
    def m(self): return 1
class Base2(Base1):
    def m(self): return 2
def f(*a, **k): return len(a) * 10 + len(k)
def g(*a, **k): return len(a) * 100 + len(k)
def deco1(fn): return fn
def deco2(fn): return lambda *a: 77
class O: pass
"""

# Two values that `v` may be.
PAIRS = [
    '1|2',
    '0|None',
    '0|3',
    '[1]|[2, 3]',
    '[]|[4]',
    '(1,)|(2, 3)',
    '()|(5, 6)',
    "{'k': 1}|{'j': 2}",
    "{}|{'k': 3}",
    "'ab'|'c'",
    "''|'a'",
    "'a'|'b'",
    'A()|B()',
    'A|B',
    'f|g',
    'len|sum',
    'True|False',
    '1.5|2',
    'range(2)|[5]',
    '{1}|{2, 3}',
    'EA|EC',
    'EA|EB',
    'MA|MB',
    'Base1|Base2',
    'deco1|deco2',
    'None|[1]',
    'A()|None',
    "'k'|'z'",
    'int|str',
    'abs|len',
]

# Uses that give a value.
EXPRESSIONS = [
    'len(v)',
    'v[0]',
    'len(v[-1:])',
    'list(v)',
    '[*v]',
    'len({**v})',
    'f(*v)',
    'f(**v)',
    "v in [1, 'a', 5]",
    '1 in v',
    "'k' in v",
    'v == 1',
    'v == [1]',
    'v is None',
    'v is not None',
    'not v',
    '(v and 1) == 1',
    '(v or 1) == 1',
    '1 if v else 2',
    'isinstance(v, int)',
    'isinstance(v, (list, A))',
    'type(v) is int',
    "str(v) == '1'",
    "f'{v}' == '1'",
    "f'{v:>3}' == '  1'",
    "'%s' % (v,) == '1'",
    "'{}'.format(v) == '1'",
    'v + v == 2',
    'v * 2',
    '-v',
    'v < 2',
    'v >= 2',
    'int(v)',
    'bool(v)',
    'float(v) == 1.0',
    'max(v, 1)',
    'max([v, 1])',
    'min(1, v)',
    'sorted([v, 1])[0]',
    'sum([v, 1])',
    'abs(v)',
    'list(range(v))',
    'len([0] * v)',
    '[1, 2, 3][v]',
    '[1, 2, 3][:v]',
    '[1, 2, 3][v:]',
    '[1, 2, 3, 4][::v]',
    '{1: 5, 2: 6}[v]',
    '{1: 5, 2: 6}.get(v, 9)',
    '{v: 1}.get(1)',
    "{v: 1}.get('k')",
    'len({v, 1})',
    '{v: 8} == {1: 8}',
    'd.get(v)',
    'd.setdefault(v, 9)',
    'd.pop(v, 7)',
    '(lambda: v)() == 1',
    "hasattr(v, 'a')",
    "hasattr(v, 'm')",
    "getattr(v, 'a', 0)",
    'getattr(o, v, 4)',
    'v.m()',
    'v.n',
    'v().n',
    'v().m()',
    'v(1, 2)',
    'v([1, 2])',
    'callable(v)',
    'issubclass(v, A)',
    'issubclass(v, EA)',
    'isinstance(A(), v)',
    'isinstance(Base2(), v)',
    '[i for i, _ in enumerate(v)]',
    'list(zip(v, [1, 2]))==[]',
    'len(list(zip(v, [1, 2])))',
    'list(map(v, [[1], [2, 3]]))',
    'len(list(filter(v, [[1], []])))',
    'any(v)',
    'all(v)',
    'len(dict(v))',
    'len(tuple(v))',
    'len(set(v))',
    'list(reversed(v))',
    'functools.partial(v, 1)(2)',
    'operator.add(v, 1)',
    'round(v)',
    'divmod(v, 2)',
    'pow(v, 2)',
    'v ** 2',
    'v // 2',
    'v % 2',
    'v & 1',
    'v << 1',
    "bin(v) == '0b1'",
    "len('abc'[v:])",
    "len('a,b-c'.split(v))",
    "len('-'.join(v))",
    "len('aXb'.replace('X', v))",
    'len(v.upper())',
    "v.startswith('a')",
    "v.count('a')",
    'len(copy.copy(v))',
    'len(copy.deepcopy(v))',
    'next(iter(v))',
    'next(iter(v), 5)',
    'list(itertools.chain(v, [1]))',
    'len(collections.Counter(v))',
    '[1, 2, 3][slice(v)]',
    '[i for i in v if i != 1]',
    'sorted([[3], [1, 2]], key=v)[0]',
    'sorted([3, 1, 2], reverse=v)',
    '[1, 2, 3].index(v)',
    '[1, 2, 2].count(v)',
    "v.get('k')",
    'len(v.keys())',
    'list(v.values())',
    'v.pop()',
    'len(v.copy())',
    'v.__class__ is int',
    "v.__class__.__name__ == 'A'",
    'hash(v) == 1',
    'id(v) == id(v)',
    'math.sqrt(v) == 1.0',
    'v != 1',
    'v is True',
    '[v, 1] == [1, 1]',
    '(v, 1) < (1, 2)',
    '1 < v < 3',
    'v @ v if False else 3',
    'all(i < 3 for i in v)',
    'sum(i for i in v)',
    'max(v)',
    'max(v, default=0)',
    'f(v, *[v])',
    'f(k=v)',
    'len(str(v))',
    'len(repr(v))',
    "isinstance(v, str) and v == 'a'",
    'v if isinstance(v, int) else 9',
    'functools.reduce(operator.add, v)',
    'len(list(itertools.product(v, v)))',
    'v.__doc__ is None',
    'vars(v) == {}',
]

# Uses as a statement, which leave what is asked in `r`.
STATEMENTS = [
    'n = 0\nfor i in v: n += 1\nr = n',
    'n = 0\nfor i in range(3):\n    if v: break\n    n += 1\nr = n',
    'try:\n    raise v()\nexcept EA: r = 1\nexcept EC: r = 2',
    'try: raise v\nexcept EB: r = 1\nexcept Exception: r = 2',
    'try: raise EA()\nexcept v: r = 1\nexcept Exception: r = 2',
    'try: raise EB()\nexcept (v, KeyError): r = 1\nexcept Exception: r = 2',
    'with v as q: r = q',
    'r = 0\nwith v: raise KeyError\nr = 5',
    "match v:\n    case 1: r = 1\n    case 2 | 3: r = 2\n    case None: r = 3\n    case [x]: r = 4\n    case [x, y]: r = 5\n    case {'k': w}: r = 6\n    case A(): r = 7\n    case str(): r = 8\n    case _: r = 9",
    'del d[v]\nr = len(d)',
    'd[v] = 5\nr = len(d)',
    "d[v] = 5\nr = d.get('k')",
    'd[v] = 5\nr = d.get(1)',
    'l[v] = 9\nr = (len(l), l[0] if l else None, l[-1] if l else None, 8 in l)',
    'a, b = v\nr = (a, b)',
    'a, *b = v\nr = b',
    'v.x = 5\nr = v.x',
    "v.x = 5\nr = hasattr(A, 'x')",
    'def h(x=v): return x\nr = h() == 1',
    'class C(v): pass\nr = C().m()',
    "class C(v): pass\nr = hasattr(C, 'a')",
    'class C(v): pass\nr = issubclass(C, Base2)',
    "class C(metaclass=v): pass\nr = hasattr(C, 'q')",
    'class C(metaclass=v): pass\nr = type(C) is MA',
    '@v\ndef h(): return 1\nr = h()',
    '@v\nclass h: \n    z = 1\nr = callable(h)',
    'assert v\nr = 1',
    'l.insert(v, 8)\nr = (len(l), l[0] if l else None, l[-1] if l else None, 8 in l)',
    'r = l.pop(v)',
    'l.remove(v)\nr = (len(l), l[0] if l else None, l[-1] if l else None, 8 in l)',
    'l.extend(v)\nr = (len(l), l[0] if l else None, l[-1] if l else None, 8 in l)',
    'l += v\nr = (len(l), l[0] if l else None, l[-1] if l else None, 8 in l)',
    'l *= v\nr = len(l)',
    'd.update(v)\nr = len(d)',
    'v.append(8)\nr = (len(v), v[-1])',
    'v.append(8)\nr = len(l)',
    'w = v\nw.append(8)\nr = len(v)',
    'def gen():\n    yield from v\nr = list(gen())',
    'def gen():\n    yield v\nr = list(gen()) == [1]',
    "setattr(o, v, 6)\nr = getattr(o, 'k', 0)",
    "setattr(o, v, 6)\nr = hasattr(o, 'a')",
    "delattr(o, v)\nr = hasattr(o, 'k')",
    'global G\nG = v\nr = G == 1',
    'x = v\nif x is None: x = 4\nr = x == 4',
    'x = v\nif not isinstance(x, list): x = [x]\nr = len(x)',
    's = set()\ns.add(v)\nr = 1 in s',
    's = {1, 2}\ns.discard(v)\nr = len(s)',
    'r = 0\nwhile v and r < 3:\n    r += 1',
    'i = iter(v)\nr = next(i, 5)\nr = next(i, 6)',
    'x = y = v\nr = x is y',
    'n = v\nn += 1\nr = n',
    'l[v:] = [7]\nr = (len(l), l[0] if l else None, l[-1] if l else None, 8 in l)',
    'l[:v] = []\nr = (len(l), l[0] if l else None, l[-1] if l else None, 8 in l)',
    'q = {**d, **v}\nr = len(q)',
    'r = f(*v, *v)',
    'lst = [v, v]\nlst[0] = 3\nr = lst[1] == 1',
    't = type(v)\nr = t is int',
    'fn = v.m\nr = fn()',
    'x = v() \nr = isinstance(x, A)',
    'x = v.__name__\nr = len(x)',
    'def h(): return v\nr = h() is None',
    'e = v() if callable(v) else None\nr = e is None',
    'z = [x for x in [1, 2, 3] if x == v]\nr = (len(z), z[0], z[-1])',
    "r = {x: 1 for x in v}.get('k', 0)",
    'z = collections.OrderedDict(v)\nr = len(z)',
    'q = collections.defaultdict(v)\nr = len(q) ',
    'q = collections.deque(v)\nr = len(q)',
    'print(v)\nr = 1',
    "nt = collections.namedtuple('nt', 'a b')(v, 1)\nr = nt.a == 1",
    '@functools.wraps(v)\ndef h(): return 1\nr = h()',
    'super_ = v.__mro__\nr = len(super_)',
    "r = type('T', (v,), {})().m()",
    "r = hasattr(type('T', (v,), {}), 'a')",
]

PLAIN = re.compile(r"(?:[-\d,()\[\] ]|None|True|False)+")


def program_of(first, second, use):
    lines = [f"v = {first} if c() else {second}", "d = {'k': 1, 1: 2}", "l = [4, 5, 6]", "o = O()", "o.k = 3", use, "return r, 0"]
    body = "\n".join(lines).split("\n")
    return "def main():\n" + "\n".join("    " + line for line in body)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    cases = [{"before": BEFORE}]
    number = 0
    for pair in PAIRS:
        for use in [f"r = {one}" for one in EXPRESSIONS] + STATEMENTS:
            program = program_of(*pair.split("|"), use)
            with contextlib.redirect_stdout(io.StringIO()):
                seen = outcomes(BEFORE + program, 12, number)
            returned = [one for one in seen if not one.startswith("raises")]
            # What gives nothing that can be told, or fails whichever it is, says nothing.
            if not returned or not all(PLAIN.fullmatch(one) for one in returned):
                continue
            number += 1
            if number % args.every == 0:
                cases.append({"program": program, "outcomes": seen})
    print("[" + ",\n".join(json.dumps(case) for case in cases) + "]")


if __name__ == "__main__":
    main()
