import { expect, it } from "vitest";
import { casesSection, scoreOf } from "../../tools/cases/score.mjs";

const CASES = [
  { file: "a_bug.py", kind: "loop", lines: [3, 4], text: "x" },
  { file: "b_bug.py", kind: "loop", lines: [7], text: "x" },
  { file: "a_fixed.py", text: "x" },
  { file: "c_bug.py", error: "RuntimeError", lines: [2], text: "# c (bug); kind: device of an index\nx" },
  { file: "c_fixed.py", text: "# c (fixed); kind: device of an index\nx" },
];
const TOLD = new Map([
  ["a_bug.py", [{ line: 4 }, { line: 9 }]],
  ["b_bug.py", [{ line: 6 }]],
  ["a_fixed.py", [{ line: 1 }]],
  ["c_bug.py", [{ line: 2 }]],
]);

it("counts what is found at its line, missed and false, by kind", () => {
  expect(scoreOf(CASES, TOLD)).toEqual([
    { kind: "loop", bugs: 2, found: 1, missed: 1, right: 0, false: 0 },
    { kind: "device of an index", bugs: 1, found: 1, missed: 0, right: 1, false: 0 },
    { kind: "other", bugs: 0, found: 0, missed: 0, right: 1, false: 1 },
  ]);
});

it("tells it as a section of the scoreboard", () => {
  const section = casesSection([{ name: "silent", rows: scoreOf(CASES, TOLD) }]);
  expect(section).toContain("### silent\n\n| kind | bugs | found | missed | false |");
  expect(section).toContain(
    "| loop | 2 | 1 | 1 | 0 |\n| device of an index | 1 | 1 | 0 | 0 |\n| other | 0 | 0 | 0 | 1 |\n| all | 3 | 2 | 1 | 1 |",
  );
  expect(section).toContain("2 programs of the collection are right");
});
