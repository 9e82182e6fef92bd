import { describe, expect, it } from "vitest";
import { analyze } from "../support";

/** A program that decorates a class, and what is left in `result`. */
function decorated(decorator: string, end = "result = (A.size, A.__doc__, seen)"): string {
  const program = `import inspect
seen = []
${decorator}
@document
class A:
    'short'
    size = 3
${end}
`;
  const outcome = analyze(program);
  expect(outcome.failures).toEqual([]);
  return outcome.repr("result");
}

const HELPER = `def describe(obj, extra):
    if not obj.__name__.isupper():
        raise ValueError('not in capitals')
    return inspect.getsource(obj) + extra
`;

describe("a decorator that only documents", () => {
  it.each([
    ["directly", `def document(obj):\n    obj.__doc__ = describe(obj, 'x')\n    return obj`],
    [
      "by a function that it hands the class to",
      `def write(cls, extra=None):\n    cls.__doc__ = describe(cls, extra)\n    return cls\ndef document(obj):\n    return write(obj, extra='y')`,
    ],
    [
      "with and without arguments",
      `def document(obj=None, *, extra='z'):\n    def inner(one):\n        one.__doc__ = describe(one, extra)\n        return one\n    if obj:\n        return inner(obj)\n    return inner`,
    ],
  ])("is not run, %s: what it decorates is there, its text is open", (_, decorator) => {
    expect(decorated(`${HELPER}${decorator}`)).toBe("(3, <unknown>, [])");
  });

  it.each([
    [
      "keeps the class",
      "def document(obj):\n    seen.append(obj.size)\n    obj.__doc__ = 'long'\n    return obj",
      "(3, 'long', [3])",
    ],
    ["changes it", "def document(obj):\n    obj.size = 4\n    obj.__doc__ = 'long'\n    return obj", "(4, 'long', [])"],
    [
      "changes it by `setattr`",
      "def document(obj):\n    setattr(obj, 'size', 5)\n    obj.__doc__ = 'long'\n    return obj",
      "(5, 'long', [])",
    ],
    [
      "hands it to a function that keeps it",
      "def keep(one):\n    seen.append(one.size)\ndef document(obj):\n    keep(obj)\n    obj.__doc__ = 'long'\n    return obj",
      "(3, 'long', [3])",
    ],
    [
      "gives another class",
      "class B:\n    'long'\n    size = 6\ndef document(obj):\n    obj.__doc__ = 'other'\n    return B",
      "(6, 'long', [])",
    ],
  ])("is run where it %s", (_, decorator, answer) => {
    expect(decorated(decorator)).toBe(answer);
  });
});
