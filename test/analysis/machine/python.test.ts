import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../support";

const ORACLE = join(import.meta.dirname, "../../oracle");
const recorded: Record<string, string> = JSON.parse(readFileSync(join(ORACLE, "python.json"), "utf8"));

// Each program leaves a `result`; Python's own `repr` of it is recorded by tools/record/python.py.
for (const file of readdirSync(join(ORACLE, "python")).sort()) {
  const stem = file.replace(/\.py$/, "");
  describe(stem, () => {
    const parts = readFileSync(join(ORACLE, "python", file), "utf8").split(/^# --- (.*)\n/m);
    for (let at = 1; at < parts.length; at += 2) {
      it(parts[at], () => {
        const outcome = analyze(parts[at + 1], {}, { work: 20_000_000 });
        expect(outcome.stopped).toBeUndefined();
        expect(outcome.failures).toEqual([]);
        expect(outcome.repr("result")).toBe(recorded[`${stem}: ${parts[at]}`]);
      });
    }
  });
}
