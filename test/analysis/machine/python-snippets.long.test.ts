import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../support";

interface Topic {
  setup: string;
  /** A snippet, and what CPython gives: the `repr` of its result, or `raises Type: message`. */
  cases: [string, string][];
}

const ORACLE = join(import.meta.dirname, "../../oracle/python-snippets.json");
const topics: Record<string, Topic> = JSON.parse(readFileSync(ORACLE, "utf8"));

/** The snippet as the recorder runs it: the body of a function. */
function program(snippet: string, n: number): string {
  const body = /\n|\bresult = /.test(snippet) ? snippet : `result = ${snippet}`;
  return `def case():\n${body.replace(/^(?=.)/gm, "    ")}\n    return result\nresult_${n} = case()\n`;
}

/** What each snippet gives here, all in one program. */
function answers({ setup, cases }: Topic): string[] {
  let text = `__name__ = "program"\n${setup}\n`;
  const ends: number[] = [];
  for (const [n, [snippet]] of cases.entries()) {
    text += program(snippet, n);
    ends.push(text.split("\n").length - 1);
  }
  const outcome = analyze(text, {}, { budgetMs: 60_000 });
  expect(outcome.stopped).toBeUndefined();
  const raised = new Map<number, string>();
  for (const failure of outcome.failures) {
    const [, told, line] = /^(.*) \(line (\d+)\)$/s.exec(failure)!;
    raised.set(Number(line), `raises ${told}`);
  }
  return cases.map((_, n) => raised.get(ends[n]) ?? outcome.repr(`result_${n}`));
}

// Small expressions and statements, made and recorded by tools/record/python.py.
describe("Python's own semantics", () => {
  for (const [name, topic] of Object.entries(topics)) {
    it(name, () => {
      const told = answers(topic);
      const differences = topic.cases.flatMap(([snippet, wanted], n) =>
        told[n] === wanted ? [] : [{ snippet, wanted, told: told[n] }],
      );
      expect(differences).toEqual([]);
    }, 30_000);
  }
});
