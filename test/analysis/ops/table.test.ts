import { describe, expect, test } from "vitest";
import { families, operators } from "../../../src/analysis/ops/families";

const rows = families.flat();

describe("the operator table", () => {
  test.each(rows.map((row) => [row.text, row] as const))("%s", (_, { schema, row, names }) => {
    expect(schema.name).toMatch(/^\w+$/);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(/^(torch|Tensor)(\.\w+)+$/);
    expect(row.shape ?? row.out).toBeDefined();
    expect(row.doc, "the rule in letters").toBeDefined();
    for (const letter of Object.keys(row.letters ?? {}))
      expect(schema.args.map((argument) => argument.name)).toContain(letter);
  });

  test("rows that make tensors say what they cost", () => {
    const silent = rows.filter(({ schema, row }) => {
      const makesTensors = schema.returns === "list" || schema.returns > 0;
      return (
        makesTensors &&
        row.cost === undefined &&
        row.costText === undefined &&
        row.view === undefined &&
        !schema.returnType.includes("any")
      );
    });
    // How often they iterate, or how much they visit, depends on the data.
    expect(silent.map(({ schema }) => schema.name)).toEqual(["lobpcg", "roi_pool", "ps_roi_pool"]);
  });

  test("in-place and reflected names stand beside the plain ones", () => {
    const under = (name: string) => operators.get(name)?.map(({ schema }) => schema.name);
    expect(under("Tensor.add_")).toEqual(["add"]);
    expect(under("Tensor.__iadd__")).toEqual(["add"]);
    expect(under("Tensor.__rsub__")).toEqual(["rsub"]);
    expect(under("Tensor.__rtruediv__")).toEqual(["div"]);
    expect(under("Tensor.__irsub__")).toBeUndefined();
  });
});
