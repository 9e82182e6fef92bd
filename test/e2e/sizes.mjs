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


class Attention(nn.Module):
    def __init__(self, dim, num_heads, n_tokens, dropout=0.1, bias=True):
        super().__init__()
        self.num_heads = num_heads
        self.table = nn.Embedding(n_tokens, dim)
        self.qkv = nn.Linear(dim, 3 * dim, bias=bias)
        self.drop = nn.Dropout(dropout)

    def forward(self, ids, mask: torch.BoolTensor = None):
        B, N = ids.shape
        x = self.table(ids)
        q, k, v = self.qkv(x).reshape(B, N, 3, self.num_heads, -1).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1)
        return self.drop(scores.softmax(-1)) @ v
`;

/** Sizes that no call gives are asked for, in a real VS Code. */
export async function sizesTests(report, browser, shots) {
  report.section("Sizes are asked for");
  const folder = mkdtempSync(join(tmpdir(), "shapescope-sizes-"));
  writeFileSync(join(folder, "attention.py"), TEXT);
  writeFileSync(join(folder, "again.py"), TEXT);
  let editor;
  try {
    editor = new Editor(editorServer(), join(root, "shapescope.vsix"), folder);
    await editor.start();
    const window = await Window.open(browser, editor, "attention.py");
    const { page, panel } = window;
    page.setDefaultTimeout(30_000);
    await page.setViewportSize({ width: 1000, height: 800 });
    const shot = (name) => window.screenshot(join(shots, `${name}.png`));
    const field = (name) => panel.getByLabel(name, { exact: true });

    await report.test(
      "Run opens a form with numbers that fit, and each field tells why its number does not",
      async () => {
        await window.lens("▷ Run").waitFor({ timeout: 60_000 });
        await window.clickLens("class Attention", "▷ Run", "Run: Attention");
        await panel.locator(".callform .call", { hasText: "Attention(" }).waitFor();
        assert.equal(
          await panel.locator(".callform .call").innerText(),
          "Attention(64, 4, 1000)(torch.randint(0, 1000, (1, 16)))",
        );
        assert.equal(await panel.locator(".callform .outcome").innerText(), "→ (1, 4, 16, 16)");
        await shot("sizes-form");
        await field("num_heads").fill("5");
        await panel.locator(".callform .problem").first().waitFor();
        assert.match(await panel.locator(".callform .problem").first().innerText(), /% 5 is 4|64 % 5/);
        await shot("sizes-problem");
      },
    );

    await report.test("what is filled in runs, and is the shown entry from then on", async () => {
      await field("num_heads").fill("8");
      await field("B").fill("2");
      await panel.locator(".callform .outcome", { hasText: "→ (2, 8, 16, 8)" }).waitFor();
      await panel.getByRole("button", { name: "Run", exact: true }).click();
      await panel.getByText("Ran to the end").waitFor({ timeout: 60_000 });
      await shot("sizes-run");
      await window.lens("→ (2, 8, 16, 8)").waitFor();
    });

    await report.test("what was filled in is there again, and is written as an example call", async () => {
      await panel.getByRole("button", { name: "Change the sizes" }).click();
      await panel.locator(".callform .outcome", { hasText: "→ (2, 8, 16, 8)" }).waitFor();
      assert.equal(await field("num_heads").inputValue(), "8");
      await panel.getByRole("button", { name: "Write as an example call" }).click();
      await page.locator(".view-line", { hasText: "# shapescope: Attention(64, 8, 1000)" }).first().waitFor();
    });

    await page.close();
    await forwardTest(report, browser, editor, shots);
  } finally {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function forwardTest(report, browser, editor, shots) {
  const window = await Window.open(browser, editor, "again.py");
  const { page, panel } = window;
  page.setDefaultTimeout(30_000);
  await page.setViewportSize({ width: 1000, height: 800 });
  const shot = (name) => window.screenshot(join(shots, `${name}.png`));
  await report.test("Forward asks too, above the pass with its names", async () => {
    await window.lens("▷ Run").waitFor({ timeout: 60_000 });
    await window.clickLens("class Attention", "Forward", "Forward: Attention");
    await panel.locator(".callform .outcome", { hasText: "→ (1, 4, 16, 16)" }).waitFor();
    await panel.getByRole("row", { name: /qkv/ }).waitFor();
    await window.settings({ "workbench.colorTheme": "Default Light Modern" });
    await panel.locator(".callform .outcome", { hasText: "→ (1, 4, 16, 16)" }).waitFor();
    await page.waitForTimeout(800);
    await shot("sizes-forward-light");
    await panel.getByRole("button", { name: "Show", exact: true }).click();
    await panel.getByText("(1, 4, 16, 16)").first().waitFor();
    await panel.locator(".callform").waitFor({ state: "detached" });
    await shot("sizes-forward-shown");
  });
  await page.close();
}
