"""Small expressions and statements of Python, made by combining parts: the same ones at every run.

Each topic has a setup that its snippets share and must not change, and snippets that differ from each other. A snippet with a line
break or a `result =` is a function's body that leaves a `result`; any other is an expression.
"""
import itertools
import random
import re
import textwrap

TOPICS = {}

# What is not followed, or is no rule of the language: snippets in which a pattern is found are left out.
LEFT_OUT = {
    r"\b(eval|exec)\(": "code made at run time is not followed",
    r"ExceptionGroup|except\*": "groups of exceptions are not followed",
    r"__subclasses__|\bdir\(|bytearray|fromhex|\.hex\(\)|\.indices\(": "not followed, and told so",
    r"hash\(|\bid\(": "the numbers are CPython's own",
    r"nowhere_at_all|import zzz|nothing_here|math\.nope": "a module that is not there is unknown; a path of the machine",
    r"e\.(name|obj|errno|add_note|__notes__)\b|OSError\(2|FileNotFoundError\(2|UnicodeDecodeError": "attributes that only some exceptions have",
    r"lambda: \(yield\)|C\(v=9\)|__dict__ = \{'v'|class A\(5\)|class A\(f\)|class A: f = len": "odd cases",
    r"sort\(reverse=True\)|f\(\): return super\(\)$|y = x\n        x = 3": "the order of comparisons, and what a class body sees of names around it",
    r"result = (sorted\(\[1\], 2|isinstance\(1\)$|\{\}\.get\(\)|\[\]\.append\(\)|getattr\(1(, 2)?\)|max\(\)|sum\(\)|abs\(\)|'a'\.join\(\)|''\.split\(1|list\(map\(\)|open\(\))": "how natives count their arguments",
    r"\(1\+2\.5j\)|complex\((None|\[|'inf'|'1_)|\(-0\.0\) / \(2-3j\)|1j \*\* \(-7\)|abs\(\(2-3j": "formats and last digits of complex numbers",
    r"^bytes\(|^b'xy' % |to_bytes|encode\('(latin|ascii)|str\((b'ab', '|1, 2)": "bytes beyond UTF-8",
    r"\.is_integer\(\)|float\('1__0'\)|int\(12, 37\)|pow\(2\.0, 3, 5\)|\[10\*\*20\]|% 10\*\*20|%\.3d|0[0-9]+[,_]d|:c\}|٣d|!a\}|\{:\{:|% (b'q'|\[1\])|😀b'\.find": "numbers and formats that nobody writes",
    r"g = outer\(\[7|except GeneratorExit|StopIteration\(1\)|def __(iter|len|bool|repr|str)__\(self\): return (5|self|-1|'a'|1|None)|P\(1, 2, 3\)|list_iterator|^len\(iter|^\[\*3\]|\*'ab',$|a = \*'ab'": "protocols that answer with the wrong type",
    r"case P\(1, y\)|\[\[a, b\], c\]|class C\(Slots\): pass|result = C\[5\]|r = g\(\)|\n    del g\b|\bdel (undefined_thing|x, g2)\b|return super\(\)\nresult = A|\bas g: pass|\.keys\(\)$": "names bound by a pattern that fails, slots beside a dict, free variables, operators of views",
}


def topic(setup=""):
    def add(make):
        chosen = random.Random(make.__name__)
        made = (text.strip("\n") for text in make(chosen))
        seen = dict.fromkeys(text for text in made if not any(re.search(pattern, text) for pattern in LEFT_OUT))
        TOPICS[make.__name__.replace("_", " ")] = (textwrap.dedent(setup).strip("\n"), list(seen))
        return make

    return add


def some(chosen, count, items):
    items = list(items)
    return chosen.sample(items, min(count, len(items)))


NUMBERS = ["0", "1", "-1", "2", "-7", "3", "13", "10**20", "-2**63", "True", "False", "0.5", "-2.5", "0.0", "-0.0", "1e308", "float('inf')", "float('nan')", "1j", "(2-3j)", "7.0"]
OTHERS = ["None", "'ab'", "''", "[1, 2]", "[]", "(1,)", "()", "{'a': 1}", "{1, 2}", "frozenset({1})", "b'xy'", "range(3)", "int", "...", "(lambda: 0)", "slice(1)"]
SIMPLE_OTHERS = OTHERS[:11]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@"]
COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"]


def parenthesised(text):
    return f"({text})" if text.startswith("-") else text


@topic()
def arithmetic_of_numbers(chosen):
    large = {"1e308", "10**20", "-2**63"}
    for a, op, b in some(chosen, 420, itertools.product(NUMBERS, BINARY, NUMBERS)):
        if not (op in ("**", "<<") and (a in large or b in large)):
            yield f"{parenthesised(a)} {op} {parenthesised(b)}"
    for op, a in itertools.product(("-", "+", "~", "not ", "abs"), NUMBERS):
        yield f"{op}({a})"


@topic()
def operators_of_other_types(chosen):
    pairs = [(a, op, b) for a, op, b in itertools.product(SIMPLE_OTHERS + ["2", "-1", "True", "1.5"], BINARY, SIMPLE_OTHERS + ["3", "0", "2.5", "1j"])]
    for a, op, b in some(chosen, 420, pairs):
        yield f"{parenthesised(a)} {op} {parenthesised(b)}"
    for op, a in itertools.product(("-", "+", "~", "not "), OTHERS):
        yield f"{op}{a}"


@topic()
def comparisons(chosen):
    for a, op, b in some(chosen, 300, itertools.product(NUMBERS + SIMPLE_OTHERS, COMPARISONS[:6] + COMPARISONS[8:], NUMBERS + SIMPLE_OTHERS)):
        yield f"{parenthesised(a)} {op} {parenthesised(b)}"
    sequences = ["[1, 2]", "[1, 2, 3]", "[2]", "[]", "(1, 2)", "(1, 'a')", "'abc'", "'b'", "{1}", "{1, 2}", "{3}", "{1: 2}", "{1: 2.0}", "{'a': [1]}", "[1.0, 2]", "[[1], 2]", "b'ab'", "frozenset({1})"]
    for a, op, b in some(chosen, 200, itertools.product(sequences, COMPARISONS[:6], sequences)):
        yield f"{a} {op} {b}"
    for a, b, c in some(chosen, 60, itertools.product("0123", "012", "0123")):
        for first, second in some(chosen, 2, itertools.product(COMPARISONS[:6], COMPARISONS[:6])):
            yield f"{a} {first} {b} {second} {c}"
    yield "1 < 2 < 'a'"
    yield "3 < 2 < 'a'"
    yield "1 < (2 if True else None) > 0 != 5 in [True]"
    yield "result = []\ndef f(x):\n    result.append(x)\n    return x\nf(1) < f(3) < f(2) < f(9)"


@topic()
def conversions(chosen):
    texts = ["'12'", "' 7 '", "'-3'", "'+4'", "'1_000'", "'0x1f'", "'1e3'", "'1.5'", "''", "'abc'", "'inf'", "'-Infinity'", "'nan'", "'.5'", "'5.'", "'1__0'", "'0b101'", "'z'", "b'12'", "'٣'"]
    values = texts + NUMBERS + SIMPLE_OTHERS
    for name in ("int", "float", "bool", "str", "complex", "list", "tuple", "repr", "len", "abs", "round", "bin", "hex", "oct", "chr", "ord", "sum", "max", "min", "sorted", "any", "all", "set", "dict", "bytes", "iter", "reversed", "hash"):
        for value in some(chosen, 17, values):
            if name in ("iter", "reversed", "hash") and value in texts + SIMPLE_OTHERS:
                if name == "hash":
                    continue
                yield f"list({name}({value}))"
            elif name == "bytes" and value in ("10**20", "-2**63", "1e308"):
                continue
            elif name == "chr" and value == "10**20":
                continue
            else:
                yield f"{name}({value})"
    for text, base in some(chosen, 40, itertools.product(["'12'", "'ff'", "'0x1f'", "'0b101'", "'0o17'", "'z'", "''", "'-10'", "12", "'1_0'"], ["2", "8", "10", "16", "36", "0", "1", "37", "-1"])):
        yield f"int({text}, {base})"
    for value, digits in some(chosen, 80, itertools.product(["2.5", "3.5", "-2.5", "2.675", "1234.5678", "1e20", "0.5", "1.005", "15", "-15", "25", "1234", "True", "float('inf')", "2.5e-7", "'a'", "None"], ["", ", 0", ", 1", ", 2", ", -1", ", -2", ", None", ", 20", ", 1.0"])):
        yield f"round({value}{digits})"
    for a, b in some(chosen, 60, itertools.product(NUMBERS[:7] + ["7.5", "-7.5", "1e20", "0.1", "'a'"], NUMBERS[:7] + ["2.5", "-0.5", "0.0", "0.3"])):
        yield f"divmod({a}, {b})"
    for args in ["2, 10, 7", "3, -1, 11", "2, -1", "2, 3, 0", "2.0, 3, 5", "0, 0", "-8, 1/3", "2, 0.5", "10, -2", "6, -1, 9", "7, 0, 1"]:
        yield f"pow({args})"
    for method in ["bit_length()", "bit_count()", "to_bytes(4, 'big')", "as_integer_ratio()", "conjugate()", "is_integer()", "hex()", "real", "imag", "numerator", "denominator"]:
        for value in ["5", "-9", "True", "2.5", "0.1", "1e10", "3+4j", "0"]:
            yield f"({value}).{method}"


SPECS = ["", "d", "5d", "<6", ">6", "^7", "=8", "+", " ", "06", "08.3f", ".2f", ".0f", ".3", "e", ".1e", "g", ".3g", "G", "%", ".1%", "x", "#x", "X", "#010b", "o", "c", ",", "_", "_x", ",d", ",.2f", "s", "10s", ".2s", "*^9", "<<5", "z.1f", "n", "+.1e", "r", "5.", "d5", ".", "q", "-", "#", "#.3g", "0", "<05", "=5s", "_b", ",x", "12,", "_.1f", "+s", "#s", ",s", "0>4", "{<6", "1.2.3", "٣d", "é^7", "E", "F", "020_d", "010,d", "+#x", "!r", " >5", ">-5"]


@topic("""
    class Odd:
        def __format__(self, spec):
            return f"<{spec}>"
    class Bad:
        def __format__(self, spec):
            return 3
    class Plain:
        def __repr__(self):
            return "Plain()"
        def __str__(self):
            return "plain"
    class Sub(int):
        pass
    class Text(str):
        pass
    x, w, p, name, data = 3.14159, 9, 3, "ab", {"k": [1, {"z": 2.5}], "w": 6}
""")
def format_language(chosen):
    values = ["42", "-42", "0", "10**18", "True", "3.14159", "-0.0", "1234567.891", "1e-7", "1e22", "float('inf')", "float('nan')", "'ab'", "''", "None", "[1]", "(1+2.5j)", "b'x'", "Odd()", "Bad()", "Plain()", "Sub(7)", "Text('q')", "int", "Ellipsis"]
    for value, spec in some(chosen, 620, itertools.product(values, SPECS)):
        yield f"format({value}, {spec!r})"
    for value, spec in some(chosen, 120, itertools.product(["42", "-7", "3.5", "'ab'", "True", "1e10"], [s for s in SPECS if "{" not in s and "!" not in s])):
        yield f'f"{{{value}:{spec}}}"'
    for text in ["{x:{w}.{p}f}", "{x:{w}}", "{x:.{p}}", "{name:{'*'}^{w}}", "{x!r:>{w}}", "{x=}", "{x = :.2f}", "{name!r}", "{name=!s:>5}", "{data['k'][1]['z']:.1f}", "{data['k'][0]:0{data['w']}d}", "{{x}}", "{{{x:.1f}}}", "{(lambda v: v + 1)(w)}", "{name:{w}{p}}", "{w:{name}}", "{x:{None}}", "{None:5}", "{[1]:>5}", "{w,}", "{w:{w}d}{p:{p}}", "{x:%}", "{Plain()}", "{Plain()!r}", "{Plain()!s:>7}", "{Plain():>7}", "{Odd():{w}x}", "{'a' 'b'}", "{w if p else x}", "{ {1: 2}[1] }", "{missing}", "{x.y}", "{name[5]}", "{name!a}", "{'é'!a}", "{w:}", "{x:{''}}", "{-w:+}", "{x:{w}.{p}}|{name:<{w}}|"]:
        yield f'f"{text}"'
    templates = ["{}", "{} {}", "{0}", "{1} {0}", "{0:>5}", "{:.2f}", "{!r:>6}", "{a}", "{a.real}", "{0[1]}", "{0[k]}", "{a[k]}", "{:{}}", "{:{w}}", "{0:{1}}", "{{}}", "{", "}", "{0} {}", "{} {0}", "{a!x}", "{!}", "{0.missing}", "{0[9]}", "{:d}", "{2}", "{b}", "{0[}", "{a:{b}}", "{:>{w}.{p}}", "{a[0][1]}", "{!s:.1}", "{0!r}{0!s}", "{:{:{}}}", "{0[-1]}", "{ }", "{a }", "{0.real:.1f}", "{a.b.c}", "}{", "{:%Y}"]
    arguments = ["", "1", "1, 2", "'ab', 3", "[7, 8]", "{'k': 9}", "a=5", "1, a=[[1, 2]]", "2.5, w=8, p=3", "'q', '>4'", "1, a={'k': 'v'}", "None", "3, b='05d', a=2"]
    for template, given in some(chosen, 200, itertools.product(templates, arguments)):
        yield f"{template!r}.format({given})"
    fields = ["%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%i", "%u", "%x", "%#x", "%X", "%o", "%e", "%.1E", "%f", "%.2f", "%8.3f|", "%g", "%.3g", "%s", "%r", "%a", "%10s|", "%-10s|", "%.2s", "%c", "%%", "%5%", "%", "%q", "%(a)s", "%(a)d %(b)s", "%s %s", "%*d", "%.*f", "%s%%", "%d%%", "%.3d", "%+.1f", "%#o", "%05.1f", "% x", "%ld", "%-05d|", "%.0f", "%5c|", "%z", "% ", "%(a", "%()s", "%#.3g", "%s %d %f"]
    given = ["5", "-5", "2.5", "'ab'", "None", "True", "(1,)", "(1, 2)", "('a', 3)", "(5, 42)", "(2, 2.567)", "{'a': 1, 'b': 'x'}", "{'c': 1}", "[1]", "()", "10**20", "1e20", "float('inf')", "1j", "b'q'", "(1, 2, 3.5)", "Sub(3)", "Text('t')", "Plain()", "(Plain(),)", "'é'"]
    for field, values in some(chosen, 520, itertools.product(fields, given)):
        yield f"{field!r} % {values}"


TEXTS = ["''", "'hello world'", "'  pad '", "'a,b,,c'", "'ABC'", "'aXbXc'", "'tab\\tbed'", "'line\\nline2\\r\\nend\\n'", "'ünïcode'", "'123'", "'x1'", "'a'", "'aaa'", "'Hello World'", "'ß'", "'snake_case_name'", "'-12'", "'\\u0663'"]


@topic()
def methods_of_strings(chosen):
    calls = ["upper()", "lower()", "title()", "capitalize()", "swapcase()", "casefold()", "strip()", "lstrip()", "rstrip()", "strip('a ')", "lstrip('h')", "rstrip('cd')", "strip(None)", "strip(1)", "split()", "split(',')", "split('X', 1)", "split(None, 1)", "split('')", "split(maxsplit=1)", "rsplit('_', 1)", "rsplit()", "rsplit(maxsplit=1)", "splitlines()", "splitlines(True)", "partition('X')", "rpartition('_')", "partition('')", "find('a')", "find('o', 5)", "find('a', -2)", "find('')", "find('', 99)", "rfind('l')", "rfind('a', 0, 2)", "index('l')", "index('zz')", "rindex('a')", "count('a')", "count('')", "count('l', 3)", "count('aa')", "replace('a', 'b')", "replace('', '-')", "replace('l', 'L', 1)", "replace('a', 'b', -1)", "startswith('h')", "startswith(('a', 'x'))", "startswith('')", "startswith('e', 1)", "startswith(1)", "startswith([1])", "endswith('d')", "endswith(('c', '3'))", "isdigit()", "isalpha()", "isalnum()", "isspace()", "isupper()", "islower()", "istitle()", "isidentifier()", "isnumeric()", "isdecimal()", "isascii()", "isprintable()", "zfill(5)", "zfill(0)", "center(15)", "center(8, '*')", "center(4, 'ab')", "ljust(12, '.')", "rjust(12)", "rjust('a')", "join(['x', 'y'])", "join([])", "join('abc')", "join([1, 2])", "join(['a', None])", "join(3)", "expandtabs()", "expandtabs(4)", "removeprefix('a')", "removesuffix('c')", "encode()", "encode('ascii', 'ignore')", "translate({97: 'Z', 98: None})", "missing", "format_map({})"]
    for text, call in some(chosen, 560, itertools.product(TEXTS, calls)):
        yield f"{text}.{call}"
    for index in ["0", "-1", "5", "-6", "1:3", "::-1", "::2", "-3:", ":-1", "10:", "3:1", "4:1:-1", "::0", "None:2", "'a'", "1.0", "True", "None", "1:'b'", "-100:100", "2:100:3"]:
        for text in some(chosen, 6, TEXTS):
            yield f"{text}[{index}]"
    for expression in ["'a' 'b'", "'a' * 3", "'ab' * 0", "'ab' * -1", "3 * 'xy'", "'a' in 'cat'", "'' in ''", "1 in 'abc'", "'a' < 'b'", "'a' < 'B'", "'Z' < 'a'", "'10' < '9'", "ord('é')", "chr(233)", "chr(0x1F600)", "chr(-1)", "ord('ab')", "len('😀')", "'😀'[0]", "'a😀b'[::-1]", "'a😀b'.find('b')", "list('héé')", "sorted('banana')", "max('hello')", "min('')", "''.join(reversed('abc'))", "str.upper('a')", "str.join('-', 'abc')", "'abc'.__len__()", "'abc'.__contains__('b')", "'x'.__add__('y')", "str(b'ab')", "str(b'ab', 'utf-8')", "b'ab'.decode()", "'é'.encode('latin-1')", "'é'.encode('ascii')", "repr('it\\'s')", "repr('\"')", "repr('\\'\"')", "repr('\\x00\\t\\n\\\\')", "repr('\\u200b')", "ascii('é')", "'%s' % 'a'", "str()", "str(1, 2)", "'abc' == b'abc'", "'a' is 'a'", "{'a': 1}['b']", "'a' + 1", "1 + 'a'", "'a' - 'b'", "'a'.x", "'abc'[1] + 'd'", "'a,b'.split(',')[2]", "'b' in 'abc' in ['abc']", "str.maketrans('ab', 'xy', 'c')", "'abc'.translate(str.maketrans('ab', 'xy', 'c'))", "str.maketrans('ab', 'x')"]:
        yield expression


@topic()
def sequences(chosen):
    values = ["[1, 2, 3, 4, 5]", "[]", "(1, 2, 3)", "()", "range(5)", "range(10, 0, -3)", "range(0)", "b'hello'", "['b', 'a']", "[[1], [2]]"]
    indices = ["0", "-1", "2", "5", "-6", "1:3", "::-1", "::2", "-3:", ":-1", "10:", "3:1", "4:1:-1", "::0", "None", "'a'", "1.0", "True", "1:'b'", "slice(1, None)", "-2::-2", "(0, 1)", "10**20", "None:None:-1", "-100:2"]
    for value, index in some(chosen, 190, itertools.product(values, indices)):
        yield f"{value}[{index}]"
    methods = ["append(9)", "extend([7, 8])", "extend('ab')", "extend(3)", "insert(1, 9)", "insert(-1, 9)", "insert(99, 9)", "insert(-99, 9)", "insert('a', 1)", "pop()", "pop(0)", "pop(-2)", "pop(99)", "pop('a')", "remove(2)", "remove(99)", "clear()", "reverse()", "copy()", "sort()", "sort(reverse=True)", "sort(key=lambda v: -v)", "sort(key=str)", "index(3)", "index(3, 3)", "index(99)", "index(2, -4)", "count(2)", "count('x')", "__len__()", "missing()", "index(1, 0, 0)", "__contains__(2)", "__getitem__(0)"]
    lists = ["[1, 2, 3, 2]", "[]", "[3, 'a']", "['b', 'a', 'C']", "[2.5, 1, True]"]
    for value, method in some(chosen, 150, itertools.product(lists, methods)):
        yield f"v = {value}\nresult = (v.{method}, v)"
    statements = ["v[0] = 9", "v[-1] += 5", "v[1:2] = [7, 8, 9]", "v[:] = []", "v[1:1] = 'ab'", "v[::2] = [0, 0]", "v[::2] = [0]", "v[::-1] = v", "v[9] = 1", "v[9:] = [1]", "v['a'] = 1", "del v[0]", "del v[-1]", "del v[1:3]", "del v[::2]", "del v[9]", "del v[::-2]", "v += [5]", "v += 'xy'", "v += (1,)", "v += 3", "v *= 2", "v *= 0", "v *= -1", "v *= 1.5", "v = v + [1]", "v = v + (1,)", "v = v * 2", "v[0], v[1] = v[1], v[0]", "v[1:] += [4]", "v[0:0] = [v]; v = len(v)", "v[1:3] = 5", "v[-1:] = range(3)", "v[0] = v[1] = 7", "v[3:1] = [1]", "v[2:0:-1] = 'ab'", "v.sort(); v.reverse()", "del v[:]", "v[True] = 'x'", "v[1.0] = 2", "del v['a']", "v[None] = 1", "v[0] //= 2", "v[0] @= 2"]
    for value, statement in itertools.product(["[4, 3, 2, 1]", "[1, 2]", "(1, 2, 3)"], statements):
        if value[0] == "[" or chosen.random() < 0.4:
            yield f"v = {value}\n{statement}\nresult = v"
    for expression in ["(1, 2).index(2)", "(1, 2).index(3)", "(1, 2).count(1)", "(1,) + (2,)", "(1,) + [2]", "(1, 2) * 2", "2 * (1, 2)", "[0] * 3", "[[]] * 2", "[1] * 'a'", "[1] + None", "range(1, 10, 3)[1]", "range(5)[1:4]", "range(5)[::-1]", "range(5)[7]", "len(range(0, 10, 3))", "len(range(10, 0))", "range(3) == range(0, 3)", "range(0) == range(2, 1)", "3 in range(5)", "5 in range(5)", "2.0 in range(3)", "'a' in range(3)", "range(1.5)", "range('a')", "range()", "range(1, 2, 0)", "range(1, 2, 3, 4)", "range(0, 10, 2).index(4)", "range(0, 10, 2).index(3)", "range(5).count(3)", "list(reversed(range(5)))", "list(range(5, -1, -2))", "range(3).start, range(3).stop, range(3).step", "repr(range(1, 5, 2))", "repr(range(3))", "sorted([3, 1, 2], reverse=True)", "sorted(['b', 'A', 'c'], key=str.lower)", "sorted([1, 'a'])", "sorted({'b': 1, 'a': 2})", "sorted([(1, 'b'), (1, 'a'), (0, 'c')])", "sorted([True, False, 2])", "sorted(3)", "sorted([None, 1])", "max([])", "max([], default=0)", "max(1)", "max(1, 'a')", "max([1, 3, 2], key=lambda v: -v)", "max('a', 'b')", "min(3, 1, 2)", "min([[2], [1, 5]])", "max(1, 2, default=3)", "sum([1, 2.5])", "sum([[1], [2]], [])", "sum(['a'], '')", "sum(['a'])", "sum([], 5)", "sum([1], start=2)", "list(zip([1, 2], 'ab'))", "list(zip([1, 2], 'a'))", "list(zip([1, 2], 'a', strict=True))", "list(zip([1], 'ab', strict=True))", "list(zip())", "list(zip(1))", "list(enumerate('ab'))", "list(enumerate('ab', 5))", "list(enumerate('ab', start=-1))", "list(map(lambda a, b: a + b, [1, 2], [3, 4, 5]))", "list(map(str, [1, 2]))", "list(map(None, [1]))", "list(filter(None, [0, 1, '', 'a']))", "list(filter(lambda v: v > 1, [1, 2, 3]))", "any([])", "all([])", "any([0, '', None])", "all([1, 'a', 0])", "any(3)", "list(reversed([1, 2]))", "list(reversed('ab'))", "reversed({1})", "list(reversed({'a': 1, 'b': 2}))", "iter(3)", "next(iter([]))", "next(iter([]), 'none')", "next([1])", "list(iter([1, 2].pop, 1))", "[*range(2), *'ab']", "(*[], *[1])", "[*3]", "len(5)", "len(iter([1]))", "tuple('ab')", "tuple([1, [2]])", "list(1)", "list([1], [2])", "tuple(None)", "slice(1, 2, 3)", "slice(5).stop", "slice(1, 10, 2).indices(7)", "slice(None).indices(3)", "slice(1) == slice(None, 1)", "[1, 2, 3][slice(0, 2)]", "isinstance(1, (int, str))", "isinstance(True, int)", "isinstance(1, 'a')", "issubclass(bool, int)", "issubclass(1, int)", "callable(3)", "callable(len)", "type(1)", "type([]) is list", "type(3.0).__name__", "id(None) == id(None)", "bool([]) or 'x'", "[] or {} or 0", "1 and [] and 2", "not []", "None or 0", "[i for i in range(3)]", "[(i, j) for i in range(3) for j in range(i)]", "[i for i in range(10) if i % 2 if i % 3]", "{i: i * i for i in range(3)}", "{i % 2 for i in range(5)}", "list(i for i in 'ab')", "[[j for j in range(i)] for i in range(3)]", "[x for x in 3]", "[x := 5, x]", "[y := 1, y ** 2]", "[last := i for i in range(3)]", "sum(i for i in range(4))", "dict(zip('ab', range(2)))", "[*{'a': 1}]", "{**{'a': 1}, 'b': 2}", "{**{'a': 1}, **{'a': 2}}", "{**3}", "{'a': 1, **{}}", "[1, 2, 3][1:][0]", "[1, 2][0][0]", "[][0]", "()[0]", "[lambda: i for i in range(2)][0]()", "[(lambda i=i: i)() for i in range(3)]", "bytes([65, 66])", "bytes(3)", "bytes('a', 'utf-8')", "bytes([256])", "b'ab'[0]", "b'ab' + b'c'", "b'ab' + 'c'", "b'ab'.hex()", "list(b'ab')", "b'a,b'.split(b',')", "b'abc'[1:]", "b'a' in b'ab'", "97 in b'ab'", "bytearray(b'ab')", "bytes.fromhex('4142')"]:
        yield expression


@topic("""
    class Key:
        def __init__(self, n): self.n = n
        def __hash__(self): return hash(self.n)
        def __eq__(self, other): return isinstance(other, Key) and self.n == other.n
        def __repr__(self): return f"Key({self.n})"
    class Missing(dict):
        def __missing__(self, key): return ("missing", key)
""")
def dicts_and_sets(chosen):
    dicts = ["{'a': 1, 'b': 2}", "{}", "{1: 'x', True: 'y', 1.0: 'z'}", "{(1, 2): [3]}", "{None: 0, 'a': None}", "dict(a=1, c=3)", "Missing(a=1)", "{Key(1): 'k', Key(2): 'l'}"]
    methods = ["get('a')", "get('z')", "get('z', 5)", "get([])", "pop('a')", "pop('z')", "pop('z', None)", "popitem()", "setdefault('a', 9)", "setdefault('z', 9)", "setdefault('q')", "update({'a': 5, 'n': 6})", "update(x=1)", "update([('p', 1)])", "update([1])", "update([(1, 2, 3)])", "update(3)", "update('ab')", "update(['ab'])", "keys()", "values()", "items()", "copy()", "clear()", "__contains__('a')", "__len__()", "__getitem__('a')", "missing", "update({}, {})", "get(1)", "get(True)", "get(Key(1))", "get((1, 2))", "__iter__", "fromkeys('ab')", "fromkeys([1, 2], 0)", "fromkeys(3)"]
    for value, method in some(chosen, 230, itertools.product(dicts, methods)):
        if method != "__iter__":
            yield f"v = {value}\nresult = (v.{method}, v)"
    statements = ["v['a']", "v['z']", "v[[]]", "v['a'] = 9", "v['n'] = 0", "v[{}] = 1", "del v['a']", "del v['z']", "v['a'] += 1", "v['z'] += 1", "v |= {'a': 7}", "v = v | {'a': 8, 'y': 1}", "v = v | [('a', 1)]", "v |= [('a', 1)]", "v |= 3", "v = list(v)", "v = list(v.items())", "v = 'a' in v", "v = [] in v", "v = v == {'b': 2, 'a': 1}", "v = v.keys() & {'a', 'q'}", "v = sorted(map(str, v.keys() | {'q'}))", "v = v.keys() - {'a'}", "v = v.items() == {'a': 1}.items()", "v = len(v)", "v = bool(v)", "v = {k: x for k, x in v.items() if x}", "v = max(v, default=None)", "v = dict(v, extra=1)", "v = {**v, 'a': 0}", "for k in v: v[str(k) + 'x'] = 1", "for k in list(v): del v[k]", "v = next(iter(v))", "v = next(iter(v.values()), 'none')", "v[None], v['m'] = 1, 2", "v = list(reversed(v))", "(v['a'], v['b']) = 5, 6", "v['a'] = v", "v = v.keys()", "v = v.values()", "v = v.items()", "v = list(zip(v, v.values()))", "v = v < v", "v = v + v", "v = sorted(v)", "v = tuple(v)", "v = sum(v.values())", "v = [*v]", "v.x = 1", "v = v.a", "v = v()", "v = str(v)"]
    for value, statement in some(chosen, 240, itertools.product(dicts, statements)):
        yield f"v = {value}\n{statement}\nresult = v"
    sets = ["{1, 2, 3}", "set()", "{1}", "frozenset({1, 2})", "{2, 5}", "set('a')"]
    methods = ["add(4)", "add([])", "discard(1)", "discard(9)", "discard([])", "remove(1)", "remove(9)", "remove('q')", "clear()", "copy()", "union({9})", "union([1], (2,))", "union()", "intersection({1, 2})", "intersection()", "difference({1})", "symmetric_difference({1, 9})", "update([7])", "update({8}, [9])", "update(3)", "issubset({1, 2, 3})", "issuperset([1])", "isdisjoint({9})", "intersection_update({1})", "difference_update([1, 2])", "symmetric_difference_update({1})", "__contains__(1)", "__len__()", "union(3)", "missing()"]
    for value, method in some(chosen, 120, itertools.product(sets, methods)):
        yield f"v = {value}\nresult = (v.{method}, v)"
    for a, op, b in some(chosen, 110, itertools.product(sets, ["|", "&", "-", "^", "<", "<=", "==", ">", ">=", "!=", "+"], sets + ["[1]", "{1: 2}", "{1: 2}.keys()"])):
        yield f"{a} {op} {b}"
    for statement in ["v |= {9}", "v &= {1}", "v -= {1}", "v ^= {1, 9}", "v |= [1]", "v += {1}", "v[0]", "v[0] = 1", "del v[0]", "v = 1 in v", "v = [] in v", "v = {*v, 0}", "v = sorted(v)", "v = list(map(str, sorted(v)))", "for x in v: v.add(x + 10)", "v = {x for x in v if x > 1}", "v = len(v)", "v = {frozenset(v): 1}", "v = {v}", "v = hash(v)", "a, *b = sorted(v); v = (a, b)", "v = max(v)", "v = v == {3, 2, 1}", "v = set(v) | set()"]:
        for value in some(chosen, 3, sets[:4]):
            if not (statement == "v = hash(v)" and "frozen" in value):
                yield f"v = {value}\n{statement}\nresult = v"


@topic("""
    class It:
        def __init__(self, *items): self.items = items
        def __iter__(self): return iter(self.items)
    class Old:
        def __getitem__(self, n):
            if n > 2: raise IndexError(n)
            return n * 10
    def gen(n):
        for i in range(n): yield i
""")
def unpacking(chosen):
    targets = ["a, b", "a, *b", "*a, b", "a, *b, c", "a, b, c", "(a, b), c", "[a, b]", "a, (b, *c)", "*a,", "a,", "a, b, *c", "(a, *b), *c", "x[0], x['k']", "a.b, c"]
    values = ["[1, 2]", "(1, 2, 3)", "'ab'", "'abc'", "[]", "[1]", "{'p': 1, 'q': 2}", "range(3)", "[[1, 2], 3]", "[(1, 2), (3, 4)]", "5", "None", "iter([1, 2])", "gen(3)", "It(1, 2)", "Old()", "{1}", "1, 2", "*[1], 2", "[1, (2, 3, 4)]", "zip('a', 'b')", "{1: 2}.items()"]
    for target, value in some(chosen, 230, itertools.product(targets, values)):
        if "." in target or "x[" in target:
            yield f"class N: pass\na, x = N(), dict()\n{target} = {value}\nresult = (sorted(vars(a).items()), x)"
        else:
            names = ", ".join(sorted(set(target) & set("abc"))) + ","
            yield f"{target} = {value}\nresult = ({names})"
    for target, value in some(chosen, 60, itertools.product(targets[:10], ["[[1, 2], [3, 4]]", "['ab', 'cd']", "[(1, 2, 3)]", "[1]", "{'ab': 1}", "[[1, [2, 3]]]", "[]"])):
        names = ", ".join(sorted(set(target) & set("abc")))
        yield f"result = []\nfor {target} in {value}:\n    result.append([{names}])"
        yield f"result = [[{names}] for {target.replace('[', '(').replace(']', ')')} in {value}]"
    for text in ["a = b = [1]\nb.append(2)\nresult = a", "a, b = 1, 2\na, b = b, a\nresult = (a, b)", "i = 0\nx = [0, 0]\ni, x[i] = 1, 5\nresult = x", "x = [1, 2]\nx[0], x = 9, x\nresult = x", "a = 1, *[2, 3]\nresult = a", "a = *'ab',\nresult = a", "for i, (j, k) in enumerate([(1, 2)]): pass\nresult = (i, j, k)", "for i in []: pass\nresult = i", "for i in range(3): pass\nresult = i", "[a, b] = {'x', 'x'}\nresult = 1", "a: int = 5\nresult = a", "a: int\nresult = a", "(a) = 3\nresult = a", "a = 5\ndel a\nresult = a", "a = 1\na += 1.5\nresult = a", "a = 'x'\na *= 3\nresult = a", "a //= 2\nresult = a", "a = [1]\nb = a\na += [2]\nresult = b", "a = (1,)\nb = a\na += (2,)\nresult = (a, b)", "t = ([1],)\ntry:\n    t[0] += [2]\nexcept TypeError as e:\n    result = (t, str(e))", "a = 7\na **= 2\na %= 5\na <<= 3\na |= 1\na ^= 2\na >>= 1\nresult = a", "a = 5\na @= 2\nresult = a", "if (n := 10) > 5: result = n", "result = [n := 3, n + 1, (n := n * 2)]", "while (n := 3) > 5: pass\nelse: result = n", "for i in range(5):\n    if i == 3: break\nelse: i = 'never'\nresult = i", "for i in range(2): pass\nelse: i = 'else'\nresult = i", "n = 0\nwhile n < 5:\n    n += 1\n    if n == 2: continue\n    if n == 4: break\nelse: n = -1\nresult = n", "x = [1, 2, 3]\nfor v in x:\n    if v == 2: x.remove(v)\nresult = x", "x = [1]\nfor v in x:\n    if len(x) < 4: x.append(v + 1)\nresult = x"]:
        yield text


@topic()
def arguments(chosen):
    signatures = ["", "a", "a, b", "a, b=2", "a=1, b=2", "*args", "a, *args", "**kw", "a, **kw", "*, k", "*, k=1", "a, /", "a, /, b", "a, /, b=3, *, k", "a, b=2, *args, k=3, **kw", "*args, k", "a, b, c, d", "a, /, **kw", "self, x=[]"]
    calls = ["", "1", "1, 2", "1, 2, 3", "a=1", "b=1", "1, b=2", "1, a=2", "k=5", "1, k=5", "*[1, 2]", "*[1], b=3", "**{'a': 1}", "1, **{'b': 2}", "1, **{'a': 2}", "z=1", "*'ab'", "1, *[2], **{'k': 3}", "**{1: 2}", "*5", "**5", "1, 2, 3, 4, 5", "a=1, a2=2", "k=1, z=2", "*[1], *[2]", "**{'a': 1}, **{'a': 2}", "a=1, **{'a': 2}"]
    for signature, given in some(chosen, 380, itertools.product(signatures, calls)):
        names = [part.split("=")[0].strip(" *") for part in signature.split(",")]
        names = ", ".join(name for name in names if name not in ("", "/"))
        yield f"def f({signature}): return ({names}{',' if names else ''})\nresult = f({given})"
    for text in ["def f(x=[]):\n    x.append(1)\n    return len(x)\nresult = (f(), f(), f([]))", "n = 1\ndef f(x=n): return x\nn = 2\nresult = f()", "def f(): pass\nresult = f()", "def f(): return 1, 2\nresult = f()", "def f(*a, **k): return a, sorted(k.items())\nresult = f(1, *(2, 3), x=4, **{'y': 5})", "def f(a): a += [1]; return a\nx = []\nf(x)\nresult = x", "def f(a): a = a + [1]; return a\nx = []\nf(x)\nresult = x", "f = lambda a, *b, c=1, **d: (a, b, c, d)\nresult = f(1, 2, c=3, e=4)", "f = lambda: (yield)\nresult = list(f())", "def f(a, b): return a - b\nresult = f(b=1, a=5)", "def f(n): return 1 if n < 2 else n * f(n - 1)\nresult = f(10)", "def f(): return x\nx = 3\nresult = f()", "def f():\n    return y\nresult = f()", "class C:\n    def m(self, a): return a\nresult = C().m()", "class C:\n    def m(self, a): return a\nresult = C().m(1, 2)", "class C:\n    def m(self, a): return a\nresult = C.m(1)", "class C:\n    def __init__(self, a): self.a = a\nresult = C()", "class C: pass\nresult = C(1)", "class C:\n    def m(): return 1\nresult = C().m()", "class C:\n    def m(): return 1\nresult = C.m()", "class C:\n    @staticmethod\n    def m(a): return a\nresult = C().m(1)", "class C:\n    @classmethod\n    def m(cls, a): return cls.__name__, a\nresult = C.m(1)", "class C:\n    def __call__(self, a): return a\nresult = C()(a=2)", "class C:\n    def __call__(self, a): return a\nresult = C()()", "result = sorted([1], 2)", "result = isinstance(1)", "result = (lambda x: x)()", "result = 5()", "result = None()", "result = 'a'()", "result = [1](0)", "result = (1)(2)", "result = {}.get()", "result = [].append()", "result = getattr(1)", "result = getattr(1, 2)", "result = getattr(1, 'real', 5)", "result = getattr(1, 'x', 5)", "result = getattr(1, 'x')", "result = hasattr(1, 'real')", "result = setattr(1, 'x', 2)", "result = max()", "result = sum()", "result = zip(1)", "result = abs()", "result = abs('a')", "result = range()", "result = 'a'.join()", "result = ''.split(1, 2, 3)", "result = dict(1)", "result = dict([1])", "result = dict([(1, 2, 3)])", "result = dict({1: 2}, a=3)", "result = dict(**{'a': 1})", "result = list(map())", "result = open()", "result = type('X', (), {'a': 1}).a", "result = type(1, 2)", "result = object(1)", "result = object().x", "o = object()\no.x = 1\nresult = 1"]:
        yield text


@topic("""
    class E1(Exception): pass
    class E2(E1): pass
    class Args(Exception):
        def __init__(self, a, b): self.a, self.b = a, b
    class Told(ValueError):
        def __str__(self): return "told"
    class Manager:
        def __init__(self, log, swallow=False, fail=None): self.log, self.swallow, self.fail = log, swallow, fail
        def __enter__(self):
            self.log.append("enter")
            if self.fail == "enter": raise KeyError("enter")
            return self
        def __exit__(self, kind, value, trace):
            self.log.append(("exit", kind and kind.__name__))
            if self.fail == "exit": raise LookupError("exit")
            return self.swallow
""")
def exceptions(chosen):
    raises = ["raise ValueError('v')", "raise ValueError", "raise ValueError()", "raise KeyError('k')", "raise KeyError", "raise KeyError(1, 2)", "raise E1", "raise E2('e', 2)", "raise Args(1, 2)", "raise Told('x')", "raise IndexError('i') from None", "raise E1('a') from KeyError('b')", "raise 5", "raise int", "raise None", "raise 'text'", "raise", "assert 0", "assert [], 'msg'", "assert (), (1, 2)", "1 / 0", "[][1]", "{}['q']", "None.x", "undefined_name", "int('z')", "raise StopIteration(3)", "raise SystemExit(2)", "raise NotImplementedError", "raise OSError(2, 'gone')", "raise FileNotFoundError(2, 'No such file', 'f.txt')", "raise ImportError('i', name='n')", "raise UnicodeDecodeError('utf-8', b'x', 0, 1, 'why')", "raise Exception(1, 'a')", "raise Exception([1])", "raise Exception(None)", "raise Exception('')", "raise ExceptionGroup('g', [ValueError(1), KeyError('k')])", "pass", "return_ = 1", "raise type('X', (Exception,), {})('dyn')", "raise ValueError('a').with_traceback(None)", "raise (ValueError, 'x')", "raise ValueError from 5", "raise KeyboardInterrupt", "raise GeneratorExit", "raise AssertionError(3)", "import nowhere_at_all", "from math import nothing_here", "raise ZeroDivisionError(f'{1}')"]
    for text in raises:
        yield f"{text}\nresult = 'went on'"
        yield f"try:\n    {text}\nexcept BaseException as e:\n    result = (type(e).__name__, str(e), repr(e), e.args, type(e.__cause__).__name__, type(e.__context__).__name__, e.__suppress_context__)\nelse: result = 'else'"
    clauses = ["except ValueError: log.append('value')", "except (KeyError, IndexError) as e: log.append(repr(e))", "except LookupError as e:\n    log.append('lookup')\n    raise", "except Exception as e: log.append(str(e))", "except E1: log.append('e1')", "except: log.append('bare')", "except ArithmeticError as e:\n    raise RuntimeError('again') from e", "except Exception:\n    raise TypeError('other')", "except (): log.append('never')", "except 5: log.append('five')", "except E2: pass", "except Exception as e:\n    e.add_note('n')\n    raise"]
    ends = ["", "else: log.append('else')", "finally: log.append('finally')", "else: log.append('else')\nfinally: log.append('finally')"]
    for text, clause, end in some(chosen, 190, itertools.product(raises, clauses, ends)):
        yield f"log = []\ntry:\n    try:\n        log.append('start')\n{textwrap.indent(text, '        ')}\n        log.append('went on')\n{textwrap.indent(clause, '    ')}\n{textwrap.indent(end, '    ')}\nexcept BaseException as error:\n    log.append((type(error).__name__, str(error), type(error.__context__).__name__))\nresult = log"
    bodies = ["return 'try'", "raise ValueError('t')", "pass", "1 / 0"]
    finals = ["return 'finally'", "log.append('f')", "raise KeyError('f')", "pass"]
    for body, handler, final in itertools.product(bodies, ["return 'except'", "raise", "raise E1('h')", "pass"], finals):
        yield f"log = []\ndef f():\n    try:\n        {body}\n    except ValueError:\n        {handler}\n    else:\n        log.append('else')\n    finally:\n        {final}\n    return 'end'\ntry: log.append(f())\nexcept Exception as e: log.append(repr(e))\nresult = log"
    for body, final in itertools.product(["break", "continue", "raise ValueError(i)", "return i", "pass"], ["break", "continue", "pass", "return 'f'", "log.append(i)"]):
        yield f"log = []\ndef f():\n    for i in range(3):\n        try:\n            {body}\n        finally:\n            {final}\n    else:\n        return 'else'\n    return 'end'\ntry: log.append(f())\nexcept Exception as e: log.append(repr(e))\nresult = log"
    for options, body in itertools.product(["", "swallow=True", "fail='enter'", "fail='exit'", "swallow=1", "swallow=''"], ["pass", "raise ValueError('b')", "log.append(m.log is log)", "return 'r'", "1 / 0"]):
        yield f"log = []\ndef f():\n    with Manager(log{', ' + options if options else ''}) as m:\n        {body}\n    return 'end'\ntry: log.append(f())\nexcept Exception as e: log.append((repr(e), repr(e.__context__)))\nresult = log"
    for text in [
        "log = []\nwith Manager(log) as a, Manager(log, fail='enter') as b: pass\nresult = log", "log = []\ntry:\n    with Manager(log), Manager(log, swallow=True): 1 / 0\nfinally: result = log", "with 5: pass\nresult = 1", "with open: pass\nresult = 1", "class N:\n    def __enter__(self): return 1\nwith N(): pass\nresult = 1", "class N:\n    def __exit__(self, *a): return 1\nwith N(): pass\nresult = 1", "class N:\n    def __enter__(self): return [1, 2]\n    def __exit__(self, *a): return True\nwith N() as (a, b):\n    result = (a, b)\n    raise KeyError", "class N:\n    def __enter__(self): return [1, 2]\n    def __exit__(self, *a): return True\nresult = 'none'\nwith N() as (a, b, c): result = 1", "class N:\n    def __enter__(self): return [1, 2]\n    def __exit__(self): return True\nwith N() as a: pass\nresult = 1",
        "import contextlib\n@contextlib.contextmanager\ndef c():\n    try:\n        yield 1\n    except ValueError as e:\n        log.append(str(e))\n    finally:\n        log.append('done')\nlog = []\nwith c() as x: raise ValueError('inside')\nresult = (log, x)", "import contextlib\n@contextlib.contextmanager\ndef c():\n    yield 1\n    yield 2\nwith c(): pass\nresult = 1", "import contextlib\n@contextlib.contextmanager\ndef c():\n    if False: yield\nwith c(): pass\nresult = 1", "import contextlib\nwith contextlib.suppress(KeyError): {}['a']\nresult = 'ok'", "import contextlib\nwith contextlib.suppress(KeyError): [][0]\nresult = 'ok'", "import contextlib\nwith contextlib.ExitStack() as s:\n    log = []\n    s.callback(log.append, 1)\n    s.callback(log.append, 2)\nresult = log", "import contextlib\nwith contextlib.nullcontext(5) as x: result = x",
        "try:\n    try: 1 / 0\n    except ZeroDivisionError as e: raise KeyError('k') from e\nexcept KeyError as e: result = (repr(e.__cause__), repr(e.__context__), e.__suppress_context__)", "try:\n    try: 1 / 0\n    except ZeroDivisionError: {}['k']\nexcept KeyError as e: result = (e.__cause__, repr(e.__context__))", "try:\n    try: 1 / 0\n    finally: {}['k']\nexcept KeyError as e: result = repr(e.__context__)", "try: raise ValueError\nexcept ValueError as e: pass\nresult = e", "e = 5\ntry: raise ValueError\nexcept ValueError as e: pass\nresult = e", "def f():\n    raise\ntry: 1 / 0\nexcept ZeroDivisionError:\n    try: f()\n    except Exception as e: result = repr(e)", "def g():\n    try: yield 1\n    except KeyError: yield 'caught'\nx = g()\nnext(x)\nresult = x.throw(KeyError('a'))", "try: pass\nexcept NotDefined: pass\nresult = 'fine'", "try: 1 / 0\nexcept NotDefined: pass\nresult = 1", "class A(Exception): pass\nclass B(A): pass\ntry: raise B\nexcept A as e: result = type(e).__name__", "def f():\n    try: return 1\n    finally: print\nresult = f()", "x = 1\ndef f():\n    try: return x\n    finally: globals()\nresult = f()", "def f():\n    x = 1\n    try: return x\n    finally: x = 2\nresult = f()", "def f():\n    x = [1]\n    try: return x\n    finally: x.append(2)\nresult = f()", "raise ValueError('a' 'b')\nresult = 1", "result = ValueError('x') == ValueError('x')", "result = isinstance(KeyError(), LookupError)", "result = KeyError.__mro__", "result = str(KeyError('a')), str(KeyError()), str(KeyError('a', 'b'))", "result = repr(ValueError('a',)), repr(ValueError(1, 2)), repr(ValueError())", "result = OSError(2, 'x').errno, str(OSError(2, 'x')), str(OSError(2, 'x', 'f')), OSError(2, 'x').args", "result = SystemExit(3).code, StopIteration(4).value", "result = str(Args(1, 2)), Args(1, 2).args, repr(Args(1, 2))", "try: int('q')\nexcept ValueError as e: result = e.args", "try: [].x\nexcept AttributeError as e: result = (e.name, e.obj)", "try: zzz\nexcept NameError as e: result = e.name", "try: import zzz.y\nexcept ImportError as e: result = (type(e).__name__, e.name, str(e))", "try: raise ValueError\nexcept ValueError, : pass", "import warnings\nresult = issubclass(UserWarning, Exception)", "try:\n    raise ExceptionGroup('g', [ValueError(1), KeyError(2), ExceptionGroup('h', [ValueError(3)])])\nexcept* ValueError as e: a = repr(e)\nexcept* KeyError as e: b = repr(e)\nresult = (a, b)", "try:\n    try: raise ExceptionGroup('g', [ValueError(1), TypeError(2)])\n    except* ValueError: pass\nexcept ExceptionGroup as e: result = repr(e)", "try:\n    try: raise ValueError(1)\n    except* ValueError as e: result = repr(e)\nexcept Exception as e: result = ('plain', repr(e))", "result = ExceptionGroup('g', [ValueError(1), KeyError(2)]).split(ValueError)", "result = ExceptionGroup('g', [ValueError(1)]).exceptions", "result = ExceptionGroup('g', [ValueError(1), KeyError(2)]).subgroup(KeyError)", "result = str(ExceptionGroup('g', [ValueError(1), KeyError(2)]))", "result = ExceptionGroup('g', [])", "result = ExceptionGroup('g', [1])", "result = type(BaseExceptionGroup('g', [KeyError()])).__name__", "e = ValueError('x')\ne.add_note('n')\nresult = e.__notes__",
    ]:
        yield text


@topic("""
    def count(n):
        got = []
        for i in range(n):
            got.append((yield i))
        return got
    def guarded(log):
        try:
            x = yield 1
            log.append(x)
            yield 2
        except ValueError as e:
            log.append(repr(e))
            yield 'recovered'
        finally:
            log.append('finally')
        return 'end'
    def outer(inner):
        r = yield from inner
        yield ('r', r)
""")
def generators(chosen):
    actions = ["next(g)", "g.send(None)", "g.send(5)", "g.throw(ValueError('t'))", "g.throw(ValueError)", "g.throw(KeyError('k'))", "g.close()", "list(g)", "next(g, 'default')"]
    makers = ["count(2)", "guarded(log)", "outer(count(2))", "outer(guarded(log))", "outer([7, 8])", "(i * i for i in range(3))"]
    for maker, first, second, third in some(chosen, 300, itertools.product(makers, actions, actions, actions)):
        steps = "\n".join(f"try: out.append({action})\nexcept BaseException as e: out.append((type(e).__name__, str(e), getattr(e, 'value', None)))" for action in (first, second, third))
        yield f"log, out = [], []\ng = {maker}\n{steps}\ndel g\nresult = (out, log)" if "guarded" not in maker else f"log, out = [], []\ng = {maker}\n{steps}\nresult = (out, log[:])"
    for text in ["def g():\n    yield\nresult = list(g())", "def g():\n    x = yield 1\n    yield x\ni = g()\nnext(i)\nresult = i.send('sent')", "def g():\n    return 5\n    yield\ntry: next(g())\nexcept StopIteration as e: result = e.value", "def g():\n    raise StopIteration(1)\n    yield\ntry: next(g())\nexcept RuntimeError as e: result = (str(e), type(e.__cause__).__name__)", "def g():\n    yield next(iter([]))\nresult = list(g())", "def g():\n    yield from g2()\n    yield 'g'\ndef g2():\n    yield 1\n    return 2\nresult = list(g())", "def g():\n    yield from 5\nresult = list(g())", "def g():\n    try: yield 1\n    except GeneratorExit: yield 2\ni = g()\nnext(i)\ni.close()\nresult = 1", "def g():\n    try: yield 1\n    finally: log.append('f')\nlog = []\nfor x in g(): break\nresult = x", "g = (x for x in [1, 2])\nresult = (next(g), list(g), list(g))", "g = (x for x in 5)\nresult = 1", "def g():\n    while True: yield 1\nresult = [x for x, _ in zip(g(), range(3))]", "def fib():\n    a, b = 0, 1\n    while True:\n        yield a\n        a, b = b, a + b\ni = fib()\nresult = [next(i) for _ in range(10)]", "def g(): yield 1\nresult = g()[0]", "def g(): yield 1\nresult = len(g())", "def g(): yield 1\ni = g()\nresult = iter(i) is i", "def g():\n    yield 1\n    i.send(None)\ni = g()\nresult = list(i)", "def g(): yield from (i for i in range(3) if i != 1)\nresult = tuple(g())", "def g():\n    x = 0\n    while x < 3:\n        x += (yield x) or 1\ni = g()\nresult = [next(i), i.send(2), next(i, None)]", "def g(): yield 1, 2\nfor a, b in g(): result = a + b", "def g(): yield 1\nfor a, b in g(): result = a + b\nresult = 1", "def g():\n    with open_() as f: yield f\nimport contextlib\nopen_ = lambda: contextlib.nullcontext(3)\nresult = list(g())", "it = iter([1, 2, 3])\nresult = [(a, next(it, None)) for a in it]", "result = sum(x for x in range(4) if x % 2)", "result = max((len(w), w) for w in ['a', 'bbb', 'cc'])", "result = dict((k, v) for k, v in zip('ab', [1, 2]))", "result = any(x > 2 for x in [1, 2, 3])", "def g():\n    yield 1\ni = g()\nnext(i)\ntry: next(i)\nexcept StopIteration as e: result = e.args", "class C:\n    def __iter__(self):\n        yield from [1, 2]\nresult = list(C())", "class C:\n    def __iter__(self): return 5\nresult = list(C())", "class C:\n    def __iter__(self): return self\nresult = list(C())", "class C:\n    n = 0\n    def __iter__(self): return self\n    def __next__(self):\n        self.n += 1\n        if self.n > 3: raise StopIteration\n        return self.n\nresult = list(C())", "class C:\n    def __getitem__(self, i): return [1, 2][i]\nresult = list(C())", "class C:\n    def __len__(self): return -1\nresult = len(C())", "class C:\n    def __len__(self): return 'a'\nresult = len(C())", "class C:\n    def __bool__(self): return 1\nresult = bool(C())", "class C:\n    def __len__(self): return 0\nresult = bool(C())", "class C:\n    def __contains__(self, x): return x\nresult = (5 in C(), 0 in C(), 0 not in C())", "class C:\n    def __index__(self): return 2\nresult = [1, 2, 3][C()], range(5)[C()], 'abc'[C()]", "class C:\n    def __int__(self): return 7\n    def __float__(self): return 1.5\n    def __str__(self): return 's'\nresult = int(C()), float(C()), str(C())", "class C:\n    def __repr__(self): return 5\nresult = repr(C())", "class C:\n    def __str__(self): return None\nresult = str(C())", "class C:\n    def __hash__(self): return 'a'\nresult = hash(C())", "class C:\n    def __eq__(self, o): return True\nresult = {C(): 1}"]:
        yield text


@topic("""
    class P:
        __match_args__ = ("x", "y")
        def __init__(self, x, y): self.x, self.y = x, y
        def __repr__(self): return f"P({self.x}, {self.y})"
    class Sub(P): pass
    class Color:
        RED = 1
""")
def match_statement(chosen):
    patterns = ["1", "-1", "'a'", "None", "True", "1.0", "x", "_", "[]", "[a]", "[a, b]", "[a, *r]", "[*_, z]", "[1, _]", "(1, 2)", "{}", "{'k': v}", "{'k': 1, **rest}", "{'k': {'n': n}}", "int()", "int(n)", "str() as s", "str(s)", "float()", "P()", "P(1, y)", "P(x=1)", "P(x, y) if x == y", "Sub(a, b)", "1 | 2 | 3", "[1 | 2 as q, *_]", "'a' | 'b' as s", "list([a, b])", "dict()", "tuple()", "bool(b)", "Color.RED", "P(1, 2, 3)", "P(z=1)", "[[a, b], c]", "{'k': [a, *_]}", "list() | tuple()", "object()", "[a, b] if a < b", "{1: one}", "'a' 'b'", "complex()", "None | False"]
    values = ["1", "-1", "True", "1.0", "'a'", "'ab'", "None", "[]", "[1]", "[1, 2]", "[2, 1]", "(1, 2)", "[1, 2, 3]", "[[1, 2], 3]", "{}", "{'k': 1}", "{'k': {'n': 2}, 'z': 0}", "{'k': [1, 2]}", "{1: 'o'}", "P(1, 2)", "P(3, 3)", "Sub(1, 5)", "range(2)", "{1, 2}", "b'a'", "3.5", "2j", "iter([1])", "False"]
    for first, second, value in some(chosen, 340, itertools.product(patterns, patterns, values)):
        if first in ("x", "_"):
            continue
        yield f"match {value}:\n    case {first}: which = 'first'\n    case {second}: which = 'second'\n    case _: which = 'none'\nresult = (which, sorted((k, repr(v)) for k, v in locals().items() if k not in ('which', 'result')))"


@topic("""
    log = []
    n = 'global'
    class Meta(type):
        def __new__(mcs, name, bases, names, **kw):
            cls = super().__new__(mcs, name, bases, names)
            cls.made = (name, sorted(k for k in names if not k.startswith('__')), sorted(kw.items()))
            return cls
        def __init__(cls, name, bases, names, **kw): super().__init__(name, bases, names)
        def __call__(cls, *args):
            obj = super().__call__(*args)
            obj.called = True
            return obj
        def __getitem__(cls, key): return (cls.__name__, key)
        def __len__(cls): return 3
        def __contains__(cls, x): return x == 1
        def __iter__(cls): return iter([cls.__name__])
        @property
        def prop(cls): return 'meta ' + cls.__name__
    class Desc:
        def __set_name__(self, owner, name): self.name = (owner.__name__, name)
        def __get__(self, obj, cls): return ('get', self.name, obj is None, cls.__name__)
    class DataDesc(Desc):
        def __set__(self, obj, value): obj.__dict__['stored'] = value
        def __delete__(self, obj): obj.__dict__['stored'] = 'deleted'
    class Base:
        kind = 'base'
        def __init__(self, v=1): self.v = v
        def f(self): return 'Base.f'
        @classmethod
        def c(cls): return cls.__name__
        @staticmethod
        def s(x=2): return x * 2
        @property
        def p(self): return self.v
        @p.setter
        def p(self, x): self.v = ('set', x)
        def __init_subclass__(cls, tag='none', **kw):
            super().__init_subclass__(**kw)
            cls.tag = tag
        def __class_getitem__(cls, key): return (cls.__name__, key)
    class Left(Base):
        def f(self): return 'Left.f ' + super().f()
    class Right(Base):
        def f(self): return 'Right.f ' + super().f()
    class Both(Left, Right, tag='both'):
        def f(self): return 'Both.f ' + super().f()
    class Slots:
        __slots__ = ('a', 'b')
""")
def classes_and_objects(chosen):
    heads = ["class C(Base): pass", "class C(Both, tag='c'): pass", "class C(Left):\n    kind = 'c'\n    def __init__(self): super().__init__(5); self.w = 2", "class C(metaclass=Meta, k=1):\n    a = 1\n    def __init__(self, *args): self.args = args", "class C:\n    d = Desc()\n    e = DataDesc()", "class C(Base):\n    def __getattr__(self, name): return 'got ' + name", "class C:\n    def __setattr__(self, name, value): object.__setattr__(self, name, ('s', value))\n    def __delattr__(self, name): object.__setattr__(self, name, 'gone')", "class C(Slots): __slots__ = ('c',)", "class C(Slots): pass", "class C(Base, other=1): pass", "class C(int):\n    def __new__(cls, v=3): return super().__new__(cls, v + 1)\n    def f(self): return self * 2", "class C(dict):\n    def __getattr__(self, k): return self[k]\n    def __setattr__(self, k, v): self[k] = v", "class C(list):\n    def __init__(self, *a): super().__init__(a)\n    def f(self): return len(self)", "class C(Base):\n    f = None\n    p = 4", "class C(Right):\n    @property\n    def p(self): return super().p\n    @classmethod\n    def c(cls): return 'C' + super().c()", "class C(str):\n    def f(self): return self.upper()", "class C(tuple):\n    def __new__(cls, *a): return super().__new__(cls, a)"]
    uses = ["C().f()", "C.f(C())", "C().kind", "C.kind", "C().c(), C.c()", "C().s(), C.s(4)", "C().p", "C.tag", "C.__mro__", "[k.__name__ for k in C.__mro__]", "C.__bases__", "C.__name__, C.__qualname__, C.__module__", "C[5]", "len(C)", "list(C)", "1 in C", "C.prop", "C().prop", "C.made", "C().called", "C().d, C.d", "C().e", "C().anything", "C.anything", "isinstance(C(), Base), issubclass(C, Left)", "vars(C())", "C().__dict__", "C().__class__ is C", "type(C()).__name__", "hasattr(C(), 'f'), hasattr(C(), 'zz')", "getattr(C(), 'v', 'default')", "C() == C()", "C() != 5", "C() < C()", "C() + 1", "1 + C()", "-C()", "bool(C())", "len(C())", "C()[0]", "C()()", "C() in [C()]", "str(C())[:2]", "callable(C), callable(C())", "C.__doc__", "C().v", "C(7).v", "C(1, 2)", "C(v=9)", "C(q=1)", "super(C, C()).f()", "C.__init__", "C.__subclasses__()", "isinstance(C, type)", "C.__dict__['kind']", "sorted(k for k in vars(C) if not k.startswith('__'))", "iter(C())", "C().__len__()", "C.f", "repr(C())[:1]", "C().upper()", "C().append(1)", "hash(C()) == hash(C())", "dir(C())[-1:]", "C().__init__()", "C.mro()[-1]", "C().w"]
    skip = {"C.f", "C.__init__"}
    for head, use in some(chosen, 430, itertools.product(heads, uses)):
        if use not in skip:
            yield f"{head}\nresult = {use}"
    changes = ["o.x = 1", "o.v = 2", "o.p = 3", "o.kind = 'o'", "C.kind = 'C'", "del o.v", "del o.zz", "del C.kind", "o.e = 5", "del o.e", "o.d = 6", "o.f = lambda: 'own'", "C.f = lambda self: 'patched'", "o.__dict__['y'] = 1", "o.__dict__.update(z=1)", "setattr(o, 'v', 9)", "delattr(o, 'v')", "o.__class__ = Left", "vars(o)['k'] = 2", "o.a = 1", "o.c = 1", "o.zz = 1", "C.new = property(lambda self: 'n')", "o.v += 1", "o.kind += 'x'", "o['k'] = 1", "del o['k']", "o.s = 3", "setattr(C, 'kind', 1)", "o.p += 1", "o.__dict__ = {'v': 'new'}"]
    for head, change in some(chosen, 230, itertools.product(heads, changes)):
        if "__class__" not in change or "Base" in head:
            yield f"{head}\no = C()\n{change}\nresult = (sorted(getattr(o, '__dict__', {{}}).items(), key=str) if 'lambda' not in {change!r} else o.f() if hasattr(o, 'f') else 0, getattr(o, 'kind', None), getattr(o, 'v', None), getattr(o, 'new', None))"
    for text in ["class A:\n    x = 1\n    y = x + 1\n    z = [x for _ in range(2)]\nresult = A.z", "class A:\n    x = 3\n    z = [i for i in range(x)]\nresult = A.z", "class A:\n    n = n + '!'\nresult = A.n", "class A:\n    def f(self): return __class__.__name__\nclass B(A): pass\nresult = B().f()", "class A:\n    __x = 1\n    def get(self): return self.__x\nresult = (A().get(), A._A__x, hasattr(A, '__x'))", "class A: pass\nclass B(A, A): pass\nresult = 1", "class A: pass\nclass B(A): pass\nclass C(A, B): pass\nresult = 1", "class A(5): pass\nresult = 1", "class A(True.__class__): pass\nresult = 1", "class A(type(None)): pass\nresult = 1", "def f(): pass\nclass A(f): pass\nresult = 1", "class A:\n    def __new__(cls): return 5\nresult = A()", "class A:\n    def __init__(self): return 5\nresult = A()", "class A:\n    def __new__(cls, x): return super().__new__(cls)\n    def __init__(self, x): self.x = x\nresult = A(3).x", "class A:\n    @property\n    def x(self): raise AttributeError('inner')\n    def __getattr__(self, n): return 'fallback ' + n\nresult = A().x", "class A:\n    @property\n    def x(self): raise AttributeError('inner')\nresult = A().x", "class A:\n    @property\n    def x(self): return 1\nA().x = 2\nresult = 1", "class A:\n    @property\n    def x(self): return 1\ndel A().x\nresult = 1", "class A:\n    def __getattribute__(self, n): return n * 2\nresult = A().ab", "class A:\n    def __eq__(self, o): return NotImplemented\nresult = (A() == A(), A() == 1, A() != A())", "class A:\n    def __lt__(self, o): return 'lt'\nresult = (A() < 1, 1 > A())", "class A:\n    def __lt__(self, o): return 'lt'\nresult = A() > 1", "class A:\n    def __add__(self, o): return 'add'\n    def __radd__(self, o): return 'radd'\n    def __iadd__(self, o): return 'iadd'\na = A()\na += 1\nresult = (A() + 1, 1 + A(), A() + A(), a)", "class A:\n    def __add__(self, o): return NotImplemented\nresult = A() + 1", "class A:\n    def __add__(self, o): return NotImplemented\nresult = A() + A()", "class A:\n    def __rsub__(self, o): return ('rsub', o)\nresult = (5 - A(), 'x' - A(), [1] - A())", "class A(int):\n    def __radd__(self, o): return 'sub radd'\nresult = 1 + A(2)", "class A:\n    def __getitem__(self, k): return k\nresult = (A()[1], A()[1:2], A()[1, 2], A()[...], A()[:, 0])", "class A:\n    def __setitem__(self, k, v): log2.append((k, v))\n    def __getitem__(self, k): return 10\nlog2 = []\na = A()\na[1] += 5\na['x', 2] = 3\nresult = log2", "class A:\n    def __delitem__(self, k): log2.append(k)\nlog2 = []\ndel A()[1], A()[2:3]\nresult = log2", "class A:\n    def __enter__(self): return self\n    def __exit__(self, *a): pass\nwith A() as a: result = type(a).__name__", "class A:\n    count = 0\n    def __init__(self): type(self).count += 1\nA(); A()\nresult = A.count", "class A:\n    items = []\n    def add(self, x): self.items.append(x)\na, b = A(), A()\na.add(1)\nresult = b.items", "class A:\n    x: int = 1\n    y: 'str'\nresult = A.__annotations__", "class A:\n    'doc'\nresult = A.__doc__", "def f():\n    'doc'\nresult = (f.__doc__, f.__name__)", "def deco(c):\n    c.extra = 1\n    return c\n@deco\nclass A: pass\nresult = A.extra", "def deco(k):\n    def inner(f):\n        return lambda *a: (k, f(*a))\n    return inner\n@deco('o')\n@deco('i')\ndef f(x): return x\nresult = f(3)", "@(lambda f: 5)\ndef f(): pass\nresult = f", "@5\ndef f(): pass\nresult = f", "class A:\n    def f(self): return super().f()\nresult = A().f()", "class A:\n    def f(self): return super().__repr__()[:2]\nresult = A().f()", "def f(): return super()\nresult = f()", "class A:\n    @staticmethod\n    def f(): return super()\nresult = A.f()", "class A:\n    def __len__(self): return 2\n    def __getitem__(self, i):\n        if i > 1: raise IndexError\n        return i\nresult = (list(A()), list(reversed(A())), 1 in A(), bool(A()))", "class A:\n    def __call__(self): return 1\n    f = __call__\nresult = (A()(), A().f())", "class A: f = len\nresult = A().f([1])", "class A:\n    def f(self): pass\nresult = A.f is A.f, A().f == A().f", "class A:\n    a, b = 1, 2\n    for i in range(3): pass\n    if True: c = 5\n    del b\nresult = sorted(k for k in vars(A) if k[0] != '_')", "x = type('T', (Base,), {'g': lambda self: 'g'}, tag='dyn')\nresult = (x().g(), x.tag, x().f())", "class A:\n    class B:\n        v = 1\nresult = (A.B.v, A.B.__qualname__)", "class A(Base):\n    def __init_subclass__(cls, **kw): cls.sub = True\nclass B(A): pass\nresult = (getattr(A, 'sub', None), B.sub)", "class A: __slots__ = ('x',)\na = A()\nresult = a.x", "class A: __slots__ = ('x',)\na = A()\na.y = 1\nresult = 1", "class A: __slots__ = ('x',)\nresult = A().__dict__", "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\n    @abc.abstractmethod\n    def g(self): ...\nresult = A()", "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\nclass B(A):\n    def f(self): return 1\nresult = B().f()", "import enum\nclass E(enum.Enum):\n    A = 1\n    B = 'b'\nresult = (E.A, E['B'], E(1), list(E), E.A.name, E.B.value, E.A is E(1))", "import enum\nclass E(enum.Enum): A = 1\nresult = E(5)", "import dataclasses\n@dataclasses.dataclass\nclass D:\n    a: int\n    b: list = dataclasses.field(default_factory=list)\nresult = (D(1), D(1) == D(1), D(1, [2]).b)", "import dataclasses\n@dataclasses.dataclass\nclass D:\n    a: int\nresult = D()", "import collections\nT = collections.namedtuple('T', 'a b')\nt = T(1, b=2)\nresult = (t, t.a, t._replace(a=5), t._asdict(), T._fields, t + (3,))", "import functools\n@functools.lru_cache\ndef f(x):\n    calls.append(x)\n    return x\ncalls = []\nf(1), f(1), f(2)\nresult = calls"]:
        yield text


@topic("""
    g = 1
    def reset():
        global g
        g = 1
""")
def scopes(chosen):
    declarations = ["", "global g", "nonlocal g"]
    writes = ["g = 5", "g += 1", "del g", "pass", "for g in range(3): pass", "import math as g", "def g(): return 'fn'", "class g: pass", "with_ = (g := 7)", "[g for g in 'ab']", "[(g := c) for c in 'ab']", "try: 1 / 0\n    except ZeroDivisionError as g: pass", "g, h = 1, 2", "print(g) if False else None", "lambda g: g"]
    for declaration, write, inner in itertools.product(declarations, writes, ["", "h = lambda: g\n    read = h()", "read = g"]):
        yield f"reset()\nread = None\ndef f():\n    global read\n    {declaration or 'pass'}\n    {write}\n    {inner or 'pass'}\ntry: f()\nexcept Exception as e: read = repr(e)\nr = (read if isinstance(read, (int, str)) else type(read).__name__, type(globals().get('g')).__name__)\nreset()\nresult = r" if declaration != "nonlocal g" else f"g = 'outer'\nread = None\ndef f():\n    nonlocal g, read\n    {write}\n    {inner or 'pass'}\ntry: f()\nexcept Exception as e: read = repr(e)\ntry: now = type(g).__name__ if not isinstance(g, (int, str)) else g\nexcept NameError as e: now = str(e)\nresult = (read if isinstance(read, (int, str)) else type(read).__name__, now)"
    for text in ["def f():\n    x = 1\n    def g(): return x\n    x = 2\n    return g()\nresult = f()", "def f():\n    def g(): return x\n    r = g()\n    x = 1\n    return r\nresult = f()", "def f():\n    print(x)\n    x = 1\nx = 0\nresult = f()", "fs = []\nfor i in range(3): fs.append(lambda: i)\nresult = [f() for f in fs]", "fs = [lambda: i for i in range(3)]\nresult = [f() for f in fs]", "x = 'out'\nr = [x for x in 'ab']\nresult = x", "x = 'out'\nr = {x: 1 for x in 'ab'}\nresult = x", "def f():\n    x = 1\n    class C:\n        x = 2\n        def g(self): return x\n    return C().g()\nresult = f()", "def f():\n    x = 1\n    class C:\n        y = x\n        x = 3\n    return C.y, C.x\nresult = f()", "def counter():\n    n = 0\n    def inc():\n        nonlocal n\n        n += 1\n        return n\n    return inc\nc = counter()\nresult = (c(), c(), counter()())", "def f():\n    x = 1\n    del x\n    return x\nresult = f()", "def f():\n    if False: x = 1\n    return x\nresult = f()", "def f(a):\n    b = 2\n    return sorted(locals())\nresult = f(1)", "result = [y for x in [[1, 2], [3]] for y in x if y != 2]", "result = [[x * y for x in range(3)] for y in range(2)]", "x = 5\nresult = [x for x in range(x)]", "def f():\n    return [x for x in range(3) if (last := x)], last\nresult = f()", "result = (lambda x: lambda y: x + y)(1)(2)", "def f(x, y=lambda: 3): return x + y()\nresult = f(1)", "def f():\n    global made_by_f\n    made_by_f = 7\nf()\nresult = globals()['made_by_f']", "def f():\n    for i in range(2):\n        def g(): return i\n        yield g\nresult = [g() for g in list(f())]", "def f():\n    try: return 1\n    finally:\n        x = 2\nresult = f()", "exec('made = 3', names := {})\nresult = names['made']", "result = eval('1 + 2')", "result = eval('a + 1', {'a': 5})", "result = eval('a b')", "result = eval('missing_name')", "x = 3\nresult = eval('x', {}, {'x': 9})", "def f(n):\n    if n: return f(n - 1)\n    return 'deep'\nresult = f(50)", "def even(n): return n == 0 or odd(n - 1)\ndef odd(n): return n != 0 and even(n - 1)\nresult = (even(10), odd(7))", "del undefined_thing\nresult = 1", "x = 1\ndel x, g2\nresult = 1", "result = __name__", "def f(): return f.attr\nf.attr = 4\nresult = f()", "def f(): pass\nresult = f.missing", "len = lambda x: 'mine'\nresult = len([])", "def f(list): return list\nresult = f(3)", "import math, os.path as p\nresult = (math.floor(2.7), p.join('a', 'b'))", "from math import sqrt as root, pi\nresult = root(16), round(pi, 3)", "from math import *\nresult = 1", "import math\nresult = math.nope", "result = 1 if [] else 2 if 0 else 3", "result = (yield_ := 3) + yield_"]:
        if "import *" not in text:
            yield text
