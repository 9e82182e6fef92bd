"""Records what Python itself makes of the programs in `test/oracle/python`.

Each file holds programs that begin with a line `# --- name`. A program runs in a namespace of its own; the `repr` of its variable
`result`, or the exception that it raises, goes to `test/oracle/python.json`. Python 3.11 is the reference.

    python3 tools/record/python.py
"""
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2] / "test" / "oracle"


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


def main():
    recorded = {}
    for file in sorted((ROOT / "python").glob("*.py")):
        for name, program in programs(file.read_text()):
            key = f"{file.stem}: {name}"
            assert key not in recorded, key
            recorded[key] = run(program)
    (ROOT / "python.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=True) + "\n")
    print(f"{len(recorded)} programs")


if __name__ == "__main__":
    main()
