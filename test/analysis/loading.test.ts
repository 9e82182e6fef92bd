import { expect, it } from "vitest";
import { Analyzer } from "../../src/analysis/analyzer";
import { preludeSources } from "../../src/syntax/prelude";
import { parser } from "../syntax/python";
import { hostOf } from "./support";

const layers = `
from native_extension import AVAILABLE

def first(x):
    return x.flatten(1)

if AVAILABLE:
    FAST = True
else:
    FAST = False

def last(x):
    return x.unsqueeze(0)
`;

const model = `
import torch
from torch import nn
import layers

class First(nn.Module):
    def forward(self, x: torch.Tensor):
        B, C, H, W = x.shape
        return layers.first(x)

class Last(nn.Module):
    def forward(self, x: torch.Tensor):
        B, C = x.shape
        return layers.last(x)
`;

it("a module that is first used inside a run stays loaded for the next run, behind an open condition too", () => {
  const host = hostOf({ "/project/layers.py": layers, "/project/model.py": model });
  const { entries, diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile("/project/model.py");
  expect(diagnostics).toEqual([]);
  expect(entries.map(({ subject, output }) => [subject, JSON.stringify(output)])).toMatchObject([
    ["First", expect.stringContaining('["B","C*H*W"]')],
    ["Last", expect.stringContaining('[1,"B","C"]')],
  ]);
});
