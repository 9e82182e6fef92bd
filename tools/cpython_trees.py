"""Writes CPython's own syntax trees, in the shape of src/syntax/ast.ts, one JSON line a file: [file, text, statements].

Usage: cpython_trees.py < list-of-files > trees.jsonl      Files that CPython refuses are left out.
"""
import ast
import json
import sys
import warnings

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "MatMult": "@",
    "LShift": "<<", "RShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^",
    "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=",
    "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in",
    "UAdd": "+", "USub": "-", "Invert": "~", "Not": "not", "And": "and", "Or": "or",
}
KINDS = {
    "Expr": "ExprStmt", "TryStar": "Try", "AsyncFunctionDef": "FunctionDef", "AsyncFor": "For", "AsyncWith": "With",
    "MatchSingleton": "MatchValue",
}
FIELDS = {"elts": "elements", "elt": "element", "decorator_list": "decorators", "context_expr": "context", "optional_vars": "target"}
NAMELESS = (ast.keyword, ast.alias, ast.comprehension, ast.withitem, ast.ExceptHandler, ast.match_case)
ASYNC = {"AsyncFunctionDef", "AsyncFor", "AsyncWith"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def utf16(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Trees:
    def __init__(self, text):
        self.lines = []
        start = 0
        for line in text.split("\n"):
            self.lines.append((start, line))
            start += utf16(line) + 1

    def offset(self, line, column):
        start, text = self.lines[line - 1]
        return start + utf16(text.encode()[:column].decode())

    def span(self, node):
        if not hasattr(node, "lineno"):
            return {}
        return {
            "start": self.offset(node.lineno, node.col_offset),
            "end": self.offset(node.end_lineno, node.end_col_offset),
        }

    def value(self, value):
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return self.node(value) if isinstance(value, ast.AST) else value

    def node(self, node):
        name = type(node).__name__
        if name in OPERATORS:
            return OPERATORS[name]
        special = getattr(self, name, None)
        if special:
            return {**special(node), **self.span(node)}
        result = {} if isinstance(node, NAMELESS) else {"kind": KINDS.get(name, name)}
        for field, value in ast.iter_fields(node):
            if field not in ("ctx", "type_comment", "type_ignores", "kind", "type_params"):
                result[FIELDS.get(field, field)] = self.value(value)
        if KINDS.get(name, name) in ("FunctionDef", "For", "With"):
            result["isAsync"] = name in ASYNC
        if isinstance(node, FUNCTIONS):
            result["isGenerator"] = any(yields(statement) for statement in node.body)
        if "args" in result and isinstance(node, (*FUNCTIONS, ast.Lambda)):
            result["params"] = result.pop("args")
        return {**result, **self.span(node)}

    def Constant(self, node):
        value = node.value
        if value is None or isinstance(value, bool):
            return {"kind": "Constant", "value": value}
        if value is ...:
            return {"kind": "Constant", "value": "..."}
        if isinstance(value, int):
            return {"kind": "Int", "value": value if value < 2**53 else {"digits": str(value)}}
        if isinstance(value, float):
            return {"kind": "Float", "value": repr(value)}
        if isinstance(value, complex):
            return {"kind": "Complex", "value": repr(value.imag)}
        if isinstance(value, bytes):
            return {"kind": "Bytes", "value": value.decode("latin1")}
        return {"kind": "Str", "value": value}

    def MatchSingleton(self, node):
        return {"kind": "MatchValue", "value": {"kind": "Constant", "value": node.value, **self.span(node)}}

    def MatchClass(self, node):
        keywords = [{"name": name, "pattern": self.node(pattern)} for name, pattern in zip(node.kwd_attrs, node.kwd_patterns)]
        return {"kind": "MatchClass", "cls": self.node(node.cls), "patterns": self.value(node.patterns), "keywords": keywords}

    def JoinedStr(self, node):
        return {"kind": "JoinedStr", "values": self.parts(node.values)}

    def parts(self, values):
        """Places inside f-strings are wrong before Python 3.12: they are left out of the comparison."""
        parts = []
        for value in values:
            if isinstance(value, ast.Constant):
                parts.append(value.value)
                continue
            part = {"value": without_places(self.node(value.value))}
            if value.conversion != -1:
                part["conversion"] = chr(value.conversion)
            if value.format_spec is not None:
                part["format"] = {"kind": "JoinedStr", "values": self.parts(value.format_spec.values)}
            parts.append(part)
        return parts

    def comprehension(self, node):
        fields = {name: self.value(getattr(node, name)) for name in ("target", "iter", "ifs")}
        return {**fields, "isAsync": bool(node.is_async)}

    def ImportFrom(self, node):
        return {"kind": "ImportFrom", "module": node.module or "", "level": node.level, "names": self.value(node.names)}

    def AnnAssign(self, node):
        fields = {name: self.value(getattr(node, name)) for name in ("target", "annotation", "value")}
        return {"kind": "AnnAssign", **fields}

    def keyword(self, node):
        return {"name": node.arg, "value": self.node(node.value)}

    def arguments(self, node):
        positional = node.posonlyargs + node.args
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        read = [self.parameter(*pair) for pair in zip(positional, defaults)]
        split = len(node.posonlyargs)
        return {
            "positionalOnly": read[:split],
            "positional": read[split:],
            "vararg": self.parameter(node.vararg),
            "keywordOnly": [self.parameter(*pair) for pair in zip(node.kwonlyargs, node.kw_defaults)],
            "kwarg": self.parameter(node.kwarg),
        }

    def parameter(self, node, default=None):
        if node is None:
            return None
        fields = {"name": node.arg, "annotation": self.value(node.annotation), "default": self.value(default)}
        return {**fields, **self.span(node)}


def yields(node):
    """True of a `yield` in the function itself; those of nested functions are theirs, but for their defaults and decorators."""
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return True
    if isinstance(node, FUNCTIONS):
        return any(map(yields, node.decorator_list + node.args.defaults + [d for d in node.args.kw_defaults if d]))
    return not isinstance(node, ast.Lambda) and any(map(yields, ast.iter_child_nodes(node)))


def without_places(value):
    if isinstance(value, dict):
        return {name: without_places(item) for name, item in value.items() if name not in ("start", "end")}
    return [without_places(item) for item in value] if isinstance(value, list) else value


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    for file in sys.stdin.read().split():
        try:
            with open(file, encoding="utf8", newline="") as stream:
                text = stream.read()
            module = ast.parse(text)
        except (SyntaxError, UnicodeDecodeError, ValueError):
            continue
        json.dump([file, text, Trees(text).value(module.body)], sys.stdout)
        sys.stdout.write("\n")


main()
