/**
 * Runs the acceptance suites of ../shared and holds each to its floor in floors.json: the number of cases that held when it was last raised.
 *   node .ci/floors.mjs [--all]
 * A row is `{ "suite": "run", "only": "window", "holds": 4 }`; `"data"` names other recordings than the suite's own. Raise a floor when more hold; a fall is a failure. A row with `"slow": true` takes
 * minutes: it is held with --all, before a release (the corpus step holds the same models and published figures); `"site": true` needs the published libraries, and torchvision 0.29.2, in the folder that SHAPESCOPE_SITE names.
 * A row with `"corpus": true` is held by `npm run corpus` alone.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const floors = JSON.parse(readFileSync(new URL("floors.json", import.meta.url), "utf8"));
let fallen = 0;
const all = process.argv.includes("--all");
const site = process.env.SHAPESCOPE_SITE;
for (const { suite, only, data, holds, slow, corpus, site: needsSite } of floors) {
  if (corpus || (slow && !all)) continue;
  const name = [suite, ...(only ? [`--only ${only}`] : []), ...(data ? [data] : [])].join(" ");
  if (needsSite && site === undefined) {
    console.log(`  - ${name}: SHAPESCOPE_SITE names no folder with the libraries of ../shared/oracle/packages.txt`);
    continue;
  }
  const started = performance.now();
  const { stdout, stderr } = spawnSync(
    "python3",
    [
      "../shared/accept/accept.py",
      suite,
      "--show",
      "5",
      ...(only ? ["--only", only] : []),
      ...(data ? ["--data", data] : []),
      ...(needsSite ? ["--site", site] : []),
    ],
    { encoding: "utf8", maxBuffer: 1e8 },
  );
  const result = new RegExp(`^${suite}: (\\d+)/(\\d+)$`, "m").exec(stdout);
  const held = result ? Number(result[1]) : -1;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (held >= holds) {
    console.log(`  ✓ ${name}: ${held}/${result[2]}, floor ${holds} (${seconds} s)`);
  } else {
    fallen++;
    console.log(`  ✗ ${name}: ${result ? `${held}/${result[2]}` : "no result"}, floor ${holds} (${seconds} s)`);
    console.log(`${stdout}${stderr}`.replace(/^/gm, "      "));
  }
}
process.exitCode = fallen > 0 ? 1 : 0;
