// `npm start`: the example modules in the terminal, traced line by line, then one of them executed on random input.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ensure } from "./ensure.mjs";

ensure();

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const examples = join(root, "examples");

/** Example calls in the comments of a file: `# shapescope: Model(3)(torch.empty(1, 3))`. */
function exampleCalls(file) {
  return [...readFileSync(file, "utf8").matchAll(/^[ \t]*# shapescope: *(.+)$/gm)].map(([, call]) => call.trim());
}

function shapescope(expected, ...args) {
  console.log(`\n$ shapescope ${args.map((arg) => (/[\s()]/.test(arg) ? `'${arg}'` : arg)).join(" ")}`);
  const { status } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], { cwd: root, stdio: "inherit" });
  if (status !== expected) process.exitCode = status || 1;
}

const files = readdirSync(examples)
  .filter((name) => name.endsWith(".py"))
  .sort()
  .map((name) => relative(root, join(examples, name)));

const [mistakes, modules] = [true, false].map((kind) => files.filter((file) => file.includes("mistake") === kind));
for (const file of modules)
  for (const call of exampleCalls(join(root, file))) shapescope(0, "trace", file, "--call", call);

for (const file of mistakes) shapescope(1, "check", file);

const shown = modules.find((file) => file.includes("window")) ?? modules[0];
if (shown) shapescope(0, "run", shown, "--call", exampleCalls(join(root, shown))[0]);
