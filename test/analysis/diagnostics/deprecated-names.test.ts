import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/program.py";

/** Lines and words of what is told as deprecated. */
function told(program: string, torch?: string): string[] {
  const analyzer = analyzerOf({ [file]: program });
  return analyzer
    .analyzeFile(file, torch === undefined ? {} : { torch })
    .diagnostics.filter(({ code }) => code === "deprecated")
    .map(({ line, message }) => `${line}: ${message}`);
}

const CLIP = "`torch.nn.utils.clip_grad_norm` is now deprecated in favor of `torch.nn.utils.clip_grad_norm_`.";
const AUTOCAST =
  "`torch.cuda.amp.autocast(args...)` is deprecated. Please use `torch.amp.autocast('cuda', args...)` instead.";
const PRETRAINED =
  "`pretrained` of `resnet18` is deprecated since torchvision 0.13: `weights` takes the weights, None for none";

describe("a function that PyTorch marks as deprecated", () => {
  it.each([
    ["by its full name", "import torch\ntorch.nn.utils.clip_grad_norm([], 1)", `2: ${CLIP}`],
    ["through a module's other name", "import torch.nn as nn\nnn.utils.clip_grad_norm([], 1)", `2: ${CLIP}`],
    ["by its own name", "from torch.nn.utils import clip_grad_norm\nclip_grad_norm([], 1)", `2: ${CLIP}`],
    [
      "in a function that nobody calls",
      "from torch.cuda.amp import autocast as cast\ndef f():\n    with cast():\n        pass",
      `3: ${AUTOCAST}`,
    ],
  ])("is told %s", (_, program, words) => expect(told(program)).toEqual([words]));

  it.each([
    [
      "a name that is bound again",
      "from torch.nn.utils import clip_grad_norm\ndef clip_grad_norm(*a): pass\nclip_grad_norm([], 1)",
    ],
    ["a parameter of that name", "from torch.cuda.amp import autocast\ndef f(autocast):\n    autocast()"],
    ["another module's function", "from mine.torch.nn.utils import clip_grad_norm\nclip_grad_norm([], 1)"],
    [
      "what is chosen by the version",
      "import torch\nnew = hasattr(torch.amp, 'GradScaler')\nscaler = torch.amp.GradScaler('cuda') if new else torch.cuda.amp.GradScaler()",
    ],
    [
      "one of two imports",
      "try:\n    from torch.amp import autocast\nexcept ImportError:\n    from torch.cuda.amp import autocast\nautocast('cuda')",
    ],
  ])("is not meant by %s", (_, program) => expect(told(program)).toEqual([]));

  it("is told of the version that marks it", () => {
    const program = "import torch\ntorch.cuda.amp.autocast()";
    expect([told(program, "2.15.0"), told(program, "2.1.0")]).toEqual([[`2: ${AUTOCAST}`], []]);
  });
});

describe("torchvision", () => {
  it("has `weights` for `pretrained`", () => {
    expect(told("import torchvision\nm = torchvision.models.resnet18(pretrained=True)")).toEqual([`2: ${PRETRAINED}`]);
    expect(told("from torchvision.models import resnet18\nm = resnet18(weights=None)")).toEqual([]);
    expect(told("import timm\nm = timm.create_model('resnet18', pretrained=True)")).toEqual([]);
  });

  it("has other transforms for `v2.ToTensor`", () => {
    const words =
      "`v2.ToTensor` is deprecated: `v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])` does it";
    expect(told("from torchvision.transforms import v2\nt = v2.ToTensor()")).toEqual([`2: ${words}`]);
    expect(told("from torchvision import transforms\nt = transforms.ToTensor()")).toEqual([]);
  });
});
