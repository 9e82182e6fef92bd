import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compilePrelude, preludePlugin } from "../../tools/prelude.mjs";
import { parse, show } from "./python";

let directory: string;
const LINEAR = "class Linear: # a comment\n    x = 1\n";

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "prelude-"));
  mkdirSync(path.join(directory, "torch/nn/modules"), { recursive: true });
  writeFileSync(path.join(directory, "torch/nn/__init__.py"), "from .modules.linear import Linear\n");
  writeFileSync(path.join(directory, "torch/nn/modules/linear.py"), LINEAR);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("the prelude's compiler", () => {
  it("names modules and packages by their place", async () => {
    const { modules } = await compilePrelude(directory);
    expect(Object.entries(modules).map(([name, { isPackage, length }]) => [name, isPackage, length])).toEqual([
      ["torch.nn", true, 35],
      ["torch.nn.modules.linear", false, LINEAR.length],
    ]);
  });

  it("writes the tree with its places and without comments", async () => {
    const { modules } = await compilePrelude(directory);
    const module = JSON.parse(modules["torch.nn.modules.linear"].json);
    expect(module).toEqual({ body: parse(LINEAR).tree.body, comments: [], problems: [] });
    expect(show(module.body)).toBe('[(ClassDef "Linear" [] [] [(Assign [x] (Int 1))] [])]');
  });

  it("fails the build at the line of a syntax problem", async () => {
    const broken = path.join(directory, "torch/broken.py");
    writeFileSync(broken, "x = 1\ny = (\n");
    const bundle = build({
      stdin: { contents: 'import { modules } from "virtual:prelude"; console.log(modules)' },
      bundle: true,
      write: false,
      logLevel: "silent",
      plugins: [preludePlugin(directory)],
    });
    await expect(bundle).rejects.toMatchObject({
      errors: [{ text: "'(' was never closed", location: { line: 2, column: 4 } }],
    });
    rmSync(broken);
  });
});
