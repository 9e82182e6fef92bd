"""What annotations say, looked at by the program: https://docs.python.org/3/library/typing.html#introspection-helpers"""
import collections.abc
import sys
from functools import reduce
from operator import or_
from types import BuiltinFunctionType, FunctionType, GenericAlias, MethodType, ModuleType, UnionType, WrapperDescriptorType
from typing import Annotated, Generic, NotRequired, ParamSpecArgs, ParamSpecKwargs, Required
from ._alias import _AnnotatedAlias, _BaseGenericAlias, _GenericAlias, _is_param_expr, _type_check

_WITHOUT_HINTS = (FunctionType, BuiltinFunctionType, MethodType, ModuleType, WrapperDescriptorType)


class ForwardRef:
    """A type that is written as text."""

    __module__ = "typing"

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        # `*tuple[int, ...]` is none by itself.
        text = f"({arg},)[0]" if arg.startswith("*") else arg
        try:
            self.__forward_code__ = compile(text, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns, recursive_guard=frozenset()):
        if self.__forward_arg__ in recursive_guard:
            return self
        if globalns is None and localns is None:
            globalns = localns = {}
        globalns = localns if globalns is None else globalns
        localns = globalns if localns is None else localns
        if self.__forward_module__ is not None:
            globalns = getattr(sys.modules.get(self.__forward_module__), "__dict__", globalns)
        value = _type_check(
            eval(self.__forward_code__, globalns, localns),
            "Forward references must evaluate to types.",
            is_argument=self.__forward_is_argument__,
            allow_special_forms=self.__forward_is_class__,
        )
        return _eval_type(value, globalns, localns, recursive_guard | {self.__forward_arg__})

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return (self.__forward_arg__, self.__forward_module__) == (other.__forward_arg__, other.__forward_module__)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        from typing import Union

        return Union[self, other]

    def __ror__(self, other):
        from typing import Union

        return Union[other, self]

    def __repr__(self):
        module = "" if self.__forward_module__ is None else f", module={self.__forward_module__!r}"
        return f"ForwardRef({self.__forward_arg__!r}{module})"


def _eval_type(t, globalns, localns, recursive_guard=frozenset()):
    """A type in which no text is left."""
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, recursive_guard)
    if not isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        return t
    given = tuple(ForwardRef(one) if isinstance(one, str) else one for one in t.__args__) if isinstance(t, GenericAlias) else t.__args__
    args = tuple(_eval_type(one, globalns, localns, recursive_guard) for one in given)
    return t if all(one is two for one, two in zip(args, t.__args__)) else _with_args(t, args)


def _with_args(t, args):
    """An alias with other arguments."""
    if isinstance(t, GenericAlias):
        return GenericAlias(t.__origin__, args)
    return reduce(or_, args) if isinstance(t, UnionType) else t.copy_with(args)


def _strip_annotations(t):
    """A type without what is only said about it."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if getattr(t, "__origin__", None) in (Required, NotRequired):
        return _strip_annotations(t.__args__[0])
    if not isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        return t
    args = tuple(map(_strip_annotations, t.__args__))
    return t if all(one is two for one, two in zip(args, t.__args__)) else _with_args(t, args)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class with its bases, of a module or a function, evaluated."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = _hints_of_class(obj, globalns, localns) if isinstance(obj, type) else _hints_of_other(obj, globalns, localns)
    return hints if include_extras else {name: _strip_annotations(one) for name, one in hints.items()}


def _hints_of_class(cls, globalns, localns):
    hints = {}
    for base in reversed(cls.__mro__):
        around = getattr(sys.modules.get(base.__module__), "__dict__", {}) if globalns is None else globalns
        inside = dict(vars(base)) if localns is None else localns
        # Names of the class body come after those of its module.
        names = (inside, around) if localns is None and globalns is None else (around, inside)
        for name, value in _class_annotations(base).items():
            hints[name] = _hint(value, names, is_argument=False, is_class=True)
    return hints


def _hints_of_other(obj, globalns, localns):
    is_module = isinstance(obj, ModuleType)
    if globalns is None:
        inner = obj
        while hasattr(inner, "__wrapped__"):
            inner = inner.__wrapped__
        globalns = obj.__dict__ if is_module else getattr(inner, "__globals__", {})
    localns = globalns if localns is None else localns
    found = getattr(obj, "__annotations__", None)
    if found is None:
        if isinstance(obj, _WITHOUT_HINTS):
            return {}
        raise TypeError(f"{obj!r} is not a module, class, method, or function.")
    return {name: _hint(value, (globalns, localns), is_argument=not is_module, is_class=False) for name, value in found.items()}


def _hint(value, names, **kind):
    if value is None:
        return type(None)
    return _eval_type(ForwardRef(value, **kind) if isinstance(value, str) else value, *names)


def get_origin(tp):
    """What brackets were put behind."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    return UnionType if isinstance(tp, UnionType) else None


def get_args(tp):
    """What stands between the brackets."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if not isinstance(tp, (_GenericAlias, GenericAlias, UnionType)):
        return ()
    args = tp.__args__
    if getattr(tp, "__origin__", None) is collections.abc.Callable and not (len(args) == 2 and _is_param_expr(args[0])):
        args = (list(args[:-1]), args[-1])
    return args
