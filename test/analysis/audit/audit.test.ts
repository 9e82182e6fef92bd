import { describe, expect, it } from "vitest";
import type { DiagnosticJson } from "../../../src/analysis/report";
import { analyzerOf } from "../support";

const file = "/project/program.py";

function analyze(text: string) {
  return analyzerOf({ [file]: text }).analyzeFile(file);
}

/** The text after the fix of a diagnostic. */
function fixed(text: string, { fix }: DiagnosticJson): string {
  const lines = text.split("\n");
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  const { line, column, endLine, endColumn, text: put } = fix!;
  return text.slice(0, offset(line, column)) + put + text.slice(offset(endLine, endColumn));
}

const MLP = `import torch.nn as nn

class Mlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.dim = dim
        self.hidden = hidden
        self.up = nn.Linear(dim, hidden)
        self.mix = nn.Linear(hidden, hidden)
        self.down = nn.Linear(hidden, dim)

    def forward(self, x):
        B, N, C = x.shape
        return self.down(self.mix(self.up(x)))

`;

const METHODS: Record<string, { flops: string; after: string }> = {
  "another number": {
    flops: `    def flops(self, N):
        return N*self.hidden*self.dim + N*self.hidden*self.hidden*3 + N*self.hidden*self.dim
`,
    after: "return N*self.hidden*self.dim + N*self.hidden*self.hidden + N*self.hidden*self.dim",
  },
  "a number less": {
    flops: `    def flops(self, N):
        flops = 2 * N * self.dim * self.hidden
        # mix
        flops += N * self.hidden * self.hidden * 4
        return flops
`,
    after: "flops += N * self.hidden * self.hidden\n",
  },
  "the cost in the method's own names": {
    flops: `    def flops(self, N):
        flops = 0
        flops += N * self.dim * self.hidden
        flops += N * self.dim * self.dim
        flops += N * self.hidden * self.dim
        return flops
`,
    after: "flops += N * self.hidden * self.hidden\n        flops += N * self.hidden * self.dim\n        return flops",
  },
  "a term before the return": {
    flops: `    def flops(self, N):
        total = N * self.dim * self.hidden
        total += N * self.hidden ** 2
        return int(total)
`,
    after: "total += N * self.hidden ** 2\n        total += N * self.dim * self.hidden\n        return int(total)",
  },
  "a term in the return": {
    flops: `    def flops(self, N):
        return N * self.dim * self.hidden * 2
`,
    after: "return N * self.dim * self.hidden * 2 + N * self.hidden * self.hidden",
  },
  "a line less": {
    flops: `    def flops(self, N):
        flops = 2 * N * self.dim * self.hidden + N * self.hidden * self.hidden
        flops += N * self.dim * self.dim
        return flops
`,
    after: "N * self.hidden * self.hidden\n        return flops",
  },
};

describe("the correction of a hand-written cost", () => {
  for (const [title, { flops, after }] of Object.entries(METHODS)) {
    it(`is ${title}`, () => {
      const text = MLP + flops;
      const found = analyze(text).diagnostics;
      expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning flops-audit"]);
      const corrected = fixed(text, found[0]);
      expect(corrected).toContain(after);
      expect(analyze(corrected).diagnostics).toEqual([]);
    });
  }

  it("is not offered where a number may be one of the author's names", () => {
    const text = `import torch.nn as nn

class Project(nn.Module):
    def __init__(self, dim, out=64):
        super().__init__()
        self.dim, self.out = dim, out
        self.a = nn.Linear(dim, out)
        self.b = nn.Linear(out, dim)

    def forward(self, x):
        B, N, C = x.shape
        return self.b(self.a(x))

    def flops(self, N):
        return N * self.dim * self.out
`;
    const [found, ...others] = analyze(text).diagnostics;
    expect(others).toEqual([]);
    expect(found.message).toBe("`flops` leaves out `linear` on line 12 (64*N*dim MACs).");
    expect(found.fix).toBeUndefined();
  });
});

describe("nothing is told", () => {
  const silent: Record<string, string> = {
    "of sizes in names of which nothing is known": `    def flops(self, tokens):
        return tokens * self.width * self.hidden * 3
`,
    "of a sum of what others tell": `    def flops(self, N):
        from elsewhere import flops_of
        return flops_of(self.up, N) + N * self.dim
`,
    "of one token": `    def flops(self):
        return 2 * self.dim * self.hidden + self.hidden * self.hidden
`,
    "of a product of the whole": `    def flops(self, N):
        macs = 2 * N * self.hidden * self.dim
        macs += N * self.hidden * self.hidden
        return 2 * macs
`,
    "of a method that does not run": `    def flops(self, N):
        return N[0] * self.dim
`,
    "of a product of a number for training": `    def flops(self, N):
        return 6 * N * (2 * self.dim * self.hidden + self.hidden * self.hidden)
`,
    "of what is said to be left out": `    def flops(self, N):
        # the middle layer is not counted
        return 2 * N * self.dim * self.hidden
`,
  };
  for (const [title, flops] of Object.entries(silent))
    it(title, () => expect(analyze(MLP + flops).diagnostics).toEqual([]));
});

describe("the table", () => {
  it("shows a term with a wrong factor as the operation that it stands for", () => {
    const text = `${MLP}    def flops(self, N):
        flops = N * self.hidden * self.dim
        flops += N * self.hidden * self.hidden * 3
        flops += N * self.hidden * self.dim
        return flops
`;
    const [audit] = analyze(text).subjects[0].audits;
    expect(audit.terms.map(({ formula, stated }) => `${formula} ${stated}`)).toEqual([
      "B*N*dim*hidden true",
      "B*N*hidden**2 false",
      "B*N*dim*hidden true",
    ]);
    expect(audit.extra).toEqual(["3*N*hidden**2"]);
  });

  it("names elementwise work beside", () => {
    const text = `${MLP}    def flops(self, N):
        return 2 * N * self.dim * self.hidden + N * self.hidden * self.hidden + N * self.hidden
`;
    const [audit] = analyze(text).subjects[0].audits;
    expect(audit.verdict).toBe(
      "It equals the derived MACs of one sample (`B` = 1), with N*hidden of elementwise work beside.",
    );
    expect(audit.extra).toEqual([]);
  });
});
