import fc from "fast-check";

/** What is written to the server: a message that is framed as it must be, or bytes as they are. */
export type Step = { message: unknown } | { raw: string };

/** One connection: what is sent before `initialize`, what after it, and, at its end, bytes after which no message can be found. */
export interface Session {
  early: Step[];
  steps: Step[];
  last: Step[];
}

const URIS = ["file:///fuzz/a.py", "file:///fuzz/b.py"];

const TEXT = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.a = nn.Linear(width, 4)
    def forward(self, x):  # shapescope: Net(3)(torch.empty(2, 3))
        return self.a(x) @ x  # (B, 4)
`;

const position = { line: 3, character: 8 };
const range = { start: position, end: { line: 5, character: 2 } };
const textDocument = { uri: URIS[0] };

/** Every method that the server handles, with parameters that are right. */
const METHODS: Record<string, object> = {
  initialize: { processId: null, rootUri: "file:///fuzz", capabilities: { workspace: { configuration: true } } },
  initialized: {},
  "textDocument/didOpen": { textDocument: { uri: URIS[0], languageId: "python", version: 1, text: TEXT } },
  "textDocument/didChange": {
    textDocument: { uri: URIS[0], version: 2 },
    contentChanges: [{ range, text: "x = (" }, { text: TEXT }],
  },
  "textDocument/didClose": { textDocument },
  "textDocument/didSave": { textDocument },
  "textDocument/hover": { textDocument, position },
  "textDocument/codeLens": { textDocument },
  "textDocument/codeAction": { textDocument, range, context: { diagnostics: [], only: ["quickfix"] } },
  "textDocument/inlayHint": { textDocument, range },
  "textDocument/completion": { textDocument, position },
  "workspace/didChangeConfiguration": { settings: { shapescope: { budget: 100, roots: ["a"], run: { seed: 1 } } } },
  "workspace/didChangeWorkspaceFolders": { event: { added: [{ uri: "file:///fuzz/c", name: "c" }], removed: [] } },
  "workspace/didChangeWatchedFiles": { changes: [{ uri: URIS[1], type: 2 }] },
  "shapescope/entries": { uri: URIS[0] },
  "shapescope/forward": { uri: URIS[0], subject: "Net" },
  "shapescope/lineCosts": { uri: URIS[0] },
  "shapescope/shapeComments": { uri: URIS[0], position },
  "shapescope/pick": { uri: URIS[0], subject: "Net", entryId: "Net(3)(torch.empty(2, 3))" },
  "shapescope/explain": { uri: URIS[0], range },
  "shapescope/run": { uri: URIS[0], subject: "Net", token: "t", seed: 1, backend: "cpu" },
  "$/cancelRequest": { id: 3 },
  "$/setTrace": { value: "verbose" },
  "$/progress": { token: 1, value: {} },
  "nobody/heardOfIt": { a: 1 },
};

const ODD: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  1e308,
  "",
  "x",
  "file:///fuzz/%zz.py",
  "file:///",
  "file://host/share/a.py",
  "untitled:a",
  "C:\\a.py",
  "\u0000",
  "é😀".repeat(500),
  [],
  [null],
  [[]],
  {},
  { uri: 1 },
  { line: -1, character: -1 },
  { line: 1e9, character: 1e9 },
  { start: null, end: 3 },
  { __proto__: null, length: -1 },
];

const number = fc.nat();
const oddValue = fc.constantFrom(...ODD);

/** A place in parameters, taken modulo what is there at each level, and what comes there. */
const mangling = fc.record({
  path: fc.array(number, { minLength: 0, maxLength: 4 }),
  value: oddValue,
  drop: fc.boolean(),
});

function mangled(
  value: unknown,
  { path, value: odd, drop }: { path: number[]; value: unknown; drop: boolean },
): unknown {
  if (path.length === 0 || value === null || typeof value !== "object") return odd;
  const keys = Object.keys(value);
  if (keys.length === 0) return odd;
  const [at, ...rest] = path;
  const key = keys[at % keys.length];
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  if (rest.length === 0 && drop) delete copy[key];
  else copy[key] = mangled(copy[key], { path: rest, value: odd, drop });
  return copy;
}

const id = fc.oneof(
  fc.integer({ min: 1, max: 8 }),
  fc.constantFrom<unknown>("a", -1, 1.5, 2 ** 53, undefined, undefined),
);

const call: fc.Arbitrary<Step> = fc
  .record({
    method: fc.constantFrom(...Object.keys(METHODS)),
    id,
    uri: fc.nat({ max: 3 }),
    change: fc.option(mangling, { freq: 3 }),
  })
  .map(({ method, id, uri, change }) => {
    const right = JSON.parse(JSON.stringify(METHODS[method]).replaceAll(URIS[0], URIS[uri === 0 ? 1 : 0]));
    const params = change === null ? right : mangled(right, change);
    const request = !/^(initialized|textDocument\/did|workspace\/did|\$)/.test(method);
    return { message: { jsonrpc: "2.0", ...(request && id !== undefined && { id }), method, params } };
  });

/** Framed as it must be, with a body that is no message. */
const junk: fc.Arbitrary<Step> = fc.oneof(
  fc
    .constantFrom<unknown>(
      null,
      1,
      "x",
      [],
      {},
      { jsonrpc: "1.0" },
      { id: 1 },
      { method: 1 },
      { jsonrpc: "2.0", method: null, id: {} },
    )
    .map((message) => ({ message })),
  fc.record({ jsonrpc: fc.constant("2.0"), id, result: oddValue }).map((message) => ({ message })),
  fc.record({ jsonrpc: fc.constant("2.0"), id, error: oddValue }).map((message) => ({ message })),
  oddValue.map((params) => ({ message: { jsonrpc: "2.0", id: 5, method: "textDocument/hover", params } })),
);

/** Headers and bodies that are odd, but say where the next message begins. */
const oddFrame: fc.Arbitrary<Step> = fc
  .constantFrom(
    "Content-Length: 2\r\n\r\n{}",
    "Content-Length: 0\r\n\r\n",
    "content-length: 4\r\n\r\nnull",
    "Content-Length: 4\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\nnull",
    "X-Unheard: of\r\nContent-Length: 4\r\n\r\nnull",
    'Content-Length: 5\r\n\r\n{"a":',
    "Content-Length: 3\r\n\r\n\u0000\u0001\u0002",
    "Content-Length: 12\r\n\r\nnot json, no",
  )
  .map((raw) => ({ raw }));

/** Bytes after which nothing can be read for certain: the server has to end, or to wait, and not to spin. */
const broken: fc.Arbitrary<Step> = fc
  .constantFrom(
    "Content-Length: -1\r\n\r\n",
    "Content-Length: nine\r\n\r\n{}",
    "Content-Length: 99999999999999999999\r\n\r\n{}",
    "Content-Length: 1e3\r\n\r\n{}",
    "\r\n\r\n",
    "garbage\r\n\r\n",
    ": : :\r\n\r\n",
    "Content-Length: 100\r\n\r\n{}",
    "Content-Length 4\r\n\r\nnull",
    "x".repeat(100_000),
    "\u0000".repeat(1000),
  )
  .map((raw) => ({ raw }));

const step = fc.oneof(
  { weight: 10, arbitrary: call },
  { weight: 2, arbitrary: junk },
  { weight: 1, arbitrary: oddFrame },
);

export const lspSession: fc.Arbitrary<Session> = fc.record({
  early: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Step[]>([]) },
    { weight: 1, arbitrary: fc.array(step, { maxLength: 4 }) },
  ),
  steps: fc.array(step, { minLength: 5, maxLength: 60 }),
  last: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Step[]>([]) },
    { weight: 1, arbitrary: broken.map((one) => [one]) },
  ),
});
