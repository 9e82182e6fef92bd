// Builds `@tensorflow/tfjs-node` where its own installer can't download: `node tools/native-backend.mjs FOLDER`.
// The npm package is installed without its scripts; TensorFlow's libraries and headers are those of PyPI's wheel of `tensorflow-cpu`.
// Afterwards `shapescope run --tfjs-node FOLDER` computes with it. Needs Linux on x86-64, npm, Python with pip, and a C++ compiler.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const PACKAGE = "@tensorflow/tfjs-node";
const PACKAGE_VERSION = "4.22.0";
/** Its C interface is that of the 2.9.1 that the package asks for. */
const WHEEL = "tensorflow-cpu==2.15.1";
const WHEEL_PYTHON = "3.11";

/** What the package's linker flags and its installer look for, and the wheel's file of that name. */
const LINKS = {
  "libtensorflow.so": "libtensorflow_cc.so.2",
  "libtensorflow.so.2": "libtensorflow_cc.so.2",
  "libtensorflow.so.2.9.1": "libtensorflow_cc.so.2",
  "libtensorflow_framework.so": "libtensorflow_framework.so.2",
  "libtensorflow_framework.so.2.9.1": "libtensorflow_framework.so.2",
};

/** Takes the libraries and the headers out of a wheel. */
const UNPACK = `
import os, shutil, sys, zipfile
wheel, deps = sys.argv[1:]
parts = {"tensorflow/include/": "include"}
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"):
            target = os.path.join(deps, "lib", os.path.basename(name))
        elif name.startswith(tuple("tensorflow/include/" + part for part in ("tensorflow/", "third_party/", "tsl/"))):
            target = os.path.join(deps, "include", name[len("tensorflow/include/"):])
        else:
            continue
        if name.endswith("/"):
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, "wb") as out:
            shutil.copyfileobj(source, out)
`;

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options });
  if (error !== undefined || status !== 0) {
    console.error(`${command} ${args.join(" ")} failed${error === undefined ? "" : `: ${error.message}`}`);
    process.exit(1);
  }
}

function findWheel(folder) {
  const { stdout } = spawnSync("ls", [folder], { encoding: "utf8" });
  return join(
    folder,
    stdout.split("\n").find((name) => name.endsWith(".whl")),
  );
}

const [given] = process.argv.slice(2);
if (given === undefined) {
  console.error("usage: node tools/native-backend.mjs FOLDER");
  process.exit(2);
}
if (process.platform !== "linux" || process.arch !== "x64") {
  console.error("The wheel's libraries are for Linux on x86-64: elsewhere use the package's own installer.");
  process.exit(1);
}

const folder = resolve(given);
const own = join(folder, "node_modules", PACKAGE);
const deps = join(own, "deps");
mkdirSync(folder, { recursive: true });
if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
if (!existsSync(join(own, "package.json")))
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", `${PACKAGE}@${PACKAGE_VERSION}`], {
    cwd: folder,
  });
if (!existsSync(join(deps, "lib", "libtensorflow_cc.so.2"))) {
  const wheels = join(folder, "wheel");
  run("python3", [
    ...["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"],
    ...["--python-version", WHEEL_PYTHON, "--dest", wheels, WHEEL],
  ]);
  run("python3", ["-c", UNPACK, findWheel(wheels), deps]);
  rmSync(wheels, { recursive: true });
}
for (const [link, file] of Object.entries(LINKS)) {
  const path = join(deps, "lib", link);
  if (!existsSync(path)) symlinkSync(file, path);
}
// Node's headers lie beside the program that runs this; node-gyp would download them.
const nodedir = dirname(dirname(realpathSync(process.execPath)));
run("npm", ["run", "install"], {
  cwd: own,
  env: {
    ...process.env,
    ...(existsSync(join(nodedir, "include/node/node_api.h")) && { npm_config_nodedir: nodedir }),
  },
});
const { version } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
console.log(`${PACKAGE} ${version} is in ${folder}`);
