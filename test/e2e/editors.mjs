import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { installed, root } from "./tools.mjs";

const TEXT = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        return self.fc(x)


y = Net()(torch.empty(2, 8))
z = Net()(torch.empty(2, 9))
`;
const ERROR = "mat1 and mat2 shapes cannot be multiplied (2x9 and 8x4)";

/** The blocks of a page of docs/editors that are written in a language. */
function blocks(page, language) {
  const text = readFileSync(join(root, `docs/editors/${page}.md`), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, block]) => block);
}

/** Editors other than VS Code, set up as their pages say. Where one cannot be installed, the test fails with the reason. */
export async function editorTests(report) {
  report.section("Other editors");
  const folder = mkdtempSync(join(tmpdir(), "shapescope-editors-"));
  const file = join(folder, "net.py");
  writeFileSync(file, TEXT);
  // What `npm install --global` makes of package.json's `bin`.
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "shapescope"), `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli.js")}" "$@"\n`);
  chmodSync(join(bin, "shapescope"), 0o755);
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const edit = (command, ...args) =>
    execFileSync(command, args, {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: 120_000,
      stdio: ["ignore", "pipe", "pipe"],
    });
  try {
    await report.test("Neovim shows errors and answers a command in a window", () => {
      const nvim = installed("nvim", "neovim");
      const [, minor] = /NVIM v0\.(\d+)/.exec(edit(nvim, "--version"));
      const [newer, older, commands] = blocks("neovim", "lua");
      writeFileSync(join(folder, "init.lua"), Number(minor) >= 11 ? newer + commands : older + commands);
      const script = join(folder, "asks.lua");
      writeFileSync(
        script,
        `local found = {}
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, one in ipairs(vim.diagnostic.get(0)) do table.insert(found, one.lnum .. ": " .. one.message) end
vim.api.nvim_win_set_cursor(0, { 11, 8 })
vim.cmd("ShapeScope forward")
local answer = ""
vim.wait(60000, function()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      answer = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\\n")
    end
  end
  return answer ~= ""
end, 50)
vim.fn.writefile({ vim.fn.json_encode({ found = found, answer = answer }) }, "answer.json")
vim.cmd("qall!")
`,
      );
      edit(nvim, "--headless", "-u", join(folder, "init.lua"), file, "-c", `luafile ${script}`);
      const { found, answer } = JSON.parse(readFileSync(join(folder, "answer.json"), "utf8"));
      assert.equal(found.length, 1);
      assert.ok(found[0].startsWith("10: ") && found[0].includes(ERROR), found[0]);
      assert.match(answer, /^Net: Net\(\)\(torch\.empty\(2, 8\)\)/);
      assert.match(answer, /fc\s+Linear\s+\(2, 8\)\s+\(2, 4\)/);
    });

    await report.test("Emacs shows errors and answers a command, with Eglot", () => {
      const emacs = installed("emacs", "emacs-nox", "elpa-eglot");
      const [eglot, , commands] = blocks("emacs", "elisp");
      const script = join(folder, "asks.el");
      writeFileSync(
        script,
        `(package-initialize)
(require 'eglot)
(require 'flymake)
${eglot}
(remove-hook 'python-mode-hook #'eglot-ensure)
${commands}
(find-file "${file}")
(apply #'eglot (eglot--guess-contact))
(flymake-mode 1)
(with-timeout (60) (while (null (flymake-diagnostics)) (accept-process-output nil 0.1)))
(dolist (one (flymake-diagnostics))
  (princ (format "%d: %s\\n" (line-number-at-pos (flymake-diagnostic-beg one)) (flymake-diagnostic-text one))))
(goto-char (point-min))
(search-forward "self.fc(x)")
(princ (shapescope "forward"))
`,
      );
      const answer = edit(emacs, "--batch", "-l", script);
      assert.match(answer, /^11: /m);
      assert.ok(answer.includes(ERROR), answer);
      assert.match(answer, /fc\s+Linear\s+\(2, 8\)\s+\(2, 4\)/);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
