import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Analyzer } from "../../../src/analysis/analyzer";
import { parser } from "../../syntax/python";
import { analyzerOf } from "../support";

/** An analyzer keeps what it found of each class while a file is edited: what it says is what one says that sees the text for the first time. */

const FILE = "/project/program.py";
const folder = join(__dirname, "../../bugs");

const newAnalyzer = () => analyzerOf({ [FILE]: "" });

function answer(analyzer: Analyzer, text: string): unknown {
  analyzer.update(parser.parse(FILE, text));
  const { ms: _, ...found } = analyzer.analyzeFile(FILE, { roots: ["/project"] });
  return found;
}

/** Each program of the file, with its mistake and without, one after the other in the same editor. */
function versions(text: string): [name: string, broken: string, corrected: string][] {
  const parts = text.split(/^# --- (.*)\n/m).slice(1);
  return parts.flatMap((name, n) =>
    n % 2 === 0
      ? [[name, parts[n + 1].replace(/ *# fix: .*/g, ""), parts[n + 1].replace(/^( *).*# fix: (.*)/gm, "$1$2")]]
      : [],
  ) as [string, string, string][];
}

/** Code that is put below a program: it says other things of the objects of the classes above. */
const BELOW = {
  "an attribute of any object is set": "def fill(model, value):\n    model.weight = model.fc = model.norm = value\n",
  "a function of another name": "def unused(x):\n    return x.view(-1)\n",
  "a class that derives from the last one":
    "class Derived(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.weight = nn.Parameter(torch.ones(3))\n",
  "a call that the class refuses": "torch.empty(2, 3) @ torch.empty(2, 3)\n",
};

describe.each(["arguments.py", "attention.py", "recurrent.py", "uncalled.py"])("%s", (name) => {
  const editor = newAnalyzer();
  it.each(versions(readFileSync(join(folder, name), "utf8")))("%s", (_, broken, corrected) => {
    const texts = [broken, corrected, ...Object.values(BELOW).flatMap((more) => [`${broken}\n\n${more}`, broken])];
    const known = new Map<string, unknown>();
    for (const text of texts) {
      if (!known.has(text)) known.set(text, answer(newAnalyzer(), text));
      expect(answer(editor, text)).toEqual(known.get(text));
    }
  });
});
