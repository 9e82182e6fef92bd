import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { RecordedGradient } from "./opinfo-gradients";
import { numbersIn } from "./opinfo-gradients";

/** Half of the distance between the two points of a difference: numbers are of 32 bits. */
const STEP = 2e-3;

/** Relative to what the loss and its slope are large. */
const TOLERANCE = 3e-2;

/**
 * Operators whose slope along a line is none: they round, sort or choose, so that a step goes over an edge, or they leave no numbers that 32 bits
 * tell apart.
 */
const UNEVEN = new Set(
  "amax amin argsort ceil floor floor_divide fmod frac histogram remainder round sgn sign trunc __rmod__ nn.functional.hardshrink nextafter".split(
    " ",
  ),
);

/** A body whose followed tensors lie a step along a direction; gives the loss, or what the gradients say of it. */
function along(body: readonly string[], step: number | undefined): string[] {
  const lines: string[] = [];
  const followed: string[] = [];
  for (const line of body.slice(0, -1)) {
    const [, name, made] = /^(t\d+) = (.*)\.requires_grad_\(\)$/.exec(line) ?? [];
    if (name === undefined) lines.push(line);
    else {
      followed.push(name);
      const moved = step === undefined ? "" : ` + ${step} * d${name}`;
      lines.push(`d${name} = torch.cos(torch.arange(${made}.numel()) * 1.7 + 0.3).reshape(${made}.shape)`);
      lines.push(`${name} = (${made}${moved}).detach().requires_grad_()`);
    }
  }
  if (step !== undefined) return [...lines, "return weighted(out).detach()"];
  return [
    ...lines,
    `found = torch.autograd.grad(weighted(out), [${followed.join(", ")}], allow_unused=True)`,
    `return sum((g * d).sum() for g, d in zip(found, [${followed.map((name) => `d${name}`).join(", ")}]) if g is not None)`,
  ];
}

it("has the slopes that small steps have", { timeout: 1_800_000 }, async () => {
  const cases = readFileSync(process.env.GRADIENTS ?? "test/oracle/gradients.jsonl", "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as RecordedGradient)
    .filter(
      ({ op, body, want }) =>
        !UNEVEN.has(op) && !body.join("").includes("complex") && want.flat().every((x) => typeof x !== "string"),
    );
  const bodies = cases.flatMap(({ body }) => [along(body, undefined), along(body, STEP), along(body, -STEP)]);
  const found = await numbersIn(bodies);
  const wrong: string[] = [];
  let compared = 0;
  for (const [n, { op, body }] of cases.entries()) {
    const [slope, after, before] = found.slice(3 * n, 3 * n + 3);
    if (typeof slope !== "number" || typeof after !== "number" || typeof before !== "number") continue;
    compared++;
    const difference = (after - before) / (2 * STEP);
    // What 32 bits round of the loss.
    const noise = (Math.abs(after) * 1e-6) / STEP;
    if (!(Math.abs(slope - difference) <= TOLERANCE * Math.max(1, Math.abs(difference)) + noise))
      wrong.push(`${op}: ${slope}, not ${difference} -- ${body.at(-2)}`);
  }
  if (process.env.GRADIENTS !== undefined) console.log(wrong.join("\n"), compared);
  expect(compared).toBeGreaterThan(400);
  expect(wrong.length / compared, wrong.join("\n")).toBeLessThan(0.03);
});
