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
    const asked = Object.entries(questions(one));
    const program = asked.map(([question], at) => `answer${at} = ${question}\n`).join("");
    const outcome = analyze(`import numpy as np\nresult = ${code}\n${program}`);
    if (one.error !== undefined) return expect(outcome.failures.join()).toMatch(new RegExp(`^(${one.error}: .*)?$`));
    expect(outcome.failures).toEqual([]);
    for (const [at, [question, answer]] of asked.entries()) {
      const told = outcome.repr(`answer${at}`);
      if (answer !== undefined && !told.includes("<unknown>")) expect(told, question).toBe(answer);
    }
  });
});
