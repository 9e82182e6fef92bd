import type { CallNode, DimJson, ShapeJson, StepNode, Totals } from "../../src/analysis/report";
import type { ExecutedStep, FillResult, ForwardResult } from "../../src/server/protocol";
import type { FormView, ForwardView, RunStatus, RunView } from "../../src/webview/protocol";

/** Absolute path of the file that the fixtures are about. */
export const file = "/models/window_attention.py";
const target = { uri: `file://${file}`, subject: "WindowAttention" };

const tensor = (...shape: DimJson[]): ShapeJson => ({ shape, dtype: "float32" });

interface StepFields {
  op: string;
  line: number;
  inputs: ShapeJson[];
  output: ShapeJson;
  macs?: DimJson;
  flops?: DimJson;
  module?: string;
}

function step(index: number, { macs = 0, flops = 0, module = "", ...rest }: StepFields): StepNode {
  return { ...rest, index, file, module, macs, flops, start: index * 10, end: index * 10 + 5 };
}

function linear(path: string, index: number, line: number, [b, n, c]: [number, number, number], out: number): CallNode {
  const macs = b * n * c * out;
  const inputs = [tensor(b, n, c)];
  const output = tensor(b, n, out);
  const inner = step(index, {
    op: "linear",
    line,
    inputs: [...inputs, tensor(out, c), tensor(out)],
    output,
    macs,
    flops: 2 * macs + b * n * out,
    module: path,
  });
  return {
    path,
    class: "Linear",
    file,
    line,
    inputs,
    output,
    params: out * c + out,
    macs,
    flops: inner.flops,
    children: [inner],
  };
}

/** Window attention on 64 windows of 7 × 7: 64 × 49 × 96, three heads. */
function windowAttention(): CallNode {
  const [b, n, c, h] = [64, 49, 96, 3];
  const heads = tensor(b, h, n, c / h);
  const scores = tensor(b, h, n, n);
  const matmul = b * n * n * c;
  const children = [
    linear("qkv", 10, 44, [b, n, c], 3 * c),
    step(11, { op: "reshape", line: 44, inputs: [tensor(b, n, 3 * c)], output: tensor(b, n, 3, h, c / h) }),
    step(12, { op: "permute", line: 44, inputs: [tensor(b, n, 3, h, c / h)], output: tensor(3, b, h, n, c / h) }),
    step(13, { op: "mul", line: 46, inputs: [heads], output: heads, flops: b * n * c }),
    step(14, { op: "transpose.int", line: 47, inputs: [heads], output: tensor(b, h, c / h, n) }),
    step(15, {
      op: "matmul",
      line: 47,
      inputs: [heads, tensor(b, h, c / h, n)],
      output: scores,
      macs: matmul,
      flops: 2 * matmul,
    }),
    step(16, {
      op: "add.Tensor",
      line: 60,
      inputs: [scores, tensor(1, h, n, n)],
      output: scores,
      flops: b * h * n * n,
    }),
    {
      path: "softmax",
      class: "Softmax",
      file,
      line: 66,
      inputs: [scores],
      output: scores,
      params: 0,
      macs: 0,
      flops: 5 * b * h * n * n,
      children: [
        step(17, {
          op: "softmax.int",
          line: 66,
          inputs: [scores],
          output: scores,
          flops: 5 * b * h * n * n,
          module: "softmax",
        }),
      ],
    } satisfies CallNode,
    step(18, { op: "matmul", line: 68, inputs: [scores, heads], output: heads, macs: matmul, flops: 2 * matmul }),
    step(19, { op: "reshape", line: 68, inputs: [heads], output: tensor(b, n, c) }),
    linear("proj", 20, 69, [b, n, c], c),
  ];
  const sum = (key: "macs" | "flops"): number => children.reduce((total, child) => total + Number(child[key]), 0);
  return {
    path: "",
    class: "WindowAttention",
    file,
    line: 43,
    inputs: [tensor(b, n, c)],
    output: tensor(b, n, c),
    params: 37_788,
    macs: sum("macs"),
    flops: sum("flops"),
    children,
  };
}

function totalsOf(call: CallNode): Totals {
  return {
    params: call.params,
    buffers: 2_465,
    macs: call.macs,
    flops: call.flops,
    activationBytes: 18_063_360,
    peakBytes: 9_483_264,
  };
}

function resultOf(call: CallNode): ForwardResult {
  const entry = {
    id: "example",
    label: "WindowAttention(96, (7, 7), 3)(torch.empty(64, 49, 96))",
    kind: "example" as const,
    inputs: [{ name: "x", value: call.inputs[0]! }],
    output: call.output,
    totals: totalsOf(call),
    runnable: true,
    assumed: ["mask = None", "temporal = False"],
    mode: ["evaluation mode, as after .eval()"],
    requirements: ["C % num_heads == 0"],
    uncounted: [{ op: "index.Tensor", count: 1 }],
    symbols: [],
  };
  const symbolic = { ...entry, id: "symbolic", label: "symbolic", kind: "symbolic" as const };
  return {
    uri: target.uri,
    file,
    subject: target.subject,
    entry,
    calls: [call],
    lines: [],
    audits: [
      {
        method: "flops",
        start: 2000,
        end: 2005,
        arguments: "N=49, T=1, temporal=False",
        stated: 460_992,
        derived: 2_267_328,
        terms: [
          { formula: 1_354_752, op: "linear", line: 44, stated: false },
          { formula: 230_496, op: "matmul", line: 47, stated: true },
          { formula: 230_496, op: "matmul", line: 68, stated: true },
          { formula: 451_584, op: "linear", line: 69, stated: false },
        ],
        extra: [],
        verdict: "lacks qkv (line 44) and proj (line 69)",
      },
    ],
    entries: [entry, symbolic],
    convention: "macs",
    ms: 12,
  };
}

export function forwardResult(): ForwardResult {
  return resultOf(windowAttention());
}

/** A model of `blocks` blocks of four rows each, below one root. */
export function largeForwardResult(blocks: number): ForwardResult {
  const children = Array.from({ length: blocks }, (_, at): CallNode => {
    const path = `layers.${at}`;
    const one = linear(`${path}.fc`, 3 * at, 20 + at, [8, 16, 32], 32);
    return {
      path,
      class: "Block",
      file,
      line: 12,
      inputs: one.inputs,
      output: one.output,
      params: one.params,
      macs: one.macs,
      flops: one.flops,
      children: [
        one,
        step(3 * at + 1, { op: "relu", line: 14, inputs: [one.output], output: one.output, flops: 4096, module: path }),
      ],
    };
  });
  const first = children[0]!;
  const sum = (key: "params" | "macs" | "flops"): number =>
    children.reduce((total, child) => total + Number(child[key]), 0);
  return resultOf({
    ...first,
    path: "",
    class: "Deep",
    params: sum("params"),
    macs: sum("macs"),
    flops: sum("flops"),
    children,
  });
}

/** The same pass on symbolic sizes: formulas instead of numbers, and it can't be run. */
export function symbolicForwardResult(): ForwardResult {
  const x = tensor("B_", "N", "dim");
  const call: CallNode = {
    path: "",
    class: "WindowAttention",
    file,
    line: 43,
    inputs: [x],
    output: x,
    params: "4*dim**2 + 4*dim",
    macs: "4*B_*N*dim**2 + 2*B_*N**2*dim",
    flops: "8*B_*N*dim**2 + 4*B_*N**2*dim + 7*B_*N**2*num_heads",
    children: [
      step(10, { op: "linear", line: 44, inputs: [x], output: tensor("B_", "N", "3*dim"), macs: "3*B_*N*dim**2" }),
      step(11, {
        op: "matmul",
        line: 47,
        inputs: [tensor("B_", "num_heads", "N", "dim//num_heads")],
        output: tensor("B_", "num_heads", "N", "N"),
        macs: "B_*N**2*dim",
      }),
    ],
  };
  const result = resultOf(call);
  const entry = {
    ...result.entry,
    id: "symbolic",
    label: "symbolic",
    kind: "symbolic" as const,
    runnable: false,
    notRunnable: "the sizes B_, N and dim are not numbers",
    symbols: [
      { name: "B_", origin: "dimension 0 of x" },
      { name: "dim", origin: "constructor parameter" },
    ],
  };
  return { ...result, entry, entries: [entry] };
}

export function forwardView(forward: ForwardResult | undefined, reason?: string): ForwardView {
  return { target, file: "models/window_attention.py", forward, reason };
}

/** What executing a forward pass gives: a bell of values for every step. */
export function executedSteps(forward: ForwardResult): ExecutedStep[] {
  const steps: ExecutedStep[] = [];
  const visit = (node: CallNode | StepNode): void => {
    if ("children" in node) {
      node.children.forEach(visit);
      return;
    }
    const shape = (node.output as { shape: number[] }).shape;
    const softmax = node.op.startsWith("softmax");
    const [low, high] = softmax ? [0, 0.8] : [-3, 3];
    const counts = Array.from({ length: 32 }, (_, at) => {
      const x = (at - (softmax ? 0 : 15.5)) / 6;
      return Math.round(2_000 * Math.exp(-x * x));
    });
    const [height, width] = [Math.min(16, shape.at(-2) ?? 1), Math.min(32, shape.at(-1) ?? 1)];
    const values = Array.from({ length: width * height }, (_, at) => {
      const wave = Math.sin((at % width) / 3 + node.index) * Math.cos(Math.floor(at / width) / 2);
      return softmax ? Math.abs(wave) * 0.8 : wave * 3;
    });
    steps.push({
      index: node.index,
      op: node.op,
      module: 0,
      executed: { shape, dtype: "float32" },
      mean: softmax ? 0.0204 : -0.0123,
      std: 0.57,
      min: low,
      max: high,
      nan: 0,
      histogram: { counts, low, high },
      picture: { width, height, values, low, high, caption: "[0, 0, :, :]" },
      ms: 0.21 + node.index / 10,
    });
  };
  forward.calls.forEach(visit);
  return steps;
}

export function runView(forward: ForwardResult | undefined, status: RunStatus, steps: ExecutedStep[]): RunView {
  return { target, file: "models/window_attention.py", forward, seed: 0, status, steps, trains: false, edited: false };
}

/** The form of a class whose sizes are symbols: what was filled in before, and one field that does not fit. */
export function formView(): FormView {
  const size = (name: string, origin: string, offered: number) => ({ name, origin, offered });
  return {
    form: {
      subject: target.subject,
      isClass: true,
      sizes: [
        size("dim", "argument of the constructor `dim`", 96),
        size("num_heads", "argument of the constructor `num_heads`", 3),
        size("B_", "dimension 0 of `x`", 64),
        size("N", "dimension 1 of `x`", 49),
      ],
      arguments: [
        { id: "constructor.dim", name: "dim", required: true, byName: false, text: [{ size: "dim" }], sizes: ["dim"] },
        { id: "constructor.norm_layer", name: "norm_layer", required: true, byName: false, text: ["..."], sizes: [] },
        { id: "constructor.qkv_bias", name: "qkv_bias", required: false, byName: false, default: "True", sizes: [] },
        {
          id: "forward.x",
          name: "x",
          required: true,
          byName: false,
          tensor: { shape: ["B_", "N", "dim"], kind: "normal" },
          sizes: ["B_", "N", "dim"],
        },
        {
          id: "forward.mask",
          name: "mask",
          required: false,
          byName: false,
          default: "None",
          tensor: { shape: ["B_", "N"], kind: "mask" },
          sizes: ["B_", "N"],
        },
      ],
      needs: [],
    },
    others: [forwardResult().entry],
    values: { sizes: { num_heads: "5" } },
  };
}

/** What is to say of it. */
export const filled: FillResult = {
  call: "WindowAttention(96, 5, nn.LayerNorm)(torch.randn(64, 49, 96))",
  problems: { num_heads: "needs dim % num_heads == 0: 96 % 5 is 1" },
  shown: ["dim", "num_heads", "B_", "N"],
  failed: "RuntimeError: shape '[64, 49, 3, 5, 19]' is invalid for input of size 903168",
  line: 44,
};
