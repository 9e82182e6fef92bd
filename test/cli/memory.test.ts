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
    inputBytes: 128,
    gradientBytes: 712,
    optimizerBytes: 2 * 712 + 4 * 4,
    // The hidden values behind ReLU, and the loss.
    activationBytes: 4 * 16 * 4 + 4,
    temporaryBytes: expect.any(Number),
    peakBytes: expect.any(Number),
    forwardFlops: 1280,
    // The first layer's input needs no gradient.
    backwardFlops: 1024 + 2 * 256,
    noGradient: [],
    peak: expect.any(Object),
    timeline: expect.any(Object),
    byModule: expect.any(Array),
    byLine: expect.any(Array),
  });
  const shared = (await traced("--train", "adamw", "--devices", "2")).training!;
  expect(shared.perDevice).toContainEqual(
    expect.objectContaining({ strategy: "ZeRO-1", peakBytes: training!.peakBytes - training!.optimizerBytes / 2 }),
  );
});

it("tells which module and which line a step of training takes memory for", async () => {
  const training = (await traced("--train", "adamw")).training!;
  const { byModule, byLine, timeline, peak } = training;
  // All of it first: what the step takes together.
  const { timeline: _t, byModule: _m, byLine: _l, peak: _p, inputBytes: _i, noGradient: _n, ...figures } = training;
  expect(byModule[0]).toEqual({ path: "", class: "Perceptron", ...figures });
  expect(
    byModule.slice(1).map(({ path, parameterBytes, activationBytes }) => [path, parameterBytes, activationBytes]),
  ).toEqual([
    // The hidden values behind ReLU are what `second` keeps, and ReLU itself: made in neither of the two.
    ["first", (8 * 16 + 16) * 4, 0],
    ["second", (16 * 2 + 2) * 4, 0],
  ]);
  const kept = byLine.reduce((all, row) => all + row.activationBytes, 0);
  expect(kept).toBe(4 * 16 * 4);
  expect(timeline.phases.map(({ phase }) => phase)).toEqual(["forward", "backward", "optimizer"]);
  expect(Math.max(...timeline.points.map(([, bytes]) => bytes))).toBe(training.peakBytes);
  expect(timeline.points[peak.at][1]).toBe(training.peakBytes);
  expect(peak.phase).toBe("optimizer");
});

it("has the line that allocates at the peak of an inference pass", async () => {
  const { inference, peakBytes } = await traced();
  expect(inference!.peakBytes).toBe(peakBytes);
  expect(inference!.peak).toMatchObject({ phase: "forward", op: "relu", module: "", line: expect.any(Number) });
  expect(inference!.timeline.points[inference!.peak.at][1]).toBe(peakBytes);
});

it("keeps gradients that are accumulated, or filled with zeros, while the next pass runs", async () => {
  const plain = (await traced("--train", "sgd")).training!;
  const kept = (await traced("--train", "sgd", "--keep-gradients")).training!;
  const accumulated = (await traced("--train", "sgd", "--accumulate", "4")).training!;
  expect(kept.gradientBytes).toBe(plain.gradientBytes);
  expect(kept.peakBytes).toBeGreaterThan(plain.peakBytes);
  expect(accumulated.peakBytes).toBe(kept.peakBytes);
  expect(kept.byModule[0].peakBytes).toBe(kept.peakBytes);
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
  expect(answer).toMatchObject({ fits: true, deviceBytes: 15 * 2 ** 30, batch: 4, peak: { phase: "optimizer" } });
  // Two inputs a sample are 8 numbers, what is kept 16 of them, and a loss: 4 bytes each.
  expect(answer.formulas).toEqual({ peakBytes: expect.stringMatching(/\*B \+ \d+$/), activationBytes: "64*B + 4" });
  expect(answer.seconds!.low).toBeLessThan(answer.seconds!.high);
  expect(answer.largestBatch).toBeGreaterThan(1e7);
  expect(answer.help.map(({ change }) => change)).toContain("sgd");
  const text = await shapescope(args, { cwd });
  expect(text.out).toMatch(/^fits +0\.00 of 16\.11 GB\nlargest batch +\d+$/m);
});

it("follows the training loop that a program has of its own", async () => {
  const loop = `${perceptron}
def train():
    model = Perceptron(8, 16)
    optimizer = torch.optim.RMSprop(model.parameters())
    for _ in range(100):
        optimizer.zero_grad()
        model(torch.randn(4, 8)).sum().backward()
        optimizer.step()
`;
  const folder = folderWith({ "model.py": loop });
  const asked = ["model.py", "--call", "train()", "--train", "program", "--json"];
  const { code, out } = await shapescope(["trace", ...asked], { cwd: folder });
  expect(code).toBe(0);
  expect(JSON.parse(out).training).toMatchObject({
    optimizers: ["RMSprop"],
    parameterBytes: 712,
    gradientBytes: 712,
    optimizerBytes: 712 + 4 * 4,
  });
  const fits = await shapescope(["fit", ...asked, "--device", "t4-16gb"], { cwd: folder });
  expect(JSON.parse(fits.out)).toMatchObject({ fits: true, deviceBytes: 15 * 2 ** 30 });
  const without = await shapescope(["trace", "model.py", "--call", call, "--train", "program"], { cwd: folder });
  expect(without).toMatchObject({
    code: 2,
    err: "shapescope: --train program: neither the call nor the file has a training loop of its own: nothing calls backward\n",
  });
});

it("says why a call can't be fitted", async () => {
  const { code, err } = await shapescope(["fit", "model.py", "--call", "Nothing()", "--device", "t4-16gb"], { cwd });
  expect({ code, err }).toEqual({
    code: 2,
    err: "shapescope: --call: NameError: name 'Nothing' is not defined\n",
  });
});
