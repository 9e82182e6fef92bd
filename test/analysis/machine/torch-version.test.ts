import { describe, expect, it } from "vitest";
import { analyze, diagnosticsOf } from "../support";

const PROGRAM = `import torch
full, short = torch.__version__, torch.version.__version__
newer = hasattr(torch, "nonzero_static")
named = hasattr(torch.ones(2), "has_names")
`;

describe("the version of PyTorch", () => {
  it("is 2.15 where nothing is known to be installed, and what older ones have is there", () => {
    const { failures, repr } = analyze(PROGRAM);
    expect(failures).toEqual([]);
    expect(["full", "short", "newer", "named"].map(repr)).toEqual(["'2.15.0'", "'2.15.0'", "True", "True"]);
  });

  it.each([
    [
      "its own file",
      { "lib/torch/version.py": "from typing import Optional\n\n__version__ = '1.13.1+cu117'\ndebug = False\n" },
    ],
    ["its own file with types", { "lib/torch/version.py": '__version__: str = "1.13.1+cu117"\n' }],
    ["its installer's record", { "lib/torch-1.13.1+cu117.dist-info/METADATA": "Name: torch\n" }],
    [
      "its installer's record, where its own file is broken",
      { "lib/torch/version.py": "__version__ = 'nightly'\n", "lib/torch-1.13.1+cu117.dist-info/METADATA": "" },
    ],
  ])("is that of the installed one, by %s", (_, files) => {
    const { failures, repr } = analyze(PROGRAM, files, { roots: ["/project", "/project/lib"] });
    expect(failures).toEqual([]);
    expect(["full", "short", "newer", "named"].map(repr)).toEqual([
      "'1.13.1+cu117'",
      "'1.13.1+cu117'",
      "False",
      "True",
    ]);
  });

  it.each([
    "__version__ = 'nightly'\n",
    "__version__ = 2.1\n",
    "",
    "\0 = (",
    "__version__ = '99999999999999999999999'\n",
  ])("is 2.15 where what is installed says %j, and nothing is lost", (text) => {
    const files = { "lib/torch/version.py": text, "lib/torch-unknown.dist-info/METADATA": "" };
    const { failures, repr } = analyze(`${PROGRAM}shape = (torch.ones(2, 3) @ torch.ones(3, 4)).shape\n`, files, {
      roots: ["/project", "/project/lib"],
    });
    expect(failures).toEqual([]);
    expect(["full", "shape"].map(repr)).toEqual(["'2.15.0'", "torch.Size([2, 4])"]);
  });

  it("is 2.15 for overloads that 1.13 has otherwise", () => {
    const { repr } = analyze("import torch\nshape = torch.linspace(torch.zeros(()), 1, 5).shape\n");
    expect(repr("shape")).toBe("torch.Size([5])");
  });

  it("may be asked for, whatever is installed", () => {
    const files = { "lib/torch-1.13.1.dist-info/METADATA": "" };
    const roots = ["/project", "/project/lib"];
    expect(analyze(PROGRAM, files, { roots, torch: "2.15.0" }).repr("newer")).toBe("True");
    expect(analyze(PROGRAM, {}, { torch: "1.13" }).repr("named")).toBe("True");
  });

  it("is compared as versions are, and not as texts", () => {
    const source = `import torch
v = torch.__version__
later = [v >= "2.9", v > "2.15", v < "10.0", v >= (2, 9), v == "2.15.0", v.split(".")[0], v.startswith("2.15")]
`;
    const { failures, repr } = analyze(source);
    expect(failures).toEqual([]);
    expect(repr("later")).toBe("[True, False, True, True, True, '2', True]");
  });
});

describe("what differs between versions", () => {
  const failing = (statement: string, torch: string) => analyze(`import torch\n${statement}\n`, {}, { torch }).failures;

  it.each([
    ["2.15", "upper bound and lower bound inconsistent with step sign"],
    ["1.13", "upper bound and larger bound inconsistent with step sign"],
  ])("are the words: %s", (torch, words) => {
    expect(failing("torch.arange(0, 3, -2)", torch)).toEqual([`RuntimeError: ${words} (line 2)`]);
  });

  it.each([
    ["2.15", "NotImplementedError"],
    ["1.13", "RuntimeError"],
  ])("is an exception's class: %s", (torch, type) => {
    expect(failing("-torch.ones(2, dtype=torch.bool)", torch)).toEqual([
      `${type}: Negation, the \`-\` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the \`~\` or \`logical_not()\` operator instead. (line 2)`,
    ]);
  });

  it("are operators: one that came later, and one that went", () => {
    expect(failing("torch.nonzero_static(torch.ones(2), size=2)", "2.15")).toEqual([]);
    expect(failing("torch.nonzero_static(torch.ones(2), size=2)", "1.13")).toEqual([
      "AttributeError: module 'torch' has no attribute 'nonzero_static' (line 2)",
    ]);
    expect(failing("torch.ones(2).has_names()", "1.13")).toEqual([]);
    expect(failing("torch.ones(2).has_names()", "2.15")).toEqual([
      "AttributeError: 'Tensor' object has no attribute 'has_names' (line 2)",
    ]);
  });

  it.each([
    // An index of int32.
    ["torch.gather(torch.ones(2, 2), 1, torch.zeros(2, 2, dtype=torch.int32))", "1.13", "2.15"],
    ["torch.nn.functional.pad(torch.ones(2, 3, 4, 4), (1,) * 6, 'circular')", "1.13", "2.15"],
    // These only say that they went.
    ["torch.qr(torch.eye(3))", "2.15", "1.13"],
    ["torch.stft(torch.ones(100), 10)", "2.15", "1.13"],
    ["torch.istft(torch.ones(9, 20, 2), 16, window=torch.ones(16))", "2.15", "1.13"],
    ["torch.cholesky(torch.eye(3))", "2.15", "1.13"],
    ["torch.ones(2, 3).masked_fill(torch.ones(2, 3, dtype=torch.uint8), 1)", "2.15", "1.13"],
  ])("is what is refused: %s", (call, refusing, taking) => {
    expect(failing(call, refusing)).toHaveLength(1);
    expect(failing(call, taking)).toEqual([]);
    // It is no proof where the version is not known, but what the newest refuses is told.
    const program = `import torch\n${call}\n`;
    expect(analyze(program).failures).toEqual([]);
    const told = diagnosticsOf(program).map(({ severity, line, code }) => `${line} ${severity}: ${code}`);
    expect(told).toEqual(refusing === "2.15" ? ["2 warning: deprecated"] : []);
  });

  it("are not told of sizes, which may be guessed, where the version is not known", () => {
    const call = "torch.nn.functional.adaptive_avg_pool2d(torch.ones(4, 4), [2, 2])";
    expect(failing(call, "2.15")).toHaveLength(1);
    expect(diagnosticsOf(`import torch\n${call}\n`).filter(({ code }) => code === "deprecated")).toEqual([]);
  });

  it.each([
    ["StepLR(optimizer, 2, verbose=True)", "StepLR"],
    ["ReduceLROnPlateau(optimizer, 'min', patience=3, verbose=False)", "ReduceLROnPlateau"],
    ["OneCycleLR(optimizer, 0.1, total_steps=10, verbose=True)", "OneCycleLR"],
  ])("are the arguments of schedulers: %s", (call, name) => {
    const program = `optimizer = torch.optim.SGD([torch.ones(2, requires_grad=True)], 0.1)\ntorch.optim.lr_scheduler.${call}`;
    expect(failing(program, "1.13")).toEqual([]);
    expect(failing(program, "2.15")).toEqual([
      `TypeError: ${name}.__init__() got an unexpected keyword argument 'verbose' (line 3)`,
    ]);
    expect(analyze(`import torch\n${program}\n`).failures).toEqual([]);
  });

  it("are no excuse for arguments that no version has", () => {
    const made = (call: string) => analyze(`import torch\nw = torch.ones(2, requires_grad=True)\n${call}\n`).failures;
    expect(made("torch.optim.Adam([w], learning_rate=0.1)")).toEqual([
      "TypeError: Adam.__init__() got an unexpected keyword argument 'learning_rate' (line 3)",
    ]);
    expect(made("torch.optim.SGD([w], 0.1, beta=0.9)")).toEqual([
      "TypeError: SGD.__init__() got an unexpected keyword argument 'beta' (line 3)",
    ]);
    expect(made("torch.optim.lr_scheduler.StepLR(torch.optim.SGD([w], 0.1), 2, gama=0.5)")).toEqual([
      "TypeError: StepLR.__init__() got an unexpected keyword argument 'gama' (line 3)",
    ]);
    expect(made("torch.optim.lr_scheduler.StepLR(torch.optim.SGD([w], 0.1))")).toEqual([
      "TypeError: StepLR.__init__() missing 1 required positional argument: 'step_size' (line 3)",
    ]);
    expect(made("torch.optim.AdamW([w], 0.1, fused=True, maximize=False, foreach=None)")).toEqual([]);
  });

  it("are the words of modules", () => {
    const told = (torch: string) => failing("torch.nn.LSTMCell(3, 4)(torch.ones(2, 3, 1))", torch);
    expect(told("2.15")).toEqual([
      expect.stringMatching(/^ValueError: LSTMCell: Expected input to be 1D or 2D, got 3D instead/),
    ]);
    expect(told("1.13")).toEqual([
      expect.stringMatching(/^AssertionError: LSTMCell: Expected input to be 1-D or 2-D but received 3-D tensor/),
    ]);
  });

  it("are arguments", () => {
    const call = "torch.nn.functional.mse_loss(torch.ones(2), torch.ones(2), weight=torch.ones(2))";
    expect(failing(call, "2.15")).toEqual([]);
    expect(failing(call, "1.13")).toEqual([
      "TypeError: mse_loss() got an unexpected keyword argument 'weight' (line 2)",
    ]);
  });

  it("is nothing that nobody knows: between two recorded versions there is what either has", () => {
    for (const statement of ["torch.nonzero_static(torch.ones(2), size=2)", "torch.ones(2).has_names()"])
      expect(failing(statement, "2.3")).toEqual([]);
  });

  it("is nothing before 1.13, which stands for what is older", () => {
    expect(analyze(PROGRAM, {}, { torch: "1.8.2" }).repr("full")).toBe("'1.8.2'");
    expect(failing("torch.arange(0, 3, -2)", "1.8.2")).toEqual(failing("torch.arange(0, 3, -2)", "1.13"));
  });
});
