import { expect, it } from "vitest";
import { CellPositions } from "../../src/syntax/notebook/positions";

const code = (source: unknown) => ({ cell_type: "code", metadata: {}, outputs: [], source });

/** The text of the file from a place in a cell on. */
function textAt(json: string, cell: number, line: number, column: number): string | undefined {
  const found = new CellPositions(json).at(cell, { line, column });
  return found && json.split(/\r?\n/)[found.line - 1].slice(found.column - 1);
}

const listed = JSON.stringify(
  { cells: [{ cell_type: "markdown" }, code(["x = 1\n", "\n", 'y = "ä\t"\n', "z = y"])] },
  null,
  1,
);

it("a line of a cell has a line of the file of its own", () => {
  expect(textAt(listed, 2, 1, 1)).toBe('x = 1\\n",');
  expect(textAt(listed, 2, 2, 1)).toBe('\\n",');
  expect(textAt(listed, 2, 4, 5)).toBe('y"');
  expect(new CellPositions(listed).at(2, { line: 4, column: 1 })?.line).toBe(
    1 + listed.split("\n").findIndex((line) => line.includes("z = y")),
  );
});

it("columns count what is escaped as it is written", () => {
  expect(textAt(listed, 2, 3, 5)).toBe('\\"ä\\t\\"\\n",');
  expect(textAt(listed, 2, 3, 7)).toBe('\\t\\"\\n",');
  const escaped = '{"cells": [{"source": ["\\u00e4\\ud83d\\ude00 = x"]}]}';
  expect(textAt(escaped, 1, 1, 7)).toBe('x"]}]}');
});

it("the end of a line is at its last character", () => {
  expect(textAt(listed, 2, 1, 6)).toBe('\\n",');
  expect(textAt(listed, 2, 1, 99)).toBe('\\n",');
});

it("a cell that is one text stands on one line", () => {
  const json = `\uFEFF${JSON.stringify({ cells: [code("x = 1\ny = x\n")] }, null, 1)}`;
  expect(textAt(json, 1, 2, 5)).toBe('x\\n"');
  expect(textAt(json, 1, 3, 1)).toBe('"');
});

it("nbformat 3 has its cells in worksheets", () => {
  const json = JSON.stringify({ worksheets: [{ cells: [{ input: ["x"] }] }, { cells: [{ input: ["y\n", "z"] }] }] });
  expect(textAt(json, 2, 2, 1)).toBe('z"]}]}]}');
});

it("what is not there has no place", () => {
  const positions = new CellPositions(listed);
  for (const [cell, line] of [
    [1, 1],
    [3, 1],
    [2, 5],
  ])
    expect(positions.at(cell, { line, column: 1 })).toBeUndefined();
  expect(new CellPositions("").at(1, { line: 1, column: 1 })).toBeUndefined();
  expect(new CellPositions("[".repeat(100_000)).at(1, { line: 1, column: 1 })).toBeUndefined();
});
