"""Enumerations: https://docs.python.org/3/library/enum.html"""
from types import MappingProxyType


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


_RESERVED = (
    "_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_", "_iter_member_", "_iter_member_by_value_", "_iter_member_by_def_",
)  # fmt: skip


class _EnumDict(dict):
    """The names of a class body: which are members, and that none is one twice."""

    def __init__(self):
        super().__init__()
        self._member_names = []
        self._ignored = []

    def __setitem__(self, key, value):
        is_sunder = len(key) > 2 and key[0] == key[-1] == "_" and key[1] != "_" and key[-2] != "_"
        if is_sunder and key not in _RESERVED:
            raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
        if key == "_ignore_":
            self._ignored = value.replace(",", " ").split() if isinstance(value, str) else list(value)
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif key not in self._ignored and _is_member(key, value):
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            self._member_names.append(key)
        super().__setitem__(key, value)


class property(property):
    pass


_DESCRIPTORS = (type(lambda: None), property, classmethod, staticmethod)


_NONE = object()


def _refuse_members(name, base):
    if isinstance(base, EnumMeta) and base.__dict__.get("_member_names_"):
        raise TypeError(f"<enum {name!r}> cannot extend {base!r}")


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


class EnumType(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        for base in bases:
            _refuse_members(cls, base)
        return _EnumDict()

    def __new__(metacls, cls, bases, classdict, *, boundary=None, **kwds):
        ignored = getattr(classdict, "_ignored", ())
        classdict = {name: value for name, value in classdict.items() if name not in ignored and name != "_ignore_"}
        names = [name for name, value in classdict.items() if _is_member(name, value)]
        if "mro" in names:
            raise ValueError("invalid enum member name(s) 'mro'")
        order = classdict.pop("_order_", None)
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
        is_flag = any(base.__name__ == "Flag" and base.__module__ == "enum" for base in enum_class.__mro__)
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
            new.__objclass__ = enum_class
            new._sort_order_ = len(enum_class._member_names_)
            new.__init__(*args)
            values.append(new._value_)
            for other in enum_class._member_map_.values():
                if other._value_ is new._value_ or other._value_ == new._value_:
                    new = other
                    break
            else:
                # A flag of several bits is an alias of its bits.
                if not is_flag or new._value_ > 0 and new._value_ & (new._value_ - 1) == 0:
                    enum_class._member_names_.append(name)
            enum_class._member_map_[name] = new
            setattr(enum_class, name, new)
        if boundary is not None:
            enum_class._boundary_ = boundary
        enum_class._complete_ = True
        if order is not None:
            wanted = order.replace(",", " ").split() if isinstance(order, str) else list(order)
            if wanted != enum_class._member_names_:
                raise TypeError(f"member order does not match _order_:\n  {enum_class._member_names_!r}\n  {wanted!r}")
        return enum_class

    @property
    def __signature__(cls):
        minor = _python_minor()
        if minor is None or minor >= 12:
            return _unknown("Python 3.12 tells it, 3.11 has none")
        raise AttributeError("__signature__")

    def __getattr__(cls, name):
        found = cls.__dict__.get("_member_map_", {}).get(name, _NONE)
        if found is _NONE:
            raise AttributeError(name)
        return found

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}) and cls.__dict__.get("_complete_", False):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        super().__delattr__(name)

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None:
            return cls._find(value)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        pairs = list(names.items() if isinstance(names, dict) else names)
        body, values = EnumType.__prepare__(value, (cls,)), []
        for at, pair in enumerate(pairs):
            if isinstance(pair, str):
                made = cls._generate_next_value_(pair, start, at, values)
                pair = pair, made
            values.append(pair[1])
            body[pair[0]] = pair[1]
        body["__module__"] = _frame(1).f_globals["__name__"] if module is None else module
        bases = (cls,) if type is None else (type, cls)
        return cls.__class__(value, bases, body, boundary=boundary)

    def _find(cls, value):
        value = _assumed(value)
        for found in cls._member_map_.values():
            if found is value or found._value_ is value or found._value_ == value:
                return found
        found = cls._missing_(value)
        if isinstance(found, cls) or isinstance(found, int) and getattr(cls, "_boundary_", None) is EJECT and issubclass(cls, Flag):
            return found
        if found is not None:
            raise TypeError(f"error in {cls.__name__}._missing_: returned {found!r} instead of None or a valid member")
        raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __contains__(cls, value):
        if isinstance(value, Enum):
            return any(member is value for member in cls._member_map_.values())
        if isinstance(value, cls):
            return True
        minor = _python_minor()
        if minor is None:
            return _unknown("Python 3.12 looks for a value, 3.11 refuses to", "bool")
        if minor < 12:
            name = "EnumMeta" if minor < 11 and type(cls) is EnumType else type(cls).__qualname__
            raise TypeError(f"unsupported operand type(s) for 'in': '{type(value).__qualname__}' and '{name}'")
        return any(member._value_ == value for member in cls._member_map_.values())

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
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        return f"<{'flag' if issubclass(cls, Flag) else 'enum'} '{cls.__name__}'>"


EnumMeta = EnumType


class Enum(metaclass=EnumMeta):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        for last in reversed(last_values):
            if isinstance(last, int):
                return last + 1
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __init__(self, *args, **kwds):
        return None

    @property
    def name(self):
        return self._name_

    @name.setter
    def name(self, value):
        raise AttributeError("<enum 'Enum'> cannot set attribute 'name'")

    @property
    def value(self):
        return self._value_

    @value.setter
    def value(self, value):
        raise AttributeError("<enum 'Enum'> cannot set attribute 'value'")

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
    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        member = str.__new__(cls, str(*values))
        member._value_ = str(*values)
        return member

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
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        value, done = cls._bounded(value)
        if done:
            return value
        if value in cls._combinations():
            return cls._combinations()[value]
        combined = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        combined._name_ = _name_of_bits(cls, value)
        combined._value_ = value
        cls._combinations()[value] = combined
        return combined

    @classmethod
    def _combinations(cls):
        if "_combined_" not in cls.__dict__:
            cls._combined_ = {}
        return cls._combined_

    @classmethod
    def _bounded(cls, value):
        """The value within the boundary, and whether it is to be given as it is."""
        mask = cls._all()
        every = 2 ** mask.bit_length() - 1
        negative = value < 0
        if not ~every <= value <= every or value & (every ^ mask):
            boundary = cls._boundary_
            if boundary is STRICT:
                bits = max(value.bit_length(), mask.bit_length())
                raise ValueError(f"{cls!r} invalid value {value!r}\n    given {bin(value, bits)}\n  allowed {bin(mask, bits)}")
            if boundary is CONFORM:
                value = value & mask
            elif boundary is EJECT:
                return value, True
            elif value < 0:
                value = max(every + 1, 2 ** value.bit_length()) + value
        if value < 0:
            value = (every + 1 + value) if cls._boundary_ in (EJECT, KEEP) else mask & value
        found = [one for one in cls._member_map_.values() if one._value_ == value]
        return (found[0], True) if found else (value, False)

    @classmethod
    def _all(cls):
        total = 0
        for found in cls._member_map_.values():
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
        if not isinstance(other, type(self)):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {type(self).__qualname__!r}"
            )
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
        return NotImplemented if self._bits_of(other) is None else self._with(self._value_ | self._bits_of(other))

    def __and__(self, other):
        return NotImplemented if self._bits_of(other) is None else self._with(self._value_ & self._bits_of(other))

    def __xor__(self, other):
        return NotImplemented if self._bits_of(other) is None else self._with(self._value_ ^ self._bits_of(other))

    def _bits_of(self, other):
        if isinstance(other, type(self)):
            return other._value_
        return other if self._member_type_ is not object and isinstance(other, self._member_type_) else None

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        if self._boundary_ in (EJECT, KEEP):
            return self._with(~self._value_)
        return self._with(sum(one._value_ for one in type(self)) & ~self._value_)


def bin(num, max_bits=None):
    """The bits of a number, its sign before them."""
    ceiling = 2 ** num.bit_length()
    sign = "0b0" if num >= 0 else "0b1"
    digits = f"{num + ceiling:b}"[1:] if num >= 0 else f"{(~num ^ (ceiling - 1)) + ceiling:b}"[1:]
    if max_bits is not None and len(digits) < max_bits:
        digits = (sign[-1] * max_bits + digits)[-max_bits:]
    return f"{sign} {digits}"


def _name_of_bits(cls, value):
    """Names of the members in a combination, what no member has as a number."""
    inside = [one for one in cls if one._value_ & value]
    if value & ~sum(one._value_ for one in cls):
        # Bits that no member has alone may be of one that has several.
        inside += [one for one in cls._member_map_.values() if one not in inside and one._value_ and one._value_ & value == one._value_]
    rest = value
    for one in inside:
        rest &= ~one._value_
    names = [one._name_ for one in inside]
    return "|".join([*names, str(rest)] if rest and names else names) or None


def _bits(value):
    return value._value_ if isinstance(value, Enum) else value


class IntFlag(int, Flag):
    def __str__(self):
        return str(self._value_)

    def __format__(self, format_spec):
        return format(self._value_, format_spec)

    def __eq__(self, other):
        return self._value_ == _bits(other)

    def __hash__(self):
        return hash(self._value_)


def unique(enumeration):
    aliases = [f"{name} -> {found._name_}" for name, found in enumeration._member_map_.items() if name != found._name_]
    if aliases:
        raise ValueError(f"duplicate values found in {enumeration!r}: {', '.join(aliases)}")
    return enumeration


def global_enum(cls, update_str=False):
    return cls


class FlagBoundary(StrEnum):
    STRICT = "strict"
    CONFORM = "conform"
    EJECT = "eject"
    KEEP = "keep"


STRICT, CONFORM, EJECT, KEEP = FlagBoundary
Flag._boundary_ = STRICT
IntFlag._boundary_ = KEEP


class EnumCheck(StrEnum):
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


def verify(*checks):
    return lambda enumeration: enumeration
