import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { loadWASM, OnigScanner, OnigString } from "vscode-oniguruma";
import { type IGrammar, INITIAL, Registry } from "vscode-textmate";
import { grammar as written } from "../../tools/grammar.mjs";

const file = "syntaxes/shapescope.tmLanguage.json";
const require = createRequire(import.meta.url);

/** As much of Python's grammar as the injection sees, with the scope names that VS Code's has. */
const python = {
  scopeName: "source.python",
  patterns: [
    { name: "comment.line.number-sign.python", begin: "#", end: "$" },
    { name: "string.quoted.single.python", match: "\"[^\"]*\"|'[^']*'" },
    { name: "meta.function-call.generic.python", match: "[A-Za-z_]\\w*(?=\\()" },
  ],
};

let grammar: IGrammar;

beforeAll(async () => {
  await loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer as ArrayBuffer);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    getInjections: (scope) => (scope === "source.python" ? ["shapescope.injection"] : undefined),
    loadGrammar: async (scope) =>
      (scope === "source.python" ? python : JSON.parse(readFileSync(file, "utf8"))) as never,
  });
  grammar = (await registry.loadGrammar("source.python"))!;
});

/** Pieces of a line whose scopes have `part` in them, joined. */
function marked(line: string, part: string): string {
  const { tokens } = grammar.tokenizeLine(line, INITIAL);
  return tokens
    .filter(({ scopes }) => scopes.some((scope) => scope.includes(part)))
    .map(({ startIndex, endIndex }) => line.slice(startIndex, endIndex))
    .join("");
}

describe("shape comments", () => {
  it.each([
    ["x = f(x)  # nH, Wh*Ww, Wh*Ww", "nH, Wh*Ww, Wh*Ww"],
    ["x = f(x)  # Wh*Ww,Wh*Ww,nH", "Wh*Ww,Wh*Ww,nH"],
    ["x = f(x)  # 2, Wh, Ww", "2, Wh, Ww"],
    ["# (B, N, C)", "(B, N, C)"],
    ["# (num_windows*B, N, C)", "(num_windows*B, N, C)"],
    ["# [B, C, H, W]", "[B, C, H, W]"],
    ["# [batch, seq, dim] after the projection", "[batch, seq, dim]"],
    ["# x: (B, H//2, W//2, 4*C)", "(B, H//2, W//2, 4*C)"],
    ["# (B, N, C) -> (B, num_heads, N, C//num_heads)", "(B, N, C) -> (B, num_heads, N, C//num_heads)"],
    ["# shape: (N,)", "(N,)"],
    ["# B x T x C", "B x T x C"],
    ["# B × N × 3", "B × N × 3"],
    ["#(B, N, C)", "(B, N, C)"],
    ["# (b, h, n, d)", "(b, h, n, d)"],
  ])("%s", (line, shape) => {
    expect(marked(line, "meta.shape")).toBe(shape);
  });

  it("names each part of a shape", () => {
    const line = "# (2*B, N)";
    expect(marked(line, "variable.parameter.dimension")).toBe("BN");
    expect(marked(line, "constant.numeric.dimension")).toBe("2");
    expect(marked(line, "keyword.operator")).toBe("*");
    expect(marked(line, "punctuation.definition.shape")).toBe("(,)");
  });
});

describe("ordinary comments", () => {
  it.each([
    "# make torchscript happy (cannot use tensor as tuple)",
    "# a comment, with a comma",
    "# OK, done",
    "# see foo (bar, baz)",
    "# TODO, FIXME",
    "# (optional, string)",
    "# (deprecated)",
    "# yes, no",
    "# i, j",
    "# calculate flops for 1 window with token length of N",
    "# flops += N * self.dim * 3 * self.dim",
    "# attn = (q @ k.transpose(-2, -1))",
    "# q, k, v are split below",
    "# 1, 2, 3",
    "# The first, second and third",
    "# type: ignore[attr, misc]",
    "# noqa: E501, W605",
    "# [ ] unchecked, open",
    "# multiply by x and add",
    "#!/usr/bin/env python, please",
    "# Copyright (c) 2024, The authors",
  ])("%s", (line) => {
    expect(marked(line, "meta.shape")).toBe("");
  });
});

describe("directives", () => {
  it("marks the word and reads the call as Python", () => {
    const line = "# shapescope: Model(3)(torch.empty(1, 3))";
    expect(marked(line, "keyword.other.directive")).toBe("shapescope");
    expect(marked(line, "meta.function-call")).toBe("Modelempty");
  });

  it("leaves other words alone", () => {
    expect(marked("# the shapescope: tool", "keyword.other.directive")).toBe("");
  });
});

describe("jaxtyping strings", () => {
  it.each([
    ['def f(x: Float[Tensor, "batch n dim"]):', "batch n dim"],
    ['x: Int32[torch.Tensor, "b 2*n ..."]', "b 2*n ..."],
    ["y: Shaped[Array, '*batch #h w=3']", "*batch #h w=3"],
    ['z: Bool[Tensor, ""]', ""],
  ])("%s", (line, axes) => {
    expect(marked(line, "meta.shape")).toBe(axes);
  });

  it.each(['x = table["a, b"]', 'd: Dict[str, "Model"]', 'print("Float[Tensor, b n]")', 'Literal["B", "N"]'])(
    "not in %s",
    (line) => {
      expect(marked(line, "meta.shape")).toBe("");
    },
  );

  it("marks the markers of an axis", () => {
    expect(marked('x: Float[Tensor, "*batch #n"]', "keyword.operator.axis")).toBe("*#");
  });
});

it("is what tools/grammar.mjs writes", () => {
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(written)));
});
