import { existsSync, readFileSync, realpathSync } from "node:fs";
import Module, { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { RunError } from "./errors";

const PACKAGE = "@tensorflow/tfjs-node";

/**
 * The folder of ShapeScope's own installation, from that of its bundles; `undefined` where the bundles lie by themselves.
 * Nothing above it is looked at: a workspace may be what it is installed in.
 */
export function ownInstallation(bundles: string): string | undefined {
  const folder = path.dirname(bundles);
  try {
    const { name } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    return name === "shapescope" ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Loads `@tensorflow/tfjs-node` from a folder's own `node_modules`; throws a `RunError` where it is not there. */
export function loadNative(installation: string | undefined): void {
  if (installation === undefined) throw new RunError(`${PACKAGE} is not installed`);
  const packages = path.join(installation, "node_modules");
  const file = path.join(packages, PACKAGE, "package.json");
  if (!existsSync(file)) throw new RunError(`${PACKAGE} is not installed in ${packages}`);
  createRequire(file)(path.dirname(file));
}

type Resolve = (this: unknown, request: string, ...rest: unknown[]) => string;
const loader = Module as unknown as { _resolveFilename: Resolve };
const resolve = loader._resolveFilename;

/**
 * From now on this thread loads files of the bundles' folder and of an installation's `node_modules` only. Node looks for a package
 * that is missing in every folder above the one that requires it and in `NODE_PATH`, and a symbolic link may lead anywhere:
 * what is found there is refused.
 */
export function confineModules(bundles: string, installation: string | undefined): void {
  const folders = [bundles, ...(installation === undefined ? [] : [path.join(installation, "node_modules")])];
  const real = folders.filter(existsSync).map((folder) => realpathSync(folder));
  loader._resolveFilename = function (request, ...rest) {
    const file = resolve.call(this, request, ...rest);
    if (isBuiltin(file) || real.some((folder) => realpathSync(file).startsWith(folder + path.sep))) return file;
    throw new RunError(`${request} is not loaded from ${file}: that is outside of ${real.join(" and ")}`);
  };
}
