import { expect, it } from "vitest";
import { below, folderOf, native, slashed } from "../../src/analysis/paths";

it.each([
  ["C:\\p\\net.py", "c:/p/net.py"],
  ["c:/p\\net.py", "c:/p/net.py"],
  ["\\\\server\\share\\net.py", "//server/share/net.py"],
  ["/p/b\\c.py", "/p/b\\c.py"],
  ["<call>", "<call>"],
  ["", ""],
])("has one form of %j", (path, form) => {
  expect(slashed(path)).toBe(form);
  expect(slashed(form)).toBe(form);
});

it.each([
  ["c:/p/net.py", "C:\\p\\net.py"],
  ["//server/share/net.py", "\\\\server\\share\\net.py"],
  ["/p/b\\c.py", "/p/b\\c.py"],
  ["<call>", "<call>"],
])("writes %j as its system does", (path, told) => expect(native(path)).toBe(told));

it("finds folders and what is below them", () => {
  expect(["c:/p/net.py", "/net.py", "net.py"].map(folderOf)).toEqual(["c:/p", "", ""]);
  expect(below("c:/p/q/net.py", "c:/p")).toBe("q/net.py");
  expect(below("c:/p/net.py", "c:/")).toBe("p/net.py");
  expect(below("/p2/net.py", "/p")).toBeUndefined();
});
