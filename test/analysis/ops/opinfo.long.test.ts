import { expect, test } from "vitest";
import type { Version } from "../../../src/analysis/trace/version";
import type { Parser } from "../../../src/syntax/parse";
import { analyze } from "../support";
import { type Answer, createParser, evaluate } from "./expressions";
import { StubMachine } from "./machine";
import { type Case, miss, miswording, readCases } from "./opinfo";

interface Held {
  misses: string[];
  falseErrors: number;
  /** Calls that PyTorch refuses and that were refused. */
  refused: number;
  /** Those of them that were refused in other words. */
  miswordings: string[];
}

/** What is no operator of a table is one of the prelude's functions, or not known. */
function ask(parser: Parser, source: string, version?: Version): Answer {
  const answer = evaluate(parser, source, new StubMachine(version));
  if (!("crash" in answer && answer.crash.startsWith("there is no operator"))) return answer;
  const { failures, value } = analyze(
    `import torch\nresult = ${source}\n`,
    {},
    version === undefined ? {} : { torch: version },
  );
  return failures.length > 0 ? { refused: failures[0].replace(/ \(line 2\)$/, "") } : { value: value("result")! };
}

/** `OPINFO=text` prints the misses whose operator's name contains the text (`.` for all). */
async function hold(cases: readonly Case[], version?: Version): Promise<Held> {
  const parser = await createParser();
  const held: Held = { misses: [], falseErrors: 0, refused: 0, miswordings: [] };
  for (const want of cases) {
    const answer = ask(parser, want.src, version);
    const why = miss(want, answer);
    if (why === undefined) {
      if (want.error !== undefined) held.refused++;
      const words = miswording(want, answer);
      if (words !== undefined) held.miswordings.push(`${want.op}: ${want.src}\n    ${words}`);
      continue;
    }
    if (why.startsWith("false error")) held.falseErrors++;
    held.misses.push(`${want.op}: ${want.src}\n    ${why}`);
  }
  const wanted = process.env.OPINFO;
  if (wanted !== undefined)
    for (const lines of [held.misses, held.miswordings])
      console.log(lines.filter((line) => line.split(":")[0].includes(wanted) || wanted === ".").join("\n"));
  return held;
}

const report = (lines: readonly string[]) => lines.slice(0, 50).join("\n").slice(0, 10_000);

/** PyTorch's own operator samples: shapes and dtypes of 3,704 calls, 538 of which it refuses (tools/record/opinfo.py). */
test("results and refusals are those that PyTorch 2.15 recorded, in its words", async () => {
  const cases = readCases("opinfo-2.15.jsonl");
  const { misses, falseErrors, refused, miswordings } = await hold(cases, "2.15");
  expect(cases).toHaveLength(3704);
  expect(cases.length - misses.length, report(misses)).toBeGreaterThanOrEqual(Math.ceil(cases.length * 0.994));
  expect(falseErrors, report(misses)).toBe(0);
  const calls = cases.filter(({ error }) => error !== undefined).length;
  expect(calls).toBe(538);
  expect(refused - miswordings.length, report(miswordings)).toBeGreaterThanOrEqual(Math.ceil(calls * 0.985));
}, 60_000);

/** The same of an older one: 3,930 calls, 214 of which it refuses. */
test("results and refusals are those that PyTorch 1.13 recorded", async () => {
  const cases = readCases();
  const { misses, falseErrors, refused, miswordings } = await hold(cases, "1.13");
  expect(cases).toHaveLength(3930);
  expect(cases.length - misses.length, report(misses)).toBeGreaterThanOrEqual(Math.ceil(cases.length * 0.995));
  expect(falseErrors, report(misses)).toBe(0);
  expect(refused, report(misses)).toBeGreaterThanOrEqual(210);
  expect(refused - miswordings.length, report(miswordings)).toBeGreaterThanOrEqual(Math.ceil(214 * 0.95));
}, 60_000);

/** Where no PyTorch is found, neither version's calls are errors; nor are all of the other's refusals. */
test.each([
  ["2.15", "opinfo-2.15.jsonl", 0.992],
  ["1.13", "opinfo.jsonl", 0.995],
])(
  "nothing that PyTorch %s takes is refused where the version is not known",
  async (_, file, least) => {
    const cases = readCases(file);
    const { misses, falseErrors } = await hold(cases);
    expect(falseErrors, report(misses)).toBe(0);
    expect(cases.length - misses.length, report(misses)).toBeGreaterThanOrEqual(Math.ceil(cases.length * least));
  },
  60_000,
);
