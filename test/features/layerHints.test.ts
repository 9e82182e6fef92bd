import { expect, it } from "vitest";
import { type HintMode, inlayHints } from "../../src/features/inlayHints";
import { layerHints } from "../../src/features/layerHints";
import { View } from "../../src/features/view";
import { analyzerOf } from "../analysis/support";

const file = "/project/net.py";

/** The lines of a file that have hints of layers, with them. */
function shown(body: string, mode: HintMode = "onChange"): string[] {
  const text = `import torch\nfrom torch import nn\n${body}`;
  const analysis = analyzerOf({ [file]: text }).analyzeFile(file);
  let marked = text;
  for (const { offset, label } of layerHints(new View(analysis), mode).reverse())
    marked = `${marked.slice(0, offset)}«${label.trim()}»${marked.slice(offset)}`;
  const lines = marked.split("\n");
  return lines.filter((line) => line.includes("«")).map((line) => line.trim());
}

const NET = `
class Net(nn.Module):
    def __init__(self, width, depth=2):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, width, 4, stride=4),
            nn.ReLU(),
            nn.BatchNorm2d(width),
        )
        self.blocks = nn.ModuleList([nn.Conv2d(width, width, 3, stride=2, padding=1) for _ in range(depth)])
        self.unused = nn.Linear(1, 1)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x.mean((2, 3)))
`;

it("stand beside each layer that is built, in Sequential too, for the entry that the class's lens shows", () => {
  expect(shown(`# shapescope: Net(8)(torch.empty(2, 3, 64, 64))${NET}`)).toEqual([
    "nn.Conv2d(3, width, 4, stride=4)«→ (2, 8, 16, 16)»,",
    "nn.BatchNorm2d(width)«→ (2, 8, 16, 16)»,",
    ")«→ (2, 8, 16, 16)»",
    "self.blocks = nn.ModuleList([nn.Conv2d(width, width, 3, stride=2, padding=1)«→ (2, 8, 8, 8) | (2, 8, 4, 4)» for _ in range(depth)])",
    "self.head = nn.Linear(width, 10)«→ (2, 10)»",
  ]);
});

it("have names where sizes are symbols, one a dimension", () => {
  expect(shown(NET)).toEqual([
    "nn.Conv2d(3, width, 4, stride=4)«→ (B, width, H//4, W//4)»,",
    "nn.BatchNorm2d(width)«→ (B, width, H//4, W//4)»,",
    ")«→ (B, width, H//4, W//4)»",
    "self.blocks = nn.ModuleList([nn.Conv2d(width, width, 3, stride=2, padding=1)«→ (B, width, …, …)» for _ in range(depth)])",
    "self.head = nn.Linear(width, 10)«→ (B, 10)»",
  ]);
});

it("are also those of activations where all are asked for, and none where none are", () => {
  expect(shown(NET, "all")).toContain("nn.ReLU()«→ (B, width, H//4, W//4)»,");
  expect(shown(NET, "off")).toEqual([]);
});

it("are not those of losses, nor is there a hint after a loss or `_`", () => {
  const body = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.rnn = nn.LSTM(3, 5)
        self.criterion = nn.CrossEntropyLoss()
    def forward(self, x: torch.Tensor, y: torch.LongTensor):
        B, N, C = x.shape
        out, _ = self.rnn(self.fc(x))
        loss = self.criterion(out.flatten(0, 1), y.flatten())
        return loss
# shapescope: Net()(torch.empty(2, 6, 4), torch.zeros(2, 6, dtype=torch.long))
`;
  expect(shown(body)).toEqual([
    "self.fc = nn.Linear(4, 3)«→ (2, 6, 3)»",
    "self.rnn = nn.LSTM(3, 5)«→ [(2, 6, 5), [2 × (1, 6, 5)]]»",
  ]);
  const text = `import torch\nfrom torch import nn\n${body}`;
  const analysis = analyzerOf({ [file]: text }).analyzeFile(file);
  const names = inlayHints(new View(analysis), "onChange").map(({ offset }) => /\w+$/.exec(text.slice(0, offset))?.[0]);
  expect(names).toEqual(["x", "y", "out"]);
});
