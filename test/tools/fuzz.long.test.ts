import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callFile } from "../../tools/fuzz/calls";
import { flood, floodNames } from "../../tools/fuzz/floods";
import { draw } from "../../tools/fuzz/input";
import { judge } from "../../tools/fuzz/judge";
import { lspSession } from "../../tools/fuzz/lsp-messages";
import { applyEdit, mutate, mutation } from "../../tools/fuzz/mutations";
import { shrinkList, shrinkText } from "../../tools/fuzz/shrink";
import type { Callable } from "../../tools/fuzz/tables";
import { callables } from "../../tools/fuzz/tables";
import { tokens } from "../../tools/fuzz/tokens";

const sources = [
  { file: "/a.py", text: "import torch\nx = torch.zeros(2)\ny = x + 1\n" },
  { file: "/b.py", text: 'def f(a, *b):\n    return [a, \'b\', """c"""]  # d\n' },
];
const some: Callable[] = [{ name: "sorted", args: [{ name: "iterable", required: true }] }];

describe("inputs", () => {
  it.each([
    ["mutations", (seed: number, n: number) => mutate(sources, draw(mutation, seed, n)).text],
    ["calls", (seed: number, n: number) => draw(callFile(some), seed, n).text],
    ["sessions", (seed: number, n: number) => JSON.stringify(draw(lspSession, seed, n))],
  ])("the same seed and number give the same %s, whatever was drawn before", (_, make) => {
    const first = [0, 1, 2, 3].map((n) => make(7, n));
    const again = [3, 2, 1, 0].map((n) => make(7, n)).reverse();
    expect(again).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(1);
    expect([0, 1, 2, 3].map((n) => make(8, n))).not.toEqual(first);
  });

  it("tokens put together are the text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => tokens(text).join("") === text));
    expect(tokens("x = f'a' ** 2  # b\n")).toEqual([
      "x",
      " ",
      "=",
      " ",
      "f'a'",
      " ",
      "**",
      " ",
      "2",
      "  ",
      "# b",
      "\n",
    ]);
  });

  it("edits do what they are called", () => {
    const text = "a = b + 1\nc = 2\n";
    expect(applyEdit(text, { kind: "truncate", at: 0.5 })).toBe("a = b + ");
    expect(applyEdit(text, { kind: "delete", at: 0, count: 2 })).toBe("= b + 1\nc = 2\n");
    expect(applyEdit(text, { kind: "duplicate", at: 0, count: 2 })).toBe("a a = b + 1\nc = 2\n");
    expect(applyEdit("a b", { kind: "swap", at: 0, to: 0.99 })).toBe("b a");
    expect(applyEdit(text, { kind: "replace", at: 0, text: "lambda" })).toBe("lambda = b + 1\nc = 2\n");
    expect(applyEdit(text, { kind: "indent lines", at: 0, count: 1 })).toBe("    a = b + 1\nc = 2\n");
    expect(applyEdit(text, { kind: "move lines", at: 0, to: 0.5, count: 1 })).toBe("c = 2\na = b + 1\n");
    expect(applyEdit("", { kind: "swap", at: 0.5, to: 0.2 })).toBe("");
  });

  it("a flood grows with its number and is bounded", () => {
    for (const name of floodNames) {
      expect(flood(name, 30).length, name).toBeGreaterThan(flood(name, 3).length);
      expect(flood(name, 10_000).length, name).toBeLessThanOrEqual(200_000);
    }
  });

  it("callables come from the machine's own tables", () => {
    const all = new Map(callables().map((one) => [one.name, one]));
    expect(all.get("sorted")?.args.map(({ name }) => name)).toEqual(["iterable", "key", "reverse"]);
    expect(all.get("str.join")?.args[0]).toEqual({ name: "self", required: true });
    expect(all.get("torch.relu")).toMatchObject({
      module: "torch",
      args: [
        { name: "self", type: "Tensor" },
        { name: "inplace", type: "bool" },
      ],
    });
    expect(all.get("math.gcd")?.module).toBe("math");
    expect(all.get("torch.nn.Linear")?.args.map(({ name }) => name)).toContain("out_features");
  });
});

describe("shrinking", () => {
  const limits = { tries: 1000, ms: 60_000 };

  it("leaves the items that the failure needs, in their order", async () => {
    const list = Array.from({ length: 100 }, (_, n) => n);
    const needs = async (items: readonly number[]) => items.includes(17) && items.includes(80);
    expect(await shrinkList(list, needs, limits)).toEqual([17, 80]);
  });

  it("takes lines and then tokens out of a text", async () => {
    const text = "import torch\nfor i in range(3):\n    planted(1, fault=2)\nx = 1\n";
    expect(await shrinkText(text, async (candidate) => /planted.*fault/s.test(candidate), limits)).toBe("plantedfault");
  });

  it("ends after so many tries", async () => {
    const tried: number[] = [];
    const list = Array.from({ length: 1000 }, (_, n) => n);
    const fails = async (items: readonly number[]) => tried.push(items.length) > 0 && items.includes(999);
    expect(await shrinkList(list, fails, { tries: 2, ms: 60_000 })).toEqual(list.slice(750));
    expect(tried).toEqual([500, 250]);
  });
});

describe("judgement", () => {
  const answer = { problems: [], phases: { parsing: 10, analysis: 1400 }, bytes: 3e8 };

  it("nothing is said of an answer within its limits", () => {
    expect(judge({ answer }, 1000)).toEqual([]);
  });

  it("tells what took too long, too much, or ended", () => {
    expect(judge({ answer: { ...answer, phases: { parsing: 1501 } } }, 1000)).toMatchObject([
      { kind: "slow", message: "parsing: 1501 ms of CPU, the budget is 1000 ms" },
    ]);
    expect(judge({ answer: { ...answer, bytes: 1.2e9 } }, 1000)).toMatchObject([
      { kind: "memory", message: "1200 MB resident" },
    ]);
    expect(judge({ died: "signal SIGKILL" }, 1000)).toMatchObject([{ kind: "death", message: "signal SIGKILL" }]);
    expect(judge({ hung: 12_345 }, 1000)).toMatchObject([{ kind: "hang", message: "no end after 12345 ms of CPU" }]);
  });

  it("failures that differ in names and numbers only are one", () => {
    const of = (message: string) =>
      judge({ answer: { ...answer, problems: [{ kind: "throw", message, at: ["f"] }] } }, 1000)[0].signature;
    expect(of("no 'a' at 1")).toBe(of("no 'b' at 22"));
    expect(of("no 'a' at 1")).not.toBe(of("a 'b' at 22"));
  });
});
