import { describe, expect, it } from "vitest";
import { analyze } from "../support";

/** What `result` is where nobody knows what `c()` and `many()` give. */
function result(body: string): string {
  const indented = body.replace(/^(?=.)/gm, "    ");
  const helpers =
    "from elsewhere import flag, many\nimport contextlib\ndef c(): return flag\nclass Log(Exception): pass\n";
  const { failures, repr } = analyze(`${helpers}def main():\n${indented}\nresult = main()\n`);
  return failures.length > 0 ? failures.join("\n") : repr("result");
}

const lines = (...all: string[]) => all.join("\n");

describe("a branch that has left waits for the block that it left", () => {
  it.each([
    [
      "a loop behind another one",
      lines(
        "while True:",
        "    n = 1",
        "    if c(): break",
        "    for i in range(3): pass",
        "    n = 5",
        "    if c(): break",
        "return n",
      ),
    ],
    [
      "the round of the outer loop",
      lines("for _ in range(3):", "    n = 1", "    if c(): continue", "    while c(): pass", "    n = 5", "return n"),
    ],
    [
      "a loop whose `else` leaves the outer one",
      lines(
        "n = 1",
        "for _ in range(2):",
        "    for _ in range(2):",
        "        if c(): break",
        "    else:",
        "        break",
        "    n = 5",
        "return n",
      ),
    ],
    [
      "a `try` around another one",
      lines(
        "try:",
        "    n = 1",
        "    if c(): raise Log",
        "    try: pass",
        "    except Exception: pass",
        "    n = 5",
        "except Log: pass",
        "return n",
      ),
    ],
    [
      "a handler that takes another exception",
      lines(
        "n = 5",
        "try:",
        "    try:",
        "        if c():",
        "            n = 1",
        "            raise Log",
        "    except KeyError: pass",
        "except Log: pass",
        "return n",
      ),
    ],
    [
      "an `else` that raises",
      lines("try:", "    if c(): raise Log", "except Log:", "    return 5", "else:", "    return 1"),
    ],
    [
      "what both branches raise",
      lines(
        "try:",
        "    if c(): raise Log",
        "    else: raise KeyError",
        "except Log: return 5",
        "except KeyError: return 1",
      ),
    ],
    [
      "an expression that raises",
      lines("def f(): raise Log", "try:", "    n = 5 if c() else f()", "except Log: n = 1", "return n"),
    ],
    [
      "a context that suppresses",
      lines("n = 5", "with contextlib.suppress(Log):", "    if c(): raise Log", "    n = 1", "return n"),
    ],
    ["a loop that returns at its end", lines("for _ in range(3):", "    if c(): break", "    return 5", "return 1")],
    [
      "a round that goes on",
      lines("n = 5", "for i in range(2):", "    if c(): continue", "    n = 1", "    break", "return n"),
    ],
    ["a `return` before a `raise`", lines("if c():", "    if c(): return 5", "    raise Log", "return 1")],
  ])("%s", (_, body) => {
    expect(result(body).split(" or ").sort()).toEqual(["1", "5"]);
  });

  it("passes through `finally`", () => {
    const body = lines(
      "m = 0",
      "for _ in range(2):",
      "    n = 0",
      "    try:",
      "        if c(): break",
      "    finally: n = 3",
      "    m = 1",
      "return m, n",
    );
    expect(result(body)).toBe("(1 or 0, 3)");
  });

  it("leaves a context", () => {
    const log = lines(
      "log = []",
      "class Noted:",
      "    def __enter__(self): pass",
      "    def __exit__(self, *error): log.append(1)",
    );
    expect(
      result(lines(log, "for _ in range(1):", "    with Noted():", "        if c(): break", "return len(log)")),
    ).toBe("1");
  });
});

describe("a generator that comes to an open condition", () => {
  const given = lines(
    "def g(z):",
    "    z.append(1)",
    "    yield 1",
    "    if c():",
    "        yield 5",
    "        z.append(2)",
    "    else:",
    "        raise Log",
  );

  it("gives no more for certain", () => {
    expect(result(lines(given, "n = 0", "for x in g([]): n += 1", "return n"))).toBe("<unknown>");
    expect(result(lines(given, "for x in g([]):", "    if x != 1: return x", "return 1"))).toBe("5 or 1");
  });

  it("may do what it does from there on", () => {
    expect(result(lines(given, "z = []", "for x in g(z): pass", "return z[0], len(z)"))).toBe("(1, <unknown>)");
  });

  it("shows what it may give, also through `enumerate` and `zip`", () => {
    const tensors = lines("import torch", "def g():", "    for i in many():", "        yield torch.zeros(2, 3)");
    const shape = (loop: string) => result(lines(tensors, loop, "    return x.shape"));
    expect(shape("for x in g():")).toBe("torch.Size([2, 3]) or None");
    expect(shape("for i, x in enumerate(g()):")).toBe("torch.Size([2, 3]) or None");
    expect(shape("for x, y in zip(g(), g()):")).toBe("torch.Size([2, 3]) or None");
    expect(result(lines(tensors, "return next(g()).shape"))).toBe("torch.Size([2, 3])");
  });

  it("is an expression too", () => {
    expect(result("for x in (i for i in range(3) if c()): return x\nreturn 5")).toBe("0 or 1 or 2 or 5");
  });
});

describe("a block that something not known may have left", () => {
  it.each([
    [
      "behind a context that ends exceptions",
      "n = 1\nwith contextlib.suppress(KeyError):\n    c()\n    many()\n    n = 5\nreturn n",
    ],
    [
      "in a round of a loop in it",
      "n = 0\nwith contextlib.suppress(KeyError):\n    for n in (1, 5):\n        many()\nreturn n",
    ],
    [
      "between two writes that undo each other",
      "d = {}\ntry:\n    d.update(k=1)\n    many()\n    d.clear()\n    raise KeyError\nexcept KeyError:\n    return len(d)",
    ],
  ])("%s", (_, body) => {
    expect(result(body)).toContain("unknown");
  });

  it("is left in no other way where its manager ends nothing", () => {
    expect(result("n = 1\nwith contextlib.nullcontext():\n    many()\n    n = 5\nreturn n")).toBe("5");
  });
});

describe("an object that a loop of unknown length may have made another's", () => {
  it.each([
    [
      "an attribute",
      "p, o = Log(), Log()\np.n = 1\nfor _ in many():\n    o = p if c() else Log()\no.n = 5\nreturn p.n",
    ],
    [
      "items",
      "p, o, q = [1], [2], [3]\nfor _ in many():\n    o = q\n    q = []\n    if c(): q = p\no.append(3)\nreturn len(p)",
    ],
  ])("takes part in its writes: %s", (_, body) => {
    expect(result(body)).not.toBe("1");
  });
});
