// biome-ignore-all lint/performance/useDomNodeTextContent: the text that a person reads is meant
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Editor } from "./editor.mjs";
import { editorServer, root } from "./tools.mjs";
import { Window } from "./workbench.mjs";

const PLAIN = "import turtle\n\nfor n in range(4):\n    turtle.forward(100)\n";
const PART = `import torch
from torch import nn


class Fine(nn.Module):
    def forward(self, x):
        return x.unsqueeze(0)


class Lost(nn.Module):
    def __init__(self, missing=None):
        super().__init__()
        self.missing = missing

    def forward(self, x):
        return x + 1 + self.missing
`;

/** The first minutes with the extension, in a real VS Code. */
export async function welcomeTests(report, browser, shots) {
  report.section("First minutes");
  const folder = mkdtempSync(join(tmpdir(), "shapescope-welcome-"));
  writeFileSync(join(folder, "plain.py"), PLAIN);
  writeFileSync(join(folder, "part.py"), PART);
  let editor;
  try {
    editor = new Editor(editorServer(), join(root, "shapescope.vsix"), folder);
    await editor.start();
    const item = (page) => page.locator(".statusbar-item", { hasText: "ShapeScope" });

    await report.test("the status item speaks only in files with tensors, and tells what is not followed", async () => {
      const window = await Window.open(browser, editor, "part.py");
      const { page } = window;
      await page.setViewportSize({ width: 1000, height: 700 });
      await item(page).waitFor({ timeout: 60_000 });
      assert.match(await item(page).innerText(), /ShapeScope 1 of 2/);
      await item(page).hover();
      const tooltip = page.locator(".monaco-hover:visible", { hasText: "Not followed" });
      await tooltip.waitFor();
      await page.waitForTimeout(500);
      assert.match(await tooltip.innerText(), /1 of 2 classes and functions analysed[\s\S]*Lost: /);
      await window.screenshot(join(shots, "status.png"), true);
      await window.quickInput("Control+P", "plain.py");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "plain.py" }).first().click();
      await page.getByRole("tab", { name: "plain.py", selected: true }).waitFor();
      await page.waitForTimeout(3000);
      assert.equal(await item(page).count(), 0);
      await page.close();
    });

    await report.test("the walkthrough opens an example that is analysed", async () => {
      const window = await Window.open(browser, editor, "plain.py");
      const { page } = window;
      page.setDefaultTimeout(30_000);
      await page.setViewportSize({ width: 1000, height: 700 });
      await window.quickInput("F1", ">Welcome: Open Walkthrough");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Open Walkthrough" }).first().click();
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "ShapeScope" }).first().click();
      await page.locator(".gettingStartedContainer", { hasText: "Open an example" }).waitFor();
      await page.waitForTimeout(1500);
      await window.screenshot(join(shots, "walkthrough.png"));
      await page.locator(".gettingStartedContainer .monaco-button", { hasText: "Open the example" }).first().click();
      await window.lens("(B, N, dim) → (B, N, dim)").waitFor({ timeout: 60_000 });
      await window.screenshot(join(shots, "walkthrough-example.png"));
      assert.equal(await page.locator(".squiggly-error").count(), 0);
      await page.close();
    });
  } finally {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
