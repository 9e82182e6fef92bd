// Puts into README.md what its commands print now: `node tools/readme.mjs`, after a build.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Columns of the blocks in the README. */
export const COLUMNS = 110;

/** Replaces what follows each `$ shapescope …` in a console block; `run` gives a command's output by its arguments. */
export function rewrite(text, run) {
  return text.replace(/(```console\n\$ shapescope (.+)\n)[\s\S]*?(?=```)/g, (_, head, args) => head + run(words(args)));
}

/** Words of a command line; quotes keep blanks together. */
function words(line) {
  return [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const readme = join(root, "README.md");
  const run = (args) =>
    spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", COLUMNS: `${COLUMNS}` },
    }).stdout;
  writeFileSync(readme, rewrite(readFileSync(readme, "utf8"), run));
}
