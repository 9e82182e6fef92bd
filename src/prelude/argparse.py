"""Arguments of a program, as its defaults have them; what is given in any case, or not at all, is not known: https://docs.python.org/3/library/argparse.html"""

SUPPRESS = "==SUPPRESS=="
REMAINDER = "..."


class Namespace:
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __contains__(self, key):
        return key in self.__dict__

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __repr__(self):
        return f"Namespace({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"


class Action:
    pass


class HelpFormatter:
    pass


class RawDescriptionHelpFormatter(HelpFormatter):
    pass


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    pass


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    pass


class MetavarTypeHelpFormatter(HelpFormatter):
    pass


class BooleanOptionalAction(Action):
    pass


class ArgumentTypeError(Exception):
    pass


_MISSING = object()


class ArgumentParser:
    def __init__(self, *args, **kwargs):
        self._defaults = {}
        self._open = []

    def add_argument(self, *names, action=None, default=_MISSING, dest=None, type=None, **options):
        if dest is None:
            long = [name for name in names if name.startswith("--")] or list(names)
            dest = long[0].lstrip("-").replace("-", "_")
        if action in ("help", "version"):
            return None
        if default is _MISSING and action in ("store_true", "store_false"):
            default = action == "store_false"
        if names and not names[0].startswith("-") and default in (None, _MISSING):
            default = _unknown(f"it depends on the argument `{dest}`")
        elif default is _MISSING:
            self._open.append(dest)
            default = None
        elif isinstance(default, str) and type is not None:
            default = type(default)
        if default != SUPPRESS:
            self._defaults.setdefault(dest, default)
        return None

    def add_argument_group(self, *args, **kwargs):
        return self

    def add_mutually_exclusive_group(self, *args, **kwargs):
        return self

    def add_subparsers(self, *args, **kwargs):
        return self

    def add_parser(self, *args, **kwargs):
        return self

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)

    def get_default(self, dest):
        return self._defaults.get(dest)

    def parse_args(self, args=None, namespace=None):
        if args is not None and list(args):
            return _unknown("arguments that are given as a list are not followed")
        values = dict(self._defaults)
        if args is None:
            for dest, value in self._defaults.items():
                if value is None or value == "" or isinstance(value, bool):
                    values[dest] = _unknown(f"it depends on the argument `{dest}`")
            for dest in self._open:
                values[dest] = _unknown(f"it depends on the argument `{dest}`")
        return Namespace(**values)

    def parse_known_args(self, args=None, namespace=None):
        return self.parse_args(args), []

    def print_help(self, file=None):
        return None

    def format_help(self):
        return ""

    def error(self, message):
        raise SystemExit(2)


def __getattr__(name):
    return _unknown(f"`argparse.{name}` is not followed")
