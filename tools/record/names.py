#!/usr/bin/env python3
"""Record the public names, the classes' attributes and the signatures of the modules that have a stand-in in `src/prelude`.

    python3 tools/record/names.py PACKAGE...            what this interpreter has
    python3 tools/record/names.py --stubs DIR           what typeshed's stubs of the standard library in DIR say, for every version and platform

Each call adds to `src/prelude/recorded/*.json`: a name is recorded if any version has it, a signature if any version takes it. PACKAGE is
`python` for the standard library, or the name of an installed package. Recorded so far: CPython 3.8 to 3.13 and typeshed as of mypy 2.4,
NumPy 1.19, 1.23, 1.26 and 2.4, PyTorch 1.13 and 2.15, Pillow 8.4, 9.5, 10.4 and 13.0, einops 0.8, tqdm 4.70, timm 1.0, fvcore 0.1, packaging 26, pytest 9, setuptools 84.

A file is `{module: {"names", "classes": {class: {"attributes", "bases", "open"}}, "signatures": {name: [signature, ...]}}}`. Names stand in one
text, with spaces between them; those that begin with one underscore are left out. A class's attributes are its own and, as far as its source
tells, its instances'; `bases` are classes that are recorded themselves; an `open` class answers for names that nobody declared. A module is `complete` where what
is not listed exists in no version; `"names"` says so of its names alone. A signature is
`a,/,b=,*args,c,d=,**kwargs`, a default being `=` alone; a method's begins with `self` or `cls`.
"""
import ast
import functools
import importlib
import inspect
import io
import json
import pathlib
import pkgutil
import re
import sys
import types
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRELUDE = ROOT / "src/prelude"
FOLDER = PRELUDE / "recorded"
OTHERS = {"torch", "functorch", "numpy", "PIL", "einops", "timm", "fvcore", "tqdm", "packaging", "pytest", "setuptools", "pkg_resources", "typing_extensions", "distutils"}
# Packages of which all versions in use have been recorded: what is in none of them does not exist.
COMPLETE = {"python", "numpy", "PIL"}
# Modules of other packages of which that holds for the names, and not for the classes.
COMPLETE_NAMES = {"torch"}
# Modules that are not Python files of the prelude but part of the machine.
NATIVE = ["math"]


def stand_ins(package):
    """Dotted names of the modules of a package that have a stand-in."""
    found = set(NATIVE)
    for file in PRELUDE.rglob("*.py"):
        parts = list(file.relative_to(PRELUDE).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found.add(".".join(parts))
    top = lambda name: name.split(".")[0]
    return sorted(name for name in found if (top(name) not in OTHERS if package == "python" else top(name) == package) and not is_private(name))


def is_private(name):
    return any(part.startswith("_") and not part.startswith("__") for part in name.split("."))


OBJECT = set(dir(object)) - {"__init__"}


class Recording:
    """The recorded modules of one package, kept as sets while they grow."""

    def __init__(self, package):
        self.file = FOLDER / (package + ".json")
        self.complete = package in COMPLETE
        self.modules = {}
        if self.file.exists():
            for name, module in json.loads(self.file.read_text()).items():
                entry = self.module(name)
                entry["names"].update(module["names"].split())
                for cls, told in module.get("classes", {}).items():
                    self.cls(name, cls, told.get("attributes", "").split(), told.get("bases", []), told.get("open", False))
                for fn, texts in module.get("signatures", {}).items():
                    for text in texts:
                        self.signature(name, fn, text)

    def module(self, name):
        return self.modules.setdefault(name, {"names": set(), "classes": {}, "signatures": {}})

    def cls(self, module, name, attributes, bases, is_open):
        entry = self.module(module)["classes"].setdefault(name, {"attributes": set(), "bases": [], "open": False})
        entry["attributes"].update(attribute for attribute in attributes if not is_private(attribute) and attribute not in OBJECT)
        entry["bases"] += [base for base in bases if base not in entry["bases"] and base != module + "." + name]
        entry["open"] = entry["open"] or is_open

    def signature(self, module, name, text):
        found = self.module(module)["signatures"].setdefault(name, [])
        if text not in found:
            found.append(text)

    def write(self):
        FOLDER.mkdir(exist_ok=True)
        told = {}
        for name, module in sorted(self.modules.items()):
            classes = {}
            for cls, entry in sorted(module["classes"].items()):
                classes[cls] = {"attributes": " ".join(sorted(entry["attributes"]))}
                if entry["bases"]:
                    classes[cls]["bases"] = entry["bases"]
                if entry["open"]:
                    classes[cls]["open"] = True
            signatures = {fn: sorted(texts) for fn, texts in sorted(module["signatures"].items())}
            told[name] = {"names": " ".join(sorted(module["names"])), "classes": classes, "signatures": signatures}
            if self.complete or name in COMPLETE_NAMES:
                told[name]["complete"] = True if self.complete else "names"
        lines = ",\n".join(json.dumps(name) + ": " + json.dumps(module, separators=(",", ":")) for name, module in told.items())
        self.file.write_text("{\n" + lines + "\n}\n")


# ---- what an interpreter says ----


def text_of(signature, first=None):
    parts, kinds = [], []
    for param in signature.parameters.values():
        mark = "" if param.default is param.empty else "="
        if kinds and kinds[-1] == param.POSITIONAL_ONLY and param.kind != param.POSITIONAL_ONLY:
            parts.append("/")
        if param.kind == param.KEYWORD_ONLY and param.VAR_POSITIONAL not in kinds and param.KEYWORD_ONLY not in kinds:
            parts.append("*")
        parts.append({param.VAR_POSITIONAL: "*", param.VAR_KEYWORD: "**"}.get(param.kind, "") + param.name + mark)
        kinds.append(param.kind)
    if kinds and kinds[-1] == inspect.Parameter.POSITIONAL_ONLY:
        parts.append("/")
    return ",".join(([first] if first else []) + parts)


def signature_of(value, first=None):
    try:
        return text_of(inspect.signature(value, follow_wrapped=True), first)
    except Exception:
        return None


@functools.lru_cache(maxsize=None)
def natives():
    """What tells the signatures of PyTorch's functions in C."""
    import api

    return api.Signatures()


def signatures_of(module, name, value):
    """The signatures of a function; those of PyTorch's own in C say nothing to `inspect`."""
    if module.split(".")[0] == "torch" and isinstance(value, NATIVE_FUNCTIONS):
        return [without_defaults(text) for text in natives().native(module, name, module == "torch.Tensor")]
    text = signature_of(value)
    return [] if text is None else [text]


def without_defaults(text):
    """`a,/,b=(1, 2)` is `a,/,b=`."""
    return re.sub(r"=(\([^)]*\)|\[[^]]*\]|[^,])*", "=", text)


NATIVE_FUNCTIONS = (types.BuiltinFunctionType, types.MethodDescriptorType)


def record_interpreter(package):
    recording = Recording(package)
    if package == "python":
        # The modules themselves are the names of a module without a name.
        tops = getattr(sys, "stdlib_module_names", ()) or set(sys.builtin_module_names)
        recording.module("")["names"].update(one for one in tops if not one.startswith("_"))
    modules = {}
    for name in stand_ins(package):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                modules[name] = importlib.import_module(name)
        except BaseException:
            continue
    for name, module in modules.items():
        record_module(recording, name, module, set(modules))
    recording.write()


def member(module, name):
    try:
        return getattr(module, name)
    except Exception:
        return None


def withdrawn(module):
    """Names that older versions of NumPy had, and for which it has a message of its own."""
    for table in ("__former_attrs__", "__expired_functions__", "__expired_attributes__", "__deprecated_attrs__"):
        yield from vars(module).get(table, {})
    expired = sys.modules.get("numpy._expired_attrs_2_0")
    if module.__name__ == "numpy" and expired is not None:
        yield from expired.__expired_attributes__


def record_module(recording, name, module, standing):
    entry = recording.module(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exported = getattr(module, "__all__", ())
        listed = set(dir(module)) | set(exported if isinstance(exported, (list, tuple)) else ()) | set(withdrawn(module))
        if isinstance(vars(module).get("__path__"), list):
            listed |= {found.name for found in pkgutil.iter_modules(module.__path__)}
        entry["names"].update(one for one in listed if not one.startswith("_"))
        members = {one: member(module, one) for one in dir(module) if not is_private(one)}
    if name == "builtins":
        members.update({cls.__name__: cls for cls in vars(types).values() if isinstance(cls, type) and cls.__module__ == "builtins"})
        members.update({type(view).__name__: type(view) for view in ({}.keys(), {}.values(), {}.items())})
    for one, value in members.items():
        if isinstance(value, type):
            home = value.__module__
            if home == name or home not in standing:
                record_class(recording, name, one, value, standing)
        elif callable(value) and not inspect.isclass(value):
            for text in signatures_of(name, one, value):
                recording.signature(name, one, text)


@functools.lru_cache(maxsize=None)
def instance_attributes(module):
    """Class name -> names that its methods put on `self`, read off the source."""
    try:
        tree = ast.parse(inspect.getsource(module))
    except Exception:
        return {}
    found = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        names = found.setdefault(node.name, set())
        for inner in ast.walk(node):
            if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store) and isinstance(inner.value, ast.Name) and inner.value.id == "self":
                names.add(inner.attr)
            elif isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
                names.add(inner.target.id)
    return found


def record_class(recording, module, name, cls, standing):
    attributes, bases, is_open = set(), [], False
    seen = set()
    for base in cls.__mro__:
        if base is object:
            continue
        home = base.__module__
        is_open = is_open or any(isinstance(vars(base).get(one), types.FunctionType) for one in ("__getattr__", "__getattribute__"))
        public = not is_private(base.__name__) and "<locals>" not in base.__qualname__
        if base is not cls and (home in standing or home == "builtins") and public:
            bases.append(home + "." + base.__name__)
            continue
        attributes.update(vars(base))
        if base.__module__ in sys.modules:
            attributes.update(instance_attributes(sys.modules[base.__module__]).get(base.__name__, ()))
        annotations = vars(base).get("__annotations__", {})
        attributes.update(annotations if isinstance(annotations, dict) else ())
        for one, value in vars(base).items():
            # What a slot of C takes is not told by its wrapper.
            if is_private(one) or one in seen or type(value).__name__ == "wrapper_descriptor":
                continue
            seen.add(one)
            first = None
            if isinstance(value, (classmethod, staticmethod)):
                value = value.__func__
            elif type(value).__name__ == "classmethod_descriptor":
                value, first = getattr(base, one), "cls"
            if module == "torch" and name == "Tensor" and isinstance(value, NATIVE_FUNCTIONS):
                for text in signatures_of("torch.Tensor", one, value):
                    recording.signature(module, name + "." + one, text)
            elif callable(value) and not isinstance(value, type):
                text = signature_of(value, first)
                if text is not None:
                    recording.signature(module, name + "." + one, text)
    recording.cls(module, name, attributes, bases, is_open)


# ---- what the stubs say ----


def stub_signature(args):
    parts = []
    plain = list(getattr(args, "posonlyargs", [])) + list(args.args)
    positional = len(getattr(args, "posonlyargs", []))
    # `__x` is the older notation for a positional-only parameter.
    while positional < len(plain) and plain[positional].arg.startswith("__") and not plain[positional].arg.endswith("__"):
        positional += 1
    if positional == 0 and len(plain) > 1 and plain[0].arg in ("self", "cls", "metacls") and plain[1].arg.startswith("__"):
        positional = 1
        while positional < len(plain) and plain[positional].arg.startswith("__"):
            positional += 1
    first_default = len(plain) - len(args.defaults)
    for at, arg in enumerate(plain):
        if at == positional and at > 0:
            parts.append("/")
        parts.append(arg.arg.lstrip("_") + ("=" if at >= first_default else ""))
    if positional and positional == len(plain):
        parts.append("/")
    if args.vararg:
        parts.append("*" + args.vararg.arg)
    elif args.kwonlyargs:
        parts.append("*")
    for arg, default in zip(args.kwonlyargs, args.kw_defaults):
        parts.append(arg.arg + ("=" if default is not None else ""))
    if args.kwarg:
        parts.append("**" + args.kwarg.arg)
    return ",".join(parts)


def statements(body):
    """All statements, those of every version and platform too."""
    for node in body:
        if isinstance(node, ast.If):
            yield from statements(node.body)
            yield from statements(node.orelse)
        elif isinstance(node, ast.Try):
            yield from statements(node.body)
        else:
            yield node


def bound(node):
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names if alias.name != "*"]
    return []


# Bases that give a class no attributes of its instances.
WITHOUT_ATTRIBUTES = {"Generic", "Protocol"}


def homes(top, package):
    """Where the imported names of a stub come from, with their dotted names there."""
    found = {}
    for node in top:
        if not isinstance(node, ast.ImportFrom):
            continue
        module = node.module or ""
        if node.level:
            around = package.split(".")[: len(package.split(".")) - node.level + 1]
            module = ".".join([*around, *([module] if module else [])])
        for alias in node.names:
            found[alias.asname or alias.name] = module + "." + alias.name
    return found


def is_closed(module, name):
    """Whether this Python's class answers for no names that nobody declared: a stub says so too of what takes any attribute."""
    try:
        cls = getattr(importlib.import_module(module), name, None)
    except ImportError:
        return False
    return isinstance(cls, type) and not any(one in vars(base) for base in cls.__mro__[:-1] for one in ("__getattr__", "__getattribute__"))


def record_stubs(folder):
    folder = pathlib.Path(folder)
    recording = Recording("python")
    recording.module("")["names"].update(one.stem for one in folder.iterdir() if not one.name.startswith("_") and one.stem != "VERSIONS")
    for name in stand_ins("python"):
        file = next((path for path in (folder / (name.replace(".", "/") + ".pyi"), folder / name.replace(".", "/") / "__init__.pyi") if path.exists()), None)
        if file is None:
            continue
        entry = recording.module(name)
        if file.name == "__init__.pyi":
            entry["names"].update(one.stem for one in file.parent.glob("*.pyi") if not one.stem.startswith("_"))
            entry["names"].update(one.name for one in file.parent.iterdir() if one.is_dir())
        top = list(statements(ast.parse(file.read_text()).body))
        own = {node.name for node in top if isinstance(node, ast.ClassDef)}
        imported = homes(top, name if file.name == "__init__.pyi" else name.rpartition(".")[0])
        for node in top:
            entry["names"].update(one for one in bound(node) if not one.startswith("_"))
            if isinstance(node, ast.FunctionDef) and not is_private(node.name):
                recording.signature(name, node.name, stub_signature(node.args))
            elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                inner = list(statements(node.body))
                attributes = [one for part in inner for one in bound(part)]
                bases = []
                for base in node.bases:
                    base = base.value if isinstance(base, ast.Subscript) else base
                    if isinstance(base, ast.Name) and not base.id.startswith("_") and base.id not in WITHOUT_ATTRIBUTES:
                        bases.append(name + "." + base.id if base.id in own else imported.get(base.id, "builtins." + base.id))
                is_open = not is_closed(name, node.name) and ("__getattr__" in attributes or "__getattribute__" in attributes)
                recording.cls(name, node.name, attributes, bases, is_open)
                for part in inner:
                    if isinstance(part, ast.FunctionDef) and not is_private(part.name):
                        recording.signature(name, node.name + "." + part.name, stub_signature(part.args))
    recording.write()


def main():
    if sys.argv[1] == "--stubs":
        record_stubs(sys.argv[2])
        return
    for package in sys.argv[1:]:
        sys.stdout, kept = io.StringIO(), sys.stdout
        try:
            record_interpreter(package)
        finally:
            sys.stdout = kept


if __name__ == "__main__":
    main()
