import { expect, it } from "vitest";
import { Analyzer } from "../../src/analysis/analyzer";
import { Environment } from "../../src/analysis/machine/environment";
import { preludeSources } from "../../src/syntax/prelude";
import { parser } from "../syntax/python";

const files: Record<string, string> = {
  "c:/p/pyproject.toml": "",
  "c:/p/flat.py": "import torch\nimport helper\nreveal_shape(helper.f(torch.zeros(2, 3)))\n",
  "c:/p/helper.py": "def f(x):\n    return x.flatten()\n",
};
/** Windows' own file functions take both separators. */
const plain = (file: string) => file.replaceAll("\\", "/");
const host = {
  read: (file: string) => files[plain(file)],
  isFile: (path: string) => plain(path) in files,
  isFolder: (path: string) => Object.keys(files).some((file) => file.startsWith(`${plain(path)}/`)),
};

it("finds what stands beside a file of Windows", () => {
  const { diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile("c:\\p\\flat.py");
  expect(diagnostics.map(({ message }) => message)).toEqual(["(6,) float32"]);
  expect(new Environment(host, []).isInstalled("c:\\env\\Lib\\site-packages\\timm\\x.py")).toBe(true);
});
