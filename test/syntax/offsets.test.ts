import { describe, expect, it } from "vitest";
import type { Assign, FunctionDef } from "../../src/syntax/ast";
import { parse, parser, show } from "./python";

function texts(text: string): string[] {
  return parse(text).tree.body.map((statement) => text.slice(statement.start, statement.end));
}

describe("offsets", () => {
  it("count UTF-16 code units, past emoji and accents", () => {
    const text = 's = "😀é" # 😀\nä = s + "𝒳"\nz = 1\n';
    expect(texts(text)).toEqual(['s = "😀é"', 'ä = s + "𝒳"', "z = 1"]);
    const [comment] = parse(text).tree.comments;
    expect(comment).toEqual({ start: 10, end: 14, text: " 😀", ownLine: false });
  });

  it("are right wherever in a long file a character of two units falls", () => {
    for (let length = 4080; length < 4110; length++) {
      const text = `#${"a".repeat(length)}\n𝒳𝒴𝒵𝒳𝒴𝒵𝒳𝒴 = 1\n`;
      expect(parse(text).tree.problems).toEqual([]);
      expect(texts(text)).toEqual(["𝒳𝒴𝒵𝒳𝒴𝒵𝒳𝒴 = 1"]);
    }
  });

  it("leave carriage returns out of comments and statements", () => {
    const text = "x = 1 # a\r\n  # b\r\ny = (1,\r\n  2)\r\n";
    expect(texts(text)).toEqual(["x = 1", "y = (1,\r\n  2)"]);
    expect(parse(text).tree.comments.map(({ text, ownLine }) => [text, ownLine])).toEqual([
      [" a", false],
      [" b", true],
    ]);
  });

  it("end a block at its last statement, not at the comment behind it", () => {
    expect(texts("def f():\n    return 1  # one\n# two\nx = 2\n")).toEqual(["def f():\n    return 1", "x = 2"]);
  });

  it("have names normalised as Python does", () => {
    expect(show(parse("ﬁ = 1").tree.body[0])).toBe("(Assign [fi] (Int 1))");
  });

  it("tell where a function's name and an attribute's name are", () => {
    const text = "async def go(self): pass\nx = a . b\n";
    const [go, x] = parse(text).tree.body as [FunctionDef, Assign];
    expect(text.slice(go.nameSpan.start, go.nameSpan.end)).toBe("go");
    expect(x.value).toMatchObject({ kind: "Attribute", attr: "b", attrStart: text.lastIndexOf("b") });
  });

  it("become lines and columns from 1, and back", () => {
    const source = parse("a = 1\n\nbc = 2\n");
    expect(source.position(8)).toEqual({ line: 3, column: 2 });
    expect(source.offset(3, 2)).toBe(8);
  });
});

describe("one expression", () => {
  it("has spans in the text given", () => {
    const text = "  A(1)(torch.empty(2, 3))";
    const call = parser.expression(text);
    expect(show(call)).toBe('(Call (Call A [(Int 1)] []) [(Call (Attribute torch "empty") [(Int 2) (Int 3)] [])] [])');
    expect(text.slice(call.start, call.end)).toBe("A(1)(torch.empty(2, 3))");
  });
  it.each([
    ["x = 1", "Expected one expression"],
    ["a; b", "Expected one expression"],
    ["", "Expected one expression"],
    ["f(", "'(' was never closed"],
  ])("%s is none", (text, message) => {
    expect(parser.expression(text)).toMatchObject({ message });
  });
});
