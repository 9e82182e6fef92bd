import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DocumentEdits } from "../../src/server/protocol";
import { attention, madeUp } from "../fixtures/made-up";
import { Editor, MadeUpService } from "./editor";

interface Action {
  title: string;
  kind: string;
  edit: { changes: Record<string, { range: object; newText: string }[]> };
}

/** The comment beside `attn` is wrong. */
const wrong = {
  line: 18,
  column: 43,
  endLine: 18,
  endColumn: 60,
  severity: "hint" as const,
  code: "shape-comment",
  message: "wrong",
};

const service = () =>
  new MadeUpService((file, text) => {
    const fix = { ...wrong, file, title: "Update shape comment to (64, 3, 49, 49)", text: "(64, 3, 49, 49)" };
    return { ...madeUp(file, text), diagnostics: [{ ...wrong, file, fix }] };
  });

let editor: Editor;

beforeEach(async () => {
  editor = new Editor(service());
  await editor.start();
  await editor.open(attention);
  await editor.analysed(1);
});

afterEach(() => editor.stop());

const line = (number: number) => ({ start: { line: number, character: 8 }, end: { line: number, character: 8 } });

function actions(at: number, only?: string[]): Promise<Action[]> {
  return editor.request("textDocument/codeAction", {
    range: line(at),
    context: { diagnostics: [], ...(only && { only }) },
  });
}

describe("the request for shape comments", () => {
  it("gives edits for the function around the cursor, with the version that they are for", async () => {
    const found = await editor.request<DocumentEdits>("shapescope/shapeComments", {
      position: { line: 18, character: 0 },
    });
    expect(found.version).toBe(1);
    expect(found.edits.map(({ range, newText }) => `${range.start.line + 1}: ${newText}`)).toEqual([
      "16:   # (B_, num_heads, N, dim//num_heads)",
      "18: (64, 3, 49, 49)",
    ]);
  });

  it("leaves a line alone that was typed in since", async () => {
    editor.service.held = true;
    await editor.edit("qkv[1], qkv[2]", "qkv[1], qkv[2]  # heads");
    const { edits } = await editor.request<DocumentEdits>("shapescope/shapeComments", {
      position: { line: 18, character: 0 },
    });
    expect(edits.map(({ newText }) => newText)).toEqual(["(64, 3, 49, 49)"]);
    editor.service.release();
  });

  it("has nothing for a place outside of functions", async () => {
    const { edits } = await editor.request<DocumentEdits>("shapescope/shapeComments", {
      position: { line: 0, character: 0 },
    });
    expect(edits).toEqual([]);
  });
});

describe("code actions", () => {
  it("put one comment right, or all of the file", async () => {
    const found = await actions(17);
    expect(found.map(({ title, kind }) => `${kind}: ${title}`)).toEqual([
      "quickfix: Update shape comment to (64, 3, 49, 49)",
      "source.fixAll.shapescope: Update all shape comments in this file",
    ]);
    const [one, all] = found.map(({ edit }) => edit.changes[editor.uri]);
    expect(one).toEqual(all);
  });

  it("are those that were asked for", async () => {
    expect((await actions(0, ["source.fixAll"])).map(({ title }) => title)).toEqual([
      "Update all shape comments in this file",
    ]);
    expect(await actions(0, ["refactor"])).toEqual([]);
  });

  it("write the comments of a function on its first line", async () => {
    const found = await actions(12, ["refactor"]);
    expect(found.map(({ title, kind }) => `${kind}: ${title}`)).toEqual([
      "refactor.rewrite: Insert or update shape comments in `forward`",
    ]);
    expect(found[0].edit.changes[editor.uri]).toHaveLength(2);
  });
});
