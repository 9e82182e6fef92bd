import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import type { AnalyzeOptions } from "../../../src/analysis/session/session";
import { UNITS_PER_MS, work } from "../../../src/analysis/work";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const FILES = {
  "/project/helpers/__init__.py": "from .shapes import exists, default\n",
  "/project/helpers/shapes.py": [
    "REGISTRY = []",
    "def register(fn):",
    "    REGISTRY.append(fn.__name__)",
    "    return fn",
    "@register",
    "def exists(x):",
    "    return x is not None",
    "@register",
    "def default(x, other):",
    "    return x if exists(x) else other",
    "HIDDEN = sum(n for n in range(33))",
  ].join("\n"),
  "/project/net.py": [
    "import torch",
    "from torch import nn",
    "from einops import rearrange",
    "from helpers import default",
    "from helpers.shapes import HIDDEN, REGISTRY",
    "class Block(nn.Module):",
    "    def __init__(self, dim, heads=4, inner=None):",
    "        super().__init__()",
    "        self.heads = heads",
    "        self.inner = default(inner, dim)",
    "        self.to_q = nn.Linear(dim, self.inner)",
    "    def forward(self, x, mask=None):",
    "        q = rearrange(self.to_q(x), 'b n (h d) -> b h n d', h=self.heads)",
    "        return q @ q.transpose(-1, -2)",
    "class Net(nn.Module):",
    "    def __init__(self):",
    "        super().__init__()",
    "        self.block = Block(HIDDEN)",
    "        self.names = len(REGISTRY)",
    "    def forward(self, x):",
    "        return self.block(x).sum(1)",
    "out = Net()(torch.zeros(2, 5, 528))",
    "wrong = nn.Linear(3, 4)(out)",
  ].join("\n"),
  "/project/train.py": [
    "import torch",
    "from net import Block",
    "from helpers.shapes import exists",
    "def main():",
    "    model = Block(64, heads=8)",
    "    for step in range(3):",
    "        model(torch.zeros(4, 10 + step, 64))",
    "main()",
  ].join("\n"),
};
const NET = "/project/net.py";
const options: AnalyzeOptions = {
  roots: ["/project"],
  callers: { folders: ["/project"], work: 200 * UNITS_PER_MS, search: true },
};

function newAnalyzer(): Analyzer {
  const host = { ...hostOf(FILES), list: () => Object.keys(FILES) };
  return new Analyzer(parser, preludeSources, host);
}

/** All that an analysis of `net.py` says, but how long it took; and what is said where a name of it is asked for. */
function answer(analyzer: Analyzer): string {
  const { ms: _, ...found } = analyzer.analyzeFile(NET, options);
  const start = FILES[NET].indexOf("q.transpose");
  return JSON.stringify([found, analyzer.explain(NET, { start, end: start + 1 }, options)]);
}

/** Interrupts after so many units; returns how many there were. */
function interrupted(after: number, run: (options: AnalyzeOptions) => unknown): boolean {
  let paid = 0;
  const step = Math.max(1, after);
  run({ ...options, askEvery: step, cancelled: () => ++paid >= 1 });
  return work.interrupted === "cancelled";
}

describe("an interrupted analysis", () => {
  const fresh = answer(newAnalyzer());

  it("is told from one that is not", () => {
    expect(JSON.parse(fresh)[0].partial).toBeUndefined();
    const stopped = newAnalyzer().analyzeFile(NET, { ...options, askEvery: 50, cancelled: () => true });
    expect(stopped.partial).toBe("the analysis was cancelled");
  });

  it("says the answer of `net.py`", () => {
    const [{ diagnostics, entries }] = JSON.parse(fresh);
    expect(diagnostics.map(({ line, message }: { line: number; message: string }) => `${line}: ${message}`)).toEqual([
      expect.stringContaining("23: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (10x5 and 3x4)"),
    ]);
    const labels = entries.map(({ label }: { label: string }) => label);
    expect(labels).toContain("model(torch.zeros(4, 10 + step, 64)) (train.py:7)");
    expect(labels).toContain("Net()(torch.zeros(2, 5, 528)) (line 22)");
  });

  it.each([
    ["analysis", (analyzer: Analyzer) => (given: AnalyzeOptions) => analyzer.analyzeFile(NET, given)],
    [
      "hover",
      (analyzer: Analyzer) => (given: AnalyzeOptions) => analyzer.explain(NET, { start: 300, end: 301 }, given),
    ],
    ["trace", (analyzer: Analyzer) => (given: AnalyzeOptions) => analyzer.trace(NET, "Block(8)(out)", given)],
    ["other file", (analyzer: Analyzer) => (given: AnalyzeOptions) => analyzer.analyzeFile("/project/train.py", given)],
  ])("leaves nothing behind, wherever it is cut off: %s", (_, begin) => {
    // Libraries are loaded once: the first analyzer is interrupted while they are, too.
    let analyzer = newAnalyzer();
    let cuts = 0;
    for (let at = 1; ; at = Math.ceil(at * 1.35)) {
      if (!interrupted(at, begin(analyzer))) break;
      cuts++;
      if (cuts % 4 !== 0) continue;
      expect(answer(analyzer)).toBe(fresh);
      analyzer = cuts % 8 === 0 ? newAnalyzer() : analyzer;
    }
    expect(cuts).toBeGreaterThan(15);
  });

  it("leaves nothing behind where a search in other files may cost too little", () => {
    const { entries } = newAnalyzer().analyzeFile(NET, { roots: ["/project"] });
    const symbolic = entries.filter(({ kind }) => kind === "symbolic");
    expect(symbolic.map(({ id }) => id)).toEqual(["symbolic Block", "symbolic Net"]);
    for (let units = 1; units < 3000; units = Math.ceil(units * 1.7)) {
      const analyzer = newAnalyzer();
      for (const search of [true, false]) {
        const callers = { folders: ["/project"], work: units, search };
        const found = analyzer.analyzeFile(NET, { ...options, callers });
        expect(found.diagnostics).toEqual(JSON.parse(fresh)[0].diagnostics);
        expect(found.entries.filter(({ kind }) => kind === "symbolic")).toEqual(symbolic);
      }
      expect(answer(analyzer)).toBe(fresh);
    }
  });
});

it("explains, reports and plans after an analysis that was cut off, and throws nothing", () => {
  const analyzer = new Analyzer(parser, preludeSources, hostOf(FILES));
  const text = FILES[NET];
  for (const units of [1, 1000, 4000, 16_000, 64_000]) {
    const options = { work: units };
    const { entries } = analyzer.analyzeFile(NET, options);
    analyzer.facts(NET, options);
    analyzer.trace(NET, "Net()(torch.zeros(1, 2, 528))", options);
    analyzer.runnable(NET, entries[0]?.id ?? "", options);
    const start = text.indexOf("out = ");
    for (const end of [start, text.length]) {
      const told = analyzer.explain(NET, { start, end }, options);
      expect("explanation" in told || told.nothing).toBeTruthy();
    }
  }
});
