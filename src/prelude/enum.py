"""Enumerations: https://docs.python.org/3/library/enum.html"""


class auto:
    """A value that is made up when the member is."""

    def __init__(self, value=None):
        self.value = value


class _Kept:
    def __init__(self, value):
        self.value = value


def member(value):
    return _Kept(value)


class nonmember:
    def __init__(self, value):
        self.value = value


class property(property):
    pass


_DESCRIPTORS = (type(lambda: None), property, classmethod, staticmethod)


def _is_member(name, value):
    if name.startswith("_") and name.endswith("_") or isinstance(value, nonmember):
        return False
    if isinstance(value, _Kept):
        return True
    return not isinstance(value, _DESCRIPTORS) and not hasattr(type(value), "__get__")


def _data_type(bases):
    """The builtin type whose values the members are: `int` of an IntEnum; `object` where there is none."""
    for base in bases:
        for cls in base.__mro__:
            if cls is object or isinstance(cls, EnumMeta):
                continue
            if cls in (int, str, float, bytes, tuple, bool, dict, list):
                return cls
    return object


_TEXT = ("__repr__", "__str__", "__format__")
_BITS = ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__")


def _take_from_enum(cls, own):
    """Methods of `Enum` and `Flag` that the builtin type of the members would hide."""
    data_type = _data_type(cls.__bases__)
    families = [base for base in cls.__mro__[1:] if isinstance(base, EnumMeta)]
    if data_type is object or not families:
        return
    for name in _TEXT:
        if name not in own and getattr(cls, name, None) in (getattr(data_type, name, None), getattr(object, name, None)):
            setattr(cls, name, getattr(families[0], name))
    if any(base.__name__ == "Flag" for base in families):
        for name in _BITS:
            if name not in own:
                setattr(cls, name, getattr(families[0], name))
        if "__contains__" not in own:
            cls.__contains__ = families[0].__contains__


class EnumMeta(type):
    def __new__(metacls, cls, bases, classdict, **kwds):
        names = [name for name, value in classdict.items() if _is_member(name, value)]
        rest = {name: value for name, value in classdict.items() if name not in names}
        for name, value in rest.items():
            if isinstance(value, nonmember):
                rest[name] = value.value
        create = rest.pop("__new__", None)
        if create is not None:
            rest["_create_"] = create if isinstance(create, staticmethod) else staticmethod(create)
        enum_class = super().__new__(metacls, cls, bases, rest)
        _take_from_enum(enum_class, rest)
        enum_class._member_names_ = []
        enum_class._member_map_ = {}
        data_type = enum_class._member_type_ = _data_type(bases)
        create = getattr(enum_class, "_create_", None)
        values = []
        for name in names:
            value = classdict[name]
            if isinstance(value, _Kept):
                value = value.value
            if isinstance(value, auto):
                if value.value is None:
                    value.value = enum_class._generate_next_value_(name, 1, len(values), values)
                value = value.value
            elif isinstance(value, tuple) and any(isinstance(item, auto) for item in value):
                value = tuple(
                    enum_class._generate_next_value_(name, 1, len(values), values) if isinstance(item, auto) else item
                    for item in value
                )
            args = value if isinstance(value, tuple) and data_type is not tuple else (value,)
            if create is not None:
                new = create(enum_class, *args)
            elif data_type is object:
                new = object.__new__(enum_class)
            else:
                new = data_type.__new__(enum_class, *args)
            if create is None or "_value_" not in new.__dict__:
                new._value_ = value if data_type is object else data_type(*args)
            new._name_ = name
            new.__init__(*args)
            values.append(new._value_)
            for other in enum_class._member_map_.values():
                if other._value_ is new._value_ or other._value_ == new._value_:
                    new = other
                    break
            else:
                enum_class._member_names_.append(name)
            enum_class._member_map_[name] = new
            setattr(enum_class, name, new)
        return enum_class

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1):
        if names is None:
            return cls._find(value)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        pairs = names.items() if isinstance(names, dict) else names
        pairs = [pair if isinstance(pair, (tuple, list)) else (pair, at) for at, pair in enumerate(pairs, start)]
        bases = (cls,) if type is None else (type, cls)
        return EnumMeta(value, bases, dict(pairs))

    def _find(cls, value):
        value = _assumed(value)
        for found in cls._member_map_.values():
            if found is value or found._value_ is value or found._value_ == value:
                return found
        found = cls._missing_(value)
        if isinstance(found, cls):
            return found
        raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __contains__(cls, value):
        return any(member is value or member._value_ == value for member in cls._member_map_.values())

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return reversed([cls._member_map_[name] for name in cls._member_names_])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    @property
    def __members__(cls):
        return dict(cls._member_map_)

    def __repr__(cls):
        return f"<{'flag' if issubclass(cls, Flag) else 'enum'} '{cls.__name__}'>"


EnumType = EnumMeta


class Enum(metaclass=EnumMeta):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return last_values[-1] + 1 if last_values else start

    @classmethod
    def _missing_(cls, value):
        return None

    def __init__(self, *args, **kwds):
        return None

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, format_spec):
        return format(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    def __str__(self):
        return self._member_type_.__str__(self)

    def __format__(self, format_spec):
        return self._member_type_.__format__(self, format_spec)


class IntEnum(int, ReprEnum):
    def __str__(self):
        return str(self._value_)

    def __format__(self, format_spec):
        return format(self._value_, format_spec)


class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return self._value_

    def __format__(self, format_spec):
        return format(self._value_, format_spec)


class Flag(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        value = start
        while any(last >= value for last in last_values):
            value *= 2
        return value

    @classmethod
    def _missing_(cls, value):
        """A combination of members, made when it is first needed."""
        if not isinstance(value, int) or value & ~cls._all():
            return None
        combined = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        combined._name_ = "|".join(member._name_ for member in cls if member._value_ & value) or None
        combined._value_ = value
        return combined

    @classmethod
    def _all(cls):
        total = 0
        for found in cls:
            total |= found._value_
        return total

    def __repr__(self):
        name = "" if self._name_ is None else f".{self._name_}"
        return f"<{type(self).__name__}{name}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}({self._value_!r})" if self._name_ is None else f"{type(self).__name__}.{self._name_}"

    def _with(self, value):
        return type(self)(value)

    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return iter([member for member in type(self) if member._value_ & self._value_])

    def __len__(self):
        return len(list(iter(self)))

    def __bool__(self):
        return self._value_ != 0

    def __eq__(self, other):
        return self is other or type(self) is type(other) and self._value_ == other._value_

    def __hash__(self):
        return hash(self._value_)

    def __or__(self, other):
        return self._with(self._value_ | _bits(other))

    def __and__(self, other):
        return self._with(self._value_ & _bits(other))

    def __xor__(self, other):
        return self._with(self._value_ ^ _bits(other))

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        return self._with(self._all() & ~self._value_)


def _bits(value):
    return value._value_ if isinstance(value, Enum) else value


class IntFlag(int, Flag):
    def __str__(self):
        return str(self._value_)

    def __format__(self, format_spec):
        return format(self._value_, format_spec)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            return None
        combined = int.__new__(cls, value)
        names = [member._name_ for member in cls if member._value_ & value]
        beyond = value & ~cls._all()
        combined._name_ = "|".join([*names, str(beyond)] if beyond and names else names) or None
        combined._value_ = value
        return combined

    def __eq__(self, other):
        return self._value_ == _bits(other)

    def __hash__(self):
        return hash(self._value_)


def unique(enumeration):
    for name, found in enumeration._member_map_.items():
        if name != found._name_:
            raise ValueError(f"duplicate values found in <enum '{enumeration.__name__}'>: {name} -> {found._name_}")
    return enumeration


def global_enum(cls, update_str=False):
    return cls


class FlagBoundary(StrEnum):
    STRICT = "strict"
    CONFORM = "conform"
    EJECT = "eject"
    KEEP = "keep"


class EnumCheck(StrEnum):
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


def verify(*checks):
    return lambda enumeration: enumeration
