import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Editor } from "./editor.mjs";
import { editorServer, root } from "./tools.mjs";
import { Window } from "./workbench.mjs";

const HEAD = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n";

/** A program with one bug of a group: the line that it is told at, and what stands there when its fix is applied. */
const KINDS = [
  {
    name: "device",
    text: `class Noisy(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(16, 16)

    def forward(self, x):
        noise = torch.randn(x.shape[0], 16)
        return self.fc(x + noise)
`,
    line: "torch.randn(x.shape[0], 16)",
    fixed: "device=x.device",
  },
  {
    name: "dtype",
    text: `import numpy as np

features = torch.from_numpy(np.random.rand(32, 8))
model = nn.Linear(8, 2)
scores = model(features)
`,
    line: "model(features)",
    fixed: ".float()",
  },
  {
    name: "autograd",
    text: `model = nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
history = 0.0
for _ in range(10):
    loss = model(torch.randn(32, 8)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    history += loss
`,
    line: "history += loss",
    fixed: "loss.item()",
  },
  {
    name: "broadcast",
    text: `model = nn.Linear(8, 1)
x, y = torch.randn(32, 8), torch.randn(32)
error = model(x) - y
loss = (error ** 2).mean()
`,
    line: "model(x) - y",
    fixed: "squeeze(1)",
  },
  {
    name: "softmax",
    text: `model = nn.Linear(8, 3)
x, labels = torch.randn(32, 8), torch.randint(0, 3, (32,))
probabilities = F.softmax(model(x), dim=1)
loss = F.cross_entropy(probabilities, labels)
`,
    line: "F.cross_entropy(probabilities, labels)",
    fixed: "model(x)",
  },
  {
    name: "untrained",
    text: `class Layers(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(8, 8) for _ in range(3)]

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return x
`,
    // A hint stands between the layer and this.
    line: "for _ in range(3)]",
    fixed: "nn.ModuleList(",
  },
];

/** One bug of each group in a real VS Code, and its fix applied. */
export async function kindTests(report, browser, shots) {
  report.section("Bugs that raise late, or never");
  const folder = mkdtempSync(join(tmpdir(), "shapescope-kinds-"));
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of KINDS) writeFileSync(join(folder, `${name}.py`), HEAD + text);
  let editor;
  try {
    editor = new Editor(editorServer(), join(root, "shapescope.vsix"), folder);
    await editor.start();
    for (const { name, line, fixed } of KINDS)
      await report.test(`${name} is told, and its fix applied`, async () => {
        const window = await Window.open(browser, editor, `${name}.py`);
        const { page } = window;
        page.setDefaultTimeout(30_000);
        await page.locator(".squiggly-warning, .squiggly-error").first().waitFor({ timeout: 90_000 });
        await window.command("View: Focus Problems");
        await page.locator(".markers-panel .monaco-list-row").first().waitFor();
        await window.goTo(line);
        await window.screenshot(join(shots, `kind-${name}.png`));
        // The cursor stands at the line's start; the bug may begin further on.
        const squiggle = await page.locator(".squiggly-warning, .squiggly-error").first().boundingBox();
        await page.mouse.click(squiggle.x + 4, squiggle.y + 2);
        await page.keyboard.press("Control+.");
        const action = page
          .locator(".action-widget .monaco-list-row.action", { hasText: /^(Change|Insert) `/ })
          .first();
        await action.waitFor();
        await window.screenshot(join(shots, `kind-${name}-fix.png`), true);
        // The first one has the focus; a block for the pointer lies above the list.
        await page.keyboard.press("Enter");
        await page.locator(".view-line", { hasText: fixed }).first().waitFor();
        await page.locator(".squiggly-warning, .squiggly-error").first().waitFor({ state: "detached" });
        await window.screenshot(join(shots, `kind-${name}-fixed.png`));
        assert.equal(await page.locator(".squiggly-warning, .squiggly-error").count(), 0);
        await page.close();
      });
  } finally {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
