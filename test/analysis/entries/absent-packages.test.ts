import { expect, it } from "vitest";
import { errorsOf as errors } from "../support";

const FETCH = `
def fetch(url):
    try:
        return wanted.get(url)
    except Exception as error:
        raise ValueError(f"can't fetch: {error}") from error
fetch("https://example.org")
`;

it("what is raised because a package is not there is no error, however far from its import", () => {
  const lazy = `import importlib
def optional(name):
    try:
        return importlib.import_module(name)
    except Exception as error:
        reason = f"{error}"
    class Lazy:
        def __getattr__(self, name):
            raise ImportError(reason)
    return Lazy()
wanted = optional("wanted")
`;
  expect(errors(lazy + FETCH)).toEqual([]);
});

it("what stands in for a package that is not there raises no error, and the rest of the program does", () => {
  const stub = `try:
    from wanted import get
except ImportError:
    def get(url):
        raise RuntimeError("install it")
`;
  expect(errors(`${stub}get("https://example.org")\n`)).toEqual([]);
  expect(errors(`${stub}def take(url):\n    raise RuntimeError("no")\ntake(1)\n`)).toEqual(["7: RuntimeError: no"]);
});

it("what a function returns without a package is assumed, in a tuple too", () => {
  const flag = `import importlib
def optional(name):
    try:
        return importlib.import_module(name), True
    except ImportError:
        return None, False
wanted, is_there = optional("wanted")
`;
  expect(errors(`${flag}if not is_there:\n    raise RuntimeError("install it")\n`)).toEqual([]);
});

it("a mistake while another exception is handled is one still", () => {
  const program = `try:
    {}["key"]
except KeyError as error:
    raise ValueError("no key") from error
`;
  expect(errors(program)).toEqual(["4: ValueError: no key"]);
});
