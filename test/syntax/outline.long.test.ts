import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { outline } from "../../src/syntax/outline";
import { expectSame, parser } from "./python";

function names(text: string): string[] {
  return outline(text)!.map((part) => part.name ?? text.slice(part.start, part.end).trim());
}

test("definitions and plain assignments go by their names", () => {
  expect(names("import a\ndef f(x=1):\n    return x\nclass C: pass\nasync def g(): ...\nN = 3\n")).toEqual([
    "import a",
    "f",
    "C",
    "g",
    "N",
  ]);
});

test("what binds several names, or none, has no name", () => {
  for (const text of [
    "a = b = 1",
    "a, b = 1, 2",
    "a.b = 1",
    "a += 1",
    "a: int = 1",
    "a = 1; b = 2",
    "a == b",
    "f(a=1)",
  ])
    expect(names(text)).toEqual([text]);
  expect(names("a = f(b=1)")).toEqual(["a"]);
});

test("decorators belong to what they decorate", () => {
  const [part] = outline("@register(name='x')\n@other\n# why\ndef f():\n    pass\n")!;
  expect(part).toMatchObject({ name: "f", decorators: "@register(name='x')\n@other\n# why\n" });
});

test("blocks go on with else, except and finally", () => {
  expect(outline("try:\n    a\nexcept E:\n    b\nelse:\n    c\nfinally:\n    d\nx = 1\n")!.length).toBe(2);
});

test("no statement begins inside strings, brackets, comments or continued lines", () => {
  expect(names("a = '''\ndef f():\n'''\nb = [\n1\n]\nc = 1 + \\\n2\n# def g():\nd = \"it's\"\ne = r'\\''\n")).toEqual([
    "a",
    "b",
    "c",
    "d",
    "e",
  ]);
});

const files = ["examples", "src/prelude"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .map((name) => join(folder, name)),
);

test("parts begin where the parser's statements do", () => {
  expect(files.length).toBeGreaterThan(50);
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const parts = outline(text)!;
    const { body } = parser.parse(file, text).tree;
    const found = parts.map((part) => body.filter(({ start }) => start >= part.start && start < part.end).length);
    expect([file, found.every((count) => count === 1), found.length]).toEqual([file, true, body.length]);
  }
});

test("parts that are parsed alone give the statements of the whole file", () => {
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const whole = parser.parse(file, text).tree.body;
    const lazy = parser.lazily(file, text);
    const read = outline(text)!.flatMap((part) => lazy.statements([part]));
    expect(lazy.isParsed).toBe(false);
    expectSame(read, whole);
    expectSame(parser.lazily(file, text).statements(outline(text)!), whole);
  }
});

test("a part with an error is read as part of the whole file", () => {
  const text = "def f():\n    return 1 +\n\ndef g():\n    return 2\n";
  const lazy = parser.lazily("a.py", text);
  const [broken, sound] = lazy.parts!;
  expect(lazy.statements([sound])).toMatchObject([{ kind: "FunctionDef", name: "g" }]);
  expect(lazy.isParsed).toBe(false);
  expect(lazy.statements([broken])).toMatchObject([{ kind: "FunctionDef", name: "f" }]);
  expect(lazy.tree.problems.length).toBe(1);
});

test("a file whose brackets or quotes don't match has no outline", () => {
  for (const text of ["def f(:\n    pass\ndef g(): pass", "a = ')'\nb = 1)", "a = 'x\nb = 1", 'a = """x\nb = 1'])
    expect(outline(text)).toBeUndefined();
});
