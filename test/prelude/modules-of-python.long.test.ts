import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Installed, installed, type Recording, type Told, withSource, withStandIns } from "./modules";

/** What is not as in CPython: expressions that are not known, with why, and such as are told otherwise, with what is told. */
interface Departures {
  unknown: Record<string, string>;
  different: Record<string, string>;
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../oracle/${name}`, import.meta.url), "utf8"));
const recording: Recording = read("modules.json");
const listed: Record<"standIns" | "source", Record<string, Departures>> = read("modules-listed.json");

/** The version that `modules.json` was recorded with. */
const RECORDED = "3.11.7";

function departures(told: readonly Told[]): Departures {
  const unlike = told.filter((one) => one.told !== one.wanted);
  return {
    unknown: Object.fromEntries(
      unlike
        .filter((one) => one.told === undefined)
        .map(({ expression, why }) => [expression, why ?? "it is not known"]),
    ),
    different: Object.fromEntries(
      unlike.flatMap(({ expression, told }) => (told === undefined ? [] : [[expression, told]])),
    ),
  };
}

// Expressions over ten modules, made and recorded by tools/record/modules.py.
describe("stand-ins", () => {
  it.each(Object.keys(recording))("%s", (module) => {
    expect(departures(withStandIns(recording[module]))).toEqual(listed.standIns[module]);
  });
});

describe("CPython's own source", () => {
  let python: Installed;
  beforeAll(() => {
    python = installed();
  }, 120_000);

  it.each(Object.keys(recording))("%s", (module) => {
    const told = withSource(module, python.library, python.answers[module]);
    const found = departures(told);
    if (python.version === RECORDED) return expect(found).toEqual(listed.source[module]);
    // Another version has another source, and other answers of its own: nearly all of them hold too.
    const unlike = [...Object.entries(found.unknown), ...Object.entries(found.different)];
    expect(unlike.length, unlike.map((one) => one.join(": ")).join("\n")).toBeLessThan(told.length / 10);
  });
});
