import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { evaluator, plainMessage } from "./support";

/** The standard library (and NumPy) as CPython has it. Recorded by `tools/record/stdlib.py`. */
interface Case {
  program: string;
  expression: string;
  repr?: string;
  error?: string;
  message?: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL("../oracle/stdlib.json", import.meta.url), "utf8"));

const HEAD = `import abc, argparse, bisect, collections, collections.abc, contextlib, copy, dataclasses, enum, fractions, functools, heapq, inspect
import itertools, math, numbers, operator, os.path, pathlib, re, string, textwrap, types, typing
import numpy as np

def plain(value):
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if type(value) in (list, tuple):
        return type(value)(plain(item) for item in value)
    return value

`;

it.each(cases.map((one): [string, Case] => [`${one.program}>>> ${one.expression}`, one]))(
  "%s",
  (_, { program, expression, repr, error, message }) => {
    const answer = evaluator(HEAD + program)(`repr(plain((${expression})))`) as {
      py?: string;
      error?: string;
      message?: string;
    };
    if (error === undefined) return expect(answer).toEqual({ py: quoted(repr!) });
    expect(answer.error).toBe(error);
    expect(plainMessage(answer.message ?? "")).toContain(plainMessage(message!));
  },
);

/** The repr of a string. */
function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return mark + text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(mark, `\\${mark}`) + mark;
}
