import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analysis/analyzer";
import type { SourceHost } from "../../src/analysis/host";
import { preludeSources } from "../../src/syntax/prelude";
import { parser } from "../syntax/python";
import { hostOf } from "./support";

const NET = [
  "import torch, torch.nn as nn",
  "class Net(nn.Module):",
  "    def __init__(self, classes):",
  "        super().__init__()",
  "        self.conv = nn.Conv2d(3, 8, 3, padding=1)",
  "        self.fc = nn.Linear(8, classes)",
  "    def forward(self, x):",
  "        return self.fc(self.conv(x).mean((2, 3)))",
].join("\n");

/** Labels and outputs of the entries of `/project/models/net.py`, in the order in which they are shown. */
function entries(others: Record<string, string>, net = NET, search = true): string[] {
  const analyzer = new Analyzer(parser, preludeSources, workspace({ "/project/models/net.py": net, ...others }));
  return show(analyzer, search);
}

function show(analyzer: Analyzer, search: boolean): string[] {
  const callers = { folders: ["/project"], work: 10_000_000, search };
  const { entries: found } = analyzer.analyzeFile("/project/models/net.py", { roots: ["/project"], callers });
  return found.map(({ label, output }) => `${label} -> ${"shape" in output ? String(output.shape) : "?"}`);
}

function workspace(files: Record<string, string>): SourceHost {
  return { ...hostOf(files), list: (folder) => Object.keys(files).filter((file) => file.startsWith(`${folder}/`)) };
}

const SYMBOLIC = "symbolic sizes -> B,classes";

describe("calls in other files of the workspace", () => {
  it("are entries that name their place, before the symbolic one", () => {
    expect(
      entries({
        "/project/train.py":
          "import torch\nfrom models.net import Net\nnet = Net(10)\nout = net(torch.randn(2, 3, 32, 32))\n",
      }),
    ).toEqual(["net(torch.randn(2, 3, 32, 32)) (train.py:4) -> 2,10", SYMBOLIC]);
  });

  it("also stand in `__main__`, in functions without arguments, in tests", () => {
    expect(
      entries({
        "/project/train.py": [
          "import torch",
          "from models import net as nets",
          "def main():",
          "    nets.Net(5)(torch.zeros(4, 3, 8, 8))",
          'if __name__ == "__main__":',
          "    main()",
        ].join("\n"),
        "/project/tests/test_net.py": [
          "import torch",
          "from models.net import Net",
          "def test_shape():",
          "    assert Net(7)(torch.zeros(1, 3, 8, 8)).shape == (1, 7)",
          "def test_of(size):",
          "    Net(size)(torch.zeros(1, 3, 8, 8))",
        ].join("\n"),
      }),
    ).toEqual([
      "nets.Net(5)(torch.zeros(4, 3, 8, 8)) (train.py:4) -> 4,5",
      "Net(7)(torch.zeros(1, 3, 8, 8)) (tests/test_net.py:4) -> 1,7",
      SYMBOLIC,
    ]);
  });

  it("come after example calls and the file's own", () => {
    const own = `${NET.replace("class Net", "# shapescope: Net(2)(torch.empty(1, 3, 4, 4))\nclass Net")}\nNet(3)(torch.zeros(1, 3, 5, 5))\n`;
    const train = "import torch\nfrom models.net import Net\nNet(10)(torch.zeros(2, 3, 32, 32))\n";
    expect(entries({ "/project/train.py": train }, own)).toEqual([
      "Net(2)(torch.empty(1, 3, 4, 4)) -> 1,2",
      "Net(3)(torch.zeros(1, 3, 5, 5)) (line 10) -> 1,3",
      "Net(10)(torch.zeros(2, 3, 32, 32)) (train.py:3) -> 2,10",
      SYMBOLIC,
    ]);
  });

  it("that fail are no entries, and no errors of this file", () => {
    const train =
      "import torch\nfrom models.net import Net\nNet(10)(torch.zeros(2, 1, 32, 32))\nNet(4)(torch.zeros(2, 3, 9, 9))\n";
    expect(entries({ "/project/train.py": train })).toEqual([
      "Net(4)(torch.zeros(2, 3, 9, 9)) (train.py:4) -> 2,4",
      SYMBOLIC,
    ]);
  });

  it("of another class of the same name are none of this one", () => {
    expect(
      entries({
        "/project/other.py": `${NET}\n# see models.net\nimport models.net\nNet(10)(torch.zeros(2, 3, 32, 32))\n`,
      }),
    ).toEqual([SYMBOLIC]);
  });
});

describe("the search", () => {
  const train = "import torch\nfrom models.net import Net\nNet(10)(torch.zeros(2, 3, 32, 32))\n";

  it("is not made unless it is asked for; what it found stays", () => {
    const files = { "/project/models/net.py": NET, "/project/train.py": train };
    const analyzer = new Analyzer(parser, preludeSources, workspace(files));
    expect(show(analyzer, false)).toEqual([SYMBOLIC]);
    const found = ["Net(10)(torch.zeros(2, 3, 32, 32)) (train.py:3) -> 2,10", SYMBOLIC];
    expect(show(analyzer, true)).toEqual(found);
    expect(show(analyzer, false)).toEqual(found);
    files["/project/train.py"] = train.replace("Net(10)", "Net(12)");
    analyzer.invalidate("/project/train.py");
    expect(show(analyzer, false)).toEqual(["Net(12)(torch.zeros(2, 3, 32, 32)) (train.py:3) -> 2,12", SYMBOLIC]);
  });

  it("says when it may not look at every file", () => {
    const host = workspace({ "/project/models/net.py": NET, "/project/train.py": train });
    const analyzer = new Analyzer(parser, preludeSources, host);
    const callers = { folders: ["/project"], work: -1, search: true };
    expect(analyzer.analyzeFile("/project/models/net.py", { callers }).more).toBe(true);
  });

  it("tells how such a call is run on numbers", () => {
    const host = workspace({ "/project/models/net.py": NET, "/project/train.py": train });
    const analyzer = new Analyzer(parser, preludeSources, host);
    const callers = { folders: ["/project"], work: 10_000_000, search: true };
    const { entries: found } = analyzer.analyzeFile("/project/models/net.py", { roots: ["/project"], callers });
    const runnable = analyzer.runnable("/project/models/net.py", found[0].id, {
      roots: ["/project"],
      callers: { ...callers, search: false },
    });
    expect(runnable).toEqual({ file: "/project/train.py", asked: { root: 0 } });
  });
});
