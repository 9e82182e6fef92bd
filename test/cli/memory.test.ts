import { expect, it } from "vitest";
import type { FitJson, Report, TrainingJson } from "../../src/analysis/report";
import { call, folderWith, perceptron, shapescope } from "./harness";

const cwd = folderWith({ "model.py": perceptron });

/** 178 parameters, an input of 4 x 8; hidden values of 4 x 16 twice, before and after ReLU. */
const lasting = 178 * 4 + 4 * 8 * 4;

async function traced(...options: string[]): Promise<Report & { training?: TrainingJson }> {
  const { code, out, err } = await shapescope(["trace", "model.py", "--call", call, "--json", ...options], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

it("counts results as long as Python holds them", async () => {
  const report = await traced();
  expect(report.peakBytes).toBe(lasting + 2 * 4 * 16 * 4);
  expect(report.training).toBeUndefined();
});

it("tells of a step of training", async () => {
  const { training } = await traced("--train", "adamw");
  expect(training).toEqual({
    parameterBytes: 712,
    bufferBytes: 0,
    gradientBytes: 712,
    optimizerBytes: 2 * 712 + 4 * 4,
    // The hidden values behind ReLU, and the loss.
    activationBytes: 4 * 16 * 4 + 4,
    temporaryBytes: expect.any(Number),
    peakBytes: expect.any(Number),
    forwardFlops: 1280,
    // The first layer's input needs no gradient.
    backwardFlops: 1024 + 2 * 256,
  });
  const shared = (await traced("--train", "adamw", "--devices", "2")).training!;
  expect(shared.perDevice).toContainEqual(
    expect.objectContaining({ strategy: "ZeRO-1", peakBytes: training!.peakBytes - training!.optimizerBytes / 2 }),
  );
});

it("takes half of the bytes in bfloat16, and less state with another optimizer", async () => {
  const half = (await traced("--train", "sgd-momentum", "--dtype", "bf16")).training!;
  expect(half).toMatchObject({ parameterBytes: 356, gradientBytes: 356, optimizerBytes: 356 });
});

it("tells whether a call fits, and the largest batch that does", async () => {
  const args = ["fit", "model.py", "--call", call, "--device", "t4-16gb", "--train", "adamw"];
  const { code, out } = await shapescope([...args, "--json"], { cwd });
  const answer: FitJson = JSON.parse(out);
  expect(code).toBe(0);
  expect(answer).toMatchObject({ fits: true, deviceBytes: 15 * 2 ** 30 });
  expect(answer.largestBatch).toBeGreaterThan(1e7);
  expect(answer.help.map(({ change }) => change)).toContain("sgd");
  const text = await shapescope(args, { cwd });
  expect(text.out).toMatch(/^fits +0\.00 of 16\.11 GB\nlargest batch +\d+$/m);
});

it("says why a call can't be fitted", async () => {
  const { code, err } = await shapescope(["fit", "model.py", "--call", "Nothing()", "--device", "t4-16gb"], { cwd });
  expect({ code, err }).toEqual({
    code: 2,
    err: "shapescope: --call: NameError: name 'Nothing' is not defined\n",
  });
});
