// Prints what the changelog says of a version: `node tools/release.mjs v0.2.0`. Fails where the tag, package.json and the changelog do not agree.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/**
 * The section of a version, without its heading; throws where something disagrees.
 * @param {string} tag @param {string} version of package.json @param {string} changelog
 */
export function notesOf(tag, version, changelog) {
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, the version in package.json ${version}.`);
  const sections = changelog.split(/^(?=## \[)/m);
  const section = sections.find((text) => text.startsWith(`## [${version}]`));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section of ${version}.`);
  const [heading, ...lines] = section.split("\n");
  if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading)) throw new Error(`The section of ${version} has no date: ${heading}`);
  const notes = lines
    .join("\n")
    .replace(/^\[[^\]]+\]: \S+$/gm, "")
    .trim();
  if (notes === "") throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  return notes;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    console.log(notesOf(process.argv[2] ?? "", version, readFileSync("CHANGELOG.md", "utf8")));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
