import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, symbol } from "../../../src/analysis/dims";
import { Tensor } from "../../../src/analysis/tensor/tensor";
import { call, Refusal, StubMachine, t } from "../ops/machine";

/** https://numpy.org/doc/stable/user/basics.broadcasting.html, in the plainest way: undefined where shapes do not fit. */
function broadcast(shapes: readonly (readonly number[])[]): number[] | undefined {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result: number[] = [];
  for (let n = 0; n < rank; n++) {
    const sizes = shapes.map((shape) => shape[n - (rank - shape.length)] ?? 1);
    const wide = [...new Set(sizes.filter((size) => size !== 1))];
    if (wide.length > 1) return undefined;
    result.push(wide[0] ?? 1);
  }
  return result;
}

const shape = fc.array(fc.constantFrom(0, 1, 1, 2, 2, 3), { maxLength: 4 });

test("numbers", () => {
  fc.assert(
    fc.property(fc.array(shape, { minLength: 1, maxLength: 3 }), (shapes) => {
      const result = call(
        "torch.broadcast_tensors",
        shapes.map((each) => t(each)),
      );
      const want = broadcast(shapes);
      if (want === undefined) expect(result).toBeInstanceOf(Refusal);
      else
        expect((result as unknown as { items: Tensor[] }).items.map((each) => each.shape)).toEqual(
          shapes.map(() => want),
        );
    }),
    { numRuns: 1000 },
  );
});

test("a symbolic sum, evaluated, is the sum of the numbers, and where its requirements hold the numbers fit", () => {
  const names = ["B", "N", "C"];
  const size = fc.oneof(fc.constantFrom(...names), fc.constantFrom(1, 2, 3));
  const symbolic = fc.array(size, { maxLength: 3 });
  const values = fc.record({
    B: fc.integer({ min: 1, max: 3 }),
    N: fc.integer({ min: 1, max: 3 }),
    C: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(symbolic, symbolic, values, (a, b, sizes) => {
      const machine = new StubMachine();
      const at = (name: string) => sizes[name as keyof typeof sizes];
      const given = (dims: readonly (string | number)[]) =>
        t(dims.map((dim) => (typeof dim === "string" ? symbol(dim) : dim)));
      const result = call("torch.add", [given(a), given(b)], {}, machine);
      const want = broadcast([a, b].map((dims) => dims.map((dim) => (typeof dim === "string" ? at(dim) : dim))));
      const holds = machine.requirements.every(
        ({ kind, left, right }) => kind === "eq" && evaluate(left, at) === evaluate(right, at),
      );
      // Where a requirement does not hold, the program is another one.
      if (!holds) return;
      if (!(result instanceof Tensor)) expect(want, "refused").toBeUndefined();
      else expect(result.shape.map((dim) => evaluate(dim, at))).toEqual(want);
    }),
    { numRuns: 2000 },
  );
});
