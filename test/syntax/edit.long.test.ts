import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSame, parse, parser } from "./python";

const TEXT = `import torch
from torch import nn

class Block(nn.Module):  # a comment
    """A block."""
    def __init__(self, dim: int, *, heads=8):
        super().__init__()
        self.qkv = nn.Linear(dim, dim * 3)
        self.name = f"é😀{dim!r:>{heads}}"

    def forward(self, x):
        B, N, C = x.shape
        if N > 3 and self.heads:
            x = x[:, ::2, None]
        return [t.view(B, -1) for t in self.qkv(x).chunk(3, dim=-1)]
`;

const PIECES = [
  "",
  " ",
  "\n",
  "(",
  ")",
  "[",
  ":",
  ".",
  "x",
  "def f(a):\n",
  '"',
  "'''",
  "#",
  "😀",
  "é",
  "    ",
  " = 1\n",
  "return",
  "self.",
  "    # note\n",
  "        else:\n            pass\n",
];

const change = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.constant(0), fc.nat({ max: 40 })),
  text: fc.constantFrom(...PIECES),
});

describe("an edited document", () => {
  it("has the tree that its text has when read anew, after any edits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        (edits) => {
          const document = parser.open("/test.py", TEXT);
          try {
            let text = TEXT;
            for (const batch of edits) {
              const changes = batch.map(({ at, length, text: inserted }) => {
                const start = at % (text.length + 1);
                const end = Math.min(text.length, start + length);
                text = text.slice(0, start) + inserted + text.slice(end);
                return { start, end, text: inserted };
              });
              const source = document.edit(changes);
              expect(source.text).toBe(text);
              const fresh = parse(text).tree;
              // tree-sitter may recover from an error in another way when it starts from an old tree.
              if (fresh.problems.length === 0) expectSame(source.tree, fresh);
              else expect(source.tree.problems).not.toEqual([]);
            }
          } finally {
            document.dispose();
          }
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });

  it("shows an edit and its undoing", () => {
    const document = parser.open("/test.py", TEXT);
    const before = document.source.tree;
    const at = TEXT.indexOf("B, N, C");
    expect(document.edit([{ start: at, end: at, text: "y = (\n        " }]).tree.problems).toHaveLength(1);
    expect(document.edit([{ start: at, end: at + "y = (\n        ".length, text: "" }]).tree).toEqual(before);
    document.dispose();
  });
});
