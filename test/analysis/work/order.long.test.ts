import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { work } from "../../../src/analysis/work";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const folder = join(__dirname, "../../bugs");

/** Two files with the same class, which finds another helper in each. */
const block = [
  "class Block(nn.Module):",
  "    def __init__(self, dim, flag=False):",
  "        super().__init__()",
  "        self.fc, self.flag = nn.Linear(dim, dim), flag",
  "    def forward(self, x, wide=False):",
  "        return turn(self.fc(x)) if wide else self.fc(x)",
].join("\n");
const FILES: Record<string, string> = {
  "/project/left.py": `import torch\nfrom torch import nn\ndef turn(x): return x.transpose(1, 2)\n${block}\n`,
  "/project/right.py": `import torch\nfrom torch import nn\ndef turn(x): return x.flat().nothing\n${block}\n`,
  "/project/slow.py": "import numpy as np\nx = 0\nwhile True:\n    x += np.zeros(3).shape[0]\n",
};
for (const name of readdirSync(folder))
  if (name.endsWith(".py")) FILES[`/project/${name}`] = readFileSync(join(folder, name), "utf8");

const LIMIT = 400_000;

/** What an analyzer says of a file, with what the answer cost. */
function answer(analyzer: Analyzer, file: string): string {
  const { ms: _, ...found } = analyzer.analyzeFile(file, { roots: ["/project"], work: LIMIT });
  // By how much the last payment goes over the limit depends on what is paid at once: what was found before has one price.
  return JSON.stringify([Math.min(work.spent, LIMIT), found]);
}

const newAnalyzer = () => new Analyzer(parser, preludeSources, hostOf(FILES));

describe("the answer of a file", () => {
  const files = Object.keys(FILES);
  const alone = files.map((file) => answer(newAnalyzer(), file));

  it.each([
    ["the other way round", [...files].reverse()],
    ["each twice", files.flatMap((file) => [file, file])],
  ])("hangs on no other file, nor does what it costs: %s", (_, order) => {
    const analyzer = newAnalyzer();
    for (const file of order) expect(answer(analyzer, file)).toBe(alone[files.indexOf(file)]);
  });

  it("follows an edit of what the file imports, also the second one", () => {
    const others = { "/project/helper.py": "SIZE = 3\n", "/project/user.py": "" };
    others["/project/user.py"] =
      "import torch\nfrom torch import nn\nfrom helper import SIZE\nclass Net(nn.Module):\n    def forward(self, x):\n        return x.new_zeros(SIZE)\n";
    const analyzer = new Analyzer(parser, preludeSources, hostOf(others));
    const output = () => analyzer.analyzeFile("/project/user.py", { roots: ["/project"] }).entries[0].output;
    expect(output()).toMatchObject({ shape: [3] });
    for (const size of [4, 5]) {
      analyzer.update(parser.parse("/project/helper.py", `SIZE = ${size}\n`));
      expect(output()).toMatchObject({ shape: [size] });
    }
  });
});
