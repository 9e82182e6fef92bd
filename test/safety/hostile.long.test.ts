import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import type { RunResult } from "../../src/server/protocol";
import { bundled } from "../cli/bundles";
import { call, perceptron } from "../cli/harness";
import { places, plant } from "../fixtures/hostile.mjs";

/** The installation: `shapescope/package.json` and `shapescope/dist`, in a folder that anybody may write to. */
const site = realpathSync(mkdtempSync(join(tmpdir(), "shapescope-site-")));
const installation = join(site, "shapescope");
const dist = join(installation, "dist");

/** The user's: a folder with the repository that was cloned, `workspace`. */
let home: string;
let workspace: string;
let marker: string;

beforeAll(async () => {
  mkdirSync(installation);
  copyFileSync("package.json", join(installation, "package.json"));
  await bundled(dist);
}, 60_000);

afterAll(() => rmSync(site, { recursive: true }));

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "shapescope-home-")));
  workspace = join(home, "workspace");
  marker = join(home, "marker");
  mkdirSync(workspace);
  writeFileSync(join(workspace, "model.py"), perceptron);
  return () => rmSync(home, { recursive: true });
});

/** `shapescope run` in the workspace. */
function run(args: string[] = [], env: Record<string, string> = {}) {
  const options = ["run", "model.py", "--call", call, "--json", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, "cli.js"), ...options], {
    cwd: workspace,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { status, stderr, answer: JSON.parse(stdout) };
}

/** The language server in the workspace, asked for a run as the editor asks. */
async function serve(settings: object = {}, env: Record<string, string> = {}): Promise<RunResult> {
  const child = spawn(process.execPath, [join(dist, "server.js"), "--stdio"], {
    cwd: workspace,
    env: { ...process.env, ...env },
  });
  const client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const ended = new Promise((done) => child.on("exit", done));
  try {
    client.listen();
    await client.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: pathToFileURL(workspace).href, name: "workspace" }],
      capabilities: {},
      initializationOptions: { shapescope: settings },
    });
    await client.sendNotification("initialized", {});
    const uri = pathToFileURL(join(workspace, "model.py")).href;
    const textDocument = { uri, languageId: "python", version: 1, text: perceptron };
    await client.sendNotification("textDocument/didOpen", { textDocument });
    return await client.sendRequest("shapescope/run", { uri, token: "run" });
  } finally {
    client.dispose();
    child.kill();
    await ended;
  }
}

/** By these the working directory leads into the repository, wherever Node looks for a package. */
const relativePaths = { NODE_PATH: [".", "node_modules", "../node_modules"].join(delimiter) };

describe.each(Object.entries(places))("a hostile package, %s", { timeout: 60_000 }, (_, at) => {
  beforeEach(() => plant(at(workspace), marker));

  it("is not run by the command line", () => {
    const { status, answer } = run([], relativePaths);
    expect(answer).toMatchObject({ backend: "cpu", output: { shape: [4, 2] } });
    expect({ status, ran: existsSync(marker) }).toEqual({ status: 0, ran: false });
  });

  it("is not run by the language server, although the settings name it", async () => {
    const { state, backend, done, notes } = await serve({ run: { tfjsNode: workspace } }, relativePaths);
    expect({ state, backend, done }).toEqual({ state: "finished", backend: "cpu", done: 3 });
    expect(notes).toContainEqual(
      `shapescope.run.tfjsNode: ${workspace} is not used: it lies in the workspace, whose code is not run`,
    );
    expect(existsSync(marker)).toBe(false);
  });
});

it("without a native library, it is said where that would have to be", { timeout: 60_000 }, () => {
  const { status, stderr } = run(["--backend", "node"]);
  const place = join(installation, "node_modules");
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: `shapescope: The node backend can't be used: @tensorflow/tfjs-node is not installed in ${place}\n`,
  });
});

describe("beside the workspace", { timeout: 60_000 }, () => {
  it("a package above the installation is not run", async () => {
    const above = join(site, "node_modules");
    plant(join(above, "@tensorflow/tfjs-node"), marker);
    try {
      expect(run().answer.backend).toBe("cpu");
      expect((await serve()).state).toBe("finished");
      expect(existsSync(marker)).toBe(false);
    } finally {
      rmSync(above, { recursive: true });
    }
  });

  it("what the native library requires is not taken from above it, from NODE_PATH or by a link", () => {
    const folder = join(home, "native");
    const library = join(folder, "node_modules/@tensorflow/tfjs-node");
    plant(library, join(home, "library"));
    for (const name of ["above", "linked"]) plant(join(home, "node_modules", name), marker);
    symlinkSync(join(home, "node_modules/linked"), join(folder, "node_modules/linked"));
    for (const name of ["above", "linked"]) {
      writeFileSync(join(library, "index.js"), `require("${name}");\n`);
      const { status, answer } = run(["--tfjs-node", folder], { NODE_PATH: join(home, "node_modules") });
      expect(answer.notes).toContainEqual(
        `The node backend was not used: ${name} is not loaded from ${home}/node_modules/${name}/index.js: that is outside of ${dist} and ${folder}/node_modules.`,
      );
      expect({ status, ran: existsSync(marker) }).toEqual({ status: 0, ran: false });
    }
  });
});

describe("the native library", { timeout: 60_000 }, () => {
  it("is taken from ShapeScope's own installation", async () => {
    const own = join(installation, "node_modules");
    plant(join(own, "@tensorflow/tfjs-node"), marker);
    try {
      run();
      expect(existsSync(marker)).toBe(true);
      rmSync(marker);
      await serve();
      expect(existsSync(marker)).toBe(true);
    } finally {
      rmSync(own, { recursive: true });
    }
  });

  it("is taken from the folder that the user names, as an option or a setting", async () => {
    const folder = join(home, "native");
    plant(join(folder, "node_modules/@tensorflow/tfjs-node"), marker);
    run(["--tfjs-node", "../native"]);
    expect(existsSync(marker)).toBe(true);
    rmSync(marker);
    await serve({ run: { tfjsNode: folder } });
    expect(existsSync(marker)).toBe(true);
  });

  it("that is not where the user says is told, and a folder that is not there refused", () => {
    expect(run(["--tfjs-node", home]).answer.notes).toContainEqual(
      `The node backend was not used: @tensorflow/tfjs-node is not installed in ${home}/node_modules.`,
    );
    const { status, stderr } = run(["--tfjs-node", "nowhere"]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: "shapescope: --tfjs-node nowhere: no such folder\n" });
  });
});
