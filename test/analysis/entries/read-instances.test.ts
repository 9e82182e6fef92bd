import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const file = "/project/net.py";
const site = "/env/lib/python3.11/site-packages";

/** A library with what such libraries have: settings, and class methods that read both from the network. */
const LIBRARY = `import os
from dataclasses import dataclass
from typing import TypeVar
import torch
from torch import nn

T = TypeVar("T")


@dataclass
class Config:
    hidden_size: int = 64
    heads: int = 4
    layers: int = 12
    states: bool = False

    @classmethod
    def from_pretrained(cls: type[T], name: str | os.PathLike, **kwargs) -> T:
        return download(name)


class Model(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        if config.hidden_size % config.heads != 0:
            raise ValueError("heads must divide the size")
        self.size = int(config.hidden_size / config.heads)
        self.embed = nn.Embedding(1000, config.hidden_size)
        self.layers = nn.ModuleList(nn.Linear(config.hidden_size, config.hidden_size) for _ in range(config.layers))

    def forward(self, ids):
        x = self.embed(ids)
        for layer in self.layers:
            x = layer(x.view(*ids.shape, -1, self.size).flatten(-2))
        return (x, x) if self.config.states else (x, None)

    @classmethod
    def from_pretrained(cls: type[T], name: str | os.PathLike | None, **kwargs) -> T:
        while True:
            download(name)


class Auto:
    @classmethod
    def from_pretrained(cls, name: str | os.PathLike, **kwargs):
        while True:
            download(name)


def tokens(path: str | os.PathLike):
    while True:
        download(path)
`;

const roots = ["/project", site];

function analyzerOf(body: string) {
  const files = {
    [file]: `import torch\nfrom torch import nn\nfrom hub import Auto, Config, Model, tokens\n${body}`,
    [`${site}/hub/__init__.py`]: LIBRARY,
    [`${site}/hub-1.0.dist-info/METADATA`]: "Name: hub\n",
  };
  return new Analyzer(parser, preludeSources, hostOf(files));
}

function analysed(body: string) {
  const { entries, diagnostics, partial } = analyzerOf(body).analyzeFile(file, { roots });
  const value = (name: string) =>
    entries.flatMap(({ bindings }) => bindings).find((binding) => binding.name === name)?.values[0];
  return { entries, value, partial, errors: diagnostics.filter(({ severity }) => severity === "error") };
}

/** A class of the file that is called, so that there is an entry that shows names. */
const HEAD = "class Head(nn.Module):\n    def forward(self, x):\n        return x\n";
const ids = "torch.zeros(2, 8, dtype=torch.long)";

describe("an instance that a library reads", () => {
  it("has the settings' names for its sizes, and says what is presumed", () => {
    const { value, entries, errors, partial } = analysed(`${HEAD}
model = Model.from_pretrained("some/name")
h = model(${ids})[0]
out = Head()(h)
`);
    expect(value("h")).toEqual({ shape: [2, 8, "hidden_size"], dtype: "float32" });
    expect(entries[0].assumed).toEqual(["Model with its defaults", "config.layers = 12"]);
    expect({ errors, partial }).toEqual({ errors: [], partial: undefined });
  });

  it("has other sizes than one of another name, and the same as one of the same", () => {
    const { value } = analysed(`${HEAD}
a = Model.from_pretrained("one")(${ids})[0]
b = Model.from_pretrained("other")(${ids})[0]
c = Model.from_pretrained("one")(${ids})[0]
out = Head()(a)
`);
    expect(value("b")).toEqual({ shape: [2, 8, "hidden_size_2"], dtype: "float32" });
    expect(value("c")).toEqual(value("a"));
  });

  it("takes what the call says, and a dtype", () => {
    const { value } = analysed(`${HEAD}
model = Model.from_pretrained("one", states=True, hidden_size=32, dtype=torch.float16)
h = model(${ids})[1]
out = Head()(h)
`);
    expect(value("h")).toEqual({ shape: [2, 8, 32], dtype: "float16" });
  });

  it("gives settings their names", () => {
    const { value } = analysed(`${HEAD}
config = Config.from_pretrained("one")
h = torch.zeros(3, config.hidden_size)
out = Head()(h)
`);
    expect(value("h")).toEqual({ shape: [3, "hidden_size"], dtype: "float32" });
  });

  it("is no proof: nothing that follows from it is an error", () => {
    const { errors } = analysed(`
before = torch.zeros(2, 3) @ torch.zeros(2, 3)
model = Model.from_pretrained("one")
h = model(${ids})[1].shape
`);
    expect(errors.map(({ line, code }) => [line, code])).toEqual([[5, "matmul-sizes"]]);
    const { report } = analyzerOf(`model = Model.from_pretrained("one")\nh = model(${ids})[1].shape\n`).trace(
      file,
      "h",
      {
        roots,
      },
    );
    expect(report.diagnostics.map(({ severity, line, message }) => [severity, line, message])).toEqual([
      ["information", 5, "AttributeError: 'NoneType' object has no attribute 'shape'"],
    ]);
  });

  it("is part of a class of the program", () => {
    const { entries, errors } = analysed(`
class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.base = Model.from_pretrained("one")
        self.head = nn.Linear(self.base.config.hidden_size, classes)
    def forward(self, ids: torch.LongTensor):
        return self.head(self.base(ids)[0][:, 0])
`);
    expect(errors).toEqual([]);
    expect(entries[0].output).toEqual({ shape: ["B", "classes"], dtype: "float32" });
    expect(entries[0].assumed).toContain("config.layers = 12");
  });
});

it("what else a library reads from a path is not known, and costs nothing", () => {
  const { value, partial } = analysed(`${HEAD}
model = Auto.from_pretrained("one")
h = model(${ids})
t = tokens("one")
k = torch.zeros(2, 3)
out = Head()(k)
`);
  expect(value("h")).toBeUndefined();
  expect(value("k")).toEqual({ shape: [2, 3], dtype: "float32" });
  expect(partial).toBeUndefined();
});
