import { expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { projectFiles, projectFolder } from "../../../src/analysis/project";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const MODEL = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = None
    def forward(self, x):
        return x * self.scale.abs()
class Gan(nn.Module):
    def forward(self, x):
        return self.generator(x)
`;

const OF_NET = "AttributeError: 'NoneType' object has no attribute 'abs'";
const OF_GAN = "AttributeError: 'Gan' object has no attribute 'generator'";

/** What is told of the model's file among other files of the project. */
function errors(others: Record<string, string>): string[] {
  const files: Record<string, string> = { "/repo/models/networks.py": MODEL, ...others };
  const host = {
    ...hostOf(files),
    list: (folder: string) => Object.keys(files).filter((file) => file.startsWith(folder)),
  };
  const { diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile("/repo/models/networks.py");
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message)
    .sort();
}

it("what a class lacks is told where nobody gives it", () => {
  expect(errors({ "/repo/train.py": "from models.networks import Net\nnet = Net()\n" })).toEqual([OF_GAN, OF_NET]);
});

it("a script that imports the file may give its objects what they lack", () => {
  expect(errors({ "/repo/train.py": "from models import networks\nnetworks.build().scale = 3\n" })).toEqual([OF_GAN]);
});

it("a class of another file that derives from one may have what that lacks", () => {
  const cycle = `from models.networks import Gan
class Cycle(Gan):
    def __init__(self, generator):
        super().__init__()
        self.generator = generator
`;
  expect(errors({ "/repo/models/cycle.py": cycle })).toEqual([OF_NET]);
  expect(errors({ "/repo/models/cycle.py": cycle.replace("models.networks", "somewhere.else") })).toEqual([OF_NET]);
  expect(errors({ "/repo/models/cycle.py": cycle.replaceAll("Gan", "Wgan") })).toEqual([OF_GAN, OF_NET]);
});

it("a project begins at the highest folder near a file that holds Python, or at what marks it", () => {
  const folder = (...files: string[]) =>
    projectFolder("/home/repo/src/models/networks.py", hostOf(Object.fromEntries(files.map((file) => [file, ""]))));
  expect(folder("/home/repo/src/models/networks.py")).toBe("/home/repo/src/models");
  expect(folder("/home/repo/train.py", "/home/other.txt")).toBe("/home/repo");
  expect(folder("/home/repo/pyproject.toml", "/home/tool.py")).toBe("/home/repo");
});

it("a project's files are those of its own folders, the nearest first", () => {
  const entry = (name: string, isFile: boolean) => ({ name, isDirectory: () => !isFile, isFile: () => isFile });
  const folder = (name: string) => entry(name, false);
  const file = (name: string) => entry(name, true);
  const disk: Record<string, ReturnType<typeof entry>[]> = {
    "/repo": [folder("node_modules"), folder("b"), folder(".git"), file("z.py"), file("a.txt"), folder("venv")],
    "/repo/b": [file("b.py"), folder("c")],
    "/repo/b/c": [file("c.py")],
  };
  expect(projectFiles("/repo", (at) => disk[at] ?? [file("foreign.py")])).toEqual([
    "/repo/z.py",
    "/repo/b/b.py",
    "/repo/b/c/c.py",
  ]);
});
