/** The server as a process that editors start: it outlives what brings its analysis down. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { attention } from "../fixtures/made-up";

const dist = mkdtempSync(join(tmpdir(), "shapescope-server-"));
let server: ChildProcess;
let client: ProtocolConnection;
let diagnostics: Map<string, (messages: string[]) => void>;

beforeAll(async () => {
  await build({
    // Texts say how the analysis goes wrong.
    entryPoints: {
      server: "src/server/main.ts",
      analysis: "test/fixtures/made-up-worker.ts",
      supervisor: "src/supervisor/main.ts",
    },
    bundle: true,
    platform: "node",
    logLevel: "error",
    external: ["@tensorflow/tfjs-node", "node-fetch"],
    outdir: dist,
  });
}, 60_000);

afterAll(() => rmSync(dist, { recursive: true }));

beforeEach(async () => {
  diagnostics = new Map();
  server = spawn(process.execPath, [join(dist, "server.js"), "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  client = createProtocolConnection(new StreamMessageReader(server.stdout!), new StreamMessageWriter(server.stdin!));
  client.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics: found }: PublishDiagnosticsParams) =>
    diagnostics.get(uri)?.(found.map(({ message }) => message)),
  );
  client.listen();
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {} });
  await client.sendNotification("initialized", {});
});

afterEach(() => {
  client.dispose();
  server.kill();
});

function opened(uri: string, text: string): Promise<string[]> {
  const found = new Promise<string[]>((resolve) => diagnostics.set(uri, resolve));
  void client.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "python", version: 1, text },
  });
  return found;
}

it.each(["exit!", "throw!", "objects!", "buffers!", "fatal!"])(
  "outlives a file that does %s, and answers for the next",
  async (text) => {
    const wrong = await opened("file:///p/wrong.py", text);
    expect(wrong).toEqual([expect.stringMatching(/^the analysis of this file was given up: it /)]);
    expect(await opened("file:///p/right.py", attention)).toEqual([]);
    expect(server.exitCode).toBeNull();
  },
  60_000,
);

it("ends with its editor's connection, and so does the analysis", async () => {
  await opened("file:///p/right.py", attention);
  const ended = new Promise((resolve) => server.on("exit", resolve));
  await client.sendRequest("shutdown");
  await client.sendNotification("exit");
  expect(await ended).toBe(0);
});
