import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attention, madeUp } from "../fixtures/made-up";
import { Editor, MadeUpService } from "./editor";

let editor: Editor;

beforeEach(async () => {
  editor = new Editor();
  await editor.start();
});

afterEach(() => editor.stop());

it("says what it can do", async () => {
  const other = new Editor();
  expect(await other.start()).toMatchObject({
    serverInfo: { name: "ShapeScope" },
    capabilities: {
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      codeLensProvider: {},
      inlayHintProvider: {},
    },
  });
  await other.stop();
});

it("answers a hover in the places of the editor", async () => {
  await editor.open(attention);
  const hover = await editor.hover("q @ k");
  expect(hover?.range).toEqual({ start: { line: 17, character: 15 }, end: { line: 17, character: 38 } });
  expect(hover?.contents.value).toMatch(/^\*\*`\(64, 3, 49, 49\) float32`\*\*/);
  expect(await editor.hover("import")).toBeNull();
});

const LENSES = [
  "37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)",
  "▷ Run",
  "Forward",
  "2 calls ▾",
  "states 7.2 k, derived 2.27 M MACs: lacks qkv (3*N*dim**2)",
];
const titles = async () => (await editor.lenses()).map((lens) => lens.slice(lens.indexOf(": ") + 2));

it("gives code lenses with what they do", async () => {
  await editor.open(attention);
  const [, run] = await editor.request<object[]>("textDocument/codeLens");
  expect(run).toEqual({
    range: { start: { line: 5, character: 6 }, end: { line: 5, character: 6 } },
    command: {
      title: "▷ Run",
      command: "shapescope.run",
      arguments: [{ uri: editor.uri, subject: "Attention", entryId: "Attention(96, 3)(torch.empty(64, 49, 96))" }],
    },
  });
});

it("gives inlay hints", async () => {
  await editor.open(attention);
  expect(await editor.hints()).toEqual([
    "12:23: (64, 49, 96)",
    "14:11: (3, 64, 3, 49, 32)",
    "15:15: (64, 3, 49, 32)",
    "17:12: (64, 3, 49, 49)",
  ]);
});

it("publishes diagnostics with PyTorch's message", async () => {
  await editor.open(attention.replace("q @ k.transpose(-2, -1)", "(q @ k)"));
  await editor.analysed(1);
  expect(editor.diagnostics[0]).toEqual([
    {
      range: { start: { line: 17, character: 16 }, end: { line: 17, character: 22 } },
      severity: 1,
      code: "matmul-sizes",
      codeDescription: {
        href: "https://github.com/shapescope/shapescope/blob/main/docs/diagnostics/matmul-sizes.md",
      },
      source: "ShapeScope",
      message: "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)",
    },
  ]);
});

it("offers the edit after which an error is gone", async () => {
  const text = "import torch.nn as nn\nfc = nn.Linear(4500, 128)\ny = fc(x)\n";
  const place = { file: "/project/attention.py", line: 3, column: 5, endLine: 3, endColumn: 10 };
  const fix = {
    ...place,
    line: 2,
    column: 16,
    endLine: 2,
    endColumn: 20,
    title: "Change `in_features`",
    text: "27648",
  };
  const error = { ...place, severity: "error" as const, code: "broadcast", message: "do not fit", fix };
  const other = new Editor(
    new MadeUpService((file, source) => ({ ...madeUp(file, source), diagnostics: [{ ...error, file }] })),
  );
  await other.start();
  await other.open(text);
  await other.analysed(1);
  const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 0 } });
  const actions = await other.request("textDocument/codeAction", { range: at(2), context: { diagnostics: [] } });
  expect(actions).toMatchObject([
    {
      title: "Change `in_features`",
      kind: "quickfix",
      diagnostics: [{ message: "do not fit", code: "broadcast" }],
      edit: {
        changes: {
          [other.uri]: [
            { range: { start: { line: 1, character: 15 }, end: { line: 1, character: 19 } }, newText: "27648" },
          ],
        },
      },
    },
  ]);
  expect(await other.request("textDocument/codeAction", { range: at(0), context: { diagnostics: [] } })).toEqual([]);
  await other.stop();
});

it("offers the edits that were tried for the error on a line, looked for once", async () => {
  await editor.open(attention.replace("q @ k.transpose(-2, -1)", "(q @ k)"));
  await editor.analysed(1);
  const message = "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)";
  const place = { file: "/project/attention.py", line: 18, column: 22, endLine: 18, endColumn: 23 };
  editor.service.fixes.set(message, [{ ...place, title: "Change `k`", text: "k.transpose(-2, -1)" }]);
  const ask = (line: number, only?: string[]) =>
    editor.request("textDocument/codeAction", {
      range: { start: { line, character: 0 }, end: { line, character: 0 } },
      context: { diagnostics: [], only },
    });
  for (const only of [undefined, ["quickfix"]])
    expect(await ask(17, only)).toMatchObject([{ title: "Change `k`", isPreferred: true, diagnostics: [{ message }] }]);
  expect(await ask(3, ["quickfix"])).toEqual([]);
  expect(await ask(17, ["source"])).toEqual([]);
  expect(editor.service.repaired).toEqual([message]);
});

describe("while the next answer is on its way", () => {
  beforeEach(async () => {
    await editor.open(attention);
    await editor.analysed(1);
    editor.service.held = true;
  });

  afterEach(() => editor.service.release());

  it("lenses stay with their class", async () => {
    await editor.edit("import torch\n", "import torch\nimport math\n\n");
    expect((await editor.lenses()).slice(0, 2)).toEqual([
      "7: 37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)",
      "7: ▷ Run",
    ]);
  });

  it("hints move along, and one whose name is edited goes", async () => {
    await editor.edit("        qkv = ", "        # projection\n        qkv = ");
    expect((await editor.hints())[1]).toBe("15:11: (3, 64, 3, 49, 32)");
    await editor.edit("qkv = self", "heads = self");
    expect((await editor.hints()).map((hint) => hint.split(":")[0])).toEqual(["12", "16", "18"]);
  });

  it("a hover says nothing about what was edited, and goes on elsewhere", async () => {
    await editor.edit("dim=-1", "dim=1");
    expect(await editor.hover("attn.softmax")).toBeNull();
    expect((await editor.hover("q @ k"))?.range.start).toEqual({ line: 17, character: 15 });
  });
});

it("keeps the last good answer while the text does not parse, and tells the error", async () => {
  await editor.open(attention);
  await editor.analysed(1);
  await editor.edit("attn = q @ k.transpose(-2, -1)", "attn = syntax(");
  await editor.analysed(2);
  expect(editor.diagnostics[1].map(({ message }) => message)).toEqual(["Expected ')'"]);
  expect((await editor.lenses())[0]).toBe("5: 37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)");
  expect((await editor.hints()).length).toBe(4);
  await editor.edit("class Attention", "class Other");
  await editor.analysed(3);
  expect(await titles()).toEqual(LENSES);
  await editor.edit("syntax(", "0");
  await editor.analysed(4);
  expect(await editor.lenses()).toEqual([]);
});

it("stops an analysis whose text is no longer the newest", async () => {
  editor.service.held = true;
  await editor.open(attention);
  while (editor.service.analyzed.length < 1) await new Promise((done) => setTimeout(done, 5));
  await editor.edit("import torch", "import torch as torch");
  while (editor.service.analyzed.length < 2) await new Promise((done) => setTimeout(done, 5));
  expect(editor.service.cancelled).toBe(1);
  editor.service.release();
  expect((await editor.lenses())[0]).toMatch(/^5: 37.2 k params/);
});

it("shows the entry that was picked", async () => {
  await editor.open(attention);
  const [subject] = await editor.request<object[]>("shapescope/entries");
  expect(subject).toMatchObject({
    subject: "Attention",
    kind: "class",
    line: 5,
    shown: "Attention(96, 3)(torch.empty(64, 49, 96))",
    entries: [
      { kind: "example", runnable: true },
      { id: "symbolic", kind: "symbolic", runnable: false },
    ],
  });
  await editor.request("shapescope/pick", { subject: "Attention", entryId: "symbolic" });
  expect((await editor.hints())[0]).toBe("12:23: (B_, N, dim)");
  await editor.edit("import torch", "import torch as torch");
  await editor.analysed(2);
  expect((await editor.hints())[0]).toBe("12:23: (B_, N, dim)");
});

it("gives one forward pass whole", async () => {
  await editor.open(attention);
  const forward = await editor.request("shapescope/forward", { subject: "Attention" });
  expect(forward).toMatchObject({
    uri: editor.uri,
    file: "/project/attention.py",
    subject: "Attention",
    entry: { id: "Attention(96, 3)(torch.empty(64, 49, 96))", totals: { macs: 145108992 } },
    calls: [{ class: "Attention", children: [{ path: "qkv" }, { op: "matmul" }, { path: "proj" }] }],
    convention: "macs",
  });
  expect(await editor.request("shapescope/forward", { subject: "Nobody" })).toBeNull();
});

it("gives the lines that cost most, where they are now", async () => {
  await editor.open(attention);
  await editor.analysed(1);
  editor.service.held = true;
  await editor.edit("import torch\n", "import torch\nimport math\n");
  const costs = await editor.request<{ line: number; text: string }[]>("shapescope/lineCosts");
  expect(costs.map(({ line, text }) => `${line}: ${text}`)).toEqual([
    "15: 86.7 M MACs · 60%",
    "18: 14.8 M MACs · 10%",
    "20: 14.8 M MACs · 10%",
    "21: 28.9 M MACs · 20%",
  ]);
  editor.service.release();
});

describe("running", () => {
  it("reports progress under the token of the request, and the end", async () => {
    await editor.open(attention);
    const result = await editor.request("shapescope/run", { subject: "Attention", token: "run-1", seed: 7 });
    expect(result).toMatchObject({ state: "finished", backend: "auto", seed: 7 });
    const update = editor.notices.find(({ method }) => method === "shapescope/runUpdate");
    expect(update?.params).toMatchObject({ token: "run-1", done: 1, total: 2, op: "linear" });
  });

  it("says why an entry cannot be run", async () => {
    await editor.open(attention);
    const result = await editor.request("shapescope/run", {
      subject: "Attention",
      entryId: "symbolic",
      token: "run-2",
    });
    expect(result).toMatchObject({ state: "notRunnable", message: "its sizes are symbols" });
  });
});

it("tells on the first line and in the status what was given up, until the text is another one", async () => {
  const status = () => editor.notices.filter(({ method }) => method === "shapescope/status").at(-1)?.params;
  editor.service.givenUp.set(attention, "it was stuck for 4 s");
  await editor.open(attention);
  await editor.analysed(1);
  expect(editor.diagnostics[0]).toEqual([
    {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      severity: 3,
      code: "given-up",
      codeDescription: { href: "https://github.com/shapescope/shapescope/blob/main/docs/diagnostics/given-up.md" },
      source: "ShapeScope",
      message: "the analysis of this file was given up: it was stuck for 4 s",
    },
  ]);
  await editor.request("shapescope/entries");
  expect(status()).toMatchObject({ uri: editor.uri, state: "ready", errors: 0, givenUp: "it was stuck for 4 s" });
  await editor.edit("import", "# now another text\nimport");
  await editor.analysed(2);
  expect(editor.diagnostics[1]).toEqual([]);
  await editor.request("shapescope/entries");
  expect(status()).toMatchObject({ state: "ready", subjects: 1 });
  expect(status()).not.toHaveProperty("givenUp");
});

describe("settings", () => {
  const status = () => editor.notices.filter(({ method }) => method === "shapescope/status").at(-1)?.params;

  it("switch everything off, and on again", async () => {
    await editor.open(attention.replace("q @ k.transpose(-2, -1)", "(q @ k)"));
    await editor.analysed(1);
    await editor.configure({ enable: false });
    await editor.analysed(2);
    expect(editor.diagnostics[1]).toEqual([]);
    expect(await editor.lenses()).toEqual([]);
    expect(await editor.hints()).toEqual([]);
    expect(await editor.hover("(q @ k)")).toBeNull();
    expect(status()).toEqual({ uri: editor.uri, state: "off" });
    await editor.configure({ enable: true });
    await editor.analysed(3);
    expect(await titles()).toEqual(LENSES);
    expect(status()).toMatchObject({ state: "ready", errors: 1, ms: 12, subjects: 1 });
  });

  it("choose the diagnostics and how severe they are", async () => {
    await editor.open(attention.replace("q @ k.transpose(-2, -1)", "(q @ k)"));
    await editor.analysed(1);
    const told = () => editor.diagnostics.at(-1)!.map(({ code, severity }) => `${code} ${severity}`);
    await editor.configure({ severity: { errors: "hint", broadcast: "loud", E501: "off" } });
    await editor.analysed(2);
    expect(told()).toEqual(["matmul-sizes 4"]);
    await expect.poll(status).toMatchObject({ errors: 0 });
    await editor.configure({ ignore: ["matmul", "E501"] });
    await editor.analysed(3);
    expect(told()).toEqual([]);
    await editor.configure({ select: ["matmul-sizes"] });
    await editor.analysed(4);
    expect(told()).toEqual(["matmul-sizes 1"]);
  });

  it("choose the hints and the convention", async () => {
    await editor.open(attention);
    await editor.analysed(1);
    await editor.configure({ inlayHints: "all", convention: "flops" });
    expect((await editor.hints()).length).toBeGreaterThan(4);
    expect((await editor.lenses())[0]).toContain("292 M FLOPs");
    await editor.configure({ inlayHints: "sometimes", convention: 3 });
    expect((await editor.hints()).length).toBe(4);
  });
});
