import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Case, contradictionOf } from "./claims";

const [{ before }, ...cases]: [{ before: string }, ...Case[]] = JSON.parse(
  readFileSync(process.env.ONE_OF_SEVERAL ?? join(import.meta.dirname, "../../oracle/one-of-several.json"), "utf8"),
);

// Programs made and run by tools/record/one_of_several.py.
it("takes a value that may be one of two for each of them, wherever Python takes a value", () => {
  const answers = cases.map(({ program, outcomes }) => ({
    program,
    told: contradictionOf({ program: `${before}${program}`, outcomes }),
  }));
  const contradictions = answers.filter(({ told }) => (told?.impossible.length ?? 0) > 0);
  expect(contradictions.map(({ program, told }) => ({ program, ...told }))).toEqual([]);
  expect(answers.filter(({ told }) => told !== undefined).length).toBeGreaterThan(0.9 * cases.length);
}, 120_000);
