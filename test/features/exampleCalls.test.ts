import { expect, it } from "vitest";
import type { Subject } from "../../src/analysis/report";
import { exampleComment } from "../../src/features/exampleCalls";

function comment(text: string, definition: string, example?: string) {
  const head = text.indexOf(definition);
  const unfollowed = { reason: "it is so", file: "a.py", line: 1, ...(example !== undefined && { example }) };
  const subject: Subject = {
    name: "Net",
    kind: "class",
    start: head,
    end: head,
    head,
    tail: text.length,
    entries: [],
    audits: [],
    unfollowed,
  };
  return exampleComment(text, subject);
}

it("stands above the decorators, as deep as the definition", () => {
  const text = "if True:\n    @final\n    class Net(nn.Module):\n        pass\n";
  expect(comment(text, "@final", "Net()(x)")).toEqual({ start: 9, end: 9, text: "    # shapescope: Net()(x)\n" });
});

it("ends its line as the file does", () => {
  expect(comment("import a\r\nclass Net:\r\n  pass\r\n", "class", "Net()(x)")?.text).toBe("# shapescope: Net()(x)\r\n");
});

it("is not there where no call can be written", () => {
  expect(comment("class Net: pass\n", "class")).toBeUndefined();
});
