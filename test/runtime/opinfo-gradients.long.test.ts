import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { differences, type RecordedGradient } from "./opinfo-gradients";

/** `GRADIENTS=FILE` holds to another recording of `tools/record/gradients.py`, and lists what differs. */
const file = process.env.GRADIENTS ?? "test/oracle/gradients.jsonl";

const CHUNK = 60;

it("gives PyTorch's values and gradients of its operator samples", { timeout: 1_800_000 }, async () => {
  const cases = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as RecordedGradient);
  const found: string[] = [];
  for (let from = 0; from < cases.length; from += CHUNK)
    found.push(...(await differences(cases.slice(from, from + CHUNK))));
  const without = found.filter((text) => / can't be executed| is not followed/.test(text)).length;
  const wrong = found.flatMap((text, n) =>
    text === "" || / can't be executed| is not followed/.test(text)
      ? []
      : [`${cases[n]!.op}: ${text} -- ${cases[n]!.body.at(-2)}`],
  );
  if (process.env.GRADIENTS !== undefined) console.log([...wrong, `${without} without a kernel`].join("\n"));
  expect(wrong.length / (cases.length - without)).toBeLessThan(0.02);
});
