import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Code, codes, helpUrl } from "../../../src/analysis/diagnostics/codes";
import { analyzerOf } from "../support";

const FOLDER = "docs/diagnostics";

/** Codes without an example: what leads to them depends on the machine. */
const UNPROVOKED: ReadonlySet<string> = new Set<Code>(["given-up"]);

/** Enough for every example but the one that is to run out of it. */
const WORK = 400_000;

interface Page {
  code: string;
  summary: string;
  wrong: string;
  /** Files beside the example, by their names. */
  beside: Record<string, string>;
  told: string;
  right: string;
}

function read(code: string): Page {
  const text = readFileSync(`${FOLDER}/${code}.md`, "utf8");
  const [first, second = ""] = text.split("\n## Instead\n");
  const blocks = (part: string, language: string) =>
    [...part.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, block]) => block);
  const [wrong = "", ...others] = blocks(first, "python");
  const [, title, summary] = /^# (\S+)\n\n(.*)\.\n/.exec(text) ?? [];
  return {
    code: title,
    summary,
    wrong,
    beside: Object.fromEntries(others.map((block) => [/^# (\S+)\n/.exec(block)![1], block])),
    told: blocks(first, "text").join("").trimEnd(),
    right: blocks(second, "python").join(""),
  };
}

function told(text: string, beside: Record<string, string>): string {
  const file = "/project/example.py";
  const files = Object.fromEntries(Object.entries(beside).map(([name, other]) => [`/project/${name}`, other]));
  const { diagnostics } = analyzerOf({ ...files, [file]: text }).analyzeFile(file, {
    work: WORK,
  });
  return diagnostics.map(({ line, severity, code, message }) => `${line}: ${severity}[${code}]: ${message}`).join("\n");
}

describe("the page of", () => {
  for (const [code, { summary, of, severity }] of Object.entries(codes))
    it(code, () => {
      const page = read(code);
      expect([page.code, page.summary]).toEqual([code, summary]);
      if (of === "command" || UNPROVOKED.has(code)) return;
      expect(page.told).toContain(`: ${severity}[${code}]: `);
      expect(told(page.wrong, page.beside)).toBe(page.told);
      expect(page.right).not.toBe("");
      expect(told(page.right, page.beside)).toBe("");
    });
});

describe("the codes", () => {
  it("have a page each, which the list of all names, and no page is of none", () => {
    const pages = readdirSync(FOLDER).filter((name) => name !== "README.md");
    expect(pages.sort()).toEqual(
      Object.keys(codes)
        .map((code) => `${code}.md`)
        .sort(),
    );
    const list = readFileSync(`${FOLDER}/README.md`, "utf8");
    for (const [code, { summary }] of Object.entries(codes))
      expect(list).toContain(`| [\`${code}\`](${code}.md) | ${summary} |`);
  });

  it("are written in kebab case and lead to their pages", () => {
    for (const code of Object.keys(codes)) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(helpUrl(code)).toMatch(new RegExp(`^https://.*/docs/diagnostics/${code}\\.md$`));
    }
    expect(helpUrl("RuntimeError")).toBeUndefined();
  });
});
