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
GenericAlias = type(list)
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
