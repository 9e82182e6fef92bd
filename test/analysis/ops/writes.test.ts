import { expect, test } from "vitest";
import type { Tensor } from "../../../src/analysis/tensor/tensor";
import { PyTuple } from "../../../src/analysis/values";
import { call, StubMachine, t } from "./machine";

test("a write is seen in the views of the tensor", () => {
  const base = t([2, 2], "int64", [1, 2, 3, 4]);
  const row = call("Tensor.__getitem__", [base, 0]) as Tensor;
  expect(row.data).toEqual([1, 2]);
  call("Tensor.__setitem__", [base, new PyTuple([0, 1]), 7]);
  expect(base.data).toEqual([1, 7, 3, 4]);
  expect(row.data).toEqual([1, 7]);
});

test("a write into a view is seen in what it shows, and in its other views", () => {
  const base = t([2, 2], "int64", [1, 2, 5, 6]);
  const row = call("Tensor.__getitem__", [base, 0]) as Tensor;
  const turned = call("Tensor.t", [base]) as Tensor;
  call("Tensor.add_", [row, 1]);
  expect(row.data).toEqual([2, 3]);
  expect(base.data).toEqual([2, 3, 5, 6]);
  expect(turned.data).toEqual([2, 5, 3, 6]);
});

test("a write of what is not known makes the values of all that share the storage unknown", () => {
  const base = t([2, 2], "int64", [1, 2, 3, 4]);
  const row = call("Tensor.__getitem__", [base, 0]) as Tensor;
  call("Tensor.copy_", [row, t([2], "int64")]);
  expect([row.data, base.data]).toEqual([undefined, undefined]);
});

test("a copy keeps its values when the original is written", () => {
  const base = t([2], "int64", [1, 2]);
  const copy = call("Tensor.clone", [base]) as Tensor;
  call("Tensor.zero_", [base]);
  expect(base.data).toEqual([0, 0]);
  expect(copy.data).toEqual([1, 2]);
});

test("an in-place operator keeps dtype and identity, and is recorded as a write", () => {
  const machine = new StubMachine();
  const target = t([2], "float32");
  expect(call("Tensor.add_", [target, t([2], "float64")], {}, machine)).toBe(target);
  expect(target.dtype).toBe("float32");
  expect(machine.trace.steps.map(({ op, writes }) => [op, writes])).toEqual([["add", target]]);
});

test("an `out` argument takes the result's shape", () => {
  const out = t([0]);
  expect(call("torch.add", [t([2, 3]), 1], { out })).toBe(out);
  expect(out.shape).toEqual([2, 3]);
  expect(String(call("torch.amin", [t([2])], { out: t([], "int64") }))).toBe(
    "RuntimeError: Expected the dtype for input and out to match, but got Float for input's dtype and Long for out's dtype.",
  );
});

test("symbolic sizes become requirements where PyTorch would check them", () => {
  const machine = new StubMachine();
  call("torch.add", [t(["B", "N"]), t(["B", "M"])], {}, machine);
  call("torch.topk", [t(["N"]), 3], {}, machine);
  expect(machine.requirements.map(({ kind, left, right }) => `${left} ${kind} ${right}`)).toEqual(["N eq M", "N ge 3"]);
});

test("a flag that is not known is tried both ways", () => {
  const machine = new StubMachine();
  const flag = machine.unknown("it was not given", "bool");
  expect((call("torch.sum", [t([2, 3]), 0, flag], {}, machine) as Tensor).shape).toEqual([3]);
});

test("unknown numbers leave the shape known", () => {
  const machine = new StubMachine();
  const scale = machine.unknown("it was not given", "float");
  const result = call("torch.mul", [t([2, 3]), scale], {}, machine) as Tensor;
  expect([result.shape, result.dtype]).toEqual([[2, 3], "float32"]);
});
