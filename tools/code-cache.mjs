/**
 * V8's code of the command line's bundle, with the functions that a trace of a model needs: `node tools/code-cache.mjs DIST`. A command that finds it
 * beside the bundle compiles nothing (src/cli/load.ts). It is for the Node that made it alone, so it is not packed.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { join, resolve } from "node:path";
import { Script } from "node:vm";

const dist = resolve(process.argv[2]);
const file = join(dist, "program.js");
const source = readFileSync(file, "utf8");
const script = new Script(Module.wrap(source), { filename: file });
const module = { exports: {} };
script.runInThisContext()(module.exports, Module.createRequire(file), module, file, dist);

const silent = { write: () => {}, columns: 80, colors: false, isTerminal: false };
const model = ["examples/window_attention.py", "--call", "WindowAttention(96, (7, 7), 3)(torch.empty(64, 49, 96))"];
await module.exports.runProgram(["trace", ...model], {
  cwd: join(dist, ".."),
  env: {},
  out: silent,
  err: silent,
  dist,
  analyzer: () => module.exports.openAnalyzer(dist),
});

for (const name of readdirSync(dist)) if (/^code-.*\.cache$/.test(name)) rmSync(join(dist, name));
writeFileSync(module.exports.codeCacheOf(file, source), script.createCachedData());
