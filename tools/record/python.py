"""Records what Python itself makes of the programs in `test/oracle/python`, and of the snippets that `python_snippets` makes.

Each file holds programs that begin with a line `# --- name`. A program runs in a namespace of its own; the `repr` of its variable
`result`, or the exception that it raises, goes to `test/oracle/python.json`. The snippets go to `test/oracle/python-snippets.json`,
by topic: the setup, then each snippet with its answer. Python 3.11 is the reference.

    python3 tools/record/python.py
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import textwrap
import warnings

import python_snippets

ROOT = pathlib.Path(__file__).resolve().parents[2] / "test" / "oracle"


# Addresses, and displays of sets with several items: their order is CPython's own.
MACHINE = re.compile(r" at 0x[0-9a-f]{6}|\{[^:{}]+, [^:{}]+\}")


def programs(text):
    parts = re.split(r"^# --- (.*)\n", text, flags=re.M)
    return zip(parts[1::2], parts[2::2])


def run(program):
    names = {"__name__": "program"}
    try:
        exec(compile(program, "program", "exec", dont_inherit=True), names)
    except Exception as error:
        return f"raises {type(error).__name__}: {error}"
    return repr(names["result"])


def statements(snippet):
    """The snippet as the body of a function: what the tests run, too."""
    body = snippet if re.search(r"\n|\bresult = ", snippet) else f"result = {snippet}"
    return f"def case():\n{textwrap.indent(body, '    ')}\n    return result\n"


def answer(setup, snippet):
    names = {"__name__": "program"}
    try:
        code = compile(statements(snippet), "program", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    exec(setup, names)
    exec(code, names)
    try:
        return repr(names["case"]())
    except BaseException as error:
        return f"raises {type(error).__name__}: {error}"


def snippets():
    warnings.simplefilter("ignore")
    return {topic: [answer(setup, snippet) for snippet in made] for topic, (setup, made) in python_snippets.TOPICS.items()}


def record_snippets():
    """Those that parse, and whose answer holds no address and does not hang on the order that hashes give."""
    runs = []
    for seed in "123":
        told = subprocess.run([sys.executable, __file__, "--snippets"], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        runs.append(json.loads(told.stdout))
    recorded = {}
    for topic, (setup, made) in python_snippets.TOPICS.items():
        given = [{answers[topic][n] for answers in runs} for n in range(len(made))]
        kept = [(snippet, *answers) for snippet, answers in zip(made, given) if len(answers) == 1]
        cases = [[snippet, told] for snippet, told in kept if told is not None and not MACHINE.search(told)]
        recorded[topic] = {"setup": setup, "cases": cases}
    rows = ",\n".join(f"{json.dumps(topic)}: {{\"setup\": {json.dumps(one['setup'])}, \"cases\": [\n" + ",\n".join(map(json.dumps, one["cases"])) + "\n]}" for topic, one in recorded.items())
    (ROOT / "python-snippets.json").write_text("{\n" + rows + "\n}\n")
    return sum(len(one["cases"]) for one in recorded.values())


def main():
    recorded = {}
    for file in sorted((ROOT / "python").glob("*.py")):
        for name, program in programs(file.read_text()):
            key = f"{file.stem}: {name}"
            assert key not in recorded, key
            recorded[key] = run(program)
    (ROOT / "python.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=True) + "\n")
    print(f"{len(recorded)} programs, {record_snippets()} snippets")


if __name__ == "__main__":
    if sys.argv[1:] == ["--snippets"]:
        print(json.dumps(snippets()))
    else:
        main()
