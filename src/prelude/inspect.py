"""Signatures: https://docs.python.org/3/library/inspect.html"""
from collections import namedtuple
from functools import partial
from types import (
    BuiltinFunctionType,
    CodeType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    TracebackType,
)


class _empty:
    pass


class _ParameterKind:
    def __init__(self, name, value):
        self.name = name
        self.value = value

    def __eq__(self, other):
        return self is other or self.value == other

    def __lt__(self, other):
        return self.value < other.value

    def __hash__(self):
        return self.value

    def __str__(self):
        return self.name

    __repr__ = __str__


_KINDS = {
    "positionalOnly": _ParameterKind("POSITIONAL_ONLY", 0),
    "positional": _ParameterKind("POSITIONAL_OR_KEYWORD", 1),
    "vararg": _ParameterKind("VAR_POSITIONAL", 2),
    "keywordOnly": _ParameterKind("KEYWORD_ONLY", 3),
    "kwarg": _ParameterKind("VAR_KEYWORD", 4),
}


class Parameter:
    POSITIONAL_ONLY = _KINDS["positionalOnly"]
    POSITIONAL_OR_KEYWORD = _KINDS["positional"]
    VAR_POSITIONAL = _KINDS["vararg"]
    KEYWORD_ONLY = _KINDS["keywordOnly"]
    VAR_KEYWORD = _KINDS["kwarg"]
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation

    def replace(self, **changes):
        settings = {"name": self.name, "kind": self.kind, "default": self.default, "annotation": self.annotation, **changes}
        return Parameter(settings.pop("name"), settings.pop("kind"), **settings)

    def __str__(self):
        text = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(self.kind.name, "") + self.name
        if self.annotation is not _empty:
            text += f": {formatannotation(self.annotation)}"
        if self.default is not _empty:
            text += f" = {self.default!r}" if self.annotation is not _empty else f"={self.default!r}"
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    if isinstance(obj, type):
        return dict(_class_annotations(obj))
    return dict(getattr(obj, "__annotations__", None) or {})


def formatannotation(annotation, base_module=None):
    if isinstance(annotation, type):
        return annotation.__qualname__ if annotation.__module__ == "builtins" else f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        found = []
        for name, param in self.signature.parameters.items():
            if param.kind in (Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD) or name not in self.arguments:
                break
            if param.kind == Parameter.VAR_POSITIONAL:
                found.extend(self.arguments[name])
            else:
                found.append(self.arguments[name])
        return tuple(found)

    @property
    def kwargs(self):
        found, past = {}, False
        for name, param in self.signature.parameters.items():
            past = past or name not in self.arguments or param.kind in (Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD)
            if past and name in self.arguments:
                if param.kind == Parameter.VAR_KEYWORD:
                    found.update(self.arguments[name])
                else:
                    found[name] = self.arguments[name]
        return found

    def apply_defaults(self):
        complete = {}
        for name, param in self.signature.parameters.items():
            if name in self.arguments:
                complete[name] = self.arguments[name]
            elif param.default is not _empty:
                complete[name] = param.default
            elif param.kind == Parameter.VAR_POSITIONAL:
                complete[name] = ()
            elif param.kind == Parameter.VAR_KEYWORD:
                complete[name] = {}
        self.arguments = complete


class Signature:
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = {param.name: param for param in parameters or ()}
        self.return_annotation = return_annotation

    def __eq__(self, other):
        return isinstance(other, Signature) and str(self) == str(other)

    __hash__ = None

    def __str__(self):
        parts, before = [], None
        for param in self.parameters.values():
            if before == "POSITIONAL_ONLY" and param.kind.name != "POSITIONAL_ONLY":
                parts.append("/")
            if param.kind.name == "KEYWORD_ONLY" and before not in ("VAR_POSITIONAL", "KEYWORD_ONLY"):
                parts.append("*")
            parts.append(str(param))
            before = param.kind.name
        if before == "POSITIONAL_ONLY":
            parts.append("/")
        returned = "" if self.return_annotation is _empty else f" -> {formatannotation(self.return_annotation)}"
        return f"({', '.join(parts)}){returned}"

    def __repr__(self):
        return f"<Signature {self}>"

    @classmethod
    def from_callable(cls, obj):
        return signature(obj)

    def replace(self, *, parameters=None, return_annotation=None):
        return Signature(
            self.parameters.values() if parameters is None else parameters,
            return_annotation=self.return_annotation if return_annotation is None else return_annotation,
        )

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments, rest = {}, list(args)
        for name, param in self.parameters.items():
            if param.kind == Parameter.VAR_POSITIONAL:
                if rest:
                    arguments[name] = tuple(rest)
                rest = []
            elif param.kind == Parameter.VAR_KEYWORD:
                if kwargs:
                    arguments[name] = kwargs
                kwargs = {}
            elif rest and param.kind != Parameter.KEYWORD_ONLY:
                if name in kwargs:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = rest.pop(0)
            elif name in kwargs and param.kind != Parameter.POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
            elif param.kind == Parameter.POSITIONAL_ONLY and name in kwargs:
                raise TypeError(f"{name!r} parameter is positional only, but was passed as a keyword")
            elif param.default is _empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if rest:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)


def signature(obj, *, follow_wrapped=True):
    given = getattr(obj, "__signature__", None)
    if given is not None:
        return given
    if follow_wrapped and isinstance(obj, FunctionType):
        obj = unwrap(obj)
    if isinstance(obj, partial):
        return _unknown("signatures of partial functions are not followed")
    if isinstance(obj, type) and obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
        return Signature()
    parameters, returned = _signature_of(obj)
    return Signature(
        [
            Parameter(
                name,
                _KINDS[kind],
                default=default[0] if default else _empty,
                annotation=annotation[0] if annotation else _empty,
            )
            for name, kind, default, annotation in parameters
        ],
        return_annotation=returned[0] if returned else _empty,
    )


def unwrap(func, *, stop=None):
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


FullArgSpec = namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")


def getfullargspec(func):
    spec = signature(func)
    parameters = spec.parameters.values()
    plain = [param for param in parameters if param.kind.value < 2]
    only = [param for param in parameters if param.kind == Parameter.KEYWORD_ONLY]
    names = {param.kind.value: param.name for param in parameters}
    own = ["self"] if isinstance(func, (MethodType, type)) else []
    return FullArgSpec(
        own + [param.name for param in plain],
        names.get(2),
        names.get(4),
        tuple(param.default for param in plain if param.default is not _empty) or None,
        [param.name for param in only],
        {param.name: param.default for param in only if param.default is not _empty} or None,
        {
            **({"return": spec.return_annotation} if spec.return_annotation is not _empty else {}),
            **{param.name: param.annotation for param in parameters if param.annotation is not _empty},
        },
    )


getargspec = getfullargspec


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return isinstance(object, FunctionType)


def ismethod(object):
    return isinstance(object, MethodType)


def isbuiltin(object):
    return isinstance(object, BuiltinFunctionType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)


def ismodule(object):
    return isinstance(object, ModuleType)


def isgenerator(object):
    return isinstance(object, GeneratorType)


def iscode(object):
    return isinstance(object, CodeType)


def isframe(object):
    return isinstance(object, _FrameType)


def istraceback(object):
    return isinstance(object, TracebackType)


def ismethoddescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    cls = type(object)
    return hasattr(cls, "__get__") and not hasattr(cls, "__set__")


def isdatadescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    cls = type(object)
    return hasattr(cls, "__set__") or hasattr(cls, "__delete__")


def ismemberdescriptor(object):
    return isinstance(object, MemberDescriptorType)


def isgetsetdescriptor(object):
    return isinstance(object, GetSetDescriptorType)


def _has_flag(object, flag):
    while ismethod(object) or isinstance(object, partial):
        object = object.__func__ if ismethod(object) else object.func
    return isinstance(object, FunctionType) and object.__code__.co_flags & flag != 0


def isgeneratorfunction(object):
    return _has_flag(object, 0x20)


def iscoroutinefunction(object):
    return _has_flag(object, 0x80)


def isasyncgenfunction(object):
    return _has_flag(object, 0x200)


def iscoroutine(object):
    return isinstance(object, CoroutineType)


def isawaitable(object):
    return iscoroutine(object) or hasattr(type(object), "__await__")


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", ()))


def getmembers(object, predicate=None):
    found = [(name, getattr(object, name)) for name in sorted(dir(object)) if hasattr(object, name)]
    return [(name, value) for name, value in found if predicate is None or predicate(value)]


def getmro(cls):
    return cls.__mro__


def getmodule(object):
    import sys

    return sys.modules.get(getattr(object, "__module__", None))


def getdoc(object):
    return getattr(object, "__doc__", None)


def getsource(object):
    text = _text_of(object)
    return _unknown("source text is kept of modules alone", "str") if text is None else text


def getfile(object):
    return _unknown("paths depend on the machine", "str")


getsourcefile = getfile


def cleandoc(doc):
    from textwrap import dedent

    first, _, rest = doc.partition("\n")
    return (first.lstrip() + ("\n" + dedent(rest) if rest else "")).strip("\n")


_FrameType = type(_frame(0))


def currentframe():
    return _frame(1)


def stack(context=1):
    return _unknown("frames are not followed")


trace = stack


def __getattr__(name):
    return _unknown(f"`inspect.{name}` is not followed")
