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
    [18, "matmul"],
    [22, "SyntaxError"],
  ]);
});

it("tell whether the text parses", () => {
  expect(hasSyntaxError(madeUp("/project/attention.py", broken))).toBe(true);
  expect(hasSyntaxError(madeUp())).toBe(false);
});
