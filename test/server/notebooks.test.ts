import { afterEach, beforeEach, expect, it } from "vitest";
import { attention, madeUp } from "../fixtures/made-up";
import { Editor, MadeUpService } from "./editor";

const uri = "file:///project/attention.ipynb";
const cellUri = (n: number) => `vscode-notebook-cell:/project/attention.ipynb#${n}`;
const [imports, model] = attention.split("\n\n\n");
const CELLS = [`%matplotlib inline\n${imports}`, model.trimEnd()];

let editor: Editor;
let service: MadeUpService;

beforeEach(async () => {
  service = new MadeUpService();
  editor = new Editor(service);
  await editor.start();
  await editor.notify("notebookDocument/didOpen", {
    notebookDocument: {
      uri,
      notebookType: "jupyter-notebook",
      version: 1,
      cells: CELLS.map((_, n) => ({ kind: 2, document: cellUri(n) })),
    },
    cellTextDocuments: CELLS.map((text, n) => ({ uri: cellUri(n), languageId: "python", version: 1, text })),
  });
});

afterEach(() => editor.stop());

const ask = <R>(method: string, cell: number, more: object = {}) =>
  editor.ask(method, { textDocument: { uri: cellUri(cell) }, ...more }) as Promise<R>;

interface Lens {
  range: { start: { line: number } };
  command: { title: string; arguments?: object[] };
}

it("is one program of its cells, without what is no Python", async () => {
  expect(await ask("textDocument/codeLens", 0)).toEqual([]);
  const [, ...lines] = (service.texts.get("/project/attention.ipynb") ?? "").split("\n");
  expect(lines.slice(0, 4)).toEqual(["pass", "import torch", "import torch.nn as nn", CELLS[1].split("\n")[0]]);
});

it("has lenses, hints and hovers in the cell that the class stands in", async () => {
  const lenses = await ask<Lens[]>("textDocument/codeLens", 1);
  expect(lenses.map(({ range, command }) => `${range.start.line}: ${command.title}`).slice(0, 2)).toEqual([
    "1: 37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)",
    "1: ▷ Run",
  ]);
  expect(lenses[1].command.arguments).toEqual([
    { uri, subject: "Attention", entryId: "Attention(96, 3)(torch.empty(64, 49, 96))" },
  ]);
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = await ask<{ position: { line: number }; label: string }[]>("textDocument/inlayHint", 1, {
    range: whole,
  });
  expect(hints.map(({ position, label }) => `${position.line}${label}`)[0]).toBe("8: (64, 49, 96)");
  const line = CELLS[1].split("\n").findIndex((text) => text.includes("q @ k"));
  const position = { line, character: CELLS[1].split("\n")[line].indexOf("q @ k") };
  const hover = await ask<{ range: object; contents: { value: string } }>("textDocument/hover", 1, { position });
  expect(hover.range).toEqual({ start: { line, character: 15 }, end: { line, character: 38 } });
  expect(hover.contents.value).toMatch(/^\*\*`\(64, 3, 49, 49\) float32`\*\*/);
});

it("follows what is typed into a cell, and tells errors there", async () => {
  await ask("textDocument/codeLens", 1);
  const line = CELLS[1].split("\n").findIndex((text) => text.includes("q @ k"));
  const text = CELLS[1].replace("q @ k.transpose(-2, -1)", "(q @ k)");
  await editor.notify("notebookDocument/didChange", {
    notebookDocument: { uri, version: 2 },
    change: { cells: { textContent: [{ document: { uri: cellUri(1), version: 2 }, changes: [{ text }] }] } },
  });
  const found = () => editor.diagnostics.at(-1) ?? [];
  while (found().length === 0) await new Promise((done) => setTimeout(done, 5));
  expect(found().map(({ range, code }) => [range.start, code])).toEqual([[{ line, character: 16 }, "matmul-sizes"]]);
});

it("moves with the cells, and is no longer there when it is closed", async () => {
  await ask("textDocument/codeLens", 1);
  await editor.notify("notebookDocument/didChange", {
    notebookDocument: { uri, version: 2 },
    change: {
      cells: {
        structure: {
          array: { start: 0, deleteCount: 0, cells: [{ kind: 2, document: cellUri(7) }] },
          didOpen: [{ uri: cellUri(7), languageId: "python", version: 1, text: "x = 1\ny = 2" }],
        },
      },
    },
  });
  const lenses = await ask<Lens[]>("textDocument/codeLens", 1);
  expect(lenses[0].range.start.line).toBe(1);
  await editor.notify("notebookDocument/didClose", { notebookDocument: { uri }, cellTextDocuments: [] });
  expect(await ask("textDocument/codeLens", 1)).toEqual([]);
  expect(service.texts.has("/project/attention.ipynb")).toBe(false);
});

it("takes no message of another form", async () => {
  await editor.notify("notebookDocument/didChange", { notebookDocument: { uri, version: 2 } });
  expect(await editor.logged(/could not be followed|was ignored/)).toMatch(/A message of the editor/);
  expect(madeUp().subjects).toHaveLength(1);
});
