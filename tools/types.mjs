// Writes dist/types: the declarations that the package's `types` leads to, and no others: `node tools/types.mjs`.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { root } from "./bundles.mjs";

const types = join(root, "dist/types");
const all = mkdtempSync(join(tmpdir(), "shapescope-types-"));
try {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const flags = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--rootDir", "src", "--outDir", all];
  execFileSync(process.execPath, [compiler, "-p", "tools/types.json", ...flags], { cwd: root, stdio: "inherit" });
  rmSync(types, { recursive: true, force: true });
  const files = new Set([join(all, "cli/library.d.ts")]);
  // A set grows while it is walked.
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    for (const [, path] of text.matchAll(/(?:from |import\()"(\.[^"]+)"/g)) {
      const found = join(dirname(file), `${path}.d.ts`);
      if (!existsSync(found)) throw new Error(`${relative(all, file)} imports ${path}, which has no declarations`);
      files.add(found);
    }
    const copy = join(types, relative(all, file));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(file, copy);
  }
  console.log(`dist/types: ${files.size} files`);
} finally {
  rmSync(all, { recursive: true, force: true });
}
