import { describe, expect, it } from "vitest";
import { callsOneOf, importedNames } from "../../src/syntax/mentions";

describe("names that a file imports", () => {
  it.each([
    ["import torch.nn as nn, os", ["import", "torch", "nn", "as", "os"]],
    [
      "from .models import (  # all of them\n  Net,  # the net\n  Block as B)\nx = Other",
      "from models import Net Block as B".split(" "),
    ],
    ["def f():\n    from a import b; c = d\n", ["from", "a", "import", "b"]],
    ["from a import b, \\\n    c\nd", ["from", "a", "import", "b", "c"]],
    ['"""\nimport not_this\n"""\nimport this', ["import", "this"]],
    ["x = f(\n  imported)\n# import that\nimported = from_(x)", []],
    ["raise E from e; import ü", ["import", "ü"]],
    ['s = "import a\nimport b', ["import", "b"]],
    ["x = )\nimport a", ["import", "a"]],
    ["s = '''never closed\nimport a", []],
    ["from a import b  # it's\nimport c", ["from", "a", "import", "b", "c"]],
  ])("%j", (text, expected) => {
    expect([...importedNames(text)]).toEqual(expected);
  });
});

describe("a call of a class", () => {
  const names = new Set(["Net"]);
  it.each(["Net()", "models.Net (1)", "x = [Net(\n1)]", "f'{a}' + Net(b)"])("is in %j", (text) => {
    expect(callsOneOf(text, names)).toBe(true);
  });
  it.each(["Net", "NetB()", "# Net()", "'Net()'", '"""\nNet()\n"""', "(Net)"])("is not in %j", (text) => {
    expect(callsOneOf(text, names)).toBe(false);
  });
});
