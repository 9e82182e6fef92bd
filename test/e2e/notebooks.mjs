import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Editor } from "./editor.mjs";
import { editorServer, root } from "./tools.mjs";
import { Window } from "./workbench.mjs";

const CELLS = [
  "%matplotlib inline\nimport torch\nfrom torch import nn",
  `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(4, 64)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = self.stem(x).relu()
        return self.head(x)`,
  "net = Net()\nscores = net(torch.randn(2, 4))\nwrong = nn.Linear(7, 2)(scores)",
];

const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    language_info: { name: "python" },
    kernelspec: { name: "python3", display_name: "Python 3", language: "python" },
  },
  cells: [
    { cell_type: "markdown", id: "m0", metadata: {}, source: "# A network" },
    ...CELLS.map((source, n) => ({
      cell_type: "code",
      id: `c${n}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  ],
};

/** A notebook, and hints beside layers, in a real VS Code. */
export async function notebookTests(report, browser, shots) {
  report.section("Notebooks and layers");
  const folder = mkdtempSync(join(tmpdir(), "shapescope-notebook-"));
  writeFileSync(join(folder, "net.ipynb"), JSON.stringify(notebook));
  writeFileSync(
    join(folder, "net.py"),
    `${CELLS.map((cell) => cell.replace("%matplotlib inline\n", "")).join("\n\n\n")}\n`,
  );
  let editor;
  try {
    editor = new Editor(editorServer(), join(root, "shapescope.vsix"), folder);
    await editor.start();
    await report.test("each layer has its output beside it where it is built", async () => {
      const window = await Window.open(browser, editor, "net.py");
      const { page } = window;
      await page.setViewportSize({ width: 1000, height: 700 });
      await page.locator(".view-line", { hasText: /nn\.Linear\(4,\s64\)\s→\s\(2,\s64\)/ }).waitFor({ timeout: 60_000 });
      await page.locator(".view-line", { hasText: /nn\.Linear\(64,\s10\)\s→\s\(2,\s10\)/ }).waitFor();
      await window.screenshot(join(shots, "layer-hints.png"));
      await window.settings({ "workbench.colorTheme": "Default Light Modern" });
      await page.waitForTimeout(500);
      await window.screenshot(join(shots, "layer-hints-light.png"));
      await window.settings({});
      await page.close();
    });

    await report.test("a notebook has lenses, hints and errors in its cells, which share their names", async () => {
      const window = await Window.open(browser, editor, "net.py");
      const { page } = window;
      page.setDefaultTimeout(30_000);
      await window.command("View: Close All Editors");
      // An address opens any file as text; a person picks it.
      await window.quickInput("Control+P", "net.ipynb");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "net.ipynb" }).first().click();
      await page.setViewportSize({ width: 1000, height: 900 });
      await page
        .locator(".notebookOverlay .view-line", { hasText: /nn\.Linear\(4,\s64\)\s→\s\(2,\s64\)/ })
        .waitFor({ timeout: 60_000 });
      await page.locator(".notebookOverlay .squiggly-error").first().waitFor();
      await page.locator(".notebookOverlay .view-line", { hasText: /scores:\s\(2,\s10\)/ }).waitFor();
      await window.screenshot(join(shots, "notebook.png"));
      assert.equal(await page.locator(".notebookOverlay .squiggly-error").count(), 1);
      await window.lens("▷ Run").waitFor();
      await window.lens("▷ Run").click();
      await page.getByRole("tab", { name: "Run: Net" }).waitFor();
      await window.panel.getByText("Ran to the end").waitFor({ timeout: 60_000 });
      await window.screenshot(join(shots, "notebook-run.png"));
      await page.close();
    });
  } finally {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
