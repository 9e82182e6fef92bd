"""Records what small programs with open conditions can come to, for test/analysis/machine/open-conditions.long.test.ts.

Each program nests `if`, loops, `try`, `break`, `continue`, `return` and `raise` under calls of `c()`, of which nobody
knows what they give, and of `u()`, which may raise as well. CPython runs it with many answers; every value that `x` and `y` have at its end, and every
exception that leaves it, is written down: what an analysis takes as certain must be what happened in all of them.

    python tools/record/open_conditions.py --count 400 > test/oracle/open-conditions.jsonl
"""

import argparse
import json
import random
import sys


class Programs:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.number = 0

    def fresh(self):
        self.number += 1
        return self.number

    def value(self):
        return self.random.choice([str(self.fresh()), "x", "y", "f(x)", "f(y)"])

    def block(self, depth, in_loop, in_function):
        lines = []
        for _ in range(self.random.randint(1, 3)):
            statement = self.statement(depth, in_loop, in_function)
            lines += statement
            if statement[-1].strip() in ("break", "continue") or statement[-1].strip().startswith(("return", "raise")):
                break
        return lines

    def indented(self, depth, in_loop, in_function):
        return ["    " + line for line in self.block(depth - 1, in_loop, in_function)]

    def statement(self, depth, in_loop, in_function):
        kinds = ["assign"] * 3 + ["append", "state", "state", "state"]
        if depth > 0:
            kinds += ["if"] * 4 + ["compare", "compare"] + ["for", "drawn", "while", "unknown", "try", "with", "call", "generator", "choice", "operand"]
        if depth < 3:
            kinds += ["leave"] * (2 if in_loop else 0) + ["return"] * in_function + ["raise"]
        kind = self.random.choice(kinds)
        body = lambda loop=in_loop: self.indented(depth, loop, in_function)
        if kind == "assign":
            return [f"{self.random.choice('xy')} = {self.fresh()}"]
        if kind == "append":
            return [f"z.append({self.fresh()})"]
        if kind == "state":
            return [self.random.choice(STATE).format(n=self.fresh(), x=self.random.choice("xy"), y=self.random.choice("xy"))]
        if kind == "compare":
            test = self.random.choice(COMPARISONS).format(n=self.random.randint(0, 9), x=self.random.choice("xy"), y=self.random.choice("xy"))
            lines = [f"if {test}:", *body()]
            return lines + ["else:", *body()] if self.random.random() < 0.4 else lines
        if kind == "leave":
            return [self.random.choice(["break", "continue"])]
        if kind == "return":
            return [f"return {RESULT}, {self.fresh()}"]
        if kind == "raise":
            return [f"raise {self.random.choice(['KeyError', 'ValueError'])}({self.fresh()})"]
        if kind == "if":
            lines = ["if c():", *body()]
            if self.random.random() < 0.4:
                lines += ["else:", *body()]
            return lines
        if kind == "with":
            kept = self.random.choice(["None", "KeyError", "None"])
            return [f"with context(z, {kept}):", *body()]
        if kind == "generator":
            return [f"for {self.random.choice(['x', 'y', 'i'])} in g({self.random.choice('xy')}, z):", *body(True)]
        if kind == "choice":
            return [f"{self.random.choice('xy')} = {self.value()} if c() else {self.value()}"]
        if kind == "operand":
            return [f"{self.random.choice('xy')} = c() {self.random.choice(['and', 'or'])} {self.value()}"]
        if kind == "call":
            return [self.random.choice(["x = f(y)", "y = f(x)"])]
        if kind == "drawn":
            return [f"for {self.random.choice(['x', 'y', 'i'])} in it:", *body(True)]
        if kind in ("for", "while", "unknown"):
            number = self.fresh()
            head = {
                "for": f"for i{number} in range({self.random.randint(1, 3)}):",
                "while": "while True:",
                "unknown": self.random.choice(["while c():", f"for i{number} in many():"]),
            }[kind]
            lines = [head, *body(True)]
            if kind == "while":
                lines += ["    if c(): break"] if lines[-1].strip() not in ("break", "continue") else []
            if self.random.random() < 0.3:
                lines += ["else:", *body()]
            return lines
        lines = ["try:", *body()]
        handled = self.random.choice(["KeyError", "(KeyError, ValueError)", "Exception", None])
        if handled is not None:
            lines += [f"except {handled}:", *body()]
            if self.random.random() < 0.3:
                lines += ["else:", *body()]
        if handled is None or self.random.random() < 0.2:
            lines += ["finally:", f"    {self.random.choice('xy')} = {self.fresh()}"]
        return lines

    def giving(self, depth):
        """A statement of a generator."""
        kinds = ["yield"] * 4 + ["statement"]
        if depth > 0:
            kinds += ["if", "if", "for", "unknown", "try"]
        kind = self.random.choice(kinds)
        inner = lambda: ["    " + line for _ in range(self.random.randint(1, 2)) for line in self.giving(depth - 1)]
        if kind == "yield":
            return [f"yield {self.random.choice(['x', 'y', str(self.fresh())])}"]
        if kind == "if":
            lines = ["if c():", *inner()]
            return lines + ["else:", *inner()] if self.random.random() < 0.4 else lines
        if kind == "for":
            number = self.fresh()
            leave = [] if self.random.random() < 0.5 else [f"    if c(): {self.random.choice(['break', 'continue'])}"]
            return [f"for i{number} in range({self.random.randint(1, 3)}):", *inner(), *leave, *inner()]
        if kind == "unknown":
            return [f"for i{self.fresh()} in many():", *inner()]
        if kind == "try":
            return ["try:", *inner(), f"except {self.random.choice(['KeyError', 'Exception'])}:", *inner()]
        return self.statement(min(depth, 1), False, False)

    def program(self):
        self.number = 0
        helper = ["def f(v):", "    x = v", "    y = 0", *STORES, *self.indented(3, False, True), "    return x"]
        helper += ["def g(v, z):", "    x = v", "    y = 0", *STORES[1:]]
        for _ in range(self.random.randint(1, 3)):
            helper += ["    " + line for line in self.giving(2)]
        helper += ["    yield y"]
        main = ["def main():", "    x = y = 0", *STORES]
        for _ in range(3):
            main += ["    " + line for line in self.statement(3, False, True)]
        main += [f"    return {RESULT}, 0"]
        return CONTEXT + "\n".join(helper + main)


# What a function keeps, what is done to it, what is asked of it, and what is told of it in the end.
STORES = ["    z = []", "    d = {}", "    o = store()", "    it = iter([1, 2, 3])"]
STATE = [
    "o.a = {n}",
    "o.a = {x}",
    "{x} = o.a",
    "o.b.append({n})",
    "d['k'] = {n}",
    "d[{x}] = {n}",
    "{x} = d.get('k')",
    "{x} = d.pop('k', {n})",
    "d.update(k={x})",
    "d.clear()",
    "if z: z[0] = {n}",
    "if z: {x} = z.pop()",
    "z += [{n}, {x}]",
    "z.insert(0, {n})",
    "if z: del z[0]",
    "{x} = len(z)",
    "{x} = z[-1] if z else {n}",
    "{x}, {y} = {y}, {x}",
    "{x} = set_all(o, {n})",
    "store.count = {n}",
    "{x} = store.count",
    "{x} = len([i for i in z if i != {n}])",
    "{x} = sum(1 for i in z if c())",
    "u()",
    "u()",
    "{x} = u() and {n}",
    "{x} = getattr(o, 'c', {n})",
    "o.c = {n}",
    "if hasattr(o, 'c'): del o.c",
    "{x} = len(vars(o))",
    "store.extra = {n}",
    "{x} = getattr(o, 'extra', {n})",
    "globals()['e'] = {n}",
    "{x} = globals().get('e', {n})",
    "it = iter([{n}, {x}])",
    "it = counted(z, {n})",
    "it = map(abs, it)",
    "{x} = next(it, {n})",
    "{x} = next(it, {n})",
    "{x} = next(it)",
    "z.extend(it)",
    "{x} = len(list(it))",
    "{x} = {n} in it",
]
COMPARISONS = ["{x} == {n}", "{x}", "{x} == {y}", "z", "len(z) > 1", "o.a", "'k' in d", "d", "{x} in z", "o.a is None", "hasattr(o, 'c')", "hasattr(o, 'extra')", "'c' in vars(o)", "'e' in globals()"]
RESULT = "x, y, len(z), z[0] if z else None, d.get('k'), len(d), o.a, len(o.b), store.count, next(it, None)"

CONTEXT = """class store:
    count = 0
    def __init__(self):
        self.a = None
        self.b = []
def set_all(o, n):
    o.a = n
    if c():
        o.c = n
    return n
def counted(z, n):
    z.append(n)
    yield n
    if c():
        yield 0
    z.append(n + 1)
    yield n + 1
class context:
    def __init__(self, z, kept):
        self.z, self.kept = z, kept
    def __enter__(self):
        self.z.append(0)
        return self
    def __exit__(self, kind, error, trace):
        self.z.append(0)
        return self.kept is not None and kind is self.kept
"""


class Endless(BaseException):
    """Ends a run that would go on; no handler of a program takes it."""


def outcomes(program, runs, seed):
    """What `main()` gives or raises, over many answers of the conditions."""
    seen = set()
    code = compile(program, "program", "exec")
    for run in range(runs):
        chance = random.Random(seed * 100_003 + run)
        share = chance.choice([0.2, 0.5, 0.8])
        asked = 0

        def c():
            nonlocal asked
            asked += 1
            if asked > 200:
                raise Endless
            return chance.random() < share

        def u():
            if chance.random() < 0.3:
                raise chance.choice([KeyError, ValueError, AttributeError])(0)
            return chance.random() < share

        names = {"c": c, "u": u, "many": lambda: range(chance.randint(0, 4))}
        # A loop that asks nothing is stopped by counting its lines.
        lines = 0

        def trace(frame, event, arg):
            nonlocal lines
            lines += 1
            if lines > 2000:
                raise Endless
            return trace

        try:
            exec(code, names)
            sys.settrace(trace)
            seen.add(repr(names["main"]()))
        except Endless:
            continue
        except RecursionError:
            continue
        except Exception as error:
            seen.add(f"raises {type(error).__name__}")
        finally:
            sys.settrace(None)
    return sorted(seen)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=400)
    args = parser.parse_args()
    for seed in range(args.seed, args.seed + args.count):
        program = Programs(seed).program()
        seen = outcomes(program, args.runs, seed)
        if seen:
            print(json.dumps({"seed": seed, "program": program, "outcomes": seen}))


if __name__ == "__main__":
    main()
