import { expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { ImportedNames } from "../../../src/analysis/machine/imported-names";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const RAISES = 'mode = "fast"\nif mode == "fast":\n    raise ValueError("no such mode")\n';

const FILES = {
  "/project/train.py": `import argparse\n${RAISES}`,
  "/project/net.py": RAISES,
  "/project/options.py": "from argparse import ArgumentParser\nparser = ArgumentParser()\n",
  "/project/uses.py": `from options import parser\nparser.add_argument("--mode")\n${RAISES}`,
  "/env/runner/__init__.py": "import argparse\ndef start(): pass\n",
  "/env/runner-1.0.dist-info/METADATA": "",
  "/project/runs.py": `import runner\nrunner.start()\n${RAISES}`,
};

it("a check is one of the command line only in a program that has imported argparse, whatever was analysed before it", () => {
  const analyzer = new Analyzer(parser, preludeSources, hostOf(FILES));
  const errors = (name: string) =>
    analyzer
      .analyzeFile(`/project/${name}.py`, { roots: ["/project", "/env"] })
      .diagnostics.filter(({ severity }) => severity === "error")
      .map(({ line, message }) => `${line}: ${message}`);
  const [told, none] = [["3: ValueError: no such mode"], []];
  const order = ["net", "train", "net", "uses", "net", "runs", "net", "runs", "train"];
  // Of a library that has asked for it, the second program to import it knows as well.
  expect(order.map(errors)).toEqual([told, none, told, none, told, none, told, none, none]);
});

it("what a library imports is imported with it, also where it does so later; what is imported apart is forgotten", () => {
  const names = new ImportedNames();
  names.add("deep.inside.b", "a.c");
  names.add("a.c", undefined);
  const known = () =>
    ["a", "a.c", "deep", "deep.inside", "deep.inside.b", "later", "dee"].filter((name) => names.has(name));
  expect(known()).toEqual(["a", "a.c", "deep", "deep.inside", "deep.inside.b"]);
  names.add("later", "deep.inside");
  names.add("never", "other");
  expect(known()).toContain("later");
  names.apart(() => {
    names.add("other", undefined);
    expect(names.has("never")).toBe(true);
  });
  expect(names.has("never")).toBe(false);
  names.clear();
  expect(known()).toEqual([]);
});
