import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Answer, evaluator, plainMessage } from "./support";

/**
 * PyTorch's layers as PyTorch has them: names and shapes of their states, shapes of their results, and what they refuse.
 * Recorded by `tools/record/nn.py`.
 */
type Recorded = Answer & { error?: string; message?: string };

interface Layer {
  /** The version that was asked, whose rules hold, where it is another than the file's. */
  pytorch?: string;
  build: string;
  args: string;
  state?: Record<string, number[]>;
  eval?: Recorded;
  train?: Recorded;
  error?: string;
  message?: string;
}

interface Expression {
  /** As that of a layer. */
  pytorch?: string;
  code: string;
  result: Recorded;
}

const oracle: { pytorch: string; layers: Layer[]; expressions: Expression[] } = JSON.parse(
  readFileSync(new URL("../oracle/nn.json", import.meta.url), "utf8"),
);
const evaluate = evaluator();

function expectAs(code: string, recorded: Recorded, version = oracle.pytorch): void {
  const answer = evaluate(code, version) as Recorded;
  if (recorded.error === undefined) {
    expect(answer, code).toEqual(recorded);
    return;
  }
  expect(answer.error, `${code} gave ${JSON.stringify(answer)}`).toBe(recorded.error);
  expect(plainMessage(answer.message ?? ""), code).toContain(plainMessage(recorded.message!));
}

describe("layers", () => {
  it.each(oracle.layers.map((layer): [string, Layer] => [`${layer.build} on (${layer.args})`, layer]))(
    "%s",
    (_, { pytorch, build, args, state, eval: evaluated, train, error, message }) => {
      if (error !== undefined) return expectAs(build, { error, message } as Recorded, pytorch);
      if (state !== undefined) {
        const sizes = Object.entries(state).map(([name, shape]) => [name, shape.map((size) => ({ py: String(size) }))]);
        const code = `{name: list(tensor.shape) for name, tensor in (${build}).state_dict().items()}`;
        expect(evaluate(code, pytorch ?? oracle.pytorch)).toEqual(Object.fromEntries(sizes));
      }
      expectAs(`(${build}).eval()(${args})`, evaluated!, pytorch);
      expectAs(`(${build}).train()(${args})`, train!, pytorch);
    },
  );
});

describe("expressions", () => {
  it.each(oracle.expressions.map((one): [string, Expression] => [one.code, one]))("%s", (code, { result, pytorch }) =>
    expectAs(code, result, pytorch),
  );
});

describe("a parameter of a size that is not known", () => {
  it("can be registered, and normed", () => {
    const program =
      "from elsewhere import size\nimport torch\nfrom torch import nn\nfrom torch.nn.utils import weight_norm\n";
    const loaded = evaluator(program);
    expect(loaded("type(weight_norm(nn.Conv1d(size, 4, 3))).__name__")).toEqual({ py: "'Conv1d'" });
    expect(loaded("isinstance(torch.ones(*size), nn.Parameter)")).toHaveProperty("unknown");
  });

  const code = `
import torch
from torch import nn
from elsewhere import size
class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(*size))
`;
  it("is one all the same: an optimizer has something to do", () => {
    expect(evaluator(code)("torch.optim.Adam(Scale().parameters()) is None")).toEqual({ py: "False" });
  });
});

it("what a state that is not known leaves out is not known", () => {
  const loaded = evaluator("import torch\nfrom elsewhere import state\nnet = torch.nn.Linear(2, 3)\n");
  expect(loaded("net.load_state_dict(state, strict=False).missing_keys")).toHaveProperty("unknown");
  // Where anything were missing, it would have raised.
  expect(loaded("net.load_state_dict(state).missing_keys")).toEqual([]);
});

it("1.13 refuses arguments of a module's constructor in its own words, and has no methods that came later", () => {
  expect(evaluate("type('Net', (nn.Module,), {})(3)", "1.13")).toEqual({
    error: "TypeError",
    message: "Module.__init__() takes 1 positional argument but 2 were given",
  });
  expect(evaluate("nn.PReLU(3).reset_parameters()", "1.13")).toHaveProperty("unknown");
});

it("what DataParallel spreads over devices is not known", () => {
  expect(evaluate("nn.DataParallel(nn.Linear(2, 3)).gather([torch.ones(2)], 0)", oracle.pytorch)).toHaveProperty(
    "unknown",
  );
});
