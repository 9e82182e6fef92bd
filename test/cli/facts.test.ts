import { expect, it } from "vitest";
import type { Report } from "../../src/analysis/report";
import { folderWith, perceptron, shapescope } from "./harness";

const cwd = folderWith({ "model.py": perceptron, "empty.py": "", "broken.py": `${perceptron}\n\nx = = 1\n` });

it("prints, for each way in which a class was run, the shapes of its names by function", async () => {
  const { code, out, err } = await shapescope(["facts", "model.py"], { cwd });
  expect(out).toContain(`class Perceptron  Perceptron(8, 16)(torch.empty(4, 8))
178 params · 640 MACs · (4, 8) → (4, 2)

Perceptron.forward
line  name  shape
  12  x     (4, 8)
  13  h     (4, 16)
`);
  expect(out).toContain("class Perceptron  symbolic sizes");
  expect(out).toMatch(/^ {2}13 {2}h +\(.*hidden\)$/m);
  expect(out).toMatch(/^parameters +features\*hidden \+ 3\*hidden \+ 2$/m);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

it("prints one JSON object without an output", async () => {
  const { code, out } = await shapescope(["facts", "model.py", "--json"], { cwd });
  const report: Report = JSON.parse(out);
  expect(report.output).toBeUndefined();
  expect(report.facts).toContainEqual(
    expect.objectContaining({ file: `${cwd}/model.py`, line: 13, name: "h", values: expect.anything() }),
  );
  expect(code).toBe(0);
});

it("takes an empty file for a program that does nothing", async () => {
  const { code, out, err } = await shapescope(["facts", "empty.py"], { cwd });
  expect(out).toBe("empty.py\n\nNo module class and no function on tensors was found.\n");
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

it("analyses the rest of a file with a syntax error, and says where that is", async () => {
  const { code, out, err } = await shapescope(["facts", "broken.py"], { cwd });
  expect(out).toContain("  13  h     (4, 16)\n");
  expect(err).toMatch(/^shapescope: broken\.py:17:\d+: .+\n$/);
  expect(code).toBe(2);
});
