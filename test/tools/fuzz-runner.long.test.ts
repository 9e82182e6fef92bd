import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TextInput } from "../../tools/fuzz/input";
import { judge } from "../../tools/fuzz/judge";
import { Runner } from "../../tools/fuzz/runner";
import { runTexts } from "../../tools/fuzz/text-part";
import { bundle } from "../../tools/fuzz.mjs";

const require = createRequire(import.meta.url);
/** Milliseconds. A hang is waited for by a multiple of the budget; what fills the memory needs some until it dies. */
const BUDGET = { short: 150, long: 5000 };

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "shapescope-fuzz-test-"));
  await bundle(folder);
  for (const name of ["web-tree-sitter", "tree-sitter-python"])
    copyFileSync(require.resolve(`${name}/${name}.wasm`), join(folder, `${name}.wasm`));
  // A bundle takes its time on a busy machine.
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = (budgetMs = BUDGET.long) => ({
  script: join(folder, "child.js"),
  dist: folder,
  budgetMs,
  env: { SHAPESCOPE_FUZZ_FAULTS: "1" },
});

function input(text: string, deep = false): TextInput {
  return { id: "test/0", what: "a test", file: "/fuzz/a.py", text, deep, cases: 1 };
}

describe("the child process", () => {
  const good = "import torch\nx = torch.zeros(2, 3)\n";

  it.each([
    ["throw", { kind: "throw", message: "planted: Error: as asked for (in planted)" }],
    ["hang", { kind: "hang" }],
    ["die", { kind: "death", message: "signal SIGKILL" }],
    ["memory", { kind: "death", message: expect.stringContaining("heap out of memory") }],
  ])("a planted fault is seen (%s), and the next input is answered", async (fault, failure) => {
    const runner = new Runner(options(fault === "hang" ? BUDGET.short : BUDGET.long));
    try {
      expect(judge(await runner.run(input(good, true)), 1e6)).toEqual([]);
      expect(judge(await runner.run(input(`x = 1\n# fuzz: ${fault}\n`)), 1e6)).toMatchObject([failure]);
      expect(judge(await runner.run(input(good)), 1e6)).toEqual([]);
    } finally {
      runner.stop();
    }
  });

  it("a part counts its cases, and makes the input that fails smaller", async () => {
    const texts = [good, `${good}y = 1\n# fuzz: throw\nz = 2\n`, good];
    const part = { name: "test", inputs: 3, cases: 3, input: (n: number) => input(texts[n]) };
    const result = await runTexts(part, options(), 1, Date.now() + 60_000);
    expect([result.inputs, result.cases]).toEqual([3, 3]);
    const [finding] = [...result.findings.values()];
    expect(finding).toMatchObject({ kind: "throw", count: 1, text: texts[1] });
    expect(await finding.shrink?.(60_000)).toBe("# fuzz: throw");
  });
});
