import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyze } from "../analysis/support";

interface Case {
  code: string;
  error?: string;
  shape?: string;
  dtype?: string;
  items?: string;
  value?: string;
}

/** Recorded by tools/record/numpy_values.py. */
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(new URL("../oracle/numpy.json", import.meta.url), "utf8"));

/** What is asked of a result, with NumPy's answer. */
function questions({ shape, dtype, items, value }: Case): Record<string, string | undefined> {
  if (shape === undefined) return { result: value };
  return { "tuple(result.shape)": shape, "str(result.dtype)": dtype, "result.tolist()": items };
}

// Unknown is honest. What is told is NumPy's, and no exception is told where NumPy raises none.
describe("NumPy's values, or none", () => {
  it.each(cases.map((one): [string, Case] => [one.code, one]))("%s", (code, one) => {
    for (const [question, answer] of Object.entries(questions(one))) {
      const outcome = analyze(`import numpy as np\nresult = ${code}\nanswer = ${question}\n`);
      if (one.error === undefined) expect(outcome.failures).toEqual([]);
      const told = outcome.repr("answer");
      if (answer !== undefined && !told.includes("<unknown>")) expect(told, question).toBe(answer);
    }
  });
});
