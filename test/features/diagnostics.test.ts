import { expect, it } from "vitest";
import { diagnostics, hasSyntaxError } from "../../src/features/diagnostics";
import { attention, madeUp } from "../fixtures/made-up";

const broken = attention.replace("q @ k.transpose(-2, -1)", "(q @ k)").replace("load(x)", "syntax(x");

it("are those of the file, in the order of the text, each once", () => {
  const analysis = madeUp("/project/attention.py", broken);
  const [first] = analysis.diagnostics;
  analysis.diagnostics.push({ ...first }, { ...first, file: "/project/other.py" });
  analysis.diagnostics.reverse();
  expect(diagnostics(analysis).map(({ line, code }) => [line, code])).toEqual([
    [18, "matmul-sizes"],
    [22, "syntax"],
  ]);
});

it("are told at the call where another file's code fails", () => {
  const analysis = madeUp("/project/attention.py", attention);
  const there = { file: "/project/layers.py", line: 7, column: 9, endLine: 7, endColumn: 20 };
  const here = { file: "/project/attention.py", line: 20, column: 5, endLine: 20, endColumn: 12 };
  const error = { severity: "error" as const, code: "broadcast", message: "RuntimeError: do not fit" };
  const related = [{ ...here, message: "called from here", call: true as const }];
  analysis.diagnostics = [
    { ...there, ...error, related },
    { ...there, ...error, severity: "hint", related },
  ];
  expect(diagnostics(analysis)).toEqual([{ ...error, ...here, related: [{ ...there, message: "raised here" }] }]);
});

it("tell whether the text parses", () => {
  expect(hasSyntaxError(madeUp("/project/attention.py", broken))).toBe(true);
  expect(hasSyntaxError(madeUp())).toBe(false);
});
