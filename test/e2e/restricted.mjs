// biome-ignore-all lint/performance/useDomNodeTextContent: the text that a person reads is meant
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { places, plant } from "../fixtures/hostile.mjs";
import { Editor, settingsText } from "./editor.mjs";
import { editorServer, root } from "./tools.mjs";
import { Window } from "./workbench.mjs";

const trust = { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" };

/** Repositories with a package that must not be run, opened in a real VS Code as workspaces that are not trusted. */
export async function restrictedTests(report, browser, shots) {
  report.section("In a workspace that is not trusted");
  const examples = join(root, "examples");
  const editor = new Editor(editorServer(), join(root, "shapescope.vsix"), examples);
  const marker = join(editor.home, "marker");

  writeFileSync(join(editor.home, "user/User/settings.json"), settingsText(trust));

  /** Opens a workspace and runs its module; the text of the panel's end. */
  async function runIn(workspace, shot) {
    rmSync(marker, { force: true });
    editor.workspace = workspace;
    const window = await Window.open(browser, editor, "window_attention.py");
    try {
      await window.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
      await window.lenses.first().waitFor({ timeout: 60_000 });
      await window.clickLens("class WindowAttention", "▷ Run", "Run: WindowAttention");
      const { panel } = window;
      await panel.getByText(/^Ran to the end: \d+ steps\.$/).waitFor({ timeout: 60_000 });
      await panel.getByText("every shape as analysed").waitFor();
      await window.screenshot(join(shots, `${shot}.png`));
      return await panel.locator("body").innerText();
    } finally {
      await window.page.close();
    }
  }

  try {
    await editor.start();
    for (const [number, [name, at]] of Object.entries(places).entries()) {
      await report.test(`a hostile package is not run: ${name}`, async () => {
        const workspace = join(editor.home, `repository-${number}`, "workspace");
        cpSync(examples, workspace, { recursive: true });
        plant(at(workspace), marker);
        mkdirSync(join(workspace, ".vscode"));
        writeFileSync(
          join(workspace, ".vscode/settings.json"),
          JSON.stringify({
            "shapescope.run.tfjsNode": number === 2 ? join(workspace, "..") : workspace,
            "shapescope.run.backend": "auto",
            "shapescope.roots": [editor.home],
          }),
        );
        assert.doesNotMatch(await runIn(workspace, `restricted-${number}`), /tfjsNode|tfjs-node/);
        assert.equal(existsSync(marker), false, "the package was run");
      });
    }

    await report.test("a package in the folder that the user names is run", async () => {
      const native = join(editor.home, "native");
      plant(join(native, "node_modules/@tensorflow/tfjs-node"), marker);
      // Settings of a machine, which a server keeps apart from those of a person.
      mkdirSync(join(editor.home, "user/Machine"), { recursive: true });
      writeFileSync(
        join(editor.home, "user/Machine/settings.json"),
        JSON.stringify({ "shapescope.run.tfjsNode": native }),
      );
      const workspace = join(editor.home, "repository-0", "workspace");
      assert.match(
        await runIn(workspace, "restricted-named"),
        /The node backend was not used: Backend name .tensorflow. not found/,
      );
      assert.equal(existsSync(marker), true, "the package was not run");
    });
  } finally {
    await editor.stop();
  }
}
