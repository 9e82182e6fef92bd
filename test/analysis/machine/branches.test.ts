import { expect, test } from "vitest";
import { totals } from "../../../src/analysis/cost/totals";
import { printRelation } from "../../../src/analysis/dims";
import { analyze } from "../support";

function requirements(program: string): string[] {
  const { run, failures } = analyze(program);
  expect(failures).toEqual([]);
  return run.machine.state.requirements.map(({ relation }) => printRelation(relation));
}

const data = "import torch\nx = torch.rand(8)\nkept = x[x > 0.5]\n";

test("what one branch needs is no requirement of the program", () => {
  expect(requirements(`${data}y = kept.view(-1, 4) if x.sum() > 0 else kept[:0].view(0, 4)`)).toEqual([]);
});

test("what both branches need is a requirement", () => {
  expect(requirements(`${data}y = kept.view(-1, 4) if x.sum() > 0 else kept.view(2, -1, 2)`)).toEqual(["u0 % 4 == 0"]);
});

test("what the only branch that goes through needs is a requirement, and holds after it", () => {
  const program = `${data}
if x.sum() > 0:
    raise ValueError("never mind")
else:
    y = kept.view(-1, 4)
z = kept.view(2, -1, 2)`;
  expect(requirements(program)).toEqual(["u0 % 4 == 0"]);
});

test("totals follow the first branch that goes through, though an earlier one raises", () => {
  const { run } = analyze(`import torch
x, w = torch.rand(2, 3), torch.rand(3, 5)
if x.sum() > 0:
    x @ w
    raise ValueError("never mind")
else:
    y = x @ w`);
  expect(totals(run.machine.state.trace, undefined).macs).toBe(2 * 3 * 5);
});

test("an operator takes each of several shapes", () => {
  const { failures, repr } = analyze(`import torch
x = torch.rand(2, 6)
shape = (3, 4) if x.sum() > 0 else (12,)
y = torch.rand(12).reshape(shape)
z = y.flatten().shape`);
  expect(failures).toEqual([]);
  expect(repr("z")).toBe("torch.Size([12])");
});

test("one of several sequences of one length is followed item by item", () => {
  const { failures, repr } = analyze(`import torch
x = torch.rand(4)
pair = (torch.rand(2, 3), torch.rand(1)) if x.sum() > 0 else [torch.rand(2, 3), torch.rand(1)]
shapes = [tuple(part.shape) for part in pair]`);
  expect(failures).toEqual([]);
  expect(repr("shapes")).toBe("[(2, 3), (1,)]");
});

test("comparing what may be a tensor gives what may be a tensor", () => {
  const { failures } = analyze(`import torch, unknown
rows = unknown.boxes()
keep = torch.where((rows >= 1) & (rows <= 2))[0]`);
  expect(failures.filter((text) => !text.includes("unknown"))).toEqual([]);
});

test("a size that may be None is refused in the one case, and taken in the other", () => {
  const { failures, repr } = analyze(`import torch
size = None if torch.rand(()) > 0.5 else 3
y = torch.zeros(2, size).shape
z = torch.zeros([size, 4]).shape`);
  expect(failures).toEqual([]);
  expect(repr("y")).toBe("torch.Size([2, 3])");
  expect(repr("z")).toBe("torch.Size([3, 4])");
});

test("a size that is an object with an unknown index is unknown, and no error", () => {
  const { failures, repr } = analyze(`import torch
class Size:
    def __index__(self):
        return int(input())
y = torch.zeros(2, Size()).ndim`);
  expect(failures).toEqual([]);
  expect(repr("y")).toBe("2");
});
