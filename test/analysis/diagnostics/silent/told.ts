import { analyzerOf } from "../../support";

const file = "/project/program.py";

/** What is told of a program below its imports, as `line code`; the first line of `lines` is line 2. */
export function told(...lines: string[]): string[] {
  const text = [
    "import torch, torch.nn as nn, torch.nn.functional as F; from torch.utils.data import DataLoader, TensorDataset",
    ...lines,
  ].join("\n");
  const { diagnostics } = analyzerOf({ [file]: text }).analyzeFile(file);
  return diagnostics.map(({ severity, line, code, message }) =>
    severity === "warning" ? `${line} ${code}` : `${line} ${code}: ${message}`,
  );
}

/** A class of a module with one line in its constructor and one in `forward`. */
export function net(made: string, ...forward: string[]): string[] {
  return [
    "class Net(nn.Module):",
    "    def __init__(self):",
    "        super().__init__()",
    `        ${made}`,
    "    def forward(self, x):",
    ...forward.map((line) => `        ${line}`),
  ];
}
