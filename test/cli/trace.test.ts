import { expect, it } from "vitest";
import type { Report } from "../../src/analysis/report";
import { call, folderWith, perceptron, shapescope } from "./harness";

const cwd = folderWith({
  "model.py": perceptron,
  "pkg/__init__.py": "",
  "pkg/block.py": perceptron,
  "pkg/model.py": "from .block import Perceptron\n\nmodel = Perceptron(8, 16)\n",
});

it("prints every line of the forward pass with its shape and cost, then the totals", async () => {
  const { code, out, err } = await shapescope(["trace", "model.py", "--call", call], { cwd });
  expect(out.split("\n").slice(0, 6)).toEqual([
    "Perceptron(8, 16)(torch.empty(4, 8))  model.py",
    "",
    expect.stringMatching(/^line {2}forward +shape +MACs +FLOPs +share$/),
    expect.stringMatching(/^ {6}Perceptron +\(4, 2\) +640 +\S+ k$/),
    expect.stringMatching(/^ {2}13 {4}h = torch\.relu\(self\.first\(x\)\) +\(4, 16\) +512 +\S+ k +█.+%$/),
    expect.stringMatching(/^ {2}14 {4}return self\.second\(h\) +\(4, 2\) +128 +\d+ +█.+%$/),
  ]);
  expect(out).toMatch(/^output +\(4, 2\)$/m);
  expect(out).toMatch(/^parameters +178$/m);
  expect(out).toMatch(/^MACs +640 +of matrix products and convolutions$/m);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

it("prints one JSON object and nothing else", async () => {
  const { code, out, err } = await shapescope(["trace", "model.py", "--call", call, "--json"], { cwd });
  const report: Report = JSON.parse(out);
  expect(report).toMatchObject({
    output: { shape: [4, 2], dtype: "float32" },
    params: 178,
    macs: 640,
    modules: [
      { path: "first", class: "Linear", output: { shape: [4, 16] } },
      { path: "second", class: "Linear", output: { shape: [4, 2] } },
      { path: "", class: "Perceptron", output: { shape: [4, 2] } },
    ],
    diagnostics: [],
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

it("shows the total as another tool counts it, and what that leaves out", async () => {
  const { out } = await shapescope(["trace", "model.py", "--call", call, "--convention", "fvcore"], { cwd });
  expect(out).toMatch(/^as fvcore counts\nFLOPs +640 .+\nleft out +relu$/m);
  const { conventions }: Report = JSON.parse(
    (await shapescope(["trace", "model.py", "--call", call, "--json"], { cwd })).out,
  );
  expect(conventions).toMatchObject({
    torchvision: { unit: "MACs", total: 640, leftOut: [{ op: "relu", count: 1 }] },
    flop_counter: { unit: "FLOPs", total: 1280 },
    thop: { unit: "MACs", total: 640 },
    ptflops: { unit: "MACs", total: 640 + 4 * 16 + 4 * 2 + 4 * 16 },
  });
  const wrong = await shapescope(["trace", "model.py", "--call", call, "--convention", "none"], { cwd });
  expect(wrong.err).toContain("Allowed choices are torchvision, fvcore, flop_counter, thop, ptflops.");
});

it("imports a file under its package's name", async () => {
  const args = ["trace", "pkg/model.py", "--call", "model(torch.empty(4, 8))", "--json"];
  expect(JSON.parse((await shapescope(args, { cwd })).out)).toMatchObject({ output: { shape: [4, 2] } });
  const rooted = await shapescope([...args, "--root", "."], { cwd });
  expect(JSON.parse(rooted.out)).toMatchObject({ output: { shape: [4, 2] }, diagnostics: [] });
});

it("names the file of lines that stand elsewhere", async () => {
  const { out } = await shapescope(["trace", "pkg/model.py", "--call", "model(torch.empty(4, 8))"], { cwd });
  expect(out).toMatch(/^ +Perceptron \(pkg\/block\.py\) +\(4, 2\)/m);
});

it("shows operators outside of any module", async () => {
  const { code, out } = await shapescope(["trace", "model.py", "--call", "torch.ones(5, 3).sum(dim=0)"], { cwd });
  expect(out).toMatch(/^ +sum\S* +\(3,\)/m);
  expect(out).toMatch(/^output +\(3,\)$/m);
  expect(code).toBe(0);
});

it("fits a narrow terminal by cutting the source", async () => {
  const { out } = await shapescope(["trace", "model.py", "--call", call], { cwd, columns: 50 });
  const table = out.split("\n\n")[1].split("\n");
  expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(50);
  expect(table[2]).toMatch(/^ {2}13 {4}h = torch\.relu\(self.*… {2}\(4, 16\)/);
});

it("colours only where colours are wanted", async () => {
  const sequence = "\u001b[";
  expect((await shapescope(["trace", "model.py", "--call", call], { cwd })).out).not.toContain(sequence);
  expect((await shapescope(["trace", "model.py", "--call", call], { cwd, colors: true })).out).toContain(
    `${sequence}1mPerceptron${sequence}22m`,
  );
});
