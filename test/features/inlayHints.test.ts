import { describe, expect, it } from "vitest";
import type { ShapeJson } from "../../src/analysis/report";
import { type HintMode, inlayHints } from "../../src/features/inlayHints";
import { View } from "../../src/features/view";
import { attention, madeUp, spot } from "../fixtures/made-up";

const view = new View(madeUp());

/** The lines that have hints, as the editor shows them. */
function shown(mode: HintMode, of = view): string[] {
  const hints = inlayHints(of, mode);
  let text = attention;
  for (const { offset, label } of hints.toReversed()) text = text.slice(0, offset) + label + text.slice(offset);
  const before = new Set(attention.split("\n"));
  return text
    .split("\n")
    .filter((line) => !before.has(line))
    .map((line) => line.trim());
}

it("are off", () => {
  expect(shown("off")).toEqual([]);
});

it("show a shape where it changed only", () => {
  expect(shown("onChange")).toEqual([
    "def forward(self, x: (64, 49, 96), mask=None):",
    "qkv: (3, 64, 3, 49, 32) = self.qkv(x).reshape(B_, N, 3, self.num_heads, -1).permute(2, 0, 3, 1, 4)",
    "q, k, v: (64, 3, 49, 32) = qkv[0], qkv[1], qkv[2]",
    "attn: (64, 3, 49, 49) = q @ k.transpose(-2, -1)  # (B_, nH, N, N)",
  ]);
});

describe("show all", () => {
  it("with the unknown ones", () => {
    const lines = shown("all");
    expect(lines).toContain("q: (64, 3, 49, 32), k: (64, 3, 49, 32), v: (64, 3, 49, 32) = qkv[0], qkv[1], qkv[2]");
    expect(lines).toContain("x: (64, 49, 96) = self.proj(x)");
    expect(lines).toContain("y: ? = load(x)");
  });

  it("and say why in the tooltip", () => {
    const hint = inlayHints(view, "all").find(({ label }) => label === ": ?");
    expect(hint?.tooltip).toContain("Not known: `load` is not defined");
  });
});

it("follow the run that was picked", () => {
  const picked = new View(madeUp(), new Map([["Attention", "symbolic"]]));
  expect(shown("onChange", picked)[0]).toBe("def forward(self, x: (B_, N, dim), mask=None):");
});

it("show the parameters of one call", () => {
  const analysis = madeUp();
  const mask = spot(attention, "mask");
  const values = [{ shape: [4, 49, 49], dtype: "float32" }];
  analysis.entries[1].bindings.push({ name: "mask", ...mask, statementEnd: mask.end, values, parameter: true });
  expect(shown("onChange", new View(analysis))[0]).toBe("def forward(self, x: (64, 49, 96), mask=None):");
});

it("are given for a range, and know what stood before it", () => {
  const { start } = spot(attention, "q = q * 0.5");
  expect(inlayHints(view, "onChange", start).map(({ label }) => label)).toEqual([": (64, 3, 49, 49)"]);
});

it("are silent where a name gets the shape of the only tensor on the right", () => {
  const analysis = madeUp();
  const [entry] = analysis.entries;
  analysis.entries = [entry];
  const place = spot(attention, "x = self.proj(x)");
  const argument = {
    start: place.end - 2,
    end: place.end - 1,
    values: [{ shape: [64, 49, 96], dtype: "float32" }],
    ops: [],
  };
  entry.bindings = [
    {
      name: "z",
      start: place.start,
      end: place.start + 1,
      statementEnd: place.end,
      values: argument.values,
      parameter: false,
    },
  ];
  entry.expressions = [argument];
  expect(inlayHints(new View(analysis), "onChange")).toEqual([]);
  entry.expressions = [];
  expect(inlayHints(new View(analysis), "onChange").map(({ label }) => label)).toEqual([": (64, 49, 96)"]);
});

it("show nothing of other runs where the shown one failed", () => {
  const analysis = madeUp();
  analysis.entries[0].output = { unknown: "the forward pass fails" };
  analysis.entries[0].bindings.splice(1);
  expect(shown("onChange", new View(analysis))).toEqual(["def forward(self, x: (64, 49, 96), mask=None):"]);
});

const tensor = (...shape: (number | string)[]) => ({ shape, dtype: "float32" });
const long = "hidden_size//(hidden_size//num_attention_heads)";

it.each<[string, ShapeJson[], string]>([
  ["two shapes", [tensor(39, 1), tensor(64, 1)], "(39, 1) | (64, 1)"],
  ["more shapes", [tensor(39, 1), tensor(64, 1), tensor(16, 1)], "(…, 1)"],
  ["long shapes that differ in one size", [tensor("B", "C", long), tensor("B", "H", long)], "(B, C | H, …)"],
  ["a long size", [tensor("B", long, "N", long)], "(B, …, N, …)"],
  ["a dict", [{ logits: tensor("B", "N", long), state: tensor("B", long) }], "{logits: (B, N, …), state: (B, …)}"],
])("show %s whole", (_, values, label) => {
  const analysis = madeUp();
  analysis.entries[0].bindings[0].values = values;
  expect(inlayHints(new View(analysis), "all")[0].label).toBe(`: ${label}`);
});
