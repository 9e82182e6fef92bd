import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Installed, installed, type Recording, type Told, withSource, withStandIns } from "./modules";

/** What is not as in CPython, by module: expressions that are not known, and such as are told otherwise. */
type Listed = Record<string, { unknown: string[]; different: string[] }>;

const read = (name: string) => JSON.parse(readFileSync(new URL(`../oracle/${name}`, import.meta.url), "utf8"));
const recording: Recording = read("modules.json");
const listed: { standIns: Listed; source: Listed } = read("modules-listed.json");

/** The version that `modules.json` was recorded with. */
const RECORDED = "3.11.7";

/** What is not as in CPython. */
function departures(told: readonly Told[]): Listed[string] {
  return {
    unknown: told.filter((one) => one.told === undefined).map(({ expression }) => expression),
    different: told
      .filter((one) => one.told !== undefined && one.told !== one.wanted)
      .map(({ expression }) => expression),
  };
}

/** In words, for those that are not listed. */
function unlisted(told: readonly Told[], { unknown, different }: Listed[string]): string[] {
  const excused = new Set([...unknown, ...different]);
  return told
    .filter((one) => one.told !== one.wanted && !excused.has(one.expression))
    .map((one) => `${one.expression}: ${one.wanted} in CPython, ${one.told ?? `unknown here (${one.why})`}`);
}

// Expressions over ten modules, made and recorded by tools/record/modules.py.
describe("stand-ins", () => {
  it.each(Object.keys(recording))("%s", (module) => {
    const told = withStandIns(recording[module]);
    expect(unlisted(told, listed.standIns[module])).toEqual([]);
    // What is as in CPython by now is no longer listed.
    expect(departures(told)).toEqual(listed.standIns[module]);
  });
});

describe("CPython's own source", () => {
  let python: Installed;
  beforeAll(() => {
    python = installed();
  });

  it.each(Object.keys(recording))("%s", (module) => {
    const told = withSource(module, python.library, python.answers[module]);
    if (python.version === RECORDED) expect(departures(told)).toEqual(listed.source[module]);
    // Another version has another source, and other answers of its own: nearly all of them hold too.
    else expect(unlisted(told, listed.source[module]).length).toBeLessThan(told.length / 20);
  });
});
