import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const quiet = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.tips.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "files.autoSave": "off",
  "editor.minimap.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

/** The user's settings: quiet ones, and `more`. */
export function settingsText(more) {
  return JSON.stringify({ ...quiet, ...more }, null, 2);
}

/** A real VS Code server with a home of its own, a workspace that may be written to, and the packed extension. */
export class Editor {
  /** @param {string} main the server's script @param {string} vsix @param {string} folder copied to be the workspace */
  constructor(main, vsix, folder) {
    this.main = main;
    this.home = mkdtempSync(join(tmpdir(), "shapescope-e2e-"));
    this.workspace = join(this.home, "workspace");
    this.folders = [
      "--server-data-dir",
      join(this.home, "server"),
      "--user-data-dir",
      join(this.home, "user"),
      "--extensions-dir",
      join(this.home, "extensions"),
    ];
    mkdirSync(join(this.home, "user/User"), { recursive: true });
    writeFileSync(join(this.home, "user/User/settings.json"), settingsText({}));
    cpSync(folder, this.workspace, { recursive: true });
    execFileSync(
      process.execPath,
      [main, "--accept-server-license-terms", ...this.folders, "--install-extension", vsix, "--force"],
      { stdio: ["ignore", "ignore", "pipe"], timeout: 120_000 },
    );
  }

  async start() {
    const args = ["--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"];
    // A process group of its own: its extension hosts end with it.
    this.process = spawn(process.execPath, [this.main, ...args, "--telemetry-level", "off", ...this.folders], {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    this.port = await new Promise((resolve, reject) => {
      const read = (chunk) => {
        output += chunk;
        const listening = /Extension host agent listening on (\d+)/.exec(output);
        if (listening) resolve(Number(listening[1]));
      };
      this.process.stdout.on("data", read);
      this.process.stderr.on("data", read);
      this.process.on("exit", (code) => reject(new Error(`the server ended with ${code}\n${output}`)));
      setTimeout(() => reject(new Error(`the server did not start\n${output}`)), 60_000).unref();
    });
  }

  /** The address that opens the workspace, and a file in it. */
  address(file) {
    const host = `127.0.0.1:${this.port}`;
    const payload = file ? [["openFile", `vscode-remote://${host}${join(this.workspace, file)}`]] : [];
    return `http://${host}/?folder=${this.workspace}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  }

  async stop() {
    const { process: server } = this;
    if (server && server.exitCode === null) {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      killGroup(server.pid, "SIGTERM");
      const timer = setTimeout(() => killGroup(server.pid, "SIGKILL"), 5_000);
      await ended;
      clearTimeout(timer);
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
