// torchvision's source, as Debian ships it: installed, or unpacked (and not installed) in a cache.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const PACKAGE = "python3-torchvision";
const INSTALLED = "/usr/lib/python3/dist-packages";
/** Where Debian's package is unpacked: $SHAPESCOPE_CORPUS, or the user's cache. */
const cache = process.env.SHAPESCOPE_CORPUS ?? join(homedir(), ".cache/shapescope-corpus");
const unpacked = join(cache, "torchvision-deb");

/** The folder to import torchvision from; undefined where it is not on this machine. */
export function torchvisionRoot() {
  return [INSTALLED, join(unpacked, INSTALLED)].find((folder) =>
    existsSync(join(folder, "torchvision/models/resnet.py")),
  );
}

/** As `torchvisionRoot`, fetching the package where it is not there. Throws where that fails. */
export function fetchTorchvision() {
  const there = torchvisionRoot();
  if (there !== undefined) return there;
  const folder = mkdtempSync(join(tmpdir(), "shapescope-corpus-"));
  const run = (command, ...args) =>
    execFileSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  try {
    try {
      run("apt-get", "update");
    } catch {
      // The lists may be fresh enough, and only root may renew them.
    }
    run("apt-get", "download", PACKAGE);
    const archive = readdirSync(folder).find((name) => name.endsWith(".deb"));
    mkdirSync(unpacked, { recursive: true });
    run("dpkg", "-x", join(folder, archive), unpacked);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return torchvisionRoot();
}
