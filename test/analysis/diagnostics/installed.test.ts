import { expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const PROGRAM = "/project/program.py";
const LIBRARY = "/env/site-packages/heads/__init__.py";

it("what an installed library raises is told at the program's own call, with the place inside", () => {
  const host = hostOf({
    [LIBRARY]: "import torch\ndef project(x):\n    return x @ torch.zeros(5, 6)\n",
    [PROGRAM]: "import torch\nfrom heads import project\ny = project(torch.zeros(2, 3))\n",
  });
  const { diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile(PROGRAM, {
    roots: ["/project", "/env/site-packages"],
  });
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({
    file: PROGRAM,
    line: 3,
    message: expect.stringContaining("mat1 and mat2 shapes cannot be multiplied (2x3 and 5x6)"),
  });
  expect(diagnostics[0].related).toContainEqual(
    expect.objectContaining({ file: LIBRARY, line: 3, message: "raised here" }),
  );
});
