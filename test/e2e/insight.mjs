// biome-ignore-all lint/performance/useDomNodeTextContent: the text that a person reads is meant
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Editor } from "./editor.mjs";
import { editorServer, root } from "./tools.mjs";
import { Window } from "./workbench.mjs";

const TEXT = `import torch
import torch.nn as nn
import torch.nn.functional as F


# shapescope: Vision()(torch.rand(2, 3, 32, 32))
class Vision(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 24, 4, stride=4)
        self.attention = nn.MultiheadAttention(24, 4, batch_first=True)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(24, 10)

    def forward(self, x):
        x = F.relu(self.stem(x))
        x = x.flatten(2).transpose(1, 2)
        x = x + self.attention(x, x, x, need_weights=False)[0]
        return self.head(self.drop(x).mean(1))


# shapescope: Broken()(torch.ones(4, 8))
class Broken(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(8, 8)
        self.last = nn.Linear(8, 2)

    def forward(self, x):
        x = self.first(x)
        x = torch.sqrt(-x.abs() - 1)
        return self.last(x)
`;

/** What a run shows beyond its steps, in a real VS Code: maps, attention, depth, two runs, the first NaN. */
export async function insightTests(report, browser, shots) {
  report.section("Insight");
  const folder = mkdtempSync(join(tmpdir(), "shapescope-insight-"));
  writeFileSync(join(folder, "vision.py"), TEXT);
  let editor;
  try {
    editor = new Editor(editorServer(), join(root, "shapescope.vsix"), folder);
    await editor.start();
    const window = await Window.open(browser, editor, "vision.py");
    const { page } = window;
    page.setDefaultTimeout(60_000);
    const shot = (name) => window.screenshot(join(shots, `${name}.png`));
    /** Only rows in sight are in the document. */
    const select = async (name) => {
      await window.panel.getByRole("searchbox", { name: "Filter rows" }).fill(name);
      await window.panel
        .getByRole("row", { name: new RegExp(`^${name}`) })
        .first()
        .click();
    };
    const details = () => window.panel.locator(".details");
    const painted = () =>
      details()
        .locator("canvas.picture")
        .first()
        .evaluate((canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.join();
        });

    await report.test("statistics come when the run has ended, and feature maps stand in a grid", async () => {
      await window.lens("▷ Run").waitFor({ timeout: 180_000 });
      await window.clickLens("class Vision", "▷ Run", "Run: Vision");
      await window.panel.getByText("Ran to the end").waitFor();
      await select("relu");
      await details().getByText("zeros").waitFor();
      await details().getByRole("button", { name: "All maps" }).click();
      await details().locator(".maps canvas").nth(23).waitFor();
      assert.equal(await details().locator(".maps canvas").count(), 24);
      assert.match(await details().locator("figcaption").last().innerText(), /\[0, 0–23, :, :\] of 24/);
      assert.match(await details().innerText(), /zeros\s+[\d,]+/);
      await shot("insight-grid-dark");
    });

    await report.test("attention weights follow the sliders over batch and head", async () => {
      await select("scaled_dot_product_attention");
      await details().getByText("weights [0, 0, :, :], queries by keys").waitFor();
      const before = await painted();
      const head = details().getByRole("slider", { name: "head" });
      await head.focus();
      await page.keyboard.press("ArrowRight");
      await details().getByText("weights [0, 1, :, :], queries by keys").waitFor();
      assert.notEqual(await painted(), before);
      await details().getByRole("slider", { name: "batch" }).focus();
      await page.keyboard.press("ArrowRight");
      await details().getByText("weights [1, 1, :, :], queries by keys").waitFor();
      await shot("insight-attention-dark");
    });

    await report.test("deviation and time by depth", async () => {
      await window.panel.getByRole("button", { name: "By depth" }).click();
      await window.panel.locator(".depth canvas").waitFor();
      assert.match(await window.panel.locator(".depth .times").innerText(), /stem/);
      await shot("insight-depth-dark");
      await window.panel.getByRole("button", { name: "By depth" }).click();
    });

    await report.test("two runs stand side by side", async () => {
      await window.panel.getByRole("button", { name: "Compare with this" }).click();
      await window.panel.getByText("Compared with", { exact: true }).waitFor();
      await window.panel.getByRole("checkbox", { name: "Training" }).check();
      await window.panel.getByRole("button", { name: "Run again" }).click();
      await window.panel.getByText("training mode").first().waitFor();
      await window.panel.getByText("Ran to the end").waitFor();
      await window.panel.getByRole("columnheader", { name: "Dev., other" }).waitFor();
      await select("dropout");
      await details().getByText("the run that is compared with").waitFor();
      const [own, other] = (await details().locator("dl > div", { hasText: "zeros" }).innerText()).match(/[\d,]+/g);
      assert.ok(Number(own.replaceAll(",", "")) > 500, own);
      assert.equal(other, "0");
      await shot("insight-compare-dark");
    });

    await report.test("in a light theme", async () => {
      await window.settings({ "workbench.colorTheme": "Default Light Modern" });
      await page.waitForTimeout(1500);
      await shot("insight-compare-light");
      await select("scaled_dot_product_attention");
      await details().getByText("queries by keys").waitFor();
      await shot("insight-attention-light");
      await window.panel.getByRole("button", { name: "By depth" }).click();
      await window.panel.locator(".depth canvas").waitFor();
      await shot("insight-depth-light");
    });

    await report.test("the first NaN is a click away", async () => {
      await window.clickLens("class Broken", "▷ Run", "Run: Broken");
      const jump = window.panel.getByRole("button", { name: /^First NaN: sqrt, line 31/ });
      await jump.click();
      await details().getByText("sqrt").first().waitFor();
      assert.match(await details().innerText(), /NaN\s+32/);
      await shot("insight-nan-light");
    });
  } finally {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
