import { describe, expect, it } from "vitest";
import { evaluator } from "../../prelude/support";

const show = evaluator("import os\nunknown = os.environ['PREFIX']\n");

describe("bytes", () => {
  it.each([
    ["b'ab'.startswith(b'a')", "True"],
    ["b'ab'.endswith((b'c', b'b'))", "True"],
    ["b'ab'.startswith((b'a', unknown))", "True"],
    ["b'abc'.find(b'c')", "2"],
    ["b'abc'.find(99)", "2"],
    ["b'abca'.count(97)", "2"],
    ["98 in b'abc'", "True"],
    ["b','.join([b'a', b'b']) == b'a,b'", "True"],
    ["b'\\xc3\\xa9'.decode()", "'é'"],
    ["b'\\xe9'.decode('latin-1')", "'é'"],
    ["b'\\xef\\xbb\\xbfa'.decode()", "'\\ufeffa'"],
  ])("%s is %s", (expression, wanted) => {
    expect(show(expression)).toEqual({ py: wanted });
  });

  it.each([
    "b'ab'.startswith(unknown)",
    "b'ab'.find(unknown)",
    "b'ab'.count(unknown)",
    "unknown in b'ab'",
    "b','.join([b'a', unknown])",
    "b'ab'.replace(unknown, b'c')",
    "bytes(unknown)",
    "b'\\xff'.decode()",
    "b'\\xff'.decode('cp1252')",
    "b'a'.decode(unknown)",
  ])("%s is not known", (expression) => {
    expect(show(expression)).toMatchObject({ unknown: expect.any(String) });
  });

  it.each([
    ["b'ab'.startswith('a')", "startswith first arg must be bytes or a tuple of bytes, not str"],
    ["b'ab'.endswith((b'x', 1))", "a bytes-like object is required, not 'int'"],
    ["b'ab'.find('a')", "argument should be integer or bytes-like object, not 'str'"],
    ["b'ab'.replace('a', b'c')", "a bytes-like object is required, not 'str'"],
    ["b','.join([b'a', 'b'])", "sequence item 1: expected a bytes-like object, str found"],
    ["'a' in b'ab'", "a bytes-like object is required, not 'str'"],
  ])("%s is refused", (expression, message) => {
    expect(show(expression)).toMatchObject({ error: "TypeError", message });
  });
});
