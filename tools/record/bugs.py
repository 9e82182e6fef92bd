"""Records PyTorch's verdict on the programs in `test/bugs`.

Each file holds programs that begin with a line `# --- name`. `# fix: …` behind a line (or alone on one) is what that line is in the corrected
twin; `# needs: …` behind a call names the requirement of its class that it breaks: that is the error then, in this place, before PyTorch's
message. A last line `# call: …` is evaluated for the verdict and not part of the program. The exception that each program raises goes to
`test/bugs/verdicts-VERSION.json`: its type, the first line of its message and the innermost line of the program, null where that version raises
nothing; the twin must raise nothing.

    python3 tools/record/bugs.py
"""
import json
import pathlib
import re
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2] / "test" / "bugs"


def programs(text):
    parts = re.split(r"^# --- (.*)\n", text, flags=re.M)
    return zip(parts[1::2], parts[2::2])


def variants(program):
    """The program with its bug, its corrected twin, and what is evaluated after either."""
    call = re.search(r"^# call: (.*)\n", program, flags=re.M)
    if call:
        program = program.replace(call.group(0), "")
    wrong = re.sub(r" *# fix: .*", "", program)
    right = re.sub(r"^( *).*# fix: (.*)", r"\1\2", program, flags=re.M)
    return wrong, right, call and call.group(1)


def verdict(program, call):
    names = {"__name__": "program"}
    try:
        exec(compile(program, "program", "exec", dont_inherit=True), names)
        if call:
            exec(compile(call, "call", "exec", dont_inherit=True), names)
    except Exception as error:
        trace, line = error.__traceback__, None
        while trace:
            if trace.tb_frame.f_code.co_filename == "program":
                line = trace.tb_lineno
            trace = trace.tb_next
        return {"error": type(error).__name__, "message": str(error).strip().split("\n")[0], "line": line}
    return None


def main():
    warnings.simplefilter("ignore")
    recorded = {}
    for file in sorted(ROOT.glob("*.py")):
        for name, program in programs(file.read_text()):
            key = f"{file.stem}: {name}"
            wrong, right, call = variants(program)
            assert key not in recorded, key
            recorded[key] = verdict(wrong, call)
            if recorded[key] is None or recorded[key]["line"] is None:
                print(f"{key}: the bug gives {recorded[key]}")
            if verdict(right, call):
                print(f"{key}: the twin gives {verdict(right, call)}")
    import torch

    version = ".".join(torch.__version__.split(".")[:2])
    (ROOT / f"verdicts-{version}.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(recorded)} programs")


if __name__ == "__main__":
    main()
