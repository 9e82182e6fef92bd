import { expect, it } from "vitest";
import { analyzerOf } from "../support";
import { chain, explained, FILE } from "./support";

const text = `import torch
from torch import nn
import missing

# shapescope: Net()(torch.empty(2, 8))
class Net(nn.Module):
    def forward(self, x, mask=None):
        y = missing.transform(x)
        z = y + 1
        w = z * 2
        return w
`;

it("gives the reason first, then the assignments that it came through", () => {
  expect(chain(text, "z * 2")).toEqual([
    "3:1 import missing",
    "  `missing` could not be imported: it was not found",
    "8:9 y = missing.transform(x)",
    "  so `y` is not known",
    "9:9 z = y + 1",
    "  so `z` is not known",
  ]);
  expect(explained(text, "z * 2").steps[0].kind).toBe("unknown");
});

it("tells the same of the name that it is bound to", () => {
  expect(chain(text, "w = ".trim())).toEqual(chain(text, "z * 2"));
});

it("says where nothing was seen", () => {
  const analyzer = analyzerOf({ [FILE]: text });
  expect(analyzer.explain(FILE, { start: 0, end: 0 })).toEqual({
    nothing: "no tensor and nothing unknown was seen there",
  });
  expect(analyzer.explain("/project/none.py", { start: 0, end: 0 })).toEqual({
    nothing: "/project/none.py can't be read",
  });
});

it("explains a call of its own", () => {
  const analyzer = analyzerOf({ [FILE]: text });
  const start = text.indexOf("x, mask");
  const found = analyzer.explainCall(FILE, "Net()(torch.empty(3, 4, 5))", { start, end: start });
  expect(found).toMatchObject({ explanation: { entry: "Net()(torch.empty(3, 4, 5))", value: { shape: [3, 4, 5] } } });
  expect(analyzer.explainCall(FILE, "Net(", { start, end: start })).toMatchObject({
    nothing: expect.stringMatching(/^the call does not parse: /),
  });
});

it("never throws, wherever it is asked", () => {
  const analyzer = analyzerOf({ [FILE]: text });
  for (let at = 0; at <= text.length; at++) expect(() => analyzer.explain(FILE, { start: at, end: at })).not.toThrow();
});
