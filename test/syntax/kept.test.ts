import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analysis/analyzer";
import type { KeptText } from "../../src/syntax/kept";
import { Parser } from "../../src/syntax/parse";
import { preludeSources } from "../../src/syntax/prelude";
import { readWasm } from "../../tools/prelude.mjs";
import { hostOf } from "../analysis/support";

/** Keeps in memory, and counts what is asked. */
class Shelf implements KeptText {
  readonly kept = new Map<string, string>();
  found = 0;
  missed = 0;

  get(key: string): string | undefined {
    const json = this.kept.get(key);
    if (json === undefined) this.missed++;
    else this.found++;
    return json;
  }

  set(key: string, json: string): void {
    this.kept.set(key, json);
  }
}

const LIBRARY = `import torch
from torch import nn

SCALE = 2.5


class Head(nn.Module):
    """A head."""

    def __init__(self, width, *, factor=1e3):
        super().__init__()
        self.fc = nn.Linear(width, 3)

    def forward(self, x):
        return self.fc(x) * SCALE, f"{x.shape!r:>10}"


def unused():
    return 1
`;
const FILE = "/project/main.py";
const files = {
  [FILE]: "import torch\nfrom lib.heads import Head\ny = Head(4)(torch.randn(2, 4))[0]\nz = Head(5)(y)\n",
  "/env/site-packages/lib/__init__.py": "",
  "/env/site-packages/lib/heads.py": LIBRARY,
};

async function answers(shelves: Map<string, Shelf> | undefined) {
  const of = (text: string) => {
    const shelf = shelves!.get(text) ?? new Shelf();
    shelves!.set(text, shelf);
    return shelf;
  };
  const parser = await Parser.create(readWasm(), shelves && { of });
  const analyzer = new Analyzer(parser, preludeSources, hostOf(files));
  return analyzer.facts(FILE, { roots: ["/project", "/env/site-packages"] });
}

describe("trees that are kept", () => {
  it("give the same answer as those that are read anew", async () => {
    const anew = await answers(undefined);
    expect(anew.diagnostics.map(({ line, message }) => `${line} ${message}`)).toEqual([
      "4 RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (2x3 and 5x3)",
    ]);
    const shelves = new Map<string, Shelf>();
    expect(await answers(shelves)).toEqual(anew);
    const shelf = shelves.get(LIBRARY)!;
    expect([...shelf.kept.values()].join()).toContain("Head");
    expect(shelves.has(files[FILE])).toBe(false);

    const { missed } = shelf;
    shelf.found = 0;
    expect(await answers(shelves)).toEqual(anew);
    expect({ missed: shelf.missed, found: shelf.found }).toEqual({ missed, found: shelf.kept.size });
  });

  it("are read anew where they are damaged", async () => {
    const shelves = new Map<string, Shelf>();
    const first = await answers(shelves);
    const { kept } = shelves.get(LIBRARY)!;
    for (const key of kept.keys()) kept.set(key, "[{");
    expect(await answers(shelves)).toEqual(first);
  });

  it("are not those of texts with errors, nor those that JSON has no words for", async () => {
    const shelf = new Shelf();
    const parser = await Parser.create(readWasm(), { of: () => shelf });
    for (const text of ["x = (\n", "x = 1e999\n", "def f(:\n    pass\n"]) {
      const source = parser.lazily("/lib.py", text, true);
      const { parts } = source;
      if (parts !== undefined) source.statements(parts);
      expect(source.tree.body).toEqual(parser.parse("/lib.py", text).tree.body);
    }
    expect(shelf.kept.size).toBe(0);
    expect(parser.lazily("/lib.py", "x = 1\n", true).tree.body).toHaveLength(1);
    expect([...shelf.kept.keys()]).toEqual(["whole"]);
  });
});
