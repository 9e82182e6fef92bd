import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { librariesSection, shareRight, tally, wrongPer } from "../../tools/sweep/libraries-section.mjs";

const finding = (repository: string, severity: string, code: string) => ({ repository, severity, code });
const counts = new Map([
  ["timm", { files: 2, lines: 30_000, givenUp: [], partial: new Set(["timm/models/big.py"]) }],
  ["monai", { files: 3, lines: 10_000, givenUp: ["monai/deep.py"], partial: new Set<string>() }],
]);
const found = {
  right: [
    { error: finding("monai", "warning", "deprecated") },
    { error: finding("timm", "warning", "unstable-log") },
    { error: finding("timm", "warning", "unstable-log") },
    { error: finding("timm", "error", "argument") },
  ],
  wrong: [{ error: finding("timm", "warning", "axes-by-view") }],
  unjudged: [finding("monai", "error", "type")],
};

describe("what is told of published libraries", () => {
  it("is counted by library and kind, errors first", () => {
    const { lines, rows } = tally(counts, found);
    expect(lines).toBe(40_000);
    expect(rows.map(({ library, kind, right, wrong, unjudged }) => [library, kind, right, wrong, unjudged])).toEqual([
      ["timm", "argument", 1, 0, 0],
      ["timm", "axes-by-view", 0, 1, 0],
      ["timm", "unstable-log", 2, 0, 0],
      ["monai", "type", 0, 0, 1],
      ["monai", "deprecated", 1, 0, 0],
    ]);
  });

  it("has a share of warnings that are right, and a number of wrong ones in so many lines", () => {
    const rows = tally(counts, found);
    expect(shareRight(rows)).toBe(0.75);
    expect(wrongPer(rows, 20_000)).toBe(0.5);
    expect(shareRight(tally(counts, { right: [], wrong: [], unjudged: [] }))).toBe(1);
  });

  it("is a section of the scoreboard", () => {
    const section = librariesSection(tally(counts, found), { counts, slowest: undefined, largest: undefined });
    expect(section).toContain("40,000 lines of source: timm (30,000), monai (10,000)");
    expect(section).toContain("Of the warnings 75.0 % are right, and 0.50 are wrong in 20,000 lines.");
    expect(section).toContain("| timm | `unstable-log` | warning | 2 | 0 | 0 |");
    expect(section).toContain("| timm | 2 | 30,000 | 1 | 0 | 0 | 2 | 1 | 0 | 0.67 | 1 |");
    expect(section).toContain("| monai | 3 | 10,000 | 0 | 0 | 1 | 1 | 0 | 0 | 0.00 | 1 |");
  });
});

it("each judgement of a library has a reason, and stands once", () => {
  const list = JSON.parse(readFileSync(resolve(__dirname, "../sweep/libraries.json"), "utf8"));
  const keys = list.map(({ repository, file, text, kind }: Record<string, string>) =>
    JSON.stringify([repository, file, text, kind]),
  );
  expect(new Set(keys).size).toBe(list.length);
  for (const { verdict, why } of list) {
    expect(typeof verdict).toBe("boolean");
    expect(why).not.toBe("");
  }
});
