import { describe, expect, it } from "vitest";
import { diagnostics as shown } from "../../../src/features/diagnostics";
import { analyzerOf } from "../support";

const file = "/project/net.py";

/** `LINE CODE` of each diagnostic that the editor shows. */
function told(lines: readonly string[], others: Record<string, string> = {}): string[] {
  const analyzer = analyzerOf({ ...others, [file]: lines.join("\n") });
  return shown(analyzer.analyzeFile(file)).map(({ line, code, message }) =>
    code === "unused-ignore" ? `${line} ${code}: ${message}` : `${line} ${code}`,
  );
}

const WRONG = "a = torch.zeros(2, 3) @ torch.zeros(4, 5)";

describe("a comment", () => {
  it("silences its line", () => {
    expect(told(["import torch", WRONG])).toEqual(["2 matmul-sizes"]);
    expect(told(["import torch", `${WRONG}  # shapescope: ignore`])).toEqual([]);
    expect(told(["import torch", `${WRONG}  # shapescope: ignore, as the paper has it`])).toEqual(["2 matmul-sizes"]);
    expect(told(["import torch", `${WRONG}  # shapescope: ignore (as the paper has it)`])).toEqual([]);
  });

  it("silences no other line", () => {
    expect(told(["import torch", `${WRONG}  # shapescope: ignore`, WRONG])).toEqual(["3 matmul-sizes"]);
  });

  it("silences the codes that it names", () => {
    expect(told(["import torch", `${WRONG}  # shapescope: ignore[matmul-sizes]`])).toEqual([]);
    expect(told(["import torch", `${WRONG}  # shapescope: ignore[rank]`])).toEqual([
      "2 matmul-sizes",
      "2 unused-ignore: There is no `rank` to ignore here",
    ]);
  });

  it("that names more than there is says which", () => {
    expect(told(["import torch", `${WRONG}  # shapescope: ignore[rank, matmul-sizes, dtype]`])).toEqual([
      "2 unused-ignore: There is no `rank` and no `dtype` to ignore here",
    ]);
    expect(told(["import torch", `${WRONG}  # shapescope: ignore[matmul-sizes, RuntimeError]`])).toEqual([
      "2 unused-ignore: `RuntimeError` is no code of a diagnostic",
    ]);
  });

  it("silences where a statement of several lines begins", () => {
    expect(
      told([
        "import torch",
        "a = torch.mm(  # shapescope: ignore",
        "    torch.zeros(2, 3),",
        "    torch.zeros(4, 5),",
        ")",
      ]),
    ).toEqual([]);
  });

  it("that silences nothing is a hint", () => {
    expect(told(["import torch", "a = torch.zeros(2)  # shapescope: ignore"])).toEqual([
      "2 unused-ignore: There is nothing to ignore here",
    ]);
  });

  it("does not silence that the text does not parse, and is no hint then", () => {
    expect(told(["import torch", "a = torch.zeros(2  # shapescope: ignore"])).toEqual(["2 syntax"]);
  });

  it("is no example call", () => {
    const net = ["class Net(nn.Module):", "    def forward(self, x: torch.Tensor):", "        return x"];
    expect(told(["import torch", "from torch import nn", "# shapescope: ignore", ...net])).toEqual([
      "3 unused-ignore: There is nothing to ignore here",
    ]);
  });
});

describe("a comment for the whole file", () => {
  it("silences all, or one code", () => {
    expect(told(["# shapescope: ignore-file", "import torch", WRONG])).toEqual([]);
    expect(told(['"""About."""', "# shapescope: ignore-file[matmul-sizes]", "import torch", WRONG, "b"])).toEqual([
      "5 name",
    ]);
  });

  it("stands before the first statement", () => {
    expect(told(["import torch", "# shapescope: ignore-file", WRONG])).toEqual(["3 matmul-sizes"]);
  });

  it("that silences nothing is a hint", () => {
    expect(told(["# shapescope: ignore-file[rank]", "import torch"])).toEqual([
      "1 unused-ignore: There is no `rank` to ignore here",
    ]);
  });
});

describe("an error in another file", () => {
  const parts = (comment: string) => ({
    "/project/parts.py": `import torch\n\n\ndef product(x):\n    return x @ torch.zeros(4, 5)${comment}\n`,
  });
  const main = (comment: string) => [
    "import torch",
    "from parts import product",
    `a = product(torch.zeros(2, 3))${comment}`,
  ];

  it("is silenced there, or at the call that leads there", () => {
    expect(told(main(""), parts(""))).toEqual(["3 matmul-sizes"]);
    expect(told(main(""), parts("  # shapescope: ignore[matmul-sizes]"))).toEqual([]);
    expect(told(main("  # shapescope: ignore[matmul-sizes]"), parts(""))).toEqual([]);
  });
});
