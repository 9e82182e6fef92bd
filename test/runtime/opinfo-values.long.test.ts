import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { differences, type RecordedGradient } from "./opinfo-gradients";

/** `VALUES=FILE` holds to another recording of `tools/record/values.py`, and lists what differs. */
const file = process.env.VALUES ?? "test/oracle/values.jsonl";

const CHUNK = 60;

/** Why a call is not computed: no kernel, or integers that need more than 32 bits where 64 are not computed. It is said, never silent. */
const unanswered = / can't be executed| is not followed|needs more than 32 bits/;

it("gives PyTorch's values of its operator samples, in several dtypes", { timeout: 1_800_000 }, async () => {
  const cases = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as RecordedGradient);
  const found: string[] = [];
  for (let from = 0; from < cases.length; from += CHUNK)
    found.push(...(await differences(cases.slice(from, from + CHUNK))));
  const without = found.filter((text) => unanswered.test(text)).length;
  const wrong = found.flatMap((text, n) =>
    text === "" || unanswered.test(text) ? [] : [`${cases[n]!.op}: ${text} -- ${cases[n]!.body.join("; ")}`],
  );
  if (process.env.VALUES !== undefined) console.log([...wrong, `${without} without a kernel`].join("\n"));
  expect(wrong.length / (cases.length - without)).toBeLessThan(0.01);
});
