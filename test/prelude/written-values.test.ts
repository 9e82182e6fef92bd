import { expect, it } from "vitest";
import { errorsOf } from "../analysis/support";

const HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n";

it.each([
  [
    "a step of an optimizer",
    "p = nn.Parameter(torch.zeros(3))\nopt = torch.optim.SGD([p], lr=1.0)\np.sum().backward()\nopt.step()\nassert p[0] == -1",
    "p = nn.Parameter(torch.zeros(3))\np.sum().backward()\nassert p[0] == -1",
  ],
  [
    "loading what is not known",
    "m = nn.Linear(2, 2)\nnn.init.zeros_(m.bias)\nm.load_state_dict(torch.load('a.pt'))\nassert m.bias.sum() != 0",
    "m = nn.Linear(2, 2)\nnn.init.zeros_(m.bias)\nassert m.bias.sum() != 0",
  ],
  [
    "running statistics of a batch",
    "m = nn.BatchNorm1d(2)\nm(torch.randn(3, 2))\nassert m.running_mean.sum() != 0",
    "m = nn.BatchNorm1d(2).eval()\nm(torch.randn(3, 2))\nassert m.running_mean.sum() != 0",
  ],
  [
    "running statistics that a function is given",
    "mean, var = torch.zeros(2), torch.ones(2)\nF.instance_norm(torch.randn(3, 2, 4), mean, var)\nassert mean.sum() != 0",
    "mean, var = torch.zeros(2), torch.ones(2)\nF.batch_norm(torch.randn(3, 2), mean, var)\nassert mean.sum() != 0",
  ],
])("%s makes values unknown", (_, unknown, known) => {
  expect(errorsOf(HEAD + unknown)).toEqual([]);
  expect(errorsOf(HEAD + known)).toEqual([`${(HEAD + known).split("\n").length}: AssertionError`]);
});
