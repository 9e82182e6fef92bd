"""Parameters and signatures: https://docs.python.org/3/library/inspect.html#introspecting-callables-with-the-signature-object"""
from keyword import iskeyword
from types import MappingProxyType


class _empty:
    __module__ = "inspect"


class _ParameterKind:
    __module__ = "inspect"

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
    __module__ = "inspect"

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


def formatannotation(annotation, base_module=None):
    if isinstance(annotation, type):
        return annotation.__qualname__ if annotation.__module__ == "builtins" else f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


class BoundArguments:
    __module__ = "inspect"

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

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return (self.signature, self.arguments) == (other.signature, other.arguments)

    def __repr__(self):
        return f"<BoundArguments ({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})>"

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
    __module__ = "inspect"

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
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        from . import signature

        return signature(obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals, eval_str=eval_str)

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
