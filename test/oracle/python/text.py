# --- f-strings: every kind of format
x, n, name, neg = 3.14159, 42, "name", -7
result = [
    f"{x:.2f}", f"{x:8.3f}|", f"{x:<8.2f}|", f"{x:^10.1f}|", f"{x:+.1f}", f"{x:08.2f}", f"{x:e}", f"{x:.3E}", f"{x:g}", f"{x:.3g}", f"{x:%}", f"{x:.1%}",
    f"{n:d}", f"{n:5d}|", f"{n:<5}|", f"{n:05}", f"{n:b}", f"{n:#b}", f"{n:o}", f"{n:#o}", f"{n:x}", f"{n:#X}", f"{n:,}", f"{1234567:,}", f"{1234567:_}", f"{1234567.891:,.2f}", f"{n:+}", f"{n: }", f"{n:c}", f"{n:e}", f"{n:.1f}", f"{n:010b}", f"{n:#010x}",
    f"{name}", f"{name:10}|", f"{name:>10}|", f"{name:^10}|", f"{name:*^10}|", f"{name:.2}", f"{name!r}", f"{name!r:>10}", f"{name!s:.1}",
    f"{neg}", f"{neg:05}", f"{neg:x}", f"{neg:>6}", f"{neg:,}",
    f"{True}", f"{True:d}", f"{None}", f"{[1, 2]}", f"{ {'a': 1} }", f"{{literal}}", f"{x!r}", f"{n=}", f"{n = }", f"{name=!s}", f"{x=:.1f}",
]

# --- f-strings: nested formats and expressions
width, precision, value = 10, 3, 2.71828
items = {"k": [1, 2]}
result = f"{value:{width}.{precision}}|", f"{value:{'<'}{width}}|", f"{items['k'][0] + 1}", f"{'a' if width > 5 else 'b'}", f"{(lambda v: v * 2)(3)}", f"{width:>{width}}", f"{'nested ' + f'{width}'}", f"a{1}b{2}c", "joined " f"{width}" " parts", f"{len('x' * 3):03d}"

# --- general format of floats
result = [f"{v:g}" for v in (1.0, 100000.0, 1000000.0, 1234567.0, 0.0001, 0.00001, 1e100, -2.5, 0.0, 123456.789)], [f"{v:.3g}" for v in (1234.5, 0.00012345, 1e10)], [f"{v:#.3g}" for v in (1.0, 1234.5)], [f"{v:.0f}" for v in (0.5, 1.5, 2.5, 2.675)], [f"{v:.2f}" for v in (2.675, 1.005, 1e21, float("inf"), float("nan"), -0.0)], [f"{v:n}" for v in (5, 1.5)], [f"{v:.3}" for v in (1.0, 1234.5678, 0.00001234, 10.0)], [f"{v:10}|" for v in (1.5, 1e20)], f"{1e-7}", f"{float('inf'):>6}"

# --- repr of floats
result = [1.0, 0.1, 1e16, 1e15, 123456789.123, 1e-4, 1e-5, 1.5e300, -0.0, 1 / 3, 2 / 3, 100.0, 1e22, 1.7976931348623157e308, 5e-324, 0.1 + 0.2, 1e16 + 2, 12345678901234567.0, float("inf"), -float("inf"), float("nan"), 3.0e0, 1e5, 1_000.5]

# --- percent formatting
result = [
    "%d" % 42, "%5d|" % 42, "%-5d|" % 42, "%05d" % 42, "%+d" % 42, "%x %X %o" % (255, 255, 8), "%#x" % 255, "%s" % "a", "%r" % "a", "%10s|%-10s|" % ("a", "b"), "%.2f" % 3.14159, "%8.2f|" % 3.14159, "%e" % 1234.5, "%g" % 0.0001, "%%", "%d%%" % 50, "%c%c" % (65, "B"), "%s %s" % (1, [2]), "%(a)s-%(b)03d" % {"a": 1, "b": 2}, "%s" % None, "%s" % (1,), "%.3s" % "abcdef", "%*d" % (5, 42), "%i" % 3.9, "%5.1f%%" % 12.34, "% d" % 3, "%s and %s" % ("x", "y"), "%d" % True,
]

# --- str.format
class P:
    x = 3

    def __getitem__(self, key):
        return f"item {key}"

result = "{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{a} {b}".format(a=1, b=2), "{0.x} {0[k]}".format(P()), "{:>5}|{:<5}|{:^5}|".format(1, 2, 3), "{:.2f}".format(1.239), "{!r}".format("q"), "{{}} {}".format(1), "{0[0]} {0[1]}".format([7, 8]), "{:{w}}|".format("a", w=4), "{:,}".format(12345), "{a[x]}".format(a={"x": 9}), "{:b}".format(5), "{0} {0}".format("twice"), "{n:03d}".format(n=7), format(3.14159, ".2f"), format(5), format("a", ">3"), "{:%}".format(0.5)

# --- string methods
s = "Hello, World"
result = [
    s.lower(), s.upper(), s.swapcase(), s.title(), "hello world foo".title(), "it's a test".title(), s.capitalize(), "ABC dEF".capitalize(),
    s.replace("l", "L"), s.replace("l", "L", 1), "aaa".replace("", "-"), "abc".replace("", "-", 2), s.find("o"), s.find("o", 5), s.find("z"), s.rfind("o"), s.index("W"), s.count("l"), "aaaa".count("aa"), "abc".count(""),
    s.startswith("Hell"), s.startswith(("x", "H")), s.endswith("ld"), s.endswith("lo", 0, 5), s.startswith("lo", 3), "a,b,c".split(","), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "  a  b ".split(), " a b c ".split(None, 1), "a b c".rsplit(None, 1), "".split(), "".split(","), "abc".split("b"), "a--b".split("--"),
    "  x ".strip(), "xxaxx".strip("x"), "  x ".lstrip(), "  x ".rstrip(), "abcba".strip("ab"), "x".join(["a", "b"]), "".join([]), ", ".join("abc"),
    "a=b=c".partition("="), "abc".partition("="), "a=b=c".rpartition("="), "abc".rpartition("="), "l1\nl2\r\nl3".splitlines(), "a\n".splitlines(), "a\nb".splitlines(True), "a\n\nb\n".splitlines(),
    "5".zfill(3), "-5".zfill(4), "+5".zfill(4), "a".ljust(3, "."), "a".rjust(3), "a".center(4, "*"), "ab".center(5, "*"), "abc".ljust(2),
    "123".isdigit(), "12a".isdigit(), "".isdigit(), "abc".isalpha(), "ab1".isalnum(), " ".isspace(), "ABC".isupper(), "abc".islower(), "Abc Def".istitle(), "a1".isidentifier(), "1a".isidentifier(), "abc".isascii(), "½".isnumeric(), "²".isdigit(), "x".isprintable(),
    "prefix_x".removeprefix("prefix_"), "x.py".removesuffix(".py"), "x".removeprefix("y"), "a\tb".expandtabs(4), "abc".translate(str.maketrans("ab", "xy")), "abc".translate(str.maketrans({"a": None, "b": "BB"})), "ß".casefold(), "a" in "abc", "" in "abc", "abc" < "abd", "a" * 3, 2 * "ab", "abc"[::-1], len("héllo"), "%s" % "é".encode("utf-8"),
]

# --- slicing strings and lists with all kinds of steps
s, l = "abcdefg", list(range(7))
result = [s[1:3], s[:-1], s[::2], s[::-1], s[5:1:-2], s[-3:], s[10:], s[:100], s[-100:2], s[3:3], s[4:2], l[1:3], l[::-1], l[-2::-2], l[:], l[6:2:-1], l[-1:-4:-1], l[::3], (1, 2, 3)[::-1], l[-100:100:2], l[2:-2], l[None:2], l[slice(1, 5, 2)], "abc"[-1], [1, 2, 3][-3]]

# --- slice assignment and deletion
a = list(range(6))
a[1:3] = ["x", "y", "z"]
b = list(range(6))
b[::2] = "abc"
c = [1, 2, 3]
c[1:1] = [9, 9]
d = [1, 2, 3]
d[:] = []
e = [1, 2, 3]
e[5:] = [4, 5]
f = [1, 2, 3]
f[-1:] = (7, 8)
g = list(range(5))
g[3:1] = ["q"]
h = list(range(8))
h[1::3] = [0, 0, 0]
i = list(range(8))
i[::-2] = "wxyz"
try:
    h[::2] = [1]
except ValueError as error:
    message = str(error)
result = a, b, c, d, e, f, g, h, i, message

# --- repr of strings
result = ["plain", "it's", 'say "hi"', "both ' and \"", "tab\t", "new\nline", "back\\slash", "\x00\x1f\x7f", "é", "日本", "\u200b", "\U0001f600", "\ud800", "\r", ""], repr("it's"), str("it's"), ascii("é日"), b"by\x00tes\n'", bytes([65, 66]), repr(b"a\"'")

# --- escapes and raw strings, implicit concatenation
result = "a\x41\u0042\101\n", r"raw\n", b"\x41", "a" "b" 'c', """multi
line""", "line \
continued", rb"\d", len("\\"), "\a\b\f\v" == "\x07\x08\x0c\x0b"

# --- bytes
b = b"hello"
result = b[0], b[1:3], len(b), list(b[:2]), b.decode(), "é".encode(), b + b"!", b.upper(), b"l" in b, b == b"hello", bytes(3), b.hex(), b.startswith(b"he"), b"a,b".split(b","), b * 2, bytes("ab", "ascii"), int.from_bytes(b"\x01\x00", "big"), (258).to_bytes(2, "big"), b.replace(b"l", b"L"), hash(b"a") == hash(b"a")

# --- numbers as text and back
result = str(10), str(-5), int("42"), int(" 42 "), int("-7"), int("ff", 16), int("0xff", 16), int("0b11", 2), int("0x1f", 0), int("1_000"), int("077", 8), float("1.5"), float("1e3"), float(" -2 "), float("inf"), float("1_0.5"), bin(10), oct(8), hex(255), bin(-5), hex(-255), chr(65), ord("a"), chr(0x1f600), int("z", 36), str(True), str(1.0), repr("a"), str(b"x"), complex("1+2j")

# --- regular expressions
import re

m = re.match(r"(?P<key>\w+)\s*=\s*(?P<value>[^;]+);?", "alpha = 12; rest")
result = [
    m.group(0), m.group("key"), m["value"], m.groups(), m.groupdict(), m.span("key"), m.start(), m.end(2),
    re.search(r"\d+", "abc123def").group(), re.match(r"\d", "abc"), re.fullmatch(r"[a-c]+", "abcabc") is not None, re.fullmatch(r"a", "ab"),
    re.findall(r"(\w)(\d)", "a1 b2"), re.findall(r"[aeiou]", "education"), re.split(r"[,;\s]\s*", "a, b;c d"), re.split(r"(-)", "a-b-c"),
    re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub(r"\d", lambda m: str(int(m.group()) * 2), "a1b5"), re.sub("a", "b", "aaa", count=2), re.subn("x", "y", "xax"),
    re.compile(r"^layers\.(\d+)\.(weight|bias)$").match("layers.12.bias").groups(), re.escape("a.b*c"), [m.group() for m in re.finditer(r"\b\w", "the quick fox")],
    re.sub(r"(?<=a)b", "X", "abcb"), re.findall(r"(?i)AB", "abAB"), re.findall(r"^\w", "a\nb", re.M), re.match(r"a.c", "a\nc", re.DOTALL) is not None, re.search(r"x*", "aaa").span(), re.sub(r"", "-", "abc"),
    re.match(r"(a)?(b)?", "b").groups(), re.sub(r"(?P<n>\d+)", r"<\g<n>>", "a12"), re.search(r"(\d+)(?:px|em)", "12em").group(1), re.findall(r"a{2,3}", "aaaaa"), re.compile("a b # comment", re.X).match("ab") is not None, re.match(r"[\w.-]+@[\w.-]+", "a.b-c@d.e").group(),
]

# --- textwrap, string and others
import string
import textwrap

result = textwrap.dedent("""\
    a
      b
    c
"""), string.ascii_lowercase[:3], string.digits, string.Template("$a and ${b}").substitute(a=1, b=2), textwrap.indent("a\nb", "> ")

# --- str() of many things
class A:
    pass

class E(Exception):
    pass

result = str([1, "a", None]), str((1,)), str({"a": [1]}), str({1}), str(set()), str(frozenset([1])), str(E("m")), repr(E("m")), repr(KeyError("k")), str(KeyError("k")), str(A), repr(int), str(slice(1, 2)), str(range(3)), str(...), str(NotImplemented), repr(1 + 2j), str(-1j), str(type(None)), str(b"x"), str(E()), str(E(1, 2)), repr([...]), str({}), str(())
