import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { notesOf } from "../../tools/release.mjs";

const changelog = `# Changelog

## [Unreleased]

- Later.

## [0.2.0] - 2027-01-31

### Added

- A thing.

## [0.1.0]

- The first.

[0.2.0]: https://example.org/0.2.0
`;

it("a release says what the changelog says of its version", () => {
  expect(notesOf("v0.2.0", "0.2.0", changelog)).toBe("### Added\n\n- A thing.");
});

it("a release whose tag, version and changelog disagree is none", () => {
  expect(() => notesOf("v0.3.0", "0.2.0", changelog)).toThrow("The tag is v0.3.0, the version in package.json 0.2.0.");
  expect(() => notesOf("v0.3.0", "0.3.0", changelog)).toThrow("CHANGELOG.md has no section of 0.3.0.");
  expect(() => notesOf("v0.1.0", "0.1.0", changelog)).toThrow("The section of 0.1.0 has no date: ## [0.1.0]");
});

it("the changelog begins with what is not released, then the version of package.json", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const text = readFileSync("CHANGELOG.md", "utf8");
  const versions = [...text.matchAll(/^## \[(.*?)\]/gm)].map(([, name]) => name);
  expect(versions.slice(0, 2)).toEqual(["Unreleased", version]);
  expect(notesOf(`v${version}`, version, text)).toContain("### Added");
  for (const name of versions) expect(text).toMatch(new RegExp(`^\\[${name.replaceAll(".", "\\.")}\\]: https://`, "m"));
});
