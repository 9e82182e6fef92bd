import { expect, it } from "vitest";
import { cutTo, styleFor, width } from "../../../src/cli/render/style";
import { table } from "../../../src/cli/render/table";

const plain = (text: string) => text;

it("aligns columns and leaves out those without a cell", () => {
  const columns = [{ title: "n", align: "right" as const }, { title: "empty" }, { title: "name" }];
  const rows = [{ cells: ["1", "", "a"] }, { cells: ["200", "", "bcd"] }, { cells: ["", "", "e"] }];
  expect(table(columns, rows, 80, plain)).toEqual(["  n  name", "  1  a", "200  bcd", "     e"]);
});

it("cuts the columns that give way, the first ones first", () => {
  const columns = [{ title: "a", least: 4 }, { title: "b", least: 6 }, { title: "c" }];
  const rows = [{ cells: ["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"] }];
  expect(table(columns, rows, 30, plain)[1]).toBe("aaaaa…  bbbbbbbbbb  cccccccccc");
  expect(table(columns, rows, 24, plain)[1]).toBe("aaa…  bbbbb…  cccccccccc");
  expect(table(columns, rows, 10, plain)[1]).toBe("aaa…  bbbbb…  cccccccccc");
});

it("styles cells without counting the escape sequences", () => {
  const { red } = styleFor({ colors: true });
  const rows = [{ cells: ["a", "b"] }, { cells: ["aaa", "b"], style: red }];
  expect(table([{ title: "x" }, { title: "y", style: red }], rows, 80, plain)).toEqual([
    "x    y",
    "a    \u001b[31mb\u001b[39m",
    "\u001b[31maaa\u001b[39m  \u001b[31mb\u001b[39m",
  ]);
});

it("measures what a terminal shows", () => {
  expect(width("abc")).toBe(3);
  expect(width("\u001b[1mabc\u001b[22m")).toBe(3);
  expect(width("形状")).toBe(4);
  expect(width("e\u0301")).toBe(1);
  expect(cutTo("形状が合わない", 7)).toBe("形状が…");
  expect(cutTo("short", 5)).toBe("short");
});
