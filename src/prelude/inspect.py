"""Signatures: https://docs.python.org/3/library/inspect.html"""
from collections import namedtuple
from functools import partial
from keyword import iskeyword
from types import (
    BuiltinFunctionType,
    CodeType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    TracebackType,
)


class _empty:
    pass


class _ParameterKind:
    def __init__(self, name, value, description):
        self.name = name
        self.value = value
        self.description = description

    def __eq__(self, other):
        return self is other or self.value == other

    def __lt__(self, other):
        return self.value < other.value

    def __gt__(self, other):
        return self.value > other.value

    def __hash__(self):
        return self.value

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {self.value}>"


_KINDS = {
    "positionalOnly": _ParameterKind("POSITIONAL_ONLY", 0, "positional-only"),
    "positional": _ParameterKind("POSITIONAL_OR_KEYWORD", 1, "positional or keyword"),
    "vararg": _ParameterKind("VAR_POSITIONAL", 2, "variadic positional"),
    "keywordOnly": _ParameterKind("KEYWORD_ONLY", 3, "keyword-only"),
    "kwarg": _ParameterKind("VAR_KEYWORD", 4, "variadic keyword"),
}


class Parameter:
    POSITIONAL_ONLY = _KINDS["positionalOnly"]
    POSITIONAL_OR_KEYWORD = _KINDS["positional"]
    VAR_POSITIONAL = _KINDS["vararg"]
    KEYWORD_ONLY = _KINDS["keywordOnly"]
    VAR_KEYWORD = _KINDS["kwarg"]
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        found = [one for one in _KINDS.values() if one == kind]
        if not found:
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind")
        kind = found[0]
        if default is not _empty and kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
            raise ValueError(f"{kind.description} parameters cannot have default values")
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if iskeyword(name) and kind is not Parameter.POSITIONAL_ONLY or not name.isidentifier():
            raise ValueError(f"{name!r} is not a valid parameter name")
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        mine, theirs = [(one.name, one.kind, one.default, one.annotation) for one in (self, other)]
        return mine == theirs

    def __hash__(self):
        return hash((self.name, self.kind, self.annotation, self.default))

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
        known, kind, optional = {}, Parameter.POSITIONAL_ONLY, False
        for param in parameters or ():
            if param.kind < kind:
                raise ValueError(f"wrong parameter order: {kind.description} parameter before {param.kind.description} parameter")
            kind = param.kind
            if kind.value < 2:
                if optional and param.default is _empty:
                    raise ValueError("non-default argument follows default argument")
                optional = param.default is not _empty
            if param.name in known:
                raise ValueError(f"duplicate parameter name: {param.name!r}")
            known[param.name] = param
        self.parameters = MappingProxyType(known)
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
        params = list(self.parameters.values())
        # What is given by place comes first, and is told first.
        while rest:
            if not params or params[0].kind.value > 2:
                raise TypeError("too many positional arguments")
            param = params.pop(0)
            if param.kind == Parameter.VAR_POSITIONAL:
                arguments[param.name] = tuple(rest)
                rest = []
            else:
                if param.name in kwargs and param.kind != Parameter.POSITIONAL_ONLY:
                    raise TypeError(f"multiple values for argument {param.name!r}")
                arguments[param.name] = rest.pop(0)
        taking = None
        for param in params:
            name = param.name
            if param.kind == Parameter.VAR_KEYWORD:
                taking = param
            elif param.kind == Parameter.VAR_POSITIONAL:
                continue
            elif param.kind == Parameter.POSITIONAL_ONLY and name in kwargs:
                raise TypeError(f"{name!r} parameter is positional only, but was passed as a keyword")
            elif name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif param.default is _empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if kwargs:
            if taking is None:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
            arguments[taking.name] = kwargs
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
    doc = getattr(object, "__doc__", None)
    if doc is None:
        doc = _inherited_doc(object)
    return cleandoc(doc) if isinstance(doc, str) else None


def _inherited_doc(object):
    """The docstring of the nearest base that has one."""
    if isinstance(object, type):
        bases = [base for base in object.__mro__[1:] if base.__module__ != "builtins"]
        return next((base.__doc__ for base in bases if base.__doc__ is not None), None)
    if isinstance(object, (FunctionType, MethodType)) and "." in object.__qualname__:
        return _unknown("the class of a function is not kept", "str")
    return None


def getsource(object):
    text = _text_of(object)
    return _unknown("source text is kept of modules alone", "str") if text is None else text


def getfile(object):
    return _unknown("paths depend on the machine", "str")


getsourcefile = getfile


def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margin = min([len(line) - len(line.lstrip()) for line in lines[1:] if line.lstrip()], default=0)
    lines = [lines[0].lstrip(), *(line[margin:] for line in lines[1:])]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


_FrameType = type(_frame(0))


def currentframe():
    return _frame(1)


def stack(context=1):
    return _unknown("frames are not followed")


trace = stack


def __getattr__(name):
    return _unknown(f"`inspect.{name}` is not followed")
