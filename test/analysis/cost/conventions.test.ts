import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ConventionName, conventionNames, totalsByConvention } from "../../../src/analysis/cost/conventions";
import { print, symbol } from "../../../src/analysis/dims";
import type { Tensor } from "../../../src/analysis/tensor/tensor";
import { stepOf } from "../../../src/analysis/trace/trace";
import { PyTuple } from "../../../src/analysis/values";
import { call, t } from "../ops/machine";
import { analyzerOf } from "../support";

/** What the tools themselves said: tools/record/conventions.py. */
const recorded: Record<string, { version: string; totals: Record<string, number> }> = JSON.parse(
  readFileSync("test/oracle/conventions.json", "utf8"),
);
const models = readFileSync("test/fixtures/conventions.py", "utf8");

function conventionsOf(source: string, call: string) {
  const analyzer = analyzerOf({ "/project/models.py": source });
  const { conventions, report, failed } = analyzer.trace("/project/models.py", call);
  expect(failed).toBeUndefined();
  expect(report.diagnostics).toEqual([]);
  return conventions!();
}

describe.each(Object.keys(recorded.fvcore.totals))("%s", (name) => {
  const told = conventionsOf(models, `${name}()(torch.empty(${name}.sample))`);
  test.each(conventionNames)("counts as %s does", (tool) => {
    expect(told[tool].total).toBe(recorded[tool].totals[name]);
  });
});

test("what a tool does not see is named", () => {
  const { thop, fvcore, torchvision, ptflops } = conventionsOf(models, "Attention()(torch.empty(Attention.sample))");
  expect(torchvision.leftOut).toContainEqual({ op: "layer_norm", count: 1 });
  expect(fvcore.leftOut.map(({ op }) => op)).toEqual(["mul", "softmax.functional", "add", "gelu"]);
  expect(thop.leftOut).toContainEqual({ op: "matmul", count: 2 });
  expect(ptflops.leftOut).toContainEqual({ op: "matmul", count: 2 });
});

test("totals are formulas where sizes are symbols", () => {
  const steps = [
    call("torch.nn.functional.linear", [t(["B", "N", "C"]), t(["D", "C"])]),
    call("torch.nn.functional.layer_norm", [t(["B", "N", "C"]), new PyTuple([symbol("C")])]),
    call("torch.matmul", [t(["B", "N", "C"]), t(["B", "C", "N"])]),
  ].map((result) => stepOf(result as Tensor)!);
  const totals = totalsByConvention(steps);
  const text = (name: ConventionName) => print(totals[name].total);
  expect(text("torchvision")).toBe("B*C*D*N + B*C*N**2");
  expect(text("flop_counter")).toBe("2*B*C*D*N + 2*B*C*N**2");
  expect(text("fvcore")).toBe("B*C*D*N + B*C*N**2 + 4*B*C*N");
  expect(text("ptflops")).toBe("B*C*N**2");
  expect(totals.thop).toEqual({
    unit: "MACs",
    total: 0,
    leftOut: ["linear", "layer_norm", "matmul"].map((op) => ({ op, count: 1 })),
  });
});
