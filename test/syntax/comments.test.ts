import { describe, expect, it } from "vitest";
import type { Module } from "../../src/syntax/ast";
import { expectSame, parse, parser } from "./python";

/** 200 comment lines in a row, some of them with a mark that is as long as the other's. */
const row = (indent: string, mark: string) =>
  Array.from({ length: 200 }, (_, n) => `${indent}# ${n} ${n % 20 === 0 ? mark : "abc"}\n`).join("");

const PLACES: Record<string, (indent: (n: number) => string) => string> = {
  "at the top": (at) => `x = 1\n${at(0)}y = 2\n`,
  "at the end": (at) => `def f():\n    return 1\n${at(4)}`,
  "before all": (at) => `${at(0)}import torch\n`,
  "in a body": (at) => `def f(x):\n    x = x + 1\n${at(4)}    return x\n`,
  "as deep as what it follows": (at) => `if 1:\n    x = 1\n${at(4)}y = 2\n`,
  "less deep than what it follows": (at) => `if 1:\n    x = 1\n${at(0)}    y = 2\nz = 3\n`,
  "between branches": (at) => `if 1:\n    x = 1\n${at(0)}else:\n    y = 2\n`,
  "under a head": (at) => `class C:\n${at(8)}    def f(self): pass\n`,
  "under a decorator": (at) => `@f\n${at(0)}def g(): pass\n`,
  "in brackets": (at) => `x = [\n    1,\n${at(4)}    2,\n]\n`,
  "with a mistake after it": (at) => `x = 1\n${at(0)}y = (\nz = 3\n`,
};

const told = ({ body, comments, problems }: Module) => ({
  body,
  comments: comments.map(({ start, end, ownLine }) => ({ start, end, ownLine })),
  problems,
});

describe("long rows of comments", () => {
  for (const [name, text] of Object.entries(PLACES))
    it(`${name} change nothing about the tree, and all are found`, () => {
      // Quotes in the comments show them to the grammar.
      const whole = parse(text((n) => row(" ".repeat(n), "'''")));
      const hidden = parse(text((n) => row(" ".repeat(n), "abc")));
      expect(told(hidden.tree)).toEqual(told(whole.tree));
      expect(hidden.tree.comments).toHaveLength(200);
      expect(hidden.tree.comments[150].text).toBe(" 150 abc");
    });

  it("are text within a string", () => {
    const { body, comments, problems } = parse(`x = """\n${row("", "abc")}"""\n`).tree;
    expect(problems).toEqual([]);
    expect(comments).toEqual([]);
    expect(body).toMatchObject([{ kind: "Assign", value: { value: `\n${row("", "abc")}` } }]);
  });

  it("are the same when they grow and shrink in an edited file", () => {
    const lines = row("", "abc").split("\n");
    const short = `x = 1\n${lines.slice(0, 60).join("\n")}\ny = 2\n`;
    const more = `${lines.slice(60, 80).join("\n")}\n`;
    const at = short.indexOf("y = 2");
    const document = parser.open("/test.py", short);
    try {
      const long = document.edit([{ start: at, end: at, text: more }]);
      expectSame(long, parse(long.text));
      expect(long.tree.comments).toHaveLength(80);
      const again = document.edit([{ start: at, end: at + more.length, text: "" }]);
      expectSame(again, parse(short));
      expect(again.tree.comments).toHaveLength(60);
    } finally {
      document.dispose();
    }
  });

  it("of twenty thousand lines are read once", () => {
    const text = `${"# (B, C, H, W) -> (B, C)\n".repeat(20_000)}x = 1\n`;
    const { body, comments, problems } = parse(text).tree;
    expect(problems).toEqual([]);
    expect(body).toMatchObject([{ kind: "Assign", start: text.length - 6 }]);
    expect(comments).toHaveLength(20_000);
  });
});
