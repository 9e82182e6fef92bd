/** Each page of docs/editors starts the server: its own command line, run on a path that has `shapescope` as an installation has it. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createProtocolConnection,
  type Diagnostic,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { bundled } from "../cli/bundles";
import { commandLines } from "./editor-pages";

const bin = mkdtempSync(join(tmpdir(), "shapescope-editors-"));
let dist: string;
let server: ChildProcess | undefined;

beforeAll(async () => {
  dist = await bundled();
  const shapescope = join(bin, "shapescope");
  writeFileSync(shapescope, `#!/bin/sh\nexec "${process.execPath}" "${join(dist, "cli.js")}" "$@"\n`);
  chmodSync(shapescope, 0o755);
}, 120_000);

afterAll(() => {
  server?.kill();
  for (const folder of [bin, dist]) rmSync(folder, { recursive: true });
});

it("every editor has a page whose command is tried", () => {
  const pages = readdirSync("docs/editors").map((name) => name.replace(/\.md$/, ""));
  expect(pages.filter((name) => name !== "README").sort()).toEqual(Object.keys(commandLines).sort());
  expect(Object.entries(commandLines).map(([name, found]) => [name, found().length])).toEqual([
    ["neovim", 2],
    ["helix", 1],
    ["zed", 1],
    ["emacs", 2],
  ]);
});

it.each(Object.keys(commandLines))("the server starts as the page for %s says, and finds an error", async (page) => {
  const [[command, ...args], ...others] = commandLines[page]();
  expect(others.every((other) => other.join(" ") === [command, ...args].join(" "))).toBe(true);
  const path = `${bin}${delimiter}${process.env.PATH}`;
  server = spawn(command, args, { env: { ...process.env, PATH: path }, stdio: ["pipe", "pipe", "inherit"] });
  const client = createProtocolConnection(
    new StreamMessageReader(server.stdout!),
    new StreamMessageWriter(server.stdin!),
  );
  client.listen();
  const textDocument = { diagnostic: {} };
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: { textDocument } });
  await client.sendNotification("initialized", {});
  const uri = pathToFileURL(join(bin, "wrong.py")).href;
  const text = "import torch\n\nx = torch.empty(2, 3)\ny = x @ x\n";
  await client.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "python", version: 1, text },
  });
  const { items } = await client.sendRequest<{ items: Diagnostic[] }>("textDocument/diagnostic", {
    textDocument: { uri },
  });
  expect(items.map(({ code, range }) => `${range.start.line}: ${code}`)).toEqual(["3: matmul-sizes"]);
  const ended = new Promise((done) => server!.once("exit", done));
  await client.sendRequest("shutdown");
  await client.sendNotification("exit");
  expect(await ended).toBe(0);
  client.dispose();
});
