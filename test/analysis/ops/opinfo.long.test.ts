import { expect, test } from "vitest";
import { createParser, evaluate } from "./expressions";
import { type Case, miss, readCases } from "./opinfo";

interface Held {
  misses: string[];
  falseErrors: number;
  /** Calls that PyTorch refuses and that were refused. */
  refused: number;
}

/** `OPINFO=text` prints the misses whose operator's name contains the text (`.` for all). */
async function hold(cases: readonly Case[]): Promise<Held> {
  const parser = await createParser();
  const held: Held = { misses: [], falseErrors: 0, refused: 0 };
  for (const want of cases) {
    const why = miss(want, evaluate(parser, want.src));
    if (why === undefined) {
      if (want.error !== undefined) held.refused++;
      continue;
    }
    if (why.startsWith("false error")) held.falseErrors++;
    held.misses.push(`${want.op}: ${want.src}\n    ${why}`);
  }
  const wanted = process.env.OPINFO;
  if (wanted !== undefined)
    console.log(held.misses.filter((line) => line.split(":")[0].includes(wanted) || wanted === ".").join("\n"));
  return held;
}

const report = ({ misses }: Held) => misses.slice(0, 50).join("\n").slice(0, 10_000);

/** PyTorch's own operator samples: shapes and dtypes of 3,930 calls, 214 of which it refuses. */
test("results and refusals are those that PyTorch 1.13 recorded", async () => {
  const cases = readCases();
  const held = await hold(cases);
  expect(cases).toHaveLength(3930);
  expect(cases.length - held.misses.length, report(held)).toBeGreaterThanOrEqual(Math.ceil(cases.length * 0.995));
  expect(held.falseErrors, report(held)).toBe(0);
  expect(held.refused, report(held)).toBeGreaterThanOrEqual(210);
}, 60_000);

/**
 * The same of a newer PyTorch (tools/record/opinfo.py). Where the two disagree about what is refused (an int32 index of `gather`),
 * the older one is held.
 */
test("results and refusals are those that PyTorch 2.15 recorded", async () => {
  const cases = readCases("opinfo-2.15.jsonl");
  const held = await hold(cases);
  expect(cases).toHaveLength(3704);
  expect(cases.length - held.misses.length, report(held)).toBeGreaterThanOrEqual(Math.ceil(cases.length * 0.975));
}, 60_000);
