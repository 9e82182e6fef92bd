import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { print, printRelation } from "../../../src/analysis/dims";
import { callOp } from "../../../src/analysis/ops/dispatch";
import { OpTable } from "../../../src/analysis/ops/registry";
import type { Tensor } from "../../../src/analysis/tensor/tensor";
import { stepOf } from "../../../src/analysis/trace/trace";
import type { Value } from "../../../src/analysis/values";
import { example } from "./example";
import { StubMachine, t } from "./machine";

const unindented = (text: string) => text.replace(/^ +/gm, "");

test("the README's example is the one that is compiled here", () => {
  const [, block] = /```ts\n([\s\S]*?)```/.exec(readFileSync("src/analysis/ops/README.md", "utf8")) ?? [];
  const source = readFileSync("test/analysis/ops/example.ts", "utf8");
  expect(unindented(source)).toContain(unindented(block));
});

test("one row makes function and method, binding, promotion, checks and cost", () => {
  const table = new OpTable([example]);
  const machine = new StubMachine();
  const run = (name: string, args: Value[], kwargs: Record<string, Value> = {}) =>
    callOp(machine, "pair_sum", table.get(name)!, args, new Map(Object.entries(kwargs))) as Tensor;
  const byFunction = run("torch.pair_sum", [t(["B", 4, "C"]), t(["B", 4, "C"], "float64")]);
  expect([byFunction.shape.map(print), byFunction.dtype]).toEqual([["B", "4"], "float64"]);
  const byMethod = run("Tensor.pair_sum", [t([2, "N"])], { other: t([2, "M"]), dim: -1 });
  expect(byMethod.shape).toEqual([2]);
  expect(machine.requirements.map(printRelation)).toEqual(["N == M"]);
  expect(print(stepOf(byFunction)!.cost.flops)).toBe("8*B*C - 4*B");
  expect(() => run("torch.pair_sum", [t([2]), t([2, 3])])).toThrow();
});
