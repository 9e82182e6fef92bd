import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/program.py";

/** Errors and warnings: `line severity code: message`, lines counted below the imports. */
function told(text: string): string[] {
  const program = `import torch, torch.nn as nn, torch.nn.functional as F, numpy as np\n${text}`;
  return analyzerOf({ [file]: program })
    .analyzeFile(file)
    .diagnostics.filter(({ severity }) => severity === "error" || severity === "warning")
    .map(({ line, severity, code, message }) => `${line - 1} ${severity} ${code}: ${message}`);
}

const EITHER = 'device = torch.device("cuda" if torch.cuda.is_available() else "cpu")\n';
const ON_GPU = "On a machine with a GPU: ";
const TWO =
  "RuntimeError: Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!";
const other = (argument: string, device: string, common: string, kernel: string) =>
  `RuntimeError: Expected all tensors to be on the same device, but got ${argument} is on ${device}, different from other tensors on ${common} (when checking argument in method wrapper_CUDA_${kernel})`;

interface Program {
  name: string;
  /** `@` stands for what the program has, and its corrected twin. */
  text: string;
  wrong: string;
  right: string;
  expected: string;
}

/** Devices that the program names itself. */
const named: Program[] = [
  {
    name: "an input that stays behind",
    text: "net = nn.Linear(4, 2).cuda()\nnet(torch.randn(3, 4)@)",
    wrong: "",
    right: ".cuda()",
    expected: `2 error device: ${other("mat1", "cpu", "cuda:0", "addmm")}`,
  },
  {
    name: "two GPUs",
    text: 'a = torch.zeros(3, device="cuda:0")\nb = torch.zeros(3, device="@")\na + b',
    wrong: "cuda:1",
    right: "cuda:0",
    expected:
      "3 error device: RuntimeError: Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cuda:1!",
  },
  {
    name: "a tensor with dimensions where a number may come from the CPU",
    text: "x = torch.zeros(3).cuda()\nx * torch.tensor(@)",
    wrong: "[2.0]",
    right: "2.0",
    expected: `2 error device: ${TWO}`,
  },
  {
    name: "a number on the CPU that is written",
    text: "total = torch.tensor(0.0)\nloss = torch.zeros(3).cuda().sum()\n@",
    wrong: "total += loss",
    right: "total = total + loss",
    expected: `3 error device: ${TWO}`,
  },
  {
    name: "an index on a GPU of what is not there",
    text: "x = torch.zeros(3, 4)@\nx[torch.tensor([0, 1]).cuda()]",
    wrong: "",
    right: ".cuda()",
    expected:
      "2 error device: RuntimeError: indices should be either on cpu or on the same device as the indexed tensor (cpu)",
  },
  {
    name: "an array of what is on a GPU",
    text: "x = torch.zeros(3).cuda()\nx@.numpy()",
    wrong: "",
    right: ".cpu()",
    expected:
      "2 error device: TypeError: can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.",
  },
  {
    name: "a state beside its sequence",
    text: "rnn = nn.GRU(4, 5).cuda()\nrnn(torch.zeros(2, 3, 4).cuda(), torch.zeros(1, 3, 5)@)",
    wrong: "",
    right: ".cuda()",
    expected:
      "2 error device: RuntimeError: Input and hidden tensors are not at the same device, found input tensor at cuda:0 and hidden tensor at cpu",
  },
  {
    name: "an image for a convolution",
    text: "conv = nn.Conv2d(3, 4, 3).cuda()\nconv(torch.zeros(1, 3, 8, 8)@)",
    wrong: "",
    right: ".cuda()",
    expected:
      "2 error device: RuntimeError: Input type (torch.FloatTensor) and weight type (torch.cuda.FloatTensor) should be the same",
  },
  {
    name: "lengths of a packed sequence",
    text: "x = torch.zeros(2, 3, 4).cuda()\nn = torch.tensor([3, 2]).cuda()\nnn.utils.rnn.pack_padded_sequence(x, n@, batch_first=True)",
    wrong: "",
    right: ".cpu()",
    expected:
      "3 error device: RuntimeError: 'lengths' argument should be a 1D CPU int64 tensor, but got 1D cuda:0 Long tensor",
  },
  {
    name: "a region with a default device",
    text: 'with torch.device("cuda"):\n    net = nn.Linear(4, 2)\n@net(torch.zeros(3, 4))',
    wrong: "",
    right: 'torch.set_default_device("cuda"); ',
    expected: `3 error device: ${other("mat1", "cpu", "cuda:0", "addmm")}`,
  },
  {
    name: "a module without elements",
    text: 'net = nn.Linear(4, 2, device="meta")\nnet.@(device="cpu")',
    wrong: "to",
    right: "to_empty",
    expected:
      "2 error device: NotImplementedError: Cannot copy out of meta tensor; no data! Please use torch.nn.Module.to_empty() instead of torch.nn.Module.to() when moving module from meta to a different device.",
  },
];

/** Where it depends on the machine. */
const asked: Program[] = [
  {
    name: "an attribute that is no buffer",
    text: `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        @
    def forward(self, x):
        return x - self.mean
${EITHER}Net().to(device)(torch.zeros(2, 3, device=device))`,
    wrong: "self.mean = torch.zeros(3)",
    right: 'self.register_buffer("mean", torch.zeros(3))',
    expected: `6 warning gpu: ${ON_GPU}${TWO}`,
  },
  {
    name: "layers in a list",
    text: `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = @([nn.Linear(3, 3)])
    def forward(self, x):
        return self.layers[0](x)
${EITHER}Net().to(device)(torch.zeros(2, 3, device=device))`,
    wrong: "list",
    right: "nn.ModuleList",
    expected: `6 warning gpu: ${ON_GPU}${other("mat1", "cuda:0", "cpu", "addmm")}`,
  },
  {
    name: "a branch that only a machine with a GPU enters",
    text: "batch = [torch.zeros(2), torch.zeros(2)]\nif torch.cuda.is_available():\n    batch = @",
    wrong: "batch.cuda()",
    right: "[part.cuda() for part in batch]",
    expected: `3 warning gpu: ${ON_GPU}AttributeError: 'list' object has no attribute 'cuda'`,
  },
  {
    name: "the state of an optimizer",
    text: `net = nn.Linear(4, 2)
opt = torch.optim.@(net.parameters())
${EITHER}net.to(device)
net(torch.zeros(3, 4, device=device)).sum().backward()
opt.step()`,
    wrong: "Adagrad",
    right: "Adam",
    expected: `6 warning gpu: ${ON_GPU}RuntimeError: Tensors of the same index must be on the same device and the same dtype except \`step\` tensors that can be CPU and float32/64, and optimizer states that can be bfloat16 for mixed-precision training`,
  },
  {
    name: "several GPUs and a module that was not moved",
    text: `net = nn.Linear(4, 2)
if torch.cuda.device_count() > 1:
    net = nn.DataParallel(net)
@
net(torch.zeros(8, 4))`,
    wrong: "",
    right: "net = net.cuda() if torch.cuda.device_count() > 1 else net",
    expected:
      "5 warning gpu: On a machine with several GPUs: RuntimeError: module must have its parameters and buffers on device cuda:0 (device_ids[0]) but found one of them on device: cpu",
  },
  {
    name: "an array of losses",
    text: `${EITHER}losses = [torch.zeros(3, device=device).sum()@]\nnp.array(losses)`,
    wrong: "",
    right: ".item()",
    expected: `3 warning gpu: ${ON_GPU}TypeError: can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.`,
  },
];

/** Types of elements, whose words PyTorch 2.15 has. */
const types: Program[] = [
  {
    name: "a half model",
    text: "net = nn.Conv2d(3, 4, 3).half()\nnet(torch.zeros(1, 3, 8, 8)@)",
    wrong: "",
    right: ".half()",
    expected: "2 error dtype: RuntimeError: Input type (float) and bias type (c10::Half) should be the same",
  },
  {
    name: "what autocast made, put into a float tensor",
    text: 'net = nn.Linear(4, 2)\nout = torch.zeros(3, 2)\nwith torch.autocast("cpu", dtype=torch.bfloat16):\n    out[torch.tensor([0, 1, 2])] = net(torch.zeros(3, 4))@',
    wrong: "",
    right: ".float()",
    expected:
      "4 error dtype: RuntimeError: Index put requires the source and destination dtypes match, got Float for the destination and BFloat16 for the source.",
  },
  {
    name: "weights of classes in double",
    text: "w = torch.from_numpy(10 / np.bincount(np.array([0, 1, 1, 2])))@\nF.cross_entropy(torch.zeros(2, 3), torch.tensor([0, 1]), weight=w)",
    wrong: "",
    right: ".float()",
    expected: "2 error dtype: RuntimeError: expected scalar type Float but found Double",
  },
  {
    name: "a mask of integers",
    text: "q = torch.zeros(1, 2, 4, 8)\nF.scaled_dot_product_attention(q, q, q, attn_mask=torch.ones(4, 4).long()@)",
    wrong: "",
    right: ".bool()",
    expected:
      "2 error dtype: RuntimeError: Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: long int and  query.dtype: float instead.",
  },
  {
    name: "a half normalisation",
    text: "nn.LayerNorm(4)@(torch.zeros(2, 4))",
    wrong: ".half()",
    right: "",
    expected: "1 error dtype: RuntimeError: mixed dtype (CPU): expect parameter to have scalar type of Float",
  },
  {
    name: "a double sequence",
    text: "nn.LSTM(4, 5)(torch.zeros(2, 3, 4)@)",
    wrong: ".double()",
    right: "",
    expected:
      "1 error dtype: ValueError: RNN input dtype (torch.float64) does not match weight dtype (torch.float32). Convert input: input.to(torch.float32), or convert model: model.to(torch.float64)",
  },
  {
    name: "more classes than there are",
    text: "F.one_hot(torch.tensor([0, @]), 3)",
    wrong: "3",
    right: "2",
    expected: "1 error index: RuntimeError: Class values must be smaller than num_classes.",
  },
];

describe.each(Object.entries({ named, asked, types }))("%s", (_, programs) => {
  it.each(programs)("$name", ({ text, wrong, right, expected }) => {
    expect(told(text.replace("@", () => wrong))).toEqual([expected]);
    expect(told(text.replace("@", () => right))).toEqual([]);
  });
});

describe("a device that is not known", () => {
  it.each([
    [
      "of a branch that one machine takes",
      `${EITHER}x = torch.zeros(3)\nx = x.to(device)\nx + torch.zeros(3).to(device)`,
    ],
    ["of an argument", 'import other\nd = other.device\ntorch.zeros(3).to(d) + torch.zeros(3, device="cuda")'],
    [
      "of a module that a library was given",
      "import other\nnet = nn.Linear(3, 2)\nother.fit(net)\nnet(torch.zeros(2, 3).cuda())",
    ],
  ])("%s is not told of", (_, text) => {
    expect(told(text)).toEqual([]);
  });
});

/** A class with such a `forward`, which nothing calls. */
const uncalled = (...forward: string[]) =>
  [
    "class Net(nn.Module):",
    "    def __init__(self, width, device='cpu'):",
    "        super().__init__()",
    "        self.device = device",
    "        self.fc = nn.Linear(width, width)",
    "    def forward(self, x, lengths=None):",
    ...forward.map((line) => `        ${line}`),
  ].join("\n");

describe("a class that nothing calls", () => {
  it("makes a tensor on the CPU that meets its own", () => {
    expect(told(uncalled("noise = torch.randn(x.size(0), x.size(1))", "return self.fc(x) + noise"))).toEqual([
      "7 warning left-behind: `torch.randn` makes its tensor on the CPU, and line 9 uses it with tensors of the module: that fails where the module is on a GPU",
    ]);
  });

  it.each([
    ["where the input is", "noise = torch.randn(x.size(0), x.size(1), device=x.device)", "return self.fc(x) + noise"],
    ["like the input", "noise = torch.randn_like(x)", "return self.fc(x) + noise"],
    ["without dimensions", "return self.fc(x) * torch.tensor(2.0)"],
    ["where an attribute says", "return self.fc(x) + torch.zeros(1, device=self.device)"],
    [
      "that is moved on a GPU",
      "h = torch.zeros(x.size(0), x.size(1))",
      "if x.is_cuda:",
      "    h = h.cuda()",
      "return self.fc(x) + h",
    ],
  ])("may make one %s", (_, ...forward) => {
    expect(told(uncalled(...forward))).toEqual([]);
  });

  it("is not asked where the file calls it", () => {
    const text = uncalled("return self.fc(x) + torch.zeros(x.shape)");
    expect(told(`${text}\nNet(3)(torch.zeros(2, 3))`)).toEqual([]);
  });
});

describe("a device that the command line chooses", () => {
  const head = `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--cuda", action="store_true")
device = torch.device("cuda" if parser.parse_args().cuda else "cpu")
old, new = nn.Linear(3, 3), nn.Linear(3, 3).cuda()
`;
  it("is one for all that are moved to it", () => {
    expect(told(`${head}old.to(device)\nnew.to(device)\nold.weight + new.weight`)).toEqual([]);
  });

  it("may be the one that another lies on", () => {
    expect(told(`${head}old.to(device)\nold.weight + new.weight`)).toEqual([]);
  });

  it("says nothing of what is not moved", () => {
    expect(told(`${head}old.weight + new.weight`)).toEqual([`6 error device: ${TWO}`]);
  });
});
