import { describe, expect, it } from "vitest";
import { evaluator } from "../../prelude/support";

const told = (program: string, expression: string) => evaluator(program)(expression);

describe("exec of a text that is known", () => {
  it.each([
    ["binds names of its module", "exec('x = 1')\nexec('x += 1')\n", "x", "2"],
    ["sees the module as it is when it is called", "exec('def f(): return later')\nlater = 3\n", "f()", "3"],
    [
      "sees a dict as it is when it is called",
      "ns = {}\nexec('def f(): return later', ns)\nns['later'] = 3\n",
      "ns['f']()",
      "3",
    ],
    [
      "sees the globals beside a dict of its own",
      "ns = {}\nexec('def f(): return later', globals(), ns)\nlater = 4\n",
      "ns['f']()",
      "4",
    ],
    ["writes and deletes in its dict", "ns = {'a': 1, 'b': 2}\nexec('b += a\\ndel a', ns)\n", "'a' in ns, ns['b']", ""],
    ["puts the builtins into its dict", "ns = {}\nexec('x = 1', ns)\n", "len(ns)", "2"],
    [
      "does not see a call's names where it is given dicts",
      "def g():\n    y = 2\n    d = {}\n    exec('z = y + 1', globals(), d)\n    return d['z']\ny = 5\n",
      "g()",
      "6",
    ],
    [
      "binds what is global in the module",
      "def g():\n    y = 2\n    exec('global q\\nq = y')\n    return q\nq = 1\n",
      "g()",
      "2",
    ],
  ])("%s", (_, program, expression, wanted) => {
    const answer = told(program, expression);
    if (wanted === "") expect(answer).toEqual([{ py: "False" }, { py: "3" }]);
    else expect(answer).toEqual({ py: wanted });
  });

  it("names what is not there", () => {
    expect(told("ns = {}\nexec('def f(): return later', ns)\n", "ns['f']()")).toEqual({
      error: "NameError",
      message: "name 'later' is not defined",
    });
  });

  it("leaves open what `locals()` shows of it in a call", () => {
    const program = "def g():\n    exec('def h(): return w')\n    return locals()['h']()\nw = 1\n";
    expect(told(program, "g()")).toMatchObject({ unknown: expect.any(String) });
  });
});

describe("exec of a text that is not known", () => {
  it.each([
    ["opens its module", "import os\nexec(os.environ['CODE'])\n", "whatever"],
    ["opens its dict", "import os\nns = {}\nexec(os.environ['CODE'], ns)\n", "ns['x']"],
  ])("%s", (_, program, expression) => {
    expect(told(program, expression)).toMatchObject({ unknown: expect.any(String) });
  });
});

describe("eval of a text that is known", () => {
  it("sees a dict, and the names of the call", () => {
    expect(told("", "eval('a + 1', {'a': 2})")).toEqual({ py: "3" });
    expect(told("def g(n):\n    return eval('n * 2')\n", "g(4)")).toEqual({ py: "8" });
  });
});
