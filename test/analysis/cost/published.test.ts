import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const file = "/project/programs.py";
const analyzer = new Analyzer(
  parser,
  preludeSources,
  hostOf({ [file]: readFileSync("test/oracle/memory-programs.py", "utf8") }),
);

it.each([
  [4, 48, 3, 64, 1000],
  [2, 64, 2, 32, 100],
])(
  "a GPT's FLOPs are Megatron's formula, and half of the attention's more backward: B %i, s %i, l %i, h %i, V %i",
  (b, s, l, h, v) => {
    const tokens = `torch.zeros(${b}, ${s}, dtype=torch.long)`;
    const call = `trained(Language(${v}, ${h}, 4, ${l}, ${s}, drop=0.0), ${tokens}, ${tokens})`;
    const { forwardFlops, backwardFlops } = analyzer.training(file, call, { optimizer: "sgd" })!;
    // Narayanan et al. 2021, https://arxiv.org/abs/2104.04473: 24 B s l h^2 (1 + s/6h + V/12lh).
    const megatron = 24 * b * s * l * h * h + 4 * b * s * s * l * h + 2 * b * s * h * v;
    expect(forwardFlops).toBe(megatron);
    expect(backwardFlops).toBe(2 * megatron + 2 * b * s * s * l * h);
  },
);
