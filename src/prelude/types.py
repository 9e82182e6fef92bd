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


class _AliasType(type):
    def __instancecheck__(cls, instance):
        if instance in (list, dict, tuple, set, frozenset, type):
            return _unknown("an alias with types in brackets is its class here", "bool")
        return type(instance) is cls


class GenericAlias(metaclass=_AliasType):
    def __init__(self, origin, args, /):
        self.__origin__ = origin
        self.__args__ = args if type(args) is tuple else (args,)
        self.__parameters__ = ()

    def __call__(self, /, *args, **kwargs):
        return self.__origin__(*args, **kwargs)


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
