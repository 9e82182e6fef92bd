import { describe, expect, it } from "vitest";
import type { DiagnosticJson } from "../../../src/analysis/report";
import { PROLOGUE } from "../../../src/syntax/notebook/magics";
import { analyzerOf } from "../support";

const file = "/project/program.py";

function diagnostics(text: string, beside: Record<string, string> = {}): DiagnosticJson[] {
  return analyzerOf({ ...beside, [file]: text }).analyzeFile(file).diagnostics;
}

const program = (lines: readonly string[]) =>
  ["import torch, torch.nn as nn, torch.nn.functional as F", ...lines].join("\n");

function told(...lines: string[]): string[] {
  return diagnostics(program(lines)).map(
    ({ severity, line, column, code, message }) => `${line}:${column} ${severity} ${code}: ${message}`,
  );
}

const thrown = (method: string, name: string) =>
  `warning unused-result: What \`${method}\` gives is thrown away: \`${name}\` itself stays as it is`;

/** The program after the quick fix; undefined where there is none. */
function fixed(...lines: string[]): string | undefined {
  const text = program(lines);
  const [{ fix }] = diagnostics(text).filter(({ code }) => code === "unused-result");
  if (fix === undefined) return undefined;
  const all = text.split("\n");
  const [line, at] = [all[fix.line - 1], fix.column - 1];
  const after = all.with(fix.line - 1, line.slice(0, at) + fix.text + line.slice(at));
  expect(fix.title).toBe(`Assign it: \`${after[fix.line - 1].slice(at)}\``);
  expect(diagnostics(after.join("\n"))).toEqual([]);
  return after[fix.line - 1];
}

describe("a tensor's method as a statement", () => {
  it("is told where it works out of place", () => {
    expect(told("x = torch.zeros(2, 3)", "x.clamp(0, 1)")).toEqual([`3:1 ${thrown("clamp", "x")}`]);
    expect(told("x = torch.zeros(2, 3)", "x.add(1); x.unsqueeze(0)")).toEqual([
      `3:1 ${thrown("add", "x")}`,
      `3:11 ${thrown("unsqueeze", "x")}`,
    ]);
    expect(told("x = torch.zeros(2, 3)", "x.to('cuda')", "x.long()", "x.view(3, 2)")).toEqual([
      `3:1 ${thrown("to", "x")}`,
      `4:1 ${thrown("long", "x")}`,
      `5:1 ${thrown("view", "x")}`,
    ]);
    expect(told("boxes = torch.zeros(9, 4)", "boxes[:, 0].clamp(0, 64)")).toEqual([
      `3:1 ${thrown("clamp", "boxes[:, 0]")}`,
    ]);
  });

  it("is told without a call, of what functions and layers give", () => {
    const net = (...body: string[]) => [
      "class Net(nn.Module):",
      "    def __init__(self):",
      "        super().__init__()",
      "        self.conv = nn.Conv2d(3, 8, 3)",
      "        self.scale = nn.Parameter(torch.ones(8))",
      "    def forward(self, x):",
      ...body.map((line) => `        ${line}`),
      "        return x",
    ];
    expect(told(...net("x = self.conv(x)", "x.relu()"))).toEqual([`9:9 ${thrown("relu", "x")}`]);
    expect(told(...net("h = self.conv(x) + self.conv(x)", "with torch.no_grad():", "    h.clamp(0, 1)"))).toEqual([
      `10:13 ${thrown("clamp", "h")}`,
    ]);
    expect(told(...net("self.scale.clamp(0, 1)"))).toEqual([`8:9 ${thrown("clamp", "self.scale")}`]);
    // The input may be of any class, and so may what its methods give.
    expect(told(...net("x.to('cuda')", "y = x.float()", "y.relu()", "z = x + 1", "z.relu()"))).toEqual([]);
  });

  it("is not told of methods that write, or whose result is taken", () => {
    expect(told("x = torch.zeros(2, 3)", "x.clamp_(0, 1)", "x.squeeze_()", "x.requires_grad_()")).toEqual([]);
    expect(told("x = torch.zeros(2, 3)", "y = x.clamp(0, 1)", "print(x.add(1))", "x.add(1).mul_(2)")).toEqual([]);
    expect(told("x = torch.zeros(2, 3, requires_grad=True)", "x.sum().backward()", "x.retain_grad()")).toEqual([]);
    expect(told("x, y = torch.zeros(2, 3), torch.zeros(2, 3)", "torch.add(x, 1, out=y)")).toEqual([]);
  });

  it("is not told of what computes, as a benchmark does, or of a tensor that is made for it", () => {
    expect(told("x = torch.zeros(3, 3)", "for _ in range(100):", "    x.matmul(x)")).toEqual([]);
    expect(told("torch.zeros(1).cuda()", "torch.zeros(1).to('cuda')")).toEqual([]);
  });

  it("is not told of modules, and of objects of other classes", () => {
    expect(told("net = nn.ReLU()", "x = torch.zeros(2)", "net.to('cuda')", "net.float()")).toEqual([]);
    expect(
      told(
        "class Net(nn.Module):",
        "    relu = nn.ReLU()",
        "net = Net()",
        "net.relu(torch.zeros(2))",
        "net(torch.zeros(2))",
      ),
    ).toEqual(expect.not.arrayContaining([expect.stringContaining("unused-result")]));
    const own = [
      "class Image:",
      "    def __init__(self): self.data = torch.zeros(2, 3)",
      "    def clamp(self, low, high):",
      "        self.data = self.data.clamp(low, high)",
      "        return self.data",
      "image = Image()",
      "image.clamp(0, 1)",
    ];
    expect(told(...own)).toEqual([]);
    const subclass = [
      "class Image(torch.Tensor):",
      "    def clamp(self, low, high):",
      "        self.clamp_(low, high)",
      "        return self.detach()",
      "image = torch.zeros(2, 3).as_subclass(Image)",
      "image.clamp(0, 1)",
    ];
    expect(told(...subclass)).toEqual([]);
    expect(
      told(
        "def clamp(self, *limits): return self.clamp_(*limits)",
        "torch.Tensor.clamp = clamp",
        "x = torch.zeros(2)",
        "x.clamp(0, 1)",
      ),
    ).toEqual([]);
  });

  it("is not told where the receiver is not known, or may be another one", () => {
    expect(told("from elsewhere import x, batch", "x.clamp(0, 1)", "batch.to('cuda')")).toEqual([]);
    expect(told("def prepare(model, device):", "    model.to(device)", "    return model")).toEqual([]);
    expect(told("def prepare(x: torch.Tensor, device):", "    x.to(device)", "    return x * 2")).toEqual([]);
    expect(told("import sys", "x = torch.zeros(2)", "if len(sys.argv) > 3:", "    x.clamp(0, 1)")).toEqual([]);
  });

  it("is not told where the call is only tried, measured or shown", () => {
    expect(told("x = torch.zeros(2, 3)", "try:", "    x.view(3, 2)", "except RuntimeError:", "    x = x.t()")).toEqual(
      [],
    );
    expect(told("x = torch.zeros(2, 3)", "with torch.profiler.profile():", "    x.relu()")).toEqual([]);
    expect(told("# %%", "x = torch.zeros(2, 3)", "x.t()")).toEqual([]);
    const cell = [PROLOGUE, "import torch", "x = torch.zeros(2, 3)", "x.t()", "for _ in range(2):", "    x.relu()"];
    expect(diagnostics(cell.join("\n")).map(({ line, code }) => `${line} ${code}`)).toEqual(["6 unused-result"]);
  });

  it("is told once, and can be ignored", () => {
    expect(
      told(
        "def f(x):",
        "    y = F.relu(x)",
        "    y.squeeze()",
        "    return y",
        "f(torch.zeros(1))",
        "f(torch.zeros(2))",
      ),
    ).toEqual([`4:5 ${thrown("squeeze", "y")}`]);
    expect(told("x = torch.zeros(2, 3)", "x.t()  # shapescope: ignore[unused-result]")).toEqual([]);
  });
});

describe("the quick fix", () => {
  it("assigns the result", () => {
    expect(fixed("x = torch.zeros(2, 3)", "x.clamp(0, 1)")).toBe("x = x.clamp(0, 1)");
    expect(fixed("x = torch.zeros(2, 3)", "if True: pass; x.clamp(0, 1)")).toBe("if True: pass; x = x.clamp(0, 1)");
    expect(fixed("def f(x):", "    x.to(torch.int64)", "    return x", "f(torch.zeros(1))")).toBe(
      "    x = x.to(torch.int64)",
    );
    expect(fixed("w = nn.Parameter(torch.ones(3))", "w.data.clamp(0, 1)")).toBe("w.data = w.data.clamp(0, 1)");
    expect(
      fixed(
        "class Mean:",
        "    def __init__(self):",
        "        self.sum = torch.zeros(3)",
        "        self.sum.add(1)",
        "Mean()",
      ),
    ).toBe("        self.sum = self.sum.add(1)");
  });

  it("is not offered where nothing can be assigned, or the name would be another one", () => {
    expect(fixed("x = torch.zeros(2, 3)", "def f():", "    x.clamp(0, 1)", "f()")).toBeUndefined();
    expect(fixed("x = torch.zeros(2, 3)", "x[0].clamp(0, 1)")).toBeUndefined();
    expect(fixed("x = torch.zeros(2, 3)", "x.T.clamp(0, 1)")).toBeUndefined();
    expect(
      fixed(
        "class N(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.w = nn.Parameter(torch.ones(3))",
        "        self.w.clamp(0, 1)",
        "N()",
      ),
    ).toBeUndefined();
  });
});
