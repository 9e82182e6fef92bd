import { Analyzer } from "../../src/analysis/analyzer";
import type { SourceHost } from "../../src/analysis/host";
import type { ShapeJson } from "../../src/analysis/report";
import { preludeSources } from "../../src/syntax/prelude";
import { parser } from "../syntax/python";

const FILE = "/project/program.py";

/** What an expression gives in the namespace of a program, or the exception that ends one of them. */
export type Answer = ShapeJson | { error: string; message: string } | { stopped: string };

function hostOf(text: string): SourceHost {
  return { read: (file) => (file === FILE ? text : undefined), isFile: (file) => file === FILE, isFolder: () => false };
}

/** Evaluates expressions in the namespace of a program, with one analyzer for all of them; by the rules of a version of PyTorch, where one is named. */
export function evaluator(program = "import torch\n"): (expression: string, torch?: string) => Answer {
  const analyzer = new Analyzer(parser, preludeSources, hostOf(program));
  return (expression, torch) => {
    const { report, failed } = analyzer.trace(FILE, expression, torch === undefined ? {} : { torch });
    const error = report.diagnostics.find(({ severity }) => severity === "error");
    if (error !== undefined) {
      const [cls, ...message] = error.message.split(": ");
      return { error: cls, message: message.join(": ") };
    }
    return report.output ?? { stopped: failed ?? "there is no output" };
  };
}

/** `str()` of a KeyError is the repr of its message: the message alone. */
export function plainMessage(message: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(message);
  return quoted === null ? message : quoted[2].replaceAll("\\'", "'");
}
