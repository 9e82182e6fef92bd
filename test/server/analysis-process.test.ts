import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { AnalysisProcess } from "../../src/server/analysis-process";
import { attention } from "../fixtures/made-up";

const folder = mkdtempSync(join(tmpdir(), "shapescope-thread-"));
const script = join(folder, "worker.js");
const options = { budgetMs: 1000 };
let thread: AnalysisProcess;
let log: string[];

beforeAll(async () => {
  await build({ entryPoints: ["test/fixtures/made-up-worker.ts"], bundle: true, platform: "node", outfile: script });
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  log = [];
  thread = new AnalysisProcess(script, (message) => log.push(message));
});

afterEach(() => thread.dispose());

it("analyses the text of an open document", async () => {
  thread.setDocument("/a.py", attention);
  expect(await thread.analyze("/a.py", options).outcome).toMatchObject({
    value: { file: "/a.py", subjects: [{ name: "Attention" }] },
  });
});

it("starts again after a crash, with the documents that are open", async () => {
  thread.setDocument("/a.py", attention);
  thread.setDocument("/b.py", "crash!");
  expect(await thread.analyze("/b.py", options).outcome).toEqual({ failed: "the analysis stopped" });
  expect(await thread.analyze("/a.py", options).outcome).toMatchObject({
    value: { subjects: [{ name: "Attention" }] },
  });
  expect(log).toEqual([]);
});

it("is left off after several crashes, and says so once", async () => {
  thread.setDocument("/b.py", "crash!");
  for (let i = 0; i < 4; i++) await thread.analyze("/b.py", options).outcome;
  expect(await thread.analyze("/b.py", options).outcome).toEqual({
    failed: "the analysis has stopped; the command “ShapeScope: Restart Server” starts it again",
  });
  expect(log).toEqual(["The analysis stopped several times and is left off until the server is restarted."]);
});

it("ends what is waited for when it is disposed of", async () => {
  thread.setDocument("/a.py", attention);
  const { outcome } = thread.analyze("/a.py", options);
  thread.dispose();
  expect(await outcome).toEqual({ failed: "the server is stopping" });
});
