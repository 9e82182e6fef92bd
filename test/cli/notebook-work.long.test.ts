import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/cli/check/formats";
import { folderWith, shapescope } from "./harness";

describe("check of a notebook that takes too much work", () => {
  it("says with the cell what was not followed to its end", async () => {
    const place = folderWith({
      "endless.ipynb": JSON.stringify({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: { language_info: { name: "python" } },
        cells: ["def f(n): return f(n - 1) + f(n - 2) if n > 1 else n", "n = 60\nf(n)"].map((source) => ({
          cell_type: "code",
          metadata: {},
          outputs: [],
          source,
        })),
      }),
    });
    const json = JSON.parse((await shapescope(["check", ".", "--format", "json"], { cwd: place })).out);
    const reason =
      "`f(n)` (cell 2, line 2) takes more work than an analysis may cost: what is shown is part of the answer";
    expect(json.partial).toEqual([{ file: join(place, "endless.ipynb"), reason }]);
    expect(json.diagnostics).toMatchObject([{ line: 1, code: "incomplete", message: reason }]);
    expect("cell" in json.diagnostics[0]).toBe(false);
    const out = { write() {}, columns: 100, colors: false, isTerminal: false };
    const text = formats.text(json.diagnostics, { files: 1, unread: 0, cwd: place, out });
    expect(text).toContain(`note[incomplete]: ${reason}\n --> endless.ipynb:1:1\n`);
    rmSync(place, { recursive: true });
  });
});
