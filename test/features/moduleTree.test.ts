import { expect, it } from "vitest";
import { moduleText, rowClass, rowName } from "../../src/features/moduleText";
import { filteredRows, type ModuleRow, moduleTree, shareOf, sortedRows, total } from "../../src/features/moduleTree";
import { analyzerOf } from "../analysis/support";

const file = "/project/net.py";
const TEXT = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.fc = nn.Linear(width, width)
    def forward(self, x):
        return x + self.fc(self.norm(x))

class Net(nn.Module):
    def __init__(self, width=8, depth=12):
        super().__init__()
        self.stem = nn.Linear(4, width)
        self.blocks = nn.Sequential(*[Block(width) for _ in range(depth)])
        self.turns = nn.ModuleList([nn.ModuleList([nn.Linear(width, width), nn.ReLU()]) for _ in range(3)])
        self.head = nn.Linear(width, 10)
    def forward(self, x):
        x = self.blocks(self.stem(x))
        for layer, act in self.turns:
            x = act(layer(x))
        return self.head(self.head_norm(x)) if False else self.head(x)
`;

function tree(call: string | undefined): ModuleRow {
  const text = call === undefined ? TEXT : `${TEXT}# shapescope: ${call}\n`;
  const analyzer = analyzerOf({ [file]: text });
  const { subjects, entries } = analyzer.analyzeFile(file);
  const net = subjects.find(({ name }) => name === "Net")!;
  return moduleTree(entries[net.entries[0]].calls[0], "macs");
}

const numbers = tree("Net()(torch.empty(2, 4))");
const lines = (row: ModuleRow, parent = ""): string[] => [
  `${rowName(row, parent)} ${rowClass(row)}`.trim(),
  ...row.children.flatMap((child) => lines(child, row.path.split(" – ")[0]).map((line) => `  ${line}`)),
];

it("has modules as they are called, with those that repeat folded, also where several take turns", () => {
  expect(lines(numbers)).toEqual([
    "Net",
    "  stem Linear",
    "  blocks Sequential",
    "    0–11 12 × Block",
    "      norm LayerNorm",
    "      fc Linear",
    "  turns.0.0 – turns.2.1 3 × (Linear, ReLU)",
    "    turns.0.0 Linear",
    "    turns.0.1 ReLU",
    "  head Linear",
  ]);
});

it("adds up what is folded", () => {
  const [stem, blocks, turns] = numbers.children;
  const [block] = blocks.children;
  const inOne = 2 * 8 * 8;
  expect(stem).toMatchObject({ params: 40, macs: 64, input: { shape: [2, 4] }, output: { shape: [2, 8] } });
  expect(block).toMatchObject({ count: 12, params: 12 * (16 + 72), macs: 12 * inOne, output: { shape: [2, 8] } });
  // A norm, a product and a sum of 2 × 8 floats.
  expect(block.bytes).toBe(12 * 3 * 64);
  expect(turns).toMatchObject({ count: 3, params: 3 * 72, macs: 3 * inOne });
  expect(numbers.macs).toBe(64 + 15 * inOne + 2 * 8 * 10);
  expect(block.share).toBeCloseTo((12 * inOne) / Number(numbers.macs));
  expect(stem.place).toEqual({ file, line: 20 });
});

it("has formulas where sizes are symbols, and shares where they are the same for all", () => {
  const row = tree(undefined);
  const [, blocks] = row.children;
  expect([row.macs, blocks.macs]).toEqual(["1072*B*N", "768*B*N"]);
  expect(blocks.share).toBeCloseTo(768 / 1072);
  expect(shareOf("B*N", "B*N**2")).toBeUndefined();
  expect(total(["2*B", 3, "B", "2*B"])).toBe("5*B + 3");
});

it("is sorted and filtered", () => {
  expect(sortedRows(numbers, "params").children.map(({ class: name }) => name)).toEqual([
    "Sequential",
    "Linear, ReLU",
    "Linear",
    "Linear",
  ]);
  expect(lines(filteredRows(numbers, "norm")!)).toEqual([
    "Net",
    "  blocks Sequential",
    "    0–11 12 × Block",
    "      norm LayerNorm",
  ]);
  expect(filteredRows(numbers, "conv")).toBeUndefined();
});

it("is copied as aligned text, Markdown and CSV", () => {
  expect(moduleText(numbers, "text").split("\n").slice(0, 5)).toEqual([
    "Module                   Class               Input   Output   Params    MACs   Memory  Share",
    "Net                                          (2, 4)  (2, 10)   1.4 k  2.14 k  2.83 kB   100%",
    "  stem                   Linear              (2, 4)  (2, 8)       40      64     64 B     3%",
    "  blocks                 Sequential          (2, 8)  (2, 8)   1.06 k  1.54 k   2.3 kB    72%",
    "    0–11                 12 × Block          (2, 8)  (2, 8)   1.06 k  1.54 k   2.3 kB    72%",
  ]);
  expect(moduleText(numbers, "markdown").split("\n").slice(0, 3)).toEqual([
    "| Module | Class | Input | Output | Params | MACs | Memory | Share |",
    "| --- | --- | --- | --- | ---: | ---: | ---: | ---: |",
    "| Net |  | (2, 4) | (2, 10) | 1.4 k | 2.14 k | 2.83 kB | 100% |",
  ]);
  expect(moduleText(numbers, "csv").split("\r\n").slice(0, 3)).toEqual([
    "path,class,count,input,output,params,macs,flops,bytes,share",
    `,Net,1,"(2, 4)","(2, 10)",1402,2144,${numbers.flops},${numbers.bytes},1`,
    'stem,Linear,1,"(2, 4)","(2, 8)",40,64,144,64,0.029850746268656716',
  ]);
});

it("is copied in torchinfo's layout", () => {
  const text = moduleText(numbers, "torchinfo").split("\n");
  expect(text.slice(1, 9).map((line) => line.replace(/ {2,}/g, "  "))).toEqual([
    "Layer (type:depth-idx)  Output Shape  Param #",
    text[0],
    "Net  [2, 10]  --",
    "├─Linear: 1-1  [2, 8]  40",
    "├─Sequential: 1-2  [2, 8]  --",
    "│  ├─12 × Block: 2-1  [2, 8]  --",
    "│  │  ├─LayerNorm: 3-1  [2, 8]  16",
    "│  │  ├─Linear: 3-2  [2, 8]  72",
  ]);
  expect(text).toContain("Total params: 1,402");
  expect(text).toContain("Params size (MB): 0.01");
});
