"""What brackets make of the names of `typing`: special forms, and aliases of classes with their arguments."""
from types import FunctionType, GenericAlias, UnionType, _check_count, _parameters, _substituted
from typing import Annotated, ClassVar, Final, ForwardRef, Generic, ParamSpec, Protocol, Union, Unpack

_NOT_CHECKED = "Subscripted generics cannot be used with class and instance checks"


def _type_repr(obj):
    """How a type stands in the text of another one."""
    if isinstance(obj, type) and not isinstance(obj, GenericAlias):
        return obj.__qualname__ if obj.__module__ == "builtins" else f"{obj.__module__}.{obj.__qualname__}"
    if obj is ...:
        return "..."
    if isinstance(obj, FunctionType):
        return obj.__name__
    if isinstance(obj, tuple):
        return f"[{', '.join(map(_type_repr, obj))}]"
    return repr(obj)


def _type_convert(arg, module=None, *, allow_special_forms=False):
    """`None` and text, as what they stand for."""
    if arg is None:
        return type(None)
    return ForwardRef(arg, module=module, is_class=allow_special_forms) if isinstance(arg, str) else arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """An argument as a type, a TypeError with `msg` where it can be none. What is not known is taken."""
    if _is_unknown(arg):
        return arg
    if isinstance(arg, type) and arg is not Generic and arg is not Protocol:
        return arg
    arg = _type_convert(arg, module, allow_special_forms=allow_special_forms)
    alone = () if allow_special_forms else (ClassVar,)
    alone = (*alone, Final) if is_argument else alone
    if isinstance(arg, _GenericAlias) and any(arg.__origin__ is one for one in (Generic, Protocol, *alone)):
        raise TypeError(f"{arg} is not valid as type argument")
    if isinstance(arg, _SpecialForm):
        if arg._stands_alone or allow_special_forms and (arg is ClassVar or arg is Final):
            return arg
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if arg is Generic or arg is Protocol:
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{msg} Got {arg!r:.100}.")
    return arg


def _checked(params, msg):
    params = params if isinstance(params, tuple) else (params,)
    return tuple([_type_check(one, msg) for one in params])


def _is_param_expr(arg):
    """Whether an argument can stand for the parameters of a function."""
    return arg is ... or isinstance(arg, (tuple, list, ParamSpec, _ConcatenateGenericAlias))


class _SpecialForm:
    """`Optional`, `ClassVar` …: a name with a rule for what stands between its brackets, or without brackets."""

    __module__ = "typing"
    _stands_alone = False

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, name):
        if name in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(name)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return f"typing.{self._name}"

    def __reduce__(self):
        return self._name

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _BareForm(_SpecialForm):
    """`Self`, `NoReturn` …, which take no brackets and are types by themselves."""

    _stands_alone = True

    def __init__(self, name):
        self._name = name

    def __getitem__(self, parameters):
        raise TypeError(f"{self} is not subscriptable")


class _BaseGenericAlias:
    """A class under another name, or with arguments: it passes on what is asked of it to the class, `__origin__`."""

    __module__ = "typing"
    __unpacked__ = False

    def __init__(self, origin, *, inst=True, name=None):
        vars(self).update(__origin__=origin, _inst=inst, _name=name)

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except AttributeError:
            pass
        return result

    def __mro_entries__(self, bases):
        """The class itself, and `Generic` where no base further on brings it."""
        at = [one is self for one in bases].index(True)
        others = [one for one in bases[at + 1 :] if not _is_unknown(one)]
        generic = any(isinstance(one, _BaseGenericAlias) or isinstance(one, type) and issubclass(one, Generic) for one in others)
        own = () if any(one is self.__origin__ for one in bases) else (self.__origin__,)
        return own if generic else (*own, Generic)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__") or name in ("_inst", "_name", "_nparams"):
            if name in ("__name__", "__qualname__"):
                return self._name or self.__origin__.__name__
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __setattr__(self, name, value):
        if name.startswith("__") and name.endswith("__"):
            super().__setattr__(name, value)
        else:
            setattr(self.__origin__, name, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError(_NOT_CHECKED)


class _GenericAlias(_BaseGenericAlias):
    """`Box[int]`: a class or a form, and its arguments, `__args__`."""

    __module__ = "typing"

    def __init__(self, origin, args, *, inst=True, name=None):
        vars(self).update(
            __origin__=origin,
            __args__=args if isinstance(args, tuple) else (args,),
            _inst=inst,
            _name=name,
        )
        if not name:
            vars(self)["__module__"] = origin.__module__

    @property
    def __parameters__(self):
        return _parameters(self.__args__)

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __getitem__(self, args):
        if self.__origin__ is Generic or self.__origin__ is Protocol:
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        args = args if isinstance(args, tuple) else (args,)
        found = _substituted(self, tuple([_type_convert(one) for one in args]))
        return found if _is_unknown(found) else self.copy_with(found)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            at = [one is self for one in bases].index(True)
            others = [one for one in bases[at + 1 :] if not _is_unknown(one)]
            if any(one is Protocol for one in bases) or any(isinstance(one, _BaseGenericAlias) for one in others):
                return ()
        return (self.__origin__,)

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        name = f"typing.{self._name}" if self._name else _type_repr(self.__origin__)
        return f"{name}[{', '.join(map(_type_repr, self.__args__)) or '()'}]"

    def __copy__(self):
        return self.copy_with(self.__args__)

    def __reduce__(self):
        import operator
        import typing

        args = self.__args__[0] if len(self.__args__) == 1 and not isinstance(self.__args__[0], tuple) else self.__args__
        return operator.getitem, (getattr(typing, self._name) if self._name else self.__origin__, args)


class _SpecialGenericAlias(_BaseGenericAlias):
    """`List`, `Iterable` …: a class of Python's own under another name, that takes so many arguments, -1 for any number."""

    __module__ = "typing"

    def __init__(self, origin, nparams, *, inst=True, name=None, fewest=None):
        name = origin.__name__ if name is None else name
        vars(self).update(__origin__=origin, _nparams=nparams, _fewest=fewest, _inst=inst, _name=name)

    def __getitem__(self, params):
        params = _checked(params, "Parameters to generic types must be types.")
        # Python 3.13 has defaults for some of them.
        if self._fewest is not None and self._fewest <= len(params) < self._nparams:
            params = (*params, *[type(None)] * (self._nparams - len(params)))
        _check_count(self, len(params), self._nparams)
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return f"typing.{self._name}"

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if isinstance(cls, _GenericAlias):
            raise TypeError(_NOT_CHECKED)
        return issubclass(cls, self.__origin__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return self._name


class _TupleType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if isinstance(params, tuple) and len(params) >= 2 and params[-1] is ...:
            return self.copy_with((*_checked(params[:-1], "Tuple[t, ...]: t must be a type."), ...))
        return self.copy_with(_checked(params, "Tuple[t0, t1, ...]: each t must be a type."))


class _CallableType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if args is ...:
            return self.copy_with((..., result))
        args = tuple(args) if isinstance(args, (list, tuple)) else (args,)
        return self.copy_with((*[_type_convert(one) for one in args], result))

    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)


class _CallableGenericAlias(_GenericAlias):
    """`Callable[[int], str]`: the types of its parameters and of its result are arguments one after the other."""

    _spreads = True

    def __repr__(self):
        *args, result = self.__args__
        if len(args) == 1 and _is_param_expr(args[0]):
            return super().__repr__()
        return f"typing.Callable[[{', '.join(map(_type_repr, args))}], {_type_repr(result)}]"

    def __reduce__(self):
        import operator

        *args, result = self.__args__
        args = args[0] if len(args) == 1 and _is_param_expr(args[0]) else args
        import typing

        return operator.getitem, (typing.Callable, (args, result))


class _UnionGenericAlias(_GenericAlias):
    """`Union[int, str]`, in whatever order."""

    def copy_with(self, args):
        return Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        if len(self.__args__) == 2 and type(None) in self.__args__:
            first, second = self.__args__
            return f"typing.Optional[{_type_repr(second if first is type(None) else first)}]"
        return super().__repr__()

    def __instancecheck__(self, obj):
        if all(isinstance(arg, type) for arg in self.__args__):
            return isinstance(obj, self.__args__)
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)

    def __reduce__(self):
        import operator

        return operator.getitem, (Union, self.__args__)


class _LiteralGenericAlias(_GenericAlias):
    """`Literal[1, "a"]`, in whatever order: a value counts with its type."""

    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set(_with_types(self.__args__)) == set(_with_types(other.__args__))

    def __hash__(self):
        return hash(frozenset(_with_types(self.__args__)))


def _with_types(values):
    return [(value, type(value)) for value in values]


class _AnnotatedAlias(_GenericAlias):
    """`Annotated[int, "m"]`: a type, `__origin__`, and what is said about it, `__metadata__`."""

    def __init__(self, origin, metadata):
        if not _is_unknown(origin) and isinstance(origin, _AnnotatedAlias):
            metadata = (*origin.__metadata__, *metadata)
            origin = origin.__origin__
        super().__init__(origin, origin)
        self.__metadata__ = metadata

    def copy_with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {', '.join(map(repr, self.__metadata__))}]"

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __mro_entries__(self, bases):
        """As without what is said about it."""
        own = getattr(self.__origin__, "__mro_entries__", None)
        if own is None or isinstance(self.__origin__, type):
            return (self.__origin__,)
        return own(tuple(self.__origin__ if one is self else one for one in bases))

    def __getattr__(self, name):
        return "Annotated" if name in ("__name__", "__qualname__") else super().__getattr__(name)

    def __reduce__(self):
        import operator

        return operator.getitem, (Annotated, (self.__origin__, *self.__metadata__))


class _ConcatenateGenericAlias(_GenericAlias):
    """`Concatenate[int, P]`: parameters before those that a variable stands for."""

    def copy_with(self, args):
        last = args[-1]
        if isinstance(last, (list, tuple)):
            return (*args[:-1], *last)
        if isinstance(last, _ConcatenateGenericAlias):
            args = (*args[:-1], *last.__args__)
        return super().copy_with(args)


class _UnpackGenericAlias(_GenericAlias):
    """`Unpack[Ts]`: what stands between brackets in its place, one after the other."""

    def __repr__(self):
        return f"*{self.__args__[0]!r}"

    def __getitem__(self, args):
        return args if self.__typing_is_unpacked_typevartuple__ else super().__getitem__(args)

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return hasattr(self.__args__[0], "__typing_prepare_subst__")
