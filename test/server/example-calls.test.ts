import { afterEach, beforeEach, expect, it } from "vitest";
import { attention, madeUp } from "../fixtures/made-up";
import { Editor, MadeUpService } from "./editor";

const example = "Attention(64, 4)(torch.empty(1, 16, 64))";

const service = () =>
  new MadeUpService((file, text) => {
    const analysis = madeUp(file, text);
    const unfollowed = { reason: "TypeError: it is so", raised: true as const, file, line: 9, example };
    return { ...analysis, subjects: analysis.subjects.map((one) => ({ ...one, entries: [], unfollowed })) };
  });

let editor: Editor;

beforeEach(async () => {
  editor = new Editor(service());
  await editor.start();
  await editor.open(attention);
  await editor.analysed(1);
});

afterEach(() => editor.stop());

const edit = (line: number) => ({
  range: { start: { line, character: 0 }, end: { line, character: 0 } },
  newText: `# shapescope: ${example}\n`,
});

function actions(line: number, only = ["refactor"]): Promise<unknown[]> {
  const place = { line, character: 8 };
  return editor.request("textDocument/codeAction", {
    range: { start: place, end: place },
    context: { diagnostics: [], only },
  });
}

it("offers an example call on the lines of a class's name and its forward", async () => {
  const action = {
    title: "Add an example call",
    kind: "refactor.rewrite",
    edit: { changes: { [editor.uri]: [edit(5)] } },
  };
  expect(await actions(5)).toEqual([action]);
  expect(await actions(12)).toContainEqual(action);
  expect(await actions(7)).toEqual([]);
  expect(await actions(5, ["quickfix"])).toEqual([]);
});

it("has a lens that asks for the same edit", async () => {
  const lenses = await editor.request<{ command: object }[]>("textDocument/codeLens");
  const command = {
    command: "shapescope.addExample",
    arguments: [{ uri: editor.uri, subject: "Attention", entryId: "" }],
  };
  expect(lenses.map((lens) => lens.command)).toEqual([
    { title: "could not be followed: TypeError: it is so (line 9)", ...command },
    { title: "Add example", ...command },
  ]);
  expect(await editor.request("shapescope/example", { subject: "Attention" })).toEqual({
    version: 1,
    edits: [edit(5)],
  });
  expect(await editor.request("shapescope/example", { subject: "Other" })).toEqual({ version: 1, edits: [] });
});

it("writes it above the class where that is now", async () => {
  editor.service.held = true;
  await editor.edit("import torch\n", "import math\nimport torch\n");
  expect(await editor.request("shapescope/example", { subject: "Attention" })).toEqual({
    version: 2,
    edits: [edit(6)],
  });
  editor.service.release();
});
