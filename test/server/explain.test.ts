import { afterEach, beforeEach, expect, it } from "vitest";
import type { Explained, ExplanationStep } from "../../src/analysis/explain/explanation";
import type { ExplainResult } from "../../src/server/protocol";
import { attention } from "../fixtures/made-up";
import { Editor } from "./editor";

const place = { file: "/project/attention.py", column: 16, endLine: 18, endColumn: 39 };
const step: ExplanationStep = {
  ...place,
  kind: "operator",
  line: 18,
  text: "q @ k.transpose(-2, -1)",
  op: "matmul",
  before: [
    [64, 3, 49, 32],
    [64, 3, 32, 49],
  ],
  after: [64, 3, 49, 49],
  dims: [3],
  notes: ["dimension 3 is dimension 3 of `k.transpose(-2, -1)`"],
};
const explanation = {
  ...place,
  line: 18,
  text: "q @ k.transpose(-2, -1)",
  entry: "Attention(96, 3)(torch.empty(64, 49, 96))",
  value: { shape: [64, 3, 49, 49], dtype: "float32" },
  surprising: [3],
  steps: [step],
};

let editor: Editor;

beforeEach(async () => {
  editor = new Editor();
  await editor.start();
  await editor.open(attention);
  await editor.analysed(1);
});

afterEach(() => editor.stop());

const at = { start: { line: 17, character: 15 }, end: { line: 17, character: 38 } };

it("explains a range of the text as it is now", async () => {
  editor.service.explanation = { explanation };
  expect(await editor.request<ExplainResult>("shapescope/explain", { range: at })).toEqual({
    file: "/project/attention.py",
    text: "q @ k.transpose(-2, -1)",
    shape: "(64, 3, 49, 49)",
    entry: "Attention(96, 3)(torch.empty(64, 49, 96))",
    steps: [{ ...step, shapes: "(64, 3, 49, 32), (64, 3, 32, 49) → (64, 3, 49, 49)" }],
  });
  expect(editor.service.explained).toEqual(["q @ k.transpose(-2, -1)"]);
});

it("says why there is no chain", async () => {
  editor.service.explanation = { nothing: "no tensor and nothing unknown was seen there" };
  expect(await editor.request<ExplainResult>("shapescope/explain", { range: at })).toMatchObject({
    nothing: "no tensor and nothing unknown was seen there",
    steps: [],
  });
  expect(await editor.request("shapescope/explain", { uri: "file:///none.py", range: at })).toBeNull();
});

it("puts the steps into the hover", async () => {
  editor.service.explanation = { explanation };
  const hover = await editor.hover("q @ k");
  expect(hover?.contents.value).toMatch(/^\*\*`\(64, 3, 49, 49\) float32`\*\*/);
  expect(hover?.contents.value).toContain(
    "**Why**\n\n- [line 18](file:///project/attention.py#L18,16) `q @ k.transpose(-2, -1)`: dimension 3 is dimension 3 of `k.transpose(-2, -1)`",
  );
});

it("links to the command where the client has it", async () => {
  const other = new Editor();
  await other.start({ explainCommand: true });
  await other.open(attention);
  const hover = await other.hover("q @ k");
  const [, argument] = /\[[^\]]+\]\(command:shapescope\.explain\?([^)]*)\)/.exec(hover?.contents.value ?? "") ?? [];
  expect(JSON.parse(decodeURIComponent(argument ?? "[]"))).toEqual([
    { uri: other.uri, range: at, entryId: "Attention(96, 3)(torch.empty(64, 49, 96))" },
  ]);
  await other.stop();
});

it("has the section that was late when the hover is asked again", async () => {
  let give = (_: Explained) => {};
  const outcome = new Promise<{ value: Explained }>((resolve) => {
    give = (value) => resolve({ value });
  });
  let asked = 0;
  editor.service.explain = () => {
    asked++;
    return { outcome, cancel() {} };
  };
  expect((await editor.hover("q @ k"))?.contents.value).not.toContain("**Why**");
  give({ explanation });
  expect((await editor.hover("q @ k"))?.contents.value).toContain("**Why**");
  expect(asked).toBe(1);
});

it("answers a hover without the section where it would be late", async () => {
  editor.service.explain = () => ({ outcome: new Promise(() => {}), cancel() {} });
  const began = performance.now();
  const hover = await editor.hover("q @ k");
  expect(hover?.contents.value).not.toContain("Why");
  expect(performance.now() - began).toBeLessThan(2000);
});

it("cancels what is explained when the text is edited", async () => {
  let cancelled = 0;
  editor.service.explain = () => {
    let cancel = () => {};
    const outcome = new Promise<{ cancelled: true }>((resolve) => {
      cancel = () => {
        cancelled++;
        resolve({ cancelled: true });
      };
    });
    return { outcome, cancel: () => cancel() };
  };
  const answer = editor.request<ExplainResult>("shapescope/explain", { range: at });
  await editor.edit("q * 0.5", "q * 0.25");
  expect((await answer).nothing).toBe("the text was changed meanwhile");
  expect(cancelled).toBe(1);
});
