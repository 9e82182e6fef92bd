/** The thread that analyses, as it is shipped: in a process under the supervisor. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DiagnosticJson } from "../../src/analysis/report";
import { AnalysisProcess } from "../../src/server/analysis-process";
import { bundled } from "../cli/bundles";
import { folderWith, perceptron } from "../cli/harness";

const folder = folderWith({ "helper.py": "SIZE = 3\n" });
const file = join(folder, "model.py");
const options = { budgetMs: 20_000 };
let dist: string;
let analysis: AnalysisProcess;
let log: string[];

beforeAll(async () => {
  dist = await bundled();
}, 60_000);

afterAll(() => {
  rmSync(dist, { recursive: true });
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  log = [];
  const [supervisor, script] = ["supervisor.js", "analysis.js"].map((name) => join(dist, name));
  analysis = new AnalysisProcess({ supervisor, script }, (message) => log.push(message));
});

afterEach(() => {
  analysis.dispose();
  expect(log).toEqual([]);
});

async function messages(): Promise<string[]> {
  const outcome = await analysis.analyze(file, options).outcome;
  return "value" in outcome ? outcome.value.diagnostics.map(({ message }: DiagnosticJson) => message) : [];
}

describe("the thread", { timeout: 60_000 }, () => {
  it("analyses an open document, and follows its edits", async () => {
    analysis.setDocument(file, "import torch\nreveal_shape(torch.zeros(2, 3))\n");
    expect(await messages()).toEqual(["(2, 3) float32"]);
    analysis.setDocument(file, "import torch\nreveal_shape(torch.zeros(2, 4))\n");
    expect(await messages()).toEqual(["(2, 4) float32"]);
  });

  it("reads what a document imports from the disk, anew when it is told that it changed", async () => {
    const helper = join(folder, "helper.py");
    analysis.setDocument(file, "import torch, helper\nreveal_shape(torch.zeros(helper.SIZE))\n");
    expect(await messages()).toEqual(["(3,) float32"]);
    writeFileSync(helper, "SIZE = 5\n");
    analysis.changed(helper);
    expect(await messages()).toEqual(["(5,) float32"]);
    analysis.setDocument(helper, "SIZE = 7\n");
    expect(await messages()).toEqual(["(7,) float32"]);
    analysis.setDocument(helper, null);
    expect(await messages()).toEqual(["(5,) float32"]);
  });

  it("tells what can be run, explains and repairs", async () => {
    analysis.setDocument(file, perceptron);
    const analyzed = await analysis.analyze(file, options).outcome;
    const [entry] = "value" in analyzed ? analyzed.value.entries : [];
    expect(await analysis.runnable(file, entry.id, options).outcome).toEqual({
      value: { file, asked: { call: entry.id } },
    });
    expect(await analysis.runnable(file, "no such entry", options).outcome).toEqual({
      value: { notRunnable: "no such call is known" },
    });
    const at = perceptron.indexOf("self.second(h)");
    expect(await analysis.explain(file, { start: at, end: at }, options).outcome).toMatchObject({
      value: { explanation: { value: { shape: [4, 2] } } },
    });
    const wrong = perceptron.replace("torch.empty(4, 8)", "torch.empty(8, 4)");
    analysis.setDocument(file, wrong);
    const found = await analysis.analyze(file, options).outcome;
    const [error] = "value" in found ? found.value.diagnostics : [];
    expect(error.message).toBe("RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (8x4 and 8x16)");
    expect(await analysis.repair(file, error, options).outcome).toMatchObject({ value: expect.any(Array) });
  });

  it("hears a cancel while it computes", async () => {
    analysis.setDocument(file, "while True:\n    x = 1\n");
    const job = analysis.analyze(file, { budgetMs: 60_000 });
    setTimeout(() => job.cancel(), 300);
    expect(await job.outcome).toEqual({ cancelled: true });
  });

  it("analyses a document of Windows with what stands beside it", async () => {
    analysis.setDocument("c:/p/helper.py", "def f(x):\n    return x.flatten()\n");
    analysis.setDocument("c:/p/flat.py", "import torch, helper\nreveal_shape(helper.f(torch.zeros(2, 3)))\n");
    expect(await analysis.analyze("c:/p/flat.py", options).outcome).toMatchObject({
      value: { file: "c:/p/flat.py", diagnostics: [{ file: "c:/p/flat.py", message: "(6,) float32" }] },
    });
  });
});
