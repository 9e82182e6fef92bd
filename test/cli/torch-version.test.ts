import { describe, expect, it } from "vitest";
import { folderWith, shapescope } from "./harness";

const source = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 13 if torch.__version__ < "2" else 2)

    def forward(self, x):
        return self.fc(x)
`;
const site = ".venv/lib/python3.11/site-packages";
const cwd = folderWith({
  "net.py": source,
  "pyproject.toml": "",
  [`${site}/torch-1.13.1.dist-info/METADATA`]: "Name: torch\n",
});
const call = ["--call", "Net()(torch.empty(4, 8))"];

describe("--torch-version", () => {
  it("comes before the version in the environment", async () => {
    const shape = async (...more: string[]) => {
      const { code, out } = await shapescope(["trace", "net.py", ...call, "--json", ...more], { cwd });
      return { code, shape: JSON.parse(out).output.shape };
    };
    expect(await shape()).toEqual({ code: 0, shape: [4, 13] });
    expect(await shape("--torch-version", "2.1")).toEqual({ code: 0, shape: [4, 2] });
  });

  it("counts in facts and explain", async () => {
    const facts = await shapescope(["facts", "net.py", "--json", "--torch-version", "2.1"], { cwd });
    expect(JSON.parse(facts.out).params).toBe(18);
    const explain = await shapescope(["explain", "net.py:11", ...call, "--torch-version", "2.1", "--json"], { cwd });
    expect(JSON.parse(explain.out).value).toEqual({ shape: [4, 2], dtype: "float32" });
  });

  it.each(["two", "2", "", "2.x", "2.1 or so"])("refuses %j", async (version) => {
    expect(await shapescope(["check", ".", "--torch-version", version], { cwd })).toEqual({
      code: 2,
      out: "",
      err: `shapescope: option '--torch-version <version>' argument '${version}' is invalid. It must be a version, such as 1.13 or 2.15.0.\n`,
    });
  });

  it.each(["trace", "facts", "explain", "check", "run"])("is in the help of %s", async (command) => {
    const { out } = await shapescope([command, "--help"], { cwd });
    expect(out.replace(/\s+/g, " ")).toContain(
      "--torch-version <version> PyTorch whose rules and messages hold (default: the environment's, else 2.15)",
    );
  });
});
