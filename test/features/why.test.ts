import { expect, it } from "vitest";
import type { Explanation, ExplanationStep } from "../../src/analysis/explain/explanation";
import { stepShapes, whySection } from "../../src/features/why";

const place = { file: "/project/net.py", column: 9, endLine: 1, endColumn: 20 };

function step(line: number, text: string, more: Partial<ExplanationStep>): ExplanationStep {
  return { kind: "operator", ...place, line, text, before: [], dims: [], notes: [], ...more };
}

function explanation(steps: ExplanationStep[], surprising: number[]): Explanation {
  const value = { shape: [4, 1600], dtype: "float32" };
  return { ...place, line: 9, text: "x.flatten(1)", entry: "Net()", value, surprising, steps };
}

const uriOf = (file: string) => `file://${file}`;
const plain = explanation(
  [
    step(3, "x", { kind: "input", dims: [0, 1], notes: ["argument `x` of `Net.forward`"] }),
    step(4, "self.conv(x)", { dims: [1], notes: ["dimensions 2 and 3: 28 - 3 + 1 = 26"] }),
    step(5, "self.fc(x)", { dims: [0], notes: ["dimension 1 is given: `out_features`"] }),
    step(9, "x.flatten(1)", { dims: [1], notes: ["dimension 1: multiplies 64, 5 and 5 to 1600"] }),
  ],
  [1],
);

it("tells the steps that made the sizes which are not plain to see, the last one first, with links", () => {
  expect(whySection(plain, uriOf)).toBe(
    [
      "**Why**",
      "",
      "- [line 9](file:///project/net.py#L9,9) `x.flatten(1)`: dimension 1: multiplies 64, 5 and 5 to 1600",
      "- [line 4](file:///project/net.py#L4,9) `self.conv(x)`: dimensions 2 and 3: 28 - 3 + 1 = 26",
    ].join("\n"),
  );
});

it("links to the whole chain where the editor has a command for it", () => {
  expect(whySection(plain, uriOf, "command:why")).toMatch(/^\*\*Why\*\* · \[the whole chain\]\(command:why\)\n\n- /);
});

it("is the link alone where every size is plain, or the chain is not there yet", () => {
  expect(whySection(explanation(plain.steps, []), uriOf, "command:why")).toBe("[Why this shape?](command:why)");
  expect(whySection(undefined, uriOf, "command:why")).toBe("[Why this shape?](command:why)");
  expect(whySection(undefined, uriOf)).toBe("");
});

it("has four lines at most, the nearest step first", () => {
  const steps = [1, 2, 3, 4, 5, 6].map((line) => step(line, "f(x)", { dims: [1], notes: ["n"] }));
  expect(whySection(explanation(steps, [1]), uriOf).match(/line \d/g)).toEqual([
    "line 6",
    "line 5",
    "line 4",
    "line 3",
  ]);
});

it("gives an unknown's reason first", () => {
  const steps = [
    step(2, "import missing", { kind: "unknown", notes: ["`missing` could not be imported"] }),
    step(5, "y = missing.f(x)", { kind: "name", notes: ["so `y` is not known"] }),
  ];
  expect(whySection(explanation(steps, []), uriOf).match(/`[^`]+`: .*/g)).toEqual([
    "`import missing`: `missing` could not be imported",
    "`y = missing.f(x)`: so `y` is not known",
  ]);
});

it("shows shapes before and after", () => {
  expect(
    stepShapes(
      step(1, "cat", {
        before: [
          ["B", 3],
          ["B", 5],
        ],
        after: ["B", 8],
      }),
    ),
  ).toBe("(B, 3), (B, 5) → (B, 8)");
  expect(stepShapes(step(1, "x", { after: [7] }))).toBe("(7,)");
  expect(stepShapes(step(1, "n", {}))).toBe("");
});
