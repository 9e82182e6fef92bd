// `npm run editor`: a real VS Code with the extension and examples/.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensure } from "./ensure.mjs";

const help = `Opens a real VS Code with ShapeScope and a folder of Python files.

  npm run editor [-- FOLDER] [--with code|download|server] [--port N]

  FOLDER          what to open; default: examples/
  --with code     the VS Code that is installed here
  --with download VS Code as @vscode/test-electron downloads it
  --with server   code-server: VS Code in the browser, at the address that is printed
  --port N        of the server; default: a free one

Without --with, the first of them that is possible here.
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const windows = process.platform === "win32";

/** Desktop VS Codes need a screen. */
const hasScreen = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const editors = {
  code: async (folder) =>
    hasScreen && spawnSync("code", ["--version"], { shell: windows }).status === 0 && openDesktop("code", folder),

  async download(folder) {
    if (!hasScreen) return false;
    try {
      const { downloadAndUnzipVSCode } = await testElectron();
      return openDesktop(await downloadAndUnzipVSCode({ cachePath: join(root, ".tools/vscode") }), folder);
    } catch (error) {
      console.error(`VS Code could not be downloaded: ${error.message}`);
      return false;
    }
  },

  async server(folder, port) {
    const { editorServer } = await import("../test/e2e/tools.mjs");
    return serve(editorServer(), folder, port);
  },
};

/** Installed at need into a folder of its own: only this command wants it. */
async function testElectron() {
  const home = join(root, ".tools/test-electron");
  if (!existsSync(join(home, "node_modules/@vscode/test-electron"))) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), '{ "private": true }\n');
    const args = [
      "install",
      "--no-audit",
      "--no-fund",
      "--no-package-lock",
      "--ignore-scripts",
      "@vscode/test-electron@2",
    ];
    const { status } = spawnSync("npm", args, { cwd: home, shell: windows, stdio: ["ignore", 2, 2] });
    if (status !== 0) throw new Error("@vscode/test-electron could not be installed");
  }
  return createRequire(join(home, "package.json"))("@vscode/test-electron");
}

function openDesktop(command, folder) {
  const asRoot =
    process.getuid?.() === 0 ? ["--no-sandbox", "--user-data-dir", mkdtempSync(join(tmpdir(), "shapescope-"))] : [];
  const args = ["--new-window", `--extensionDevelopmentPath=${root}`, ...asRoot, folder, ...firstFile(folder)];
  spawn(command, args, { detached: true, stdio: "ignore", shell: windows }).unref();
  console.log(`Opened ${folder} in VS Code.`);
  return true;
}

/** VS Code in the browser, until this command is ended. */
function serve(main, folder, port) {
  const home = mkdtempSync(join(tmpdir(), "shapescope-editor-"));
  mkdirSync(join(home, "user/User"), { recursive: true });
  const settings = {
    "security.workspace.trust.enabled": false,
    "workbench.startupEditor": "none",
    "telemetry.telemetryLevel": "off",
  };
  writeFileSync(join(home, "user/User/settings.json"), JSON.stringify(settings));
  const args = [
    main,
    "--host",
    "127.0.0.1",
    "--port",
    port,
    "--without-connection-token",
    "--accept-server-license-terms",
  ];
  const folders = [
    "--server-data-dir",
    join(home, "server"),
    "--user-data-dir",
    join(home, "user"),
    "--extensions-dir",
    join(home, "extensions"),
  ];
  const server = spawn(process.execPath, [...args, ...folders], { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const end = () => {
    try {
      process.kill(windows ? server.pid : -server.pid);
    } catch {
      // It has ended by itself.
    }
    rmSync(home, { recursive: true, force: true });
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, end);
  return new Promise((finish) => {
    let output = "";
    const read = (chunk) => {
      output += chunk;
      const listening = /Extension host agent listening on (\d+)/.exec(output);
      if (!listening) return;
      server.stdout.off("data", read).resume();
      console.log(`VS Code with ShapeScope: ${address(listening[1], folder)}\nCtrl+C ends it.`);
    };
    server.stdout.on("data", read);
    server.stderr.on("data", (chunk) => (output += chunk));
    server.on("exit", (code) => {
      if (code) console.error(output.trim());
      finish(code === 0);
    });
  });
}

function address(port, folder) {
  const remote = `vscode-remote://127.0.0.1:${port}`;
  const payload = [
    ["extensionDevelopmentPath", remote + root],
    ...firstFile(folder).map((file) => ["openFile", remote + file]),
  ];
  return `http://127.0.0.1:${port}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** The file to show first: the last Python file by name, if there is one. */
function firstFile(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
  return names
    .sort()
    .slice(-1)
    .map((name) => join(folder, name));
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", short: "h" },
    with: { type: "string" },
    port: { type: "string", default: "0" },
  },
});
if (options.help) {
  console.log(help);
  process.exit(0);
}
const folder = resolve(positionals[0] ?? join(root, "examples"));
const wanted = options.with === undefined ? Object.keys(editors) : [options.with];
if (wanted.some((name) => !(name in editors)) || !existsSync(folder)) {
  console.error(existsSync(folder) ? help : `There is no folder ${folder}.`);
  process.exit(2);
}
ensure();
let opened = false;
for (const name of wanted) if (!opened) opened = await editors[name](folder, options.port);
if (!opened) {
  console.error("No VS Code could be opened.");
  process.exit(1);
}
