import { expect, it } from "vitest";
import type { DiagnosticJson } from "../../../src/analysis/report";
import { diagnosticLines, placeText, shortPath } from "../../../src/cli/render/diagnostics";
import { styleFor } from "../../../src/cli/render/style";

const texts: Record<string, string> = {
  "/p/a.py": "x = 1\n\ty = torch.cat([first_tensor, second_tensor, third_tensor], dim=1) + other_tensor\n",
};
const view = { style: styleFor({ colors: false }), columns: 60, cwd: "/p", textOf: (file: string) => texts[file] };
const error: DiagnosticJson = {
  ...{ file: "/p/a.py", line: 1, column: 5, endLine: 1, endColumn: 6 },
  ...{ severity: "error", code: "shape", message: "first line\nsecond line" },
};

it("quotes the line with the place marked", () => {
  expect(diagnosticLines(error, view)).toEqual([
    "error[shape]: first line",
    "  second line",
    " --> a.py:1:5",
    "1 | x = 1",
    "  |     ^",
  ]);
});

it("leaves out the indentation, and keeps the place in view in a long line", () => {
  const [, head, line, marks] = diagnosticLines(
    { ...error, message: "m", line: 2, endLine: 2, column: 6, endColumn: 71 },
    view,
  );
  expect(head).toBe(" --> a.py:2:6");
  expect(line).toBe("2 | y = torch.cat([first_tensor, second_tensor, third_tens…");
  expect(marks).toBe(`  |     ${"^".repeat(51)}`);
});

it("tells only the place where the source is not at hand", () => {
  expect(diagnosticLines({ ...error, file: "/q/b.py", message: "m" }, view)).toEqual([
    "error[shape]: m",
    " --> /q/b.py:1:5",
  ]);
});

it("adds the calls that led there, but for the command line's own", () => {
  const related = [
    { ...error, line: 2, column: 2, endLine: 2, endColumn: 3, message: "called from here" },
    { ...error, file: "<call>", message: "called from here" },
  ];
  expect(diagnosticLines({ ...error, message: "m", related }, view).slice(4)).toEqual([
    "  = note: called from here",
    " --> a.py:2:2",
    "2 | y = torch.cat([first_tensor, second_tensor, third_tens…",
    "  | ^",
  ]);
});

it("shortens paths below the current folder only", () => {
  expect(shortPath("/p/models/a.py", "/p")).toBe("models/a.py");
  expect(shortPath("/q/a.py", "/p")).toBe("/q/a.py");
  expect(placeText({ file: "<call>", line: 1, column: 3 }, "/p")).toBe("--call:1:3");
});
