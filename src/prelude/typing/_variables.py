"""Variables of `typing`: one type, the parameters of a function, any number of types."""
from types import GenericAlias
from typing import ForwardRef, Union, Unpack
from ._alias import _GenericAlias, _is_param_expr, _type_check


class _Variable:
    """What all variables have: a name, and the module that they were made in."""

    __module__ = "typing"

    def _named(self, name, module):
        self.__name__ = name
        if module is not None and not module.startswith("typing"):
            self.__module__ = module

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return self.__name__


class _Bounded(_Variable):
    """Variables that stand for one argument, with a bound and a direction."""

    __module__ = "typing"

    def _bounded(self, bound, covariant, contravariant):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__bound__ = _type_check(bound, "Bound must be a type.") if bound else None

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __repr__(self):
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__


class TypeVar(_Bounded):
    """One type. Newer versions of Python know a default."""

    __module__ = "typing"

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, default=None, infer_variance=False):
        self._named(name, _frame(1).f_globals.get("__name__"))
        self._bounded(bound, covariant, contravariant)
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if constraints and len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__constraints__ = tuple([_type_check(one, "TypeVar(name, constraint, ...): constraints must be types.") for one in constraints])
        if default is not None:
            self.__default__ = default

    def __typing_subst__(self, arg):
        arg = _type_check(arg, "Parameters to generic types must be types.")
        unpacked = isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack
        if unpacked or isinstance(arg, GenericAlias) and arg.__unpacked__:
            raise TypeError(f"{arg} is not valid as type argument")
        return arg


class ParamSpec(_Bounded):
    """The parameters of a function: https://peps.python.org/pep-0612/"""

    __module__ = "typing"

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False, default=None, infer_variance=False):
        self._named(name, _frame(1).f_globals.get("__name__"))
        self._bounded(bound, covariant, contravariant)
        if default is not None:
            self.__default__ = default

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)

    def __typing_subst__(self, arg):
        if isinstance(arg, (list, tuple)):
            return tuple([_type_check(one, "Expected a type.") for one in arg])
        if not _is_unknown(arg) and not _is_param_expr(arg):
            raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
        return arg

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        at = parameters.index(self)
        if at >= len(args):
            raise TypeError(f"Too few arguments for {alias}")
        if len(parameters) == 1 and not _is_param_expr(args[0]):
            return (args,)
        return (*args[:at], tuple(args[at]), *args[at + 1 :]) if isinstance(args[at], list) else args


class _OfParamSpec:
    """`P.args` and `P.kwargs`, the types of a function's own `*args` and `**kwargs`."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __eq__(self, other):
        return self.__origin__ == other.__origin__ if type(other) is type(self) else NotImplemented

    def __hash__(self):
        return hash((type(self), self.__origin__))

    def __repr__(self):
        return f"{self.__origin__.__name__}.{self._part}"

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class ParamSpecArgs(_OfParamSpec):
    __module__ = "typing"
    _part = "args"


class ParamSpecKwargs(_OfParamSpec):
    __module__ = "typing"
    _part = "kwargs"


class TypeVarTuple(_Variable):
    """Any number of types: https://peps.python.org/pep-0646/"""

    __module__ = "typing"

    def __init__(self, name, *, default=None):
        self._named(name, _frame(1).f_globals.get("__name__"))
        if default is not None:
            self.__default__ = default

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__

    def __typing_subst__(self, arg):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        before = parameters.index(self)
        after = len(parameters) - before - 1
        if any(isinstance(one, TypeVarTuple) for one in parameters[before + 1 :]):
            raise TypeError(f"More than one TypeVarTuple parameter in {alias}")
        if any(getattr(one, "__unpacked__", False) for one in args if not isinstance(one, type)):
            return tuple(_unknown("an unpacked tuple between brackets is not followed") for _ in parameters)
        if before + after > len(args):
            raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, expected at least {len(parameters) - 1}")
        last = len(args) - after
        return (*args[:before], tuple(args[before:last]), *args[last:])
