import { afterEach, beforeEach, expect, it } from "vitest";
import type { CallForm } from "../../src/analysis/entries/filled-call";
import { attention, madeUp } from "../fixtures/made-up";
import { Editor, MadeUpService } from "./editor";

/** A file whose class nobody calls: its one entry has symbols, until a call is given. */
const text = attention.replace("# shapescope: Attention(96, 3)(torch.empty(64, 49, 96))\n", "");
const subject = "Attention";

const FORM: CallForm = {
  subject,
  isClass: true,
  sizes: [
    { name: "dim", origin: "argument of the constructor `dim`", offered: 64 },
    { name: "B", origin: "dimension 0 of `x`", offered: 1 },
  ],
  arguments: [
    { id: "constructor.dim", name: "dim", required: true, byName: false, text: [{ size: "dim" }], sizes: ["dim"] },
    {
      id: "forward.x",
      name: "x",
      required: true,
      byName: false,
      tensor: { shape: ["B", "dim"], kind: "normal" },
      sizes: ["B", "dim"],
    },
  ],
  needs: [{ text: "dim % 8 == 0", kind: "divisible", left: "dim", right: 8, sizes: ["dim"] }],
};

let editor: Editor;
let service: MadeUpService;

beforeEach(async () => {
  service = new MadeUpService((file, shown, given = []) => {
    const analysis = madeUp(file, shown);
    const [numbers, symbols] = analysis.entries;
    const entries = [
      ...given.map(({ call }) => ({ ...numbers, id: call, label: call, kind: "given" as const })),
      { ...symbols, runnable: false },
    ];
    const subjects = analysis.subjects.map((one) => ({ ...one, entries: entries.map((_, n) => n) }));
    return { ...analysis, entries, subjects };
  });
  service.form = FORM;
  editor = new Editor(service);
  await editor.start();
  await editor.open(text);
});

afterEach(() => editor.stop());

it("asks for sizes, and tells what comes of those that are filled in", async () => {
  expect(await editor.request("shapescope/form", { subject })).toMatchObject({ form: FORM, others: [] });
  service.outcomes.set("Attention(64)(torch.randn(2, 64))", { output: { shape: [2, 64], dtype: "float32" } });
  expect(await editor.request("shapescope/fill", { subject, values: { sizes: { B: "2" } } })).toEqual({
    call: "Attention(64)(torch.randn(2, 64))",
    problems: {},
    shown: ["dim", "B"],
    output: "(2, 64)",
  });
});

it("tells why a size does not fit, and what PyTorch says of the call", async () => {
  service.outcomes.set("Attention(65)(torch.randn(1, 65))", { failed: "RuntimeError: it is so", line: 9 });
  expect(await editor.request("shapescope/fill", { subject, values: { sizes: { dim: "65" } } })).toMatchObject({
    problems: { dim: "needs dim % 8 == 0: 65 % 8 is 1" },
    failed: "RuntimeError: it is so",
    line: 9,
  });
  expect(await editor.request("shapescope/fill", { subject, values: { sizes: { dim: "x" } } })).toEqual({
    problems: { dim: "a whole number from 1 on" },
    shown: ["dim", "B"],
  });
  expect(service.tried).toEqual(["Attention(65)(torch.randn(1, 65))"]);
});

const place = { line: 4, character: 8 };
const actions = () =>
  editor.request<{ title: string; data?: object; edit?: object }[]>("textDocument/codeAction", {
    range: { start: place, end: place },
    context: { diagnostics: [], only: ["refactor"] },
  });
const written = (call: string) => ({
  changes: {
    [editor.uri]: [
      {
        range: { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } },
        newText: `# shapescope: ${call}\n`,
      },
    ],
  },
});

it("makes a given call the shown entry, which an action writes into the file", async () => {
  const call = "Attention(64)(torch.randn(2, 64))";
  expect(await editor.request("shapescope/give", { subject, call })).toEqual({ entryId: call });
  expect(service.given).toEqual([{ subject, call }]);
  expect((await editor.lenses())[0]).toBe("4: 37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)");
  const [action] = await actions();
  expect(action).toMatchObject({ title: "Write the sizes as an example call", edit: written(call) });
});

it("finds the sizes of an example call when its action is chosen", async () => {
  const [action] = await actions();
  expect(action).toMatchObject({ title: "Add an example call", data: { uri: editor.uri, example: subject } });
  expect(action.edit).toBeUndefined();
  const resolved = await editor.ask("codeAction/resolve", action);
  expect(resolved).toMatchObject({ edit: written("Attention(64)(torch.randn(1, 64))") });
});
