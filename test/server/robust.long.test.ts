import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ErrorCodes } from "vscode-languageserver";
import { bundled } from "../cli/bundles";
import { attention } from "../fixtures/made-up";
import { Editor } from "./editor";

let editor: Editor;

beforeEach(async () => {
  editor = new Editor();
  await editor.start();
  await editor.open(attention);
  await editor.analysed(1);
});

afterEach(() => editor.stop());

const uri = "file:///project/attention.py";
const textDocument = { uri };
const position = { line: 0, character: 0 };
const range = { start: position, end: position };

/** A request, its parameters, and what is wrong with them. */
const requests: [string, unknown, string][] = [
  ["textDocument/hover", {}, "textDocument: missing"],
  ["textDocument/hover", { textDocument: { uri: 3 }, position }, "textDocument.uri: expected string, received 3"],
  [
    "textDocument/hover",
    { textDocument, position: { line: -1, character: 0 } },
    "position.line: expected >=0, received -1",
  ],
  [
    "textDocument/hover",
    { textDocument, position: { line: 0.5, character: 0 } },
    "position.line: expected another value, received 0.5",
  ],
  ["textDocument/hover", { textDocument, position: "0:0" }, 'position: expected Object, received "0:0"'],
  [
    "textDocument/codeLens",
    [],
    "Request textDocument/codeLens defines parameters by name but received parameters by position",
  ],
  ["textDocument/codeAction", { textDocument, range }, "context: missing"],
  [
    "textDocument/codeAction",
    { textDocument, range, context: { only: [1] } },
    "context.only.0: expected string, received 1",
  ],
  ["textDocument/inlayHint", { textDocument, range: { start: position } }, "range.end: missing"],
  ["shapescope/entries", { uri: null }, "uri: expected string, received null"],
  ["shapescope/forward", { uri, entryId: 3 }, "entryId: expected string, received 3"],
  ["shapescope/lineCosts", null, "the parameters: expected Object, received null"],
  ["shapescope/shapeComments", { uri, position: [] }, "position.line: missing"],
  ["shapescope/pick", { uri, subject: "Attention" }, "entryId: missing"],
  ["shapescope/explain", { uri, range: 0 }, "range: expected Object, received 0"],
  ["shapescope/run", { uri, token: {} }, "token: expected string, received Object"],
  ["shapescope/run", { uri, token: "1", seed: -1 }, "seed: expected >=0, received -1"],
  [
    "shapescope/run",
    { uri, token: "1", backend: "cuda" },
    'backend: expected ("auto" | "node" | "wasm" | "cpu"), received "cuda"',
  ],
];

it.each(requests)("answers %s with %j with an error, and the next request", async (method, params, message) => {
  await expect(editor.ask(method, params)).rejects.toMatchObject({ code: ErrorCodes.InvalidParams, message });
  expect(await editor.hover("q @ k")).not.toBeNull();
});

/** A notification, its parameters, and what is told. */
const notifications: [string, unknown, string][] = [
  [
    "textDocument/didOpen",
    { textDocument: { uri: "file:///b.py", version: 1, text: 3 } },
    "textDocument.text: expected string, received 3",
  ],
  ["textDocument/didOpen", {}, "textDocument: missing"],
  ["textDocument/didChange", { textDocument, contentChanges: {} }, "contentChanges: expected Array, received Object"],
  [
    "textDocument/didChange",
    { textDocument, contentChanges: [{ range: { start: position }, text: "" }] },
    "contentChanges.0.range.end: missing",
  ],
  [
    "textDocument/didChange",
    { textDocument, contentChanges: [null] },
    "contentChanges.0: expected Object, received null",
  ],
  ["textDocument/didClose", { textDocument: [] }, "textDocument.uri: missing"],
  ["workspace/didChangeWatchedFiles", { changes: [{ uri: 1 }] }, "changes.0.uri: expected string, received 1"],
  ["workspace/didChangeWorkspaceFolders", { event: { added: 1, removed: [] } }, "added: expected Array, received 1"],
];

it.each(notifications)("tells of %s with %j, and goes on", async (method, params, message) => {
  await editor.notify(method, params);
  expect(await editor.logged(/ignored/)).toBe(`A message of the editor was ignored: ${message}`);
  expect(await editor.hover("q @ k")).not.toBeNull();
});

it("answers whatever is sent to it", { timeout: 60_000 }, async () => {
  const methods = [...new Set([...requests, ...notifications].map(([method]) => method))];
  const message = fc.record({ method: fc.constantFrom(...methods), params: fc.oneof(fc.jsonValue(), fc.object()) });
  await fc.assert(
    fc.asyncProperty(message, async ({ method, params }) => {
      await editor.ask(method, params).catch((error: { code: number }) => {
        expect([ErrorCodes.InvalidParams, ErrorCodes.MethodNotFound]).toContain(error.code);
      });
      await editor.notify(method, params);
    }),
    { numRuns: 300, seed: 7 },
  );
  expect(await editor.hover("q @ k")).not.toBeNull();
});

it("is not ended by a client that has no answer for its settings", async () => {
  editor.settings = new Error("no settings here");
  await editor.notify("workspace/didChangeConfiguration", { settings: null });
  expect(await editor.logged(/could not be followed/)).toContain("no settings here");
  expect(await editor.hover("q @ k")).not.toBeNull();
});

describe("the start", () => {
  it.each([
    [
      { processId: null, rootUri: null, capabilities: {}, workspaceFolders: 3 },
      "workspaceFolders: expected Array, received 3",
    ],
    [{ processId: null, rootUri: 5, capabilities: {} }, "rootUri: expected string, received 5"],
    [
      { processId: null, rootUri: null, capabilities: { workspace: "all" } },
      'capabilities.workspace: expected Object, received "all"',
    ],
  ])("with %j is refused, and may be tried again", async (params, message) => {
    const other = new Editor();
    await expect(other.ask("initialize", params)).rejects.toMatchObject({ code: ErrorCodes.InvalidParams, message });
    expect(await other.start()).toMatchObject({ serverInfo: { name: "ShapeScope" } });
    await other.stop();
  });
});

it("takes settings that are out of range as far as they go, and tells it once", async () => {
  await editor.configure({ budget: 1, run: { seed: -5 }, codeLens: "yes", inlayHints: "some", roots: "src" });
  await editor.configure({ budget: 1, run: { seed: -5 }, codeLens: "yes", inlayHints: "some", roots: "src" });
  expect([...editor.log].sort()).toEqual([
    "shapescope.budget is 1, not a whole number from 50 to 600000: 50 is taken",
    "shapescope.codeLens is a text, not true or false: true is taken",
    'shapescope.inlayHints is "some", not one of off, onChange, all: "onChange" is taken',
    "shapescope.roots is a text, not a list of texts: it is taken as not set",
    "shapescope.run.seed is -5, not a whole number from 0 to 9007199254740991: 0 is taken",
  ]);
});

describe("the process", { timeout: 60_000 }, () => {
  let dist: string;
  let child: ChildProcess;

  beforeAll(async () => {
    dist = await bundled();
  }, 60_000);
  afterAll(() => rmSync(dist, { recursive: true }));
  afterEach(() => child.kill());

  /** Sends bytes, and then asks to be told what the server can do; what it has written until it has answered. */
  async function after(...sent: (string | Buffer)[]): Promise<string> {
    child = spawn(process.execPath, [join(dist, "server.js"), "--stdio"]);
    for (const each of sent) child.stdin!.write(each);
    const ask = { jsonrpc: "2.0", id: "last", method: "initialize", params: { processId: null, capabilities: {} } };
    child.stdin!.write(framed(JSON.stringify(ask)));
    // What comes behind a header that is none is read with the next bytes.
    const more = setInterval(() => child.stdin!.write(framed('{"jsonrpc": "2.0", "method": "$/nothing"}')), 200);
    let answer = "";
    try {
      for await (const data of child.stdout!) {
        answer += data;
        if (answer.includes('"hoverProvider":')) return answer;
      }
    } finally {
      clearInterval(more);
    }
    return `ended after ${answer}`;
  }

  function framed(body: string): string {
    return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  const odd: [string, string][] = [
    ["JSON that does not parse", framed("{")],
    ["nothing", framed("null")],
    ["a number", framed("3")],
    ["a list", framed("[1, 2]")],
    ["a message of no kind", framed('{"jsonrpc": "2.0"}')],
    ["a method that is a number", framed('{"jsonrpc": "2.0", "id": 1, "method": 5}')],
    ["an id that is an object", framed('{"jsonrpc": "2.0", "id": {}, "method": "textDocument/hover"}')],
    ["an answer that nobody waits for", framed('{"jsonrpc": "2.0", "id": 99, "result": 1}')],
    ["a cancellation of nothing", framed('{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": 3}')],
    ["a request before the start", framed('{"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {}}')],
    ["a start without parameters", framed('{"jsonrpc": "2.0", "id": 1, "method": "initialize"}')],
    [
      "a start without capabilities",
      framed('{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": null}}'),
    ],
    [
      "a start that is a number",
      framed('{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": 9007199254740992}'),
    ],
    ["a hover over null", framed('{"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": null}')],
    ["a trace of nothing", framed('{"jsonrpc": "2.0", "method": "$/setTrace", "params": null}')],
    ["a header without a length", "Content-Type: text\r\n\r\n"],
  ];

  it("goes on after any message that is none", async () => {
    const answers = await after(...odd.map(([, bytes]) => bytes));
    expect(answers).toContain('"id":"last"');
    expect(answers).not.toContain(`"code":${ErrorCodes.InternalError}`);
    expect(answers).not.toMatch(/handler '.*' failed/);
  });
});
