import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/bundles.mjs";
import { type ThirdParty, thirdParties, thirdPartyPage } from "../../tools/third-party.mjs";
import { distFolder } from "../dist";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "shapescope-third-")));
afterAll(() => rmSync(folder, { recursive: true }));

/** Words that stand in the text of each licence, and in nothing that only names it. */
const grants: Record<string, RegExp> = {
  MIT: /Permission is hereby granted, free of charge[\s\S]+THE SOFTWARE IS PROVIDED/,
  ISC: /Permission to use, copy, modify, and\/or distribute this software[\s\S]+THE SOFTWARE IS PROVIDED/,
  "Apache-2.0":
    /Apache License[\s\S]+TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION[\s\S]+Limitation of Liability/i,
  "BSD-3-Clause": /Redistribution and use in source and binary forms[\s\S]+DISCLAIMED/,
};

describe("THIRD-PARTY.md", () => {
  let files: string[];
  let packages: ThirdParty[];

  beforeAll(async () => {
    files = JSON.parse(readFileSync(join(distFolder(), ".bundled.json"), "utf8"));
    packages = await thirdParties(root, files);
  }, 120_000);

  it("has every package that is bundled or copied, with the text of its licence", () => {
    const names = new Set(
      files
        .flatMap((file) => (file.includes("node_modules/") ? [file.replace(/^.*node_modules\//, "")] : []))
        .map((file) =>
          file
            .split("/")
            .slice(0, file.startsWith("@") ? 2 : 1)
            .join("/"),
        ),
    );
    for (const name of [
      "commander",
      "preact",
      "web-tree-sitter",
      "tree-sitter-python",
      "@tensorflow/tfjs-backend-wasm",
    ])
      expect(names).toContain(name);
    const page = thirdPartyPage(packages);
    for (const name of names) {
      const found = packages.find((each) => each.name === name);
      expect(found, name).toBeDefined();
      expect(page).toContain(`## ${name} ${found!.version}\n`);
      expect(page).toContain(found!.text);
      expect(found!.text, `${name}: ${found!.licence}`).toMatch(grants[found!.licence]);
    }
  });

  it("names nobody who is not bundled", () => {
    expect(packages.map(({ name }) => name)).not.toContain("esbuild");
    expect(packages.map(({ name }) => name)).not.toContain("typescript");
  });

  it("is packed", () => {
    expect(readFileSync(join(root, ".vscodeignore"), "utf8").split("\n")).toContain("!THIRD-PARTY.md");
  });
});

describe("a package", () => {
  function install(name: string, described: object, more: Record<string, string> = {}): string {
    const place = join(folder, "node_modules", name);
    mkdirSync(place, { recursive: true });
    const text = { ...more, "package.json": JSON.stringify({ name, version: "1.0.0", ...described }) };
    for (const [file, content] of Object.entries(text)) writeFileSync(join(place, file), content);
    return `node_modules/${name}/index.js`;
  }
  beforeAll(() => writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "project", version: "1.0.0" })));

  it("without a file for its licence has the section of its README, or the licence's standard text", async () => {
    const section = `Copyright 2019 Somebody.\n\n${"Permission is hereby granted to all. ".repeat(20).trim()}`;
    const files = [
      install(
        "read",
        { license: "MIT" },
        { "README.md": `# read\n\nMIT licensed.\n\nLICENSE (MIT)\n---\n${section}\n` },
      ),
      install("bare", { license: "ISC" }),
    ];
    const [bare, read] = await thirdParties(folder, files);
    expect(bare.text).toMatch(/^ISC License[\s\S]+THE SOFTWARE IS PROVIDED "AS IS"/);
    expect(read.text).toBe(section);
  });

  it("that states no licence keeps the page from being made", async () => {
    const file = install("nothing", {});
    await expect(thirdParties(folder, [file])).rejects.toThrow("nothing is bundled, but states no licence");
  });
});
