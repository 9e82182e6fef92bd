"""What objects are, and what they have: https://docs.python.org/3/library/inspect.html"""
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
from ._callables import FullArgSpec, getcallargs, getfullargspec, signature, unwrap
from ._signatures import BoundArguments, Parameter, Signature, _empty, _ParameterKind, formatannotation

# https://docs.python.org/3/library/inspect.html#code-objects-bit-flags
CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS = 1, 2, 4, 8
CO_NESTED, CO_GENERATOR, CO_NOFREE = 16, 32, 64
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512
TPFLAGS_IS_ABSTRACT = 1 << 20


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    if isinstance(obj, type):
        found = dict(_class_annotations(obj))
    elif isinstance(obj, ModuleType) or callable(obj):
        found = dict(getattr(obj, "__annotations__", None) or {})
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if not eval_str:
        return found
    if globals is None:
        globals = getattr(unwrap(obj), "__globals__", None) or vars(getmodule(obj) or obj)
    return {name: eval(value, globals, locals) if isinstance(value, str) else value for name, value in found.items()}


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
    return _has_flag(object, CO_GENERATOR)


def iscoroutinefunction(object):
    return _has_flag(object, CO_COROUTINE)


def isasyncgenfunction(object):
    return _has_flag(object, CO_ASYNC_GENERATOR)


def iscoroutine(object):
    return isinstance(object, CoroutineType)


def isawaitable(object):
    return iscoroutine(object) or hasattr(type(object), "__await__")


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", ()))


def getmembers(object, predicate=None):
    found = [(name, getattr(object, name)) for name in sorted(dir(object)) if hasattr(object, name)]
    return [(name, value) for name, value in found if predicate is None or predicate(value)]


_MISSING = object()


def _static(classes, name):
    return next((cls.__dict__[name] for cls in classes if name in cls.__dict__), _MISSING)


def getattr_static(obj, attr, default=_MISSING):
    """An attribute as it is stored: no descriptor, no `__getattr__` is asked."""
    if isinstance(obj, type):
        found = _static(obj.__mro__, attr)
        found = _static(type(obj).__mro__, attr) if found is _MISSING else found
    else:
        of_class = _static(type(obj).__mro__, attr)
        own = getattr(obj, "__dict__", {}).get(attr, _MISSING)
        found = of_class if own is _MISSING or of_class is not _MISSING and isdatadescriptor(of_class) else own
    found = default if found is _MISSING else found
    if found is _MISSING:
        raise AttributeError(attr)
    return found


Attribute = namedtuple("Attribute", "name kind defining_class object", module="inspect")


def classify_class_attrs(cls):
    """What a class has, with the kind of each thing and the class that it comes from."""
    found = []
    for name in dir(cls):
        home = next((base for base in (*cls.__mro__, *type(cls).__mro__) if name in base.__dict__), None)
        if home is None:
            continue
        stored = home.__dict__[name]
        value = stored if name == "__dict__" else getattr(cls, name, stored)
        if isinstance(stored, staticmethod):
            kind, value = "static method", stored
        elif isinstance(stored, classmethod):
            kind, value = "class method", stored
        elif isinstance(stored, property):
            kind, value = "property", stored
        else:
            kind = "method" if isroutine(value) else "data"
        found.append(Attribute(name, kind, home, value))
    return found


def getclasstree(classes, unique=False):
    """Classes below their bases: each with its bases, then the list of those below it."""
    children, roots = {}, []
    for cls in classes:
        if not cls.__bases__ and cls not in roots:
            roots.append(cls)
        for parent in cls.__bases__:
            below = children.setdefault(parent, [])
            if cls not in below:
                below.append(cls)
            if unique and parent in classes:
                break
    return _tree([*roots, *(parent for parent in children if parent not in classes)], children)


def _tree(classes, children):
    found = []
    for cls in sorted(classes, key=lambda one: (one.__module__, one.__name__)):
        found.append((cls, cls.__bases__))
        if cls in children:
            found.append(_tree(children[cls], children))
    return found


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"


def getgeneratorstate(generator):
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getgeneratorlocals(generator):
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    return {} if generator.gi_frame is None else generator.gi_frame.f_locals


ClosureVars = namedtuple("ClosureVars", "nonlocals globals builtins unbound", module="inspect")


def getclosurevars(func):
    """The names that a function uses and that are bound outside of it."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    inner = zip(func.__code__.co_freevars, func.__closure__ or ())
    outside = _unknown("which names a function looks up outside is not kept")
    return ClosureVars({name: cell.cell_contents for name, cell in inner}, outside, outside, outside)


def getmro(cls):
    return cls.__mro__


def getmodule(object):
    import sys

    if isinstance(object, ModuleType):
        return object
    name = getattr(object, "__module__", None)
    return None if name is None else sys.modules.get(name)


def getmodulename(path):
    name = path.rpartition("/")[2]
    for suffix in (".abi3.so", ".pyc", ".py", ".so"):
        if name.endswith(suffix):
            return name[: -len(suffix)]
    return None


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
    func = object.fget if isinstance(object, property) else object.__func__ if ismethod(object) else object
    cls = _class_around(func) if isinstance(func, FunctionType) else None
    if cls is None or not ismethod(object) and cls.__dict__.get(func.__name__) is not object:
        return None
    docs = (getattr(getattr(base, func.__name__, None), "__doc__", None) for base in cls.__mro__)
    return next((doc for doc in docs if doc is not None), None)


def _class_around(func):
    """The class in whose body a function is, by its name."""
    *around, _ = func.__qualname__.split(".")
    found = func.__globals__.get(around[0]) if around else None
    for name in around[1:]:
        found = getattr(found, name, None)
    return found if isinstance(found, type) else None


def getsource(object):
    text = _text_of(object)
    return _unknown("source text is kept of modules alone", "str") if text is None else text


def getfile(object):
    if any(test(object) for test in (isclass, ismodule, ismethod, isfunction, istraceback, isframe, iscode)):
        return _unknown("paths depend on the machine", "str")
    kind = type(object).__name__
    raise TypeError(f"module, class, method, function, traceback, frame, or code object was expected, got {kind}")


getsourcefile = getfile


def indentsize(line):
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


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
