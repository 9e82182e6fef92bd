import { describe, expect, it } from "vitest";
import { fixesOfAll } from "../../src/features/fixes";
import { LineIndex } from "../../src/features/places";
import { functionHeader, shapeComments } from "../../src/features/shapeComments";
import { View } from "../../src/features/view";
import { analyzerOf } from "../analysis/support";

const file = "/project/program.py";

function viewOf(text: string): View {
  return new View(analyzerOf({ [file]: text }).analyzeFile(file));
}

/** The text after the command with the cursor before `at`. */
function written(text: string, at = "def forward"): string {
  let after = text;
  for (const { start, end, text: put } of shapeComments(viewOf(text), text, text.indexOf(at)).reverse())
    after = after.slice(0, start) + put + after.slice(end);
  return after;
}

/** The lines that the command changed. */
function changed(text: string, at?: string): string[] {
  const before = text.split("\n");
  return written(text, at)
    .split("\n")
    .filter((line, index) => line !== before[index])
    .map((line) => line.trim());
}

const HEAD = `import torch
import torch.nn as nn


class Attention(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(dim, dim * 3)

`;

const BODY = `    def forward(self, x, mask=None):
        B_, N, C = x.shape
        qkv = self.qkv(x).reshape(
            B_, N, 3, self.num_heads, C // self.num_heads
        ).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]  # make torchscript happy
        q = q * 0.5
        attn = q @ k.transpose(-2, -1)
        attn = attn.softmax(dim=-1)
        x = (attn @ v).transpose(1, 2).reshape(B_, N, C)  # (B_, 5)
        y = x.mean(1); z = y.sum(-1)
        return z
`;

describe("the command", () => {
  it("writes a comment where the shape changes, at the end of the statement, and puts wrong ones right", () => {
    expect(changed(HEAD + BODY)).toEqual([
      ").permute(2, 0, 3, 1, 4)  # (3, B_, num_heads, N, dim//num_heads)",
      "attn = q @ k.transpose(-2, -1)  # (B_, num_heads, N, N)",
      "x = (attn @ v).transpose(1, 2).reshape(B_, N, C)  # (B_, N, dim)",
      "y = x.mean(1); z = y.sum(-1)  # (B_,)",
    ]);
  });

  it("has nothing left to do a second time", () => {
    const once = written(HEAD + BODY);
    expect(written(once)).toBe(once);
  });

  it("works on the function at the cursor alone", () => {
    const text = `${HEAD}${BODY}
# shapescope: half(torch.empty(8, 8))
def half(x):
    y = x[:, :4]
    return y
`;
    expect(changed(text, "y = x[:, :4]")).toEqual(["y = x[:, :4]  # (8, 4)"]);
    expect(shapeComments(viewOf(text), text, text.indexOf("# shapescope"))).toEqual([]);
  });

  it("speaks in names where an example call has numbers", () => {
    const text = HEAD.replace("class", "# shapescope: Attention(96, 3)(torch.empty(64, 49, 96))\nclass") + BODY;
    expect(changed(text)).toContain("attn = q @ k.transpose(-2, -1)  # (B_, num_heads, N, N)");
  });

  it("leaves lines alone that would become too long, loops, and names of several shapes", () => {
    const long = `y = x.transpose(1, 2)${".contiguous()".repeat(6)}`;
    const text = `import torch

# shapescope: f(torch.empty(2, 4, 8))
def f(x):
    ${long}
    for part in x.split([1, 2, 5], dim=2):
        total = part.sum()
    a, b = x.split([3, 5], dim=2)
    return a
`;
    expect(long.length + 4 + "  # (2, 8, 4)".length).toBeLessThan(120);
    expect(changed(text, "def f")).toEqual([`${long}  # (2, 8, 4)`, "total = part.sum()  # ()"]);
    const longer = text.replace(long, long + ".contiguous()".repeat(2));
    expect(changed(longer, "def f")).toEqual(["total = part.sum()  # ()"]);
  });

  it("leaves a comment alone that is right, or no shape", () => {
    const text = `import torch

# shapescope: f(torch.empty(2, 4, 8))
def f(x):
    a = x.sum(1)  # (2, 8)
    b = x.sum(2)  # B, N
    c = x.sum(0)  # over the batch
    d = x.flatten()  # noqa
    return a
`;
    expect(changed(text, "def f")).toEqual([]);
  });
});

it("knows on which line a function begins", () => {
  const text = HEAD + BODY;
  expect(functionHeader(viewOf(text), text, text.indexOf("mask=None"))).toBe("forward");
  expect(functionHeader(viewOf(text), text, text.indexOf("attn ="))).toBeUndefined();
});

describe("the fix of a shape comment", () => {
  /** Comments after `y` of shape (2, 4, 3), and what all fixes of the file make of them. */
  function fixed(comment: string): string {
    const text = `import torch\nx = torch.empty(2, 3, 4)\ny = x.transpose(1, 2)  #${comment}\n`;
    const view = viewOf(text);
    const [fix] = fixesOfAll(view.analysis.diagnostics);
    if (fix === undefined) return text.split("#")[1].trimEnd();
    const lines = new LineIndex(text);
    const start = lines.offset({ line: fix.line - 1, character: fix.column - 1 });
    const end = lines.offset({ line: fix.endLine - 1, character: fix.endColumn - 1 });
    const after = text.slice(0, start) + fix.text + text.slice(end);
    expect(viewOf(after).analysis.diagnostics).toEqual([]);
    expect(fix.title).toBe(`Update shape comment to ${fix.text}`);
    return after.split("#")[1].trimEnd();
  }

  it("keeps brackets, separators and the words around", () => {
    expect(fixed(" B, N")).toBe(" 2, 4, 3");
    expect(fixed(" (2,5,3)")).toBe(" (2,4,3)");
    expect(fixed(" [B, 7]")).toBe(" [2, 4, 3]");
    expect(fixed(" B x N")).toBe(" 2 x 4 x 3");
    expect(fixed(" [BxN]")).toBe(" [2x4x3]");
    expect(fixed(" -> (B, N)")).toBe(" -> (2, 4, 3)");
    expect(fixed(" y: (B, N) - tokens first")).toBe(" y: (2, 4, 3) - tokens first");
    expect(fixed(" (2 × 5 × 3): what the decoder wants")).toBe(" (2 × 4 × 3): what the decoder wants");
  });

  it("is there for nothing else", () => {
    for (const comment of [
      " (B, N, C)",
      " 2 x 4 x 3",
      " 3 x 3",
      " 3x3",
      " (3, 3) kernel",
      " z: (B, N)",
      " (B, N) -> (N, B)",
      " one, two, three, four",
      " TODO: (a, b)",
    ])
      expect(fixed(comment)).toBe(comment);
  });
});
