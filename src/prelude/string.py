"""Texts with places: https://docs.python.org/3/library/string.html"""
import re as _re

from _string import formatter_field_name_split, formatter_parser

ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
whitespace = " \t\n\r\v\f"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Each word with a capital."""
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


_MISSING = object()


class Template:
    delimiter = "$"
    idpattern = "(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = _re.IGNORECASE

    def __init_subclass__(cls):
        super().__init_subclass__()
        if "pattern" in cls.__dict__:
            cls.pattern = _re.compile(cls.pattern, cls.flags | _re.VERBOSE)
        else:
            mark, braced = _re.escape(cls.delimiter), cls.braceidpattern or cls.idpattern
            cls.pattern = _re.compile(
                f"{mark}(?:(?P<escaped>{mark})|(?P<named>{cls.idpattern})|{{(?P<braced>{braced})}}|(?P<invalid>))", cls.flags | _re.VERBOSE
            )

    def __init__(self, template):
        self.template = template

    def _invalid(self, place):
        lines = self.template[: place.start("invalid")].splitlines(keepends=True)
        column = place.start("invalid") - len("".join(lines[:-1])) if lines else 1
        raise ValueError(f"Invalid placeholder in string: line {len(lines) or 1}, col {column}")

    def _filled(self, fill):
        def convert(place):
            name = place.group("named") or place.group("braced")
            if name is not None:
                return fill(name, place)
            if place.group("escaped") is not None:
                return self.delimiter
            if place.group("invalid") is not None:
                return fill(None, place)
            raise ValueError("Unrecognized named group in pattern", self.pattern)

        return self.pattern.sub(convert, self.template)

    def substitute(self, mapping=_MISSING, /, **kws):
        values = _Both(mapping, kws)
        return self._filled(lambda name, place: self._invalid(place) if name is None else str(values[name]))

    def safe_substitute(self, mapping=_MISSING, /, **kws):
        values = _Both(mapping, kws)

        def fill(name, place):
            try:
                return place.group() if name is None else str(values[name])
            except KeyError:
                return place.group()

        return self._filled(fill)

    def is_valid(self):
        return all(place.group("invalid") is None for place in self.pattern.finditer(self.template))

    def get_identifiers(self):
        names = [place.group("named") or place.group("braced") for place in self.pattern.finditer(self.template)]
        return list(dict.fromkeys(name for name in names if name is not None))


Template.__init_subclass__()


class _Both:
    """Names that were given as keywords, then those of a mapping."""

    def __init__(self, mapping, kws):
        self.mapping, self.kws = mapping, kws

    def __getitem__(self, name):
        if name in self.kws or self.mapping is _MISSING:
            return self.kws[name]
        return self.mapping[name]


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        parts = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                parts.append(literal)
            if name is None:
                continue
            if name == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                name = str(auto_arg_index)
                auto_arg_index += 1
            elif name.isdigit():
                if auto_arg_index:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                auto_arg_index = False
            value, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            value = self.convert_field(value, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index)
            parts.append(self.format_field(value, spec))
        return "".join(parts), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion in ("s", "r", "a"):
            return {"s": str, "r": repr, "a": ascii}[conversion](value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        return formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = formatter_field_name_split(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = getattr(value, name) if is_attribute else value[name]
        return value, first


def __getattr__(name):
    return _unknown(f"`string.{name}` is not followed")
