import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { analyze } from "../support";

interface Case {
  seed: number;
  program: string;
  /** What `main()` gave in CPython, under many answers of the conditions: the result's `repr`, or `raises Type`. */
  outcomes: string[];
}

const ORACLE = process.env.OPEN_CONDITIONS ?? join(import.meta.dirname, "../../oracle/open-conditions.jsonl");
const cases: Case[] = readFileSync(ORACLE, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

/** What a printed value may be: a number, a tuple of such, or anything. */
type Claim = { options: (string | Claim[])[] } | "anything";

/** Reads `(1 or 2, <unknown>) or 3`. */
function parse(text: string): Claim {
  let at = 0;
  const eat = (token: string) => {
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const one = (): string | Claim[] | undefined => {
    const word = /^(?:<unknown>|-?\d+|None|True|False)/.exec(text.slice(at))?.[0];
    if (word !== undefined) {
      at += word.length;
      return word === "<unknown>" ? undefined : word;
    }
    if (!eat("(")) throw new Error(`${text} at ${at}`);
    const items: Claim[] = [];
    while (!eat(")")) {
      items.push(alternatives());
      eat(", ");
    }
    return items;
  };
  const alternatives = (): Claim => {
    const options = [one()];
    while (eat(" or ")) options.push(one());
    return options.includes(undefined) ? "anything" : { options: options as (string | Claim[])[] };
  };
  return alternatives();
}

/** Whether a claim leaves room for what happened. */
function admits(claim: Claim, happened: Claim): boolean {
  if (claim === "anything" || happened === "anything") return claim === "anything";
  const [actual] = happened.options;
  return claim.options.some((option) => {
    if (typeof option === "string" || typeof actual === "string") return option === actual;
    return option.length === actual.length && option.every((item, n) => admits(item, actual[n]));
  });
}

/** What is claimed of a program, where something happened that the claim rules out. */
function contradiction({ seed, program, outcomes }: Case): object | undefined {
  const { failures, repr, stopped, value } = analyze(`from elsewhere import c, many\n${program}\nresult = main()\n`);
  expect(stopped).toBeUndefined();
  // Nothing is followed behind a loop that nothing leaves, and what was not followed to its end bound nothing.
  if (failures.some((failure) => failure.startsWith("SystemExit")) || value("result") === undefined) return undefined;
  // What fails in every run may fail elsewhere first; what gives a value in one may fail in another.
  const returned = outcomes.filter((happened) => !happened.startsWith("raises"));
  const claim = failures[0] ?? repr("result");
  const impossible = failures.length > 0 ? returned : returned.filter((one) => !admits(parse(claim), parse(one)));
  return impossible.length > 0 ? { seed, program, claim, impossible } : undefined;
}

// Programs made and run by tools/record/open_conditions.py.
it("takes as certain under open conditions only what every run comes to", () => {
  expect(cases.flatMap((one) => contradiction(one) ?? [])).toEqual([]);
}, 120_000);
