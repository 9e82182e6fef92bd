"""Expressions over `string`."""

STRING = [f"string.{name}" for name in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "octdigits", "punctuation", "whitespace", "printable")] + [
    f"string.Template({text!r}).{method}({given})" for text in ("$a and ${b}", "$$ $a", "no names", "${a}b $c", "$1 $a") for method in ("substitute", "safe_substitute") for given in ("a=1, b=2", "{'a': 5}", "", "{'a': 1}, b=3, c=4")
] + [f"string.capwords({text!r}{sep})" for text in ("hello world", "a  b", "x-y z", "") for sep in ("", ", '-'", ", ' '")] + [
    f"string.Formatter().format({text!r}, 1, 2, a=3)" for text in ("{} {}", "{0}{1}{0}", "{a:>5}", "{a!r}", "{{}}", "{2}", "{b}", "{0:03d}")
]


PROGRAM = '''\
class Percent(string.Template):
    delimiter = "%"
class Lower(string.Template):
    idpattern = "[a-z]+"
class Braces(string.Template):
    braceidpattern = "[0-9]+"
class Default(dict):
    def __missing__(self, key): return f"<{key}>"
class Obj:
    attr = [1, {"k": "v"}]
    def __format__(self, spec): return f"Obj:{spec}"
    def __str__(self): return "str"
    def __repr__(self): return "repr"
class Checked(string.Formatter):
    def check_unused_args(self, used, args, kwargs):
        left = set(range(len(args))) | set(kwargs)
        if left - used: raise ValueError(f"unused {sorted(map(str, left - used))}")
class Fallback(string.Formatter):
    def get_value(self, key, args, kwargs):
        try: return super().get_value(key, args, kwargs)
        except (KeyError, IndexError): return f"no {key}"
class Shout(string.Formatter):
    def convert_field(self, value, conversion):
        return str(value).upper() if conversion == "u" else super().convert_field(value, conversion)
    def format_field(self, value, spec): return super().format_field(value, "") + spec
'''
templates = ["$a", "${a}", "$a$b", "$$a", "$", "$ a", "a$", "${a", "${}", "$a.b", "$A and $a", "${a}b", "$1", "$_x", "x\\n$!", "$$", "", "%a $a", "${1}", "$é", "$$${a}", "${a b}", "$a-$b-$c", "\\n\\n  ${!}"]
kinds = ["string.Template", "Percent", "Lower", "Braces"]
MORE = [f"{kind}('{text}').{call}" for kind in kinds[:2] for text in templates for call in ("substitute(a=1, b='x', c=None)", "safe_substitute(a=1)", "substitute(Default())", "is_valid()", "get_identifiers()")] + [
    f"{kind}('{text}').{call}" for kind in kinds[2:] for text in templates[:14] for call in ("substitute(a=1, b='x', c=None)", "safe_substitute(a=1)")] + [
    "string.Template('$a').template", "string.Template('$a').substitute({'a': 1}, a=2)", "string.Template('$a').substitute()", "string.Template('$a').substitute({}, {})", "string.Template()", "string.Template.delimiter", "string.Template.idpattern",
    "string.Template('$self').substitute(self=1)", "string.Template('$mapping').substitute(mapping=1)",
] + [f"{kind}().format('{text}', {given})" for kind in ("string.Formatter", "Checked", "Fallback", "Shout") for text in (
    "{}", "{} {}", "{0}", "{1} {0}", "{a}", "{0.attr[0]}", "{0.attr[1][k]}", "{0!r} {0!s}", "{0!u}", "{0!x}", "{:>6}", "{:{}}", "{0:{a}}", "{{}}", "{", "}", "{0} {}", "{} {0}", "{missing}", "{9}", "{0[x]}", "{!r:>6}", "text", "", "{a!r:*^9}", "{:{:{}}}") for given in (
    "Obj(), 5, a=7", "'ab', '>4', a='^5'", "[1, 2]")] + [
    "string.Formatter().vformat('{0} {a}', (1,), {'a': 2})", "list(string.Formatter().parse('a{b}c{d!r:>{e}}'))", "list(string.Formatter().parse('{{x}}'))", "list(string.Formatter().parse('{'))", "list(string.Formatter().parse(''))", "list(string.Formatter().parse('{a:}{b!s}'))",
    "string.Formatter().format()", "string.Formatter().get_value(0, (5,), {})", "string.Formatter().get_value('k', (), {'k': 6})", "string.Formatter().get_field('0.attr', (Obj(),), {})", "string.Formatter().convert_field(Obj(), 'r')", "string.Formatter().convert_field(1, 'q')", "string.Formatter().format_field(3, '05')",
] + [f"string.capwords({given})" for given in ("'the quick  brown'", "'a-b c-d', '-'", "' x '", "'ABC dEF'", "'', 'x'", "'a\\tb\\nc'", "'x', sep=None")] + ["len(string.printable)", "'x' in string.hexdigits", "string.nothing", "string.ascii_letters == string.ascii_lowercase + string.ascii_uppercase"]

GROUPS = [("", STRING), (PROGRAM, MORE)]
