/**
 * The end-to-end test: the panels' pages in Chromium, then the packed extension in a real VS Code, then in workspaces that are not trusted.
 *   node test/e2e/run.mjs [panels|workbench|restricted|sizes|notebooks|kinds|memory|explorer|welcome|editors|insight|--all]
 * Without a name it runs what CI holds; --all, before a release, runs all. Screenshots are saved to test/e2e/shots.
 */
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as playwright } from "playwright-core";
import { editorTests } from "./editors.mjs";
import { explorerTests } from "./explorer.mjs";
import { insightTests } from "./insight.mjs";
import { kindTests } from "./kinds.mjs";
import { memoryTests } from "./memory.mjs";
import { notebookTests } from "./notebooks.mjs";
import { panelTests } from "./panels.mjs";
import { Reporter } from "./report.mjs";
import { restrictedTests } from "./restricted.mjs";
import { sizesTests } from "./sizes.mjs";
import { chromium, chromiumArguments } from "./tools.mjs";
import { welcomeTests } from "./welcome.mjs";
import { workbenchTests } from "./workbench.mjs";

const held = {
  panels: panelTests,
  workbench: workbenchTests,
  restricted: restrictedTests,
  sizes: sizesTests,
  notebooks: notebookTests,
};
/** Each takes a minute or more. */
const further = {
  kinds: kindTests,
  memory: memoryTests,
  explorer: explorerTests,
  welcome: welcomeTests,
  editors: editorTests,
  insight: insightTests,
};
const [asked] = process.argv.slice(2);
const only = asked === "--all" ? undefined : asked;
const suites = asked === undefined ? held : { ...held, ...further };
const shots = join(dirname(fileURLToPath(import.meta.url)), "shots");
if (!only) rmSync(shots, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });

const browser = await playwright.launch({ executablePath: chromium(), args: chromiumArguments });
const report = new Reporter(async (name) => {
  const page = browser
    .contexts()
    .flatMap((context) => context.pages())
    .at(-1);
  await page?.screenshot({ path: join(shots, `failed-${name.replace(/\W+/g, "-").slice(0, 60)}.png`) });
});
try {
  for (const [name, tests] of Object.entries(suites)) if (!only || only === name) await tests(report, browser, shots);
} finally {
  await browser.close();
  report.finish();
}
