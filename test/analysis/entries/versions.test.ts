import { describe, expect, it } from "vitest";
import { errorsOf } from "../support";

describe("a program that does not want to run on this Python or PyTorch", () => {
  it.each([
    ["asks Python", "import sys\nif sys.version_info[0] >= 3:\n    raise RuntimeError('Python 2')\n"],
    ["asks PyTorch", "import torch\nassert torch.__version__ == '1.0.0'\n"],
    [
      "keeps the version under a name",
      "import torch\nTORCH = tuple(map(int, torch.__version__.split('.')[:2]))\nOLD = TORCH < (1, 8)\nif not OLD:\n    raise ImportError\n",
    ],
    ["imports it", "from torch import __version__ as installed\ndef check():\n    assert installed < '1'\ncheck()\n"],
  ])("is not told of it: %s", (_, text) => {
    expect(errorsOf(text)).toEqual([]);
  });

  it("is told of what it raises for another reason", () => {
    expect(errorsOf("import torch\nif torch.zeros(3).dim() == 1:\n    raise RuntimeError('one')\n")).toEqual([
      "3: RuntimeError: one",
    ]);
  });
});
