import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Answer, evaluator, plainMessage } from "./support";

/** Modules of Python's standard library as CPython has them. Recorded by `tools/record/modules.py`. */
interface Group {
  module: string;
  program: string;
  cases: Case[];
}

interface Case {
  expression: string;
  repr?: string;
  error?: string;
  message?: string;
}

const groups: Group[] = JSON.parse(readFileSync(new URL("../oracle/modules.json", import.meta.url), "utf8"));

const HEAD = "import argparse, collections, contextlib, copy, dataclasses, enum, functools, inspect, string, typing\n";

/** What is not known is honest, but so much of each module's expressions is known. */
const FOLLOWED = 0.8;
/** Arguments that a program gives as a list are not followed. */
const FOLLOWED_OF: Record<string, number> = { argparse: 0.05 };

describe.each(groups.map((group): [string, Group] => [group.module, group]))("%s", (module, { program, cases }) => {
  const evaluate = evaluator(HEAD + program);
  const answers = new Map<Case, Answer>();
  const answerOf = (one: Case): Answer => {
    if (!answers.has(one)) answers.set(one, evaluate(`repr((${one.expression}))`));
    return answers.get(one)!;
  };

  it.each(cases.map((one): [string, Case] => [one.expression, one]))("%s", (_, one) => {
    const answer = answerOf(one);
    if (isUnknown(answer)) return;
    if (one.error === undefined) expect(answer).toEqual({ py: quoted(one.repr!) });
    else expect(answer).toEqual({ error: one.error, message: expect.stringContaining(plainMessage(one.message!)) });
  });

  it("is followed", () => {
    const unknown = cases.filter((one) => isUnknown(answerOf(one))).map(({ expression }) => expression);
    expect(unknown.length, unknown.join("\n")).toBeLessThan(cases.length * (1 - (FOLLOWED_OF[module] ?? FOLLOWED)));
  });
});

function isUnknown(answer: Answer): boolean {
  return "stopped" in answer || "unknown" in answer || ("py" in answer && !/^['"]/.test(String(answer.py)));
}

/** The repr of a string. */
function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return mark + text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(mark, `\\${mark}`) + mark;
}
