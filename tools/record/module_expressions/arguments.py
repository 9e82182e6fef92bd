"""Expressions over `argparse`."""

ARGPARSE_PROGRAM = '''\
def parse(*words, **options):
    parser = argparse.ArgumentParser(prog="prog", **options)
    parser.add_argument("name", nargs="?", default="none")
    parser.add_argument("-n", "--number", type=int, default=3)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--flag", action="store_true")
    parser.add_argument("--no-cache", dest="cache", action="store_false")
    parser.add_argument("--item", action="append")
    parser.add_argument("--sizes", nargs="+", type=int)
    parser.add_argument("--pair", nargs=2)
    parser.add_argument("--mode", choices=["a", "b"], default="a")
    parser.add_argument("-v", action="count", default=0)
    parser.add_argument("--const", action="store_const", const=42)
    return parser.parse_args(list(words))
'''
words = ["", "'x'", "'-n', '5'", "'-n5'", "'--number=7'", "'--rate', '0.5'", "'--flag'", "'--no-cache'", "'--item', 'a', '--item', 'b'", "'--sizes', '1', '2', '3'", "'--pair', 'p', 'q'", "'--mode', 'b'", "'-vvv'",
         "'--const'", "'x', '--flag', '-n', '1'", "'--num', '4'", "'--', '-x'", "'--rate=1e-3', 'y'"]
ARGPARSE = [f"parse({one})" for one in words] + [f"vars(parse({one}))" for one in words[:8]] + [f"parse({one}).{name}" for one in words for name in ("number", "sizes", "cache", "item", "v")] + [
    "argparse.Namespace(a=1, b='x')", "argparse.Namespace(a=1) == argparse.Namespace(a=1)", "'a' in argparse.Namespace(a=1)", "argparse.Namespace(a=1).b", "vars(argparse.Namespace(a=1, b=2))",
]

MORE_PROGRAM = '''\
class Told(Exception): pass
class Parser(argparse.ArgumentParser):
    def error(self, message): raise Told(message)
def one(*names, given=(), parser={}, **options):
    made = Parser(prog="prog", **{"add_help": False, **parser})
    made.add_argument(*names, **options)
    return made.parse_args(list(given))
def action(*names, **options):
    made = argparse.ArgumentParser(prog="prog").add_argument(*names, **options)
    return type(made).__name__, made.dest, made.nargs, made.const, made.default, made.required, made.choices, made.option_strings, made.metavar
def rich(*given, known=False):
    made = Parser(prog="prog", add_help=False, allow_abbrev=True)
    made.add_argument("source")
    made.add_argument("rest", nargs="*")
    made.add_argument("-n", "--number", type=int, default=3)
    made.add_argument("--numeric", type=float)
    made.add_argument("-f", "--flag", action="store_true")
    made.add_argument("-g", action="store_const", const=5, dest="got")
    made.add_argument("-v", action="count", default=0)
    group = made.add_argument_group("extra", "description")
    group.add_argument("--size", nargs=2, type=int, metavar=("W", "H"))
    only = made.add_mutually_exclusive_group()
    only.add_argument("--left", action="store_true")
    only.add_argument("--right", action="store_true")
    made.set_defaults(kind="rich")
    return made.parse_known_args(list(given)) if known else made.parse_args(list(given))
def commands(*given, **options):
    made = Parser(prog="prog", add_help=False)
    made.add_argument("--verbose", action="store_true")
    subs = made.add_subparsers(dest="command", **options)
    train = subs.add_parser("train", aliases=["t"], help="train it", add_help=False)
    train.add_argument("--lr", type=float, default=0.1)
    train.set_defaults(run="run train")
    test = subs.add_parser("test", add_help=False)
    test.add_argument("file")
    return made.parse_args(list(given))
def exits(*given, **options):
    made = argparse.ArgumentParser(prog="prog", **options)
    made.add_argument("--n", type=int, required=True)
    try: return made.parse_args(list(given))
    except SystemExit as error: return "exit", error.code
def parents():
    base = Parser(add_help=False)
    base.add_argument("--base", default="b")
    made = Parser(prog="prog", parents=[base])
    made.add_argument("--own")
    return made.parse_args(["--base", "x"]), made.get_default("base"), made.get_default("zz")
class Upper(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (values.upper(), option_string))
def checked(text):
    if text == "bad": raise argparse.ArgumentTypeError("it is bad")
    if text == "value": raise ValueError("value")
    return text * 2
class Color(enum.Enum):
    RED = "red"
'''
options = ["'--x'", "'-x'", "'-x', '--long-name'", "'--x', type=int", "'--x', default=5", "'--x', default='5', type=int", "'--x', nargs='?'", "'--x', nargs='?', const='c', default='d'", "'--x', nargs='*'", "'--x', nargs='+'", "'--x', nargs=2", "'--x', nargs=1", "'--x', action='store_true'", "'--x', action='store_false'", "'--x', action='store_const', const=7", "'--x', action='append'",
           "'--x', action='append_const', const=1", "'--x', action='count'", "'--x', action='extend', nargs='+'", "'--x', choices=['a', 'b']", "'--x', type=int, choices=[1, 2]", "'--x', required=True", "'--x', dest='y'", "'x'", "'x', nargs='?'", "'x', nargs='*'", "'x', nargs='+'", "'x', type=int", "'x', nargs='?', default='d'", "'x', choices=['a']", "'x', nargs='...'", "'--x', action=argparse.BooleanOptionalAction", "'--x', action=Upper", "'--x', type=checked", "'--x', type=Color", "'x', nargs=2, type=float"]
given = ["[]", "['--x', 'a']", "['--x=a']", "['--x', '1', '2']", "['--x']", "['a']", "['1', '2']", "['-x', '5']", "['--x', '1', '--x', '2']", "['--', '--x']", "['--no-x']", "['--x', 'bad']", "['--x', 'red']", "['--y']", "['--x', '-1']", "['--x', '']", "['--long-name', 'z']", "['-xq']"]
bad = ["'--x', type='int'", "'--x', nargs=0", "'x', action='store_true'", "'x', required=True", "'x', 'y'", "'-x', 'y'", "'--x', action='nothing'", "'--x', action='store_const'", "'--x', zz=1", "", "'--x', action='store_true', type=int", "'-'", "'x', dest='y'", "'--x', default=argparse.SUPPRESS", "'--x', metavar='M'", "'--x-y'", "'-1'", "'--x', help='h'", "'x', nargs='?'", "'--x', choices='abc'", "'--x', nargs='x'"]
MORE = [f"one({option}, given={words})" for n, option in enumerate(options) for m, words in enumerate(given) if (n + m) % 2 == 0] + [f"action({text})" for text in dict.fromkeys(options + bad)] + [f"rich({words}{known if words else known[2:]})" for known in ("", ", known=True") for words in (
    "'s'", "", "'s', 'a', 'b'", "'s', '-n', '5'", "'s', '-n5', '-f'", "'s', '-fv'", "'s', '-vvn', '2'", "'s', '--numb', '4'", "'s', '--num', '4'", "'s', '--size', '1', '2'", "'s', '--size', '1'", "'s', '--size', 'a', '2'", "'s', '--left'", "'s', '--left', '--right'", "'s', '-g'", "'s', '--unknown'", "'s', '--unknown=1', 'x'", "'-f', 's', '-n', '1', 't'", "'s', '--', '-f'", "'s', '-n', 'x'", "'s', '--flag=1'", "'s', '-q'", "'s', '--numeric', '1e3'", "'s', '-n', '-4'", "'s', 'a', '-f', 'b'")] + [
    f"commands({words})" for words in ("'train'", "'train', '--lr', '0.5'", "'t'", "'test', 'f'", "'test'", "'--verbose', 'train'", "", "'nothing'", "'train', '--verbose'", "required=True", "'train', required=True", "'test', 'f', 'g'", "'train', '--lr', 'x'")] + [
    "exits()", "exits('--n', '1')", "exits('--n', 'x')", "exits('-h')", "exits('--zz')", "exits('--n', '1', exit_on_error=True)", "parents()", "one('--x', parser={'argument_default': argparse.SUPPRESS})", "one('--x', parser={'allow_abbrev': False}, given=['--x', '1'])", "one('--xyz', parser={'allow_abbrev': False}, given=['--xy', '1'])", "one('+x', parser={'prefix_chars': '+'}, given=['+x', '1'])", "one('--x', given=['--x', '1'], parser={'prefix_chars': '+-'})",
    "argparse.Namespace()", "argparse.Namespace(a=1)", "argparse.Namespace(**{'a-b': 1})", "argparse.Namespace(a=1) == 5", "'a' in argparse.Namespace(a=1)", "vars(argparse.Namespace(a=1, b=[2]))", "argparse.Namespace(a=1).zz", "argparse.Namespace(1)", "argparse.SUPPRESS", "argparse.REMAINDER", "argparse.ONE_OR_MORE", "argparse.ArgumentTypeError('x')", "issubclass(argparse.ArgumentError, Exception)", "Parser().prog is not None", "argparse.ArgumentParser(prog='p').prog", "argparse.ArgumentParser(description='d').description", "argparse.nothing",
    "argparse.ArgumentParser('p').parse_args([], argparse.Namespace(q=1))", "argparse.ArgumentParser('p').parse_known_args(['a', '--b'])", "argparse.ArgumentParser('p').parse_args(())", "Parser(prog='p').parse_args(['a', 'b'])", "argparse.ArgumentParser(zz=1)", "argparse.ArgumentParser(prog='p', add_help=False).parse_args([])",
]

GROUPS = [(ARGPARSE_PROGRAM, ARGPARSE), (MORE_PROGRAM, MORE)]
