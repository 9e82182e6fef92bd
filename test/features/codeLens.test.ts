import { expect, it } from "vitest";
import type { DimJson, ShapeJson } from "../../src/analysis/report";
import { codeLenses } from "../../src/features/codeLens";
import { View } from "../../src/features/view";
import { attention, madeUp } from "../fixtures/made-up";

const tensor = (...shape: DimJson[]) => ({ shape, dtype: "float32" });
const line = (offset: number) => attention.slice(offset).split("\n")[0];

it("stand above the class and its flops(), and nothing is told twice", () => {
  const lenses = codeLenses(new View(madeUp()), "macs");
  expect(lenses.map(({ offset, title, action }) => [line(offset), title, action])).toEqual([
    ["Attention(nn.Module):", "37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)", "forward"],
    ["Attention(nn.Module):", "▷ Run", "run"],
    ["Attention(nn.Module):", "Forward", "forward"],
    ["Attention(nn.Module):", "2 calls ▾", "pickEntry"],
    ["flops(self, N):", "states 7.2 k, derived 2.27 M MACs: lacks qkv (3*N*dim**2)", "forward"],
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

it("leave formulas to the hover, and scale a product", () => {
  const analysis = madeUp();
  const title = () => codeLenses(new View(analysis, new Map([["Attention", "symbolic"]])), "macs")[0].title;
  expect(title()).toBe("(B_, N, dim) → (B_, N, dim)");
  const { totals } = analysis.entries.find(({ id }) => id === "symbolic")!;
  Object.assign(totals, { params: "2*dim", macs: "4490566656*B" });
  expect(title()).toBe("2*dim params · 4.49 G × B MACs · (B_, N, dim) → (B_, N, dim)");
});

it("offer no choice where there is one run", () => {
  const analysis = madeUp();
  analysis.subjects[0].entries = [0];
  expect(codeLenses(new View(analysis), "macs").some(({ action }) => action === "pickEntry")).toBe(false);
});

it("name the inputs where there are several, and say why an output is not known", () => {
  const analysis = madeUp();
  const titles = () => codeLenses(new View(analysis), "macs").map(({ title }) => title);
  analysis.subjects[0].entries = [0];
  analysis.subjects[0].audits = [];
  analysis.entries[0].inputs[1].value = { shape: [4, 49, 49], dtype: "float32" };
  expect(titles()).toEqual([
    "37.2 k params · x (64, 49, 96), mask (4, 49, 49) → (64, 49, 96)",
    "▷ Run",
    "Forward",
    "145 M MACs",
  ]);
  analysis.entries[0].output = { unknown: "it depends on the data" };
  expect(titles()[0]).toBe("x (64, 49, 96), mask (4, 49, 49) → not known: it depends on the data");
  analysis.entries[0].output = {
    unknown: "`fairscale.nn` could not be imported: it was not found, nor was the other one that stands for it",
  };
  expect(titles()[0]).toBe("37.2 k params · → not known: `fairscale.nn` could not be imported");
});

it.each<[string, ShapeJson, string]>([
  ["a long size", tensor("B", "floor((H + 2*padding - dilation*(kernel_size - 1) - 1)/stride) + 1", 3), "(B, …, 3)"],
  [
    "many results",
    { logits: tensor("batch_size", "sequence_length", "vocab_size"), state: [tensor("batch_size", "n_layer", 768)] },
    "{logits: (batch_size, …, vocab_size), …}",
  ],
  ["what is not known in a list", [{ unknown: "which branch is taken" }], "not known: which branch is taken"],
])("have no room for %s, and are never cut", (_, output, expected) => {
  const analysis = madeUp();
  Object.assign(analysis.entries[0], { output, inputs: [{ name: "x", value: tensor("B", "C", 64, 64) }] });
  expect(codeLenses(new View(analysis), "macs")[0].title.split("→ ")[1]).toBe(expected);
});

it("mark what was assumed", () => {
  const analysis = madeUp();
  analysis.entries[0].guessed = true;
  expect(codeLenses(new View(analysis), "macs")[0].title).toBe("37.2 k params · assumed (64, 49, 96) → (64, 49, 96)");
});

it("show a call that gives a tensor before one of which nothing is known", () => {
  const analysis = madeUp();
  analysis.entries[0].inputs = [{ name: "x", value: { unknown: "it is read from a file" } }];
  expect(codeLenses(new View(analysis), "macs")[0].title).toContain("(B_, N, dim) → (B_, N, dim)");
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
  const unfollowed = {
    reason: "IndexError: list index out of range",
    raised: true as const,
    file: analysis.file,
    line: 8,
  };
  const lenses = (more: object = {}) => {
    analysis.subjects[0] = { ...analysis.subjects[0], entries: [], unfollowed: { ...unfollowed, ...more } };
    return codeLenses(new View(analysis), "macs");
  };
  const lens = { offset: analysis.subjects[0].start, subject: "Attention", entryId: "" };
  const title = "could not be followed: IndexError: list index out of range (line 8)";
  expect(lenses()).toEqual([{ ...lens, title }]);
  expect(lenses({ example: "Attention(64, 4)(torch.empty(1, 16, 64))" })).toEqual([
    { ...lens, title, action: "addExample" },
    { ...lens, title: "Add example", action: "addExample" },
  ]);
  expect(lenses({ file: "/project/layers/mlp.py" })[0].title).toBe(
    "could not be followed: IndexError: list index out of range (line 8 of mlp.py)",
  );
  const long = "TypeError: unsupported operand type(s) for +: 'NoneType' and a list of three tensors";
  expect(lenses({ reason: long })[0].title).toBe("could not be followed without a call: TypeError in line 8");
  expect(lenses({ reason: `nothing tells what ${"it ".repeat(30)}is`, raised: undefined })[0].title).toBe(
    "could not be followed, the hover says why (line 8)",
  );
});
