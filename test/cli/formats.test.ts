import { expect, it } from "vitest";
import type { DiagnosticJson } from "../../src/analysis/report";
import { formats } from "../../src/cli/check/formats";

const out = { write() {}, columns: 80, colors: false, isTerminal: false };
const options = { files: 3, unread: 0, cwd: "/project", out };

const place = { line: 4, column: 9, endLine: 4, endColumn: 21 };
const error: DiagnosticJson = {
  file: "/project/models/a b.py",
  ...place,
  severity: "error",
  code: "broadcast",
  message: "100% wrong,\nin two lines",
  related: [{ file: "/elsewhere/c.py", ...place, line: 7, endLine: 9, message: "called from here" }],
};
const hint: DiagnosticJson = { ...error, endLine: 6, severity: "hint", code: "unused", message: "b", related: [] };

it("writes annotations for GitHub, escaped, with columns inside one line only", () => {
  expect(formats.github([error, hint], options)).toBe(
    "::error file=models/a b.py,line=4,endLine=4,col=9,endColumn=20,title=ShapeScope%3A broadcast::100%25 wrong,%0Ain two lines\n" +
      "::notice file=models/a b.py,line=4,endLine=6,col=9,title=ShapeScope%3A unused::b\n",
  );
});

it("writes SARIF 2.1.0 with relative places below the folder", () => {
  const log = JSON.parse(formats.sarif([error, hint], options));
  expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") });
  const [run] = log.runs;
  expect(run.tool.driver).toMatchObject({
    name: "ShapeScope",
    rules: [
      {
        id: "broadcast",
        shortDescription: { text: "Shapes do not broadcast: two sizes are neither equal nor 1." },
        help: { text: expect.stringContaining("docs/diagnostics/broadcast.md") },
        helpUri: "https://github.com/shapescope/shapescope/blob/main/docs/diagnostics/broadcast.md",
        defaultConfiguration: { level: "error" },
      },
      { id: "unused" },
    ],
  });
  expect(run.originalUriBaseIds).toEqual({ SRCROOT: { uri: "file:///project/" } });
  expect(run.results).toMatchObject([
    {
      ruleId: "broadcast",
      ruleIndex: 0,
      level: "error",
      message: { text: "100% wrong,\nin two lines" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "models/a%20b.py", uriBaseId: "SRCROOT" },
            region: { startLine: 4, startColumn: 9, endLine: 4, endColumn: 21 },
          },
        },
      ],
      relatedLocations: [
        {
          message: { text: "called from here" },
          physicalLocation: { artifactLocation: { uri: "file:///elsewhere/c.py" } },
        },
      ],
    },
    { ruleId: "unused", ruleIndex: 1, level: "note" },
  ]);
});

it("counts errors and warnings in text", () => {
  const warning: DiagnosticJson = { ...error, severity: "warning" };
  expect(formats.text([error, warning, { ...error, line: 5 }], options)).toMatch(
    /\n\n2 errors, 1 warning in 3 files\n$/,
  );
});
