import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { COLUMNS, rewrite } from "../tools/readme.mjs";
import { shapescope } from "./cli/harness";

const readme = readFileSync("README.md", "utf8");
const contributing = readdirSync("docs/contributing").map((name) => `docs/contributing/${name}`);
const others = ["CONTRIBUTING.md", "SECURITY.md", "docs/design.md", "docs/glossary.md", ...contributing];
const pages = Object.fromEntries(["README.md", ...others].map((page) => [page, readFileSync(page, "utf8")]));

it("shows what the commands print (`node tools/readme.mjs` puts it in)", async () => {
  const commands: string[][] = [];
  rewrite(readme, (args) => {
    commands.push(args);
    return "";
  });
  expect(commands.map(([command]) => command)).toEqual(["trace", "check"]);
  const outputs = await Promise.all(commands.map((args) => shapescope(args, { columns: COLUMNS })));
  expect(rewrite(readme, () => outputs.shift()!.out)).toBe(readme);
});

it("names every setting with its default, and no other", () => {
  const { properties } = JSON.parse(readFileSync("package.json", "utf8")).contributes.configuration;
  const rows = [...readme.matchAll(/^\| `(shapescope\.\S+)` \|(?: `(.*?)`)? \|/gm)].map(([, name, value]) => [
    name,
    value ?? "",
  ]);
  const settings = Object.entries<{ default: unknown }>(properties).map(([name, { default: value }]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  expect(rows).toEqual(settings);
});

it("names commands of package.json", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const [page, text] of Object.entries(pages))
    for (const [, name] of text.matchAll(/npm (?:run )?(?!ci\b)([a-z]\w*)/g))
      expect(Object.keys(scripts), page).toContain(name);
});

it("links to files that are there", () => {
  for (const [page, text] of Object.entries(pages))
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect(existsSync(join(dirname(page), target)), `${page}: ${target}`).toBe(true);
});

it("names files of the sources that are there", () => {
  for (const [page, text] of Object.entries(pages))
    for (const [, path] of text.matchAll(/(?<=[` ])((?:src|test|tools)\/[\w./-]*\w)/g))
      expect(existsSync(path), `${page}: ${path}`).toBe(true);
});
