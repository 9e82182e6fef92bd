import { describe, expect, it } from "vitest";
import { bind } from "../../../src/analysis/ops/bind";
import { operatorsOf } from "../../../src/analysis/ops/families";
import { OpTable, op } from "../../../src/analysis/ops/registry";
import { worded } from "../../../src/analysis/trace/refusals";
import { compare, lacks, release, type Version } from "../../../src/analysis/trace/version";
import { StubMachine, t } from "./machine";

describe("versions of PyTorch", () => {
  it("are compared by their numbers", () => {
    const sorted = (["2.15", "1.13", "2.2", "1.9", "2.10"] as Version[]).sort(compare);
    expect(sorted).toEqual(["1.9", "1.13", "2.2", "2.10", "2.15"]);
  });

  it.each([
    ["2.15.0", "2.15"],
    ["1.13.1+cu117", "1.13"],
    ["2.3.0a0+git4f2b3c9", "2.3"],
    ["2.1", "2.1"],
    ["3.0.0", "3.0"],
    ["1.8.2", "1.13"],
    ["0.4.1", "1.13"],
  ])("are read off a text: %s", (text, version) => {
    expect(release(text)).toEqual({ text, version });
  });

  it.each(["", "nightly", "2", "two.one", "main"])("are not read off %j", (text) => {
    expect(release(text)).toBeUndefined();
  });
});

describe("a span of versions", () => {
  const having = (span: { since?: Version; until?: Version }) =>
    (["1.13", "2.0", "2.4", "2.14", "2.15", "2.16"] as Version[]).filter((version) => !lacks(version, span));

  it("has all where it names none", () => {
    expect(having({})).toEqual(["1.13", "2.0", "2.4", "2.14", "2.15", "2.16"]);
  });
  it("begins and ends with a release", () => {
    expect(having({ since: "2.4" })).toEqual(["2.4", "2.14", "2.15", "2.16"]);
    expect(having({ until: "2.4" })).toEqual(["1.13", "2.0", "2.4"]);
  });
  it("lacks no version between recorded ones, of which nobody knows", () => {
    expect(having({ since: "2.15" })).toEqual(["2.0", "2.4", "2.14", "2.15", "2.16"]);
    expect(having({ until: "1.13" })).toEqual(["1.13", "2.0", "2.4", "2.14"]);
  });
});

describe("the table of a version", () => {
  const rows = [
    op("made_up(Tensor self, int size=2, *, bool fast=True, float? scale=None) -> Tensor", {
      argumentsSince: { scale: "2.15" },
      olderDefaults: { fast: { until: "1.13", value: "False" } },
      shape: ({ self }) => self.shape,
    }),
    op("made_up.sizes(Tensor self, int[] sizes) -> Tensor", { argumentsSince: { sizes: "2.15" }, shape: () => [] }),
    op("went(Tensor self) -> Tensor", { until: "1.13", shape: () => [] }),
    op("came(Tensor self) -> Tensor", { since: "2.15", inplace: true, shape: () => [] }),
  ];
  const overloads = (name: string, version: Version) =>
    new OpTable([rows], version).get(name)?.map(({ call }) => call.args.map((argument) => argument.name));

  it("has the operators that the version has, in all their forms", () => {
    expect([...new OpTable([rows], "1.13").names()]).toEqual([
      "torch.made_up",
      "Tensor.made_up",
      "torch.went",
      "Tensor.went",
    ]);
    expect([...new OpTable([rows], "2.15").names()]).toEqual([
      "torch.made_up",
      "Tensor.made_up",
      "torch.came",
      "Tensor.came",
      "Tensor.came_",
    ]);
  });
  it("has their arguments, and no overload that cannot be called without one that is lacking", () => {
    expect(overloads("torch.made_up", "1.13")).toEqual([["input", "size", "fast"]]);
    expect(overloads("torch.made_up", "2.15")).toEqual([
      ["input", "size", "fast", "scale"],
      ["input", "sizes"],
    ]);
  });
  it("has their defaults, and gives a rule every argument", () => {
    const bound = (version: Version) =>
      bind(new StubMachine(version), new OpTable([rows], version).get("torch.made_up")![0], [t([2])], undefined);
    expect(bound("1.13")).toMatchObject({ size: 2, fast: false, scale: null });
    expect(bound("2.15")).toMatchObject({ size: 2, fast: true, scale: null });
  });
  it("is made once", () => {
    const release = { text: "2.15.0", version: "2.15" } as const;
    expect(operatorsOf(release)).toBe(operatorsOf({ ...release, text: "2.15.1" }));
  });
});

describe("words", () => {
  it("are those of the version, the oldest that still holds first", () => {
    const refusal = {
      about: "rank",
      type: "ValueError",
      message: "now",
      older: [
        { until: "2.0", message: "before" },
        { until: "2.4", type: "RuntimeError" },
      ],
    } as const;
    const told = (["1.13", "2.0", "2.4", "2.5"] as Version[]).map((version) => {
      const { type, message } = worded(refusal, version);
      return `${type}: ${message}`;
    });
    expect(told).toEqual(["ValueError: before", "ValueError: before", "RuntimeError: now", "ValueError: now"]);
  });
});
