import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { familiesByName as families } from "../../src/analysis/ops/families";
import { free } from "../../src/analysis/ops/registry";
import { executes } from "../../src/runtime/kernels";
import { operatorsPage } from "../../tools/operators.mjs";

test("docs/operators.md is what the declarations say: `npm run docs` writes it", () => {
  expect(readFileSync("docs/operators.md", "utf8")).toBe(operatorsPage({ families, free, executes }));
});

test("rows tell names, schema, shapes, cost and whether the runtime has a kernel", () => {
  const page = operatorsPage({ families: { convolution: families.convolution }, free, executes });
  const row = page.split("\n").find((line) => line.includes("`conv2d(Tensor input"));
  expect(row?.split(" | ")).toEqual([
    "| [`torch.conv2d`](https://pytorch.org/docs/stable/generated/torch.conv2d.html)<br>`torch.nn.functional.conv2d`",
    "`conv2d(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, int[2] padding=0, int[2] dilation=1, int groups=1) -> Tensor`",
    "(N, C, H, W), (K, C/groups, R, S) -> (N, K, H', W')",
    "`numel(out)*(C/groups)*prod(kernel) MACs`",
    "yes |",
  ]);
});
