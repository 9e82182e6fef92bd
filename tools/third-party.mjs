// THIRD-PARTY.md: the licences of what is really in dist/, by esbuild's own account of what went into each bundle.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import * as checker from "license-checker-rseidelsohn";

const require = createRequire(import.meta.url);

/** A file that is a licence, rather than one that mentions it. */
const LICENCE_FILE = /^(licen[cs]e|copying|unlicense)/i;
/** The section of a README that holds a licence: its heading, underlined or marked, and what follows. */
const LICENCE_SECTION = /^(?:#+ *licen[cs]e\b.*|licen[cs]e\b.*\r?\n[-=]+)\r?\n([\s\S]+)/im;
/** Shorter texts name a licence rather than state it. */
const SHORTEST_TEXT = 400;

/**
 * The folders of the packages that files come from, relative to `root`, each once.
 * @param {string} root
 * @param {readonly string[]} files paths below `root`
 */
function packageFolders(root, files) {
  const folders = files.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].map((folder) => resolve(root, folder));
}

/**
 * Files that went into bundles with at least one byte.
 * @param {readonly import("esbuild").Metafile[]} metafiles
 */
export function bundledFiles(metafiles) {
  return metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
}

/**
 * What is told of each package that one of the files comes from, by name; throws where a package states no licence.
 * @param {string} root the folder with `node_modules`
 * @param {readonly string[]} files paths below `root`
 * @returns {Promise<{ name: string, version: string, licence: string, url: string, text: string }[]>}
 */
export async function thirdParties(root, files) {
  const found = await promisify(checker.init)({ start: root, customFormat: { licenseText: "" } });
  return packageFolders(root, files)
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const known = found[`${name}@${version}`];
      if (known === undefined) throw new Error(`${name} ${version} is bundled, but is not below ${root}/node_modules`);
      const licence = String(known.licenses);
      return { name, version, licence, url: known.repository ?? "", text: licenceText(name, known) };
    })
    .filter(({ name, version }, at, all) => all.findIndex((it) => it.name === name && it.version === version) === at)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The package's own words, else the standard text of the licence that its `package.json` names. */
function licenceText(name, { licenses, licenseFile = "", licenseText = "", noticeFile }) {
  const notice = noticeFile ? `\n\n${readFileSync(noticeFile, "utf8").trim()}` : "";
  if (LICENCE_FILE.test(basename(licenseFile))) return plain(licenseText) + notice;
  const section = plain(LICENCE_SECTION.exec(licenseText)?.[1] ?? "");
  if (section.length >= SHORTEST_TEXT) return section + notice;
  try {
    return plain(require(`spdx-license-list/licenses/${licenses}.json`).licenseText) + notice;
  } catch {
    throw new Error(`${name} is bundled, but states no licence: its package.json says ${licenses}`);
  }
}

function plain(text) {
  return text.replaceAll("\r", "").replaceAll("\t", "  ").trim();
}

/**
 * The page with every package and its licence; equal texts stand once, below all that have them.
 * @param {Awaited<ReturnType<typeof thirdParties>>} packages
 */
export function thirdPartyPage(packages) {
  const byText = new Map();
  for (const each of packages) byText.set(each.text, [...(byText.get(each.text) ?? []), each]);
  const sections = [...byText].map(([text, those]) =>
    [
      ...those.map(
        ({ name, version, licence, url }) => `## ${name} ${version}\n\n${licence}${url ? `, <${url}>` : ""}`,
      ),
      `\`\`\`text\n${text}\n\`\`\``,
    ].join("\n\n"),
  );
  return [
    "# Third-party software in ShapeScope",
    "Written when the package is made, from what is in its bundles and beside them.",
    ...sections,
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}
