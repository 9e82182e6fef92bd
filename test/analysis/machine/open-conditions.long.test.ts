import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Case, contradictionOf } from "./claims";

const ORACLE = process.env.OPEN_CONDITIONS ?? join(import.meta.dirname, "../../oracle/open-conditions.jsonl");
const cases: (Case & { seed: number })[] = readFileSync(ORACLE, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

// Programs made and run by tools/record/open_conditions.py.
it("takes as certain under open conditions only what every run comes to", () => {
  const answers = cases.map((one) => ({ ...one, told: contradictionOf(one) }));
  const contradictions = answers.filter(({ told }) => (told?.impossible.length ?? 0) > 0);
  expect(contradictions.map(({ seed, program, told }) => ({ seed, program, ...told }))).toEqual([]);
  expect(answers.filter(({ told }) => told !== undefined).length).toBeGreaterThan(0.9 * cases.length);
}, 120_000);
