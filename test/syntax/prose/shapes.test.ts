import { describe, expect, it } from "vitest";
import { inStyle, lineAbout, shapeInLine, shapeOfComment } from "../../../src/syntax/prose/shapes";

/** `q: [B|64|H*W]`: the name, and the sizes between bars. */
function read(comment: string): string | undefined {
  const shape = shapeOfComment(comment);
  if (shape === undefined) return undefined;
  const { name, sizes, start, end } = shape;
  const said = `${name === undefined ? "" : `${name}: `}[${sizes.map(({ text }) => text).join("|")}]`;
  return `${said} in "${comment.slice(start, end)}"`;
}

describe("a comment that is a shape", () => {
  it.each([
    [" (B, N, C)", '[B|N|C] in "(B, N, C)"'],
    [" q: (B, 64, H*W)", 'q: [B|64|H*W] in "(B, 64, H*W)"'],
    [" out = [B, N]", '[B|N] in "[B, N]"'],
    [" -> (B, N, C): tokens", '[B|N|C] in "(B, N, C)"'],
    ["Shape (B, N) - of all", '[B|N] in "(B, N)"'],
    [" nH, Wh*Ww, Wh * Ww", '[nH|Wh*Ww|Wh * Ww] in "nH, Wh*Ww, Wh * Ww"'],
    [" B, H', W',", "[B|H'|W'] in \"B, H', W'\""],
    [" BxNxC", '[B|N|C] in "BxNxC"'],
    [" [Bx3xHxW]", '[B|3|H|W] in "[Bx3xHxW]"'],
    [" B x N x 64", '[B|N|64] in "B x N x 64"'],
    [" (x, y)", '[x|y] in "(x, y)"'],
    [" (B x N, C)", '[B x N|C] in "(B x N, C)"'],
    [" (H//2 + 1, W//2 + 1)", '[H//2 + 1|W//2 + 1] in "(H//2 + 1, W//2 + 1)"'],
  ])("%s", (comment, expected) => {
    expect(read(comment)).toBe(expected);
  });

  it.each([
    " TODO",
    " (B)",
    " first, second and last",
    " tokens, heads",
    " 3 x 3",
    " 3x3",
    " (B, N]",
    " (B, N) and (B, M)",
    " (B, N*)",
    " (B, N) tokens",
    " BxN",
    " see (B, N)",
    " (B, 2D)",
    "",
  ])("not %s", (comment) => {
    expect(read(comment)).toBeUndefined();
  });

  it("tells numbers, names and formulas", () => {
    expect(shapeOfComment(" (B, 64, H*W)")!.sizes.map(({ kind }) => kind)).toEqual(["name", "number", "formula"]);
  });

  it.each([
    [" (B,N)", "(8,H*W)"],
    [" BxNxC", "8 x H*W"],
    [" [B × N]", "[8 × H*W]"],
    [" B, N", "8, H*W"],
  ])("is written anew in the style of %s", (comment, expected) => {
    expect(inStyle(shapeOfComment(comment)!, [8, "H*W"])).toBe(expected);
  });

  it("keeps `x` where all sizes are letters and numbers, and brackets where the rank is 1", () => {
    expect(inStyle(shapeOfComment(" BxNxC")!, ["B", 3])).toBe("Bx3");
    expect(inStyle(shapeOfComment(" B, N, C")!, ["B"])).toBe("(B,)");
    expect(inStyle(shapeOfComment(" [B, N]")!, ["B"])).toBe("[B]");
    expect(inStyle(shapeOfComment(" (B, N)")!, [])).toBe("()");
  });
});

describe("a shape in a line of prose", () => {
  it.each([
    ["input features with shape of (num_windows*B, N, C)", ["num_windows*B", "N", "C"]],
    ["[BxTxCxHxW] video", ["B", "T", "C", "H", "W"]],
    ["a tensor (float) of shape [batch, seq_len]", ["batch", "seq_len"]],
    ["(N,) tensor of timesteps", ["N"]],
    ["of (4x224x224)", ["4", "224", "224"]],
    ["(batch, HxW)", ["batch", "HxW"]],
    ["[batch, height x width]", ["batch", "height x width"]],
    ["values in [0, N)", ["0", "N"]],
  ])("%s", (line, expected) => {
    expect(shapeInLine(line)?.map(({ text }) => text)).toEqual(expected);
  });

  it.each(["the mask (optional)", "N tokens", "(see B, N", "(a.b, c)"])("not %s", (line) => {
    expect(shapeInLine(line)).toBeUndefined();
  });
});

describe("a docstring's line about a parameter", () => {
  const docstring = `Attends.

    Args:
        x: (B, N, C)
        mask (Tensor, optional): (num_windows, N, N)
        y - no colon
    :param t: (N,)
    :param torch z: (B, D)
    :param Tensor w: (B, W)
    `;
  it.each([
    ["x", " (B, N, C)"],
    ["mask", " (num_windows, N, N)"],
    ["t", " (N,)"],
    ["w", " (B, W)"],
    ["y", undefined],
    ["Args", ""],
    ["B", undefined],
  ])("%s", (name, expected) => {
    expect(lineAbout(docstring, name)).toBe(expected);
  });
});
