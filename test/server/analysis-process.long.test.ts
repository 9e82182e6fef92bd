import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AnalysisProcess } from "../../src/server/analysis-process";
import { attention } from "../fixtures/made-up";

const folder = mkdtempSync(join(tmpdir(), "shapescope-process-"));
const [supervisor, script] = ["supervisor", "worker"].map((name) => join(folder, `${name}.js`));
// A tenth of what counts in earnest.
const limits = { memoryMb: 400, heapMb: 150, cancelMs: 200, silentMs: 400 };
// For texts that fill the memory: while V8 collects, which takes seconds on a busy machine, it is silent.
const patientLimits = { ...limits, silentMs: 20_000 };
const options = { budgetMs: 250 };
const patient = { budgetMs: 60_000 };
let analysis: AnalysisProcess;
let log: string[];

beforeAll(async () => {
  await build({
    entryPoints: { worker: "test/fixtures/made-up-worker.ts", supervisor: "src/supervisor/main.ts" },
    bundle: true,
    platform: "node",
    outdir: folder,
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  log = [];
  analysis = new AnalysisProcess({ supervisor, script, limits }, (message) => log.push(message));
});

afterEach(() => analysis.dispose());

const good = { value: { file: "/a.py", subjects: [{ name: "Attention" }] } };

it("analyses the text of an open document", async () => {
  analysis.setDocument("/a.py", attention);
  expect(await analysis.analyze("/a.py", options).outcome).toMatchObject(good);
});

it.each([
  ["exit!", "it ended the process of the analysis (exit code 3)"],
  ["throw!", "it ended the process of the analysis (thrown on purpose)"],
  ["hang!", "it was stuck for 0.4 s"],
  ["endless!", "it gave no answer within 1 s"],
])("gives up a text that does %s, and answers for the others", async (text, givenUp) => {
  analysis.setDocument("/a.py", attention);
  analysis.setDocument("/b.py", text);
  const [wrong, right] = [analysis.analyze("/b.py", options), analysis.analyze("/a.py", options)];
  expect(await wrong.outcome).toEqual({ givenUp });
  expect(await right.outcome).toMatchObject(good);
  expect(log.filter((line) => line.startsWith("/b.py"))).toEqual([
    `/b.py was given up: ${givenUp}. It is tried again when its text changes.`,
  ]);
});

it.each([
  ["objects!", "it took over 150 MB of memory"],
  ["buffers!", "it took over 400 MB of memory"],
])("gives up a text that fills the memory with %s", async (text, givenUp) => {
  analysis.dispose();
  analysis = new AnalysisProcess({ supervisor, script, limits: patientLimits }, (message) => log.push(message));
  analysis.setDocument("/a.py", attention);
  analysis.setDocument("/b.py", text);
  const [wrong, right] = [analysis.analyze("/b.py", patient), analysis.analyze("/a.py", patient)];
  expect(await wrong.outcome).toEqual({ givenUp });
  expect(await right.outcome).toMatchObject(good);
});

it("outlives a fatal error of V8, whichever way it ends", async () => {
  analysis.dispose();
  analysis = new AnalysisProcess({ supervisor, script, limits: patientLimits }, (message) => log.push(message));
  analysis.setDocument("/a.py", attention);
  analysis.setDocument("/b.py", "fatal!");
  const [wrong, right] = [analysis.analyze("/b.py", patient), analysis.analyze("/a.py", patient)];
  // By a signal of V8's own, or by the watch, if that comes first.
  expect(await wrong.outcome).toEqual({
    givenUp: expect.stringMatching(/^it (ended the process of the analysis \(SIG\w+\)|took over \d+ MB of memory)$/),
  });
  expect(await right.outcome).toMatchObject(good);
});

describe("a text that was given up", () => {
  it("is not tried again, although it is opened again or comes back", async () => {
    analysis.setDocument("/b.py", "hang!");
    const givenUp = "it was stuck for 0.4 s";
    expect(await analysis.analyze("/b.py", options).outcome).toEqual({ givenUp });
    analysis.setDocument("/b.py", null);
    analysis.setDocument("/b.py", attention);
    expect(await analysis.analyze("/b.py", options).outcome).toMatchObject({ value: { file: "/b.py" } });
    analysis.setDocument("/b.py", "hang!");
    const before = [...log];
    expect(await analysis.analyze("/b.py", options).outcome).toEqual({ givenUp });
    expect(await analysis.runnable("/b.py", "entry", options).outcome).toEqual({ givenUp });
    // Nothing was ended, and so nothing was tried.
    expect(log).toEqual(before);
  });

  it("is tried again once it is another one, any number of times", async () => {
    for (let edit = 0; edit < 6; edit++) {
      analysis.setDocument("/b.py", `exit! ${edit}`);
      expect(await analysis.analyze("/b.py", options).outcome).toEqual({
        givenUp: "it ended the process of the analysis (exit code 3)",
      });
    }
    analysis.setDocument("/b.py", attention);
    expect(await analysis.analyze("/b.py", options).outcome).toMatchObject({ value: { file: "/b.py" } });
  });

  it("is given up for how it is run alone where only that went wrong", async () => {
    analysis.setDocument("/b.py", "runnable exit!");
    const givenUp = "it ended the process of the analysis (exit code 3)";
    expect(await analysis.runnable("/b.py", "entry", options).outcome).toEqual({ givenUp });
    expect(await analysis.analyze("/b.py", options).outcome).toMatchObject({ value: { file: "/b.py" } });
    expect(await analysis.runnable("/b.py", "entry", options).outcome).toEqual({ givenUp });
  });

  it("may be one that cannot even be parsed, which is nobody else's fault", async () => {
    analysis.setDocument("/a.py", attention);
    expect(await analysis.analyze("/a.py", options).outcome).toMatchObject(good);
    analysis.setDocument("/b.py", "unreadable hang!");
    expect(await analysis.analyze("/a.py", options).outcome).toMatchObject(good);
    expect(await analysis.analyze("/b.py", options).outcome).toEqual({ givenUp: "it was stuck for 0.4 s" });
  });
});

describe("a cancel", () => {
  it("is heard by an analysis that asks", async () => {
    analysis.setDocument("/b.py", "slow!");
    const job = analysis.analyze("/b.py", patient);
    setTimeout(() => job.cancel(), 50);
    expect(await job.outcome).toEqual({ cancelled: true });
    expect(log).toEqual([]);
  });

  it("leaves alone what was asked before it and is still under way", async () => {
    analysis.setDocument("/b.py", "slow!");
    const [first, second] = [analysis.analyze("/b.py", patient), analysis.analyze("/b.py", patient)];
    second.cancel();
    let over = false;
    void first.outcome.then(() => {
      over = true;
    });
    await new Promise((done) => setTimeout(done, 150));
    expect(over).toBe(false);
    first.cancel();
    expect(await Promise.all([first.outcome, second.outcome])).toEqual([{ cancelled: true }, { cancelled: true }]);
  });

  it("ends an analysis that does not stop, and others go on", async () => {
    analysis.setDocument("/a.py", attention);
    expect(await analysis.analyze("/a.py", options).outcome).toMatchObject(good);
    analysis.setDocument("/b.py", "endless!");
    const job = analysis.analyze("/b.py", patient);
    setTimeout(() => job.cancel(), 50);
    expect(await job.outcome).toEqual({ givenUp: "it did not stop within 0.2 s of being cancelled" });
    expect(await analysis.analyze("/a.py", options).outcome).toMatchObject(good);
  });
});

it("is left off after several starts that fail, and says so once", async () => {
  analysis.dispose();
  analysis = new AnalysisProcess({ supervisor, script, limits, data: { broken: true } }, (message) =>
    log.push(message),
  );
  analysis.setDocument("/a.py", attention);
  expect(await analysis.analyze("/a.py", options).outcome).toEqual({ failed: "the analysis stopped" });
  expect(await analysis.analyze("/a.py", options).outcome).toEqual({
    failed: "the analysis has stopped; the command “ShapeScope: Restart Server” starts it again",
  });
  expect(log).toEqual([
    ...Array(4).fill("The analysis stopped: it ended the process of the analysis (exit code 1)."),
    "The analysis stopped several times and is left off until the server is restarted.",
  ]);
});

it("ends what is waited for when it is disposed of", async () => {
  analysis.setDocument("/a.py", attention);
  const { outcome } = analysis.analyze("/a.py", options);
  analysis.dispose();
  expect(await outcome).toEqual({ failed: "the server is stopping" });
});
