"""The signatures of what can be called, and how arguments are bound to them."""
from collections import namedtuple
from functools import partial
from types import FunctionType, MethodType
from ._signatures import _KINDS, Parameter, Signature, _empty


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    found = _signature_from_callable(obj, follow_wrapped, True)
    return _evaluated(found, obj, globals, locals) if eval_str else found


def unwrap(func, *, stop=None):
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


def _signature_from_callable(obj, follow_wrapped, skip_bound):
    """The signature of a callable. `skip_bound`: without the parameter that takes what a method is bound to."""
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, MethodType):
        found = _signature_from_callable(obj.__func__, follow_wrapped, skip_bound)
        return _without_first(found) if skip_bound else found
    if follow_wrapped and not isinstance(obj, type):
        obj = unwrap(obj, stop=lambda one: hasattr(one, "__signature__") or isinstance(one, MethodType))
        if isinstance(obj, MethodType):
            return _signature_from_callable(obj, follow_wrapped, skip_bound)
    given = getattr(obj, "__signature__", None)
    if given is not None:
        return given
    if isinstance(obj, partial):
        return _of_partial(_signature_from_callable(obj.func, follow_wrapped, skip_bound), obj)
    maker = None if isinstance(obj, FunctionType) else _maker(obj)
    if maker is not None:
        found = _signature_from_callable(maker, follow_wrapped, skip_bound)
        return _without_first(found) if skip_bound else found
    if isinstance(obj, type) and obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
        return Signature()
    return _told(obj)


def _maker(obj):
    """The function of Python's that a call of a class or an instance comes to."""
    call = _own_method(type(obj), "__call__")
    if call is not None or not isinstance(obj, type):
        return call
    methods = {name: _own_method(obj, name) for name in ("__new__", "__init__")}
    for base in obj.__mro__:
        for name, method in methods.items():
            if method is not None and name in base.__dict__:
                return method
    return None


def _own_method(cls, name):
    method = getattr(cls, name, None)
    return method if isinstance(method, (FunctionType, MethodType, partial)) else None


def _without_first(found):
    """Without the parameter that takes what a method is bound to."""
    parameters = list(found.parameters.values())
    if not parameters or parameters[0].kind in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    return found if parameters[0].kind is Parameter.VAR_POSITIONAL else found.replace(parameters=parameters[1:])


def _told(obj):
    """The signature of what the machine runs."""
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


def _of_partial(found, obj):
    """What is left to give. After a parameter that was given by name, the others are by name too."""
    try:
        given = found.bind_partial(*obj.args, **obj.keywords).arguments
    except TypeError as error:
        raise ValueError(f"partial object {obj!r} has incorrect arguments") from error
    kept, by_name = [], False
    for name, one in found.parameters.items():
        if one.kind.value < 2 and name in given and (name not in obj.keywords or one.kind is Parameter.POSITIONAL_ONLY):
            continue
        if name in given and one.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY):
            by_name = by_name or one.kind is Parameter.POSITIONAL_OR_KEYWORD
            one = one.replace(default=given[name])
        if by_name and one.kind is Parameter.VAR_POSITIONAL:
            continue
        kept.append(one.replace(kind=Parameter.KEYWORD_ONLY) if by_name and one.kind is Parameter.POSITIONAL_OR_KEYWORD else one)
    return found.replace(parameters=kept)


def _evaluated(found, obj, globals, locals):
    """A signature whose annotations are no texts."""
    globals = getattr(unwrap(obj), "__globals__", {}) if globals is None else globals

    def value(annotation):
        return eval(annotation, globals, locals) if isinstance(annotation, str) else annotation

    return found.replace(
        parameters=[one.replace(annotation=value(one.annotation)) for one in found.parameters.values()],
        return_annotation=value(found.return_annotation),
    )


FullArgSpec = namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations", module="inspect")


def getfullargspec(func):
    try:
        found = _signature_from_callable(func, False, False)
    except Exception as error:
        raise TypeError("unsupported callable") from error
    parameters = found.parameters.values()
    plain = [one for one in parameters if one.kind.value < 2]
    only = [one for one in parameters if one.kind == Parameter.KEYWORD_ONLY]
    names = {one.kind.value: one.name for one in parameters}
    return FullArgSpec(
        [one.name for one in plain],
        names.get(2),
        names.get(4),
        tuple(one.default for one in plain if one.default is not _empty) or None,
        [one.name for one in only],
        {one.name: one.default for one in only if one.default is not _empty} or None,
        {
            **({"return": found.return_annotation} if found.return_annotation is not _empty else {}),
            **{one.name: one.annotation for one in parameters if one.annotation is not _empty},
        },
    )


def getcallargs(func, /, *positional, **named):
    """The names of a function's parameters with what a call gives them."""
    spec = getfullargspec(func)
    name = func.__name__
    if isinstance(func, MethodType):
        positional = (func.__self__, *positional)
    values = dict(zip(spec.args, positional))
    if spec.varargs:
        values[spec.varargs] = tuple(positional[len(spec.args) :])
    if spec.varkw:
        values[spec.varkw] = {}
    for key, value in named.items():
        if key not in spec.args and key not in spec.kwonlyargs:
            if not spec.varkw:
                raise TypeError(f"{name}() got an unexpected keyword argument {key!r}")
            values[spec.varkw][key] = value
        elif key in values:
            raise TypeError(f"{name}() got multiple values for argument {key!r}")
        else:
            values[key] = value
    if len(positional) > len(spec.args) and not spec.varargs:
        _refuse_more(name, spec, len(positional), values)
    defaults = spec.defaults or ()
    needed = spec.args[: len(spec.args) - len(defaults)]
    _require(name, "positional", needed, values)
    for key, value in zip(spec.args[len(needed) :], defaults):
        values.setdefault(key, value)
    for key, value in (spec.kwonlydefaults or {}).items():
        values.setdefault(key, value)
    _require(name, "keyword-only", spec.kwonlyargs, values)
    return values


def _require(name, kind, needed, values):
    missing = [repr(one) for one in needed if one not in values]
    if missing:
        names = ", ".join([*missing[:-2], " and ".join(missing[-2:])])
        raise TypeError(f"{name}() missing {len(missing)} required {kind} argument{'s' if len(missing) > 1 else ''}: {names}")


def _refuse_more(name, spec, given, values):
    fewest = len(spec.args) - len(spec.defaults or ())
    takes = f"from {fewest} to {len(spec.args)}" if spec.defaults else str(len(spec.args))
    several = "s" if spec.defaults or len(spec.args) != 1 else ""
    by_name = len([one for one in spec.kwonlyargs if one in values])
    others = f" positional argument{'s' if given != 1 else ''} (and {by_name} keyword-only argument{'s' if by_name != 1 else ''})" if by_name else ""
    verb = "was" if given == 1 and not by_name else "were"
    raise TypeError(f"{name}() takes {takes} positional argument{several} but {given}{others} {verb} given")
