/**
 * The end-to-end test: the panels' pages in Chromium, then the packed extension in a real VS Code, then in workspaces that are not trusted.
 *   node test/e2e/run.mjs [panels|workbench|kinds|memory|restricted|sizes|explorer|notebooks|welcome]
 * Screenshots are saved to test/e2e/shots.
 */
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as playwright } from "playwright-core";
import { explorerTests } from "./explorer.mjs";
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

const suites = {
  panels: panelTests,
  workbench: workbenchTests,
  kinds: kindTests,
  memory: memoryTests,
  restricted: restrictedTests,
  sizes: sizesTests,
  explorer: explorerTests,
  notebooks: notebookTests,
  welcome: welcomeTests,
};
const only = process.argv[2];
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
