import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";

/** Of files with one import each, those that the linter's rule on imports objects to. */
function refused(imports: [file: string, from: string][]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "shapescope-lint-"));
  try {
    copyFileSync("biome.json", join(folder, "biome.json"));
    const names = imports.map(([file], index) => file.replace("x.ts", `x${index}.ts`));
    for (const [index, [, from]] of imports.entries()) {
      mkdirSync(join(folder, dirname(names[index])), { recursive: true });
      writeFileSync(join(folder, names[index]), `import * as it from "${from}";\nexport default it;\n`);
    }
    const biome = resolve("node_modules/@biomejs/biome/bin/biome");
    const options = ["lint", "--only=style/noRestrictedImports", "--reporter=github", "--max-diagnostics=none"];
    const { stdout, stderr } = spawnSync(process.execPath, [biome, ...options, "src"], {
      cwd: folder,
      encoding: "utf8",
    });
    const output = (stdout + stderr).split("\n").filter((line) => line.includes("noRestrictedImports"));
    return imports
      .filter((_, index) => output.some((line) => line.includes(names[index])))
      .map(([file, from]) => `${file} importing ${from}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("keeps each folder to what the design's table lets it import", () => {
  const wrong: [string, string][] = [
    ["src/syntax/x.ts", "../analysis/report"],
    ["src/analysis/machine/x.ts", "../../features/hover"],
    ["src/analysis/x.ts", "node:fs"],
    ["src/analysis/x.ts", "vscode"],
    ["src/analysis/ops/x.ts", "@tensorflow/tfjs-core"],
    ["src/analysis/x.ts", "vscode-languageserver"],
    ["src/runtime/x.ts", "../analysis/analyzer"],
    ["src/runtime/kernels/x.ts", "../../server/protocol"],
    ["src/features/x.ts", "../server/session"],
    ["src/features/x.ts", "vscode-languageserver"],
    ["src/server/x.ts", "../extension/client"],
    ["src/server/x.ts", "../runtime/execute"],
    ["src/server/x.ts", "vscode"],
    ["src/extension/x.ts", "../analysis/analyzer"],
    ["src/extension/x.ts", "../server/session"],
    ["src/extension/panels/x.ts", "../../runtime/client"],
    ["src/webview/x.ts", "../server/server"],
    ["src/webview/run/x.ts", "node:path"],
    ["src/cli/x.ts", "../server/session"],
  ];
  const right: [string, string][] = [
    ["src/analysis/machine/x.ts", "../../syntax/ast"],
    ["src/runtime/x.ts", "../analysis/plan/plan"],
    ["src/features/x.ts", "../analysis/report"],
    ["src/server/x.ts", "../features/hover"],
    ["src/server/x.ts", "../runtime/client"],
    ["src/extension/x.ts", "../server/protocol"],
    ["src/webview/run/x.ts", "../../server/protocol"],
    ["src/cli/x.ts", "../runtime/client"],
  ];
  expect(refused([...wrong, ...right])).toEqual(wrong.map(([file, from]) => `${file} importing ${from}`));
});
