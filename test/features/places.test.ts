import { expect, it } from "vitest";
import { LineIndex } from "../../src/features/places";

const lines = new LineIndex("ab\r\nc\n\nd");

it("finds the line and column of an offset", () => {
  expect(lines.position(0)).toEqual({ line: 0, character: 0 });
  expect(lines.position(4)).toEqual({ line: 1, character: 0 });
  expect(lines.position(6)).toEqual({ line: 2, character: 0 });
  expect(lines.position(99)).toEqual({ line: 3, character: 1 });
});

it("keeps a position inside its line", () => {
  expect(lines.offset({ line: 0, character: 99 })).toBe(2);
  expect(lines.offset({ line: 3, character: 1 })).toBe(8);
  expect(lines.offset({ line: 9, character: 0 })).toBe(8);
  expect(lines.offset({ line: -1, character: 3 })).toBe(0);
});

it("ends a line before its break", () => {
  expect([0, 1, 2, 3].map((line) => lines.endOfLine(line))).toEqual([2, 5, 6, 8]);
});
