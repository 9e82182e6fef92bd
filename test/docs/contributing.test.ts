import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analysis/analyzer";
import type { PreludeSources } from "../../src/analysis/host";
import { repairs } from "../../src/analysis/repairs/find";
import { Args } from "../../src/runtime/kernels/kernel";
import { Random } from "../../src/runtime/random";
import * as tf from "../../src/runtime/tf";
import { preludeSources } from "../../src/syntax/prelude";
import { analyzerOf, hostOf } from "../analysis/support";
import { numbersOf } from "../runtime/programs";
import { parser } from "../syntax/python";
import { emptyTensors, row } from "./contributing/diagnostic";
import { family } from "./contributing/kernel";
import { rule } from "./contributing/quick-fix";
import "@tensorflow/tfjs-backend-cpu";

const FILE = "/project/example.py";

/** A page's blocks of code in a language, without the indentation of the list that they stand in. */
function blocks(name: string, language: string): string[] {
  const text = readFileSync(`docs/contributing/${name}.md`, "utf8");
  const pattern = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, "gm");
  return [...text.matchAll(pattern)].map(([, indent, block]) => block.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}

/** The blocks are what is compiled, linted and tried here. */
function expectCompiled(name: string): void {
  const plain = (text: string) => text.replace(/^ +|^export /gm, "");
  const source = plain(readFileSync(`test/docs/contributing/${name}.ts`, "utf8"));
  const written = blocks(name, "ts");
  expect(written.length).toBeGreaterThan(0);
  for (const block of written) expect(source).toContain(plain(block));
}

it("CONTRIBUTING.md leads to every page", () => {
  const text = readFileSync("CONTRIBUTING.md", "utf8");
  const named = [...text.matchAll(/\]\(docs\/contributing\/(.*?)\)/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(readdirSync("docs/contributing").sort());
});

describe("the page of an operator", () => {
  it("shows an expectation that a test has", () => {
    const [expectation] = blocks("operator", "ts");
    expect(readFileSync("test/analysis/ops/decompositions.test.ts", "utf8")).toContain(expectation.trim());
  });
});

describe("the page of a layer", () => {
  const [layer, names, program] = blocks("layer", "python");

  /** The prelude with the page's two changes. */
  const changed: PreludeSources = {
    ...preludeSources,
    get(module) {
      const known = preludeSources.get(module);
      const added = { "torch.nn.modules.linear": layer, "torch.nn": names }[module];
      if (known === undefined || added === undefined) return known;
      const text = `${readFileSync(`src/prelude/${known.file}`, "utf8")}\n\n${added}`;
      return { isPackage: known.isPackage, text, tree: () => parser.parse(module, text).tree };
    },
  };
  const analyzer = new Analyzer(parser, changed, hostOf({ [FILE]: program }));

  it("makes a layer with the shapes and parameters that it tells of", () => {
    const { report } = analyzer.trace(FILE, "Net(8)(torch.empty(2, 8))");
    expect([report.output, report.params]).toEqual([{ shape: [2, 32], dtype: "float32" }, 864]);
    const [{ inputs, output }] = analyzer.analyzeFile(FILE).entries;
    expect([inputs![0].value, output]).toEqual([
      { shape: ["B", "N", "width"], dtype: "float32" },
      { shape: ["B", "N", "4*width"], dtype: "float32" },
    ]);
  });

  it("makes one that refuses what it tells of", () => {
    const { diagnostics } = analyzer.trace(FILE, "nn.Maxout(8, 32, pieces=0)").report;
    expect(diagnostics.map(({ message }) => message)).toEqual([blocks("layer", "text")[0].trim()]);
  });
});

describe("the page of a kernel", () => {
  it("has the code that is compiled here", () => expectCompiled("kernel"));

  it("makes one that computes", async () => {
    await tf.setBackend("cpu");
    const [self, other] = [tf.tensor([1, 2, 3, 4, 5, 6], [2, 3]), tf.tensor([1, 0, 2], [3])];
    const args = new Args("pair_sum", { self, other, dim: -1 }, [{ shape: [2], dtype: "float32" }], new Random(0));
    const result = family.pair_sum(args) as tf.Tensor;
    expect([result.shape, [...result.dataSync()]]).toEqual([[2], [7, 16]]);
  });
});

describe("the page of a derivative", () => {
  it("shows formulas that give the gradients", async () => {
    const [rule] = blocks("derivative", "python");
    const body = `
${rule}
a = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
b = torch.tensor([[5.0, 6.0], [7.0, 8.0]], requires_grad=True)
grad = torch.tensor([1.0, -2.0])
of_self, of_other = torch.autograd.grad((a * b).sum(1), [a, b], grad)
return of_self - pair_product.self(grad, b, 1), of_other - pair_product.other(grad, a, 1)`;
    expect(await numbersOf(body)).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });
});

describe("the page of a quick fix", () => {
  it("has the code that is compiled here", () => expectCompiled("quick-fix"));

  it("makes one whose edit works", () => {
    const text = blocks("quick-fix", "python").join("");
    const told = (program: string) => analyzerOf({ [FILE]: program }).analyzeFile(FILE).diagnostics;
    const before = told(text);
    expect(before.map(({ code }) => code)).toEqual(["scalar"]);
    const fixes = repairs(parser.parse(FILE, text), before[0], before, told, [rule]);
    expect(fixes.map(({ title }) => title)).toEqual([blocks("quick-fix", "text")[0].trim()]);
  });
});

describe("the page of a diagnostic", () => {
  it("has the code that is compiled here", () => expectCompiled("diagnostic"));

  it("shows a kind of failure that is there", () => {
    const [kind] = blocks("diagnostic", "");
    expect(readFileSync("src/analysis/failure.ts", "utf8")).toContain(kind.trim());
  });

  it("makes one that tells what it says", () => {
    const body = blocks("diagnostic", "python").join("").replace("import torch\n\n", "");
    const lines = body.trimEnd().split("\n");
    const text = `import torch\n\ndef f():\n${lines.map((line) => `    ${line}\n`).join("")}\n# shapescope: f()\n`;
    const source = parser.parse(FILE, text);
    const { entries } = analyzerOf({ [FILE]: text }).analyzeFile(FILE);
    const told = entries.flatMap(({ bindings }) => emptyTensors(source, bindings));
    // The function's line stands in the place of the blank one.
    expect(told.map(({ line, severity, code, message }) => `${line - 1}: ${severity}[${code}]: ${message}`)).toEqual([
      blocks("diagnostic", "text")[0].trim(),
    ]);
    expect(Object.keys(row)).toEqual([told[0].code]);
  });
});
