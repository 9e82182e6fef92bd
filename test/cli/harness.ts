import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Analyzer } from "../../src/analysis/analyzer";
import type { CliAnalyzer, Context, ExitCode, Output } from "../../src/cli/context";
import { Disk } from "../../src/cli/disk";
import { runProgram } from "../../src/cli/program";
import { Parser } from "../../src/syntax/parse";
import { preludeSources } from "../../src/syntax/prelude";
import { readWasm } from "../../tools/prelude.mjs";

export interface Answer {
  code: ExitCode;
  out: string;
  err: string;
}

export interface Setting {
  cwd?: string;
  env?: Record<string, string>;
  columns?: number;
  colors?: boolean;
  isTerminal?: boolean;
  analyzer?: CliAnalyzer;
  /** Units of work that the analysis of a file may cost, where that is less than a command gives it. */
  work?: number;
  dist?: string;
}

const parser = Parser.create(readWasm());
/** The commands of a file of tests have one, whose libraries are loaded once. */
let shared: Promise<Analyzer> | undefined;

async function fresh(): Promise<Analyzer> {
  return new Analyzer(await parser, preludeSources, new Disk());
}

async function realAnalyzer(work?: number): Promise<Analyzer> {
  shared ??= fresh();
  if (work === undefined) return shared;
  const analyzer = await fresh();
  const { analyzeFile } = analyzer;
  analyzer.analyzeFile = (file, options) => analyzeFile.call(analyzer, file, { ...options, work });
  return analyzer;
}

/** Runs a command line in this process. */
export async function shapescope(args: string[], setting: Setting = {}): Promise<Answer> {
  const { cwd = process.cwd(), env = {}, columns = 100, colors = false, isTerminal = false, dist = "" } = setting;
  let [out, err] = ["", ""];
  const output = (write: (text: string) => void): Output => ({ write, columns, colors, isTerminal });
  const context: Context = {
    cwd,
    env,
    out: output((text) => {
      out += text;
    }),
    err: output((text) => {
      err += text;
    }),
    dist,
    analyzer: async () => setting.analyzer ?? realAnalyzer(setting.work),
  };
  const code = await runProgram(args, context);
  return { code, out, err };
}

/** A folder with these files. */
export function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), "shapescope-cli-"));
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** A module with two layers, and a call of it. */
export const perceptron = `import torch
from torch import nn


# shapescope: Perceptron(8, 16)(torch.empty(4, 8))
class Perceptron(nn.Module):
    def __init__(self, features, hidden):
        super().__init__()
        self.first = nn.Linear(features, hidden)
        self.second = nn.Linear(hidden, 2)

    def forward(self, x):
        h = torch.relu(self.first(x))
        return self.second(h)
`;
export const call = "Perceptron(8, 16)(torch.empty(4, 8))";
