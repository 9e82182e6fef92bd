import { expect, test } from "vitest";
import { createParser, evaluate } from "./expressions";
import { miss, readCases } from "./opinfo";

/**
 * PyTorch's own operator samples: shapes and dtypes of 3,930 calls, 214 of which it refuses.
 * `OPINFO=text` prints the misses whose operator's name contains the text (`.` for all).
 */
test("results and refusals are those that PyTorch 1.13 recorded", async () => {
  const parser = await createParser();
  const cases = readCases();
  const misses: string[] = [];
  let falseErrors = 0;
  let refused = 0;
  for (const want of cases) {
    const why = miss(want, evaluate(parser, want.src));
    if (why === undefined) {
      if (want.error !== undefined) refused++;
      continue;
    }
    if (why.startsWith("false error")) falseErrors++;
    misses.push(`${want.op}: ${want.src}\n    ${why}`);
  }
  const wanted = process.env.OPINFO;
  if (wanted !== undefined)
    console.log(misses.filter((line) => line.split(":")[0].includes(wanted) || wanted === ".").join("\n"));
  const report = misses.slice(0, 50).join("\n").slice(0, 10_000);
  expect(cases).toHaveLength(3930);
  expect(cases.length - misses.length, report).toBeGreaterThanOrEqual(Math.ceil(cases.length * 0.985));
  expect(falseErrors, report).toBeLessThanOrEqual(5);
  expect(refused, report).toBeGreaterThanOrEqual(190);
}, 60_000);
