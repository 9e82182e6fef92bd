import { describe, expect, it } from "vitest";
import { analyze } from "../support";

const OPEN = "import sys\nn = len(sys.argv)\n";

describe("an exception of a program that does not suit the machine", () => {
  it.each(["sys.version.startswith('3.5')", "sys.platform == 'darwin'", "os.name == 'nt'", "'2.7' in sys.version"])(
    "is no error: %s",
    (suits) => {
      expect(analyze(`import os, sys\nif not (${suits}):\n    raise Exception("not here")\n`).failures).toEqual([]);
    },
  );
});

describe("an exception that a function may raise", () => {
  it("reaches the handler of its caller, whose outcome joins the other", () => {
    const { repr, failures } = analyze(`${OPEN}
def check(n):
    if n > 3:
        raise ValueError("too many")
    return "few"

def deep(n):
    return check(n)

try:
    found = deep(n)
except ValueError:
    found = "many"
text = isinstance(found, str)
`);
    expect(failures).toEqual([]);
    expect(repr("text")).toBe("True");
    expect(repr("found")).not.toBe("'few'");
  });

  it("is no requirement where it is handled, and one where it is not", () => {
    const check = `${OPEN}
def check(n):
    if n > 3:
        raise ValueError("too many")
    return "few"
`;
    expect(
      analyze(`${check}
try:
    found = check(n)
except ValueError:
    found = "few"
`).repr("found"),
    ).toBe("'few'");
    expect(analyze(`${check}\nfound = check(n)\n`).repr("found")).toBe("'few'");
  });

  it("keeps what was written before it was raised", () => {
    const { repr } = analyze(`${OPEN}
steps = []

def work(n):
    steps.append("begun")
    if n > 3:
        raise ValueError
    return 1

try:
    work(n)
except ValueError:
    pass
`);
    expect(repr("steps")).toBe("['begun']");
  });
});
