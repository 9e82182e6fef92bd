import { describe, expect, it } from "vitest";
import { type Choice, chosen, groups, isKnown } from "../../../src/analysis/diagnostics/selection";
import type { DiagnosticJson } from "../../../src/analysis/report";

const place = { file: "a.py", line: 1, column: 1, endLine: 1, endColumn: 2, message: "" };
const told = (code: string, severity: DiagnosticJson["severity"] = "warning") => ({ ...place, code, severity });
const ALL = [
  told("broadcast", "error"),
  told("gpu"),
  told("unused-layer"),
  told("unused-result"),
  told("unsafe-load"),
  told("incomplete", "information"),
  told("unreadable-file", "error"),
];
const ALWAYS = ["incomplete", "unreadable-file"];

const codesOf = (choice: Partial<Choice>) => chosen(ALL, { select: [], ignore: [], ...choice }).map(({ code }) => code);

describe("diagnostics", () => {
  it.each([
    ["all without a choice", {}, ["broadcast", "gpu", "unused-layer", "unused-result", "unsafe-load"]],
    ["one code alone", { select: ["gpu"] }, ["gpu"]],
    ["a group alone", { select: ["silent"] }, ["unused-layer", "unsafe-load"]],
    ["codes with the same first words", { select: ["unused"] }, ["unused-layer", "unused-result"]],
    ["all but one code", { ignore: ["gpu"] }, ["broadcast", "unused-layer", "unused-result", "unsafe-load"]],
    ["all but a group", { ignore: ["silent"] }, ["broadcast", "gpu", "unused-result"]],
    ["a group but for a code", { select: ["silent"], ignore: ["unsafe-load"] }, ["unused-layer"]],
    [
      "a code of a group that is not told",
      { select: ["all", "unused-layer"], ignore: ["silent"] },
      ["broadcast", "gpu", "unused-layer", "unused-result"],
    ],
    ["nothing that is named alike both ways", { select: ["silent"], ignore: ["silent"] }, []],
  ])("are %s", (_, choice, codes) => {
    expect(codesOf(choice)).toEqual([...codes, ...ALWAYS]);
  });

  it("say how far the analysis came unless that is named", () => {
    expect(codesOf({ select: ["gpu"], ignore: ["incomplete"] })).toEqual(["gpu", "unreadable-file"]);
  });

  it("are as severe as they are wanted", () => {
    const severity = { silent: "hint", "unsafe-load": "off", broadcast: "information" };
    const found = chosen(ALL, { select: [], ignore: [], severity });
    expect(found.map((one) => `${one.severity} ${one.code}`)).toEqual([
      "information broadcast",
      "warning gpu",
      "hint unused-layer",
      "warning unused-result",
      "information incomplete",
      "error unreadable-file",
    ]);
  });
});

it("knows codes, their first words and groups, and nothing else", () => {
  const names = ["broadcast", "unused", "batch-as", ...Object.keys(groups), "unuse", "usage", "", "E501", "toString"];
  expect(names.filter((name) => !isKnown(name))).toEqual(["unuse", "usage", "", "E501", "toString"]);
});
