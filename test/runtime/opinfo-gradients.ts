import type { Output } from "../../src/runtime/output";
import type { RunResult } from "../../src/runtime/result";
import { runProgram } from "../../src/runtime/run";
import { analyzerOf } from "../analysis/support";

/** A call as `tools/record/gradients.py` records it: results and gradients, null where there is none. */
export interface RecordedGradient {
  op: string;
  body: string[];
  want: ((number | string)[] | null)[];
}

const HEAD = `import torch


def weighted(out):
    total = None
    for one in out if isinstance(out, (tuple, list)) else (out,):
        if not isinstance(one, torch.Tensor) or not one.requires_grad:
            continue
        one = torch.view_as_real(one) if one.is_complex() else one
        one = (one * torch.linspace(-1.0, 1.5, one.numel()).reshape(one.shape)).sum()
        total = one if total is None else total + one
    return total


def listed(out):
    return [one for one in (out if isinstance(out, (tuple, list)) else (out,)) if isinstance(one, torch.Tensor)]
`;

/** Relative to what is at least 1. */
const TOLERANCE = 1e-4;

/** Of numbers of 16 bits: PyTorch rounds within an operator too, where it is made of others. */
const HALF_TOLERANCE = 4e-3;

/** The first number of what each body gives, or why there is none. */
export async function numbersIn(bodies: readonly (readonly string[])[]): Promise<(number | string)[]> {
  const found: (number | string)[] = [];
  for (let from = 0; from < bodies.length; from += CHUNK) {
    const part = bodies.slice(from, from + CHUNK);
    const call = callerOf(part);
    for (const n of part.keys()) {
      const { failure, outputs } = await call(n);
      found.push(failure?.message ?? Number(outputs[0]?.data[0] ?? Number.NaN));
    }
  }
  return found;
}

const CHUNK = 60;

/** Runs functions of these bodies, in one file. */
function callerOf(bodies: readonly (readonly string[])[]): (n: number) => Promise<RunResult> {
  const text = bodies.map((body, n) => `def f${n}():\n${body.map((line) => `    ${line}\n`).join("")}`).join("\n");
  const file = "/project/calls.py";
  const analyzer = analyzerOf({ [file]: `${HEAD}\n\n${text}` });
  const options = { seed: 0, backend: "cpu", statistics: false } as const;
  return (n) => runProgram(analyzer, { file, asked: { call: `f${n}()` } }, options);
}

/** What a call gives otherwise than PyTorch: "" where it gives the same, and why nothing came of it. */
export async function differences(cases: readonly RecordedGradient[]): Promise<string[]> {
  const call = callerOf(cases.map(({ body }) => body));
  const found: string[] = [];
  for (const [n, { want }] of cases.entries()) {
    const result = await call(n);
    if (result.failure !== undefined) found.push(result.failure.message);
    else {
      const parts = Array.isArray(result.output) ? result.output : [result.output];
      const tolerance = cases[n]!.body.some((line) => line.includes("float16")) ? HALF_TOLERANCE : TOLERANCE;
      found.push(difference(parts, (at) => [...result.outputs[at]!.data].map(Number), want, tolerance));
    }
  }
  return found;
}

function difference(
  parts: readonly Output[],
  numbers: (tensor: number) => number[],
  want: RecordedGradient["want"],
  tolerance: number,
): string {
  if (parts.length !== want.length) return `${parts.length} results, not ${want.length}`;
  for (const [n, expected] of want.entries()) {
    const part = parts[n];
    const have =
      part !== null && typeof part === "object" && "tensor" in part
        ? numbers((part as { tensor: number }).tensor)
        : null;
    if (expected === null || have === null) {
      // A gradient that is not there says the same as one of zeros.
      const there = expected ?? have;
      if (there?.some((x) => Number(x) !== 0)) return `result ${n} is ${have}, not ${expected}`;
      continue;
    }
    if (have.length !== expected.length) return `result ${n} has ${have.length} numbers, not ${expected.length}`;
    const at = have.findIndex(
      (x, k) =>
        !isClose(
          x,
          Number(expected[k] === "inf" ? Infinity : expected[k] === "-inf" ? -Infinity : expected[k]),
          tolerance,
        ),
    );
    if (at >= 0) return `number ${at} of result ${n} is ${have[at]}, not ${expected[at]}`;
  }
  return "";
}

function isClose(have: number, want: number, tolerance: number): boolean {
  if (Number.isNaN(want) || Number.isNaN(have)) return Number.isNaN(want) && Number.isNaN(have);
  return have === want || Math.abs(have - want) <= tolerance * Math.max(1, Math.abs(want));
}
