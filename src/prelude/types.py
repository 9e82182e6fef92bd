"""Types without a name of their own: https://docs.python.org/3/library/types.html"""


class _Probe:
    def method(self):
        return None


def _generator():
    yield


FunctionType = type(_generator)
LambdaType = FunctionType
MethodType = type(_Probe().method)
BuiltinFunctionType = type(len)
BuiltinMethodType = BuiltinFunctionType
GeneratorType = type(_generator())
ModuleType = type(__import__("abc"))
NoneType = type(None)
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)


class GenericAlias:
    """What brackets make of a class: `list[int]`."""

    def __init__(self, origin, args, /):
        self.__origin__ = origin
        self.__args__ = args if type(args) is tuple else (args,)
        self.__parameters__ = ()

    def __call__(self, /, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __getitem__(self, args):
        return GenericAlias(self.__origin__, args)

    def __getattr__(self, name):
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, instance):
        raise TypeError("isinstance() argument 2 cannot be a parameterized generic")

    def __subclasscheck__(self, cls):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")

    def __eq__(self, other):
        return isinstance(other, GenericAlias) and (self.__origin__, self.__args__) == (other.__origin__, other.__args__)

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, other):
        from typing import Union

        return Union[self, other]

    def __ror__(self, other):
        from typing import Union

        return Union[other, self]

    def __repr__(self):
        from typing import _text

        return f"{_text(self.__origin__)}[{', '.join('...' if arg is ... else _text(arg) for arg in self.__args__)}]"


UnionType = type("UnionType", (), {})
CodeType = type(_generator.__code__)
TracebackType = type("traceback", (), {})


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __repr__(self):
        return f"namespace({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


class MappingProxyType(dict):
    pass


class DynamicClassAttribute(property):
    pass


def new_class(name, bases=(), kwds=None, exec_body=None):
    namespace = {}
    if exec_body is not None:
        exec_body(namespace)
    return type(name, tuple(bases), namespace)


def coroutine(func):
    return func


def __getattr__(name):
    return _unknown(f"`types.{name}` is not followed")
