"""Arguments of a program, as its defaults have them; what is given in any case, or not at all, is not known: https://docs.python.org/3/library/argparse.html"""

import re as _re

SUPPRESS = "==SUPPRESS=="
REMAINDER = "..."


class Namespace:
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __contains__(self, key):
        return key in self.__dict__

    def _get_kwargs(self):
        return list(self.__dict__.items())

    def _get_args(self):
        return []

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __repr__(self):
        named = [f"{name}={value!r}" for name, value in vars(self).items() if name.isidentifier()]
        others = {name: value for name, value in vars(self).items() if not name.isidentifier()}
        return f"Namespace({', '.join(named + ([f'**{others!r}'] if others else []))})"


class ArgumentError(Exception):
    def __init__(self, argument, message):
        self.argument_name = _name_of(argument)
        self.message = message

    def __str__(self):
        return self.message if self.argument_name is None else f"argument {self.argument_name}: {self.message}"


def _name_of(argument):
    if argument is None:
        return None
    if argument.option_strings:
        return "/".join(argument.option_strings)
    if argument.metavar not in (None, SUPPRESS):
        return argument.metavar
    if argument.dest not in (None, SUPPRESS):
        return argument.dest
    return "{" + ",".join(argument.choices) + "}" if argument.choices else None


class Action:
    """What an argument does to the namespace."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        if nargs == 0:
            raise ValueError(
                "nargs for store actions must be != 0; if you have nothing to store, actions such as store true or store const may be more appropriate"
            )
        if const is not None and nargs != "?":
            raise ValueError("nargs must be '?' to supply const")
        super().__init__(option_strings, dest, nargs, const, default, type, choices, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        super().__init__(option_strings, dest, 0, const, default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        super().__init__(option_strings, dest, True, default, required, help)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        super().__init__(option_strings, dest, False, default, required, help)


def _items(namespace, dest):
    """A copy of the list that is there so far."""
    held = getattr(namespace, dest, None)
    return [] if held is None else list(held)


class _AppendAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        if nargs == 0:
            raise ValueError(
                "nargs for append actions must be != 0; if arg strings are not supplying the value to append, the append const action may be more appropriate"
            )
        if const is not None and nargs != "?":
            raise ValueError("nargs must be '?' to supply const")
        super().__init__(option_strings, dest, nargs, const, default, type, choices, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, [*_items(namespace, self.dest), values])


class _AppendConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        super().__init__(option_strings, dest, 0, const, default, required=required, help=help, metavar=metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, [*_items(namespace, self.dest), self.const])


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        super().__init__(option_strings, dest, 0, default=default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _ExtendAction(_AppendAction):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, [*_items(namespace, self.dest), *values])


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        super().__init__(option_strings, dest, 0, default=default, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.exit()


class _VersionAction(_HelpAction):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None):
        super().__init__(option_strings, dest, default, help)
        self.version = version


class BooleanOptionalAction(Action):
    def __init__(self, option_strings, dest, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        both = [one for name in option_strings for one in ((name, "--no-" + name[2:]) if name.startswith("--") else (name,))]
        super().__init__(both, dest, 0, None, default, type, choices, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith("--no-"))


class _SubParsersAction(Action):
    def __init__(self, option_strings, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        super().__init__(option_strings, dest, "A...", choices={}, required=required, help=help, metavar=metavar)
        self._parser_class = parser_class

    def add_parser(self, name, *, aliases=(), help=None, **options):
        options.setdefault("prog", name)
        parser = self._parser_class(**options)
        for one in (name, *aliases):
            self.choices[one] = parser
        return parser

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest != SUPPRESS:
            setattr(namespace, self.dest, name)
        if name not in self.choices:
            raise ArgumentError(self, f"unknown parser {name!r} (choices: {', '.join(self.choices)})")
        found, extra = self.choices[name].parse_known_args(rest, None)
        for key, value in vars(found).items():
            setattr(namespace, key, value)
        if extra:
            namespace.__dict__.setdefault(_UNRECOGNIZED, [])
            getattr(namespace, _UNRECOGNIZED).extend(extra)


_UNRECOGNIZED = "_unrecognized_args"
_ACTIONS = {
    None: _StoreAction,
    "store": _StoreAction,
    "store_const": _StoreConstAction,
    "store_true": _StoreTrueAction,
    "store_false": _StoreFalseAction,
    "append": _AppendAction,
    "append_const": _AppendConstAction,
    "count": _CountAction,
    "extend": _ExtendAction,
    "help": _HelpAction,
    "version": _VersionAction,
}


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


class ArgumentTypeError(Exception):
    pass


_MISSING = object()
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER = "?", "*", "+", "A..."


def _pattern(action):
    """Which arguments an action takes, in a text of `A` (an argument), `O` (an option) and `-` (the mark `--`)."""
    nargs = action.nargs
    patterns = {None: "(-*A-*)", "?": "(-*A?-*)", "*": "(-*[A-]*)", "+": "(-*A[A-]*)", REMAINDER: "([-AO]*)", PARSER: "(-*A[-AO]*)", SUPPRESS: "(-*-*)"}
    if nargs in patterns:
        found = patterns[nargs]
    elif isinstance(nargs, int):
        found = f"(-*{'-*'.join('A' * nargs)}-*)"
    else:
        raise ValueError("invalid nargs value")
    return found.replace("-*", "").replace("-", "") if action.option_strings else found


#: What an argument of a type is.
_TYPES = {None: "str", str: "str", int: "int", float: "float", bool: "bool"}


def _type_given(action):
    """The type of what is given for an argument, as far as it is one value."""
    return _TYPES.get(action.type, "any") if isinstance(action, _StoreAction) and action.nargs is None else "any"


def _not_given(action):
    """The default of an argument that need not be given; where it says nothing or is not taken, what is given in its place is not known."""
    value = action.default
    missing = _unknown(f"it depends on the argument `{action.dest}`")
    if value is None or value == "" or isinstance(value, bool):
        return missing
    if not isinstance(value, str):
        return value
    if action.type is not None:
        try:
            value = action.type(value)
        except (ArgumentTypeError, TypeError, ValueError):
            return missing
    # A default that is no choice stands for none: it is given in any case.
    return missing if action.choices is not None and value not in action.choices else value


class _Group:
    """Where arguments are added to: a parser, or a group of one, which adds to it."""

    def __init__(self, container, exclusive=False, required=False):
        self._container = container
        self._members = [] if exclusive else None
        self._group_actions = []
        self.required = required

    def add_argument(self, *names, **options):
        action = self._container.add_argument(*names, **options)
        self._group_actions.append(action)
        if self._members is not None:
            self._members.append(action)
        return action

    def __getattr__(self, name):
        return getattr(self._container, name)


class ArgumentParser:
    def __init__(
        self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=HelpFormatter, prefix_chars="-",
        fromfile_prefix_chars=None, argument_default=None, conflict_handler="error", add_help=True, allow_abbrev=True, exit_on_error=True,
    ):  # fmt: skip
        self._defaults = {}
        self.conflict_handler = conflict_handler
        self._actions = []
        self._options = {}
        self._groups = []
        self._exclusive = []
        self._subparsers = None
        self._is_handed_out = False
        self.prog = _unknown("it depends on the command line", "str") if prog is None else prog
        self.usage, self.description, self.epilog = usage, description, epilog
        self.prefix_chars, self.argument_default = prefix_chars, argument_default
        self.add_help, self.allow_abbrev, self.exit_on_error = add_help, allow_abbrev, exit_on_error
        if add_help:
            mark = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(mark + "h", mark * 2 + "help", action="help", default=SUPPRESS)
        for parent in parents:
            for action in parent._actions:
                if not isinstance(action, _HelpAction):
                    self._take(action)
            self._exclusive += parent._exclusive
            self._defaults.update(parent._defaults)

    def _kept_inside(self):
        """How a parser keeps its arguments: who asks for that may add some."""
        self._is_handed_out = True
        return _unknown("how a parser keeps its arguments is not followed")

    _action_groups = _optionals = _positionals = _mutually_exclusive_groups = property(_kept_inside)
    _option_string_actions = _registries = property(_kept_inside)

    def _take(self, action):
        for name in action.option_strings:
            if name in self._options and self.conflict_handler == "resolve":
                self._resolve(self._options[name], name)
            elif name in self._options:
                raise ArgumentError(action, f"conflicting option string: {name}")
            self._options[name] = action
        self._actions.append(action)
        return action

    def _resolve(self, action, name):
        """The older action gives a name up, and goes with its last one."""
        action.option_strings.remove(name)
        del self._options[name]
        if not action.option_strings:
            self._actions.remove(action)

    def _made(self, names, action, default, dest, options):
        """The action of an argument, as its names and options say."""
        prefixed = [name for name in names if name[0:1] in self.prefix_chars and name]
        if len(names) > 1 and len(prefixed) < len(names):
            wrong = [name for name in names if name not in prefixed][0]
            raise ValueError(f"invalid option string {wrong!r}: must start with a character {self.prefix_chars!r}")
        if not prefixed:
            if names and dest is not None:
                raise ValueError("dest supplied twice for positional argument")
            if "required" in options:
                raise TypeError("'required' is an invalid argument for positionals")
            if not names and dest is None:
                raise TypeError("_ActionsContainer._get_positional_kwargs() missing 1 required positional argument: 'dest'")
            nargs = options.get("nargs")
            dest = names[0] if names else dest
            options = {**options, "required": nargs not in ("?", "*") or nargs == "*" and default is _MISSING}
        elif dest is None:
            long = [name for name in names if len(name) > 1 and name[1] in self.prefix_chars]
            dest = (long or names)[0].lstrip(self.prefix_chars)
            if not dest:
                raise ValueError(f"dest= is required for options like {names[0]!r}")
            dest = dest.replace("-", "_")
        if isinstance(action, type(Action)):
            cls = action
        elif action in _ACTIONS:
            cls = _ACTIONS[action]
        else:
            raise ValueError(f'unknown action "{action}"')
        if default is not _MISSING:
            options = {**options, "default": default}
        elif dest in self._defaults:
            options = {**options, "default": self._defaults[dest]}
        elif self.argument_default is not None:
            options = {**options, "default": self.argument_default}
        made = cls(option_strings=prefixed, dest=dest, **options)
        if not callable(made.type) and made.type is not None:
            raise ValueError(f"{made.type!r} is not callable")
        _pattern(made)
        return made

    def add_argument(self, *names, action=None, default=_MISSING, dest=None, type=None, deprecated=False, **options):
        # Python 3.13 warns of what is `deprecated`.
        if type is not None:
            options["type"] = type
        return self._take(self._made(names, action, default, dest, options))

    def add_argument_group(self, *args, **kwargs):
        group = _Group(self)
        self._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *, required=False):
        group = _Group(self, True, required)
        self._groups.append(group)
        self._exclusive.append(group)
        return group

    def add_subparsers(self, *, title=None, description=None, prog=None, parser_class=None, dest=SUPPRESS, required=False, help=None, metavar=None, **options):
        made = _SubParsersAction([], parser_class or self.__class__, dest, required, help, metavar)
        self._subparsers = made
        return self._take(made)

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def _is_filled_elsewhere(self):
        """Whether a group was given to what is not followed, which may add arguments."""
        return self._is_handed_out or any(_is_unknown(getattr(group, "_added_elsewhere", None)) for group in self._groups)

    def parse_args(self, args=None, namespace=None):
        if _is_unknown(args) or args is None:
            return self._from_command_line(namespace)
        found, extra = self.parse_known_args(args, namespace)
        if extra:
            self.error(f"unrecognized arguments: {' '.join(extra)}")
        return found

    def parse_known_args(self, args=None, namespace=None):
        if self._is_filled_elsewhere():
            return _unknown("which arguments the parser has is not known"), _unknown("it depends on the command line")
        if _is_unknown(args) or args is None:
            return self._from_command_line(namespace), _unknown("it depends on the command line")
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest != SUPPRESS and action.default != SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        try:
            return _Reading(self, list(args), namespace).run()
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))

    def _from_command_line(self, namespace):
        if self._is_filled_elsewhere():
            return _unknown("which arguments the parser has is not known")
        if self._subparsers is not None:
            return _unknown("it depends on the command line")
        values, hidden = {}, []
        needed = [action for group in self._exclusive if group.required for action in group._members]
        for action in self._actions:
            # Help and version end the program.
            if action.dest == SUPPRESS or isinstance(action, _HelpAction):
                continue
            if action.required or action in needed:
                # Its default is never taken.
                values[action.dest] = _unknown(f"it depends on the argument `{action.dest}`", _type_given(action))
            elif action.default == SUPPRESS:
                hidden.append(action.dest)
            elif action.dest not in values:
                values[action.dest] = _not_given(action)
        for dest, value in self._defaults.items():
            values.setdefault(dest, value)
        if namespace is None:
            namespace = Namespace()
        for dest, value in values.items():
            setattr(namespace, dest, value)
        if any(dest not in values for dest in hidden):
            vars(namespace).update(_unknown("an argument without a default may be there"))
        return namespace

    def print_help(self, file=None):
        return None

    def print_usage(self, file=None):
        return None

    def format_help(self):
        return _unknown("the text of the help is not followed", "str")

    format_usage = format_help

    def exit(self, status=0, message=None):
        raise SystemExit(status)

    def error(self, message):
        self.exit(2)


class _Reading:
    """One pass over the arguments that are given."""

    def __init__(self, parser, args, namespace):
        self.parser, self.args, self.namespace = parser, args, namespace
        self.seen, self.given, self.extras = [], [], []
        self.positionals = [action for action in parser._actions if not action.option_strings]
        self.marks, self.at_option = "", {}
        for at, arg in enumerate(args):
            if "--" in args[:at]:
                self.marks += "A"
            elif arg == "--":
                self.marks += "-"
            else:
                found = self.option_of(arg)
                self.marks += "A" if found is None else "O"
                if found is not None:
                    self.at_option[at] = found

    def option_of(self, arg):
        """`(action, option, value given with it)`; None of an argument that is no option."""
        parser = self.parser
        if not arg or arg[0] not in parser.prefix_chars:
            return None
        if arg in parser._options:
            return parser._options[arg], arg, None
        if len(arg) == 1:
            return None
        name, equals, value = arg.partition("=")
        if equals and name in parser._options:
            return parser._options[name], name, value
        found = self.abbreviated(arg)
        if len(found) > 1:
            names = ", ".join(option for _, option, _ in found)
            raise ArgumentError(None, f"ambiguous option: {arg} could match {names}")
        if found:
            return found[0]
        if _is_negative(arg) and not any(_is_negative(option) for option in parser._options):
            return None
        return None if " " in arg else (None, arg, None)

    def abbreviated(self, arg):
        parser, marks = self.parser, self.parser.prefix_chars
        found = []
        if arg[0] in marks and arg[1] in marks:
            if parser.allow_abbrev:
                name, equals, value = arg.partition("=")
                found = [(action, option, value if equals else None) for option, action in parser._options.items() if option.startswith(name)]
            return found
        for option, action in parser._options.items():
            if option == arg[:2]:
                found.append((action, option, arg[2:]))
            elif option.startswith(arg):
                found.append((action, option, None))
        return found

    def run(self):
        at, last = 0, max(self.at_option, default=-1)
        while at <= last:
            following = min(index for index in self.at_option if index >= at)
            if at != following:
                after = self.take_positionals(at)
                if after > at:
                    at = after
                    continue
            if at not in self.at_option:
                self.extras += self.args[at:following]
                at = following
            at = self.take_option(at)
        at = self.take_positionals(at)
        self.extras += self.args[at:]
        self.finish()
        rest = self.namespace.__dict__.pop(_UNRECOGNIZED, [])
        return self.namespace, self.extras + rest

    def take_option(self, at):
        action, option, value = self.at_option[at]
        if action is None:
            self.extras.append(self.args[at])
            return at + 1
        while value is not None:
            if self.count(action, "A") == 1:
                self.act(action, [value], option)
                return at + 1
            if self.count(action, "") != 0 or option[1:2] in self.parser.prefix_chars or value == "":
                raise ArgumentError(action, f"ignored explicit argument {value!r}")
            # Several letters behind one dash.
            self.act(action, [], option)
            letter = option[0] + value[0]
            if letter not in self.parser._options:
                raise ArgumentError(action, f"ignored explicit argument {value!r}")
            action, option, value = self.parser._options[letter], letter, value[1:] or None
        taken = self.count(action, self.marks[at + 1 :])
        self.act(action, self.args[at + 1 : at + 1 + taken], option)
        return at + 1 + taken

    def count(self, action, marks):
        found = _re.match(_pattern(action), marks)
        if found is None:
            n = action.nargs
            words = {None: "expected one argument", "?": "expected at most one argument", "+": "expected at least one argument"}
            raise ArgumentError(action, words.get(n) or f"expected {n} argument{'' if n == 1 else 's'}")
        return len(found.group(1))

    def take_positionals(self, at):
        marks = self.marks[at:]
        for many in range(len(self.positionals), -1, -1):
            found = _re.match("".join(_pattern(action) for action in self.positionals[:many]), marks)
            if found is not None:
                break
        for action, taken in zip(self.positionals[:many], found.groups()):
            self.act(action, self.args[at : at + len(taken)], None)
            at += len(taken)
        self.positionals = self.positionals[many:]
        return at

    def act(self, action, words, option):
        self.seen.append(action)
        values = self.values(action, words)
        if values is not action.default:
            self.given.append(action)
            for group in self.parser._exclusive:
                if action in group._members:
                    for other in group._members:
                        if other is not action and other in self.given:
                            raise ArgumentError(action, f"not allowed with argument {_name_of(other)}")
        if values != SUPPRESS:
            action(self.parser, self.namespace, values, option)

    def values(self, action, words):
        nargs = action.nargs
        if nargs not in (PARSER, REMAINDER) and "--" in words:
            words = list(words)
            words.remove("--")
        if not words and nargs == "?":
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self.converted(action, value)
                self.check(action, value)
            return value
        if not words and nargs == "*" and not action.option_strings:
            return action.default if action.default is not None else []
        if nargs in (None, "?") and len(words) == 1:
            value = self.converted(action, words[0])
            self.check(action, value)
            return value
        if nargs == REMAINDER:
            return [self.converted(action, word) for word in words]
        if nargs == PARSER:
            values = [self.converted(action, word) for word in words]
            self.check(action, values[0])
            return values
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self.converted(action, word) for word in words]
        for value in values:
            self.check(action, value)
        return values

    def converted(self, action, text):
        if action.type is None:
            return text
        try:
            return action.type(text)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error)) from None
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {text!r}") from None

    def check(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {', '.join(map(repr, action.choices))})")

    def finish(self):
        lacking = []
        for action in self.parser._actions:
            if action in self.seen:
                continue
            if action.required:
                lacking.append(_name_of(action))
            elif isinstance(action.default, str) and getattr(self.namespace, action.dest, None) is action.default and action.default != SUPPRESS:
                setattr(self.namespace, action.dest, self.converted(action, action.default))
        if lacking:
            self.parser.error(f"the following arguments are required: {', '.join(lacking)}")
        for group in self.parser._exclusive:
            if group.required and not any(action in self.given for action in group._members):
                names = [_name_of(action) for action in group._members if action.help is not SUPPRESS]
                self.parser.error(f"one of the arguments {' '.join(names)} is required")


def _is_negative(text):
    return _re.match(r"^-\d+$|^-\d*\.\d+$", text) is not None


def __getattr__(name):
    return _unknown(f"`argparse.{name}` is not followed")
