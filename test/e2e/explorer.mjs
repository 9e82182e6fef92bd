// biome-ignore-all lint/performance/useDomNodeTextContent: the text that a person reads is meant
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Editor } from "./editor.mjs";
import { editorServer, root } from "./tools.mjs";
import { Window } from "./workbench.mjs";

const TEXT = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.fc = nn.Linear(width, width)

    def forward(self, x):
        return x + self.fc(self.norm(x))


# shapescope: Net()(torch.empty(2, 16, 4))
class Net(nn.Module):
    def __init__(self, width=64, depth=12):
        super().__init__()
        self.stem = nn.Linear(4, width)
        self.blocks = nn.Sequential(*[Block(width) for _ in range(depth)])
        self.head = nn.Linear(width, 1000)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean(1))
`;

/** The model explorer in a real VS Code. */
export async function explorerTests(report, browser, shots) {
  report.section("Model explorer");
  const folder = mkdtempSync(join(tmpdir(), "shapescope-explorer-"));
  writeFileSync(join(folder, "net.py"), TEXT);
  let editor;
  try {
    editor = new Editor(editorServer(), join(root, "shapescope.vsix"), folder);
    await editor.start();
    const window = await Window.open(browser, editor, "net.py");
    const { page } = window;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    page.setDefaultTimeout(30_000);
    await page.setViewportSize({ width: 1000, height: 700 });
    const shot = (name) => window.screenshot(join(shots, `${name}.png`));
    const rows = page.locator(".pane-body .monaco-list-row");
    const texts = async () => (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());

    await report.test("has the modules of the file in front, repeated ones folded", async () => {
      await window.lens("▷ Run").waitFor({ timeout: 60_000 });
      await window.goTo("self.stem(x)");
      await window.command("View: Show ShapeScope");
      await rows.filter({ hasText: "blocks" }).first().click();
      const folded = rows.filter({ hasText: "12 × Block" }).first();
      // A key is lost while the rows are drawn anew.
      for (let turn = 0; turn < 5 && !(await folded.isVisible()); turn++) {
        await page.keyboard.press("ArrowRight");
        await page.waitForTimeout(1_000);
      }
      await folded.waitFor();
      const all = await texts();
      await shot("explorer");
      assert.ok(
        all.some((text) => /^Net ?\(2, 1000\) · 117 k$/.test(text)),
        all.join(" | "),
      );
      assert.ok(
        all.some((text) => text.includes("0–11") && text.includes("12 × Block")),
        all.join(" | "),
      );
      assert.ok(
        all.some((text) => /^head ?Linear \(2, 1000\)/.test(text)),
        all.join(" | "),
      );
    });

    await report.test("is sorted, and a click goes to the source", async () => {
      await window.command("ShapeScope: Sort Modules");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "By parameters" }).click();
      await page.locator(".pane-body", { hasText: "by parameters" }).first().waitFor();
      // The rows come after what is told above them.
      await page.waitForTimeout(1500);
      const names = (await texts()).map((text) => /^(stem|blocks|head)/.exec(text)?.[0]);
      const order = names.filter((name) => name !== undefined);
      assert.deepEqual(order, ["head", "blocks", "stem"]);
      await rows
        .filter({ hasText: /^\s*head/ })
        .first()
        .click();
      await page.locator(".line-numbers.active-line-number", { hasText: "24" }).waitFor();
    });

    await report.test("is copied in torchinfo's layout", async () => {
      await window.command("ShapeScope: Copy Modules");
      const list = page.locator(".quick-input-list .monaco-list-row");
      await list.filter({ hasText: "Net" }).first().click();
      await list.filter({ hasText: "torchinfo" }).first().click();
      await page.locator(".statusbar-item", { hasText: "were copied" }).waitFor();
      const text = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(text, /Layer \(type:depth-idx\)\s+Output Shape\s+Param #/);
      assert.match(text, /12 × Block: 2-1\s+\[2, 16, 64\]/);
    });

    await report.test("is filtered, in a light theme too", async () => {
      await window.settings({ "workbench.colorTheme": "Default Light Modern" });
      await window.quickInput("F1", ">ShapeScope: Filter Modules");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Filter Modules" }).first().click();
      await page.locator(".quick-input-widget input").first().fill("norm");
      await page.keyboard.press("Enter");
      await page.locator(".pane-body", { hasText: "“norm”" }).first().waitFor();
      await page.waitForTimeout(500);
      const all = await texts();
      assert.ok(!all.some((text) => text.startsWith("head")), all.join(" | "));
      await shot("explorer-light");
    });
    await page.close();
  } finally {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
