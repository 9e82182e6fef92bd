#!/usr/bin/env python3
"""Record the public face of PyTorch: names, signatures with defaults, and what autograd follows.

    python3 tools/record/api.py test/oracle/api-2.15.json

Runs in any Python that has torch; what the machine derives from the recordings of two versions is written by `npm run recorded`. Differentiability
needs torch's testing package as well (expecttest, numpy). The file is

    {"version": "2.15.0",
     "modules": {module: {"names": "…", "native": "…", "signatures": {name: [signature, …]}}},
     "spellings": {parameter: [what NumPy calls it, …]},
     "differentiable": {operator: {parameter: whether}}}

Modules are those with a stand-in in `src/prelude` and those that hold operators; `torch.Tensor` is one of them. A signature is `a,/,b=0,*args,c,d=None,**kwargs`, with a
default as Python writes it (`...` where it has no text); a method's begins with `self`, a class's is that of its constructor. `native` lists what C's argument parser reads:
it takes the `spellings` too. `differentiable` says, of an operator of PyTorch's own samples, whether the results of floats require a gradient where that argument alone does.
"""
import ast
import importlib
import inspect
import json
import keyword
import pathlib
import re
import sys
import types
import warnings

import names as prelude

import torch

OPERATORS = ["torch.Tensor", "torch.functional", "torch.nn.functional", "torch.linalg", "torch.fft", "torch.special", "torch.masked", "torch.signal.windows", "torch._C._nn"]
#: Where C's functions of a module are declared: the prefix of their operators in `aten`.
ATEN = {"torch.linalg": "linalg_", "torch.fft": "fft_", "torch.special": "special_", "torch._C._nn": "", "torch": "", "torch.Tensor": "", "torch.nn.functional": ""}
BUILTINS = (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType)


def module_of(name):
    if name == "torch.Tensor":
        return torch.Tensor
    if name == "torch._C._nn":
        return torch._C._nn
    return importlib.import_module(name)


# ---- signatures ----


def default_text(value):
    """A default as Python writes it; `...` for an object that has no such text."""
    if isinstance(value, (type(None), bool, int, str)):
        return repr(value)
    if isinstance(value, float):
        return repr(value) if abs(value) != float("inf") else ("inf" if value > 0 else "-inf")
    if isinstance(value, (tuple, list)):
        inside = ", ".join(map(default_text, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' if len(value) == 1 else ''})"
    if isinstance(value, (torch.dtype, torch.layout, torch.memory_format)):
        return str(value)
    return "..."


def signature_text(signature, method=False):
    """Of a signature of `inspect`."""
    parts, kinds = [], []
    for n, param in enumerate(signature.parameters.values()):
        default = "" if param.default is param.empty else "=" + default_text(param.default)
        if kinds and kinds[-1] == param.POSITIONAL_ONLY and param.kind != param.POSITIONAL_ONLY:
            parts.append("/")
        if param.kind == param.KEYWORD_ONLY and param.VAR_POSITIONAL not in kinds and param.KEYWORD_ONLY not in kinds:
            parts.append("*")
        parts.append({param.VAR_POSITIONAL: "*", param.VAR_KEYWORD: "**"}.get(param.kind, "") + ("self" if method and n == 0 else param.name) + default)
        kinds.append(param.kind)
    if kinds and kinds[-1] == inspect.Parameter.POSITIONAL_ONLY:
        parts.append("/")
    return ",".join(parts)


def without_mark(name):
    """Stubs write `from_` for a parameter that is called by a word of Python's own."""
    return name[:-1] if keyword.iskeyword(name[:-1]) else name


class Stubs:
    """The stubs that torch is shipped with, made by its build out of what the argument parser is made of."""

    def __init__(self):
        folder = pathlib.Path(torch.__file__).parent / "_C"
        self.functions = {"torch": self.read(folder / "_VariableFunctions.pyi"), "torch._C._nn": self.read(folder / "_nn.pyi")}
        tree = ast.parse((folder / "__init__.pyi").read_text())
        base = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name in ("TensorBase", "_TensorBase"))
        self.functions["torch.Tensor"] = self.collect(base.body, method=True)
        for name, texts in self.collect(tree.body).items():
            self.functions["torch"].setdefault(name, texts)

    def read(self, file):
        return self.collect(ast.parse(file.read_text()).body) if file.exists() else {}

    def collect(self, body, method=False):
        found = {}
        for node in body:
            if isinstance(node, ast.FunctionDef):
                is_method = method and not any(isinstance(mark, ast.Name) and mark.id in ("staticmethod", "property") for mark in node.decorator_list)
                text = self.text(node.args, is_method)
                if text not in found.setdefault(node.name, []):
                    found[node.name].append(text)
        return found

    def text(self, args, method):
        parts, positional = [], args.posonlyargs + args.args
        defaults = [None] * (len(positional) - len(args.defaults)) + args.defaults
        for n, (arg, default) in enumerate(zip(positional, defaults)):
            parts.append(("self" if method and n == 0 else without_mark(arg.arg)) + self.default(default))
            if n + 1 == len(args.posonlyargs):
                parts.append("/")
        if args.vararg is not None:
            parts.append("*" + args.vararg.arg)
        elif args.kwonlyargs:
            parts.append("*")
        parts += [without_mark(arg.arg) + self.default(default) for arg, default in zip(args.kwonlyargs, args.kw_defaults)]
        if args.kwarg is not None:
            parts.append("**" + args.kwarg.arg)
        return ",".join(parts)

    def default(self, node):
        if node is None:
            return ""
        text = ast.unparse(node)
        try:
            return "=" + default_text(eval(text, {"torch": torch, "inf": float("inf"), **vars(torch)}))
        except Exception:
            return "=" + text


def schema_texts(operator, method):
    """The overloads of an operator of `aten` as Python's argument parser shows them: that which writes into `out` is one with that which does not."""
    overloads, written = [], set()
    for schema in torch._C._jit_get_schemas_for_operator("aten::" + operator):
        if any("Dimname" in str(arg.type) for arg in schema.arguments):
            continue
        positional, keyword = [], []
        for arg in schema.arguments:
            name = "input" if arg.name == "self" and not method else arg.name
            text = name + ("=" + default_text(arg.default_value) if arg.has_default_value() else "")
            if not arg.is_out:
                (keyword if arg.kwarg_only else positional).append(text)
        if any(arg.is_out for arg in schema.arguments):
            written.add(",".join(positional))
        else:
            overloads.append((positional, keyword + (["requires_grad=False"] if "pin_memory=None" in keyword else [])))
    texts = []
    for positional, keyword in overloads:
        keyword = (["out=None"] if ",".join(positional) in written and not method else []) + keyword
        texts.append(",".join(positional + (["*"] + keyword if keyword else [])))
    return sorted(set(texts), key=texts.index)


def dispatched(value):
    """`max_pool2d` is two functions, and a third that chooses one by a flag."""
    if not isinstance(value, types.FunctionType) or value.__closure__ is None:
        return None
    inner = dict(zip(value.__code__.co_freevars, (cell.cell_contents for cell in value.__closure__)))
    return inner.get("if_false") if "if_true" in inner else None


class Signatures:
    def __init__(self):
        self.stubs = Stubs()

    def of(self, module, name, value):
        """The signatures of a member of a module, and whether C's argument parser reads them; none where nothing tells them."""
        method = module == "torch.Tensor" and not isinstance(inspect.getattr_static(torch.Tensor, name, None), (staticmethod, classmethod))
        value = dispatched(value) or value
        if isinstance(value, BUILTINS):
            texts = self.native(module, name, method)
            if texts:
                return texts, True
        try:
            signature = inspect.signature(value)
        except Exception:
            return [], False
        if isinstance(value, BUILTINS) and not any(p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in signature.parameters.values()):
            return [], False
        return [signature_text(signature, method)], False

    def native(self, module, name, method):
        home = module
        if module == "torch.nn.functional":
            home = "torch._C._nn" if hasattr(torch._C._nn, name) else "torch"
        function = getattr(torch.ones(3, 3) if method else module_of(module), name, None)
        stubs = self.stubs.functions.get(home, {}).get(name, [])
        told = stubs + (schema_texts(ATEN[home] + name, method) if home in ATEN else [])
        shown = overloads_shown(function, method)
        if shown:
            # Those that are not shown are out of date, and are taken: `addmm(beta, self, mat1, mat2)`.
            hidden = [text for text in stubs if not method and "self" in shape(text)[0] and shape(text) not in map(shape, shown)]
            return [self.with_defaults(text, told) for text in shown] + hidden
        spread = [text for text in stubs if is_spread(text)]
        fitting = [text for text in told if not is_spread(text) and is_taken(function, text, method)]
        return [by_place(function, text, method) for text in fitting[:1]] + spread or told

    def with_defaults(self, shown, told):
        """What is shown, with the defaults of the source that has the same parameters: some versions show none."""
        same = [text for text in told if shape(text) == shape(shown)]
        if "=" in shown:
            same = [text for text in same if defaulted(text) == defaulted(shown)]
        return same[0] if same else shown


def parts_of(text):
    """`a,b=(0, 1)` as its two parts."""
    return [part.strip() for part in re.findall(r"(?:[^,(\[]|\([^)]*\)|\[[^\]]*\])+", text)]


def shape(text):
    """Names in order, those that are passed by name alone apart."""
    parts = [part.split("=")[0] for part in parts_of(text) if part != "/"]
    star = next((n for n, part in enumerate(parts) if part.startswith("*")), len(parts))
    return tuple(parts[:star]), frozenset(part for part in parts[star:] if part != "*")


def defaulted(text):
    return {part.split("=")[0] for part in parts_of(text) if "=" in part}


def complaint(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except Exception as error:
        return str(error)
    return ""


MANY = [object()] * 20


def overloads_shown(function, method):
    """The overloads that the argument parser lists when none fits."""
    listed = [re.findall(r"(?:^ \*|but expected) \((.*)\)$", told, re.MULTILINE) for told in (complaint(function, *MANY), complaint(function, shapescope_probe=object()))]
    texts = []
    for inside in max(listed, key=len):
        parts = ["self"] if method else []
        for part in parts_of(as_python(inside)):
            declared, _, default = part.partition(" = ")
            parts.append(declared.split(" ")[-1] + ("=" + default if default else ""))
        texts.append(",".join(parts))
    return list(dict.fromkeys(texts))


def as_python(shown):
    """What the argument parser shows, with defaults in words of Python."""
    return re.sub(r"\{([^}]*)\}", lambda items: "(" + items[1].replace(",", ", ") + ")", shown.replace('"', "'"))


def by_place(function, text, method):
    """A signature with as many parameters that have a place as the argument parser says: a stub written by hand may give a place to more."""
    taken = re.search(r"takes (?:from \d+ to )?(\d+) positional", complaint(function, *MANY))
    parts = parts_of(text)
    places = int(taken[1]) + method if taken else len(parts)
    if "*" in parts[: places + 1] or len(parts) <= places:
        return text
    return ",".join(parts[:places] + ["*"] + [part for part in parts[places:] if part != "*"])


def is_spread(text):
    """`*size`: the last list may be given item by item."""
    return any(re.match(r"\*\w", part) for part in parts_of(text))


def is_taken(function, text, method):
    """Whether the argument parser knows all names of a signature, and misses those alone that have no default."""
    positional, keywords = shape(text)
    names = set(positional[1:] if method else positional) | keywords
    if names and "unexpected keyword" in complaint(function, **{name: object() for name in names}):
        return False
    missing = re.search(r"missing \d+ required positional arguments?: (.*)", complaint(function, shapescope_probe=object()))
    required = set(re.findall(r'"(\w+)"', missing[1])) if missing else set()
    return required == names - defaulted(text) - (keywords if not required else set())


# ---- names ----


def record_modules():
    signatures, told = Signatures(), {}
    for name in sorted({*prelude.stand_ins("torch"), *OPERATORS}):
        try:
            module = module_of(name)
        except Exception:
            continue
        exported = getattr(module, "__all__", ())
        listed = {*dir(module), *(exported if isinstance(exported, (list, tuple)) else ())}
        listed = sorted(one for one in listed if not one.startswith("_") or (name == "torch.Tensor" and re.fullmatch(r"__\w+__", one)))
        entry = {"names": " ".join(listed), "native": [], "signatures": {}}
        for one in listed:
            value = prelude.member(module, one)
            home = getattr(value, "__module__", None)
            if not callable(value) or isinstance(value, types.ModuleType) or (isinstance(home, str) and home.split(".")[0] in ("typing", "builtins", "collections", "functools", "enum", "abc", "warnings")):
                continue
            texts, native = signatures.of(name, one, value)
            if texts:
                entry["signatures"][one] = texts
            if native:
                entry["native"].append(one)
        entry["native"] = " ".join(entry["native"])
        told[name] = entry
    return told


# ---- spellings ----


def record_spellings(modules):
    """What NumPy calls a parameter, where the argument parser takes that too: asked of functions that both have."""
    import numpy as np

    found = {}
    for name in modules["torch"]["native"].split():
        try:
            theirs = [one for one in inspect.signature(getattr(np, name)).parameters]
        except Exception:
            theirs = []
        ours = {part.split("=")[0] for text in modules["torch"]["signatures"][name] for part in text.split(",")}
        for other in {*theirs, "a", "x", "x1", "x2", "axis", "keepdims"} - ours:
            for parameter in sorted(ours - {"*", "out"}):
                if takes_instead(getattr(torch, name), modules["torch"]["signatures"][name], parameter, other):
                    found.setdefault(parameter, set()).add(other)
    return {parameter: sorted(others) for parameter, others in sorted(found.items())}


VALUES = {"dim": 0, "keepdim": False, "p": 2, "n": 1, "k": 1, "dims": (0,), "shifts": 1, "diagonal": 0, "value": 1.0, "bins": 4}


def takes_instead(function, texts, parameter, other):
    """Whether a call with all required parameters by name passes, the other name standing for the parameter, and does not without either."""
    for text in texts:
        parts = [part for part in text.split(",") if part and not part.startswith("*") and part != "/"]
        named = {part.split("=")[0] for part in parts}
        if parameter not in named:
            continue
        needed = {part for part in parts if "=" not in part} | {parameter}
        kwargs = {one: VALUES.get(one, torch.ones(3)) for one in needed}
        if not passes(function, kwargs):
            continue
        kwargs[other] = kwargs.pop(parameter)
        if passes(function, kwargs):
            return True
    return False


def passes(function, kwargs):
    try:
        function(**kwargs)
        return True
    except Exception:
        return False


# ---- what autograd follows ----


def record_differentiable(modules):
    try:
        from torch.testing._internal.common_methods_invocations import op_db
    except ImportError as error:
        print(f"differentiability is not recorded: {error}", file=sys.stderr)
        return {}
    told = {}
    for op in sorted(op_db, key=lambda op: op.name):
        if torch.float32 not in op.supported_dtypes("cpu"):
            continue
        found = told.setdefault(op.name, {})
        try:
            for n, sample in zip(range(12), op.sample_inputs("cpu", torch.float32, requires_grad=False)):
                ask(op, sample, found, modules)
        except Exception as error:
            print(f"{op.name}: {type(error).__name__}: {error}", file=sys.stderr)
    return {name: dict(sorted(found.items())) for name, found in told.items() if found}


def ask(op, sample, found, modules):
    """Gives one floating tensor of a sample after the other a gradient."""
    slots = [("args", n, value) for n, value in enumerate([sample.input, *sample.args])] + [("kwargs", name, value) for name, value in sample.kwargs.items()]
    for kind, key, value in slots:
        if not floats(value):
            continue
        args, kwargs = [bare(sample.input), *map(bare, sample.args)], {name: bare(given) for name, given in sample.kwargs.items()}
        (args if kind == "args" else kwargs)[key] = wanting(value)
        try:
            results = tensors(op.op(*args, **kwargs))
        except Exception:
            continue
        results = [result for result in results if result.is_floating_point() or result.is_complex()]
        if not results:
            continue
        parameter = key if kind == "kwargs" else parameter_at(op.name, key, modules)
        if parameter is not None:
            found[parameter] = found.get(parameter, True) and all(result.requires_grad for result in results)


def parameter_at(operator, position, modules):
    home, _, name = operator.rpartition(".")
    module = "torch." + home if home else "torch"
    texts = modules.get(module, {}).get("signatures", {}).get(name) or modules["torch.Tensor"]["signatures"].get(name)
    for text in texts or ():
        places = [part.split("=")[0] for part in text.split(",*")[0].split(",") if part != "/"]
        if position < len(places):
            return "input" if places[position] == "self" else places[position]
    return "input" if position == 0 else None


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [value]
    return [one for item in value for one in tensors(item)] if isinstance(value, (list, tuple)) else []


def floats(value):
    found = tensors(value)
    return bool(found) and all(one.is_floating_point() and one.layout == torch.strided for one in found)


def bare(value):
    if isinstance(value, torch.Tensor):
        return value.detach().clone() if value.layout == torch.strided else value
    return type(value)(bare(item) for item in value) if type(value) in (list, tuple) else value


def wanting(value):
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_()
    return type(value)(wanting(item) for item in value)


def main():
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    modules = record_modules()
    told = {"version": torch.__version__.split("+")[0], "modules": modules, "spellings": record_spellings(modules), "differentiable": record_differentiable(modules)}
    lines = [json.dumps("version") + ": " + json.dumps(told["version"])]
    for part in ("modules", "spellings", "differentiable"):
        inside = ",\n".join(json.dumps(name) + ": " + json.dumps(entry, separators=(",", ":")) for name, entry in told[part].items())
        lines.append(json.dumps(part) + ": {\n" + inside + "\n}")
    pathlib.Path(sys.argv[1]).write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
