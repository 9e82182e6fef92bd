import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
/** The project's folder. */
export const root = join(here, "../..");
const tools = join(here, ".tools");
const vscode = join(tools, "node_modules/code-server/lib/vscode");

/** Path of the editor server's main script. Installs the server on first use: about 300 MB, ten seconds. */
export function editorServer() {
  const main = join(vscode, "out/server-main.js");
  if (existsSync(main) && existsSync(join(vscode, "node_modules"))) return main;
  console.log("Installing code-server …");
  mkdirSync(tools, { recursive: true });
  cpSync(join(here, "package.json"), join(tools, "package.json"));
  const install = (folder, ...flags) =>
    execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", ...flags], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
  install(tools);
  install(vscode, "--omit=dev");
  return main;
}

const browsers = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of a Chromium. Where there is none, Debian's is installed. */
export function chromium() {
  const found = browsers.find((path) => path && existsSync(path));
  if (found) return found;
  return installed("chromium", "chromium", "fonts-dejavu-core");
}

/** Path of a command. Where there is none, Debian's packages are installed that have it. */
export function installed(command, ...packages) {
  const path = `/usr/bin/${command}`;
  if (existsSync(path)) return path;
  console.log(`Installing ${packages.join(", ")} …`);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  const apt = (...args) => {
    const [first, ...rest] = [...sudo, "apt-get", ...args];
    execFileSync(first, rest, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  };
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", ...packages);
  return path;
}

export const chromiumArguments = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
