#!/usr/bin/env python3
"""Record what modules of Python's standard library give for many small expressions.

    python3 tools/record/modules.py > test/oracle/modules.json
    python3 tools/record/modules.py --installed      the same of this Python, with its version and where its library is

By module, its groups: a program, and expressions, each with what it gives in the program's namespace, one after the other: the `repr`, or
`raises Type: message`. The expressions are products of a few templates with many arguments, so that a rule is tried in its corners too. Left
out is what holds an address, or hangs on the order that hashes give. CPython 3.11 was used.
"""
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import warnings

from module_expressions import GROUPS, HEAD

# What is no rule of the module: answers in which a pattern is found, and expressions, are left out.
LEFT_OUT = {
    r"^raises TypeError: \S+\(\) (takes (at most|no|exactly)|missing string)|type 'partial' takes|^raises TypeError: \S+ expected (at (least|most) )?\d arg|takes no arguments|type 'TypeVar'": "how compiled functions count their arguments",
    r"'(functools|collections)\.\w+' object": "a compiled class tells its module",
    r"'(list_iterator|zip)'": "iterators are of one class here",
    r"<(method|slot wrapper|function|member|built-in|attribute|code object|generator|frame|module) ": "texts of functions",
}
LEFT_OUT_EXPRESSIONS = r"^vars\(functools\.partial|\b(zip|iter)\(\[1|^inspect\.getmembers\(enum"
ADDRESS = re.compile(r" at 0x[0-9a-f]{6}|0x7f[0-9a-f]{8}")
SEEDS = "123"


def left_out(expression, answer):
    return ADDRESS.search(answer) or re.search(LEFT_OUT_EXPRESSIONS, expression) or any(re.search(pattern, answer) for pattern in LEFT_OUT)


def told(expression, names):
    try:
        return eval(f"repr(({expression}))", names)
    except BaseException as error:
        return f"raises {type(error).__name__}: {error}"


def answers():
    given = {}
    for module, groups in GROUPS.items():
        given[module] = []
        for program, expressions in groups:
            names = {"__name__": "program"}
            sys.modules["program"] = type(sys)("program")
            sys.modules["program"].__dict__.update(names)
            names = sys.modules["program"].__dict__
            exec(compile(HEAD + program, "program", "exec", dont_inherit=True), names)
            given[module].append({"program": program, "cases": [[one, told(one, names)] for one in dict.fromkeys(expressions)]})
    return given


def quiet():
    """In a process of its own: what is printed, and where it is wrapped, is none of an answer's."""
    warnings.simplefilter("ignore")
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        return answers()


def recorded():
    runs = [json.loads(subprocess.run([sys.executable, __file__, "--once"], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "COLUMNS": "80"}).stdout) for seed in SEEDS]
    return {
        module: [
            {"program": group["program"], "cases": [case for n, case in enumerate(group["cases"]) if not left_out(*case) and all(run[module][at]["cases"][n] == case for run in runs)]}
            for at, group in enumerate(groups)
        ]
        for module, groups in runs[0].items()
    }


def main():
    rows = [
        f"{json.dumps(module)}: [\n" + ",\n".join("{\"program\": " + json.dumps(group["program"]) + ", \"cases\": [\n" + ",\n".join(map(json.dumps, group["cases"])) + "\n]}" for group in groups) + "\n]"
        for module, groups in recorded().items()
    ]
    print("{\n" + ",\n".join(rows) + "\n}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--once"]:
        print(json.dumps(quiet()))
    elif sys.argv[1:] == ["--installed"]:
        print(json.dumps({"version": ".".join(map(str, sys.version_info[:3])), "library": os.path.dirname(os.__file__), "answers": recorded()}))
    else:
        main()
