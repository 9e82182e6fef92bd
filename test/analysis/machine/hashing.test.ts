import { describe, expect, it } from "vitest";
import { evaluator } from "../../prelude/support";

const show = evaluator(`
import os
class Named:
    def __init__(self, name):
        self.name = name
    def __eq__(self, other):
        return other == self.name
    def __hash__(self):
        return hash(self.name)
class Loud(Named):
    def __eq__(self, other):
        raise RuntimeError("asked")
    def __hash__(self):
        return 1
class Vague(Named):
    def __eq__(self, other):
        return self.name == os.environ["NAME"]
    def __hash__(self):
        return 1
by_object = {Named("x"): 1, (Named("y"), 2): 3}
by_text = {"x": 1, ("y", 2): 3}
taken = {Named("x"): 1, Named("z"): 2}
del taken["x"]
given = {Named("x"): 1}
given["x"] = 5
vague = {Vague("v"): 1}
written = {Vague("v"): 1}
written[1] = 2
`);
const py = (text: string) => ({ py: text });

describe("keys that are objects of a class with its own __eq__", () => {
  it.each([
    ["by_object['x']", "1"],
    ["by_object['y', 2]", "3"],
    ["by_text[Named('x')]", "1"],
    ["by_text[Named('y'), 2]", "3"],
    ["by_object.get('z', 0)", "0"],
    ["'x' in by_object", "True"],
    ["'x' in {Named('x')}", "True"],
    ["'z' in {Named('x')}", "False"],
    ["Named('x') in {'x'}", "True"],
    ["len({'x', Named('x'), Named('y')})", "2"],
    ["len(taken)", "1"],
    ["len(given)", "1"],
    ["given['x']", "5"],
    ["{Named('x'): 1} == {'x': 1}", "True"],
    ["{Named('x')} == {'y'}", "False"],
    // Of another hash, nobody asks.
    ["{Loud('a'): 1}.get(2, 'none')", "'none'"],
  ])("%s is %s", (expression, wanted) => {
    expect(show(expression)).toEqual(py(wanted));
  });

  it("are asked where the hash is the same, and may raise", () => {
    expect(show("{Loud('a'): 1}[1]")).toMatchObject({ error: "RuntimeError", message: "asked" });
  });

  it("lack what no key is equal to", () => {
    expect(show("by_object['q']")).toMatchObject({ error: "KeyError", message: "'q'" });
  });

  it.each(["vague[1]", "vague.get(1)", "1 in vague", "len(written)", "vague == {1: 1}"])(
    "leave %s unknown where it is not known what they are equal to",
    (expression) => {
      expect(show(expression)).toMatchObject({ unknown: expect.any(String) });
    },
  );
});
