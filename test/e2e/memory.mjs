// biome-ignore-all lint/performance/useDomNodeTextContent: the text that a person reads is meant
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Editor } from "./editor.mjs";
import { editorServer, root } from "./tools.mjs";
import { Window } from "./workbench.mjs";

const file = "language.py";

const program = `import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.before = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.between = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)

    def forward(self, x):
        y = self.before(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        return x + self.narrow(F.gelu(self.wide(self.between(x))))


# shapescope: Language(50257, 768, 12, 12)(torch.zeros(8, 512, dtype=torch.long))
class Language(nn.Module):
    def __init__(self, vocabulary, width, heads, depth):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.blocks = nn.ModuleList([Block(width, heads) for _ in range(depth)])
        self.head = nn.Linear(width, vocabulary, bias=False)

    def forward(self, tokens):
        x = self.tokens(tokens)
        for block in self.blocks:
            x = block(x)
        return self.head(x)


# shapescope: Small()(torch.empty(16, 32))
class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(32, 32) for _ in range(6)])
        self.last = nn.Linear(32, 4)
        self.spare = nn.Linear(4, 4)

    def forward(self, x):
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return self.last(x)
`;

/** Memory of a model, used and trained, in a real VS Code: in its hover and in the Forward panel. */
export async function memoryTests(report, browser, shots) {
  report.section("Memory");
  const folder = mkdtempSync(join(tmpdir(), "shapescope-memory-"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), program);
  let editor;
  let window;
  const shot = (name, pointer) => window.screenshot(join(shots, `${name}.png`), pointer);

  try {
    await report.test("the Forward panel shows memory, its timeline and the lines that hold most", async () => {
      editor = new Editor(editorServer(), join(root, "shapescope.vsix"), folder);
      await editor.start();
      window = await Window.open(browser, editor, file);
      await window.lens("Forward").waitFor({ timeout: 60_000 });
      await window.clickLens("class Language", "Forward", "Forward: Language");
      const { panel } = window;
      await panel.getByText("in a step of training").waitFor({ timeout: 60_000 });
      await panel.locator(".timeline canvas").waitFor();
      assert.match(await panel.locator(".memory .totals").innerText(), /kept for backward/);
      assert.match(await panel.locator(".memory .lines").innerText(), /language\.py:\d+/);
      await shot("memory-dark");
    });
    if (!window) return;

    await report.test("a device is picked, and the panel says what fits and what would help", async () => {
      await window.command("ShapeScope: Pick Device for Memory");
      const { page, panel } = window;
      const rows = page.locator(".quick-input-list .monaco-list-row");
      await rows.filter({ hasText: "t4-16gb" }).waitFor();
      await shot("memory-devices", true);
      await rows.filter({ hasText: "t4-16gb" }).click();
      await panel.getByText("into t4-16gb").first().waitFor({ timeout: 60_000 });
      assert.match(await panel.locator(".memory").innerText(), /largest batch \d+/);
      assert.match(await panel.locator(".memory").innerText(), /with bf16/);
      await shot("memory-fit-dark");
    });

    await report.test("a click into the timeline shows the line of a step", async () => {
      const { panel } = window;
      await panel.locator(".timeline .u-over").click({ position: { x: 120, y: 60 } });
      await window.page.waitForTimeout(500);
      assert.ok((await window.cursorLine()) > 1);
    });

    await report.test("a hover over the class tells memory and what fits", async () => {
      const line = await window.goTo("class Language");
      const text = await window.hover(line, "Language");
      assert.match(text, /a step of training: [\d.]+ GB at most/);
      assert.match(text, /training (fits|does not fit) into t4-16gb/);
      await shot("memory-hover", true);
      await window.page.keyboard.press("Escape");
    });

    await report.test("the Run panel shows gradients by depth, and the loss curve of one batch", async () => {
      const { page } = window;
      await window.clickLens("class Small", "▷ Run", "Run: Small");
      const { panel } = window;
      await panel.getByRole("button", { name: "Gradients" }).click({ timeout: 60_000 });
      await panel.getByText("gradients are what differences say").waitFor({ timeout: 60_000 });
      assert.match(await panel.locator(".learning").innerText(), /never used: spare\.weight, spare\.bias/);
      await panel.locator(".learning canvas").waitFor();
      await shot("gradients-dark");
      await panel.getByRole("button", { name: "Overfit one batch" }).click();
      await panel.getByText("The loss goes from").waitFor({ timeout: 60_000 });
      assert.equal(await panel.locator(".learning canvas").count(), 2);
      await shot("overfit-dark");
      await page.getByRole("tab", { name: "Forward: Language" }).click();
    });

    await report.test("in a light theme", async () => {
      await window.settings({
        "workbench.colorTheme": "Default Light Modern",
        "shapescope.memory.device": "mine",
        "shapescope.memory.devices": [{ name: "mine", memoryBytes: 12e9 }],
        "shapescope.memory.optimizer": "sgd",
      });
      const { panel } = window;
      await panel.getByText("into mine").first().waitFor({ timeout: 60_000 });
      await window.page.waitForTimeout(1000);
      await shot("memory-light");
      await window.page.getByRole("tab", { name: "Run: Small" }).click();
      await window.panel.locator(".learning canvas").first().waitFor();
      await shot("overfit-light");
    });
  } finally {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
