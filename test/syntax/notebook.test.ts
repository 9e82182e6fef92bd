import { describe, expect, it } from "vitest";
import { cellLine, type Notebook, readNotebook } from "../../src/syntax/notebook/notebook";

function notebook(...cells: (string | { markdown: string })[]): Notebook {
  const json = {
    nbformat: 4,
    metadata: { language_info: { name: "python" } },
    cells: cells.map((cell) =>
      typeof cell === "string"
        ? { cell_type: "code", source: cell.split(/(?<=\n)/) }
        : { cell_type: "markdown", source: [cell.markdown] },
    ),
  };
  const found = readNotebook(JSON.stringify(json));
  if (typeof found === "string") throw new Error(found);
  return found;
}

/** The lines of the program behind its first one. */
const python = (cell: string) => notebook(cell).text.replace(/\n$/, "").replace(/^.*\n/, "");

describe("a notebook", () => {
  it("is its code cells, one after the other", () => {
    const { text, cells } = notebook({ markdown: "# Title" }, "import torch\nx = 1", { markdown: "more" }, "y = x\n");
    const names =
      "from __ipython__ import display, get_ipython, In, Out, exit, quit, _, __, ___, _i, _ii, _iii, _ih, _oh, _dh, _exit_code";
    expect(text).toBe(`${names}\nimport torch\nx = 1\ny = x\n\n`);
    expect(cells.map(({ number, line }) => ({ number, line }))).toEqual([
      { number: 2, line: 2 },
      { number: 4, line: 4 },
    ]);
  });

  it("tells the cell and the line of a line of the program", () => {
    const read = notebook({ markdown: "# Title" }, "import torch\nx = 1", "y = x\nz = y");
    expect(cellLine(read, 3)).toEqual({ cell: 2, line: 2 });
    expect(cellLine(read, 5)).toEqual({ cell: 3, line: 2 });
    expect(cellLine(read, 99)).toEqual({ cell: 3, line: 2 });
  });

  it("has no place for what only the program says", () => {
    const read = notebook("%run x.py\n%time y = f(1)\nz = y");
    expect(cellLine(read, 1)).toBeUndefined();
    expect(cellLine(read, 2)).toBeUndefined();
    expect(cellLine(read, 3)).toEqual({ cell: 1, line: 2 });
    expect(cellLine(read, 4)).toEqual({ cell: 1, line: 3 });
  });

  it("takes the form of nbformat 3", () => {
    const json = { nbformat: 3, worksheets: [{ cells: [{ cell_type: "code", input: ["x = 1\n", "y = 2"] }] }] };
    expect(readNotebook(JSON.stringify(json))).toMatchObject({ text: expect.stringMatching(/\nx = 1\ny = 2\n$/) });
  });

  it("takes source that is one text, and passes over what is none", () => {
    const cells = [{ cell_type: "code", source: "x = 1\ny = 2" }, null, { cell_type: "code", source: 7 }];
    expect(readNotebook(JSON.stringify({ cells }))).toMatchObject({
      text: expect.stringMatching(/\nx = 1\ny = 2\n\n$/),
    });
  });

  it("says why a file is none", () => {
    expect(readNotebook("{")).toMatch(/^it is not JSON: /);
    expect(readNotebook("[]")).toBe("it has no cells");
    expect(readNotebook("null")).toBe("it has no cells");
    const r = { cells: [], metadata: { kernelspec: { language: "R" } } };
    expect(readNotebook(JSON.stringify(r))).toBe("its language is R, not Python");
  });
});

describe("what IPython adds", () => {
  const rows: [string, string, string][] = [
    ["a line magic", "%matplotlib inline\nx = 1", "pass\nx = 1"],
    ["a line magic in a block", "if x:\n    %timeit\n    y = 1", "if x:\n    pass\n    y = 1"],
    ["a timed statement", "%time y = f(x)\n%timeit g(y)", "if 1: y = f(x)\nif 1:   g(y)"],
    ["a shell line", "!pip install einops", "pass"],
    ["a shell line that goes on", "!pip install \\\n  einops \\\n  timm\nx = 1", "pass\n\n\nx = 1"],
    ["the output of a shell line", "files = !ls *.py", "files = get_ipython()"],
    ["the value of a magic", "here = %pwd", "here = get_ipython()"],
    ["help", "torch.nn.Linear?\n?print\nx??", "pass\npass\npass"],
    ["a magic without its sign", "pip install einops\nls -l\ncd ..", "pass\npass\npass"],
    ["a program that is run", "%run train.py --epochs 3", "from __ipython__ import *"],
    ["a cell of another language", "%%bash\nls\npwd", "\n\n"],
    ["a cell that is timed", "\n%%time\nx = 1", "\n\nx = 1"],
    ["a cell whose output is caught", "%%capture out\nx = 1", "out = get_ipython()\nx = 1"],
  ];
  it.each(rows)("%s", (_, cell, expected) => {
    expect(python(cell)).toBe(expected);
  });

  const kept: [string, string][] = [
    ["remainder on a new line", "x = (a\n  % b)"],
    ["text in a string", 's = """\n%matplotlib inline\n!ls\n"""'],
    ["a continued line", "x = a \\\n% b"],
    ["names like magics", "time = 1\ntime - 2\nload = time\nrun(3)\nls = [1]\ncat in ls"],
    ["a comparison", "x = y != z"],
    ["a comment with quotes", "x = 1  # it's\ny = 2"],
  ];
  it.each(kept)("leaves Python alone: %s", (_, cell) => {
    expect(python(cell)).toBe(cell);
  });
});
