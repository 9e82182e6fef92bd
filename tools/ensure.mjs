// Installs dependencies and builds, each only where needed: `node tools/ensure.mjs [--install-only]`.
// Imports nothing but Node's own modules, as it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const OLDEST_NODE = 20;

/** Does what is missing; ends the process with a message where that fails. */
export function ensure({ build = true } = {}) {
  const version = Number(process.versions.node.split(".")[0]);
  if (version < OLDEST_NODE) fail(`ShapeScope needs Node ${OLDEST_NODE} or later; this is ${process.versions.node}.`);
  if (!installed()) {
    console.error("Installing dependencies …");
    run(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], "The dependencies could not be installed.");
  }
  if (build && !built()) {
    console.error("Building …");
    run(process.execPath, [join(root, "esbuild.mjs")], "The build failed.");
  }
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** True where node_modules holds the versions that package-lock.json names. */
function installed() {
  const wanted = packagesIn(join(root, "package-lock.json"));
  const present = packagesIn(join(root, "node_modules/.package-lock.json"));
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, link }]) =>
      path === "" || optional || devOptional || link || present[path]?.version === version,
  );
}

function packagesIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

/** True where dist/ is newer than everything that it is made of. */
function built() {
  const stamp = join(root, "dist/.built");
  if (!existsSync(stamp)) return false;
  const { mtimeMs } = statSync(stamp);
  return ["src", "tools/bundles.mjs", "tools/prelude.mjs", "esbuild.mjs", "package-lock.json"].every(
    (path) => newest(join(root, path)) <= mtimeMs,
  );
}

function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function run(command, args, problem) {
  // What these print is progress: standard output belongs to the command that needs them.
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: command.endsWith(".cmd") });
  if (status !== 0) fail(problem);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensure({ build: !process.argv.includes("--install-only") });
