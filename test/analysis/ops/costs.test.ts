import { describe, expect, test } from "vitest";
import { traffic } from "../../../src/analysis/cost/traffic";
import { type Dim, parseDim, print, sub, symbol } from "../../../src/analysis/dims";
import { families, familiesByName } from "../../../src/analysis/ops/families";
import { free } from "../../../src/analysis/ops/registry";
import { Tensor } from "../../../src/analysis/tensor/tensor";
import { stepOf } from "../../../src/analysis/trace/trace";
import { PyList, PySlice, PyTuple, type Value } from "../../../src/analysis/values";
import { call, t } from "./machine";

const F = "torch.nn.functional";
const list = (...items: Value[]) => new PyTuple(items);

/** The step that a call left; its first result knows it. */
function step(name: string, args: Value[], kwargs: Record<string, Value> = {}) {
  const result = call(name, args, kwargs);
  const tensor = result instanceof PyTuple ? result.items[0] : result;
  const step = tensor instanceof Tensor ? stepOf(tensor) : undefined;
  if (step === undefined) throw new Error(`${name}: ${String(result)}`);
  return step;
}

function expectFormula(dim: Dim, formula: string) {
  const want = parseDim(formula);
  expect(want, formula).toBeDefined();
  expect(sub(dim, want!), `${print(dim)}, not ${formula}`).toBe(0);
}

type Case = [call: string, args: Value[], kwargs: Record<string, Value>, formula: string];

const x = () => t(["N", "C", "H", "W"]);
const seq = () => t(["T", "N", "I"]);
const lstmParams = () => new PyList([t([64, "I"]), t([64, 16]), t([64]), t([64])]);

/** Multiply-accumulates by hand: one for each product that is added up. */
const macs: Case[] = [
  ["torch.mm", [t(["N", "K"]), t(["K", "P"])], {}, "N*K*P"],
  ["torch.bmm", [t(["B", "N", "K"]), t(["B", "K", "P"])], {}, "B*N*K*P"],
  ["torch.matmul", [t(["B", "H", "L", "E"]), t(["B", "H", "E", "S"])], {}, "B*H*L*E*S"],
  ["torch.matmul", [t(["B", "N", "K"]), t(["K"])], {}, "B*N*K"],
  ["torch.matmul", [t(["K"]), t(["K"])], {}, "K"],
  ["Tensor.__matmul__", [t(["N", "K"]), t(["B", "K", "P"])], {}, "B*N*K*P"],
  ["torch.addmm", [t(["P"]), t(["N", "K"]), t(["K", "P"])], {}, "N*K*P"],
  ["torch.baddbmm", [t([1]), t(["B", "N", "K"]), t(["B", "K", "P"])], {}, "B*N*K*P"],
  ["torch.addbmm", [t([1]), t(["B", "N", "K"]), t(["B", "K", "P"])], {}, "B*N*K*P"],
  ["torch.mv", [t(["N", "K"]), t(["K"])], {}, "N*K"],
  ["torch.addmv", [t(["N"]), t(["N", "K"]), t(["K"])], {}, "N*K"],
  ["torch.dot", [t(["K"]), t(["K"])], {}, "K"],
  ["torch.inner", [t(["N", "K"]), t(["P", "K"])], {}, "N*K*P"],
  ["torch.linalg.vecdot", [t(["N", "K"]), t(["N", "K"])], {}, "N*K"],
  ["torch.tensordot", [t(["N", "K", "L"]), t(["K", "L", "P"])], { dims: 2 }, "N*K*L*P"],
  ["torch.linalg.matrix_power", [t(["B", "N", "N"]), 4], {}, "2*B*N**3"],
  [`${F}.linear`, [t(["B", "N", "C"]), t(["D", "C"]), t(["D"])], {}, "B*N*C*D"],
  [`${F}.bilinear`, [t(["N", "I"]), t(["N", "J"]), t(["O", "I", "J"]), null], {}, "N*O*I*J"],
  ["torch.einsum", ["bhid,bhjd->bhij", t(["B", "H", "I", "D"]), t(["B", "H", "J", "D"])], {}, "B*H*I*J*D"],
  ["torch.einsum", ["...nc,cd->...nd", t(["B", "N", "C"]), t(["C", "D"])], {}, "B*N*C*D"],
  ["torch.einsum", ["ij,jk,kl->il", t(["I", "J"]), t(["J", "K"]), t(["K", "L"])], {}, "I*J*K + I*K*L"],
  [`${F}.conv1d`, [t(["N", "C", "L"]), t(["K", "C", 3])], { padding: 1 }, "3*N*K*C*L"],
  [`${F}.conv2d`, [x(), t(["K", "C", 3, 5])], { padding: list(1, 2) }, "15*N*K*C*H*W"],
  [`${F}.conv2d`, [x(), t(["K", "C", 1, 1]), t(["K"])], {}, "N*K*C*H*W"],
  [`${F}.conv2d`, [x(), t(["C", 1, 3, 3])], { padding: 1, groups: symbol("C") }, "9*N*C*H*W"],
  [`${F}.conv2d`, [t(["N", 8, 32, 32]), t([16, 4, 2, 2])], { stride: 2, groups: 2 }, "N*16*16*16*4*4"],
  [`${F}.conv2d`, [x(), t(["K", "C", 3, 3])], { padding: "same", dilation: 2 }, "9*N*K*C*H*W"],
  [`${F}.conv3d`, [t(["N", "C", "D", "H", "W"]), t(["K", "C", 1, 1, 1])], {}, "N*K*C*D*H*W"],
  [`${F}.conv_transpose1d`, [t(["N", "C", "L"]), t(["C", "K", 4])], { stride: 2 }, "4*N*C*K*L"],
  [`${F}.conv_transpose2d`, [x(), t(["C", "K", 2, 2])], { stride: 2 }, "4*N*C*K*H*W"],
  [`${F}.conv_transpose2d`, [t(["N", 6, 5, 5]), t([6, 2, 3, 3])], { groups: 3 }, "N*6*25*2*9"],
  ["torch.conv_tbc", [t(["T", "B", "C"]), t([1, "C", "K"]), t(["K"])], {}, "T*B*C*K"],
  [
    `${F}.scaled_dot_product_attention`,
    [t(["B", "H", "L", "E"]), t(["B", "H", "S", "E"]), t(["B", "H", "S", "V"])],
    {},
    "B*H*L*S*(E + V)",
  ],
  [
    `${F}.scaled_dot_product_attention`,
    [t(["B", 8, "L", "E"]), t(["B", 2, "S", "E"]), t(["B", 2, "S", "E"])],
    { enable_gqa: true },
    "16*B*L*S*E",
  ],
  [
    "torch.lstm",
    [seq(), new PyList([t([1, "N", 16]), t([1, "N", 16])]), lstmParams(), true, 1, 0, false, false, false],
    {},
    "T*N*(64*I + 1024)",
  ],
  ["torch.gru_cell", [t(["N", "I"]), t(["N", 8]), t([24, "I"]), t([24, 8])], {}, "N*(24*I + 192)"],
  ["torch.rnn_tanh_cell", [t(["N", "I"]), t(["N", "J"]), t(["J", "I"]), t(["J", "J"])], {}, "N*J*(I + J)"],
];

/** FLOPs of what has no MACs, or beside them. */
const flops: Case[] = [
  ["torch.add", [t(["N", 1]), t(["M"])], {}, "N*M"],
  ["torch.exp", [t(["N", "C"])], {}, "N*C"],
  [`${F}.relu`, [x()], {}, "N*C*H*W"],
  [`${F}.gelu`, [t(["N", "C"])], {}, "5*N*C"],
  [`${F}.softmax`, [t(["N", "C"])], { dim: -1 }, "5*N*C"],
  [`${F}.layer_norm`, [t(["N", "C"]), list(symbol("C")), t(["C"]), t(["C"])], {}, "8*N*C"],
  ["torch.sum", [t(["N", "C"])], { dim: 1 }, "N*C"],
  ["torch.var", [t(["N", "C"])], { dim: 1 }, "3*N*C"],
  [`${F}.max_pool2d`, [t(["N", "C", 8, 8]), 2], {}, "64*N*C"],
  [`${F}.adaptive_avg_pool2d`, [x(), 1], {}, "N*C*H*W"],
  [`${F}.linear`, [t(["N", "C"]), t(["D", "C"]), t(["D"])], {}, "2*N*C*D + N*D"],
  [`${F}.conv2d`, [x(), t(["K", "C", 1, 1]), t(["K"])], {}, "2*N*K*C*H*W + N*K*H*W"],
  [`${F}.mse_loss`, [t(["N", "C"]), t(["N", "C"])], {}, "3*N*C"],
  ["torch.cdist", [t(["P", "M"]), t(["R", "M"])], {}, "3*P*R*M"],
  ["torch.linalg.inv", [t(["N", "N"])], {}, "2*N**3"],
  ["torch.cumsum", [t(["N", "C"]), 1], {}, "N*C"],
];

const titled = (cases: Case[]) => cases.map((each) => [`${each[0]} ${each[3]}`, ...each] as const);

describe("MACs by hand", () => {
  test.each(titled(macs))("%s", (_, name, args, kwargs, formula) => {
    expectFormula(step(name, args, kwargs).cost.macs, formula);
  });
});

describe("FLOPs by hand", () => {
  test.each(titled(flops))("%s", (_, name, args, kwargs, formula) => {
    expectFormula(step(name, args, kwargs).cost.flops, formula);
  });
});

describe("bytes", () => {
  const all = new PySlice(null, null, null);
  const cases: [title: string, call: string, args: Value[], read: string, written: string][] = [
    ["a sum reads both and writes one", "torch.add", [t(["N", 1]), t(["M"], "float16")], "4*N + 2*M", "4*N*M"],
    ["in place, the target is read and written", "Tensor.add_", [t(["N"]), t(["N"])], "8*N", "4*N"],
    ["a view moves nothing", "Tensor.transpose", [t(["N", "M"]), 0, 1], "0", "0"],
    ["memory is allocated without being written", "torch.empty", [list(symbol("N"), 3)], "0", "0"],
    ["zeros are written", "torch.zeros", [list(symbol("N"), 3)], "0", "12*N"],
    ["what is overwritten is not read", "Tensor.zero_", [t(["N"])], "0", "4*N"],
    ["a copy reads its source alone", "Tensor.copy_", [t(["N", "M"], "float64"), t(["M"])], "4*M", "8*N*M"],
    [
      "only the rows of the table that are looked up are read",
      `${F}.embedding`,
      [t([2, 3], "int64"), t([5000, 64])],
      `${6 * 8 + 6 * 64 * 4}`,
      `${6 * 64 * 4}`,
    ],
    ["a part is written", "Tensor.__setitem__", [t(["N", 8]), list(all, 0), 1], "0", "4*N"],
  ];
  test.each(cases)("%s", (_, name, args, read, written) => {
    const target = args[0] as Tensor;
    const result = call(name, args);
    const moved = traffic(stepOf((result instanceof Tensor ? result : target) as Tensor)!);
    expectFormula(moved.read, read);
    expectFormula(moved.written, written);
  });

  test("what expand repeats is in memory once", () => {
    const wide = call("Tensor.expand", [t(["N", 1]), symbol("N"), 64]) as Tensor;
    expectFormula(traffic(step("torch.exp", [wide])).read, "4*N");
  });
});

describe("every operator", () => {
  const makers = families.flat().filter(({ schema }) => schema.returns === "list" || schema.returns > 0);
  test("that computes says what, in letters", () => {
    const mute = makers.filter(({ row }) => !row.view && row.cost !== free && row.costText === undefined);
    expect(mute.map(({ schema }) => schema.name)).toEqual(["lobpcg", "roi_pool", "ps_roi_pool"]);
  });

  test("of the products and convolutions names MACs", () => {
    const { matmul, convolution, einsum, attention, recurrent } = familiesByName;
    const texts = [matmul, convolution, einsum, attention, recurrent].flat().map(({ row }) => row.costText);
    for (const text of texts) expect(text).toMatch(/ (MACs|FLOPs)$/);
  });
});
