import { expect, it } from "vitest";
import { codeLenses } from "../../src/features/codeLens";
import { View } from "../../src/features/view";
import { attention, madeUp } from "../fixtures/made-up";

const line = (offset: number) => attention.slice(offset).split("\n")[0];

it("stand above the class, its forward and its flops()", () => {
  const lenses = codeLenses(new View(madeUp()), "macs");
  expect(lenses.map(({ offset, title, action }) => [line(offset), title, action])).toEqual([
    ["Attention(nn.Module):", "37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)", "forward"],
    ["Attention(nn.Module):", "Run on random input", "run"],
    ["Attention(nn.Module):", "Forward", "forward"],
    ["Attention(nn.Module):", "in Attention(96, 3)(torch.empty(64, 49, 96)) ▾", "pickEntry"],
    ["flops(self, N):", "states 7.2 k, derived 2.27 M MACs: lacks qkv (3*N*dim**2)", "forward"],
    ["forward(self, x, mask=None):", "145 M MACs · (64, 49, 96) → (64, 49, 96)", "forward"],
    ["forward(self, x, mask=None):", "Run on random input", "run"],
    ["forward(self, x, mask=None):", "Forward", "forward"],
  ]);
  expect(lenses.every(({ subject, entryId }) => subject === "Attention" && entryId.startsWith("Attention(96"))).toBe(
    true,
  );
});

it("count FLOPs where the user wants them", () => {
  expect(codeLenses(new View(madeUp()), "flops")[0].title).toBe(
    "37.2 k params · 292 M FLOPs · (64, 49, 96) → (64, 49, 96)",
  );
});

it("show formulas for a run in symbols", () => {
  const [first] = codeLenses(new View(madeUp(), new Map([["Attention", "symbolic"]])), "macs");
  expect(first.title).toBe(
    "4*dim**2 + 4*dim params · 4*B_*N*dim**2 + 2*B_*N**2*dim MACs · (B_, N, dim) → (B_, N, dim)",
  );
});

it("offer no choice where there is one run", () => {
  const analysis = madeUp();
  analysis.subjects[0].entries = [0];
  expect(codeLenses(new View(analysis), "macs").some(({ action }) => action === "pickEntry")).toBe(false);
});

it("name the inputs where there are several, and say why an output is not known", () => {
  const analysis = madeUp();
  analysis.entries[0].inputs[1].value = { shape: [4, 49, 49], dtype: "float32" };
  analysis.entries[0].output = { unknown: "it depends on the data" };
  expect(codeLenses(new View(analysis), "macs")[0].title).toBe(
    "37.2 k params · 145 M MACs · x (64, 49, 96), mask (4, 49, 49) → not known: it depends on the data",
  );
});

it("are absent where nothing was run", () => {
  const analysis = madeUp();
  analysis.subjects[0].entries = [];
  expect(codeLenses(new View(analysis), "macs")).toEqual([]);
});

it("tell FLOPs where there are no MACs, and no cost where there is none", () => {
  const analysis = madeUp();
  analysis.entries[0].totals.macs = 0;
  expect(codeLenses(new View(analysis), "macs")[0].title).toContain("37.2 k params · 292 M FLOPs · (64");
  analysis.entries[0].totals.flops = 0;
  expect(codeLenses(new View(analysis), "macs")[0].title).toBe("37.2 k params · (64, 49, 96) → (64, 49, 96)");
});

it("say why a class could not be followed", () => {
  const analysis = madeUp();
  const reason = "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'";
  const unfollowed = { reason, file: analysis.file, line: 8 };
  const lenses = (more: object) => {
    analysis.subjects[0] = { ...analysis.subjects[0], entries: [], unfollowed: { ...unfollowed, ...more } };
    return codeLenses(new View(analysis), "macs");
  };
  const lens = { offset: analysis.subjects[0].start, subject: "Attention", entryId: "" };
  const title = `not followed without a call: ${reason} (line 8)`;
  expect(lenses({})).toEqual([{ ...lens, title }]);
  expect(lenses({ example: "Attention(64, 4)(torch.empty(1, 16, 64))" })).toEqual([
    { ...lens, title, action: "addExample" },
    { ...lens, title: "Add an example call", action: "addExample" },
  ]);
  expect(lenses({ file: "/project/layers/mlp.py" })[0].title).toBe(
    `not followed without a call: ${reason} (line 8 of mlp.py)`,
  );
});
